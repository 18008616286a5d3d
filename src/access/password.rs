//! Hashing passwords with Argon2id.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use unicode_normalization::UnicodeNormalization;

use super::error::AccessError;
use super::secret::new_secret;

/// Memory of one hash in KiB, and passes over it: the least that OWASP's password storage guide recommends for Argon2id, and within the second on an
/// old office PC.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes computed at a time: a crowd signing in takes 19 MiB each and all processors otherwise.
const AT_ONCE: usize = 4;
/// Characters of one-time passwords: those that nobody confuses when reading them out.
const READABLE: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Groups of a generated password, and characters of each.
const GROUPS: usize = 4;
const GROUP_LENGTH: usize = 4;

/// Hashes a password to the PHC form with a salt of its own.
pub fn hash(password: &str) -> Result<String, AccessError> {
    let _permit = Permit::take();
    let hashed = hasher()?.hash_password(normalised(password).as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|e| AccessError::Hashing(e.to_string()))
}

/// Whether a password belongs to a hash. Without a hash it takes as long and says no.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool, AccessError> {
    let stand_in = stand_in()?;
    let _permit = Permit::take();
    let matches = hasher()?.verify_password(normalised(password).as_bytes(), hash.unwrap_or(stand_in)).is_ok();
    Ok(matches && hash.is_some())
}

/// A random password that can be read out over the telephone: `kx7m-…`, 79 bits.
pub fn generate() -> Result<String, AccessError> {
    let mut groups = Vec::with_capacity(GROUPS);
    for _ in 0..GROUPS {
        let mut group = String::with_capacity(GROUP_LENGTH);
        while group.len() < GROUP_LENGTH {
            let [byte] = crate::store::random::<1>().map_err(crate::store::StoreError::from)?;
            // 248 = 8 × 31: bytes above it would make the first letters likelier.
            if byte < 248 {
                group.extend(READABLE.get(usize::from(byte) % READABLE.len()).map(|letter| char::from(*letter)));
            }
        }
        groups.push(group);
    }
    Ok(groups.join("-"))
}

/// Keyboards differ in how they write "ế"; the password is the same.
fn normalised(password: &str) -> String {
    password.nfc().collect()
}

fn hasher() -> Result<Argon2<'static>, AccessError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|e| AccessError::Hashing(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash that stands in where a name is unknown, so that the answer takes as long.
fn stand_in() -> Result<&'static str, AccessError> {
    static STAND_IN: OnceLock<String> = OnceLock::new();
    if let Some(hash) = STAND_IN.get() {
        return Ok(hash);
    }
    let hash = hash(&new_secret().map_err(crate::store::StoreError::from)?)?;
    Ok(STAND_IN.get_or_init(|| hash))
}

/// The right to compute a hash now.
struct Permit;

static BUSY: Mutex<usize> = Mutex::new(0);
static DONE: Condvar = Condvar::new();

impl Permit {
    fn take() -> Self {
        // The counter stays right even if a thread died holding the lock: it only adds and subtracts one.
        let busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
        let mut busy = DONE.wait_while(busy, |busy| *busy >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
        *busy += 1;
        Self
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *BUSY.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        DONE.notify_one();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_password_only_and_says_how_it_was_made() {
        let hashed = hash("một câu ngắn dễ nhớ").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(verify("một câu ngắn dễ nhớ", Some(&hashed)).unwrap());
        assert!(!verify("một câu ngắn dễ nhờ", Some(&hashed)).unwrap());
        assert!(!verify("một câu ngắn dễ nhớ", None).unwrap());
        assert_ne!(hash("một câu ngắn dễ nhớ").unwrap(), hashed, "salted");
    }

    #[test]
    fn the_way_a_keyboard_writes_diacritics_does_not_matter() {
        let composed = "mật khẩu của tôi";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert!(verify(&decomposed, Some(&hash(composed).unwrap())).unwrap());
    }

    #[test]
    fn more_hashes_than_permits_all_finish() {
        let hashed = hash("x").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..3 * AT_ONCE {
                scope.spawn(|| assert!(verify("x", Some(&hashed)).unwrap()));
            }
        });
        assert_eq!(*BUSY.lock().unwrap(), 0);
    }

    #[test]
    fn generated_passwords_are_readable_long_enough_and_pass_the_rules() {
        for _ in 0..50 {
            let password = generate().unwrap();
            assert_eq!(password.len(), 19);
            assert!(password.bytes().all(|b| b == b'-' || READABLE.contains(&b)), "{password}");
            super::super::password_rules::check(&password, &[]).unwrap();
        }
    }
}
