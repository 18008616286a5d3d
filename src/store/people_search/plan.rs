//! The way into the people, and one page of them.

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::sql::Sql;
use super::conditions::{self, Settled, lived_in, push_word, units_below};
use super::{Criteria, Found};
use crate::model::id::{PersonId, UnitId};

/// People of a unit that can be gone through for one page.
const SMALL_UNIT: usize = 100_000;
/// Hits told one by one within a small unit, all of them in order.
const HITS_IN_SMALL_UNIT: usize = 10_000;
/// Hits told one by one in a larger one. What is beyond is neither counted nor sorted in: the search has to be narrowed.
const HITS_ANYWHERE: usize = 2_000;

/// The way in.
#[derive(Debug)]
enum Way {
    /// These people.
    Among(Vec<PersonId>),
    /// From the words of the name, rarest first.
    Words(Vec<String>),
    /// Everybody who belongs to a unit, and has these words, rarest first.
    Unit(UnitId, Vec<String>),
    /// From a cause.
    Barrier(String),
    /// From person to person as they are stored.
    Everybody,
    /// Along the order of names, where nothing but the unit is asked.
    Order,
}

/// Finds one page.
pub fn find(conn: &mut Conn, criteria: &Criteria, offset: usize, limit: usize) -> Result<Found, StoreError> {
    let focus = criteria.unit.or(criteria.scope);
    let people = match focus {
        Some(unit) => people_of(conn, unit, criteria)?,
        None => usize::MAX,
    };
    match way(conn, criteria, people)? {
        Way::Order => in_order(conn, criteria, offset, limit),
        way => hits(conn, criteria, &way, people <= SMALL_UNIT, (offset, limit)),
    }
}

fn way(conn: &mut Conn, criteria: &Criteria, people: usize) -> Result<Way, StoreError> {
    if let Some(people) = &criteria.among {
        return Ok(Way::Among(people.clone()));
    }
    let words = by_rarity(conn, criteria)?;
    let rarest = words.first().map(|(people, _)| *people);
    let words: Vec<String> = words.into_iter().map(|(_, word)| word).collect();
    let small = people <= SMALL_UNIT;
    Ok(match (rarest, criteria.unit, &criteria.barrier) {
        (Some(rarest), _, _) if rarest < people || !small => Way::Words(words),
        (_, Some(unit), _) if small => Way::Unit(unit, words),
        (_, _, Some(barrier)) => Way::Barrier(barrier.clone()),
        _ if criteria.standing.is_some() || rarest.is_some() => Way::Everybody,
        _ => Way::Order,
    })
}

/// How many people belong to a unit on the day, up to just above [`SMALL_UNIT`].
fn people_of(conn: &mut Conn, unit: UnitId, criteria: &Criteria) -> Result<usize, StoreError> {
    let below = units_below(unit, criteria.day);
    let (limit, mut people) = (SMALL_UNIT + 1, 0);
    for column in ["residence_id", "workplace_id"] {
        let of = format!("SELECT 1 FROM person WHERE {column} IN {below} LIMIT {limit}");
        people += Sql::new(&format!("SELECT COUNT(*) AS n FROM ({of}) x")).count(conn)?;
    }
    Ok(people)
}

/// The words with how many people have one that begins like it, up to a limit; rarest first.
fn by_rarity(conn: &mut Conn, criteria: &Criteria) -> Result<Vec<(usize, String)>, StoreError> {
    let mut counted = Vec::new();
    for word in criteria.name.iter().flat_map(|name| &name.folded) {
        let mut sql = Sql::new("SELECT COUNT(*) AS n FROM (SELECT 1 FROM name_token WHERE ");
        sql.begins("token", word).push(&format!(" LIMIT {}) x", SMALL_UNIT + 1));
        counted.push((sql.count(conn)?, word.clone()));
    }
    // Longer words tend to be rarer where both are beyond the limit.
    counted.sort_by(|(a, left), (b, right)| a.cmp(b).then(right.len().cmp(&left.len())));
    Ok(counted)
}

/// All hits up to the limit, sorted, and the page cut out of them.
fn hits(
    conn: &mut Conn,
    criteria: &Criteria,
    way: &Way,
    small: bool,
    (offset, limit): (usize, usize),
) -> Result<Found, StoreError> {
    let mut people = Sql::default();
    let columns = push_hits(&mut people, way, criteria);
    let most = if small { HITS_IN_SMALL_UNIT } else { HITS_ANYWHERE };
    let sql = if small {
        people.between(
            &format!("SELECT {columns}.id AS n "),
            &format!(" ORDER BY {columns}.sort_key, {columns}.id LIMIT {}", most + 1),
        )
    } else {
        // The condition on m does nothing but keep SQLite from sorting everybody before it takes the first.
        let sorted = format!(" LIMIT {}) m WHERE m.id > 0 ORDER BY m.sort_key, m.id", most + 1);
        people.between(&format!("SELECT m.id AS n FROM (SELECT {columns}.id, {columns}.sort_key "), &sorted)
    };
    let hits = sql.numbers(conn)?;
    let (total, more) = (hits.len().min(most), hits.len() > most);
    let page = hits.into_iter().take(total).skip(offset).take(limit);
    Ok(Found { people: page.map(PersonId).collect(), total, more })
}

