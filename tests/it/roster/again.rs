//! The same list again, a revised list, and commits that must not happen.

use tiendo::access::Actor;
use tiendo::campaign::seed;
use tiendo::model::id::BatchId;
use tiendo::progress::verify;
use tiendo::roster::staged::RowClass;
use tiendo::roster::{CommitMode, RosterError, StagedFilter, commit, history, preview, staged};
use tiendo::store::batches::BatchState;

use super::steps::{IMPORTED, LOADED, List, five_figures, import, lists, look, report, sandbox, upload};

/// Thôn 10 with one more activation: the first person who was issued level 2 and not activated by the end of May.
pub fn revised() -> List {
    let mut list = lists().into_iter().find(|list| list.unit == "cam-ngoc/ben-trai").unwrap();
    let text = encoding_rs::WINDOWS_1258.decode(&list.bytes).0.into_owned();
    let mut done = false;
    let lines = text.lines().map(|line| {
        let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
        let waits = cells.len() >= 9 && cells[7].ends_with("/2022") && cells[8].trim().is_empty();
        if waits && !done {
            done = true;
            cells[8] = "20/5/2023".to_owned();
        }
        cells.join(";")
    });
    let revised: Vec<String> = lines.collect();
    assert!(done, "somebody waits for activation");
    list.bytes = revised.join("\r\n").into_bytes();
    list.file = "CN08_thon_ben_trai_bo_sung.csv".to_owned();
    list
}

on_both_databases! {
    fn the_same_list_again_changes_nothing(db from IMPORTED) {
        let before = report(db, "cam-ngoc", "2023-06-12");
        let list = lists().remove(0);
        let shown = look(db, &list);
        assert!(shown.twin.is_some(), "the file is recognised");
        assert_eq!((shown.counts.new, shown.counts.changed, shown.counts.conflict), (0, 0, 0));
        assert_eq!(shown.counts.unchanged + shown.counts.held, shown.counts.rows);
        commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
        assert_eq!(report(db, "cam-ngoc", "2023-06-12"), before);
    }

    fn a_revised_list_moves_the_figure_by_what_the_preview_shows(db from IMPORTED) {
        let before = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Thôn Bến Trại");
        let shown = look(db, &revised());
        assert_eq!((shown.counts.new, shown.counts.changed), (0, 1));
        assert_eq!(five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Thôn Bến Trại"), before, "a preview changes nothing");
        let filter = StagedFilter { class: Some(RowClass::Changed), page: 1, per_page: 50, ..StagedFilter::default() };
        let page = staged(db, &Actor::operator(), shown.batch, &filter).unwrap();
        assert_eq!((page.total, page.rows.len()), (1, 1));
        assert_eq!(page.rows[0].changes[0].new.as_deref(), Some("2023-05-20"));
        commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
        let after = five_figures(&report(db, "cam-ngoc", "2023-05-31"), "Thôn Bến Trại");
        assert_eq!(after, [before[0], before[1], before[2], before[3] + 1, before[4]]);
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_commit_twice_is_a_commit_once(db from LOADED) {
        let list = lists().remove(9);
        let shown = look(db, &list);
        let first = commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
        let figures = report(db, "cam-ngoc", "2023-06-12");
        let second = commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
        assert!(!first.already && second.already);
        assert_eq!(report(db, "cam-ngoc", "2023-06-12"), figures);
        assert_eq!(history(db, &Actor::operator(), 1, 10).unwrap().len(), 1);
    }

    fn a_stale_preview_is_refused_and_changes_nothing(db from LOADED) {
        let lists = lists();
        let shown = look(db, &lists[9]);
        import(db, &lists[9]);
        let figures = report(db, "cam-ngoc", "2023-06-12");
        let refused = commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap_err();
        assert!(matches!(refused, RosterError::Stale { .. } | RosterError::Collision), "{refused}");
        assert_eq!(report(db, "cam-ngoc", "2023-06-12"), figures);
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn a_wrong_file_is_refused_with_a_sentence(db from LOADED) {
        let refused = |file: &str, bytes: &[u8]| {
            let list = List { file: file.to_owned(), unit: "cam-ngoc".to_owned(), bytes: bytes.to_vec() };
            preview(db, &Actor::operator(), &upload(&list), &sandbox()).unwrap_err()
        };
        let damaged = refused("hong.xlsx", b"PK\x03\x04 this is no archive");
        assert!(matches!(damaged, RosterError::WrongFile(_)), "{damaged}");
        assert!(damaged.to_string().ends_with('.'), "a sentence: {damaged}");
        let letter = refused("thu.csv", "Kính gửi ông Chủ tịch\nXin báo cáo sau\n".as_bytes());
        assert!(matches!(letter, RosterError::NoPeople(_)), "{letter}");
        let quotas = seed::file("cam-ngoc/CN00_chi_tieu.xlsx").unwrap().content;
        assert!(matches!(refused("chi_tieu.xlsx", &quotas), RosterError::NoPeople(_)), "a table of totals");
        let lines = history(db, &Actor::operator(), 1, 10).unwrap();
        assert!(lines.len() == 3 && lines.iter().all(|line| line.state == BatchState::Failed), "{lines:?}");
    }

    fn a_wrong_token_or_batch_is_refused(db from LOADED) {
        let shown = look(db, &lists()[9]);
        let wrong = commit(db, &Actor::operator(), shown.batch, "0123", CommitMode::GoodRows).unwrap_err();
        assert!(matches!(wrong, RosterError::WrongToken(_)));
        let unknown = commit(db, &Actor::operator(), BatchId(999_999), &shown.token, CommitMode::GoodRows).unwrap_err();
        assert!(matches!(unknown, RosterError::NoBatch(_)));
    }
}
