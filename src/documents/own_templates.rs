//! The use cases: an office adds Word files as templates, sees them, gives them up, and fills them from a document.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::DocumentError;
use super::own_template::{Template, Values};
use super::show::{DocumentFile, DocumentSheet, MadeFile, file_name, sheet};
use super::{template_sample, template_values};
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::document::DocumentKind;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::{DocumentId, TemplateId};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::progress::snapshots;
use crate::store::document_templates::{self, NewTemplate, TemplateHead};
use crate::store::{Conn, Db, blobs, tasks, units};
use crate::vn::file_name::safe;

/// What the files are kept for.
const PURPOSE: &str = "document-template";
/// The longest name.
const LONGEST: usize = 200;

/// A template as it is added.
#[derive(Debug, Clone, Copy)]
pub struct Added<'a> {
    /// Slug of the unit whose it is.
    pub unit: &'a str,
    /// For documents of one kind only.
    pub kind: Option<DocumentKind>,
    /// What the office calls it; without one, the name of the file.
    pub name: &'a str,
    /// Name of the file.
    pub file_name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// A template in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The template.
    pub head: TemplateHead,
    /// Whose it is.
    pub unit: Unit,
    /// Whether the actor may give it up.
    pub may_retire: bool,
}

/// Adds a template after every field in it was checked.
///
/// # Errors
/// No right, no such unit, no name, or a file that does not do: then all places that cannot be filled are told and nothing is kept.
pub fn add(db: &Db, actor: &Actor, added: &Added<'_>, now: DateTime<Utc>) -> Result<TemplateId, DocumentError> {
    access::allowed(actor, Operation::MakeDocument)?;
    let name = named(added)?;
    check(db, added.bytes)?;
    db.write(|conn| {
        let no_unit = || DocumentError::NoUnit(added.unit.to_owned());
        let unit = units::find_by_slug(conn, added.unit, now.date_naive())?.ok_or_else(no_unit)?;
        match access::authorise(conn, actor, Operation::MakeDocument, unit.id) {
            Err(AccessError::NotFound) => return Err(no_unit()),
            checked => checked?,
        }
        let blob = blobs::keep(conn, PURPOSE, added.bytes, now.naive_utc())?;
        let file_name = safe(added.file_name);
        let (unit, kind, account) = (unit.id, added.kind, actor.account());
        let new = NewTemplate { unit, kind, name: &name, blob, file_name: &file_name, account };
        let id = document_templates::insert(conn, &new, now)?;
        let hash = hexadecimal(&blobs::sha256(added.bytes));
        let event = AuditEvent {
            action: "document-template.add",
            object: "document-template",
            object_id: Some(id.0),
            unit: Some(unit),
            detail: json!({ "kind": kind, "sha256": hash }),
        };
        access::audit(conn, actor, event)?;
        Ok(id)
    })
}

fn named(added: &Added<'_>) -> Result<String, DocumentError> {
    let name = added.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = safe(added.file_name);
    let stem = stem.rsplit_once('.').map_or(stem.as_str(), |(stem, _)| stem);
    let name = if name.is_empty() { stem.to_owned() } else { name };
    Ok(name.chars().take(LONGEST).collect())
}

/// Whether a file does as a template: everything in it is known to the program and to some campaign.
///
/// # Errors
/// All places that cannot be filled.
pub fn check(db: &Db, bytes: &[u8]) -> Result<(), DocumentError> {
    let codes = db.read(document_templates::measure_codes)?;
    let measures: Vec<String> = codes
        .iter()
        .flat_map(|(code, audience)| [code.to_lowercase(), format!("{code}/{audience}").to_lowercase()])
        .collect();
    Ok(Template::read(bytes)?.check(&measures)?)
}

