//! A quota split among the units below: how, what each gets, what is left.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Pair;
use super::quotas::{Tab, target_text};
use super::{day, number};
use crate::campaign::quotas::{SplitPlan, SplitRow};
use crate::vn::number::decimal_comma;

/// The page of a split.
#[derive(Debug, Default, Serialize)]
pub struct SplitView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// «Chia 1.273 (Mức 2 đã kích hoạt, hạn 30/06/2023) của Xã Cẩm Ngọc, Công an huyện giao».
    pub what: String,
    /// What the form that chooses the method sends besides.
    pub hidden: Vec<Pair>,
    /// The methods.
    pub methods: Vec<Choice>,
    /// Whether the parts are typed.
    pub by_hand: bool,
    /// The units below.
    pub rows: Vec<PartRow>,
    /// What the parts add up to.
    pub sum: String,
    /// What is left of the whole, in words.
    pub remainder: String,
    /// What the form that gives sends besides.
    pub give: Vec<Pair>,
    /// Where it goes; none before anything can be given.
    pub action: Option<String>,
    /// Document as typed.
    pub document: String,
    /// Reason as typed.
    pub reason: String,
    /// Back to the quota.
    pub back: String,
}

/// What one unit gets.
#[derive(Debug, Serialize)]
pub struct PartRow {
    name: String,
    field: String,
    eligible: String,
    remaining: String,
    exact: String,
    old: String,
    new: String,
    changed: bool,
}

/// Name of the field of what a unit gets.
pub fn part_field(slug: &str) -> String {
    format!("phan-{slug}")
}

impl PartRow {
    fn of(row: &SplitRow) -> Self {
        let count = |value: Option<i64>| value.map_or_else(|| "chưa có danh sách".to_owned(), number);
        let old = row.old.map_or_else(String::new, target_text);
        let new = row.new.map_or_else(String::new, number);
        Self {
            name: row.unit.name.clone(),
            field: part_field(&row.unit.slug),
            eligible: count(row.eligible),
            remaining: count(row.eligible.zip(row.done).map(|(eligible, done)| (eligible - done).max(0))),
            exact: row.exact_hundredths.map_or_else(String::new, decimal_comma),
            changed: !new.is_empty() && old != new,
            old,
            new,
        }
    }
}

impl SplitView {
    /// What is split and into what; the forms are added by the page.
    pub fn of(plan: &SplitPlan) -> Self {
        let what = format!(
            "Chia {} ({}, hạn {}) của {} do {} giao. Số người tính đến {}.",
            number(plan.whole),
            plan.measure.name,
            day(plan.deadline),
            plan.unit.name,
            plan.issuer.name,
            day(plan.as_of.day()),
        );
        let remainder = match plan.remainder {
            0 => "Đã chia hết, không còn dư.".to_owned(),
            left if left > 0 => format!("Còn {} chưa chia.", number(left)),
            more => format!("Giao vượt {} so với chỉ tiêu của {}.", number(-more), plan.unit.name),
        };
        Self {
            what,
            rows: plan.rows.iter().map(PartRow::of).collect(),
            sum: number(plan.rows.iter().filter_map(|row| row.new).sum()),
            remainder,
            ..Self::default()
        }
    }
}
