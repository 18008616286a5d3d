//! Frozen figures as phrases: what was done, of what, what is missing, where it leads. Every figure is bound to the place it came from.

use crate::documents::brief::Brief;
use crate::model::document::{FigureKey, FigurePart, Line, LineWriter};
use crate::progress::frozen::{Frozen, FrozenFigure, FrozenMeasure, FrozenUnit};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// A unit with its figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitFigures<'a> {
    pub frozen: &'a Frozen,
    pub unit: &'a FrozenUnit,
}

/// A figure with what is needed to tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub unit: &'a FrozenUnit,
    pub measure: &'a FrozenMeasure,
    pub figure: &'a FrozenFigure,
}

/// The unit that the figures are about.
pub(super) fn own(brief: &Brief) -> Option<UnitFigures<'_>> {
    let unit = brief.frozen.units.first()?;
    Some(UnitFigures { frozen: &brief.frozen, unit })
}

/// The units right below it, in local order.
pub(super) fn below(brief: &Brief) -> Vec<UnitFigures<'_>> {
    brief.frozen.below().into_iter().map(|unit| UnitFigures { frozen: &brief.frozen, unit }).collect()
}

impl<'a> UnitFigures<'a> {
    /// Figures in the order of the measures; measures that this unit has none for are left out.
    pub fn told(self) -> impl Iterator<Item = Told<'a>> {
        self.frozen.measures.iter().filter_map(move |measure| self.of(measure))
    }

    /// The figure of one measure.
    pub fn of(self, measure: &'a FrozenMeasure) -> Option<Told<'a>> {
        let fits = |figure: &&FrozenFigure| figure.measure == measure.code && figure.audience == measure.audience;
        let figure = self.unit.figures.iter().find(fits)?;
        Some(Told { unit: self.unit, measure, figure })
    }
}

impl Told<'_> {
    /// The key of a part of it.
    pub fn key(self, part: FigurePart) -> FigureKey {
        let measure = format!("{}/{}", self.measure.code, self.measure.audience);
        FigureKey { unit: self.unit.slug.clone(), measure, part }
    }

    /// What is counted: people, unless the measure says otherwise.
    fn noun(self) -> &'static str {
        "người"
    }

    /// A number of it, bound.
    pub fn number(self, value: i64, part: FigurePart) -> Line {
        LineWriter::new().figure(group_thousands(value), self.key(part)).done()
    }

    /// Its percentage as a table tells it: `83,89`.
    pub fn percent(self, plain: &str) -> Line {
        LineWriter::new().figure(plain.replace('.', ","), self.key(FigurePart::Percent)).done()
    }

    /// Its percentage as a sentence tells it: `83,89%`.
    pub fn percent_sign(self, plain: &str) -> Line {
        LineWriter::new().figure(format!("{}%", plain.replace('.', ",")), self.key(FigurePart::Percent)).done()
    }

    /// `1.068 người, đạt 83,89% so với chỉ tiêu được giao là 1.273, còn thiếu 205`.
    pub fn achievement(self) -> Line {
        let Some(done) = self.figure.done else { return Line::from("chưa có số liệu") };
        let said = LineWriter::new().line(self.number(done, FigurePart::Done)).text(" ").text(self.noun());
        let Some((quota, percent)) = self.figure.quota.zip(self.figure.percent.as_ref()) else { return said.done() };
        let said = said
            .text(", đạt ")
            .line(self.percent_sign(percent))
            .text(" so với chỉ tiêu được giao là ")
            .line(self.number(quota, FigurePart::Quota));
        match (self.figure.remaining, done - quota) {
            (Some(remaining), _) if remaining > 0 => {
                said.text(", còn thiếu ").line(self.number(remaining, FigurePart::Remaining)).done()
            }
            (_, 0) => said.text(", hoàn thành chỉ tiêu").done(),
            (_, over) if over > 0 => {
                said.text(format!(", vượt chỉ tiêu {} {}", group_thousands(over), self.noun())).done()
            }
            _ => said.done(),
        }
    }

    /// What is left of the time and what it asks for: `còn 30 ngày đến hết ngày 30/6/2023, mỗi ngày phải thực hiện thêm ít nhất 7 người`. `None` where
    /// there is nothing left to do, or no deadline.
    pub fn what_is_left(self) -> Option<Line> {
        let deadline = self.figure.deadline?;
        if self.figure.remaining? == 0 {
            return None;
        }
        let day = LineWriter::new().figure(in_text(deadline), self.key(FigurePart::Deadline)).done();
        let days = self.figure.days_left?;
        if days < 0 {
            return Some(LineWriter::new().text("đã quá thời hạn (ngày ").line(day).text(")").done());
        }
        if days == 0 {
            return Some(LineWriter::new().text("hôm nay là ngày cuối của thời hạn (").line(day).text(")").done());
        }
        let left = LineWriter::new()
            .text("còn ")
            .line(self.number(days, FigurePart::DaysLeft))
            .text(" ngày đến hết ngày ")
            .line(day);
        let Some(needed) = self.figure.needed_per_day else { return Some(left.done()) };
        let needed = left
            .text(", mỗi ngày phải thực hiện thêm ít nhất ")
            .line(self.number(needed, FigurePart::NeededPerDay))
            .text(" ")
            .text(self.noun());
        Some(match &self.figure.pace_per_day {
            Some(pace) => needed
                .text(" (những ngày gần đây bình quân ")
                .figure(pace.replace('.', ","), self.key(FigurePart::PacePerDay))
                .text(format!(" {}/ngày)", self.noun()))
                .done(),
            None => needed.done(),
        })
    }

    /// The word for how it will end, as a clause; `None` where nothing can be said.
    pub fn outlook(self) -> Option<&'static str> {
        Some(match self.figure.outlook.as_str() {
            "met" => "đã hoàn thành",
            "on_track" => "có khả năng hoàn thành đúng hạn",
            "at_risk" => "phải đẩy nhanh mới kịp thời hạn",
            "unlikely" => "với tiến độ hiện nay khó hoàn thành đúng hạn",
            "missed" => "không hoàn thành đúng hạn",
            _ => return None,
        })
    }
}

/// The as-of date, bound.
pub(super) fn as_of(brief: &Brief) -> Line {
    let unit = brief.frozen.units.first().map(|unit| unit.slug.clone()).unwrap_or_default();
    let key = FigureKey { unit, measure: String::new(), part: FigurePart::AsOf };
    LineWriter::new().figure(in_text(brief.frozen.as_of), key).done()
}

/// Issued, activated, and the people in between, said apart: a measure that counts what is issued beside those that count what is activated. `None` where
/// the parts do not add up to the whole: then nothing is said.
pub(super) fn between(of: UnitFigures<'_>) -> Option<(Told<'_>, i64, i64)> {
    let whole = of.told().find(|told| told.figure.issued.is_none() && told.figure.quota.is_none())?;
    let total = whole.figure.done?;
    let parts = of.told().filter(|told| told.measure.audience == whole.measure.audience);
    let parts: Vec<(i64, i64)> = parts.filter_map(|told| told.figure.issued.zip(told.figure.done)).collect();
    let (issued, done) = parts.iter().fold((0, 0), |(issued, done), (i, d)| (issued + i, done + d));
    (!parts.is_empty() && issued == total).then_some((whole, done, total - done))
}
