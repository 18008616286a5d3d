//! The styles part: cell styles are copied with another fill, so that number format, font and borders of a marked cell stay as they are.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::notes::Level;
use super::raw_xml::{RawEvents, attribute_of, prefix_of, with_attribute};
use crate::roster::read::{Limits, ReadError, xml};

/// Fill of a cell with an error (soft red).
const ERROR_FILL: &str = "FFF8B4B4";
/// Fill of a cell to look at (amber).
const WARNING_FILL: &str = "FFFFE08A";
/// A cell style that says nothing.
const PLAIN_STYLE: &str = "xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>";

/// One list of the part: fonts, fills, borders or cell styles.
#[derive(Debug, Default)]
struct Collection {
    /// Where its start tag stands.
    tag: (usize, usize),
    /// Where its end tag begins.
    end: usize,
    /// Its items as they are written.
    items: Vec<String>,
    /// How many of them the part came with.
    old: usize,
}

impl Collection {
    fn add(&mut self, item: String) -> usize {
        match self.items.iter().skip(self.old).position(|own| *own == item) {
            Some(known) => self.old + known,
            None => {
                self.items.push(item);
                self.items.len() - 1
            }
        }
    }
}

/// The styles part while styles are added to it.
#[derive(Debug)]
pub struct StyleBook {
    text: String,
    prefix: String,
    /// Fonts, fills, borders, cell styles, in the order of the part.
    lists: [Collection; 4],
    marked: HashMap<(usize, Level), usize>,
    unmarked: HashMap<usize, usize>,
}

const NAMES: [&str; 4] = ["fonts", "fills", "borders", "cellXfs"];
const FONTS: usize = 0;
const FILLS: usize = 1;
const BORDERS: usize = 2;
const STYLES: usize = 3;

/// What a style of ours looks like; parts without their angle bracket and prefix.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Points.
    pub size: u8,
    /// Bold.
    pub bold: bool,
    /// Colour of letters.
    pub colour: Option<&'static str>,
    /// Fill.
    pub fill: Option<&'static str>,
    /// Thin lines around.
    pub framed: bool,
    /// In the middle instead of on the left.
    pub centred: bool,
}

/// Letters of errors, dark on the soft fill.
pub const ERROR_LETTERS: &str = "FF8B1A1A";
/// Letters of warnings.
pub const WARNING_LETTERS: &str = "FF6B4E00";

/// Fill of a level.
pub fn fill_of(level: Level) -> &'static str {
    match level {
        Level::Error => ERROR_FILL,
        Level::Warning => WARNING_FILL,
    }
}

impl StyleBook {
    /// Reads the part.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] where one of the four lists is missing.
    pub fn read(text: String, limits: &Limits) -> Result<Self, ReadError> {
        let mut lists: [Collection; 4] = Default::default();
        let mut prefix = String::new();
        let mut events = RawEvents::of_piece(&text, 0, limits.xml_depth);
        let mut open: Option<usize> = None;
        loop {
            let start = events.position();
            let (event, raw) = events.next()?;
            match event {
                Event::Start(element) => match (events.depth(), xml::local(element.name().as_ref())) {
                    (1, _) => prefix = prefix_of(element.name().as_ref()).to_owned(),
                    (2, name) => {
                        open = NAMES.iter().position(|known| *known == name);
                        if let Some(list) = open.and_then(|index| lists.get_mut(index)) {
                            list.tag = (start, events.position());
                        }
                    }
                    (depth, _) => take(&mut lists, open, raw, depth == 3),
                },
                Event::End(_) if events.depth() == 1 => {
                    if let Some(list) = open.take().and_then(|index| lists.get_mut(index)) {
                        (list.end, list.old) = (start, list.items.len());
                    }
                }
                Event::Empty(_) => take(&mut lists, open, raw, events.depth() == 2),
                Event::Eof => break,
                _ if events.depth() >= 2 => take(&mut lists, open, raw, false),
                _ => {}
            }
        }
        if lists.iter().any(|list| list.end == 0) {
            return Err(ReadError::Corrupt("a list of the styles is missing".to_owned()));
        }
        Ok(StyleBook { text, prefix, lists, marked: HashMap::new(), unmarked: HashMap::new() })
    }

