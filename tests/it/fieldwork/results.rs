//! What came of visits: events with their source, causes, corrections, figures that follow.

use tiendo::access::{AccessError, Actor};
use tiendo::fieldwork::{Counts, FieldworkError, LineProblem, Recorded, close, paper_with_phones, record, show};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::{PersonId, WorkListId};
use tiendo::model::role::Role;
use tiendo::model::work_list::{LineRef, Outcome, TypedPair};
use tiendo::people::{self, EventSourceName, NoteBarrier, PeopleError, TimeLineEntry, note_barrier};
use tiendo::progress::verify;
use tiendo::store::Db;

use super::steps::{VILLAGE, day, not_activated, now, person, results, sheet, typed};
use crate::roster::steps::IMPORTED;
use crate::support::office::actor;
use crate::support::raw;

/// The newest statement about somebody's activation.
fn activation(db: &Db, actor: &Actor, who: PersonId) -> Option<TimeLineEntry> {
    let sheet = people::show(db, actor, who, AsOf(day("2023-06-12"))).unwrap();
    sheet.time_line.into_iter().find(|entry| entry.milestone == "vneid2.activated")
}

fn causes(db: &Db, actor: &Actor, who: PersonId) -> Vec<String> {
    let sheet = people::show(db, actor, who, AsOf(day("2023-06-12"))).unwrap();
    sheet.barriers.into_iter().map(|noted| noted.barrier.code).collect()
}

fn refused(outcome: Result<Recorded, FieldworkError>) -> Vec<LineProblem> {
    match outcome {
        Err(FieldworkError::Lines(problems)) => problems,
        other => panic!("not refused line by line: {other:?}"),
    }
}

fn counts(db: &Db, actor: &Actor, list: WorkListId) -> (usize, usize) {
    let Counts { done, barriers, .. } = sheet(db, actor, list).counts;
    (done, barriers)
}

/// The first lines of people of whom nothing about the milestone is known by now.
fn open_lines(db: &Db, actor: &Actor, list: WorkListId) -> Vec<(i32, PersonId)> {
    let lines = sheet(db, actor, list).lines;
    lines.iter().filter(|line| line.done_elsewhere.is_none()).map(|line| (line.number, person(line))).collect()
}

