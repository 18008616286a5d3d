//! What every hit must fulfil, as conditions on `person p`.

use chrono::{Months, NaiveDate};

use super::super::sql::Sql;
use super::term::push_ending;
use super::{Criteria, Fact, Held, StandingTest};
use crate::model::id::{MilestoneId, ProgrammeId, UnitId};
use crate::model::tally::Audience;
use crate::vn::name::match_key;

/// What the way into the people has already made sure of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// The unit.
    pub unit: bool,
    /// The words without diacritics.
    pub words: bool,
}

/// Whether the way in has settled everything.
pub fn none_left(criteria: &Criteria, settled: Settled) -> bool {
    let words = criteria.name.as_ref().is_none_or(|name| settled.words && name.exact.is_empty());
    let scope = criteria.scope.is_none() || criteria.scope == criteria.unit;
    settled.unit && words && scope && criteria.barrier.is_none() && criteria.standing.is_none()
}

/// Appends ` AND …` for everything that is not settled yet. The plus before a column keeps SQLite from entering through its index: the way in is
/// chosen already.
pub fn push(sql: &mut Sql, criteria: &Criteria, settled: Settled) {
    if let Some(scope) = criteria.scope.filter(|scope| criteria.unit != Some(*scope)) {
        let ever_below = format!("(SELECT unit_id FROM unit_ancestor WHERE ancestor_id = {scope})");
        sql.push(&format!(" AND (+p.residence_id IN {ever_below} OR +p.workplace_id IN {ever_below})"));
    }
    if let Some(unit) = criteria.unit.filter(|_| !settled.unit && criteria.standing.is_none()) {
        let below = units_below(unit, criteria.day);
        sql.push(&format!(" AND (+p.residence_id IN {below} OR +p.workplace_id IN {below})"));
    }
    if let Some(name) = &criteria.name {
        if !settled.words {
            name.folded.iter().for_each(|word| push_word(sql, "p.id", word));
        }
        name.exact.iter().for_each(|word| push_exact(sql, word));
    }
    if let Some(test) = &criteria.standing {
        push_counted(sql, test, criteria);
        test.must.iter().for_each(|fact| push_fact(sql.push(" AND "), fact, criteria.day));
        test.must_not.iter().for_each(|fact| push_fact(sql.push(" AND NOT "), fact, criteria.day));
    }
    if let Some(barrier) = &criteria.barrier {
        push_held_back(sql, barrier, criteria.day);
    }
}

/// Appends that a cause holds the person back on a day: what [`crate::model::barrier::NotedCause::days`] says, of the standings.
fn push_held_back(sql: &mut Sql, cause: &str, day: NaiveDate) {
    sql.push(" AND EXISTS (SELECT 1 FROM person_barrier b WHERE b.person_id = p.id AND b.barrier_code = ").bind(cause);
    sql.push(&format!(
        " AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.person_id = p.id \
         AND e.achieved_on > b.noted_on AND e.achieved_on <= '{day}'))"
    ));
}

/// The units that stood below one on a day, itself included.
pub fn units_below(unit: UnitId, day: NaiveDate) -> String {
    format!(
        "(SELECT unit_id FROM unit_ancestor WHERE ancestor_id = {unit} AND valid_from <= '{day}' AND valid_to >= '{day}')"
    )
}

/// That an earlier stay `h` holds on a day, in a unit or anywhere.
pub fn lived_in(unit: Option<UnitId>, day: NaiveDate) -> String {
    let days = format!("h.lived_from <= '{day}' AND h.lived_to >= '{day}'");
    match unit {
        Some(unit) => format!("h.unit_id IN {} AND {days}", units_below(unit, day)),
        None => days,
    }
}

/// Appends that some word of the person's name begins with this one.
pub fn push_word(sql: &mut Sql, person: &str, word: &str) {
    sql.push(&format!(" AND EXISTS (SELECT 1 FROM name_token o WHERE o.person_id = {person} AND "));
    sql.begins("o.token", word).push(")");
}

/// The stored key of names decides, with its capitals and tone marks, and LIKE tells capitals of marked letters apart on both databases.
fn push_exact(sql: &mut Sql, word: &str) {
    let escaped = match_key(word).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    sql.push(" AND ' ' || p.match_key LIKE ").bind(&format!("% {escaped}%")).push(" ESCAPE '\\'");
}

