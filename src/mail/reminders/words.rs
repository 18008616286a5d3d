//! The words of reminders that go out by themselves: the line of each debt, and the subject that counts them.

use chrono::NaiveDate;

use super::debts::Owing;
use crate::mail::message::one_line;
use crate::model::mail_reminder::ReminderKind;
use crate::vn::date::in_text;

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owed {
    /// The report of a round.
    Report,
    /// A task of the campaign.
    Task,
    /// A quota that is not reached.
    Quota,
}

impl Owed {
    /// All of them, in the order in which they are told.
    const ALL: [Self; 3] = [Self::Report, Self::Task, Self::Quota];

    /// As a clerk calls it.
    fn vietnamese(self) -> &'static str {
        match self {
            Self::Report => "báo cáo",
            Self::Task => "nhiệm vụ",
            Self::Quota => "chỉ tiêu",
        }
    }
}

/// How much a mail tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Each thing, and whether it is late.
    things: Vec<(Owed, bool)>,
    /// The units that owe, each once, in order.
    units: Vec<String>,
}

impl Told {
    /// Counts one more.
    pub fn add(&mut self, owing: &Owing, is_late: bool) {
        self.things.push((owing.kind, is_late));
        if !self.units.contains(&owing.unit.name) {
            self.units.push(owing.unit.name.clone());
        }
    }

    /// Both together.
    pub fn with(mut self, other: &Self) -> Self {
        self.things.extend(&other.things);
        for unit in &other.units {
            if !self.units.contains(unit) {
                self.units.push(unit.clone());
            }
        }
        self
    }

    /// How many things.
    pub fn count(&self) -> usize {
        self.things.len()
    }

    /// How many of them are late.
    pub fn late(&self) -> usize {
        self.things.iter().filter(|(_, is_late)| *is_late).count()
    }

    /// Whether any of it is a report.
    pub fn asks_for_reports(&self) -> bool {
        self.things.iter().any(|(kind, _)| *kind == Owed::Report)
    }

    /// The units, with commas between them.
    pub fn units(&self) -> String {
        self.units.join(", ")
    }

    /// `2 báo cáo, 1 chỉ tiêu`.
    fn in_words(&self) -> String {
        let of = |kind: Owed| (self.things.iter().filter(|(of, _)| *of == kind).count(), kind.vietnamese());
        let some = Owed::ALL.into_iter().map(of).filter(|(count, _)| *count > 0);
        some.map(|(count, name)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
    }

    /// The subject of a mail.
    pub fn subject(&self, kind: ReminderKind, today: NaiveDate) -> String {
        let (day, what) = (in_text(today), self.in_words());
        one_line(&match (kind, self.units.as_slice(), self.late()) {
            (ReminderKind::Escalation, [only], _) => format!("[tiendo] {only} quá hạn {what} ({day})"),
            (ReminderKind::Escalation, units, _) => format!("[tiendo] {} đơn vị quá hạn {what} ({day})", units.len()),
            (ReminderKind::Summary, _, 0) => format!("[tiendo] Sắp đến hạn {what} ({day})"),
            (ReminderKind::Summary, _, late) if late == self.count() => format!("[tiendo] Quá hạn {what} ({day})"),
            (ReminderKind::Summary, _, late) => {
                format!("[tiendo] Chưa xong {what}, trong đó {late} việc quá hạn ({day})")
            }
        })
    }
}

/// `- Thôn Ngọc Bình: báo cáo «Tuần 23», hạn 10/6/2023 (quá hạn 3 ngày)`.
pub fn line(owing: &Owing, due_on: NaiveDate, today: NaiveDate) -> String {
    let standing = match (today - due_on).num_days() {
        0 => "đến hạn hôm nay".to_owned(),
        late if late > 0 => format!("quá hạn {late} ngày, từ ngày {}", in_text(due_on.succ_opt().unwrap_or(due_on))),
        early => format!("còn {} ngày", -early),
    };
    format!("- {}: {}, hạn {} ({standing})", owing.unit.name, owing.what, owing.due)
}

/// The texts of several campaigns to one reader as one text; the greeting stands once.
pub fn joined(texts: &[&str]) -> String {
    let Some((first, others)) = texts.split_first() else { return String::new() };
    let greeting = first.lines().next().unwrap_or_default();
    let mut text = (*first).to_owned();
    for other in others {
        let rest = other.strip_prefix(greeting).map_or(*other, |rest| rest.trim_start_matches('\n'));
        text.push_str("\n\n");
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(things: &[(Owed, bool)], units: &[&str]) -> Told {
        Told { things: things.to_vec(), units: units.iter().map(|unit| (*unit).to_owned()).collect() }
    }

    #[test]
    fn the_subject_counts_what_is_owed() {
        use Owed::{Quota, Report, Task};
        let day = NaiveDate::from_ymd_opt(2023, 6, 12).unwrap_or_default();
        let subject = |things: &[(Owed, bool)], units: &[&str], kind| told(things, units).subject(kind, day);
        let (own, above) = (ReminderKind::Summary, ReminderKind::Escalation);
        for (found, wanted) in [
            (subject(&[(Report, false)], &["Thôn Hộ"], own), "Sắp đến hạn 1 báo cáo"),
            (subject(&[(Report, true), (Report, true)], &["Thôn Hộ"], own), "Quá hạn 2 báo cáo"),
            (
                subject(&[(Quota, false), (Report, true), (Task, false), (Quota, false)], &["Thôn Hộ"], own),
                "Chưa xong 1 báo cáo, 1 nhiệm vụ, 2 chỉ tiêu, trong đó 1 việc quá hạn",
            ),
            (subject(&[(Report, true)], &["Thôn Hộ"], above), "Thôn Hộ quá hạn 1 báo cáo"),
            (subject(&[(Report, true), (Quota, true)], &["A", "B"], above), "2 đơn vị quá hạn 1 báo cáo, 1 chỉ tiêu"),
        ] {
            assert_eq!(found, format!("[tiendo] {wanted} (12/6/2023)"));
        }
        let both = told(&[(Report, true)], &["A"]).with(&told(&[(Task, false)], &["A", "B"]));
        assert_eq!((both.count(), both.late(), both.units()), (2, 1, "A, B".to_owned()));
    }

    #[test]
    fn texts_of_several_campaigns_greet_once() {
        assert_eq!(
            joined(&["Kính gửi A,\nMột:\n- x", "Kính gửi A,\nHai:\n- y"]),
            "Kính gửi A,\nMột:\n- x\n\nHai:\n- y"
        );
        assert_eq!(joined(&["Kính gửi A,\nMột", "Chào A,\nHai"]), "Kính gửi A,\nMột\n\nChào A,\nHai");
        assert_eq!(joined(&["Một"]), "Một");
    }
}
