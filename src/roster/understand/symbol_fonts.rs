//! Single signs typed in symbol fonts: `ü` shows as a tick in Wingdings, `P` in Wingdings 2.

use super::super::grid::LegacyFont;

/// The sign that a cell of one character shows, where that is a tick, a cross or a box. Without the font (csv, pasted values) only the signs that no
/// list writes for themselves are believed.
pub(super) fn sign_of(text: &str, font: Option<LegacyFont>) -> Option<&'static str> {
    let mut characters = text.trim().chars();
    let (Some(character), None) = (characters.next(), characters.next()) else { return None };
    let code = match u32::from(character) {
        // texts pasted from Word keep symbol fonts in the private area
        private @ 0xF020..=0xF0FF => {
            let code = private - 0xF000;
            return match font {
                Some(LegacyFont::Wingdings2) => wingdings2(code),
                _ => wingdings(code).or_else(|| wingdings2(code)),
            };
        }
        code => code,
    };
    match font {
        Some(LegacyFont::Wingdings) => wingdings(code),
        Some(LegacyFont::Wingdings2) => wingdings2(code),
        _ if matches!(character, 'ü' | 'þ' | 'û' | '¨') => wingdings(code),
        _ => None,
    }
}

fn wingdings(code: u32) -> Option<&'static str> {
    match code {
        0xFC => Some("✓"),
        0xFE => Some("☑"),
        0xFB => Some("✗"),
        0xFD | 0x78 => Some("☒"),
        0xA8 | 0x6F | 0x71 => Some("☐"),
        0x6E => Some("■"),
        _ => None,
    }
}

fn wingdings2(code: u32) -> Option<&'static str> {
    match code {
        0x50 => Some("✓"),
        0x52 => Some("☑"),
        0x4F => Some("✗"),
        0x51 | 0x53 | 0x54 => Some("☒"),
        0xA3 | 0x2A => Some("☐"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_read_as_the_font_shows_them() {
        for (text, font, sign) in [
            ("ü", Some(LegacyFont::Wingdings), Some("✓")),
            (" þ ", Some(LegacyFont::Wingdings), Some("☑")),
            ("o", Some(LegacyFont::Wingdings), Some("☐")),
            ("P", Some(LegacyFont::Wingdings2), Some("✓")),
            ("\u{f0fc}", None, Some("✓")),
            ("\u{f052}", None, Some("☑")),
            ("ü", None, Some("✓")),
            ("P", None, None),
            ("x", None, None),
            ("üx", Some(LegacyFont::Wingdings), None),
            ("", Some(LegacyFont::Wingdings), None),
        ] {
            assert_eq!(sign_of(text, font), sign, "{text}");
        }
    }
}
