//! How wide words are in print: what the length of a rule follows from.

use typst::layout::Abs;
use typst::text::{FontStretch, FontStyle, FontVariant, FontVariations, FontWeight};

use super::pdf::fonts::FONTS;
use super::sizes::SIZES;

/// Which letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
}

/// Width of words at a size in points, in millimetres.
pub(super) fn width_mm(words: &str, size: f64, letters: Letters) -> f64 {
    let weight = if letters == Letters::Bold { FontWeight::BOLD } else { FontWeight::REGULAR };
    let variant = FontVariant::new(FontStyle::Normal, weight, FontStretch::NORMAL);
    let index = SIZES.fonts.iter().find_map(|family| FONTS.book.select(&family.to_lowercase(), variant));
    let Some(font) = index.and_then(|index| FONTS.fonts.get(index)) else { return 0.0 };
    let font = font.clone().instantiate(variant, Abs::pt(size), &FontVariations::default());
    let ems = |letter| Some(font.x_advance(font.ttf().glyph_index(letter)?.0)?.get());
    words.chars().filter_map(ems).sum::<f64>() * size / 72.0 * 25.4
}
