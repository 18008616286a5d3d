//! Which list named whom where, and the causes noted about people.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{import_batch, listing, person_barrier};
use crate::model::id::{AccountId, BatchId, PersonId, UnitId};
use crate::model::residence::Listing;

/// Whether a list names somebody as a resident or as staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A village's list.
    Residence,
    /// An office's list.
    Workplace,
}

impl Place {
    fn as_str(self) -> &'static str {
        match self {
            Self::Residence => "residence",
            Self::Workplace => "workplace",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Residence, Self::Workplace].into_iter().find(|place| place.as_str() == word)
    }
}

/// A list names a person in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewListing {
    /// Who.
    pub person: PersonId,
    /// In which list.
    pub batch: BatchId,
    /// As resident or staff.
    pub place: Place,
    /// Where, when, and whether as somebody who has left.
    pub listing: Listing,
    /// The row, for recognising it again.
    pub seen: Option<SeenRow>,
}

/// What a row said about a person, and the revision that the person had once it was applied: the same row again changes nothing of that revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRow {
    /// Digest of everything that the row says.
    pub digest: Vec<u8>,
    /// The revision of the person.
    pub revision: i64,
}

/// A cause noted about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBarrier {
    /// Who.
    pub person: PersonId,
    /// Code of the cause.
    pub barrier: String,
    /// The day of the list or note.
    pub noted_on: NaiveDate,
    /// The list that says so.
    pub batch: Option<BatchId>,
    /// The official who says so.
    pub account: Option<AccountId>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = listing, treat_none_as_default_value = false)]
struct ListingRow {
    person_id: i64,
    batch_id: i64,
    unit_id: i64,
    place: String,
    departed: bool,
    listed_on: NaiveDate,
    row_digest: Option<Vec<u8>>,
    person_revision: Option<i64>,
}

#[derive(Insertable)]
#[diesel(table_name = person_barrier, treat_none_as_default_value = false)]
struct BarrierRow {
    person_id: i64,
    barrier_code: String,
    noted_on: NaiveDate,
    batch_id: Option<i64>,
    account_id: Option<i64>,
}

/// Writes listings; a list that names a person twice in one place counts as one, and as present if either row says so. Neither row is then recognised
/// by its digest: what the person is follows from both.
pub fn insert(conn: &mut Conn, listings: &[NewListing]) -> Result<(), StoreError> {
    let mut rows: HashMap<(PersonId, BatchId, UnitId, Place), ListingRow> = HashMap::with_capacity(listings.len());
    for new in listings {
        let key = (new.person, new.batch, new.listing.unit, new.place);
        match rows.entry(key) {
            Entry::Vacant(place) => drop(place.insert(to_row(new))),
            Entry::Occupied(mut row) => {
                let row = row.get_mut();
                row.departed &= new.listing.departed;
                (row.row_digest, row.person_revision) = (None, None);
            }
        }
    }
    let mut rows: Vec<ListingRow> = rows.into_values().collect();
    rows.sort_by_key(|row| (row.person_id, row.unit_id));
    on_each!(&mut *conn.any, |c| {
        for piece in rows.chunks(LIST_LIMIT) {
            let joined = (
                listing::departed.eq(listing::departed.and(excluded(listing::departed))),
                listing::row_digest.eq(None::<Vec<u8>>),
                listing::person_revision.eq(None::<i64>),
            );
            diesel::insert_into(listing::table)
                .values(piece)
                .on_conflict((listing::person_id, listing::batch_id, listing::unit_id, listing::place))
                .do_update()
                .set(joined)
                .execute(c)?;
        }
    });
    Ok(())
}

/// What rows said about people, for recognising the same row again. Where one list says two things about a person, neither is given.
pub fn seen_rows(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<SeenRow>>, StoreError> {
    type Row = (i64, i64, Option<Vec<u8>>, Option<i64>);
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut of_batches: HashMap<(i64, i64), Option<SeenRow>> = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let query = listing::table.filter(listing::person_id.eq_any(piece));
        let columns = (listing::person_id, listing::batch_id, listing::row_digest, listing::person_revision);
        let rows: Vec<Row> = query.select(columns).load(&mut *conn.any)?;
        for (person, batch, digest, revision) in rows {
            let seen = digest.zip(revision).map(|(digest, revision)| SeenRow { digest, revision });
            let known = of_batches.entry((person, batch)).or_insert_with(|| seen.clone());
            if *known != seen {
                *known = None;
            }
        }
    }
    let mut found: HashMap<PersonId, Vec<SeenRow>> = HashMap::new();
    for ((person, _), seen) in of_batches {
        found.entry(PersonId(person)).or_default().extend(seen);
    }
    Ok(found)
}

/// Whom a batch names more than once, in one place or in two. `rows` of it name somebody.
pub fn named_twice(conn: &mut Conn, batch: BatchId, rows: u32) -> Result<HashSet<PersonId>, StoreError> {
    let named = listing::table.filter(listing::batch_id.eq(batch.0));
    let places = named.group_by(listing::person_id).having(diesel::dsl::count_star().gt(1));
    let in_two: Vec<i64> = places.select(listing::person_id).load(&mut *conn.any)?;
    // As many places as rows, and nobody in two of them: every row names somebody else. The index alone tells.
    if in_two.is_empty() && named.count().get_result::<i64>(&mut *conn.any)? == i64::from(rows) {
        return Ok(HashSet::new());
    }
    let joined: Vec<i64> =
        named.filter(listing::row_digest.is_null()).select(listing::person_id).load(&mut *conn.any)?;
    Ok(joined.into_iter().chain(in_two).map(PersonId).collect())
}