    fn list(&mut self, index: usize, item: String) -> usize {
        self.lists.get_mut(index).map_or(0, |list| list.add(item))
    }

    /// The style of a cell with this style once it is marked.
    pub fn marked(&mut self, style: usize, level: Level) -> usize {
        if let Some(known) = self.marked.get(&(style, level)) {
            return *known;
        }
        let plain = self.unmarked(style).unwrap_or(style);
        let own = self.fill_behind(plain).unwrap_or_else(|| "indexed=\"64\"".to_owned());
        let prefix = self.prefix.clone();
        let fill = self.list(FILLS, solid(&prefix, &format!("rgb=\"{}\"", fill_of(level)), &own));
        let marked = self.with_fill(plain, fill);
        self.marked.insert((style, level), marked);
        marked
    }

    /// The style of a cell before it was marked in an earlier error workbook; `None` where the style is no mark of ours.
    pub fn unmarked(&mut self, style: usize) -> Option<usize> {
        let fill = self.style_of(style).and_then(|xf| attribute_of(xf, "fillId")?.parse::<usize>().ok())?;
        let fill = self.lists.get(FILLS)?.items.get(fill)?;
        let is_ours = [ERROR_FILL, WARNING_FILL].iter().any(|own| front(fill).is_some_and(|rgb| rgb.contains(own)));
        if !is_ours {
            return None;
        }
        if let Some(known) = self.unmarked.get(&style) {
            return Some(*known);
        }
        // The colour that was there waits behind ours, where a solid fill does not show it.
        let before = attributes_of(fill, "bgColor").filter(|colour| !colour.contains("indexed=\"64\""));
        let prefix = self.prefix.clone();
        let fill = before.map_or(0, |colour| self.list(FILLS, solid(&prefix, &colour, "indexed=\"64\"")));
        let unmarked = self.with_fill(style, fill);
        self.unmarked.insert(style, unmarked);
        Some(unmarked)
    }

    /// A style of our own.
    pub fn own(&mut self, look: Look) -> usize {
        let p = self.prefix.clone();
        let bold = if look.bold { format!("<{p}b/>") } else { String::new() };
        let colour = look.colour.map(|rgb| format!("<{p}color rgb=\"{rgb}\"/>")).unwrap_or_default();
        let font = format!(
            "<{p}font>{bold}<{p}sz val=\"{}\"/>{colour}<{p}name val=\"Times New Roman\"/><{p}family val=\"1\"/></{p}font>",
            look.size
        );
        let font = self.list(FONTS, font);
        let fill = look.fill.map(|rgb| solid(&p, &format!("rgb=\"{rgb}\""), "indexed=\"64\""));
        let fill = fill.map_or(0, |fill| self.list(FILLS, fill));
        let border = if look.framed { self.list(BORDERS, frame(&p)) } else { 0 };
        let middle = if look.centred { " horizontal=\"center\"" } else { "" };
        let style = format!(
            "<{p}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" \
             applyBorder=\"1\" applyAlignment=\"1\"><{p}alignment{middle} vertical=\"top\" wrapText=\"1\"/></{p}xf>"
        );
        self.list(STYLES, style)
    }

    fn style_of(&self, style: usize) -> Option<&str> {
        let styles = &self.lists.get(STYLES)?.items;
        styles.get(style).or_else(|| styles.first()).map(String::as_str)
    }

    fn with_fill(&mut self, style: usize, fill: usize) -> usize {
        let plain = format!("<{}{PLAIN_STYLE}", self.prefix);
        let copy = with_attribute(self.style_of(style).unwrap_or(&plain), "fillId", &fill.to_string());
        self.list(STYLES, with_attribute(&copy, "applyFill", "1"))
    }

    /// The colour of the solid fill of a style, as its attributes.
    fn fill_behind(&self, style: usize) -> Option<String> {
        let fill = attribute_of(self.style_of(style)?, "fillId")?.parse::<usize>().ok()?;
        let fill = self.lists.get(FILLS)?.items.get(fill)?;
        if fill.contains("\"solid\"") { front(fill) } else { None }
    }

