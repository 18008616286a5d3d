//! Use cases: what of a unit changes without a document: its contacts, and the order of the units below it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::UnitChangeError;
use crate::access::{AccessError, Actor, AuditEvent, audit, authorise};
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::units::{self, Contact};
use crate::store::{Conn, Db};
use crate::vn::phone::Phone;
use crate::vn::text::tidy;

/// Whom to call in a unit, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactLine {
    /// Name.
    pub name: String,
    /// Post.
    #[serde(default)]
    pub post: Option<String>,
    /// Phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
}

/// Replaces the contacts of a unit, the own one included. Lines without a name are left out.
///
/// # Errors
/// A phone or mail address that is none.
pub fn set_contacts(
    db: &Db,
    actor: &Actor,
    slug: &str,
    lines: &[ContactLine],
    on: NaiveDate,
) -> Result<(), UnitChangeError> {
    let contacts =
        lines.iter().filter(|line| !line.name.trim().is_empty()).map(contact).collect::<Result<Vec<_>, _>>()?;
    db.write(|conn| {
        let unit = managed(conn, actor, slug, on)?;
        units::replace_contacts(conn, unit.id, &contacts)?;
        let detail = json!({ "contacts": contacts.len() });
        let (object_id, place) = (Some(unit.id.0), Some(unit.id));
        audit(conn, actor, AuditEvent { action: "unit.contacts", object: "unit", object_id, unit: place, detail })?;
        Ok(())
    })
}

fn contact(line: &ContactLine) -> Result<Contact, UnitChangeError> {
    let filled = |text: &Option<String>| text.as_deref().map(|text| tidy(text).text).filter(|text| !text.is_empty());
    let name = tidy(&line.name).text;
    let phone = match filled(&line.phone) {
        None => None,
        Some(typed) => {
            let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
            match Phone::parse(&digits) {
                Some(phone) => Some(phone.as_str().to_owned()),
                None => return Err(UnitChangeError::ContactPhone { name, phone: typed }),
            }
        }
    };
    let email = filled(&line.email);
    if let Some(email) = email.as_ref().filter(|email| !email.contains('@') || email.contains(char::is_whitespace)) {
        return Err(UnitChangeError::ContactEmail { name, email: email.clone() });
    }
    Ok(Contact { post: filled(&line.post), name, phone, email })
}

/// Puts the units below one into an order: the one of annexes. Units that are not named keep theirs after the named ones.
pub fn set_order(db: &Db, actor: &Actor, parent: &str, slugs: &[String], on: NaiveDate) -> Result<(), UnitChangeError> {
    db.write(|conn| {
        let parent = managed(conn, actor, parent, on)?;
        let children = units::children(conn, parent.id, on)?;
        let named = slugs.iter().map(|slug| {
            let found = children.iter().find(|child| child.slug == *slug);
            found.map(|child| child.id).ok_or_else(|| UnitChangeError::NoUnit(slug.clone()))
        });
        let mut ordered: Vec<UnitId> = named.collect::<Result<_, _>>()?;
        let rest: Vec<UnitId> = children.iter().map(|child| child.id).filter(|id| !ordered.contains(id)).collect();
        ordered.extend(rest);
        units::set_order(conn, &ordered, on)?;
        let detail = json!({ "order": ordered.iter().map(|id| id.0).collect::<Vec<_>>() });
        let (object_id, place) = (Some(parent.id.0), Some(parent.id));
        audit(conn, actor, AuditEvent { action: "unit.order", object: "unit", object_id, unit: place, detail })?;
        Ok(())
    })
}

/// A unit within the actor's scope, the own one included.
pub(super) fn managed(conn: &mut Conn, actor: &Actor, slug: &str, on: NaiveDate) -> Result<Unit, UnitChangeError> {
    let unknown = || UnitChangeError::NoUnit(slug.to_owned());
    let unit = units::find_by_slug(conn, slug, on)?.ok_or_else(unknown)?;
    match authorise(conn, actor, Operation::ManageUnits, unit.id) {
        Err(AccessError::NotFound) => Err(unknown()),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(unit),
    }
}