/// Who of these people is named by another batch that was applied after a given moment.
pub fn named_later(
    conn: &mut Conn,
    people: &[PersonId],
    batch: BatchId,
    applied_at: NaiveDateTime,
) -> Result<HashSet<PersonId>, StoreError> {
    let others = import_batch::table.filter(import_batch::id.ne(batch.0));
    let later = others.filter(import_batch::committed_at.ge(applied_at)).select(import_batch::id);
    let later: HashSet<i64> = later.load(&mut *conn.any)?.into_iter().collect();
    let mut found = HashSet::new();
    if later.is_empty() {
        return Ok(found);
    }
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        let named = listing::table.filter(listing::person_id.eq_any(piece));
        let rows: Vec<(i64, i64)> = named.select((listing::person_id, listing::batch_id)).load(&mut *conn.any)?;
        found.extend(rows.into_iter().filter(|(_, other)| later.contains(other)).map(|(id, _)| PersonId(id)));
    }
    Ok(found)
}

/// Takes back that a batch named people.
pub fn delete_of_batch(conn: &mut Conn, batch: BatchId, people: &[PersonId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        let named = listing::table.filter(listing::person_id.eq_any(piece)).filter(listing::batch_id.eq(batch.0));
        diesel::delete(named).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Takes back the causes that a batch noted.
pub fn delete_barriers_of_batch(conn: &mut Conn, batch: BatchId, people: &[PersonId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        let noted = person_barrier::table.filter(person_barrier::person_id.eq_any(piece));
        diesel::delete(noted.filter(person_barrier::batch_id.eq(batch.0))).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// The units in which a batch names people, as residents or staff.
pub fn places_of_batch(conn: &mut Conn, batch: BatchId) -> Result<Vec<(UnitId, Place)>, StoreError> {
    let query = listing::table.filter(listing::batch_id.eq(batch.0)).select((listing::unit_id, listing::place));
    let rows: Vec<(i64, String)> = query.distinct().load(&mut *conn.any)?;
    rows.into_iter().map(|(unit, place)| Ok((UnitId(unit), read_place(&place)?))).collect()
}

/// The days of the latest lists that name people in units, as residents or staff.
pub fn latest_in_places(conn: &mut Conn) -> Result<HashMap<(UnitId, Place), NaiveDate>, StoreError> {
    let grouped = listing::table.group_by((listing::unit_id, listing::place));
    let columns = (listing::unit_id, listing::place, diesel::dsl::max(listing::listed_on));
    let rows: Vec<(i64, String, Option<NaiveDate>)> = grouped.select(columns).load(&mut *conn.any)?;
    let mut found = HashMap::with_capacity(rows.len());
    for (unit, place, day) in rows {
        if let Some(day) = day {
            found.insert((UnitId(unit), read_place(&place)?), day);
        }
    }
    Ok(found)
}

fn read_place(word: &str) -> Result<Place, StoreError> {
    Place::parse(word).ok_or_else(|| StoreError::corrupt("listing: place"))
}

/// What lists say about where people live and work.
pub fn of_people(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<(Place, Listing)>>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found: HashMap<PersonId, Vec<(Place, Listing)>> = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let rows: Vec<ListingRow> = listing::table
            .filter(listing::person_id.eq_any(piece))
            .select(ListingRow::as_select())
            .load(&mut *conn.any)?;
        for row in rows {
            let place = read_place(&row.place)?;
            let said = Listing { unit: UnitId(row.unit_id), listed_on: row.listed_on, departed: row.departed };
            found.entry(PersonId(row.person_id)).or_default().push((place, said));
        }
    }
    Ok(found)
}

/// Notes causes; one that is already noted stays as it is.
pub fn note_barriers(conn: &mut Conn, barriers: &[NewBarrier]) -> Result<(), StoreError> {
    let row = |new: &NewBarrier| BarrierRow {
        person_id: new.person.0,
        barrier_code: new.barrier.clone(),
        noted_on: new.noted_on,
        batch_id: new.batch.map(|id| id.0),
        account_id: new.account.map(|id| id.0),
    };
    let rows: Vec<BarrierRow> = barriers.iter().map(row).collect();
    on_each!(&mut *conn.any, |c| {
        for piece in rows.chunks(LIST_LIMIT) {
            diesel::insert_into(person_barrier::table).values(piece).on_conflict_do_nothing().execute(c)?;
        }
    });
    Ok(())
}

fn to_row(new: &NewListing) -> ListingRow {
    ListingRow {
        person_id: new.person.0,
        batch_id: new.batch.0,
        unit_id: new.listing.unit.0,
        place: new.place.as_str().to_owned(),
        departed: new.listing.departed,
        listed_on: new.listing.listed_on,
        row_digest: new.seen.as_ref().map(|seen| seen.digest.clone()),
        person_revision: new.seen.as_ref().map(|seen| seen.revision),
    }
}
