//! Deadlines and standings by tables and properties.

use chrono::{Days, NaiveTime};
use proptest::prelude::*;

use super::*;
use crate::model::as_of::AsOf;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}+07:00").parse().unwrap()
}

fn report(id: i64, received: &str, nil: bool) -> Submission {
    Submission {
        id: SubmissionId(id),
        round: RoundId(1),
        hop: 1,
        unit: UnitId(1),
        state: SubmissionState::Submitted,
        nil,
        source: SubmissionSource::Typed,
        batch: None,
        note: None,
        received_at: at(received),
        account: None,
        reason: None,
    }
}

#[test]
fn a_deadline_ends_as_its_document_says() {
    let named = day("2022-11-11");
    let four = NaiveTime::from_hms_opt(16, 0, 0);
    for (time, wording, last_day, first_late, text) in [
        (None, DueWording::Before, "2022-11-10", "2022-11-11T00:00:00", "trước ngày 11/11/2022"),
        (None, DueWording::Through, "2022-11-11", "2022-11-12T00:00:00", "đến hết ngày 11/11/2022"),
        (four, DueWording::Before, "2022-11-11", "2022-11-11T16:00:00", "trước 16 giờ 00 ngày 11/11/2022"),
        (four, DueWording::Through, "2022-11-11", "2022-11-11T16:01:00", "đến 16 giờ 00 ngày 11/11/2022"),
    ] {
        let due = Due::worded(named, time, wording);
        assert_eq!((due.day, due.ends_at(), due.vietnamese()), (day(last_day), at(first_late), text.to_owned()));
        assert_eq!(due.named_day(), named);
    }
}

#[test]
fn a_past_day_is_looked_at_from_its_end_and_today_from_now() {
    let now = at("2022-11-29T08:30:00");
    assert_eq!(looked_at(AsOf(day("2022-11-29")), now), now);
    assert_eq!(looked_at(AsOf(day("2022-11-10")), now), at("2022-11-10T23:59:59"));
}

#[test]
fn a_unit_stands_where_its_last_report_puts_it() {
    use SubmissionState::{Accepted, Replaced, Returned, Withdrawn};
    let due = Due::worded(day("2022-11-11"), None, DueWording::Before);
    let (early, late) = (report(1, "2022-11-09T10:00:00", false), report(2, "2022-11-14T10:00:00", true));
    let told = |handed_in: &[HandedIn<'_>], when: &str| {
        let standing = standing(due, handed_in, at(when));
        (standing.timeliness, standing.accepted, standing.nil)
    };
    let plain = |submission| HandedIn { submission, decisions: &[] };
    assert_eq!(told(&[], "2022-11-10T23:59:59"), (Timeliness::NotDue, false, false));
    assert_eq!(told(&[], "2022-11-11T00:00:00"), (Timeliness::Missing, false, false));
    assert_eq!(told(&[plain(&early)], "2022-11-09T09:00:00"), (Timeliness::NotDue, false, false), "not there yet");
    assert_eq!(told(&[plain(&early)], "2022-11-29T00:00:00"), (Timeliness::OnTime, false, false));
    assert_eq!(told(&[plain(&late)], "2022-11-29T00:00:00"), (Timeliness::Late, false, true));

    let accepted = [(at("2022-11-12T08:00:00"), Accepted)];
    let taken = HandedIn { submission: &early, decisions: &accepted };
    assert_eq!(told(&[taken], "2022-11-11T08:00:00"), (Timeliness::OnTime, false, false), "on time is not accepted");
    assert_eq!(told(&[taken], "2022-11-13T08:00:00"), (Timeliness::OnTime, true, false));

    for (decision, alone, then) in [
        (Returned, Timeliness::Returned, Timeliness::Late),
        (Withdrawn, Timeliness::Missing, Timeliness::Late),
        (Replaced, Timeliness::Missing, Timeliness::OnTime),
    ] {
        let decisions = [(at("2022-11-12T08:00:00"), decision)];
        let first = HandedIn { submission: &early, decisions: &decisions };
        assert_eq!(told(&[first], "2022-11-13T08:00:00").0, alone, "{decision:?}");
        assert_eq!(told(&[first, plain(&late)], "2022-11-29T00:00:00").0, then, "{decision:?}, then handed in again");
        assert_eq!(told(&[first], "2022-11-11T08:00:00").0, Timeliness::OnTime, "{decision:?}: before it was decided");
    }
}

#[test]
fn a_new_date_moves_only_its_hop_and_the_earlier_one_stays_visible() {
    let first = Due::worded(day("2022-12-09"), None, DueWording::Before);
    let new = Due::worded(day("2022-12-08"), None, DueWording::Before);
    let hop = |number| Hop { number, receiver: None, receiver_name: String::new(), due: first, units: Vec::new() };
    let change = RoundEvent {
        kind: RoundEventKind::DueChanged,
        hop: Some(1),
        unit: None,
        submission: None,
        due: Some(new),
        document: Some("Công văn số 141/UBND ngày 29/11/2022".to_owned()),
        reason: None,
        account: None,
        happened_at: at("2022-11-29T09:00:00"),
    };
    let events = [change];
    let (before, after) = (at("2022-11-28T00:00:00"), at("2022-11-30T00:00:00"));
    assert_eq!((due_of(&hop(1), &events, before), due_of(&hop(1), &events, after)), (first, new));
    assert_eq!(due_of(&hop(2), &events, after), first);
    let dues: Vec<Due> = dues_of(&hop(1), &events, after).into_iter().map(|(due, _)| due).collect();
    assert_eq!(dues, [first, new]);
}

#[test]
fn stored_words_are_read_back() {
    for word in ["submitted", "accepted", "returned", "withdrawn", "replaced"] {
        assert_eq!(SubmissionState::parse(word).unwrap().as_str(), word);
    }
    for word in ["due_changed", "locked", "unlocked", "reminded_message", "reminded_mail", "reminded_dispatch"] {
        assert_eq!(RoundEventKind::parse(word).unwrap().as_str(), word);
    }
    assert_eq!(SubmissionSource::parse("email"), None);
}

fn standings() -> impl Strategy<Value = Vec<Standing>> {
    let kinds = [Timeliness::Missing, Timeliness::Returned, Timeliness::NotDue, Timeliness::Late, Timeliness::OnTime];
    let one = (0..kinds.len(), any::<bool>(), any::<bool>()).prop_map(move |(kind, accepted, nil)| Standing {
        timeliness: kinds[kind],
        accepted,
        nil,
        submission: None,
        received_at: None,
    });
    proptest::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn the_five_counts_add_up_and_the_rate_never_passes_a_hundred(standings in standings()) {
        let counts = Counts::of(&standings);
        prop_assert_eq!(counts.expected, standings.len());
        let parts = counts.on_time + counts.late + counts.missing + counts.returned + counts.not_due;
        prop_assert_eq!(parts, counts.expected);
        prop_assert!(counts.accepted <= counts.reported() && counts.nil <= counts.reported());
        prop_assert!(counts.rate().is_none_or(|rate| rate.hundredths() <= 10_000));
    }

    #[test]
    fn a_deadline_is_the_same_however_it_is_worded(days in 0u64..20_000) {
        let named = day("2000-01-02") + Days::new(days);
        let before = Due::worded(named, None, DueWording::Before);
        let through = Due::worded(named.pred_opt().unwrap(), None, DueWording::Through);
        prop_assert_eq!(before.ends_at(), through.ends_at());
        prop_assert_eq!(before.day, through.day);
    }
}