/// Appends that the figures count the person, in the unit: residents where they live, staff where they work.
fn push_counted(sql: &mut Sql, test: &StandingTest, criteria: &Criteria) {
    let day = criteria.day;
    let placed = |column: &str| match criteria.unit {
        Some(unit) => format!("+p.{column} IN {}", units_below(unit, day)),
        None => format!("p.{column} IS NOT NULL"),
    };
    let past = format!(
        "EXISTS (SELECT 1 FROM past_residence h WHERE h.person_id = p.id AND {})",
        lived_in(criteria.unit, day)
    );
    let resident = format!(
        "({} AND p.residence_kind <> 'departed' AND (p.residence_since IS NULL OR p.residence_since <= '{day}') OR {past})",
        placed("residence_id")
    );
    sql.push(&match test.audience {
        Audience::Residents => format!(" AND {resident}"),
        Audience::Staff => format!(" AND {}", placed("workplace_id")),
        Audience::StaffOf(category) => {
            format!(" AND {} AND p.staff_category = '{}'", placed("workplace_id"), category.as_str())
        }
        Audience::All => format!(" AND ({resident} OR {})", placed("workplace_id")),
    });
    sql.push(&format!(" AND (p.alive OR p.died_on > '{day}')"));
    if let Some(born_by) = test.min_age.and_then(|age| day.checked_sub_months(Months::new(12 * u32::from(age)))) {
        // A birth date known to the year or month counts as its first day, and so it compares as text.
        sql.push(&format!(" AND (p.birth_date IS NULL OR p.birth_date <= '{born_by}')"));
    }
}

fn push_fact(sql: &mut Sql, fact: &Fact, day: NaiveDate) {
    match fact {
        Fact::Issued(programmes) => push_enrolled(sql, programmes, "issued_on", day),
        Fact::IssuedBy(programme, by) => push_enrolled(sql, &[*programme], "issued_on", day.min(*by)),
        Fact::Achieved(programmes) => push_enrolled(sql, programmes, "achieved_on", day),
        Fact::Reached(milestone) => push_reached(sql, *milestone, day),
        Fact::Holds(held) => push_held(sql, held, day),
        Fact::Lacks(fact) => push_fact(sql.push("NOT "), fact, day),
        Fact::Both(one, other) => {
            push_fact(sql.push("("), one, day);
            push_fact(sql.push(" AND "), other, day);
            sql.push(")");
        }
        Fact::AnyOf(facts) => {
            sql.push("(1 = 0");
            facts.iter().for_each(|fact| push_fact(sql.push(" OR "), fact, day));
            sql.push(")");
        }
    }
}

fn push_held(sql: &mut Sql, held: &Held, day: NaiveDate) {
    sql.push(&format!(
        "EXISTS (SELECT 1 FROM enrollment e WHERE e.person_id = p.id AND e.programme_id = {} \
         AND (e.issued_on <= '{day}' OR e.achieved_on <= '{day}')",
        held.programme
    ));
    if let Some(channel) = &held.channel {
        sql.push(" AND (e.channel IS NULL OR e.channel = ").bind(channel).push(")");
    }
    if let Some(ending) = &held.expires {
        push_ending(sql.push(" AND "), held, ending, day);
    }
    sql.push(")");
}

fn push_enrolled(sql: &mut Sql, programmes: &[ProgrammeId], column: &str, day: NaiveDate) {
    let ids: Vec<String> = programmes.iter().map(ProgrammeId::to_string).collect();
    sql.push(&format!(
        "EXISTS (SELECT 1 FROM enrollment e WHERE e.person_id = p.id AND e.programme_id IN ({}) AND e.{column} <= '{day}')",
        ids.join(", ")
    ));
}

/// Steps on the way have no day of their own in the enrollment: what holds follows from the events, where an exact day goes before "on or before".
fn push_reached(sql: &mut Sql, milestone: MilestoneId, day: NaiveDate) {
    let stated = |precision: &str| {
        format!(
            "EXISTS (SELECT 1 FROM milestone_event e WHERE e.person_id = p.id AND e.milestone_id = {milestone} \
             AND e.precision = '{precision}' AND e.revokes_id IS NULL \
             AND NOT EXISTS (SELECT 1 FROM milestone_event r WHERE r.revokes_id = e.id)"
        )
    };
    let (exact, on_or_before) = (stated("exact"), stated("on_or_before"));
    sql.push(&format!(
        "({exact} AND e.happened_on <= '{day}') OR ({on_or_before} AND e.happened_on <= '{day}') AND NOT {exact})))"
    ));
}
