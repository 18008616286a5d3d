//! Villages and offices that a list names and the unit does not have yet: created from the file, so that a first list need not fail.

use chrono::Days;

use super::choices::PlaceKind;
use super::commit::authorised_batch;
use super::error::RosterError;
use super::places::Places;
use super::staged::FileSummary;
use super::understand::full_name;
use super::unknown_places::key;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{BatchId, UnitId};
use crate::model::unit::{Unit, UnitKind, Validity};
use crate::store::batches::Batch;
use crate::store::units::{self, Version};
use crate::store::{Conn, Db, StoreError};
use crate::vn::collation::sort_key;
use crate::vn::fold::fold;
use crate::vn::text::tidy;

/// A unit that was created from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedPlace {
    /// Identity.
    pub id: UnitId,
    /// Slug.
    pub slug: String,
    /// Kind.
    pub kind: UnitKind,
    /// Name in full.
    pub name: String,
}

/// Creates villages and offices that the file of a batch names and its unit does not have, below that unit. Whoever may import for the unit may do
/// it. A name that the unit has by now is left out, so that asking twice does nothing twice. The batch has to be read again afterwards; undoing it
/// does not take the units back, because others may have begun to use them.
///
/// # Errors
/// [`RosterError::NotNamed`] for a name that the file does not have, [`RosterError::NoPlaceHere`] where such a unit cannot stand below the unit.
pub fn create_places(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    wanted: &[(PlaceKind, String)],
) -> Result<Vec<CreatedPlace>, RosterError> {
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let parent = units::get(conn, found.unit, found.listed_on)?.ok_or(RosterError::NoBatch(batch.0))?;
        let file: FileSummary = serde_json::from_str(&found.sheets).unwrap_or_default();
        let mut created = Vec::new();
        for (kind, name) in wanted {
            let places = Places::load(conn, &parent, found.listed_on)?;
            if places.find(*kind, name).is_some() {
                continue;
            }
            let named = |known: &&super::staged::UnknownName| {
                known.kind == *kind && key(*kind, &known.name) == key(*kind, name)
            };
            if !file.unknown_places.iter().any(|known| named(&known)) {
                return Err(RosterError::NotNamed { batch: batch.0, name: name.clone() });
            }
            created.push(create(conn, &parent, &found, *kind, name)?);
        }
        if !created.is_empty() {
            audit(conn, actor, &found, &created)?;
        }
        Ok(created)
    })
}

fn create(
    conn: &mut Conn,
    parent: &Unit,
    batch: &Batch,
    place: PlaceKind,
    name: &str,
) -> Result<CreatedPlace, RosterError> {
    let refused = || RosterError::NoPlaceHere { name: name.to_owned(), unit: parent.name.clone() };
    let (kind, name) = match place {
        PlaceKind::Village if parent.kind.is_commune_level() => {
            (UnitKind::Village, full_name(name, village_word(parent.kind)))
        }
        PlaceKind::Office if !parent.kind.is_village() && !parent.kind.is_workplace() => {
            (office_kind(name), tidy(name).text)
        }
        PlaceKind::Village | PlaceKind::Office => return Err(refused()),
    };
    let siblings = units::children(conn, parent.id, batch.listed_on)?;
    let version = Version {
        validity: Validity::ALWAYS,
        kind,
        name: name.clone(),
        official_code: None,
        parent: Some(parent.id),
        line_superior: None,
        local_order: siblings.iter().map(|unit| unit.local_order).max().unwrap_or(0) + 1,
        search_key: fold(&name),
        sort_key: sort_key(&name),
    };
    let slug = free_slug(conn, parent, kind, &name)?;
    let states = through_time(conn, parent, version)?;
    let id = units::add(conn, &slug, &states)?;
    Ok(CreatedPlace { id, slug, kind, name })
}

