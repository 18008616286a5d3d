//! Where this process keeps its data: folder, key file, database; and opening them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::store::{Db, Keys, KeysError, Location, StoreError};

/// The data folder where none is named.
const DATA_FOLDER: &str = "tiendo-data";
/// The database in the data folder.
const DATABASE_FILE: &str = "tiendo.sqlite";

/// Why the data cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Nothing was made there yet.
    #[error("Chưa có dữ liệu ở {0}. Chạy «tiendo demo» để xem thử hoặc «tiendo serve» để tạo dữ liệu mới.")]
    NoData(String),
    /// The folder already holds something.
    #[error("Thư mục dữ liệu {0} đang được dùng. Lệnh này chỉ chạy với thư mục mới: chọn thư mục khác bằng --data.")]
    FolderInUse(PathBuf),
    /// The database already holds data.
    #[error("Cơ sở dữ liệu {0} đã có dữ liệu. Lệnh này chỉ chạy với cơ sở dữ liệu trống.")]
    DatabaseInUse(String),
    /// The folder cannot be made or read.
    #[error("Không tạo hoặc đọc được thư mục dữ liệu {folder}: {reason}.")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The key file.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where this process keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    data: PathBuf,
    key: PathBuf,
    location: Location,
}

impl Settings {
    /// From options and environment, with the defaults for what is not given.
    pub fn new(data: Option<PathBuf>, key: Option<PathBuf>, database_url: Option<&str>) -> Result<Self, SettingsError> {
        let data = data.unwrap_or_else(|| PathBuf::from(DATA_FOLDER));
        let key = key.unwrap_or_else(|| beside(&data));
        if within(&key, &data) {
            return Err(KeysError::InsideData(key).into());
        }
        let location = match database_url {
            Some(address) => Location::parse(address)?,
            None => Location::Sqlite(data.join(DATABASE_FILE)),
        };
        Ok(Self { data, key, location })
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The key file.
    pub fn key(&self) -> &Path {
        &self.key
    }

    /// Whether there is a database to open; one on a server is taken to be there.
    pub fn has_data(&self) -> bool {
        match &self.location {
            Location::Sqlite(path) => path.exists(),
            Location::Postgres(_) => true,
        }
    }

    /// Opens what is there.
    pub fn open(&self) -> Result<Db, SettingsError> {
        if !self.has_data() {
            return Err(SettingsError::NoData(self.location.shown()));
        }
        Ok(Db::open(self.location.clone(), Keys::open(&self.key)?)?)
    }

    /// Opens what is there, or makes a new database with a new key.
    pub fn open_or_create(&self) -> Result<Db, SettingsError> {
        let Location::Postgres(_) = self.location else {
            return if self.has_data() { self.open() } else { self.create() };
        };
        match Keys::open(&self.key) {
            Ok(keys) => Ok(Db::open(self.location.clone(), keys)?),
            Err(KeysError::Missing(_)) => self.create(),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a database without data, made new where it is not there. Data folder and database must be unused.
    pub fn create_unused(&self) -> Result<Db, SettingsError> {
        let entries = fs::read_dir(&self.data).map(Iterator::count);
        if entries.is_ok_and(|entries| entries > 0) {
            return Err(SettingsError::FolderInUse(self.data.clone()));
        }
        if matches!(self.location, Location::Sqlite(_)) && self.has_data() {
            return Err(SettingsError::DatabaseInUse(self.location.shown()));
        }
        let db = match self.open_or_create() {
            // A server that was sealed with another key holds somebody's data.
            Err(SettingsError::Keys(KeysError::Missing(_)) | SettingsError::Store(StoreError::Keys(_))) => {
                return Err(SettingsError::DatabaseInUse(self.location.shown()));
            }
            opened => opened?,
        };
        let units = db.read(crate::store::units::slugs_in_use)?;
        if units.is_empty() { Ok(db) } else { Err(SettingsError::DatabaseInUse(self.location.shown())) }
    }

    /// Makes folder, key and database. A key that does not fit the database after all is removed again, so that the right one can be put there.
    fn create(&self) -> Result<Db, SettingsError> {
        let unusable = |reason| SettingsError::Folder { folder: self.data.clone(), reason };
        create_private_folder(&self.data).map_err(unusable)?;
        let (keys, new) = match Keys::open(&self.key) {
            Err(KeysError::Missing(_)) => (Keys::create(&self.key)?, true),
            opened => (opened?, false),
        };
        match Db::open(self.location.clone(), keys) {
            Err(StoreError::Keys(KeysError::Wrong)) if new => {
                fs::remove_file(&self.key).map_err(unusable)?;
                Err(KeysError::Missing(self.key.clone()).into())
            }
            opened => Ok(opened?),
        }
    }
}

/// Others on the machine may not look into it.
fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// `DIR.key` beside `DIR`.
fn beside(data: &Path) -> PathBuf {
    let mut name = OsString::from(data.components().collect::<PathBuf>());
    name.push(".key");
    PathBuf::from(name)
}

/// Whether a file lies in a folder, whatever links and dots lead there.
fn within(file: &Path, folder: &Path) -> bool {
    let real = |path: &Path| -> PathBuf {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let known = whole.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
        match known {
            Some((part, real)) => real.join(whole.strip_prefix(part).unwrap_or(Path::new(""))),
            None => whole,
        }
    };
    real(file).starts_with(real(folder))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn settings(data: &Path, key: Option<PathBuf>) -> Result<Settings, SettingsError> {
        Settings::new(Some(data.to_owned()), key, None)
    }

    #[test]
    fn the_key_lies_beside_the_folder_and_never_inside() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        assert_eq!(settings(&data, None).unwrap().key(), folder.path().join("data.key"));
        assert_eq!(beside(Path::new("data/")), Path::new("data.key"));
        for inside in [data.join("k.key"), data.join("../data/k.key"), data.join("deep/k.key")] {
            let refused = settings(&data, Some(inside.clone()));
            assert!(matches!(refused, Err(SettingsError::Keys(KeysError::InsideData(_)))), "{}", inside.display());
        }
    }

    #[test]
    fn data_are_made_once_and_need_their_key_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(&folder.path().join("data"), None).unwrap();
        assert!(matches!(settings.open(), Err(SettingsError::NoData(_))));
        drop(settings.open_or_create().unwrap());
        drop(settings.open().unwrap());
        assert!(matches!(settings.create_unused(), Err(SettingsError::FolderInUse(_))));
        fs::remove_file(settings.key()).unwrap();
        let refused = settings.open_or_create();
        assert!(matches!(refused, Err(SettingsError::Keys(KeysError::Missing(_)))), "no second key for old data");
        assert!(!settings.key().exists());
    }

    #[test]
    fn an_unknown_kind_of_database_is_refused() {
        assert!(Settings::new(None, None, Some("mysql://x")).is_err());
        let server = Settings::new(None, None, Some("postgres://tiendo@host/tiendo")).unwrap();
        assert!(server.has_data());
    }
}