    /// The part with what was added.
    pub fn finish(self) -> String {
        let mut text = self.text;
        // From the back, so that the places in front stay where they are.
        let mut lists: Vec<&Collection> = self.lists.iter().filter(|list| list.items.len() > list.old).collect();
        lists.sort_by_key(|list| std::cmp::Reverse(list.end));
        for list in lists {
            let added = list.items.get(list.old..).unwrap_or_default().concat();
            text.insert_str(list.end, &added);
            let (from, to) = list.tag;
            let tag = with_attribute(text.get(from..to).unwrap_or_default(), "count", &list.items.len().to_string());
            text.replace_range(from..to, &tag);
        }
        text
    }
}

/// Adds a piece of text to the list that is open.
fn take(lists: &mut [Collection; 4], open: Option<usize>, raw: &str, is_item: bool) {
    let Some(list) = open.and_then(|index| lists.get_mut(index)) else { return };
    match list.items.last_mut() {
        _ if is_item => list.items.push(raw.to_owned()),
        Some(item) => item.push_str(raw),
        None => {}
    }
}

fn solid(p: &str, front: &str, back: &str) -> String {
    format!(
        "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor {front}/><{p}bgColor {back}/></{p}patternFill></{p}fill>"
    )
}

fn front(fill: &str) -> Option<String> {
    attributes_of(fill, "fgColor")
}

/// The attributes of an element inside a fill.
fn attributes_of(fill: &str, name: &str) -> Option<String> {
    let start = fill.find(name)? + name.len();
    let rest = fill.get(start..)?;
    let inside = rest.get(..rest.find('>')?)?;
    Some(inside.trim_end_matches('/').trim().to_owned()).filter(|attributes| !attributes.is_empty())
}

fn frame(p: &str) -> String {
    let side = |name: &str| format!("<{p}{name} style=\"thin\"><{p}color rgb=\"FF7F7F7F\"/></{p}{name}>");
    let sides: String = ["left", "right", "top", "bottom"].map(side).concat();
    format!("<{p}border>{sides}<{p}diagonal/></{p}border>")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const PART: &str = "<?xml version=\"1.0\"?><styleSheet xmlns=\"m\"><fonts count=\"1\"><font><sz val=\"11\"/></font></fonts>\
        <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
        <fill><patternFill patternType=\"solid\"><fgColor theme=\"4\" tint=\"0.5\"/></patternFill></fill></fills>\
        <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf fontId=\"0\"/></cellStyleXfs>\
        <cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>\
        <xf numFmtId=\"49\" fontId=\"0\" fillId=\"2\" borderId=\"0\"><alignment wrapText=\"1\"/></xf></cellXfs></styleSheet>";

    fn book() -> StyleBook {
        StyleBook::read(PART.to_owned(), &Limits::default()).unwrap()
    }

    #[test]
    fn a_mark_keeps_everything_but_the_fill_and_can_be_taken_back() {
        let mut book = book();
        let marked = book.marked(1, Level::Error);
        assert_eq!((marked, book.marked(1, Level::Error)), (2, 2));
        let text = book.finish();
        assert!(text.contains(
            "<xf numFmtId=\"49\" fontId=\"0\" borderId=\"0\" fillId=\"3\" applyFill=\"1\"><alignment wrapText=\"1\"/></xf></cellXfs>"
        ), "{text}");
        assert!(text.contains("<cellXfs count=\"3\">") && text.contains("<fills count=\"4\">"), "{text}");
        assert!(text.contains("<fgColor rgb=\"FFF8B4B4\"/><bgColor theme=\"4\" tint=\"0.5\"/>"), "{text}");
        let mut again = StyleBook::read(text, &Limits::default()).unwrap();
        assert_eq!(again.unmarked(1), None);
        let plain = again.unmarked(2).unwrap();
        assert_eq!(again.fill_behind(plain).as_deref(), Some("theme=\"4\" tint=\"0.5\""));
    }

    #[test]
    fn a_part_without_cell_styles_is_refused() {
        let text = PART.replace("cellXfs", "others");
        assert!(StyleBook::read(text, &Limits::default()).is_err());
    }
}
