//! The cells of the table of units.

use serde::Serialize;

use super::links::{Links, Pair};
use super::number;
use super::people::state_value;
use super::tile::Bar;
use super::unit_order::Column;
use crate::charts;
use crate::people::MeasureState;
use crate::progress::report::{Basis, Figure};

/// A cell.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cell {
    /// A number, what it is part of, and the list of people behind it.
    Number {
        /// `1.068`.
        text: String,
        /// ` / 1.273`.
        of: String,
        /// Where the people are listed.
        href: Option<String>,
        /// Whether a measure begins here.
        first: bool,
        /// Whether it says that nothing is known.
        soft: bool,
    },
    /// A share with its bar.
    Share {
        /// `83,89%`.
        text: String,
        /// The bar.
        bar: Option<Bar>,
    },
    /// How it went lately.
    Spark {
        /// The line.
        svg: Option<String>,
    },
    /// Will it be met?
    Chip {
        /// The word.
        word: &'static str,
        /// The shape beside it.
        shape: &'static str,
        /// Its colour.
        class: &'static str,
    },
}

impl Cell {
    /// The cell of a figure in a column. `people` makes addresses where the reader may open lists of people.
    pub fn of(figure: Option<&Figure>, column: Column, people: Option<&Links>) -> Self {
        let Some(figure) = figure else { return Self::plain(None, column) };
        match column {
            Column::Done => Self::done(figure, people),
            Column::Share => match figure.percent {
                Some(percent) => Self::Share { text: format!("{}%", percent.vietnamese()), bar: Bar::of(figure) },
                None => Self::plain(None, column),
            },
            Column::Remaining => Self::plain(figure.remaining, column),
            Column::Trend => Self::Spark { svg: charts::spark(&figure.detail.recent) },
            Column::Outlook => Self::Chip {
                word: figure.outlook.vietnamese(),
                shape: figure.outlook.shape(),
                class: figure.outlook.as_str(),
            },
        }
    }

    fn plain(value: Option<i64>, column: Column) -> Self {
        let text = value.map(number).unwrap_or_default();
        Self::Number { text, of: String::new(), href: None, first: column == Column::Done, soft: value.is_none() }
    }

    fn done(figure: &Figure, people: Option<&Links>) -> Self {
        let of = figure.quota.map(|quota| format!(" / {}", number(quota))).unwrap_or_default();
        let href = people.filter(|_| has_list(figure)).map(|links| {
            let state = state_value(&figure.measure.code, figure.measure.audience, MeasureState::Done);
            let filters = [Pair::new("don-vi", figure.unit.slug.as_str()), Pair::new("tinh-trang", state)];
            links.with("/nguoi-dan", &filters)
        });
        let text = figure.done.map_or_else(|| "…".to_owned(), number);
        Self::Number { text, of, href, first: true, soft: figure.done.is_none() }
    }
}

/// Whether people stand behind a figure: it counts people, and at least some of them from lists.
fn has_list(figure: &Figure) -> bool {
    figure.detail.noun.is_none() && matches!(figure.basis, Basis::Counted(_) | Basis::Mixed { .. })
}
