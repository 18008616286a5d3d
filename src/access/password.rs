//! Hashing passwords with Argon2id.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use unicode_normalization::UnicodeNormalization;

use super::error::AccessError;
use super::secret::new_secret;

/// Memory of one hash in KiB, and passes over it: the least that OWASP's password storage guide recommends for Argon2id, and within the second on an
/// old office PC.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes computed at a time: a crowd signing in takes 19 MiB each and all processors otherwise.
const AT_ONCE: usize = 4;
/// Memories of hashes that wait for the next one. Memory that every thread takes for itself and gives back stays with the process.
const MOST_IDLE: usize = 1;
/// Bytes of a salt (RFC 9106, 3.1).
const SALT: usize = 16;
/// Characters of one-time passwords: those that nobody confuses when reading them out.
const READABLE: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Groups of a generated password, and characters of each.
const GROUPS: usize = 4;
const GROUP_LENGTH: usize = 4;

/// Hashes a password to the PHC form with a salt of its own.
pub fn hash(password: &str) -> Result<String, AccessError> {
    let salt = crate::store::random::<SALT>().map_err(crate::store::StoreError::from)?;
    let hasher = hasher()?;
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    compute(&hasher, password, &salt, &mut output)?;
    let hashed = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(hasher.params()).map_err(failed)?,
        salt: Some(Salt::new(&salt).map_err(failed)?),
        hash: Some(Output::new(&output).map_err(failed)?),
    };
    Ok(hashed.to_string())
}

/// Whether a password belongs to a hash. Without a hash it takes as long and says no.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool, AccessError> {
    let known = PasswordHash::new(hash.unwrap_or(stand_in()?)).map_err(failed)?;
    let (Some(salt), Some(expected)) = (known.salt, known.hash) else {
        return Err(failed("hash without salt or output"));
    };
    let algorithm = Algorithm::try_from(known.algorithm.as_str()).map_err(failed)?;
    let version = Version::try_from(known.version.unwrap_or_default()).map_err(failed)?;
    let hasher = Argon2::new(algorithm, version, Params::try_from(&known).map_err(failed)?);
    let mut output = vec![0; expected.len()];
    compute(&hasher, password, &salt, &mut output)?;
    // Outputs are compared in constant time.
    Ok(Output::new(&output).map_err(failed)? == expected && hash.is_some())
}

/// Computes a hash in memory that was used before, once it is its turn.
fn compute(hasher: &Argon2<'_>, password: &str, salt: &[u8], output: &mut [u8]) -> Result<(), AccessError> {
    let mut permit = GATE.enter();
    let memory = permit.memory(hasher.params().block_count());
    hasher.hash_password_into_with_memory(normalised(password).as_bytes(), salt, output, memory).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> AccessError {
    AccessError::Hashing(error.to_string())
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

/// Lets so many in at a time, and lends them memory.
struct Gate {
    room: Mutex<Room>,
    left: Condvar,
}

struct Room {
    inside: usize,
    idle: Vec<Vec<Block>>,
}

/// The one that all hashes pass.
static GATE: Gate = Gate::new();

/// The right to be inside.
struct Permit<'a> {
    gate: &'a Gate,
    memory: Vec<Block>,
}

impl Gate {
    const fn new() -> Self {
        Self { room: Mutex::new(Room { inside: 0, idle: Vec::new() }), left: Condvar::new() }
    }

    /// Waits for its turn.
    fn enter(&self) -> Permit<'_> {
        // The room stays right even if a thread died holding the lock: the number only goes up and down by one, a memory is there or not.
        let room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room =
            self.left.wait_while(room, |room| room.inside >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
        room.inside += 1;
        Permit { gate: self, memory: room.idle.pop().unwrap_or_default() }
    }
}

impl Permit<'_> {
    /// So many blocks. What stands in them does not matter: the first pass writes all of them.
    fn memory(&mut self, blocks: usize) -> &mut [Block] {
        self.memory.resize(blocks, Block::default());
        &mut self.memory
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut room = self.gate.room.lock().unwrap_or_else(PoisonError::into_inner);
        room.inside -= 1;
        if room.idle.len() < MOST_IDLE {
            room.idle.push(std::mem::take(&mut self.memory));
        }
        self.gate.left.notify_one();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use argon2::{PasswordHasher, PasswordVerifier};

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
    fn hashes_are_those_of_the_algorithm_whatever_stood_in_the_memory() {
        let hasher = hasher().unwrap();
        for password in ["mật khẩu thứ nhất", "mật khẩu thứ hai", "mật khẩu thứ ba"] {
            let ours = hash(password).unwrap();
            assert!(hasher.verify_password(password.as_bytes(), ours.as_str()).is_ok());
            let theirs = hasher.hash_password(password.as_bytes()).unwrap().to_string();
            assert!(verify(password, Some(&theirs)).unwrap());
        }
    }

    #[test]
    fn the_way_a_keyboard_writes_diacritics_does_not_matter() {
        let composed = "mật khẩu của tôi";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert!(verify(&decomposed, Some(&hash(composed).unwrap())).unwrap());
    }

    #[test]
    fn a_gate_lets_so_many_in_and_all_through() {
        let gate = Gate::new();
        let (inside, most, through) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..5 * AT_ONCE {
                scope.spawn(|| {
                    let _permit = gate.enter();
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    through.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        assert!(most.into_inner() <= AT_ONCE);
        assert_eq!(through.into_inner(), 5 * AT_ONCE);
        assert_eq!(gate.room.lock().unwrap().inside, 0);
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
