//! Lists of a part: which rows or paragraphs each of them repeats, and which marks stand in none.

use std::collections::BTreeMap;

use super::marks::{Mark, MarkKind};
use super::paragraphs::{Paragraph, place};
use super::refusal::{Finding, MOST_FINDINGS, PartKind, Problem, shortened};
use super::tree::{Kind, Tree};
use super::vocabulary::{List, Repeats, list};

/// What a list repeats: neighbours, rows of a table or paragraphs with what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// The list, as the vocabulary names it.
    pub list: &'static List,
    /// The first node.
    pub first: usize,
    /// The last of its neighbours.
    pub last: usize,
    /// Everything within, up to this node.
    pub until: usize,
}

impl Region {
    /// Whether a node stands in it.
    pub fn holds(&self, node: usize) -> bool {
        (self.first..=self.until).contains(&node)
    }
}

/// A list that has begun.
struct Begun<'a> {
    paragraph: &'a Paragraph,
    mark: &'a Mark,
}

/// Matches beginnings and ends of lists.
pub(super) fn regions(tree: &Tree, paragraphs: &[Paragraph], part: PartKind) -> (Vec<Region>, Vec<Finding>) {
    let (mut found, mut findings): (Vec<Region>, Vec<Finding>) = (Vec::new(), Vec::new());
    let mut tell = |paragraph: &Paragraph, problem| {
        if findings.len() >= MOST_FINDINGS {
            return;
        }
        let place = place(tree, paragraph.node, part);
        findings.push(Finding { place, text: shortened(&paragraph.text), problem });
    };
    for story in stories(tree, paragraphs) {
        let mut begun: Option<Begun<'_>> = None;
        for (paragraph, mark) in story {
            match (mark.kind, begun.take()) {
                (MarkKind::Field, open) => begun = open,
                (MarkKind::Open, None) => begun = Some(Begun { paragraph, mark }),
                (MarkKind::Open, Some(outer)) => {
                    tell(paragraph, Problem::Nested(mark.written.clone(), outer.mark.written.clone()));
                    begun = Some(outer);
                }
                (MarkKind::Close, None) => tell(paragraph, Problem::NotOpened(mark.written.clone())),
                (MarkKind::Close, Some(open)) if open.mark.name != mark.name => {
                    tell(paragraph, Problem::WrongEnd(open.mark.written.clone(), mark.written.clone()));
                }
                (MarkKind::Close, Some(open)) => match list(&mark.name.base).filter(|_| mark.name.measure.is_none()) {
                    // Told with the fields that do not exist.
                    None => {}
                    Some(list) => match region(tree, list, open.paragraph, paragraph) {
                        Some(region) => found.push(region),
                        None => tell(open.paragraph, Problem::Crossing(mark.written.clone())),
                    },
                },
            }
        }
        if let Some(open) = begun {
            tell(open.paragraph, Problem::NotClosed(open.mark.written.clone()));
        }
    }
    overlapping(&mut found, paragraphs, &mut tell);
    (found, findings)
}

/// Text boxes are stories of their own, so that a list cannot begin in the text and end in a box.
fn stories<'a>(tree: &Tree, paragraphs: &'a [Paragraph]) -> Vec<Vec<(&'a Paragraph, &'a Mark)>> {
    let mut stories: BTreeMap<usize, Vec<(&Paragraph, &Mark)>> = BTreeMap::new();
    for paragraph in paragraphs {
        let story = tree
            .above(paragraph.node)
            .find(|above| matches!(tree.kind(*above), Kind::Story | Kind::Boxed | Kind::Part))
            .unwrap_or(0);
        stories.entry(story).or_default().extend(paragraph.marks.iter().map(|mark| (paragraph, mark)));
    }
    stories.into_values().collect()
}

/// Two lists that share a row or paragraph would repeat each other.
fn overlapping(found: &mut Vec<Region>, paragraphs: &[Paragraph], tell: &mut impl FnMut(&Paragraph, Problem)) {
    found.sort_by_key(|region| (region.first, std::cmp::Reverse(region.until)));
    let mut until: Option<(usize, &'static str)> = None;
    found.retain(|region| {
        let (inside, outer) = match until {
            Some((until, outer)) if region.first <= until => (true, outer),
            _ => (false, ""),
        };
        if !inside {
            until = Some((region.until, region.list.name));
        } else if let Some(paragraph) = paragraphs.get(paragraphs.partition_point(|before| before.node < region.first))
        {
            tell(paragraph, Problem::Nested(region.list.name.to_owned(), outer.to_owned()));
        }
        !inside
    });
}

/// The smallest rows or paragraphs that hold both marks whole. A list of rows that is written within a row repeats the row.
fn region(tree: &Tree, list: &'static List, begin: &Paragraph, end: &Paragraph) -> Option<Region> {
    let (first, last) = (begin.node, end.node);
    let (first, last) = if first == last { (first, last) } else { below_common(tree, first, last)? };
    let rows = |first: usize, last: usize| {
        let nearest = |node: usize| tree.above(node).find(|above| tree.kind(*above) == Kind::Row);
        (nearest(begin.node) == Some(first) && nearest(end.node) == Some(last)).then_some((first, last))
    };
    let (first, last) = match tree.kind(first) {
        Kind::Row => rows(first, last)?,
        Kind::Cell => {
            let row = tree.above(first).find(|above| tree.kind(*above) == Kind::Row)?;
            rows(row, row)?
        }
        Kind::Paragraph if (first, last) == (begin.node, end.node) => {
            let apart = begin.node != end.node && begin.is_bare() && end.is_bare();
            match own_row(tree, first).filter(|_| list.repeats == Repeats::Rows && !apart) {
                Some(row) => (row, row),
                None => (first, last),
            }
        }
        // Cells that content controls wrap stand below the row all the same.
        _ => {
            let row = tree.above(first).find(|above| tree.kind(*above) == Kind::Row)?;
            rows(row, row).filter(|_| tree.above(last).any(|above| above == row))?
        }
    };
    let until = tree.nodes.get(last)?.last;
    Some(Region { list, first, last, until })
}

/// The row that a paragraph stands in, unless a text box stands between them.
fn own_row(tree: &Tree, node: usize) -> Option<usize> {
    tree.above(node)
        .take_while(|above| !matches!(tree.kind(*above), Kind::Story | Kind::Boxed))
        .find(|above| tree.kind(*above) == Kind::Row)
}

/// The two neighbours below the nearest common node that hold one of two nodes each.
fn below_common(tree: &Tree, first: usize, last: usize) -> Option<(usize, usize)> {
    let ways = |node: usize| -> Vec<usize> {
        let mut way: Vec<usize> = std::iter::once(node).chain(tree.above(node)).collect();
        way.reverse();
        way
    };
    let (first, last) = (ways(first), ways(last));
    first.iter().zip(&last).find(|(one, other)| one != other).map(|(one, other)| (*one, *other))
}
