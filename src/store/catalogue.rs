//! The catalogue: programmes with their milestones, providers, packages, barriers. Data, not code; changed only by loading data files.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::campaigns::put_tally;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::{barrier, milestone, package, programme, programme_prerequisite, provider};
use crate::model::barrier::Barrier;
use crate::model::id::{MilestoneId, ProgrammeId};
use crate::model::programme::{Catalogue, LadderStep, Milestone, MilestoneMeaning, Programme};
use crate::model::provider::{Provider, ProviderId};
use crate::model::tally::{Audience, Counted};

/// A programme as it is written: what [`Programme`] says and what only the catalogue itself needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeEntry {
    /// Fixed code.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Place on a ladder.
    pub ladder: Option<LadderStep>,
    /// Youngest age in years.
    pub min_age: u8,
    /// Months that a certificate runs.
    pub term_months: Option<u16>,
    /// Who can hold one: `person`, `person_or_organisation`.
    pub holder: String,
    /// The last day on which people could enrol, for programmes that have ended.
    pub retired_on: Option<NaiveDate>,
    /// Order in the catalogue.
    pub position: i32,
}

/// A package of a programme as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageEntry {
    /// Code within the programme.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Who offers it.
    pub provider: Option<ProviderId>,
    /// Price in đồng.
    pub price_dong: Option<i64>,
    /// Months that it runs.
    pub term_months: Option<u16>,
    /// Order.
    pub position: i32,
}

#[derive(Queryable)]
struct ProgrammeRow {
    id: i64,
    code: String,
    name: String,
    ladder: Option<String>,
    level: Option<i32>,
    min_age: i32,
    term_months: Option<i32>,
}

/// All programmes, with their milestones in order.
pub fn load(conn: &mut Conn) -> Result<Catalogue, StoreError> {
    let rows: Vec<ProgrammeRow> = programme::table
        .order((programme::position, programme::id))
        .select((
            programme::id,
            programme::code,
            programme::name,
            programme::ladder,
            programme::level,
            programme::min_age,
            programme::term_months,
        ))
        .load(&mut *conn.any)?;
    let milestones: Vec<(i64, i64, String, String, String)> = milestone::table
        .order((milestone::programme_id, milestone::position, milestone::id))
        .select((milestone::programme_id, milestone::id, milestone::code, milestone::name, milestone::meaning))
        .load(&mut *conn.any)?;
    let programmes: Result<Vec<_>, StoreError> = rows
        .into_iter()
        .map(|row| {
            let own = milestones.iter().filter(|(programme, ..)| *programme == row.id);
            let own: Result<Vec<_>, _> = own.map(|(_, id, code, name, word)| stored(*id, code, name, word)).collect();
            row.with(own?)
        })
        .collect();
    Ok(Catalogue::new(programmes?))
}

fn stored(id: i64, code: &str, name: &str, meaning: &str) -> Result<Milestone, StoreError> {
    let meaning =
        MilestoneMeaning::parse(meaning).ok_or_else(|| StoreError::corrupt(format!("ý nghĩa mốc {meaning}")))?;
    Ok(Milestone { id: MilestoneId(id), code: code.to_owned(), name: name.to_owned(), meaning })
}

impl ProgrammeRow {
    fn with(self, milestones: Vec<Milestone>) -> Result<Programme, StoreError> {
        let corrupt = || StoreError::corrupt(format!("dịch vụ {}", self.code));
        let ladder = match (&self.ladder, self.level) {
            (Some(ladder), Some(level)) => {
                Some(LadderStep { ladder: ladder.clone(), level: u8::try_from(level).map_err(|_| corrupt())? })
            }
            (None, None) => None,
            _ => return Err(corrupt()),
        };
        Ok(Programme {
            min_age: u8::try_from(self.min_age).map_err(|_| corrupt())?,
            term_months: self.term_months.map(u16::try_from).transpose().map_err(|_| corrupt())?,
            id: ProgrammeId(self.id),
            code: self.code,
            name: self.name,
            ladder,
            milestones,
        })
    }
}

