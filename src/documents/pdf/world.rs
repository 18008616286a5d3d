//! What the layout program may see: one layout, what is to be said, PDFs that are attached, and fonts. No network, no files of the machine.

use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::FONTS;
use crate::documents::error::DocumentError;
use crate::documents::sizes::SIZES;

#[derive(RustEmbed)]
#[folder = "reports/"]
struct Layouts;

/// The layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A document by Nghị định 30/2020/NĐ-CP.
    Official,
    /// A poster with a code to scan.
    Poster,
    /// Pages of a PDF as they are.
    Attached,
    /// The first page of a progress workbook.
    Summary,
}

impl Layout {
    /// Its file in `reports/`.
    fn file(self) -> &'static str {
        match self {
            Self::Official => "official.typ",
            Self::Poster => "poster.typ",
            Self::Attached => "attached.typ",
            Self::Summary => "summary.typ",
        }
    }
}

/// What never changes.
struct Fixed {
    library: LazyHash<Library>,
    official: Source,
    poster: Source,
    attached: Source,
    summary: Source,
    sizes: Bytes,
    face: FileId,
    sizes_file: FileId,
}

static FIXED: LazyLock<Result<Fixed, String>> = LazyLock::new(|| {
    Ok(Fixed {
        library: LazyHash::new(Library::default()),
        official: source(Layout::Official)?,
        poster: source(Layout::Poster)?,
        attached: source(Layout::Attached)?,
        summary: source(Layout::Summary)?,
        sizes: Bytes::new(serde_json::to_vec(&SIZES).map_err(|error| error.to_string())?),
        face: file("face.json")?,
        sizes_file: file("sizes.json")?,
    })
});

/// Reads layouts and fonts now.
pub(super) fn prepared() -> Result<(), DocumentError> {
    LazyLock::force(&FONTS);
    FIXED.as_ref().map(|_| ()).map_err(|error| DocumentError::Layout(error.clone()))
}

fn source(layout: Layout) -> Result<Source, String> {
    let name = layout.file();
    let text = Layouts::get(name).ok_or(name)?;
    let text = String::from_utf8(text.data.into_owned()).map_err(|error| error.to_string())?;
    Ok(Source::new(file(name)?, text))
}

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|error| format!("{error:?}"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// The world of one document.
pub(super) struct OneDocument {
    fixed: &'static Fixed,
    layout: &'static Source,
    face: Bytes,
    files: Vec<(FileId, Bytes)>,
}

/// Where an attached PDF is found, the first being 0.
pub(in crate::documents) fn attached_path(at: usize) -> String {
    format!("/attached-{at}.pdf")
}

impl OneDocument {
    pub(super) fn of(layout: Layout, face: &impl Serialize, files: Vec<Vec<u8>>) -> Result<Self, DocumentError> {
        let fixed = FIXED.as_ref().map_err(|error| DocumentError::Layout(error.clone()))?;
        let face = serde_json::to_vec(face).map_err(|error| DocumentError::Layout(error.to_string()))?;
        let layout = match layout {
            Layout::Official => &fixed.official,
            Layout::Poster => &fixed.poster,
            Layout::Attached => &fixed.attached,
            Layout::Summary => &fixed.summary,
        };
        let named = |(at, bytes)| Ok((file(&attached_path(at))?, Bytes::new::<Vec<u8>>(bytes)));
        let files = files.into_iter().enumerate().map(named).collect::<Result<_, _>>();
        Ok(Self { fixed, layout, face: Bytes::new(face), files: files.map_err(DocumentError::Layout)? })
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
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() { Ok(self.layout.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            face if face == self.fixed.face => Ok(self.face.clone()),
            sizes if sizes == self.fixed.sizes_file => Ok(self.fixed.sizes.clone()),
            other => {
                let attached = self.files.iter().find(|(id, _)| *id == other);
                attached.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
            }
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