/// Appends from where and on which conditions people are hits; returns the table that has their `id` and `sort_key`.
fn push_hits(sql: &mut Sql, way: &Way, criteria: &Criteria) -> &'static str {
    sql.push("FROM ");
    let Some(settled) = push_way(sql, way, criteria) else {
        sql.push("person p WHERE 1 = 1");
        conditions::push(sql, criteria, Settled::default());
        return "p";
    };
    if matches!(way, Way::Unit(..)) && conditions::none_left(criteria, settled) {
        return "c";
    }
    // The order of the joined tables is the order in which SQLite goes through them (CROSS JOIN); PostgreSQL decides for itself.
    sql.push(" CROSS JOIN person p WHERE p.id = c.id");
    conditions::push(sql, criteria, settled);
    "p"
}

/// Appends a table `c` with the `id` of everybody on the way; `None` where the table of people itself is the way.
fn push_way(sql: &mut Sql, way: &Way, criteria: &Criteria) -> Option<Settled> {
    let settled = match way {
        Way::Among(people) => {
            let ids: Vec<String> = people.iter().map(PersonId::to_string).chain(["-1".to_owned()]).collect();
            sql.push(&format!("(SELECT id FROM person WHERE id IN ({})", ids.join(", ")));
            Settled::default()
        }
        Way::Words(words) => {
            push_words(sql.push("("), words);
            Settled { words: true, unit: false }
        }
        Way::Unit(unit, words) => {
            push_unit(sql.push("("), *unit, words, criteria);
            Settled { unit: true, words: true }
        }
        Way::Barrier(barrier) => {
            sql.push("(SELECT person_id AS id FROM person_barrier WHERE barrier_code = ").bind(barrier);
            Settled::default()
        }
        Way::Everybody | Way::Order => return None,
    };
    sql.push(") c");
    Some(settled)
}

/// Reads nothing but the indexes of residence and workplace, which hold the place of the name in the order too.
fn push_unit(sql: &mut Sql, unit: UnitId, words: &[String], criteria: &Criteria) {
    let below = units_below(unit, criteria.day);
    for (union, column) in [("", "residence_id"), (" UNION ", "workplace_id")] {
        sql.push(&format!("{union}SELECT w.id, w.sort_key FROM person w WHERE w.{column} IN {below}"));
        words.iter().for_each(|word| push_word(sql, "w.id", word));
    }
    // Figures of a day count who has moved away since; a list of how people stand has to be as long.
    if criteria.standing.is_some() {
        let lived = lived_in(Some(unit), criteria.day);
        let from = "past_residence h JOIN person w ON w.id = h.person_id";
        sql.push(&format!(" UNION SELECT w.id, w.sort_key FROM {from} WHERE {lived}"));
        words.iter().for_each(|word| push_word(sql, "w.id", word));
    }
}

/// DISTINCT, because several words of one name can begin alike.
fn push_words(sql: &mut Sql, words: &[String]) {
    let Some((rarest, others)) = words.split_first() else { return };
    sql.push("SELECT DISTINCT t.person_id AS id FROM name_token t WHERE ").begins("t.token", rarest);
    others.iter().for_each(|word| push_word(sql, "t.person_id", word));
}

/// Goes along the order of names until the page is full, and counts up to a limit.
fn in_order(conn: &mut Conn, criteria: &Criteria, offset: usize, limit: usize) -> Result<Found, StoreError> {
    let mut page = Sql::new("SELECT p.id AS n FROM person p WHERE 1 = 1");
    conditions::push(&mut page, criteria, Settled::default());
    let rest = HITS_ANYWHERE.saturating_sub(offset).min(limit);
    page.push(&format!(" ORDER BY p.sort_key, p.id LIMIT {rest} OFFSET {offset}"));
    let mut count = Sql::new("SELECT COUNT(*) AS n FROM (SELECT 1 FROM person p WHERE 1 = 1");
    conditions::push(&mut count, criteria, Settled::default());
    count.push(&format!(" LIMIT {}) x", HITS_ANYWHERE + 1));
    let (people, counted) = (page.numbers(conn)?, count.count(conn)?);
    let people = people.into_iter().map(PersonId).collect();
    Ok(Found { people, total: counted.min(HITS_ANYWHERE), more: counted > HITS_ANYWHERE })
}
