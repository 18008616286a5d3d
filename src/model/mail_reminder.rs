//! Reminders that go out by themselves (nhắc hạn): who is due which mail on which day. Whatever somebody owes is told in one mail a day, not in one each.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// The longest time ahead, or between two reminders, or until the level above is told, in days.
pub const MOST_DAYS: u16 = 60;

/// When a campaign reminds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReminderDays {
    /// So many days before something is due.
    pub before: Option<u16>,
    /// Every so many days after it was due.
    pub every: Option<u16>,
    /// The level above is told once something is late by so many days.
    pub escalate_after: Option<u16>,
}

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReminderKind {
    /// To whoever owes something.
    Summary,
    /// To the level above.
    Escalation,
}

impl ReminderKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Summary, Self::Escalation];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Escalation => "escalation",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Summary => "nhắc đơn vị",
            Self::Escalation => "báo cấp trên",
        }
    }
}

/// Something that is owed: the report of a unit at a hop of a round, or a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// What it is, the same every day: `round:3:1:12`.
    pub item: String,
    /// The last day that counts.
    pub due_on: NaiveDate,
    /// Who is to be reminded: addresses.
    pub people: Vec<String>,
    /// Whom the level above is: addresses.
    pub superiors: Vec<String>,
    /// When it was told last by a reminder to somebody who owes it.
    pub reminded_on: Option<NaiveDate>,
    /// When the level above was told.
    pub escalated_on: Option<NaiveDate>,
}

/// A mail of a day, with the places of the debts that it tells, earliest due first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayMail {
    /// Where to.
    pub address: String,
    /// What for.
    pub kind: ReminderKind,
    /// Places in the list of debts.
    pub debts: Vec<usize>,
}

impl ReminderDays {
    /// Whether a debt is worth a line in a mail of a day: it is late, or due soon.
    fn tells(self, debt: &Debt, today: NaiveDate) -> bool {
        match late_by(debt, today) {
            late if late > 0 => self.every.is_some(),
            early => self.before.is_some_and(|days| -early <= i64::from(days)),
        }
    }

    /// Whether a debt makes a mail necessary that day: once ahead of the day it is due, then every so many days after it.
    fn calls(self, debt: &Debt, today: NaiveDate) -> bool {
        if !self.tells(debt, today) {
            return false;
        }
        let Some(reminded) = debt.reminded_on else { return true };
        if late_by(debt, today) <= 0 || today <= reminded {
            return false;
        }
        // What was told while it was not yet late is told again as soon as it is.
        reminded <= debt.due_on || (today - reminded).num_days() >= i64::from(self.every.unwrap_or(u16::MAX).max(1))
    }

    /// Whether the level above has to be told: once.
    fn escalates(self, debt: &Debt, today: NaiveDate) -> bool {
        debt.escalated_on.is_none()
            && self.escalate_after.is_some_and(|days| late_by(debt, today) >= i64::from(days.max(1)))
    }

    /// The mails of a day, by address. Whoever is due a mail for one thing reads in it everything else that they owe then; the level above reads only
    /// what it has not been told.
    pub fn mails(self, debts: &[Debt], today: NaiveDate) -> Vec<DayMail> {
        let mut mails = Vec::new();
        for (address, own) in by_address(debts, |debt| &debt.people) {
            if own.iter().any(|(_, debt)| self.calls(debt, today)) {
                let debts = places(&own, |debt| self.tells(debt, today));
                mails.push(DayMail { address: address.to_owned(), kind: ReminderKind::Summary, debts });
            }
        }
        for (address, below) in by_address(debts, |debt| &debt.superiors) {
            let debts = places(&below, |debt| self.escalates(debt, today));
            if !debts.is_empty() {
                mails.push(DayMail { address: address.to_owned(), kind: ReminderKind::Escalation, debts });
            }
        }
        mails
    }
}

/// Days since the last day that counted; below 1 while there is time.
fn late_by(debt: &Debt, today: NaiveDate) -> i64 {
    (today - debt.due_on).num_days()
}

/// A debt with its place in the list.
type Placed<'a> = (usize, &'a Debt);

/// The debts of each address.
fn by_address(debts: &[Debt], of: impl Fn(&Debt) -> &Vec<String>) -> BTreeMap<&str, Vec<Placed<'_>>> {
    let mut found: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for (place, debt) in debts.iter().enumerate() {
        for address in of(debt) {
            let own = found.entry(address).or_default();
            if own.last().is_none_or(|(last, _)| *last != place) {
                own.push((place, debt));
            }
        }
    }
    found
}

