//! How long the report workbooks of 200 communes take to be written, from figures that are in memory, on one core and on two.
//!
//! Limit, on two cores: 3 s. `benches/workbooks.py` writes the same content by xlsxwriter.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate, Utc};
use tiendo::model::as_of::AsOf;
use tiendo::model::id::{CampaignId, MeasureId, SnapshotId, UnitId};
use tiendo::model::percent::{Percent, Rounding};
use tiendo::model::tally::Audience;
use tiendo::model::unit::UnitKind;
use tiendo::progress::report::{
    Basis, CampaignName, Detail, Figure, MeasureName, Outlook, ProgressReport, Series, SeriesPoint, Tenths, UnitName,
};
use tiendo::workbooks::{CitedSnapshot, ProgressContent, WorkbookContext, progress};

const COMMUNES: i64 = 200;
const VILLAGES: i64 = 18;
const DAYS: u64 = 120;
const MEASURES: [&str; 3] = ["Mức 1 đã kích hoạt", "Mức 2 đã kích hoạt", "Chữ ký số cá nhân"];

fn main() {
    let content: Vec<(ProgressReport, Vec<Series>)> =
        (0..COMMUNES).map(|number| (report(number), series(number))).collect();
    let written = |part: &[(ProgressReport, Vec<Series>)]| -> usize { part.iter().map(one).sum() };
    written(&content[..2]);
    let begun = Instant::now();
    let bytes = written(&content);
    let kilobytes = bytes / content.len() / 1024;
    println!("{COMMUNES} workbooks, one thread: {:.2} s, {kilobytes} kB each", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let (first, second) = content.split_at(content.len() / 2);
    let both: usize = std::thread::scope(|scope| {
        let other = scope.spawn(|| written(second));
        written(first) + other.join().unwrap()
    });
    assert_eq!(both, bytes);
    println!("{COMMUNES} workbooks, two threads: {:.2} s (limit 3 s)", begun.elapsed().as_secs_f64());
}

fn one((report, series): &(ProgressReport, Vec<Series>)) -> usize {
    let at: DateTime<Utc> = "2023-06-05T02:00:00Z".parse().unwrap();
    let snapshot = CitedSnapshot {
        number: SnapshotId(1),
        name: "Số liệu lập bảng tính".to_owned(),
        sha256: "0123456789abcdef".repeat(4),
        taken_at: at,
    };
    let agency = report.path.last().map(|unit| unit.name.clone()).unwrap_or_default();
    let context =
        WorkbookContext { agency, made_by: "Lê Thị Hoa".to_owned(), made_at: at, snapshot: Some(snapshot) };
    progress(&ProgressContent { report, series, checks: None, people: None }, &context).unwrap().len()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn measures() -> Vec<MeasureName> {
    let measure = |(id, name): (i64, &&str)| MeasureName {
        id: MeasureId(id),
        code: format!("m{id}"),
        audience: Audience::Residents,
        name: (*name).to_owned(),
        has_quota: true,
    };
    (1..).zip(&MEASURES).map(measure).collect()
}

fn unit(id: i64, slug: String, name: String, kind: UnitKind) -> UnitName {
    UnitName { id: UnitId(id), slug, name, kind, local_order: i32::try_from(id).unwrap() }
}

fn figures(unit: &UnitName, number: i64) -> Vec<Figure> {
    measures().into_iter().map(|measure| figure(unit, measure, number)).collect()
}

fn figure(unit: &UnitName, measure: MeasureName, number: i64) -> Figure {
    let quota = 200 + (number * 7 + unit.id.0 * 13 + measure.id.0 * 29) % 300;
    let done = (number * 11 + unit.id.0 * 17 + measure.id.0 * 5) % (quota + 1);
    Figure {
        unit: unit.clone(),
        measure,
        basis: Basis::Counted(Some(day("2023-05-31"))),
        quota: Some(quota),
        eligible: Some(quota + 50),
        issued: Some(done + 9),
        done: Some(done),
        percent: Percent::of(done, quota, Rounding::Truncate),
        remaining: Some(quota - done),
        deadline: Some(day("2023-06-30")),
        days_left: Some(30),
        needed_per_day: Some((quota - done) / 30 + 1),
        pace_per_day: Some(Tenths(done % 97)),
        at_deadline: Some(done + 40),
        forecast_on: None,
        expected_today: None,
        outlook: if done * 10 > quota * 9 { Outlook::OnTrack } else { Outlook::Unlikely },
        detail: Detail::default(),
    }
}

fn report(number: i64) -> ProgressReport {
    let commune = unit(1_000, format!("xa-{number}"), format!("Xã số {number}"), UnitKind::Commune);
    let village = |id: i64| {
        let village =
            unit(id, format!("xa-{number}/thon-{id}"), format!("Thôn số {id} xã {number}"), UnitKind::Village);
        let figures = figures(&village, number);
        (village, figures)
    };
    ProgressReport {
        campaign: CampaignName {
            id: CampaignId(1),
            code: "c".to_owned(),
            title: "Đẩy mạnh cấp, kích hoạt tài khoản định danh điện tử".to_owned(),
            starts_on: day("2023-02-01"),
            ends_on: day("2023-06-30"),
            rounding: Rounding::Truncate,
        },
        as_of: AsOf(day("2023-05-31")),
        own: figures(&commune, number),
        path: vec![commune],
        measures: measures(),
        children: (1..=VILLAGES).map(village).collect(),
    }
}

fn series(number: i64) -> Vec<Series> {
    let first = day("2023-02-01");
    let point = |days: u64| SeriesPoint {
        day: first.checked_add_days(Days::new(days)).unwrap(),
        done: i64::try_from(days).unwrap() * 7 + number,
    };
    let of = |measure: MeasureName| Series {
        measure,
        points: (0..DAYS).map(point).collect(),
        quota: Some(1_273),
        deadline: Some(day("2023-06-30")),
        other_deadlines: Vec::new(),
        at_deadline: None,
        range: None,
        starts_on: first,
        as_of: day("2023-05-31"),
    };
    measures().into_iter().map(of).collect()
}
