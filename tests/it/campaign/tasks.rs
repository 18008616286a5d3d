//! Tasks: added, followed, overdue, in the register.

use tiendo::access::Actor;
use tiendo::campaign::tasks::{NewNote, TaskDraft, TaskList, add, change, list, note, note_file, register, show};
use tiendo::campaign::{CampaignError, load, seed};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::TaskId;
use tiendo::model::role::Role;
use tiendo::model::task::TaskState;
use tiendo::store::Db;

use super::{CODE, day, today};
use crate::roster::steps::LOADED;
use crate::support::office::actor;

fn on(db: &Db, actor: &Actor, as_of: &str) -> TaskList {
    list(db, actor, CODE, (Some(AsOf(day(as_of))), today())).unwrap()
}

fn done(known: i64, state: TaskState, on: Option<&str>) -> NewNote {
    NewNote { known, state, done_on: on.map(day), answer: None, note: None, file: None, today: AsOf(day("2023-07-01")) }
}

fn id_of(list: &TaskList, addressee: &str) -> TaskId {
    list.tasks.iter().find(|line| line.task.addressee == addressee).unwrap().task.id
}

on_both_databases! {
    fn the_dispatch_of_the_demo_has_its_eight_tasks(db from LOADED) {
        let operator = Actor::operator();
        let tasks = on(db, &operator, "2023-05-31");
        assert_eq!(tasks.tasks.len(), 8);
        let dues: Vec<_> = tasks.tasks.iter().filter_map(|line| line.task.due_on).collect();
        assert_eq!(dues, ["2023-06-14", "2023-06-09", "2023-06-14", "2023-06-14"].map(day));
        let overdue = |as_of: &str| on(db, &operator, as_of).tasks.iter().filter(|line| line.overdue).count();
        assert_eq!(["2023-06-09", "2023-06-10", "2023-06-14", "2023-06-15"].map(overdue), [0, 1, 1, 4]);
        load(db, &operator, &seed::demo()).unwrap();
        assert_eq!(on(db, &operator, "2023-05-31"), tasks, "loading again changes nothing");
    }

    fn a_task_is_followed_to_its_end_with_evidence(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let id = id_of(&on(db, &officer, "2023-05-31"), "Ban Tư pháp xã");
        let begun = NewNote { note: Some("đã cử người".to_owned()), file: Some(("phan-cong.pdf".to_owned(), b"%PDF evidence".to_vec())), ..done(1, TaskState::Doing, None) };
        note(db, &officer, (CODE, id), &begun).unwrap();
        let stale = note(db, &officer, (CODE, id), &done(1, TaskState::Done, None)).unwrap_err();
        assert!(matches!(stale, CampaignError::Stale { .. }), "{stale}");
        let future = note(db, &officer, (CODE, id), &done(2, TaskState::Done, Some("2023-07-02"))).unwrap_err();
        assert!(matches!(future, CampaignError::Unfit { field: "done_on", .. }), "{future}");
        let ended = NewNote { answer: Some("15/BC-TP".to_owned()), ..done(2, TaskState::Done, Some("2023-06-20")) };
        note(db, &officer, (CODE, id), &ended).unwrap();

        let sheet = show(db, &officer, (CODE, id), (Some(AsOf(day("2023-06-20"))), today())).unwrap();
        assert_eq!((sheet.line.state, sheet.line.overdue, sheet.notes.len()), (TaskState::Done, false, 2));
        assert_eq!(sheet.line.task.days_late(), Some(6));
        assert_eq!(sheet.notes[0].1.as_deref(), Some("Người officer.cam-ngoc"));
        let before = on(db, &officer, "2023-06-19");
        let line = before.tasks.iter().find(|line| line.task.id == id).unwrap();
        assert!(line.overdue && line.state == TaskState::Doing, "as it stood then");
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        assert_eq!(note_file(db, &village, (CODE, id), 1).unwrap(), ("phan-cong.pdf".to_owned(), b"%PDF evidence".to_vec()));
        assert!(matches!(note_file(db, &village, (CODE, id), 2).unwrap_err(), CampaignError::Gone(_)));

        let rows = register(&on(db, &officer, "2023-06-30"));
        let row = rows.iter().find(|row| row[2] == "Ban Tư pháp xã").unwrap();
        assert_eq!((row[3].as_str(), row[4].as_str(), row[5].as_str()), ("trước ngày 15/6/2023", "xong ngày 20/6/2023, chậm 6 ngày", "15/BC-TP"));
        assert!(row[1].ends_with("điểm 6") && row[6].ends_with("đã cử người"), "{row:?}");
        assert_eq!(rows.iter().filter(|row| row[4] == "chưa làm, quá hạn").count(), 3);
    }

    fn the_addressee_notes_and_only_who_runs_the_campaign_changes(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let draft = TaskDraft { addressee: "Thôn Ngọc Bình".to_owned(), unit: Some("cam-ngoc/ngoc-binh".to_owned()), content: "Mời người chưa kích hoạt".to_owned(), ..TaskDraft::default() };
        let id = add(db, &officer, CODE, &draft).unwrap();
        let (own, other) = (actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh"), actor(db, Role::VillageTeam, "cam-ngoc/ngoc-son"));
        assert!(show(db, &own, (CODE, id), (None, today())).unwrap().may_note);
        note(db, &own, (CODE, id), &done(1, TaskState::Doing, None)).unwrap();
        assert!(matches!(note(db, &other, (CODE, id), &done(2, TaskState::Done, None)).unwrap_err(), CampaignError::Access(_)));
        assert!(matches!(change(db, &own, (CODE, id), 2, &draft).unwrap_err(), CampaignError::Access(_)));
        assert!(matches!(add(db, &own, CODE, &draft).unwrap_err(), CampaignError::Access(_)));
        let stale = change(db, &officer, (CODE, id), 1, &draft).unwrap_err();
        assert!(stale.to_string().contains("đang làm"), "{stale}");
        change(db, &officer, (CODE, id), 2, &TaskDraft { due_on: Some(day("2023-06-20")), ..draft.clone() }).unwrap();
        let unfit = |draft: TaskDraft| matches!(add(db, &officer, CODE, &draft).unwrap_err(), CampaignError::Unfit { .. } | CampaignError::NoUnit(_));
        assert!(unfit(TaskDraft { content: " ".to_owned(), ..draft.clone() }) && unfit(TaskDraft { addressee: String::new(), ..draft.clone() }));
        assert!(unfit(TaskDraft { unit: Some("ha-noi".to_owned()), ..draft.clone() }));
        let stranger = actor(db, Role::Officer, "ha-noi");
        assert!(matches!(list(db, &stranger, CODE, (None, today())).unwrap_err(), CampaignError::NoCampaign(_)));
    }
}