/// All providers, in order.
pub fn providers(conn: &mut Conn) -> Result<Vec<Provider>, StoreError> {
    let rows: Vec<(i64, String, String, String)> = provider::table
        .order((provider::position, provider::id))
        .select((provider::id, provider::code, provider::name, provider::spelling_keys))
        .load(&mut *conn.any)?;
    let provider = |(id, code, name, keys): (i64, String, String, String)| Provider {
        id: ProviderId(id),
        code,
        name,
        spelling_keys: keys.split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect(),
    };
    Ok(rows.into_iter().map(provider).collect())
}

/// What may hold people back, in order.
pub fn barriers(conn: &mut Conn) -> Result<Vec<Barrier>, StoreError> {
    barriers_of(conn, false)
}

/// What may hold a whole unit back, in order.
pub fn barriers_of_units(conn: &mut Conn) -> Result<Vec<Barrier>, StoreError> {
    barriers_of(conn, true)
}

fn barriers_of(conn: &mut Conn, units: bool) -> Result<Vec<Barrier>, StoreError> {
    let columns = (barrier::code, barrier::name, barrier::cause, barrier::position);
    let order = (barrier::position, barrier::code);
    let query = barrier::table.filter(barrier::of_units.eq(units)).order(order).select(columns);
    let rows: Vec<(String, String, String, i32)> = query.load(&mut *conn.any)?;
    let barrier = |(code, name, group, position)| Barrier { code, name, group, position };
    Ok(rows.into_iter().map(barrier).collect())
}

/// What has to hold before somebody can enrol in a programme: milestone and channel, where `""` stands for every channel.
pub fn prerequisites(conn: &mut Conn, of: ProgrammeId) -> Result<Vec<(MilestoneId, String)>, StoreError> {
    let rows: Vec<(i64, String)> = programme_prerequisite::table
        .filter(programme_prerequisite::programme_id.eq(of.0))
        .order((programme_prerequisite::milestone_id, programme_prerequisite::channel))
        .select((programme_prerequisite::milestone_id, programme_prerequisite::channel))
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(milestone, channel)| (MilestoneId(milestone), channel)).collect())
}

/// Writes a provider; one with the same code is replaced.
pub fn put_provider(conn: &mut Conn, code: &str, name: &str, keys: &[String], position: i32) -> Result<(), StoreError> {
    let keys = keys.join(" ");
    let rest = (provider::name.eq(name), provider::spelling_keys.eq(&keys), provider::position.eq(position));
    on_each!(&mut *conn.any, |c| diesel::insert_into(provider::table)
        .values((provider::code.eq(code), rest))
        .on_conflict(provider::code)
        .do_update()
        .set(rest)
        .execute(c)?);
    Ok(())
}

/// Writes something that may hold people back; one with the same code is replaced. How many it holds back is counted from now on; nobody can be among
/// them yet when it is new.
pub fn put_barrier(conn: &mut Conn, entry: &Barrier) -> Result<(), StoreError> {
    put_barrier_of(conn, entry, false)?;
    put_tally(conn, Audience::All, &Counted::HeldBack { cause: entry.code.clone() })?;
    Ok(())
}

/// Writes something that may hold a whole unit back; one with the same code is replaced.
pub fn put_barrier_of_units(conn: &mut Conn, entry: &Barrier) -> Result<(), StoreError> {
    put_barrier_of(conn, entry, true)
}

fn put_barrier_of(conn: &mut Conn, entry: &Barrier, units: bool) -> Result<(), StoreError> {
    let rest = (
        barrier::name.eq(&entry.name),
        barrier::cause.eq(&entry.group),
        barrier::position.eq(entry.position),
        barrier::of_units.eq(units),
    );
    on_each!(&mut *conn.any, |c| diesel::insert_into(barrier::table)
        .values((barrier::code.eq(&entry.code), rest))
        .on_conflict(barrier::code)
        .do_update()
        .set(rest)
        .execute(c)?);
    Ok(())
}