on_both_databases! {
    fn a_result_is_an_event_or_a_cause_with_its_source(db from IMPORTED) {
        let team = actor(db, Role::VillageTeam, VILLAGE);
        let list = not_activated(db, &team);
        let open = open_lines(db, &team, list);
        let [(one, done), (two, away)] = [open[0], open[1]];
        let recorded = typed(db, &team, list, &[(one, 1), (two, 2)]).unwrap();
        assert_eq!(recorded, Recorded { written: 2, done: 1, unchanged: 0 });
        let event = activation(db, &team, done).unwrap();
        assert_eq!((event.happened_on, event.holds), (day("2023-06-08"), true));
        assert_eq!(event.reason.as_deref(), Some(format!("Danh sách vận động số {list}, dòng {one}").as_str()));
        assert!(matches!(event.source, EventSourceName::Account { .. }));
        assert_eq!(causes(db, &team, away), ["absent"]);
        assert_eq!(counts(db, &team, list), (1, 1));
        assert!(verify(db, &Actor::operator()).unwrap().is_sound(), "the figures follow in the same transaction");
        let audited = "SELECT count(*) AS value FROM audit_entry WHERE action = 'work_list.results'";
        assert_eq!(raw::number(db, audited), 1, "one row for what was typed at once");
        // The same sheet typed again says nothing new.
        assert_eq!(typed(db, &team, list, &[(one, 1), (two, 2)]).unwrap(), Recorded { unchanged: 2, ..Recorded::default() });
    }

    fn a_correction_takes_back_just_what_the_result_before_wrote(db from IMPORTED) {
        let team = actor(db, Role::VillageTeam, VILLAGE);
        let list = not_activated(db, &team);
        let open = open_lines(db, &team, list);
        let [(one, first), (two, second)] = [open[0], open[1]];
        let refused = NoteBarrier { person: second, barrier: "refused".to_owned(), on: day("2023-05-01"), today: AsOf(day("2023-06-13")) };
        assert!(note_barrier(db, &team, &refused).unwrap());
        typed(db, &team, list, &[(one, 1), (two, 9)]).unwrap();
        typed(db, &team, list, &[(one, 3), (two, 1)]).unwrap();
        let event = activation(db, &team, first).unwrap();
        assert!(!event.holds && event.revoked.unwrap().reason.unwrap().contains(&format!("số {list}, dòng {one}")));
        assert_eq!(causes(db, &team, first), ["no_smartphone"]);
        assert!(activation(db, &team, second).unwrap().holds);
        assert_eq!(causes(db, &team, second), ["refused"], "somebody had noted it before; that stays");
        typed(db, &team, list, &[(one, 0), (two, 0)]).unwrap();
        assert_eq!((causes(db, &team, first), counts(db, &team, list)), (vec![], (0, 0)));
        assert!(!activation(db, &team, second).unwrap().holds);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM work_list_result"), 6, "nothing is written over");
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }

    fn one_bad_line_keeps_everything_from_being_written(db from IMPORTED) {
        let team = actor(db, Role::VillageTeam, VILLAGE);
        let list = not_activated(db, &team);
        let open = open_lines(db, &team, list);
        let [(one, who), (two, dead)] = [open[0], open[1]];
        raw::execute(db, &format!("UPDATE person SET died_on = '2023-06-02', alive = {} WHERE id = {dead}", "FALSE")).unwrap();
        let problems = refused(typed(db, &team, list, &[(one, 1), (two, 1), (9_999, 1)]));
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [9_999]);
        let problems = refused(typed(db, &team, list, &[(one, 1), (two, 1)]));
        assert!(problems.len() == 1 && problems[0].text.contains("đã mất ngày 02/6/2023"), "{problems:?}");
        let two_results = refused(typed(db, &team, list, &[(one, 1), (one, 2)]));
        assert!(two_results[0].text.contains("hai kết quả"), "{two_results:?}");
        let mut future = results(list, &[(one, 2)]);
        future.on = day("2023-06-14");
        assert!(refused(record(db, &team, &future, now()))[0].text.contains("chưa tới"));
        let mut foreign = results(list, &[]);
        foreign.pairs = vec![TypedPair { line: LineRef::Code(WorkListId(list.0 + 1), one), outcome: Some(Outcome::Done) }];
        assert!(refused(record(db, &team, &foreign, now()))[0].text.contains("mã QR"));
        assert!(activation(db, &team, who).is_none());
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM work_list_result"), 0);
    }

    fn what_somebody_wrote_meanwhile_is_asked_about(db from IMPORTED) {
        let (team, officer) = (actor(db, Role::VillageTeam, VILLAGE), actor(db, Role::Officer, "cam-ngoc"));
        let list = not_activated(db, &team);
        let (line, _) = open_lines(db, &team, list)[0];
        let seen = sheet(db, &team, list).latest;
        typed(db, &officer, list, &[(line, 2)]).unwrap();
        let mut late = results(list, &[(line, 1)]);
        late.seen = Some(seen);
        let problems = refused(record(db, &team, &late, now()));
        assert!(problems[0].stale && problems[0].text.contains("2 – vắng mặt"), "{problems:?}");
        late.seen = Some(sheet(db, &team, list).latest);
        assert_eq!(record(db, &team, &late, now()).unwrap().done, 1, "confirmed with what is there now in view");
        let same = { let mut same = results(list, &[(line, 1)]); same.seen = Some(seen); same };
        assert_eq!(record(db, &team, &same, now()).unwrap().unchanged, 1, "who says the same overwrites nothing");
    }

    fn a_closed_list_takes_no_results_and_some_may_write_none(db from IMPORTED) {
        let (team, leader) = (actor(db, Role::VillageTeam, VILLAGE), actor(db, Role::Leader, "cam-ngoc"));
        let list = not_activated(db, &team);
        assert!(matches!(typed(db, &leader, list, &[(1, 2)]), Err(FieldworkError::Access(AccessError::Forbidden))));
        let neighbour = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-son");
        assert!(matches!(typed(db, &neighbour, list, &[(1, 2)]), Err(FieldworkError::NoList)));
        let nobody = typed(db, &Actor::operator(), list, &[(1, 2)]);
        assert!(matches!(nobody, Err(FieldworkError::People(PeopleError::NeedsAccount))), "{nobody:?}");
        close(db, &team, list, now()).unwrap();
        assert!(matches!(typed(db, &team, list, &[(1, 2)]), Err(FieldworkError::Closed(_))));
        assert!(matches!(close(db, &team, list, now()), Err(FieldworkError::Closed(_))));
        assert!(!show(db, &team, list, now()).unwrap().may_write);
    }

    fn phones_are_printed_in_full_for_a_reason_only(db from IMPORTED) {
        let (team, officer) = (actor(db, Role::VillageTeam, VILLAGE), actor(db, Role::Officer, "cam-ngoc"));
        let list = not_activated(db, &team);
        let phones = |sheet: tiendo::fieldwork::ListSheet| -> Vec<String> {
            sheet.lines.into_iter().filter_map(|line| match line.who {
                tiendo::fieldwork::LineWho::Known(person) => person.phone,
                _ => None,
            }).collect()
        };
        let masked = phones(sheet(db, &officer, list));
        assert!(!masked.is_empty() && masked.iter().all(|phone| phone.contains("****")));
        let forbidden = paper_with_phones(db, &team, list, "in cho tổ công nghệ", now());
        assert!(matches!(forbidden, Err(FieldworkError::Access(AccessError::Forbidden))));
        let short = paper_with_phones(db, &officer, list, "in", now());
        assert!(matches!(short, Err(FieldworkError::People(PeopleError::ReasonTooShort))));
        let reveals = || raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'work_list.reveal'");
        assert_eq!(reveals(), 0);
        let full = phones(paper_with_phones(db, &officer, list, "in cho tổ công nghệ số", now()).unwrap());
        assert!(full.len() == masked.len() && full.iter().all(|phone| phone.chars().all(|c| c.is_ascii_digit())));
        assert_eq!(reveals(), 1);
    }
}