/// Those that fit, earliest due first.
fn places(debts: &[Placed<'_>], fits: impl Fn(&Debt) -> bool) -> Vec<usize> {
    let mut found: Vec<&Placed<'_>> = debts.iter().filter(|(_, debt)| fits(debt)).collect();
    found.sort_by_key(|(_, debt)| debt.due_on);
    found.into_iter().map(|(place, _)| *place).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A day of June 2023.
    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 6, day).unwrap()
    }

    fn debt(item: &str, due: u32, people: &[&str], superiors: &[&str]) -> Debt {
        let owned = |of: &[&str]| of.iter().map(|one| (*one).to_owned()).collect();
        Debt {
            item: item.to_owned(),
            due_on: june(due),
            people: owned(people),
            superiors: owned(superiors),
            reminded_on: None,
            escalated_on: None,
        }
    }

    const DAYS: ReminderDays = ReminderDays { before: Some(3), every: Some(2), escalate_after: Some(5) };

    /// Follows the debts day by day as the program does; tells the mails as `address kind: items`.
    fn followed(days: ReminderDays, mut debts: Vec<Debt>, looked_at: &[u32]) -> Vec<(u32, Vec<String>)> {
        let mut found = Vec::new();
        for day in looked_at {
            let mails = days.mails(&debts, june(*day));
            let told: Vec<String> = mails
                .iter()
                .map(|mail| {
                    let items: Vec<&str> = mail.debts.iter().map(|place| debts[*place].item.as_str()).collect();
                    format!("{} {}: {}", mail.address, mail.kind.as_str(), items.join(" "))
                })
                .collect();
            for mail in &mails {
                for place in &mail.debts {
                    match mail.kind {
                        ReminderKind::Summary => debts[*place].reminded_on = Some(june(*day)),
                        ReminderKind::Escalation => debts[*place].escalated_on = Some(june(*day)),
                    }
                }
            }
            if !told.is_empty() {
                found.push((*day, told));
            }
        }
        found
    }

    #[test]
    fn who_is_due_which_mail_on_which_day() {
        let all: Vec<u32> = (1..=30).collect();
        let told = |found: Vec<(u32, Vec<String>)>| -> Vec<String> {
            found
                .into_iter()
                .flat_map(|(day, mails)| mails.into_iter().map(move |mail| format!("{day}: {mail}")))
                .collect()
        };
        // One report, due on the 10th: ahead once, from the day after every second day, the level above once.
        let one = || vec![debt("a", 10, &["thon"], &["xa"])];
        assert_eq!(
            told(followed(DAYS, one(), &all[..17])),
            [
                "7: thon summary: a",
                "11: thon summary: a",
                "13: thon summary: a",
                "15: thon summary: a",
                "15: xa escalation: a",
                "17: thon summary: a"
            ]
        );
        // Two reports of one person: one mail, which tells both, also where only one of them makes it necessary.
        let two = vec![debt("a", 10, &["thon"], &[]), debt("b", 12, &["thon"], &[])];
        assert_eq!(
            told(followed(DAYS, two, &all[..14])),
            ["7: thon summary: a", "9: thon summary: a b", "11: thon summary: a b", "13: thon summary: a b"]
        );
        // The program looks only on the days on which mail does not rest; what was due meanwhile is told once.
        assert_eq!(
            told(followed(DAYS, one(), &[1, 2, 5, 12, 13, 19])),
            ["12: thon summary: a", "19: thon summary: a", "19: xa escalation: a"]
        );
        // Nobody to tell, nothing told; who is not asked to be told hears nothing.
        assert!(followed(DAYS, vec![debt("a", 10, &[], &[])], &all).is_empty());
        assert!(followed(ReminderDays::default(), one(), &all).is_empty());
        // Only before; only the level above.
        let before = ReminderDays { before: Some(0), ..ReminderDays::default() };
        assert_eq!(told(followed(before, one(), &all)), ["10: thon summary: a"]);
        let above = ReminderDays { escalate_after: Some(1), ..ReminderDays::default() };
        assert_eq!(told(followed(above, one(), &all)), ["11: xa escalation: a"]);
    }

    #[test]
    fn each_person_gets_one_mail_with_everything() {
        let debts = vec![
            debt("late", 1, &["thon", "to"], &["xa"]),
            debt("soon", 12, &["thon"], &["xa"]),
            debt("far", 25, &["thon"], &["xa"]),
            debt("other", 2, &["khac"], &["xa"]),
        ];
        let mails = DAYS.mails(&debts, june(10));
        let found: Vec<(&str, &[usize])> =
            mails.iter().map(|mail| (mail.address.as_str(), mail.debts.as_slice())).collect();
        assert_eq!(found, [("khac", &[3][..]), ("thon", &[0, 1][..]), ("to", &[0][..]), ("xa", &[0, 3][..])]);
    }

    proptest! {
        #[test]
        fn nobody_gets_two_mails_of_a_kind_on_one_day(due in prop::collection::vec((1u32..28, 0usize..3), 0..12), day in 1u32..30) {
            let people = ["a", "b", "c"];
            let debts: Vec<Debt> = due.iter().enumerate()
                .map(|(place, (due, who))| debt(&place.to_string(), *due, &[people[*who]], &["xa"])).collect();
            let mails = DAYS.mails(&debts, june(day));
            let mut seen: Vec<_> = mails.iter().map(|mail| (mail.address.clone(), mail.kind)).collect();
            seen.sort();
            let before = seen.len();
            seen.dedup();
            prop_assert_eq!(before, seen.len());
            prop_assert!(mails.iter().all(|mail| !mail.debts.is_empty()));
        }
    }
}