/// Writes a programme; one with the same code is replaced, keeping its identity.
pub fn put_programme(conn: &mut Conn, entry: &ProgrammeEntry) -> Result<ProgrammeId, StoreError> {
    let ladder = entry.ladder.as_ref();
    let rest = (
        programme::name.eq(&entry.name),
        programme::ladder.eq(ladder.map(|step| step.ladder.as_str())),
        programme::level.eq(ladder.map(|step| i32::from(step.level))),
        programme::min_age.eq(i32::from(entry.min_age)),
        programme::term_months.eq(entry.term_months.map(i32::from)),
        programme::holder.eq(&entry.holder),
        programme::retired_on.eq(entry.retired_on),
        programme::position.eq(entry.position),
    );
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(programme::table)
        .values((programme::code.eq(&entry.code), rest))
        .on_conflict(programme::code)
        .do_update()
        .set(rest)
        .returning(programme::id)
        .get_result(c)?);
    Ok(ProgrammeId(id))
}

/// Writes a milestone of a programme; one with the same code is replaced, keeping its identity.
pub fn put_milestone(
    conn: &mut Conn,
    of: ProgrammeId,
    code: &str,
    name: &str,
    meaning: MilestoneMeaning,
    position: i32,
) -> Result<MilestoneId, StoreError> {
    let rest = (milestone::name.eq(name), milestone::meaning.eq(meaning.as_str()), milestone::position.eq(position));
    let id: i64 = on_each!(&mut *conn.any, |c| diesel::insert_into(milestone::table)
        .values((milestone::programme_id.eq(of.0), milestone::code.eq(code), rest))
        .on_conflict((milestone::programme_id, milestone::code))
        .do_update()
        .set(rest)
        .returning(milestone::id)
        .get_result(c)?);
    Ok(MilestoneId(id))
}

/// Replaces what has to hold before somebody can enrol: milestone and channel, where `""` stands for every channel.
pub fn replace_prerequisites(
    conn: &mut Conn,
    of: ProgrammeId,
    needed: &[(MilestoneId, String)],
) -> Result<(), StoreError> {
    let old = programme_prerequisite::table.filter(programme_prerequisite::programme_id.eq(of.0));
    diesel::delete(old).execute(&mut *conn.any)?;
    for (milestone, channel) in needed {
        diesel::insert_into(programme_prerequisite::table)
            .values((
                programme_prerequisite::programme_id.eq(of.0),
                programme_prerequisite::milestone_id.eq(milestone.0),
                programme_prerequisite::channel.eq(channel),
            ))
            .execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Packages of all programmes, in order: the code of the programme, the package, the name of whoever offers it.
pub fn packages(conn: &mut Conn) -> Result<Vec<(String, PackageEntry, Option<String>)>, StoreError> {
    type Row = (String, String, String, Option<i64>, Option<i64>, Option<i32>, i32, Option<String>);
    let rows: Vec<Row> = package::table
        .inner_join(programme::table.on(programme::id.eq(package::programme_id)))
        .left_join(provider::table.on(package::provider_id.eq(provider::id.nullable())))
        .order((programme::position, programme::id, package::position, package::id))
        .select((
            programme::code,
            package::code,
            package::name,
            package::provider_id,
            package::price_dong,
            package::term_months,
            package::position,
            provider::name.nullable(),
        ))
        .load(&mut *conn.any)?;
    rows.into_iter()
        .map(|(programme, code, name, provider, price_dong, term, position, offered_by)| {
            let term_months = term.map(u16::try_from).transpose();
            let term_months = term_months.map_err(|_| StoreError::corrupt(format!("thời hạn của gói {code}")))?;
            let provider = provider.map(ProviderId);
            Ok((programme, PackageEntry { code, name, provider, price_dong, term_months, position }, offered_by))
        })
        .collect()
}

/// Writes a package of a programme; one with the same code is replaced.
pub fn put_package(conn: &mut Conn, of: ProgrammeId, entry: &PackageEntry) -> Result<(), StoreError> {
    let rest = (
        package::name.eq(&entry.name),
        package::provider_id.eq(entry.provider.map(|id| id.0)),
        package::price_dong.eq(entry.price_dong),
        package::term_months.eq(entry.term_months.map(i32::from)),
        package::position.eq(entry.position),
    );
    on_each!(&mut *conn.any, |c| diesel::insert_into(package::table)
        .values((package::programme_id.eq(of.0), package::code.eq(&entry.code), rest))
        .on_conflict((package::programme_id, package::code))
        .do_update()
        .set(rest)
        .execute(c)?);
    Ok(())
}
