//! Dated moves: figures of the days before and after, rights, days that cannot be, and lists that come later.

use chrono::NaiveDate;
use tiendo::access::Actor;
use tiendo::model::id::PersonId;
use tiendo::model::person::{Residence, ResidenceKind};
use tiendo::model::role::Role;
use tiendo::model::tally::{Audience, Counted};
use tiendo::people::{
    MeasureState, MoveResidence, PeopleError, PeopleQuery, StateFilter, move_residence, move_targets, show,
};
use tiendo::progress::verify;
use tiendo::roster::{CommitMode, commit, preview};
use tiendo::store::{Db, StoreError, campaigns, counters, people, units};

use super::fixture::{PEOPLED, as_of, assert_counters_agree, day, everybody, names, officer, person};
use crate::roster::steps::{IMPORTED, List, five_figures, lists, report, sandbox, upload};
use crate::support::office::{actor, unit};
use crate::support::raw;

const BEFORE: &str = "2023-05-14";
const MOVED_ON: &str = "2023-05-15";

fn to(person: PersonId, village: Option<&str>, on: &str) -> MoveResidence {
    MoveResidence { person, to: village.map(str::to_owned), on: day(on), today: as_of("2023-06-12"), reason: None }
}

fn eligible(db: &Db, slug: &str, on: &str) -> i64 {
    db.read(|conn| {
        let counted = Counted::parse("eligible:14").unwrap();
        let tallies = campaigns::tallies(conn)?;
        let residents = tallies.into_iter().find(|t| t.audience == Audience::Residents && t.counted == counted);
        let (tally, unit) = (residents.unwrap().id, units::slugs_in_use(conn)?[slug]);
        let figures = counters::figures(conn, &[unit], &[tally], day(on))?;
        Ok::<_, StoreError>(figures.get(&(unit, tally)).copied().unwrap_or(0))
    })
    .unwrap()
}

/// Village 1, village 2, the commune of both.
fn three(db: &Db, on: &str) -> [i64; 3] {
    ["dong/thon-1", "dong/thon-2", "dong"].map(|slug| eligible(db, slug, on))
}

/// How many the search lists of a village as counted on a day.
fn listed(db: &Db, slug: &str, on: &str) -> i64 {
    let count = |state| {
        let filter = StateFilter { measure: "vneid".to_owned(), audience: Audience::Residents, state };
        let query = PeopleQuery { state: Some(filter), unit: Some(slug.to_owned()), as_of: as_of(on), ..everybody() };
        names(db, &Actor::operator(), &query).len()
    };
    let states = [MeasureState::NotIssued, MeasureState::IssuedNotDone, MeasureState::Done];
    i64::try_from(states.into_iter().map(count).sum::<usize>()).unwrap()
}

fn home(db: &Db, id: PersonId) -> Residence {
    db.read(|conn| people::by_id(conn, id)).unwrap().unwrap().residence.unwrap()
}

fn audited(db: &Db) -> i64 {
    raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE action = 'person.move_residence'")
}