/// The unit has always been there, as one of a data file without days: since its unit above exists, and below the single successor of that one.
fn through_time(conn: &mut Conn, parent: &Unit, version: Version) -> Result<Vec<Version>, StoreError> {
    let mut states: Vec<Version> = Vec::new();
    let mut above = Some(parent.id);
    while let Some(id) = above.take() {
        let Some(life) = units::life(conn, id)? else { break };
        let begins = states.last().and_then(|state| state.validity.to.succ_opt()).unwrap_or(life.from);
        states.push(Version { validity: Validity { from: begins, to: life.to }, parent: Some(id), ..version.clone() });
        let after = life.to.checked_add_days(Days::new(1)).filter(|_| life.to != Validity::END);
        if let Some(after) = after
            && let [only] = units::successors(conn, id, after)?.as_slice()
        {
            above = Some(*only);
        }
    }
    Ok(states)
}

/// The usual word for the parts of such a unit.
fn village_word(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Ward | UnitKind::Township => "Tổ dân phố",
        _ => "Thôn",
    }
}

/// Kinds by the words of names, folded; earlier lines first.
const OFFICE_WORDS: [(UnitKind, &[&str]); 5] = [
    (UnitKind::Police, &["cong an"]),
    (UnitKind::HealthStation, &["tram y te", "y te", "benh vien", "phong kham", "tram xa"]),
    (UnitKind::School, &["truong", "mam non", "mau giao", "tieu hoc", "thcs", "thpt", "trung hoc"]),
    (
        UnitKind::MassOrganisation,
        &["hoi", "doan", "mat tran", "mttq", "ubmttq", "uy ban mttq", "uy ban mat tran", "cong doan", "lien doan"],
    ),
    (
        UnitKind::Enterprise,
        &[
            "cong ty",
            "cty",
            "hop tac xa",
            "htx",
            "doanh nghiep",
            "dntn",
            "xi nghiep",
            "nha may",
            "ngan hang",
            "quy tin dung",
        ],
    ),
];

/// What kind of office bears such a name.
fn office_kind(name: &str) -> UnitKind {
    let key = fold(name);
    let begins = |word: &&str| key.strip_prefix(*word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let found = OFFICE_WORDS.iter().find(|(_, words)| words.iter().any(begins));
    found.map_or(UnitKind::Office, |(kind, _)| *kind)
}

/// `cam-ngoc/ngoc-binh`; with the kind before a number, and a number behind where another unit has it.
fn free_slug(conn: &mut Conn, parent: &Unit, kind: UnitKind, name: &str) -> Result<String, StoreError> {
    let proper = super::understand::VillageKey::of(name).proper;
    let words = match kind {
        UnitKind::Village if proper.chars().any(char::is_alphabetic) => proper,
        _ => fold(name),
    };
    let plain =
        |c: char| if c.is_ascii_lowercase() || c.is_ascii_digit() { Some(c) } else { (c == ' ').then_some('-') };
    let part: String = words.chars().filter_map(plain).collect();
    let part = part.trim_matches('-');
    units::free_slug(conn, &format!("{}/{}", parent.slug, if part.is_empty() { "don-vi" } else { part }))
}

fn audit(conn: &mut Conn, actor: &Actor, batch: &Batch, created: &[CreatedPlace]) -> Result<(), RosterError> {
    let units: Vec<_> =
        created.iter().map(|place| serde_json::json!({ "unit": place.id.0, "slug": place.slug })).collect();
    let event = AuditEvent {
        action: "import.create_places",
        object: "import_batch",
        object_id: Some(batch.id.0),
        unit: Some(batch.unit),
        detail: serde_json::json!({ "units": units }),
    };
    access::audit(conn, actor, event)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_of_the_kind_their_name_says() {
        for (name, kind) in [
            ("Trường THCS Cẩm Ngọc", UnitKind::School),
            ("Mầm non Hoa Sen", UnitKind::School),
            ("TRẠM Y TẾ XÃ", UnitKind::HealthStation),
            ("Công an xã Cẩm Ngọc", UnitKind::Police),
            ("Hội Liên hiệp Phụ nữ", UnitKind::MassOrganisation),
            ("Đoàn Thanh niên", UnitKind::MassOrganisation),
            ("Công ty TNHH May Thủy Nguyên", UnitKind::Enterprise),
            ("HTX Nông nghiệp", UnitKind::Enterprise),
            ("Văn phòng HĐND và UBND", UnitKind::Office),
        ] {
            assert_eq!(office_kind(name), kind, "{name}");
        }
    }
}
