//! A file with a column of passwords: not read, not handed out again, and gone once it is applied.

use std::io::{Cursor, Read};

use rust_xlsxwriter::Workbook;
use tiendo::access::Actor;
use tiendo::roster::finding::FindingCode;
use tiendo::roster::staged::RowClass;
use tiendo::roster::{
    CommitMode, RosterError, StagedFilter, commit, error_workbook, history, original_file, staged, undo,
};
use tiendo::store::Db;

use super::steps::{LOADED, List, look, sandbox};
use crate::support::raw;

/// The secrets of the two people; nothing that leaves the server may hold them.
const SECRETS: [&str; 2] = ["Bimat-2023-An", "Bimat-2023-Binh"];

/// Two people, one with a phone that is too short, and a column of this name before the phone.
pub fn list(heading: &str) -> List {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Thôn Ngọc Bình").unwrap();
    let head = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", heading, "Số điện thoại", "Thôn"];
    let rows = [
        ["1", "Nguyễn Văn An", "02/03/1985", "038085000011", SECRETS[0], "0912345674", "Thôn Ngọc Bình"],
        ["2", "Trần Thị Bình", "15/08/1990", "038190000012", SECRETS[1], "09123", "Thôn Ngọc Bình"],
    ];
    for (row, cells) in (3..).zip([head].iter().chain(&rows)) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    List { file: "co_mat_khau.xlsx".to_owned(), unit: "cam-ngoc/ngoc-binh".to_owned(), bytes }
}

/// Everything in the parts of a workbook, one after the other.
fn all_text(workbook: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        archive.by_index(at).unwrap().read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

fn has_secrets(text: &str) -> bool {
    SECRETS.iter().any(|secret| text.contains(secret))
}

fn audited(db: &Db) -> i64 {
    raw::number(db, "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'import.drop_original'")
}

on_both_databases! {
    fn the_error_workbook_comes_without_the_secrets(db from LOADED) {
        let list = list("Mật khẩu VNeID");
        assert!(has_secrets(&all_text(&list.bytes)), "the check finds them");
        let shown = look(db, &list);
        assert_eq!((shown.counts.new, shown.counts.held), (1, 1));
        let sentence = tiendo::messages::findings::sentence(shown.file.sheets[0].codes[0], None, None);
        assert!(sentence.contains("tệp gốc được xóa khi ghi nhận"), "the preview says it: {sentence}");
        let workbook = error_workbook(db, &Actor::operator(), shown.batch, &sandbox()).unwrap();
        let text = all_text(&workbook.bytes);
        assert!(!has_secrets(&text) && text.contains("Trần Thị Bình") && text.contains("Mật khẩu VNeID"));
        assert!(text.contains("không điền lại các cột đó"), "the summary says it");

        let corrected = List { file: workbook.file_name, bytes: workbook.bytes, ..list };
        let again = look(db, &corrected);
        assert_eq!((again.file.continues, again.counts), (Some(shown.batch.0), shown.counts));
    }

    fn the_file_goes_when_it_is_applied(db from LOADED) {
        let operator = Actor::operator();
        let shown = look(db, &list("Mã OTP"));
        assert!(shown.file.sheets[0].codes.contains(&FindingCode::ColumnRefused));
        original_file(db, &operator, shown.batch).unwrap();
        commit(db, &operator, shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
        let refused = original_file(db, &operator, shown.batch).unwrap_err();
        assert!(matches!(refused, RosterError::SecretsDropped(_)), "{refused}");
        let refused = error_workbook(db, &operator, shown.batch, &sandbox()).unwrap_err();
        assert!(matches!(refused, RosterError::SecretsDropped(_)), "{refused}");
        let pieces = "SELECT (SELECT COUNT(*) FROM blob) + (SELECT COUNT(*) FROM blob_piece) AS value";
        assert_eq!((raw::number(db, pieces), audited(db)), (0, 1));

        assert!(!history(db, &operator, 1, 1).unwrap()[0].original);
        let held = StagedFilter { class: Some(RowClass::Held), page: 1, per_page: 10, ..StagedFilter::default() };
        assert_eq!(staged(db, &operator, shown.batch, &held).unwrap().rows.len(), 1, "the rows are still to be seen");
        assert_eq!(undo(db, &operator, shown.batch, None).unwrap().removed, 1);
    }

    fn other_columns_that_are_refused_do_not_cost_the_file(db from LOADED) {
        let operator = Actor::operator();
        let shown = look(db, &list("Dân tộc"));
        commit(db, &operator, shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
        original_file(db, &operator, shown.batch).unwrap();
        error_workbook(db, &operator, shown.batch, &sandbox()).unwrap();
        assert!(audited(db) == 0 && history(db, &operator, 1, 1).unwrap()[0].original);
    }
}