/// The templates in use that the actor sees: those of the own unit, of the units above and of the units below it.
///
/// # Errors
/// No right.
pub fn list(db: &Db, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Listed>, DocumentError> {
    access::allowed(actor, Operation::ViewFigures)?;
    db.read(|conn| {
        let scope = access::scope(actor);
        let mut heads = document_templates::kept_by(conn, scope)?;
        if let Some(own) = scope {
            let above = document_templates::usable_by(conn, own)?;
            heads.extend(above.into_iter().filter(|head| head.unit != own));
        }
        listed(conn, actor, heads, now)
    })
}

/// The templates that a document may be filled into: those of its unit and the units above, for its kind or for all kinds.
///
/// # Errors
/// The database failed.
pub fn usable(db: &Db, actor: &Actor, of: &DocumentSheet, now: DateTime<Utc>) -> Result<Vec<Listed>, DocumentError> {
    db.read(|conn| {
        let mut heads = document_templates::usable_by(conn, of.unit.id)?;
        heads.retain(|head| head.kind.is_none_or(|kind| kind == of.head.kind));
        listed(conn, actor, heads, now)
    })
}

fn listed(
    conn: &mut Conn,
    actor: &Actor,
    heads: Vec<TemplateHead>,
    now: DateTime<Utc>,
) -> Result<Vec<Listed>, DocumentError> {
    let ids: Vec<_> = heads.iter().map(|head| head.unit).collect();
    let named = units::get_many(conn, &ids, now.date_naive())?;
    let mut found = Vec::with_capacity(heads.len());
    for head in heads {
        let Some(unit) = named.iter().find(|unit| unit.id == head.unit).cloned() else { continue };
        let may_retire = match access::scope(actor) {
            _ if access::allowed(actor, Operation::MakeDocument).is_err() => false,
            None => true,
            Some(own) => own == unit.id || units::is_below(conn, unit.id, own)?,
        };
        found.push(Listed { head, unit, may_retire });
    }
    Ok(found)
}

/// The file of a template as it was added.
///
/// # Errors
/// No such template among those that the actor sees.
pub fn file(db: &Db, actor: &Actor, id: TemplateId) -> Result<MadeFile, DocumentError> {
    access::allowed(actor, Operation::ViewFigures)?;
    db.read(|conn| {
        let head = document_templates::find(conn, id)?.ok_or(DocumentError::NoTemplate(id.0))?;
        if let Some(own) = access::scope(actor) {
            let seen =
                head.unit == own || units::is_below(conn, head.unit, own)? || units::is_below(conn, own, head.unit)?;
            if !seen {
                return Err(DocumentError::NoTemplate(id.0));
            }
        }
        Ok(MadeFile { name: head.file_name, bytes: blobs::whole(conn, head.blob)? })
    })
}

/// Gives a template up: no document is filled into it any more.
///
/// # Errors
/// No right, or no such template in use.
pub fn retire(db: &Db, actor: &Actor, id: TemplateId, now: DateTime<Utc>) -> Result<(), DocumentError> {
    access::allowed(actor, Operation::MakeDocument)?;
    db.write(|conn| {
        let none = || DocumentError::NoTemplate(id.0);
        let head = document_templates::find(conn, id)?.ok_or_else(none)?;
        match access::authorise(conn, actor, Operation::MakeDocument, head.unit) {
            Err(AccessError::NotFound) => return Err(none()),
            checked => checked?,
        }
        if !document_templates::retire(conn, id, now)? {
            return Err(none());
        }
        let event = AuditEvent {
            action: "document-template.retire",
            object: "document-template",
            object_id: Some(id.0),
            unit: Some(head.unit),
            detail: json!({}),
        };
        access::audit(conn, actor, event)?;
        Ok(())
    })
}

/// A document filled into a template of its office.
///
/// # Errors
/// No such document or template, or the campaign lacks what a field asks for.
pub fn fill(db: &Db, actor: &Actor, document: DocumentId, template: TemplateId) -> Result<MadeFile, DocumentError> {
    let (sheet, bytes) = db.read(|conn| {
        let sheet = sheet(conn, actor, document)?;
        let usable = document_templates::usable_by(conn, sheet.unit.id)?;
        let head = usable.into_iter().find(|head| head.id == template).ok_or(DocumentError::NoTemplate(template.0))?;
        let bytes = blobs::whole(conn, head.blob)?;
        Ok::<_, DocumentError>((sheet, bytes))
    })?;
    filled(db, actor, &sheet, &bytes)
}

/// A document filled into a file that is at hand.
///
/// # Errors
/// As [`fill`], and those of [`check`].
pub fn fill_file(db: &Db, actor: &Actor, document: DocumentId, bytes: &[u8]) -> Result<MadeFile, DocumentError> {
    check(db, bytes)?;
    let sheet = db.read(|conn| sheet(conn, actor, document))?;
    filled(db, actor, &sheet, bytes)
}

fn filled(db: &Db, actor: &Actor, sheet: &DocumentSheet, bytes: &[u8]) -> Result<MadeFile, DocumentError> {
    let template = Template::read(bytes)?;
    let bytes = template.fill(&values(db, actor, sheet)?)?;
    let name = file_name(sheet, DocumentFile::Docx);
    let name = name.strip_suffix(".docx").map_or_else(|| name.clone(), |stem| format!("{stem}-theo-mau.docx"));
    Ok(MadeFile { name, bytes })
}

/// What a template shows of a document: its words, and the figures of the snapshot that it cites.
///
/// # Errors
/// The figures are not to be seen by the actor, or the database failed.
pub fn values(db: &Db, actor: &Actor, sheet: &DocumentSheet) -> Result<Values, DocumentError> {
    let (_, frozen) = snapshots::show(db, actor, sheet.head.snapshot)?;
    let tasks = db.read(|conn| tasks::of_campaign(conn, sheet.head.campaign))?;
    template_values::values(&sheet.text.content, &frozen, &tasks)
}

/// A template to begin with, which holds every field.
///
/// # Errors
/// The file could not be written: a fault of the program.
pub fn sample(now: DateTime<Utc>) -> Result<MadeFile, DocumentError> {
    Ok(MadeFile { name: "mau-thu.docx".to_owned(), bytes: template_sample::sample(now)? })
}
