//! Word files of offices whose fields are filled from documents. The files are sealed and never change.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{document_template, measure, unit_ancestor};
use crate::model::document::DocumentKind;
use crate::model::id::{AccountId, BlobId, TemplateId, UnitId};

/// The most templates that one list shows.
pub const LIST_LIMIT: i64 = 500;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateHead {
    /// Identity.
    pub id: TemplateId,
    /// Whose it is.
    pub unit: UnitId,
    /// For documents of one kind only.
    pub kind: Option<DocumentKind>,
    /// What the office calls it.
    pub name: String,
    /// Its file.
    pub blob: BlobId,
    /// Name of its file.
    pub file_name: String,
    /// Who added it.
    pub account: Option<AccountId>,
    /// When.
    pub added_at: DateTime<Utc>,
    /// When it was given up.
    pub retired_at: Option<DateTime<Utc>>,
}

/// A template as it is added.
#[derive(Debug, Clone, Copy)]
pub struct NewTemplate<'a> {
    /// Whose it is.
    pub unit: UnitId,
    /// For documents of one kind only.
    pub kind: Option<DocumentKind>,
    /// What the office calls it.
    pub name: &'a str,
    /// Its file.
    pub blob: BlobId,
    /// Name of its file.
    pub file_name: &'a str,
    /// Who adds it.
    pub account: Option<AccountId>,
}

type Row = (i64, i64, Option<String>, String, i64, String, Option<i64>, NaiveDateTime, Option<NaiveDateTime>);

/// Keeps a template.
pub fn insert(conn: &mut Conn, new: &NewTemplate<'_>, at: DateTime<Utc>) -> Result<TemplateId, StoreError> {
    let row = (
        document_template::unit_id.eq(new.unit.0),
        document_template::kind.eq(new.kind.map(DocumentKind::as_str)),
        document_template::name.eq(new.name),
        document_template::blob_id.eq(new.blob.0),
        document_template::file_name.eq(new.file_name),
        document_template::account_id.eq(new.account.map(|account| account.0)),
        document_template::added_at.eq(at.naive_utc()),
    );
    let insert = diesel::insert_into(document_template::table).values(row).returning(document_template::id);
    Ok(TemplateId(insert.get_result(&mut *conn.any)?))
}

/// One of them, given up or not.
pub fn find(conn: &mut Conn, id: TemplateId) -> Result<Option<TemplateHead>, StoreError> {
    let row: Option<Row> = document_template::table.find(id.0).first(&mut *conn.any).optional()?;
    row.map(read).transpose()
}

/// Those in use of a unit and of the units above it, by name.
pub fn usable_by(conn: &mut Conn, unit: UnitId) -> Result<Vec<TemplateHead>, StoreError> {
    let above = unit_ancestor::table.filter(unit_ancestor::unit_id.eq(unit.0)).select(unit_ancestor::ancestor_id);
    let rows: Vec<Row> = document_template::table
        .filter(document_template::retired_at.is_null())
        .filter(document_template::unit_id.eq(unit.0).or(document_template::unit_id.eq_any(above)))
        .order((document_template::name, document_template::id))
        .limit(LIST_LIMIT)
        .load(&mut *conn.any)?;
    rows.into_iter().map(read).collect()
}

/// Those in use of a unit and of the units below it, by name; of all units without one.
pub fn kept_by(conn: &mut Conn, scope: Option<UnitId>) -> Result<Vec<TemplateHead>, StoreError> {
    let mut query = document_template::table.filter(document_template::retired_at.is_null()).into_boxed();
    if let Some(scope) = scope {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(scope.0)).select(unit_ancestor::unit_id);
        query = query.filter(document_template::unit_id.eq(scope.0).or(document_template::unit_id.eq_any(below)));
    }
    let ordered = query.order((document_template::name, document_template::id)).limit(LIST_LIMIT);
    let rows: Vec<Row> = ordered.load(&mut *conn.any)?;
    rows.into_iter().map(read).collect()
}

/// Gives one up; `false` where it was given up before.
pub fn retire(conn: &mut Conn, id: TemplateId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let used = document_template::table.filter(document_template::id.eq(id.0));
    let used = used.filter(document_template::retired_at.is_null());
    let retired = diesel::update(used).set(document_template::retired_at.eq(at.naive_utc()));
    Ok(retired.execute(&mut *conn.any)? == 1)
}

/// Codes of the measures of all campaigns, each with its audience.
pub fn measure_codes(conn: &mut Conn) -> Result<Vec<(String, String)>, StoreError> {
    Ok(measure::table.select((measure::code, measure::audience)).distinct().load(&mut *conn.any)?)
}

fn read(row: Row) -> Result<TemplateHead, StoreError> {
    let (id, unit, kind, name, blob, file_name, account, added_at, retired_at) = row;
    let known = |word: String| {
        DocumentKind::parse(&word).ok_or_else(|| StoreError::corrupt(format!("mẫu văn bản {id}: loại {word}")))
    };
    Ok(TemplateHead {
        id: TemplateId(id),
        unit: UnitId(unit),
        kind: kind.map(known).transpose()?,
        name,
        blob: BlobId(blob),
        file_name,
        account: account.map(AccountId),
        added_at: added_at.and_utc(),
        retired_at: retired_at.map(|at| at.and_utc()),
    })
}
