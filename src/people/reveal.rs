//! Use case: see somebody's numbers in full. Each time leaves a row in the audit chain.

use serde_json::json;

use super::error::PeopleError;
use super::reach::reach;
use super::reason;
use crate::access::{Actor, AuditEvent, audit};
use crate::model::id::PersonId;
use crate::model::role::Operation;
use crate::store::Db;

/// Numbers in full.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Twelve digits.
    pub national_id: Option<String>,
    /// Nine digits.
    pub old_card: Option<String>,
    /// Mobile number.
    pub phone: Option<String>,
    /// Second mobile number.
    pub second_phone: Option<String>,
}

/// Never in a log.
impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Revealed")
    }
}

/// The numbers of a person, for a reason that the audit chain keeps.
///
/// # Errors
///
/// No right to see numbers; nobody of that identity within the actor's scope; a reason of fewer than five letters.
pub fn reveal(db: &Db, actor: &Actor, id: PersonId, reason: &str) -> Result<Revealed, PeopleError> {
    let reason = reason::checked(reason)?;
    db.write(|conn| {
        let (person, unit) = reach(conn, actor, Operation::RevealNumbers, id)?;
        let detail = json!({ "reason": reason::without_numbers(&reason) });
        let event = AuditEvent { action: "person.reveal", object: "person", object_id: Some(id.0), unit, detail };
        audit(conn, actor, event)?;
        let who = person.particulars;
        Ok(Revealed {
            national_id: who.national_id,
            old_card: who.old_card,
            phone: who.phone,
            second_phone: who.second_phone,
        })
    })
}
