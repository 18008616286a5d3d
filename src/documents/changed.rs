//! Which figures of a document no longer are those that were frozen: what an official changed by hand is marked, never hidden.

use serde::Serialize;

use super::figure_tokens::{Pair, Token, paired, tokens_of};
use crate::model::document::{Block, Content, Line};

/// A bound figure that was changed by hand or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFigure {
    /// As frozen.
    pub frozen: String,
    /// What stands in its place; none where it was taken out.
    pub now: Option<String>,
    /// The words around it.
    pub around: String,
}

/// Letters that are shown on either side of a figure.
const AROUND: usize = 40;

/// The bound figures that differ between what the program wrote and what a document says.
pub fn changed_figures(composed: &Content, content: &Content) -> Vec<ChangedFigure> {
    let (before, after) = (lines(composed), lines(content));
    let (old, new) = (tokens_of(&before), tokens_of(&after));
    let shown =
        |lines: &[&Line], token: &Token| around(lines.get(token.line).map_or("", |line| line.text.as_str()), token);
    let change = |pair| match pair {
        Pair::Changed(old, new) if old.key.is_some() => {
            Some(ChangedFigure { frozen: old.value.clone(), now: Some(new.value.clone()), around: shown(&after, new) })
        }
        Pair::Gone(old) if old.key.is_some() => {
            Some(ChangedFigure { frozen: old.value.clone(), now: None, around: shown(&before, old) })
        }
        _ => None,
    };
    paired(&old, &new).into_iter().filter_map(change).collect()
}

/// The lines of the text, tables left out: those cannot be edited.
pub(super) fn lines(content: &Content) -> Vec<&Line> {
    content.body.iter().filter_map(|block| if let Block::Line(line) = block { Some(line) } else { None }).collect()
}

fn around(text: &str, token: &Token) -> String {
    let before: String = text.get(..token.range.start).unwrap_or_default().chars().rev().take(AROUND).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text.get(token.range.end..).unwrap_or_default().chars().take(AROUND).collect();
    format!("{}{}{}", before.trim_start(), token.value, after.trim_end())
}
