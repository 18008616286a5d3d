//! Changing one's own password: it ends all sessions of the account and opens a new one.

use chrono::{DateTime, Utc};

use super::actor::Door;
use super::error::AccessError;
use super::password_rules::{self, PasswordProblem};
use super::session::resume_to_change_password;
use super::sign_in::{Origin, SignedIn, is_waiting, note_wrong_password, open};
use super::{account, password};
use crate::store::{Db, accounts, sessions};

/// What a change needs besides the session.
pub struct PasswordChange<'a> {
    /// The present password: whoever finds an open page cannot take the account over.
    pub present: &'a str,
    /// The new one.
    pub new: &'a str,
}

/// Changes the password of the session's account. Guessing the present one is slowed down as at signing in.
pub fn change_password(
    db: &Db,
    secret: &str,
    change: &PasswordChange<'_>,
    door: Door,
    source: &str,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccessError> {
    let session = resume_to_change_password(db, secret, door, source, now)?;
    let id = session.account.id;
    let (known, names) = db.read(|c| {
        let known = accounts::get(c, id)?.ok_or(AccessError::NotSignedIn)?;
        let names = account::names_everybody_knows(c, &known.name, &known.display_name, known.unit)?;
        Ok::<_, AccessError>((known, names))
    })?;
    let matches = password::verify(change.present, Some(&known.password_hash))?;
    let new_hash = if matches { Some(checked_hash(change, &names)?) } else { None };
    let origin = Origin { door, source, now };
    let opened = db.write(|c| {
        let present = accounts::get_locked(c, id)?.ok_or(AccessError::NotSignedIn)?;
        match &new_hash {
            Some(hash) if present.password_hash == known.password_hash && !is_waiting(&present, now) => {
                accounts::set_password(c, id, hash, false)?;
                sessions::delete_of(c, id)?;
                let changed = accounts::Account { must_change_password: false, ..present };
                Ok::<_, AccessError>(Some(open(c, &changed, origin, "access.password_changed")?))
            }
            _ => {
                note_wrong_password(c, &present, origin)?;
                Ok(None)
            }
        }
    })?;
    opened.ok_or(AccessError::WrongPassword)
}

fn checked_hash(change: &PasswordChange<'_>, names: &[String]) -> Result<String, AccessError> {
    if change.new == change.present {
        return Err(AccessError::WeakPassword(PasswordProblem::Unchanged));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    password_rules::check(change.new, &names).map_err(AccessError::WeakPassword)?;
    password::hash(change.new)
}
