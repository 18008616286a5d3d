//! The way into the people, and one page of them.

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::conditions::{self, Settled, push_word, units_below};
use super::sql::Sql;
use super::{Criteria, Found};
use crate::model::id::{PersonId, UnitId};

/// Hits are counted and sorted as a whole up to this many.
const COUNTED: usize = 10_000;
/// Where the whole store has to be walked, counting stops here.
const COUNTED_ON_A_WALK: usize = 1_000;

/// The way in.
enum Way {
    /// These people.
    Among(Vec<PersonId>),
    /// From the words of the name, rarest first.
    Words(Vec<String>),
    /// From a cause.
    Barrier(String),
    /// Everybody who belongs to a unit.
    Unit(UnitId),
    /// Along the order of names.
    Walk,
}

/// Finds one page.
pub fn find(conn: &mut Conn, criteria: &Criteria, offset: usize, limit: usize) -> Result<Found, StoreError> {
    match way(conn, criteria)? {
        Way::Walk => walk(conn, criteria, offset, limit),
        way => whole(conn, criteria, &way, offset, limit),
    }
}

fn way(conn: &mut Conn, criteria: &Criteria) -> Result<Way, StoreError> {
    if let Some(people) = &criteria.among {
        return Ok(Way::Among(people.clone()));
    }
    let focus = criteria.unit.or(criteria.scope);
    let people = match focus {
        Some(unit) => people_of(conn, unit, criteria)?,
        None => usize::MAX,
    };
    if let Some(name) = criteria.name.as_ref().filter(|name| !name.folded.is_empty()) {
        let words = by_rarity(conn, &name.folded)?;
        let rarest = words.first().map_or(0, |(people, _)| *people);
        if rarest < people || people > COUNTED {
            return Ok(Way::Words(words.into_iter().map(|(_, word)| word).collect()));
        }
    }
    if let Some(unit) = criteria.unit.filter(|_| people <= COUNTED) {
        return Ok(Way::Unit(unit));
    }
    Ok(criteria.barrier.clone().map_or(Way::Walk, Way::Barrier))
}

/// How many people belong to a unit on the day, up to just above [`COUNTED`].
fn people_of(conn: &mut Conn, unit: UnitId, criteria: &Criteria) -> Result<usize, StoreError> {
    let below = units_below(unit, criteria.day);
    let (limit, mut people) = (COUNTED + 1, 0);
    for column in ["residence_id", "workplace_id"] {
        let of = format!("SELECT 1 FROM person WHERE {column} IN {below} LIMIT {limit}");
        people += Sql::new(&format!("SELECT COUNT(*) AS n FROM ({of}) x")).count(conn)?;
    }
    Ok(people)
}

/// The words with how many people have one that begins like it, up to a limit; rarest first.
fn by_rarity(conn: &mut Conn, words: &[String]) -> Result<Vec<(usize, String)>, StoreError> {
    let mut counted = Vec::with_capacity(words.len());
    for word in words {
        let mut sql = Sql::new("SELECT COUNT(*) AS n FROM (SELECT 1 FROM name_token WHERE ");
        sql.begins("token", word).push(&format!(" LIMIT {}) x", COUNTED + 1));
        counted.push((sql.count(conn)?, word.clone()));
    }
    // Longer words tend to be rarer where both are beyond the limit.
    counted.sort_by(|(a, left), (b, right)| a.cmp(b).then(right.len().cmp(&left.len())));
    Ok(counted)
}

/// All hits up to the limit, sorted, and the page cut out of them.
fn whole(conn: &mut Conn, criteria: &Criteria, way: &Way, offset: usize, limit: usize) -> Result<Found, StoreError> {
    // The order of the joined tables is the order in which SQLite goes through them (CROSS JOIN); PostgreSQL decides for itself.
    let mut sql = Sql::new("SELECT m.id AS n FROM (SELECT p.id, p.sort_key FROM (");
    let settled = push_way(&mut sql, way, criteria);
    sql.push(") c CROSS JOIN person p WHERE p.id = c.id");
    conditions::push(&mut sql, criteria, settled);
    sql.push(&format!(" LIMIT {}) m ORDER BY m.sort_key, m.id", COUNTED + 1));
    let hits = sql.numbers(conn)?;
    let (total, more) = (hits.len().min(COUNTED), hits.len() > COUNTED);
    let page = hits.into_iter().take(total).skip(offset).take(limit);
    Ok(Found { people: page.map(PersonId).collect(), total, more })
}

/// Appends a query for the `id` of everybody on the way.
fn push_way(sql: &mut Sql, way: &Way, criteria: &Criteria) -> Settled {
    match way {
        Way::Among(people) => {
            let ids: Vec<String> = people.iter().map(PersonId::to_string).chain(["-1".to_owned()]).collect();
            sql.push(&format!("SELECT id FROM person WHERE id IN ({})", ids.join(", ")));
            Settled::default()
        }
        Way::Words(words) => {
            push_words(sql, words);
            Settled { words: true, ..Settled::default() }
        }
        Way::Barrier(barrier) => {
            sql.push("SELECT person_id AS id FROM person_barrier WHERE barrier_code = ").bind(barrier);
            Settled { barrier: true, ..Settled::default() }
        }
        Way::Unit(unit) => {
            let below = units_below(*unit, criteria.day);
            let of = |column: &str| format!("SELECT id FROM person WHERE {column} IN {below}");
            sql.push(&format!("{} UNION {}", of("residence_id"), of("workplace_id")));
            Settled { unit: true, ..Settled::default() }
        }
        Way::Walk => {
            sql.push("SELECT id FROM person");
            Settled::default()
        }
    }
}

/// DISTINCT, because several words of one name can begin alike.
fn push_words(sql: &mut Sql, words: &[String]) {
    let Some((rarest, others)) = words.split_first() else { return };
    sql.push("SELECT DISTINCT t.person_id AS id FROM name_token t WHERE ").begins("t.token", rarest);
    others.iter().for_each(|word| push_word(sql, "t.person_id", word));
}

/// Goes along the order of names until the page is full, and counts up to a limit.
fn walk(conn: &mut Conn, criteria: &Criteria, offset: usize, limit: usize) -> Result<Found, StoreError> {
    let mut page = Sql::new("SELECT p.id AS n FROM person p WHERE 1 = 1");
    conditions::push(&mut page, criteria, Settled::default());
    let rest = COUNTED_ON_A_WALK.saturating_sub(offset).min(limit);
    page.push(&format!(" ORDER BY p.sort_key, p.id LIMIT {rest} OFFSET {offset}"));
    let mut count = Sql::new("SELECT COUNT(*) AS n FROM (SELECT 1 FROM person p WHERE 1 = 1");
    conditions::push(&mut count, criteria, Settled::default());
    count.push(&format!(" LIMIT {}) x", COUNTED_ON_A_WALK + 1));
    let (people, counted) = (page.numbers(conn)?, count.count(conn)?);
    let people = people.into_iter().map(PersonId).collect();
    Ok(Found { people, total: counted.min(COUNTED_ON_A_WALK), more: counted > COUNTED_ON_A_WALK })
}