on_both_databases! {
    fn days_before_count_the_old_village_and_later_ones_the_new(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        let before = [BEFORE, MOVED_ON].map(|on| three(db, on));
        assert_eq!(before[0], before[1]);
        let [one, two, commune] = before[0];
        let reason = Some("  giấy xác nhận   cư trú ".to_owned());
        move_residence(db, &east, &MoveResidence { reason, ..to(duc, Some("dong/thon-1"), MOVED_ON) }).unwrap();
        assert_eq!(three(db, BEFORE), [one, two, commune]);
        assert_eq!(three(db, MOVED_ON), [one + 1, two - 1, commune]);
        for (slug, on) in [("dong/thon-1", BEFORE), ("dong/thon-1", MOVED_ON), ("dong/thon-2", BEFORE), ("dong/thon-2", MOVED_ON), ("dong", BEFORE)] {
            assert_eq!(listed(db, slug, on), eligible(db, slug, on), "the list is as long as the figure: {slug} {on}");
        }
        assert_counters_agree(db);
        assert_eq!(audited(db), 1);
        let detail = raw::texts(db, "SELECT detail AS value FROM audit_entry WHERE action = 'person.move_residence'");
        assert!(!detail[0].contains("giấy"), "identities only: {detail:?}");
        let sheet = show(db, &east, duc, as_of(MOVED_ON)).unwrap();
        let line = &sheet.moves[0];
        assert_eq!((line.from.as_deref(), line.to.as_deref()), (Some("Thôn 2"), Some("Thôn 1")));
        assert_eq!((line.moved_on, line.reason.as_deref()), (day(MOVED_ON), Some("giấy xác nhận cư trú")));
        let home = sheet.residence.unwrap();
        assert_eq!((home.since, home.kind), (Some(day(MOVED_ON)), ResidenceKind::Permanent));
    }

    fn whoever_leaves_is_counted_until_then_and_again_after_coming_back(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        let [one, two, commune] = three(db, BEFORE);
        move_residence(db, &east, &to(duc, None, MOVED_ON)).unwrap();
        assert_eq!(three(db, BEFORE), [one, two, commune]);
        assert_eq!(three(db, MOVED_ON), [one, two - 1, commune - 1]);
        assert_eq!(home(db, duc).kind, ResidenceKind::Departed);
        assert_eq!(show(db, &east, duc, as_of(MOVED_ON)).unwrap().moves[0].to, None);
        let again = move_residence(db, &east, &to(duc, None, "2023-05-20"));
        assert!(matches!(again, Err(PeopleError::LivesNowhere)), "{again:?}");
        move_residence(db, &east, &to(duc, Some("dong/thon-2"), "2023-06-01")).unwrap();
        assert_eq!(three(db, "2023-05-31"), [one, two - 1, commune - 1]);
        assert_eq!(three(db, "2023-06-01"), [one, two, commune]);
        assert_eq!(three(db, BEFORE), [one, two, commune]);
        assert_counters_agree(db);
    }

    fn what_is_recorded_again_for_the_day_replaces_it(db from PEOPLED) {
        let (province, duc) = (actor(db, Role::Officer, "tinh"), person(db, "Đinh Văn Đức"));
        let [one, two, commune] = three(db, MOVED_ON);
        move_residence(db, &province, &to(duc, Some("dong/thon-1"), MOVED_ON)).unwrap();
        move_residence(db, &province, &to(duc, Some("tay/thon-9"), MOVED_ON)).unwrap();
        assert_eq!(three(db, MOVED_ON), [one, two - 1, commune - 1]);
        assert_eq!(three(db, BEFORE), [one, two, commune]);
        let moves = show(db, &province, duc, as_of(MOVED_ON)).unwrap().moves;
        assert_eq!((moves.len(), moves[0].to.as_deref(), moves[0].from.as_deref()), (1, Some("Thôn 9"), Some("Thôn 2")));
        move_residence(db, &province, &to(duc, Some("dong/thon-2"), MOVED_ON)).unwrap();
        assert_eq!(three(db, MOVED_ON), [one, two, commune], "back where it was");
        assert_counters_agree(db);
    }

    fn out_of_scope_answers_as_unknown(db from PEOPLED) {
        let (east, duc, an) = (officer(db), person(db, "Đinh Văn Đức"), person(db, "Lê Văn An"));
        let before = raw::number(db, "SELECT count(*) AS value FROM residence_move");
        let refused = |new| move_residence(db, &east, &new).unwrap_err().to_string();
        let unknown = refused(to(duc, Some("dong/thon-khong-co"), MOVED_ON));
        assert_eq!(refused(to(duc, Some("tay/thon-9"), MOVED_ON)), unknown);
        assert_eq!(refused(to(duc, Some("dong/van-phong"), MOVED_ON)), unknown, "nobody lives in an office");
        assert_eq!(refused(to(person(db, "Trần Thị Ánh"), Some("dong/thon-1"), MOVED_ON)), unknown);
        assert_eq!(refused(to(an, Some("dong/thon-1"), MOVED_ON)), unknown, "works in the east, lives in the west");
        let leader = actor(db, Role::Leader, "dong");
        let leads = move_residence(db, &leader, &to(duc, Some("dong/thon-1"), MOVED_ON)).unwrap_err();
        assert_eq!(leads.code(), "forbidden");
        let operator = move_residence(db, &Actor::operator(), &to(duc, Some("dong/thon-1"), MOVED_ON));
        assert!(matches!(operator, Err(PeopleError::NeedsAccount)), "{operator:?}");
        assert_eq!((raw::number(db, "SELECT count(*) AS value FROM residence_move"), audited(db)), (before, 0));
        let offered = |actor: &Actor| -> Vec<String> {
            move_targets(db, actor, duc, day(MOVED_ON)).unwrap().into_iter().map(|unit| unit.slug).collect()
        };
        assert_eq!(offered(&east), ["dong/thon-1", "thon-moi"]);
        assert_eq!(offered(&actor(db, Role::VillageTeam, "dong/thon-2")), Vec::<String>::new());
    }

    fn days_that_cannot_be_are_refused(db from PEOPLED) {
        let (east, duc) = (officer(db), person(db, "Đinh Văn Đức"));
        let refused = |village, on| move_residence(db, &east, &to(duc, Some(village), on)).unwrap_err();
        assert!(matches!(refused("dong/thon-1", "2023-06-13"), PeopleError::InTheFuture { .. }));
        assert!(matches!(refused("dong/thon-1", "2019-12-31"), PeopleError::TooEarly(_)));
        assert!(matches!(refused("dong/thon-2", MOVED_ON), PeopleError::SameResidence(_)));
        move_residence(db, &east, &to(duc, Some("dong/thon-1"), MOVED_ON)).unwrap();
        assert!(matches!(refused("dong/thon-2", BEFORE), PeopleError::BeforeResidence { .. }));
        assert_eq!(audited(db), 1);
    }

    fn lists_known_or_older_do_not_undo_it_and_a_later_one_does(db from IMPORTED) {
        let list = lists().into_iter().find(|list| list.unit == "cam-ngoc/ben-trai").unwrap();
        let (old, new) = (unit(db, "cam-ngoc/ben-trai"), unit(db, "cam-ngoc/ngoc-binh"));
        let mover = somebody_listed_once(db, old.0);
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let figures = |on: &str| {
            let report = report(db, "cam-ngoc", on);
            ["Thôn Bến Trại", "Thôn Ngọc Bình", "Xã Cẩm Ngọc"].map(|name| five_figures(&report, name)[4])
        };
        let was = [BEFORE, "2023-05-31"].map(figures);
        move_residence(db, &officer, &to(mover, Some("cam-ngoc/ngoc-binh"), MOVED_ON)).unwrap();
        let offered = move_targets(db, &officer, mover, day("2026-03-02")).unwrap();
        assert_eq!(offered.len(), 9, "the villages of the commune before it was merged: {offered:?}");
        let moved = [was[0], [was[1][0] - 1, was[1][1] + 1, was[1][2]]];
        assert_eq!([BEFORE, "2023-05-31"].map(figures), moved);
        for listed_on in ["2023-06-12", "2023-05-01"] {
            import_of(db, &list, day(listed_on));
            assert_eq!((home(db, mover).unit, home(db, mover).since), (new, Some(day(MOVED_ON))), "{listed_on}");
            assert_eq!([BEFORE, "2023-05-31"].map(figures), moved, "{listed_on}");
        }
        import_of(db, &list, day("2023-06-20"));
        assert_eq!(home(db, mover).unit, old);
        assert_eq!([BEFORE, "2023-05-31"].map(figures), was, "a later list of the old village has the person there");
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
    }
}

/// Somebody of a village who had an account before the move, whom only that village's list names.
fn somebody_listed_once(db: &Db, village: i64) -> PersonId {
    PersonId(raw::number(
        db,
        &format!(
            "SELECT min(p.id) AS value FROM person p JOIN enrollment e ON e.person_id = p.id \
             WHERE p.residence_id = {village} AND p.alive AND p.residence_kind <> 'departed' AND p.workplace_id IS NULL \
             AND p.national_id_index IS NOT NULL AND e.issued_on < '{BEFORE}' \
             AND (SELECT count(*) FROM listing l WHERE l.person_id = p.id) = 1"
        ),
    ))
}

fn import_of(db: &Db, list: &List, listed_on: NaiveDate) {
    let mut upload = upload(list);
    upload.details.listed_on = Some(listed_on);
    upload.details.today = as_of("2023-06-21");
    let shown = preview(db, &Actor::operator(), &upload, &sandbox()).unwrap();
    commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap();
}
