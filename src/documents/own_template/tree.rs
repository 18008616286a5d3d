//! An XML part as a tree over its own bytes: what nobody touches is written back as it was read.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::refusal::TemplateError;

/// Elements deeper than this are no document.
const DEEPEST: usize = 100;
/// More nodes than this are no document of an office.
const MOST_NODES: usize = 400_000;
/// The namespaces of WordprocessingML: that of Word, and the strict one (ISO/IEC 29500).
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// What a node is, as far as filling has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole part.
    Part,
    /// Body, header, footer, a note: paragraphs and tables.
    Story,
    /// A text box: the same.
    Boxed,
    Paragraph,
    Run,
    /// Words of a run.
    Text,
    Tab,
    Break,
    /// A hyphen at which no line ends.
    Hyphen,
    Table,
    Row,
    Cell,
    /// Pictures and other objects; the properties of a section.
    Object,
    /// Bookmarks and ends of comments: names that stand once in a file.
    Anchor,
    /// A change that nobody has decided on.
    Change,
    /// The code of a field of Word, or a piece of it.
    Code,
    /// The same as an attribute.
    SimpleField,
    /// Where a field of Word begins, parts, or ends.
    FieldMark,
    /// Any other element or text.
    Other,
}

/// An element, or text between elements.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: Kind,
    pub parent: usize,
    pub children: Vec<usize>,
    /// The last node within it; itself where there is none.
    pub last: usize,
    /// Bytes of the beginning; of all of it where it has no end of its own.
    pub open: Range<usize>,
    /// Bytes of the end.
    pub close: Range<usize>,
    /// Words, of [`Kind::Text`], [`Kind::Code`] and [`Kind::SimpleField`] only.
    pub text: String,
}

/// A part.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub xml: String,
    /// In the order of the file; the first is the part itself.
    pub nodes: Vec<Node>,
    /// What stands before names of WordprocessingML, with its colon.
    pub prefix: String,
}

impl Tree {
    /// Reads a part.
    pub fn parse(xml: String) -> Result<Self, TemplateError> {
        let mut builder = Builder::new(xml.len());
        let mut reader = Reader::from_str(&xml);
        let mut at = 0;
        loop {
            let event = reader.read_event().map_err(|_| TemplateError::Damaged("XML sai cú pháp"))?;
            let end = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
            let bytes = at..end;
            at = end;
            match event {
                Event::Start(tag) => builder.open(&tag, bytes)?,
                Event::Empty(tag) => {
                    builder.open(&tag, bytes)?;
                    builder.close(end..end);
                }
                Event::End(_) => builder.close(bytes),
                Event::Text(text) => builder.words(&text.xml10_content(), bytes)?,
                Event::CData(text) => builder.words(&text.xml10_content(), bytes)?,
                Event::GeneralRef(name) => builder.words(&reference(&name)?, bytes)?,
                Event::DocType(_) => return Err(TemplateError::Declares),
                Event::Eof => break,
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => builder.other(bytes)?,
            }
        }
        builder.done(xml)
    }

    /// The bytes of a node as they were read.
    pub fn raw(&self, node: usize) -> &str {
        let Some(node) = self.nodes.get(node) else { return "" };
        self.xml.get(node.open.start..node.close.end.max(node.open.end)).unwrap_or_default()
    }

    /// The nodes above a node, nearest first.
    pub fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        let parent = |at: &usize| (*at != 0).then(|| self.nodes.get(*at).map_or(0, |node| node.parent));
        std::iter::successors(parent(&node), parent)
    }

    /// The kind of a node.
    pub fn kind(&self, node: usize) -> Kind {
        self.nodes.get(node).map_or(Kind::Other, |node| node.kind)
    }
}

/// What `&amp;` and `&#8211;` stand for. There are no others without a declaration.
fn reference(name: &BytesRef<'_>) -> Result<String, TemplateError> {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return Ok(letter.to_string());
    }
    let known = quick_xml::escape::resolve_predefined_entity(&name.xml10_content());
    known.map(str::to_owned).ok_or(TemplateError::Damaged("XML có ký hiệu không khai báo"))
}

struct Builder {
    nodes: Vec<Node>,
    /// The elements that are open, outermost first.
    stack: Vec<usize>,
    prefix: Option<String>,
}

impl Builder {
    fn new(bytes: usize) -> Self {
        let part = Node {
            kind: Kind::Part,
            parent: 0,
            children: Vec::new(),
            last: 0,
            open: 0..0,
            close: bytes..bytes,
            text: String::new(),
        };
        Self { nodes: vec![part], stack: vec![0], prefix: None }
    }

    fn here(&self) -> usize {
        self.stack.last().copied().unwrap_or(0)
    }

