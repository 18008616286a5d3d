//! The use cases: see and set what a body's documents say about it.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::error::DocumentError;
use super::office::{Office, office};
use crate::access::{self, Actor, AuditEvent};
use crate::model::document::{Form, IssuingBody, NumberingRule, OfficeSettings, Symbol, check_authority};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Conn, Db, document_numbers, issuing_offices, units};

/// A part of the settings that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficePart {
    /// The line above.
    Superior,
    /// The lines of the agency.
    Agency,
    /// Where it sits.
    Place,
    /// Its name in running text.
    Name,
    /// Abbreviation in symbols.
    Abbreviation,
    /// Who drafts.
    Drafter,
    /// Lines above the signature.
    Authority,
    /// Who signs.
    Signer,
    /// Who gets copies.
    Copies,
}

/// Settings as they are typed; lists are one entry per line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedOffice {
    /// The line above; empty for none.
    pub superior: String,
    /// The lines of the agency.
    pub agency: String,
    /// Where it sits.
    pub place: String,
    /// Its name in running text.
    pub name: String,
    /// Abbreviation in symbols.
    pub abbreviation: String,
    /// Who drafts; empty for nobody.
    pub drafter: String,
    /// Lines above the signature.
    pub authority: String,
    /// Who signs; empty where it is left open.
    pub signer: String,
    /// Who gets copies; empty for what each kind says.
    pub copies: String,
    /// How documents are numbered.
    pub numbering: NumberingRule,
}

/// The settings of a body.
#[derive(Debug, Clone)]
pub struct OfficeSheet {
    /// The unit that it belongs to.
    pub unit: Unit,
    /// Which body.
    pub body: IssuingBody,
    /// What its new documents say about it.
    pub settings: OfficeSettings,
    /// Whether somebody has set it; else it follows from the unit's name and level.
    pub is_set: bool,
    /// Whether the actor may set it.
    pub may_set: bool,
}

/// The settings of the body that issues the documents of a unit.
///
/// # Errors
/// No such unit, not to be seen by the actor, or no such body.
pub fn office_sheet(
    db: &Db,
    actor: &Actor,
    (unit, body): (&str, IssuingBody),
    today: NaiveDate,
) -> Result<OfficeSheet, DocumentError> {
    db.read(|conn| {
        let (office, unit) = find(conn, actor, (unit, body), (Operation::ViewFigures, today))?;
        let set = issuing_offices::find(conn, unit.id, body)?;
        let may_set = access::allowed(actor, Operation::IssueDocument).is_ok();
        let is_set = set.is_some();
        Ok(OfficeSheet { unit, body, settings: set.unwrap_or_else(|| office.settings()), is_set, may_set })
    })
}

/// Sets what the new documents of a body say about it, and how they are numbered from now on.
///
/// # Errors
/// No right, no such unit or body, or a part that does not do.
pub fn set_office(
    db: &Db,
    actor: &Actor,
    (unit, body): (&str, IssuingBody),
    typed: &TypedOffice,
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    let settings = checked(typed)?;
    let today = crate::model::as_of::AsOf::of_instant(now).day();
    db.write(|conn| {
        let (_, unit) = find(conn, actor, (unit, body), (Operation::IssueDocument, today))?;
        // Whoever is giving a number meanwhile gives it by the old rule or by the new one, never by both.
        document_numbers::take_turn(conn, unit.id)?;
        issuing_offices::set(conn, (unit.id, body), &settings, (actor.account(), now))?;
        note(conn, actor, &unit, json!({ "body": body, "numbering": settings.numbering }))
    })
}

/// Forgets what was set: new documents say again what the unit's name and level tell, and share one sequence of numbers.
///
/// # Errors
/// No right, or no such unit or body.
pub fn forget_office(
    db: &Db,
    actor: &Actor,
    (unit, body): (&str, IssuingBody),
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    let today = crate::model::as_of::AsOf::of_instant(now).day();
    db.write(|conn| {
        let (_, unit) = find(conn, actor, (unit, body), (Operation::IssueDocument, today))?;
        document_numbers::take_turn(conn, unit.id)?;
        issuing_offices::forget(conn, unit.id, body)?;
        note(conn, actor, &unit, json!({ "body": body, "numbering": NumberingRule::default(), "forgotten": true }))
    })
}

fn note(conn: &mut Conn, actor: &Actor, unit: &Unit, detail: serde_json::Value) -> Result<(), DocumentError> {
    let (action, object) = ("document.office", "unit");
    access::audit(conn, actor, AuditEvent { action, object, object_id: Some(unit.id.0), unit: Some(unit.id), detail })?;
    Ok(())
}

fn find(
    conn: &mut Conn,
    actor: &Actor,
    (slug, body): (&str, IssuingBody),
    (operation, on): (Operation, NaiveDate),
) -> Result<(Office, Unit), DocumentError> {
    access::allowed(actor, operation)?;
    let no_unit = || DocumentError::NoUnit(slug.to_owned());
    let asked = units::find_by_slug(conn, slug, on)?.ok_or_else(no_unit)?;
    let path = units::path(conn, asked.id, on)?;
    let office = office(&path, body).ok_or_else(|| DocumentError::NoOffice(asked.name.clone()));
    // Outside the scope nothing is told, not even that there is no such body.
    let unit = office.as_ref().map_or(asked.id, |office| office.unit);
    match access::authorise(conn, actor, operation, unit) {
        Err(access::AccessError::NotFound) => return Err(no_unit()),
        checked => checked?,
    }
    let office = office?;
    let unit = path.into_iter().find(|unit| unit.id == office.unit).ok_or_else(no_unit)?;
    Ok((office, unit))
}

