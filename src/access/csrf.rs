//! The token that every form of a page carries: a keyed digest of the session's secret, so that it needs no storage and dies with the session.

use super::secret::same;
use crate::model::hexadecimal::hexadecimal;
use crate::store::Keys;

/// What the digest is for; another purpose gives another digest.
const PURPOSE: &str = "csrf";

/// The token of a session's forms.
pub(super) fn csrf_token(keys: &Keys, secret: &str) -> String {
    hexadecimal(&keys.token_digest(PURPOSE, secret.as_bytes()))
}

/// Whether a form came from a page of this session.
pub fn csrf_matches(expected: &str, given: &str) -> bool {
    same(given.as_bytes(), expected.as_bytes())
}
