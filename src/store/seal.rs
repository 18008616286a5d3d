//! Sealing of personal data at rest: AES-256-GCM with keys derived from one key file, and a keyed blind index for exact look-up.

use crate::model::hexadecimal::hexadecimal;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of the master key.
const KEY_BYTES: usize = 32;
/// Bytes of a nonce of AES-GCM.
const NONCE_BYTES: usize = 12;
/// First byte of every sealed value: the way it was sealed.
const SEAL_VERSION: u8 = 1;

/// Something sealed.
pub type SealedText = Vec<u8>;

/// What can go wrong with the key file.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// There is none.
    #[error(
        "Không có tệp khóa {0}. Đặt lại đúng tệp khóa đã dùng khi tạo dữ liệu (tùy chọn --key hoặc biến TIENDO_KEY); \
         không có khóa thì không mở được số định danh và số điện thoại."
    )]
    Missing(PathBuf),
    /// It exists but cannot be read, or cannot be written.
    #[error("Không đọc hoặc ghi được tệp khóa {place}: {reason}.")]
    Unreadable {
        /// The file.
        place: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// It is not a key.
    #[error("Tệp {0} không phải tệp khóa của tiendo (cần đúng 64 chữ số thập lục phân).")]
    Malformed(PathBuf),
    /// It lies inside the data folder, where a thief would find both.
    #[error("Tệp khóa {0} nằm trong thư mục dữ liệu. Để khóa ở nơi khác rồi chạy lại.")]
    InsideData(PathBuf),
    /// It is another key than the one that sealed the data.
    #[error("Tệp khóa không đúng với dữ liệu này: dữ liệu được niêm phong bằng khóa khác.")]
    Wrong,
    /// A sealed value was changed or belongs elsewhere.
    #[error("Một giá trị niêm phong không mở được: dữ liệu đã bị sửa hoặc khóa không đúng.")]
    Broken,
    /// The system gave no randomness.
    #[error("Hệ điều hành không cung cấp được số ngẫu nhiên: {0}.")]
    NoRandomness(String),
}

/// The keys derived from the key file.
#[derive(Clone)]
pub struct Keys {
    cipher: Aes256Gcm,
    index: [u8; KEY_BYTES],
    token: [u8; KEY_BYTES],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

/// Fills an array with randomness of the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], KeysError> {
    let mut bytes = [0u8; N];
    rand::TryRng::try_fill_bytes(&mut rand::rngs::SysRng, &mut bytes)
        .map_err(|e| KeysError::NoRandomness(e.to_string()))?;
    Ok(bytes)
}

impl Keys {
    /// Makes a new key file; refuses to replace one.
    pub fn create(path: &Path) -> Result<Self, KeysError> {
        let unreadable = |e: std::io::Error| KeysError::Unreadable { place: path.to_owned(), reason: e.to_string() };
        let master = random::<KEY_BYTES>()?;
        let hex = hexadecimal(&master);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(unreadable)?;
        file.write_all(hex.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            .map_err(unreadable)?;
        Self::derive(&master)
    }

    /// Reads a key file.
    pub fn open(path: &Path) -> Result<Self, KeysError> {
        let text = fs::read_to_string(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => KeysError::Missing(path.to_owned()),
            std::io::ErrorKind::InvalidData => KeysError::Malformed(path.to_owned()),
            _ => KeysError::Unreadable { place: path.to_owned(), reason: e.to_string() },
        })?;
        let master = from_hex(text.trim()).ok_or_else(|| KeysError::Malformed(path.to_owned()))?;
        Self::derive(&master)
    }

    fn derive(master: &[u8; KEY_BYTES]) -> Result<Self, KeysError> {
        let hkdf = Hkdf::<Sha256>::new(None, master);
        let expand = |label: &str| -> Result<[u8; KEY_BYTES], KeysError> {
            let mut key = [0u8; KEY_BYTES];
            hkdf.expand(label.as_bytes(), &mut key).map_err(|_| KeysError::Broken)?;
            Ok(key)
        };
        let seal = expand("tiendo seal v1")?;
        Ok(Self {
            cipher: Aes256Gcm::new(&Key::<Aes256Gcm>::from(seal)),
            index: expand("tiendo blind index v1")?,
            token: expand("tiendo token v1")?,
        })
    }

