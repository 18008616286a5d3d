//! How the table of units is sorted.

use std::cmp::Reverse;

use crate::progress::report::{Figure, MeasureName, Outlook, UnitName};

/// How the reader wants the table sorted: `12-ty-le` is the share of measure 12, `ten` the local order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// As annexes list them.
    Local,
    /// By a column of a measure; from small to large unless turned round.
    Column {
        /// Identity of the measure.
        measure: i64,
        /// Which column.
        column: Column,
        /// From large to small.
        descending: bool,
    },
}

/// A column of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// How many count.
    Done,
    /// Share of the quota.
    Share,
    /// How many are missing.
    Remaining,
    /// How it went lately.
    Trend,
    /// Will it be met?
    Outlook,
}

impl Column {
    const ALL: [Self; 5] = [Self::Done, Self::Share, Self::Remaining, Self::Trend, Self::Outlook];

    fn word(self) -> &'static str {
        match self {
            Self::Done => "dat",
            Self::Share => "ty-le",
            Self::Remaining => "con-lai",
            Self::Trend => "moi-dat",
            Self::Outlook => "danh-gia",
        }
    }

    /// Over the column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "Đạt / chỉ tiêu",
            Self::Share => "Tỷ lệ",
            Self::Remaining => "Còn lại",
            Self::Trend => "Xu hướng",
            Self::Outlook => "Đánh giá",
        }
    }
}

impl Order {
    /// Reads the order of an address: `ten`, `12-ty-le`, `-12-ty-le`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "ten" {
            return Some(Self::Local);
        }
        let (descending, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (measure, word) = rest.split_once('-')?;
        let column = Column::ALL.into_iter().find(|column| column.word() == word)?;
        Some(Self::Column { measure: measure.parse().ok()?, column, descending })
    }

    /// As an address says it.
    pub fn written(&self) -> String {
        match self {
            Self::Local => "ten".to_owned(),
            Self::Column { measure, column, descending } => {
                format!("{}{measure}-{}", if *descending { "-" } else { "" }, column.word())
            }
        }
    }
}

/// Whether an order is about a table of these measures.
pub fn concerns(order: &Order, measures: &[&MeasureName]) -> bool {
    match order {
        Order::Local => true,
        Order::Column { measure, .. } => measures.iter().any(|known| known.id.0 == *measure),
    }
}

/// By the share of the first measure that has a quota, smallest first: who needs help is on top.
pub fn worst_first(measures: &[&MeasureName]) -> Order {
    match measures.iter().find(|measure| measure.has_quota) {
        Some(measure) => Order::Column { measure: measure.id.0, column: Column::Share, descending: false },
        None => Order::Local,
    }
}

/// Sorts rows; what is not known stays at the end.
pub fn sort(rows: &mut [(&UnitName, Vec<Option<&Figure>>)], measures: &[&MeasureName], order: &Order) {
    rows.sort_by_key(|(unit, _)| unit.local_order);
    let Order::Column { measure, column, descending } = order else { return };
    let Some(place) = measures.iter().position(|known| known.id.0 == *measure) else { return };
    // What is not known stays at the end whichever way the rest is sorted.
    let key = |figures: &[Option<&Figure>]| {
        figures.get(place).copied().flatten().and_then(|figure| sort_value(figure, *column))
    };
    if *descending {
        rows.sort_by_key(|(_, figures)| (key(figures).is_none(), Reverse(key(figures))));
    } else {
        rows.sort_by_key(|(_, figures)| (key(figures).is_none(), key(figures)));
    }
}

fn sort_value(figure: &Figure, column: Column) -> Option<i64> {
    match column {
        Column::Done => figure.done,
        Column::Share => figure.percent.map(|percent| percent.hundredths()),
        Column::Remaining => figure.remaining,
        Column::Trend => {
            figure.detail.recent.first().zip(figure.detail.recent.last()).map(|(first, last)| last - first)
        }
        Column::Outlook => Some(match figure.outlook {
            Outlook::Missed => 0,
            Outlook::Unlikely => 1,
            Outlook::AtRisk => 2,
            Outlook::OnTrack => 3,
            Outlook::Met => 4,
            Outlook::NoData => return None,
        }),
    }
}

/// The columns of a measure.
pub fn columns_of(measure: &MeasureName) -> &'static [Column] {
    if measure.has_quota { &Column::ALL } else { &[Column::Done] }
}

/// «xếp theo tỷ lệ «Mức 2 đã kích hoạt», từ thấp lên».
pub fn order_in_words(order: &Order, measures: &[&MeasureName]) -> String {
    let Order::Column { measure, column, descending } = order else {
        return "theo thứ tự của địa phương".to_owned();
    };
    let name = measures.iter().find(|known| known.id.0 == *measure).map_or("", |measure| &measure.name);
    let (what, way) = match (column, descending) {
        (Column::Outlook, false) => ("đánh giá", "khó đạt nhất ở trên"),
        (Column::Outlook, true) => ("đánh giá", "tốt nhất ở trên"),
        (Column::Done, way) => ("số đạt", if *way { "từ cao xuống" } else { "từ thấp lên" }),
        (Column::Share, way) => ("tỷ lệ", if *way { "từ cao xuống" } else { "từ thấp lên" }),
        (Column::Trend, way) => ("số mới đạt gần đây", if *way { "từ cao xuống" } else { "từ thấp lên" }),
        (Column::Remaining, way) => ("số còn lại", if *way { "từ cao xuống" } else { "từ thấp lên" }),
    };
    format!("xếp theo {what} «{name}», {way}")
}
