//! Done over time against the quota: solid line, dashed quota, thin line of even work, a light band of what may come, deadline and as-of date as named
//! verticals. Labels stand at the lines, not in
//! a legend; the axis begins at zero; colours come from the style sheet.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::scale::{Days, Values};
use super::table::expected_on;
use crate::progress::report::{OtherDeadline, Series};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 250.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 428.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 222.0;
/// A label this close to the right edge is written to the left of its point.
const EDGE: f64 = 110.0;
/// A line this close above a point would cross its label.
const NEAR: f64 = 34.0;

/// Draws a measure over time as an inline SVG picture with a title and a description for those who cannot see it.
pub fn burn_up(series: &Series) -> String {
    let values = series.points.iter().map(|point| point.done);
    let asked = series.quota.into_iter().chain(series.other_deadlines.iter().map(|other| other.quota));
    let largest = values.chain(asked).chain(series.range.map(|range| range.high)).max().unwrap_or(0);
    let deadlines = series.deadline.into_iter().chain(series.other_deadlines.iter().map(|other| other.on));
    let last = deadlines.chain([series.as_of]).max().unwrap_or(series.as_of);
    let drawing = Drawing {
        series,
        values: Values::up_to(largest, TOP, BOTTOM),
        days: Days::between(series.starts_on, last, LEFT, RIGHT),
    };
    let mut svg = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}">"#,
        escaped(&description(series))
    );
    let parts = [
        drawing.grid(),
        drawing.ahead(),
        drawing.today(),
        drawing.deadline(),
        drawing.other_deadlines(),
        drawing.quota(),
        drawing.even_work(),
        drawing.done(),
    ];
    for part in parts {
        svg.push_str(&part);
    }
    svg.push_str("</svg>");
    svg
}

struct Drawing<'a> {
    series: &'a Series,
    values: Values,
    days: Days,
}

