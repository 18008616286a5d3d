//! The paragraphs of a part: their words joined over the runs that Word cut them into, and the marks in them.

use std::ops::Range;

use super::marks::{Mark, MarkKind, marks};
use super::refusal::{Finding, MOST_FINDINGS, PartKind, Place, TemplateError, shortened};
use super::tree::{Kind, Tree};

/// A paragraph.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub node: usize,
    pub text: String,
    /// Which bytes of the text stand in which node.
    pub pieces: Vec<(usize, Range<usize>)>,
    pub marks: Vec<Mark>,
    /// Holds a picture, a text box, or the end of a section.
    pub has_object: bool,
}

impl Paragraph {
    /// Whether nothing stands in it but beginnings and ends of lists.
    pub fn is_bare(&self) -> bool {
        let mut at = 0;
        let mut blank = !self.has_object && self.marks.iter().all(|mark| mark.kind != MarkKind::Field);
        for mark in &self.marks {
            blank &= self.text.get(at..mark.range.start).is_some_and(|text| text.trim().is_empty());
            at = mark.range.end;
        }
        blank && self.text.get(at..).is_some_and(|text| text.trim().is_empty())
    }
}

/// The paragraphs of a part that hold marks, in order, and what looks like a mark and is none.
///
/// # Errors
/// Changes that nobody has decided on, or a field of Word that reads other files.
pub(super) fn paragraphs(tree: &Tree, part: PartKind) -> Result<(Vec<Paragraph>, Vec<Finding>), TemplateError> {
    let mut all: Vec<Paragraph> = Vec::new();
    // The paragraph that each node stands in.
    let mut within: Vec<Option<usize>> = vec![None; tree.nodes.len()];
    let mut codes = vec![String::new()];
    for (id, node) in tree.nodes.iter().enumerate() {
        let here = if node.kind == Kind::Paragraph {
            let (text, pieces, marks) = (String::new(), Vec::new(), Vec::new());
            all.push(Paragraph { node: id, text, pieces, marks, has_object: false });
            Some(all.len() - 1)
        } else {
            within.get(node.parent).copied().flatten()
        };
        if let Some(slot) = within.get_mut(id) {
            *slot = here;
        }
        match node.kind {
            Kind::Change => return Err(TemplateError::Changes(place(tree, id, part))),
            Kind::FieldMark => codes.push(String::new()),
            Kind::SimpleField => codes.extend([node.text.clone(), String::new()]),
            // Word cuts a code into pieces as it cuts words.
            Kind::Code => codes.last_mut().into_iter().for_each(|code| code.push_str(&node.text)),
            _ => {}
        }
        if let Some(paragraph) = here.and_then(|at| all.get_mut(at)) {
            add(paragraph, id, node.kind, &node.text);
        }
    }
    codes.iter().try_for_each(|code| harmless(code))?;
    let mut findings = Vec::new();
    for paragraph in &mut all {
        let (found, problems) = marks(&paragraph.text);
        paragraph.marks = found;
        let room = MOST_FINDINGS.saturating_sub(findings.len());
        findings.extend(problems.into_iter().take(room).map(|problem| Finding {
            place: place(tree, paragraph.node, part),
            text: shortened(&paragraph.text),
            problem,
        }));
    }
    all.retain(|paragraph| !paragraph.marks.is_empty());
    Ok((all, findings))
}

fn add(paragraph: &mut Paragraph, node: usize, kind: Kind, words: &str) {
    let words = match kind {
        Kind::Text => words,
        Kind::Tab => "\t",
        Kind::Break => "\n",
        Kind::Hyphen => "-",
        Kind::Object => {
            paragraph.has_object = true;
            return;
        }
        _ => return,
    };
    let start = paragraph.text.len();
    paragraph.text.push_str(words);
    paragraph.pieces.push((node, start..paragraph.text.len()));
}

/// Refuses a code of a field that reads other files or starts programs.
fn harmless(code: &str) -> Result<(), TemplateError> {
    const REFUSED: [&str; 9] =
        ["DDE", "DDEAUTO", "LINK", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE", "RD"];
    let name = code.split_whitespace().next().unwrap_or_default().to_uppercase();
    if REFUSED.contains(&name.as_str()) { Err(TemplateError::FieldCode(name)) } else { Ok(()) }
}

/// Where a node stands.
pub(super) fn place(tree: &Tree, node: usize, part: PartKind) -> Place {
    let nearest = |kinds: &[Kind]| tree.above(node).find(|above| kinds.contains(&tree.kind(*above)));
    let row = nearest(&[Kind::Row]).and_then(|row| {
        let table = tree.above(row).find(|above| tree.kind(*above) == Kind::Table)?;
        let of_kind = |kind: Kind, until: usize| (0..=until).filter(move |id| tree.kind(*id) == kind);
        let in_table = |row: &usize| tree.above(*row).find(|id| tree.kind(*id) == Kind::Table) == Some(table);
        Some((of_kind(Kind::Table, table).count(), of_kind(Kind::Row, row).filter(in_table).count()))
    });
    Place { part, row, boxed: nearest(&[Kind::Boxed]).is_some() }
}
