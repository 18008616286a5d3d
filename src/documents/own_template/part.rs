//! A part of a template, read: its tree, its marks, and what each list repeats.

use std::collections::{BTreeMap, BTreeSet};

use super::loops::{Region, regions};
use super::marks::Mark;
use super::paragraphs::{Paragraph, paragraphs, place};
use super::refusal::{Finding, MOST_FINDINGS, PartKind, TemplateError, shortened};
use super::tree::Tree;
use super::vocabulary::{List, check};

/// A part with marks in it.
#[derive(Debug)]
pub(super) struct Part {
    /// Its name in the package.
    pub name: String,
    pub kind: PartKind,
    pub tree: Tree,
    /// By their nodes.
    pub paragraphs: BTreeMap<usize, Paragraph>,
    /// By their first nodes.
    pub regions: BTreeMap<usize, Region>,
    /// Nodes that hold a mark: all others are written as they were read.
    pub touched: BTreeSet<usize>,
    /// What is wrong with it whatever it is filled with.
    pub findings: Vec<Finding>,
}

impl Part {
    /// Reads a part.
    pub fn read(name: String, kind: PartKind, xml: String) -> Result<Self, TemplateError> {
        let tree = Tree::parse(xml)?;
        let (found, mut findings) = paragraphs(&tree, kind)?;
        let (matched, more) = regions(&tree, &found, kind);
        findings.extend(more);
        let mut touched = BTreeSet::new();
        for paragraph in &found {
            touched.insert(paragraph.node);
            touched.extend(tree.above(paragraph.node));
        }
        let regions = matched.into_iter().map(|region| (region.first, region)).collect();
        let paragraphs = found.into_iter().map(|paragraph| (paragraph.node, paragraph)).collect();
        Ok(Self { name, kind, tree, paragraphs, regions, touched, findings })
    }

    /// The list that a node stands in.
    pub fn list_around(&self, node: usize) -> Option<&'static List> {
        let (_, region) = self.regions.range(..=node).next_back()?;
        region.holds(node).then_some(region.list)
    }

    /// All marks with their paragraphs.
    pub fn marks(&self) -> impl Iterator<Item = (&Paragraph, &Mark)> {
        self.paragraphs.values().flat_map(|paragraph| paragraph.marks.iter().map(move |mark| (paragraph, mark)))
    }

    /// Everything that is wrong with it, given the measures that campaigns know.
    pub fn check(&self, measures: &[String]) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        for (paragraph, mark) in self.marks() {
            if findings.len() >= MOST_FINDINGS {
                break;
            }
            if let Some(problem) = check(mark, self.list_around(paragraph.node), measures) {
                findings.push(self.finding(paragraph, problem));
            }
        }
        findings
    }

    /// What is wrong with a paragraph.
    pub fn finding(&self, paragraph: &Paragraph, problem: super::refusal::Problem) -> Finding {
        let place = place(&self.tree, paragraph.node, self.kind);
        Finding { place, text: shortened(&paragraph.text), problem }
    }
}