    /// Seals bytes for one purpose (`person.phone`): a value moved to another column does not open.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<SealedText, KeysError> {
        let nonce = random::<NONCE_BYTES>()?;
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| KeysError::Broken)?;
        let mut out = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        out.push(SEAL_VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what [`Keys::seal`] made for the same purpose.
    pub fn open_sealed(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        let (version, rest) = sealed.split_first().ok_or(KeysError::Broken)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(KeysError::Broken)?;
        if *version != SEAL_VERSION {
            return Err(KeysError::Broken);
        }
        let payload = Payload { msg: body, aad: purpose.as_bytes() };
        self.cipher.decrypt(&Nonce::from(*nonce), payload).map_err(|_| KeysError::Broken)
    }

    /// Seals text.
    pub fn seal_text(&self, purpose: &str, plain: &str) -> Result<SealedText, KeysError> {
        self.seal(purpose, plain.as_bytes())
    }

    /// Opens sealed text.
    pub fn open_text(&self, purpose: &str, sealed: &[u8]) -> Result<String, KeysError> {
        String::from_utf8(self.open_sealed(purpose, sealed)?).map_err(|_| KeysError::Broken)
    }

    /// The blind index of a value: equal values give equal indexes, nothing else can be learnt without the key.
    pub fn blind_index(&self, purpose: &str, plain: &str) -> Vec<u8> {
        self.content_digest(purpose, plain.as_bytes())
    }

    /// A keyed digest of content: equal content gives equal digests, nothing else can be learnt without the key.
    pub fn content_digest(&self, purpose: &str, content: &[u8]) -> Vec<u8> {
        let mut mac = keyed(&self.index);
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(content);
        mac.finalize().into_bytes().iter().take(16).copied().collect()
    }

    /// A keyed digest for tokens that the server hands out and checks again (CSRF, signatures of API tokens).
    pub fn token_digest(&self, purpose: &str, data: &[u8]) -> [u8; KEY_BYTES] {
        let mut mac = keyed(&self.token);
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(data);
        mac.finalize().into_bytes().into()
    }
}

fn keyed(key: &[u8; KEY_BYTES]) -> Hmac<Sha256> {
    // A key of the length of the block never fails; the array type makes that certain.
    <Hmac<Sha256> as hmac::KeyInit>::new(&(*key).into_block())
}

/// HMAC keys are padded with zeros to the block (RFC 2104).
trait IntoBlock {
    fn into_block(self) -> hmac::digest::Key<Hmac<Sha256>>;
}

impl IntoBlock for [u8; KEY_BYTES] {
    fn into_block(self) -> hmac::digest::Key<Hmac<Sha256>> {
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        for (to, from) in block.iter_mut().zip(self) {
            *to = from;
        }
        block
    }
}

fn from_hex(text: &str) -> Option<[u8; KEY_BYTES]> {
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0u8; KEY_BYTES];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::derive(&[7; KEY_BYTES]).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_again_only_for_its_purpose() {
        let sealed = keys().seal_text("person.phone", "0912000000").unwrap();
        assert_eq!(keys().open_text("person.phone", &sealed).unwrap(), "0912000000");
        assert!(keys().open_text("person.national_id", &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(keys().open_text("person.phone", &changed).is_err());
        assert!(Keys::derive(&[8; KEY_BYTES]).unwrap().open_text("person.phone", &sealed).is_err());
    }

    #[test]
    fn sealing_twice_looks_different_and_indexing_twice_the_same() {
        let keys = keys();
        assert_ne!(keys.seal_text("p", "x").unwrap(), keys.seal_text("p", "x").unwrap());
        assert_eq!(keys.blind_index("p", "x"), keys.blind_index("p", "x"));
        assert_ne!(keys.blind_index("p", "x"), keys.blind_index("q", "x"));
    }

    #[test]
    fn a_key_file_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.key");
        let made = Keys::create(&path).unwrap();
        assert!(Keys::create(&path).is_err(), "an existing key is never replaced");
        let sealed = made.seal_text("p", "x").unwrap();
        assert_eq!(Keys::open(&path).unwrap().open_text("p", &sealed).unwrap(), "x");
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(Keys::open(&path), Err(KeysError::Malformed(_))));
        assert!(matches!(Keys::open(&folder.path().join("none")), Err(KeysError::Missing(_))));
    }
}
