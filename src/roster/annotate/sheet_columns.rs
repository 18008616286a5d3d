//! The widths of the columns of a worksheet, with one more for the sentences.

use super::raw_xml::{attribute_of, with_attribute};

/// Width of the column of sentences, in letters.
const WIDTH: &str = "70";

/// Makes room for the column of sentences among the widths that a sheet has.
pub struct ColumnWidths {
    /// The column, until its width is written.
    wanted: Option<u32>,
}

impl ColumnWidths {
    /// For the column of sentences, where there is one.
    pub fn new(column: Option<u16>) -> Self {
        ColumnWidths { wanted: column.map(u32::from) }
    }

    /// An existing element, cut where it covers our column.
    pub fn covering(&mut self, raw: &str, prefix: &str) -> String {
        let number = |name| attribute_of(raw, name).and_then(|value| value.trim().parse::<u32>().ok());
        let tag = format!("{}/>", raw.trim_end_matches('>').trim_end_matches('/').trim_end());
        let (Some(first), Some(last), Some(own)) = (number("min"), number("max"), self.wanted) else { return tag };
        if own > last {
            return tag;
        }
        self.wanted = None;
        let piece = |from: u32, to: u32| match from <= to {
            true => with_attribute(&with_attribute(&tag, "min", &from.to_string()), "max", &to.to_string()),
            false => String::new(),
        };
        let before = if first < own { piece(first, own - 1) } else { String::new() };
        let after = piece(first.max(own + 1), last);
        format!("{before}{}{after}", own_width(own, prefix))
    }

    /// Our column behind all others, unless it is written.
    pub fn last(&mut self, prefix: &str) -> String {
        self.wanted.take().map(|own| own_width(own, prefix)).unwrap_or_default()
    }

    /// The whole list for a sheet that has none.
    pub fn whole(&mut self, prefix: &str) -> String {
        match self.wanted.take() {
            Some(own) => format!("<{prefix}cols>{}</{prefix}cols>", own_width(own, prefix)),
            None => String::new(),
        }
    }
}

fn own_width(column: u32, prefix: &str) -> String {
    format!("<{prefix}col min=\"{column}\" max=\"{column}\" width=\"{WIDTH}\" customWidth=\"1\"/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "<col min=\"5\" max=\"5\" width=\"70\" customWidth=\"1\"/>";

    #[test]
    fn a_range_that_covers_the_column_is_cut() {
        let cut = |raw: &str| ColumnWidths::new(Some(5)).covering(raw, "");
        assert_eq!(cut("<col min=\"1\" max=\"4\" width=\"9\"/>"), "<col min=\"1\" max=\"4\" width=\"9\"/>");
        assert_eq!(
            cut("<col min=\"3\" max=\"16384\" hidden=\"1\"/>"),
            format!("<col hidden=\"1\" min=\"3\" max=\"4\"/>{OWN}<col hidden=\"1\" min=\"6\" max=\"16384\"/>")
        );
        assert_eq!(cut("<col min=\"5\" max=\"5\">"), OWN);
        assert_eq!(cut("<col min=\"7\" max=\"8\"/>"), format!("{OWN}<col min=\"7\" max=\"8\"/>"));
    }

    #[test]
    fn without_ranges_the_column_stands_alone() {
        let mut widths = ColumnWidths::new(Some(5));
        assert_eq!(widths.whole("x:"), "<x:cols><x:col min=\"5\" max=\"5\" width=\"70\" customWidth=\"1\"/></x:cols>");
        assert_eq!(widths.last(""), "");
        assert_eq!(ColumnWidths::new(None).whole(""), "");
    }
}
