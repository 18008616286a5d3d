//! The boxes of comments: a drawing part in VML, which is text that need not be well-formed XML, so it is only cut and pasted.

/// A drawing without shapes.
const EMPTY: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
    xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout></xml>";

/// The type that our shapes are of.
const TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
    <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// Letters of a line of a box.
const LINE_LETTERS: usize = 38;

/// The drawing with boxes for new comments (row, column, letters) and without those of removed ones.
pub fn redraw(old: Option<&str>, added: &[(u32, u16, usize)], removed: &[(u32, u16)]) -> String {
    let mut text = without_boxes(old.unwrap_or(EMPTY), removed);
    let mut own = String::new();
    if !text.contains("\"_x0000_t202\"") && !added.is_empty() {
        own.push_str(TYPE);
    }
    let mut number = highest_number(&text).max(1024);
    for (row, column, letters) in added {
        number += 1;
        own.push_str(&shape(number, *row, *column, *letters));
    }
    let end = text.rfind("</xml>").unwrap_or(text.len());
    text.insert_str(end, &own);
    text
}

fn shape(number: u32, row: u32, column: u16, letters: usize) -> String {
    let (row, column) = (row.saturating_sub(1), column.saturating_sub(1));
    let lines = u32::try_from(letters.div_ceil(LINE_LETTERS)).unwrap_or(u32::MAX).clamp(2, 20) + 1;
    // left column, offset, top row, offset, right column, offset, bottom row, offset
    let anchor = format!(
        "{}, 12, {}, 4, {}, 40, {}, 4",
        column + 1,
        row.saturating_sub(1),
        column + 4,
        row.saturating_sub(1) + lines
    );
    format!(
        "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;\
         height:{}pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>\
         <v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>\
         <x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        lines * 15
    )
}

/// The highest number of a shape.
fn highest_number(text: &str) -> u32 {
    let numbers = text.split("\"_x0000_s").skip(1);
    numbers.filter_map(|rest| rest.get(..rest.find('"')?)?.parse().ok()).max().unwrap_or(0)
}

fn without_boxes(text: &str, removed: &[(u32, u16)]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<v:shape ") {
        let (before, from) = rest.split_at(start);
        let Some(end) = from.find("</v:shape>").map(|end| end + "</v:shape>".len()) else { break };
        let (shape, after) = from.split_at(end);
        kept.push_str(before);
        if !place_of(shape).is_some_and(|place| removed.contains(&place)) {
            kept.push_str(shape);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// The 1-based row and column that a box of a comment belongs to.
fn place_of(shape: &str) -> Option<(u32, u16)> {
    let number = |name: &str| -> Option<u32> {
        let (_, rest) = shape.split_once(&format!("<x:{name}>"))?;
        rest.get(..rest.find('<')?)?.trim().parse().ok()
    };
    let (row, column) = (number("Row")?, number("Column")?);
    Some((row.checked_add(1)?, u16::try_from(column).ok()?.checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_come_and_go_and_others_stay() {
        let user = redraw(None, &[(2, 2, 10)], &[]);
        let both = redraw(Some(&user), &[(5, 3, 200)], &[]);
        assert_eq!(both.matches("<v:shape ").count(), 2);
        assert_eq!(both.matches("<v:shapetype ").count(), 1);
        assert!(both.contains("_x0000_s1025") && both.contains("_x0000_s1026") && both.ends_with("</xml>"));
        assert!(both.contains("<x:Row>4</x:Row><x:Column>2</x:Column>"));
        assert_eq!(redraw(Some(&both), &[], &[(5, 3)]), user);
    }
}