impl Drawing<'_> {
    fn grid(&self) -> String {
        let mut svg = String::new();
        for value in self.values.ticks() {
            let y = self.values.height(value);
            svg += &line("chart-grid", (LEFT, y), (RIGHT, y));
            svg += &label("chart-tick chart-end", LEFT - 6.0, y + 4.0, &group_thousands(value));
        }
        for month in self.days.months() {
            let x = self.days.place(month);
            svg += &line("chart-grid", (x, BOTTOM), (x, BOTTOM + 5.0));
            svg += &label("chart-tick chart-middle", x, BOTTOM + 20.0, &format!("{}/{}", month.day(), month.month()));
        }
        svg
    }

    fn deadline(&self) -> String {
        let Some(deadline) = self.series.deadline else { return String::new() };
        let x = self.days.place(deadline);
        let text = format!("hạn {}/{}", deadline.day(), deadline.month());
        // In the corner where it is the last; over its line where others follow.
        let class = if x > RIGHT - 1.0 { "chart-note chart-end" } else { "chart-note chart-middle" };
        line("chart-deadline", (x, TOP - 8.0), (x, BOTTOM)) + &label(class, x, TOP - 14.0, &text)
    }

    /// Shorter lines for the deadlines beside it, a mark at what each asks for, both named at the mark.
    fn other_deadlines(&self) -> String {
        let mark = |other: &OtherDeadline| {
            let (x, y) = (self.days.place(other.on), self.values.height(other.quota));
            let text = format!("{} đến {}/{}", group_thousands(other.quota), other.on.day(), other.on.month());
            let (class, dx) = if x > RIGHT - EDGE { ("chart-tick chart-end", -6.0) } else { ("chart-tick", 6.0) };
            line("chart-deadline", (x, y), (x, BOTTOM))
                + &line("chart-quota", (x - 14.0, y), (x + 14.0, y))
                + &label(class, x + dx, y - 6.0, &text)
        };
        let from = self.series.starts_on;
        self.series.other_deadlines.iter().filter(|other| other.on >= from).map(mark).collect()
    }

    /// The as-of date, where something lies ahead of it.
    fn today(&self) -> String {
        let series = self.series;
        if series.deadline.is_none_or(|deadline| deadline <= series.as_of) {
            return String::new();
        }
        let x = self.days.place(series.as_of);
        let text = format!("{}/{}", series.as_of.day(), series.as_of.month());
        line("chart-today", (x, TOP - 8.0), (x, BOTTOM)) + &label("chart-tick chart-middle", x, TOP - 14.0, &text)
    }

    /// From where things stand to the deadline: the range as a band, the likely value as a line in it.
    fn ahead(&self) -> String {
        let series = self.series;
        let (Some(range), Some(likely), Some(deadline), Some(end)) =
            (series.range, series.at_deadline, series.deadline, series.points.last())
        else {
            return String::new();
        };
        if deadline <= series.as_of {
            return String::new();
        }
        let (from, to) = (self.days.place(end.day), self.days.place(deadline));
        let height = |value| self.values.height(value);
        let start = (from, height(end.done));
        format!(
            r#"<path class="chart-band" d="M{from:.1} {:.1}L{to:.1} {:.1}L{to:.1} {:.1}Z"/>"#,
            start.1,
            height(range.high),
            height(range.low)
        ) + &line("chart-likely", start, (to, height(likely)))
    }

    fn quota(&self) -> String {
        let Some(quota) = self.series.quota else { return String::new() };
        let y = self.values.height(quota);
        let text = format!("chỉ tiêu {}", group_thousands(quota));
        line("chart-quota", (LEFT, y), (RIGHT, y)) + &label("chart-note", LEFT + 6.0, y - 6.0, &text)
    }

    fn even_work(&self) -> String {
        let (Some(quota), Some(deadline)) = (self.series.quota, self.series.deadline) else { return String::new() };
        let from = (self.days.place(self.series.starts_on), self.values.height(0));
        line("chart-even", from, (self.days.place(deadline), self.values.height(quota)))
    }

    /// The line of what is done. It begins where the campaign found things, not at zero.
    fn done(&self) -> String {
        let series = self.series;
        let mut path = String::new();
        for point in series.points.iter().filter(|point| point.day >= series.starts_on) {
            let pen = if path.is_empty() { 'M' } else { 'L' };
            // Writing to a String cannot fail.
            let _ = write!(path, "{pen}{:.1} {:.1}", self.days.place(point.day), self.values.height(point.done));
        }
        let Some(end) = series.points.last() else { return String::new() };
        let (x, y) = (self.days.place(end.day), self.values.height(end.done));
        // The label keeps clear of the line of even work above the point, and of the quota line just above it.
        let quota_above = series.quota.is_some_and(|quota| (0.0..NEAR).contains(&(y - self.values.height(quota))));
        let below = quota_above || expected_on(series, end.day).is_some_and(|expected| expected > end.done);
        let (class, dx) = if x > RIGHT - EDGE { ("chart-value chart-end", -8.0) } else { ("chart-value", 8.0) };
        let dy = if below { 20.0 } else { -10.0 };
        let y_label = (y + dy).min(BOTTOM - 6.0);
        format!(r#"<path class="chart-done" d="{path}"/><circle class="chart-dot" cx="{x:.1}" cy="{y:.1}" r="4.5"/>"#)
            + &label(class, x + dx, y_label, &group_thousands(end.done))
    }
}

fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> String {
    format!(r#"<line class="{class}" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/>"#, from.0, from.1, to.0, to.1)
}

fn label(class: &str, x: f64, y: f64, text: &str) -> String {
    format!(r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{}</text>"#, escaped(text))
}

/// What the picture says, in words.
pub(super) fn description(series: &Series) -> String {
    let done = series.points.last().map_or(0, |point| point.done);
    let mut text =
        format!("{}: đến ngày {} được {}", series.measure.name, in_text(series.as_of), group_thousands(done));
    let day = |day: NaiveDate| in_text(day);
    match (series.quota, series.deadline) {
        (Some(quota), Some(deadline)) => {
            text += &format!(" trên chỉ tiêu {}, hạn {}", group_thousands(quota), day(deadline));
        }
        (Some(quota), None) => text += &format!(" trên chỉ tiêu {}", group_thousands(quota)),
        _ => {}
    }
    for other in &series.other_deadlines {
        text += &format!(", {} đến hạn {}", group_thousands(other.quota), day(other.on));
    }
    if let (Some(likely), Some(range)) = (series.at_deadline, series.range) {
        let [likely, low, high] = [likely, range.low, range.high].map(group_thousands);
        text += &format!(", với tốc độ này đến hạn khoảng {likely} (từ {low} đến {high})");
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub(super) mod tests {
    use super::*;
    use crate::model::id::MeasureId;
    use crate::model::tally::Audience;
    use crate::progress::report::{MeasureName, SeriesPoint};

    pub fn sample() -> Series {
        let point = |day: &str, done| SeriesPoint { day: day.parse().unwrap(), done };
        Series {
            measure: MeasureName {
                id: MeasureId(1),
                code: "vneid2.activated".to_owned(),
                audience: Audience::Residents,
                name: "Mức 2 đã kích hoạt".to_owned(),
                has_quota: true,
            },
            points: vec![point("2023-03-21", 4), point("2023-04-20", 480), point("2023-05-31", 1068)],
            quota: Some(1273),
            deadline: Some("2023-06-30".parse().unwrap()),
            other_deadlines: Vec::new(),
            at_deadline: None,
            range: None,
            starts_on: "2023-03-21".parse().unwrap(),
            as_of: "2023-05-31".parse().unwrap(),
        }
    }

    #[test]
    fn the_picture_tells_its_content_in_words_and_labels() {
        let svg = burn_up(&sample());
        assert!(svg.contains(
            r#"aria-label="Mức 2 đã kích hoạt: đến ngày 31/5/2023 được 1.068 trên chỉ tiêu 1.273, hạn 30/6/2023""#
        ));
        for text in [">chỉ tiêu 1.273<", ">hạn 30/6<", ">1.068<", ">1/4<", ">1.500<", ">0<"] {
            assert!(svg.contains(text), "{text} in {svg}");
        }
    }

    #[test]
    fn more_is_higher_and_later_is_further_right() {
        let svg = burn_up(&sample());
        let path = svg.split(r#"class="chart-done" d="M"#).nth(1).unwrap().split('"').next().unwrap();
        let points: Vec<(f64, f64)> = path
            .split('L')
            .map(|pair| pair.split_once(' ').unwrap())
            .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
            .collect();
        assert_eq!(points.len(), 3);
        assert!(points.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 >= pair[1].1), "{points:?}");
    }

    #[test]
    fn what_may_come_is_a_band_from_today_to_the_deadline() {
        assert!(!burn_up(&sample()).contains("chart-band"));
        let range = crate::progress::report::Range { low: 1150, high: 1230, earliest: None, latest: None };
        let svg = burn_up(&Series { at_deadline: Some(1190), range: Some(range), ..sample() });
        assert!(svg.contains("chart-band") && svg.contains("chart-likely") && svg.contains("chart-today"), "{svg}");
        assert!(svg.contains("đến hạn khoảng 1.190 (từ 1.150 đến 1.230)"), "{svg}");
    }

    #[test]
    fn every_deadline_stands_where_its_day_is_with_what_it_asks_for() {
        let other = |on: &str, quota| OtherDeadline { on: on.parse().unwrap(), quota };
        let svg =
            burn_up(&Series { other_deadlines: vec![other("2023-04-30", 600), other("2023-09-30", 1400)], ..sample() });
        assert_eq!(svg.matches("chart-deadline").count(), 3);
        for text in [">600 đến 30/4<", ">1.400 đến 30/9<", ">hạn 30/6<", "1.400 đến hạn 30/9/2023"] {
            assert!(svg.contains(text), "{text} in {svg}");
        }
        let places: Vec<f64> = svg
            .split(r#"class="chart-deadline" x1=""#)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert!(places[1] < places[0] && places[0] < places[2] && places[2] <= RIGHT, "{places:?}");
    }

    #[test]
    fn the_value_keeps_clear_of_a_quota_line_just_above() {
        let label_below = |quota| {
            let svg = burn_up(&Series { quota: Some(quota), ..sample() });
            let height = |marked: &str| -> f64 {
                svg.split(marked)
                    .nth(1)
                    .unwrap()
                    .split(" y=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .parse()
                    .unwrap()
            };
            let dot = svg.split("cy=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap();
            height("chart-value") > dot
        };
        assert!(label_below(1100));
        assert!(!label_below(1068 * 2 / 3), "above the quota there is room");
    }

    #[test]
    fn names_are_text_and_nothing_known_is_an_empty_frame() {
        let mut series = sample();
        series.measure.name = r#""><script>alert(1)</script>"#.to_owned();
        assert!(!burn_up(&series).contains("<script"));
        series.points.clear();
        series.quota = None;
        series.deadline = None;
        let svg = burn_up(&series);
        assert!(!svg.contains("chart-done") && !svg.contains("chart-quota") && svg.ends_with("</svg>"));
    }
}
