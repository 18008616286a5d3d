//! Fonts whose characters are not what they show.

use crate::roster::grid::LegacyFont;

/// The family a font name belongs to: `.VnTime`, `.VnTimeH` (TCVN 5712:1993), `VNI-Times` (VNI), `Wingdings`, `Wingdings 2`.
pub fn of_font_name(name: &str) -> Option<LegacyFont> {
    let lower = name.trim().to_ascii_lowercase();
    if let Some(face) = lower.strip_prefix(".vn") {
        Some(LegacyFont::Tcvn3 { capitals: face.ends_with('h') })
    } else if lower.starts_with("vni-") {
        Some(LegacyFont::Vni)
    } else if lower == "wingdings" {
        Some(LegacyFont::Wingdings)
    } else if lower == "wingdings 2" {
        Some(LegacyFont::Wingdings2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families() {
        assert_eq!(of_font_name(".VnTime"), Some(LegacyFont::Tcvn3 { capitals: false }));
        assert_eq!(of_font_name(".VnArialH"), Some(LegacyFont::Tcvn3 { capitals: true }));
        assert_eq!(of_font_name("VNI-Times"), Some(LegacyFont::Vni));
        assert_eq!(of_font_name("Wingdings"), Some(LegacyFont::Wingdings));
        assert_eq!(of_font_name("wingdings 2"), Some(LegacyFont::Wingdings2));
        assert_eq!(of_font_name("Times New Roman"), None);
    }
}