    fn add(&mut self, kind: Kind, open: Range<usize>) -> Result<usize, TemplateError> {
        let (id, parent) = (self.nodes.len(), self.here());
        if id >= MOST_NODES {
            return Err(TemplateError::TooMuch("quá nhiều đoạn, bảng"));
        }
        let close = open.end..open.end;
        self.nodes.push(Node { kind, parent, children: Vec::new(), last: id, open, close, text: String::new() });
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(id);
        }
        Ok(id)
    }

    fn open(&mut self, tag: &BytesStart<'_>, bytes: Range<usize>) -> Result<(), TemplateError> {
        if self.stack.len() > DEEPEST {
            return Err(TemplateError::Damaged("lồng quá sâu"));
        }
        if self.prefix.is_none() {
            self.prefix = Some(prefix(tag).ok_or(TemplateError::Damaged("không phải phần nội dung của Word"))?);
        }
        let above = self.nodes.get(self.here()).map_or(Kind::Other, |node| node.kind);
        let name = tag.name();
        let name = name.as_ref().strip_prefix(self.prefix.as_deref().unwrap_or_default());
        let kind = name.map_or(Kind::Other, |name| kind(name, above));
        let node = self.add(kind, bytes)?;
        if kind == Kind::SimpleField {
            let code = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == "instr");
            if let (Some(code), Some(node)) = (code, self.nodes.get_mut(node)) {
                let code = quick_xml::escape::unescape(&code.value);
                node.text.push_str(&code.map_err(|_| TemplateError::Damaged("XML có ký hiệu không khai báo"))?);
            }
        }
        self.stack.push(node);
        Ok(())
    }

    fn close(&mut self, bytes: Range<usize>) {
        let last = self.nodes.len() - 1;
        if let Some(node) = self.stack.pop().and_then(|id| self.nodes.get_mut(id)) {
            node.close = bytes;
            node.last = last;
        }
    }

    /// Words belong to the element that they stand in; elsewhere they are room between elements.
    fn words(&mut self, words: &str, bytes: Range<usize>) -> Result<(), TemplateError> {
        let here = self.here();
        match self.nodes.get_mut(here) {
            Some(node) if matches!(node.kind, Kind::Text | Kind::Code) => {
                node.text.push_str(words);
                Ok(())
            }
            _ => self.other(bytes),
        }
    }

    fn other(&mut self, bytes: Range<usize>) -> Result<(), TemplateError> {
        if bytes.is_empty() { Ok(()) } else { self.add(Kind::Other, bytes).map(|_| ()) }
    }

    fn done(mut self, xml: String) -> Result<Tree, TemplateError> {
        if self.stack.len() != 1 {
            return Err(TemplateError::Damaged("XML không kết thúc"));
        }
        let last = self.nodes.len() - 1;
        if let Some(part) = self.nodes.first_mut() {
            part.last = last;
        }
        let prefix = self.prefix.ok_or(TemplateError::Damaged("phần nội dung trống"))?;
        Ok(Tree { xml, nodes: self.nodes, prefix })
    }
}

/// What the root element lets stand before names of WordprocessingML.
fn prefix(root: &BytesStart<'_>) -> Option<String> {
    root.attributes().flatten().find_map(|attribute| {
        if !NAMESPACES.contains(&attribute.value.as_ref()) {
            return None;
        }
        match attribute.key.as_ref().split_once(':') {
            Some(("xmlns", prefix)) => Some(format!("{prefix}:")),
            None if attribute.key.as_ref() == "xmlns" => Some(String::new()),
            _ => None,
        }
    })
}

fn kind(name: &str, above: Kind) -> Kind {
    match name {
        "body" | "hdr" | "ftr" | "footnote" | "endnote" => Kind::Story,
        "txbxContent" => Kind::Boxed,
        "p" => Kind::Paragraph,
        "r" => Kind::Run,
        "t" => Kind::Text,
        "tbl" => Kind::Table,
        "tr" => Kind::Row,
        "tc" => Kind::Cell,
        // The same names stand in properties of paragraphs.
        "tab" if above == Kind::Run => Kind::Tab,
        "br" | "cr" if above == Kind::Run => Kind::Break,
        "noBreakHyphen" if above == Kind::Run => Kind::Hyphen,
        "drawing" | "pict" | "object" | "sectPr" => Kind::Object,
        "bookmarkStart" | "bookmarkEnd" | "commentRangeStart" | "commentRangeEnd" | "commentReference"
        | "permStart" | "permEnd" => Kind::Anchor,
        "ins" | "del" | "moveFrom" | "moveTo" | "cellIns" | "cellDel" | "cellMerge" => Kind::Change,
        "instrText" => Kind::Code,
        "fldSimple" => Kind::SimpleField,
        "fldChar" => Kind::FieldMark,
        _ => Kind::Other,
    }
}
