//! Writing a part with values in the place of marks. Everything else keeps its bytes.

use std::collections::BTreeMap;

use super::marks::MarkKind;
use super::paragraphs::Paragraph;
use super::part::Part;
use super::refusal::{Finding, MOST_FINDINGS, Problem, TemplateError};
use super::tree::{Kind, Node};
use super::values::{Row, Values};

/// A filled part is no longer than this.
const MOST_BYTES: usize = 48 << 20;

/// The part with values in the place of its marks.
///
/// # Errors
/// The values have nothing for a field, or the part grows too long.
pub(super) fn filled(part: &Part, values: &Values) -> Result<String, TemplateError> {
    let out = String::with_capacity(part.tree.xml.len() * 2);
    let mut writer = Writer { part, values, out, missing: Vec::new(), too_long: false };
    writer.children(0, Within { row: None, copy: false }, None);
    if writer.too_long {
        return Err(TemplateError::TooMuch("sau khi điền"));
    }
    if writer.missing.is_empty() { Ok(writer.out) } else { Err(TemplateError::Findings(writer.missing)) }
}

/// Where in its lists the writer is.
#[derive(Clone, Copy)]
struct Within<'a> {
    /// The entry of the list that is being repeated.
    row: Option<&'a Row>,
    /// Whether the same nodes were written before.
    copy: bool,
}

/// What becomes of pieces of a paragraph, by their nodes.
type Edits = BTreeMap<usize, String>;

struct Writer<'a> {
    part: &'a Part,
    values: &'a Values,
    out: String,
    missing: Vec<Finding>,
    too_long: bool,
}

impl<'a> Writer<'a> {
    /// Writes what stands in a node; tells which paragraph or table was the last.
    fn children(&mut self, parent: usize, within: Within<'a>, edits: Option<&Edits>) -> Option<Kind> {
        let part = self.part;
        let mut children = part.tree.nodes.get(parent)?.children.iter().copied().peekable();
        let mut last = None;
        while let Some(child) = children.next() {
            let Some(region) = part.regions.get(&child) else {
                last = self.node(child, within, (edits, last)).or(last);
                continue;
            };
            let mut repeated = vec![child];
            while let Some(next) = children.next_if(|next| *next <= region.last) {
                repeated.push(next);
            }
            for (at, row) in self.values.list(region.list.name).iter().enumerate() {
                let within = Within { row: Some(row), copy: within.copy || at > 0 };
                for node in &repeated {
                    last = self.node(*node, within, (None, last)).or(last);
                }
            }
        }
        last
    }

    /// Writes a node; tells whether it was a paragraph, a table, a row.
    fn node(&mut self, id: usize, within: Within<'a>, (edits, last): (Option<&Edits>, Option<Kind>)) -> Option<Kind> {
        self.too_long |= self.out.len() > MOST_BYTES;
        let part = self.part;
        let node = part.tree.nodes.get(id).filter(|_| !self.too_long)?;
        if within.copy && node.kind == Kind::Anchor {
            // Names that may stand only once.
            return None;
        }
        if let Some(edit) = edits.and_then(|edits| edits.get(&id)) {
            self.out.push_str(edit);
            return None;
        }
        let own = match part.paragraphs.get(&id) {
            Some(paragraph) if self.drops(paragraph) => {
                self.anchors(id, within);
                return None;
            }
            Some(paragraph) => Some(self.edits(paragraph, within.row)),
            None => None,
        };
        self.between_tables(id, last);
        let as_read = !within.copy && !part.touched.contains(&id) && !holds_edit(edits, id, node.last);
        if as_read || matches!(node.kind, Kind::Text | Kind::Code) {
            self.out.push_str(part.tree.raw(id));
            return is_block(node.kind).then_some(node.kind);
        }
        self.element(id, within, own.as_ref().or(edits))
    }

    fn element(&mut self, id: usize, within: Within<'a>, edits: Option<&Edits>) -> Option<Kind> {
        let tree = &self.part.tree;
        let (node, begin) = (tree.nodes.get(id)?, self.out.len());
        let open = tree.xml.get(node.open.clone()).unwrap_or_default();
        if within.copy && matches!(node.kind, Kind::Paragraph | Kind::Row) {
            self.out.push_str(&without_identity(open));
        } else {
            self.out.push_str(open);
        }
        let last = self.children(id, within, edits);
        let empty = format!("<{}p/>", tree.prefix);
        let ends_with_section = node.children.iter().any(|child| tree.kind(*child) == Kind::Object);
        match (node.kind, last) {
            // A cell ends with a paragraph; a box, a header, a note hold at least one.
            (Kind::Cell, last) if last != Some(Kind::Paragraph) => self.out.push_str(&empty),
            (Kind::Story | Kind::Boxed, None) if !ends_with_section => self.out.push_str(&empty),
            (Kind::Table, None) => {
                // A table without rows is none.
                self.out.truncate(begin);
                self.out.push_str(&empty);
                return Some(Kind::Paragraph);
            }
            _ => {}
        }
        self.out.push_str(tree.xml.get(node.close.clone()).unwrap_or_default());
        match node.kind {
            Kind::Cell | Kind::Story | Kind::Boxed | Kind::Run => None,
            kind if is_block(kind) => Some(kind),
            // What content controls wrap stands among the neighbours all the same.
            _ => last,
        }
    }

