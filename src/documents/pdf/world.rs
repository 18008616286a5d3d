//! What the layout program may see: one layout, the face of one document, and fonts. No network, no files of the machine.

use std::sync::LazyLock;

use rust_embed::RustEmbed;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::FONTS;
use crate::documents::error::DocumentError;
use crate::documents::face::Face;
use crate::documents::sizes::SIZES;

#[derive(RustEmbed)]
#[folder = "reports/"]
struct Layouts;

/// What never changes.
struct Fixed {
    library: LazyHash<Library>,
    layout: Source,
    sizes: Bytes,
    face: FileId,
    sizes_file: FileId,
}

static FIXED: LazyLock<Result<Fixed, String>> = LazyLock::new(|| {
    let layout = Layouts::get("official.typ").ok_or("official.typ")?;
    let layout = String::from_utf8(layout.data.into_owned()).map_err(|error| error.to_string())?;
    Ok(Fixed {
        library: LazyHash::new(Library::default()),
        layout: Source::new(file("official.typ")?, layout),
        sizes: Bytes::new(serde_json::to_vec(&SIZES).map_err(|error| error.to_string())?),
        face: file("face.json")?,
        sizes_file: file("sizes.json")?,
    })
});

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|error| format!("{error:?}"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// The world of one document.
pub(super) struct OneDocument {
    fixed: &'static Fixed,
    face: Bytes,
}

impl OneDocument {
    pub(super) fn of(face: &Face) -> Result<Self, DocumentError> {
        let fixed = FIXED.as_ref().map_err(|error| DocumentError::Layout(error.clone()))?;
        let face = serde_json::to_vec(face).map_err(|error| DocumentError::Layout(error.to_string()))?;
        Ok(Self { fixed, face: Bytes::new(face) })
    }
}

impl World for OneDocument {
    fn library(&self) -> &LazyHash<Library> {
        &self.fixed.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.fixed.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.fixed.layout.id() { Ok(self.fixed.layout.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            face if face == self.fixed.face => Ok(self.face.clone()),
            sizes if sizes == self.fixed.sizes_file => Ok(self.fixed.sizes.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