/// Longest lines, in characters.
const LONGEST: usize = 80;
/// Longest names of people and places, in characters.
const LONGEST_NAME: usize = 60;
/// Most lines of an agency, and of «Nơi nhận».
const MOST_LINES: (usize, usize) = (3, 20);
/// Academic titles, which the decree keeps out of signatures.
const TITLES: [&str; 8] = ["GS.", "PGS.", "TS.", "ThS.", "TSKH.", "BS.", "KS.", "CN."];

fn checked(typed: &TypedOffice) -> Result<OfficeSettings, DocumentError> {
    let (superior, agency) = (lines(&typed.superior), lines(&typed.agency));
    if superior.len() > 1 {
        return bad(OfficePart::Superior, "Cơ quan chủ quản chỉ ghi một dòng.");
    }
    if agency.is_empty() || agency.len() > MOST_LINES.0 {
        return bad(OfficePart::Agency, format!("Tên cơ quan ban hành gồm từ 1 đến {} dòng.", MOST_LINES.0));
    }
    for (part, line) in superior
        .iter()
        .map(|line| (OfficePart::Superior, line))
        .chain(agency.iter().map(|line| (OfficePart::Agency, line)))
    {
        capitals(part, line)?;
    }
    let place = one_line(&typed.place);
    if place.is_empty() || place.chars().count() > LONGEST_NAME || !place.starts_with(char::is_uppercase) {
        return bad(OfficePart::Place, "Hãy ghi địa danh, viết hoa chữ đầu, ví dụ Cẩm Ngọc (không quá 60 ký tự).");
    }
    let name = one_line(&typed.name);
    if name.is_empty() || name.chars().count() > LONGEST {
        return bad(
            OfficePart::Name,
            "Hãy ghi tên cơ quan như viết trong câu, ví dụ UBND xã Cẩm Ngọc (không quá 80 ký tự).",
        );
    }
    let (abbreviation, drafter) = symbol(typed)?;
    let authority = lines(&typed.authority);
    check_authority(&authority).or_else(|error| bad(OfficePart::Authority, error.to_string()))?;
    Ok(OfficeSettings {
        superior: superior.into_iter().next(),
        agency,
        place,
        name,
        abbreviation,
        drafter,
        authority,
        signer: signer(&typed.signer)?,
        copies: copies(&typed.copies)?,
        numbering: typed.numbering,
    })
}

fn capitals(part: OfficePart, line: &str) -> Result<(), DocumentError> {
    if line.chars().count() > LONGEST {
        return bad(part, format!("Dòng «{line}» dài hơn {LONGEST} ký tự; hãy chia thành hai dòng."));
    }
    if line.to_uppercase() != line {
        return bad(part, format!("Tên cơ quan ở đầu văn bản phải viết hoa: «{}».", line.to_uppercase()));
    }
    Ok(())
}

/// Abbreviation and drafter, checked as the symbols that they make.
fn symbol(typed: &TypedOffice) -> Result<(String, String), DocumentError> {
    let part = |part, text: &str| {
        let parsed = Symbol::parse(text).map_err(|error| DocumentError::BadOffice { part, text: error.to_string() })?;
        let text = parsed.as_str().to_owned();
        let capital = text.to_uppercase();
        if capital == text {
            Ok(text)
        } else {
            bad(part, format!("Chữ viết tắt trong ký hiệu viết hoa: «{capital}»."))
        }
    };
    let abbreviation = part(OfficePart::Abbreviation, typed.abbreviation.trim())?;
    let drafter = match typed.drafter.trim() {
        "" => String::new(),
        text => part(OfficePart::Drafter, text)?,
    };
    for form in Form::ALL {
        Symbol::of(form, &abbreviation, &drafter).or_else(|_| {
            bad(OfficePart::Drafter, "Ký hiệu gồm chữ viết tắt cơ quan và đơn vị soạn thảo dài quá 40 ký tự.")
        })?;
    }
    Ok((abbreviation, drafter))
}

fn signer(typed: &str) -> Result<Option<String>, DocumentError> {
    let name = one_line(typed);
    if name.chars().count() > LONGEST_NAME {
        return bad(OfficePart::Signer, "Họ tên người ký dài hơn 60 ký tự.");
    }
    if let Some(title) = TITLES.into_iter().find(|title| name.starts_with(title)) {
        return bad(OfficePart::Signer, format!("Không ghi học hàm, học vị ({title}) trước họ tên người ký."));
    }
    Ok((!name.is_empty()).then_some(name))
}

fn copies(typed: &str) -> Result<Vec<String>, DocumentError> {
    let copies: Vec<String> = lines(typed).iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect();
    if copies.len() > MOST_LINES.1 || copies.iter().any(|line| line.chars().count() > LONGEST) {
        return bad(
            OfficePart::Copies,
            format!("Nơi nhận có nhiều nhất {} dòng, mỗi dòng không quá {LONGEST} ký tự.", MOST_LINES.1),
        );
    }
    Ok(copies)
}

/// A line of «Nơi nhận» without the marks that printing adds.
fn bare(line: &str) -> String {
    line.trim_start_matches(['-', ' ']).trim_end_matches(['.', ';', ' ']).to_owned()
}

fn bad<T>(part: OfficePart, text: impl Into<String>) -> Result<T, DocumentError> {
    Err(DocumentError::BadOffice { part, text: text.into() })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect()
}