    /// Word joins tables that touch: where a paragraph stood between them and was left out, an empty one takes its place.
    fn between_tables(&mut self, id: usize, last: Option<Kind>) {
        let tree = &self.part.tree;
        if tree.kind(id) != Kind::Table || last != Some(Kind::Table) {
            return;
        }
        let neighbours = tree.above(id).next().and_then(|parent| tree.nodes.get(parent));
        let before = neighbours.and_then(|parent| {
            let at = parent.children.iter().position(|child| *child == id)?;
            parent.children.get(at.checked_sub(1)?).copied()
        });
        if before.is_none_or(|before| tree.kind(before) != Kind::Table) {
            self.out.push_str(&format!("<{}p/>", tree.prefix));
        }
    }

    /// A paragraph that holds only the beginning or end of a list is left out, unless its cell would be empty without it.
    fn drops(&self, paragraph: &Paragraph) -> bool {
        let tree = &self.part.tree;
        if self.part.list_around(paragraph.node).is_none() || !paragraph.is_bare() {
            return false;
        }
        let parent = tree.above(paragraph.node).next().filter(|parent| tree.kind(*parent) == Kind::Cell);
        let cell = parent.and_then(|parent| tree.nodes.get(parent));
        let paragraphs = |cell: &Node| cell.children.iter().filter(|id| tree.kind(**id) == Kind::Paragraph).count();
        !cell.is_some_and(|cell| paragraphs(cell) == 1)
    }

    /// Bookmarks of a paragraph that is left out go on.
    fn anchors(&mut self, id: usize, within: Within<'_>) {
        let part = self.part;
        let Some(node) = part.tree.nodes.get(id).filter(|_| !within.copy) else { return };
        for inner in id..=node.last {
            if part.tree.kind(inner) == Kind::Anchor {
                self.out.push_str(part.tree.raw(inner));
            }
        }
    }

    /// What becomes of the pieces of a paragraph. A value stands in the piece in which its mark begins, so that it takes the look of that run; what the
    /// mark covers of later pieces goes.
    fn edits(&mut self, paragraph: &Paragraph, row: Option<&'a Row>) -> Edits {
        let marks: Vec<(&std::ops::Range<usize>, String)> = paragraph
            .marks
            .iter()
            .map(|mark| {
                let value = match mark.kind {
                    MarkKind::Field => self.value(paragraph, &mark.name.key(), &mark.written, row),
                    MarkKind::Open | MarkKind::Close => String::new(),
                };
                (&mark.range, value)
            })
            .collect();
        let mut edits = Edits::new();
        for (node, bytes) in &paragraph.pieces {
            let from = marks.partition_point(|(range, _)| range.end <= bytes.start);
            let mut inline = Inline::new(&self.part.tree.prefix);
            let mut at = bytes.start;
            let mut touched = false;
            for (range, value) in marks.iter().skip(from).take_while(|(range, _)| range.start < bytes.end) {
                touched = true;
                inline.words(paragraph.text.get(at..range.start.max(at)).unwrap_or_default());
                if range.start >= bytes.start {
                    inline.value(value);
                }
                at = range.end.min(bytes.end);
            }
            if touched {
                inline.words(paragraph.text.get(at..bytes.end).unwrap_or_default());
                edits.insert(*node, inline.done());
            }
        }
        edits
    }

    fn value(&mut self, paragraph: &Paragraph, key: &str, written: &str, row: Option<&Row>) -> String {
        let found = row.and_then(|row| row.get(key)).or_else(|| self.values.fields.get(key));
        if found.is_none() && self.missing.len() < MOST_FINDINGS {
            let finding = self.part.finding(paragraph, Problem::NotInCampaign(written.to_owned()));
            if !self.missing.contains(&finding) {
                self.missing.push(finding);
            }
        }
        found.cloned().unwrap_or_default()
    }
}

fn holds_edit(edits: Option<&Edits>, first: usize, last: usize) -> bool {
    edits.is_some_and(|edits| edits.range(first..=last).next().is_some())
}

fn is_block(kind: Kind) -> bool {
    matches!(kind, Kind::Paragraph | Kind::Table | Kind::Row)
}

/// The beginning of a paragraph or row without the identity that Word gave it: each stands once in a file.
fn without_identity(open: &str) -> String {
    let mut open = open.to_owned();
    for name in [" w14:paraId=\"", " w14:textId=\""] {
        if let Some(at) = open.find(name)
            && let Some(end) = open[at + name.len()..].find('"')
        {
            open.replace_range(at..=at + name.len() + end, "");
        }
    }
    open
}

/// The content of a run: words, line breaks, tabs.
struct Inline<'a> {
    prefix: &'a str,
    xml: String,
    words: String,
}

impl<'a> Inline<'a> {
    fn new(prefix: &'a str) -> Self {
        Self { prefix, xml: String::new(), words: String::new() }
    }

    /// Words as they stand in the template.
    fn words(&mut self, words: &str) {
        self.words.push_str(words);
    }

    /// A value: its line breaks and tabs become those of Word, characters that XML does not know are left out.
    fn value(&mut self, value: &str) {
        for letter in value.replace("\r\n", "\n").chars() {
            match letter {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => self.element("br"),
                '\t' => self.element("tab"),
                '\u{FFFE}' | '\u{FFFF}' => {}
                letter if letter.is_control() => {}
                letter => self.words.push(letter),
            }
        }
    }

    fn element(&mut self, name: &str) {
        self.flush();
        self.xml.push_str(&format!("<{}{name}/>", self.prefix));
    }

    fn flush(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let (prefix, words) = (self.prefix, quick_xml::escape::escape(self.words.as_str()));
        self.xml.push_str(&format!("<{prefix}t xml:space=\"preserve\">{words}</{prefix}t>"));
        self.words.clear();
    }

    fn done(mut self) -> String {
        self.flush();
        self.xml
    }
}
