//! Session secrets: 256 random bits, of which the database keeps only a hash.

use sha2::{Digest, Sha256};

use crate::model::hexadecimal::hexadecimal;
use crate::store::{KeysError, random};

/// Bytes of a secret.
const SECRET_BYTES: usize = 32;

/// A new secret, 64 hexadecimal digits.
pub fn new_secret() -> Result<String, KeysError> {
    Ok(hexadecimal(&random::<SECRET_BYTES>()?))
}

/// What is stored of a secret. A fast hash is enough: nobody guesses 256 random bits.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Equality that takes as long for a wrong first character as for a wrong last one.
pub fn same(given: &[u8], expected: &[u8]) -> bool {
    given.len() == expected.len() && given.iter().zip(expected).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_never_repeat() {
        let secrets: std::collections::BTreeSet<String> = (0..100).map(|_| new_secret().unwrap()).collect();
        assert_eq!(secrets.len(), 100);
        assert!(secrets.iter().all(|secret| secret.len() == 2 * SECRET_BYTES));
        assert_eq!(hash("a").len(), 32);
        assert_ne!(hash("a"), hash("b"));
    }

    #[test]
    fn equality_sees_every_byte_and_the_length() {
        assert!(same(b"abc", b"abc") && same(b"", b""));
        for other in [&b"xbc"[..], b"abx", b"ab", b"abcd", b""] {
            assert!(!same(other, b"abc"));
        }
    }
}
