//! The short rules below heads: a paragraph with a line above it, as wide as the rule, so that it moves with the text and can be edited.

use crate::documents::sizes::{SIZES, points, twips};

/// A rule of a length within a width, centred; both in millimetres.
pub(super) fn rule(length: f64, width: f64) -> String {
    let side = twips((width - length).max(0.0) / 2.0);
    let (gap, eighths) = (points(SIZES.rule_gap), (SIZES.rule * 8.0).round());
    format!(
        "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"{eighths}\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>\
         <w:spacing w:before=\"{gap}\" w:after=\"0\" w:line=\"{gap}\" w:lineRule=\"exact\"/>\
         <w:ind w:left=\"{side}\" w:right=\"{side}\" w:firstLine=\"0\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>"
    )
}
