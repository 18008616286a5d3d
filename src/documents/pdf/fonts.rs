//! The letters: Times New Roman where it is installed, else a font with the same widths, else the one that is built in.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::documents::sizes::SIZES;

/// File names of the fonts that are looked for, without the marks of bold and italic.
const FILES: [&str; 3] = ["times", "liberationserif", "tinos"];
/// Folders are searched so deep.
const DEPTH: usize = 4;
/// Letters that a font must have; the rest of the Vietnamese alphabet comes with them.
const LETTERS: &str = "ĐđƠơƯưẠạẾếỆệỐốỘộỚớỢợỨứỰựỲỳỸỹỴỵẶặẪẫ";

/// Fonts and their index.
pub(in crate::documents) struct Fonts {
    /// What each is called.
    pub book: LazyHash<FontBook>,
    /// In the order of the index.
    pub fonts: Vec<Font>,
}

/// Read once, when the first document is made.
pub(in crate::documents) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut files = Vec::new();
    for folder in folders() {
        search(&folder, DEPTH, &mut files);
    }
    files.sort();
    let read = files.into_iter().filter_map(|file| fs::read(file).ok()).map(Bytes::new);
    let built_in = typst_assets::fonts().map(Bytes::new);
    let wanted = |font: &Font| SIZES.fonts.contains(&font.info().family.as_str()) && has_all_letters(font);
    let fonts: Vec<Font> = read.chain(built_in).flat_map(Font::iter).filter(wanted).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

fn has_all_letters(font: &Font) -> bool {
    LETTERS.chars().all(|letter| font.info().coverage.contains(u32::from(letter)))
}

/// Where systems keep their fonts.
fn folders() -> Vec<PathBuf> {
    let home = |below: &str| std::env::home_dir().map(|home| home.join(below));
    let windows = std::env::var_os("WINDIR").map(|root| PathBuf::from(root).join("Fonts"));
    let fixed = ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts/Supplemental", "/Library/Fonts"];
    let own = [home(".local/share/fonts"), home(".fonts"), home("Library/Fonts"), windows];
    fixed.iter().map(PathBuf::from).chain(own.into_iter().flatten()).collect()
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                search(&path, depth - 1, found);
            }
        } else if is_wanted(&path) {
            found.push(path);
        }
    }
}

fn is_wanted(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let plain: String = stem.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let font = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ttf") || end.eq_ignore_ascii_case("otf"));
    font && FILES.iter().any(|file| plain.starts_with(file))
}
