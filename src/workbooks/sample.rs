//! A report for tests: Cẩm Ngọc at 31/5/2023, villages with their figures, two offices, one of them without data.

#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, Utc};

use super::{CitedSnapshot, WorkbookContext};
use crate::model::as_of::AsOf;
use crate::model::id::{CampaignId, MeasureId, SnapshotId, UnitId};
use crate::model::percent::{Percent, Rounding};
use crate::model::tally::Audience;
use crate::model::unit::UnitKind;
use crate::progress::report::{
    Basis, CampaignName, Detail, Figure, MeasureName, Outlook, ProgressReport, Series, SeriesPoint, Tenths, UnitName,
};

/// Name, quota, done and issued of level 1, and of level 2.
const VILLAGES: [(&str, [i64; 6]); 10] = [
    ("Thôn Ngọc Bình", [345, 11, 31, 166, 150, 271]),
    ("Thôn Ngọc Sơn", [319, 17, 36, 153, 132, 248]),
    ("Thôn Đồng Cẩm", [287, 24, 51, 145, 105, 211]),
    ("Thôn Làng Mới", [291, 13, 30, 140, 126, 236]),
    ("Thôn Cẩm Thành", [268, 10, 30, 128, 92, 194]),
    ("Thôn Vạn Phúc", [265, 10, 33, 132, 110, 219]),
    ("Thôn Đồi Chè", [240, 13, 29, 114, 92, 181]),
    ("Thôn Bến Trại", [238, 10, 23, 117, 90, 179]),
    ("Thôn Thung Lũng", [212, 6, 23, 101, 97, 166]),
    ("Thôn 10", [185, 5, 21, 77, 74, 140]),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn unit(id: i64, slug: &str, name: &str, kind: UnitKind) -> UnitName {
    UnitName {
        id: UnitId(id),
        slug: slug.to_owned(),
        name: name.to_owned(),
        kind,
        local_order: i32::try_from(id).unwrap(),
    }
}

fn measures() -> Vec<MeasureName> {
    let measure = |id, code: &str, audience, name: &str, has_quota| MeasureName {
        id: MeasureId(id),
        code: code.to_owned(),
        audience,
        name: name.to_owned(),
        has_quota,
    };
    vec![
        measure(1, "vneid.issued", Audience::Residents, "Đã cấp tài khoản (mọi mức)", false),
        measure(2, "vneid1.activated", Audience::Residents, "Mức 1 đã kích hoạt", true),
        measure(3, "vneid2.activated", Audience::Residents, "Mức 2 đã kích hoạt", true),
        measure(4, "vneid2.activated", Audience::Staff, "Mức 2 đã kích hoạt", true),
    ]
}

fn figure(
    unit: &UnitName,
    measure: &MeasureName,
    quota: Option<i64>,
    done: Option<i64>,
    issued: Option<i64>,
) -> Figure {
    let percent = quota.zip(done).and_then(|(quota, done)| Percent::of(done, quota, Rounding::Truncate));
    let deadline = quota.map(|_| day("2023-06-30"));
    Figure {
        unit: unit.clone(),
        measure: measure.clone(),
        basis: done.map_or(Basis::None, |_| Basis::Counted(Some(day("2023-06-12")))),
        quota,
        eligible: done.map(|done| done + 2_000),
        issued,
        done,
        percent,
        remaining: quota.zip(done).map(|(quota, done)| (quota - done).max(0)),
        deadline,
        days_left: deadline.map(|_| 30),
        needed_per_day: quota.zip(done).map(|(quota, done)| (quota - done).max(0).div_euclid(30) + 1),
        pace_per_day: done.map(|_| Tenths(42)),
        at_deadline: done.map(|done| done + 126),
        forecast_on: None,
        expected_today: quota.map(|quota| quota * 9 / 10),
        outlook: match percent {
            None => Outlook::NoData,
            Some(percent) if percent.hundredths() >= 10_000 => Outlook::Met,
            Some(percent) if percent.hundredths() >= 9_000 => Outlook::OnTrack,
            Some(percent) if percent.hundredths() >= 8_500 => Outlook::AtRisk,
            Some(_) => Outlook::Unlikely,
        },
        detail: Detail::default(),
    }
}

/// The report.
pub fn cam_ngoc() -> ProgressReport {
    let measures = measures();
    let [all, first, second, staff] = measures.as_slice() else { unreachable!() };
    let commune = unit(1, "cam-ngoc", "Xã Cẩm Ngọc", UnitKind::Commune);
    let mut children = Vec::new();
    for (id, (name, [quota_1, done_1, issued_1, quota_2, done_2, issued_2])) in (2..).zip(VILLAGES) {
        let village = unit(id, &format!("cam-ngoc/thon-{id}"), name, UnitKind::Village);
        let figures = vec![
            figure(&village, all, None, Some(issued_1 + issued_2), None),
            figure(&village, first, Some(quota_1), Some(done_1), Some(issued_1)),
            figure(&village, second, Some(quota_2), Some(done_2), Some(issued_2)),
        ];
        children.push((village, figures));
    }
    let office = unit(20, "cam-ngoc/tram-y-te", "Trạm Y tế xã", UnitKind::Office);
    let silent = unit(21, "cam-ngoc/truong-mam-non", "=Trường Mầm non", UnitKind::Office);
    let figures = vec![figure(&office, staff, Some(46), Some(41), Some(44))];
    children.push((office, figures));
    let figures = vec![figure(&silent, staff, None, None, None)];
    children.push((silent, figures));
    let own = vec![
        figure(&commune, all, None, Some(2352), None),
        figure(&commune, first, Some(2650), Some(119), Some(307)),
        figure(&commune, second, Some(1273), Some(1068), Some(2045)),
        figure(&commune, staff, Some(46), Some(41), Some(44)),
    ];
    ProgressReport {
        campaign: CampaignName {
            id: CampaignId(1),
            code: "cam-ngoc-2023".to_owned(),
            title: "Đẩy mạnh cấp, kích hoạt tài khoản định danh điện tử năm 2023".to_owned(),
            starts_on: day("2023-02-01"),
            ends_on: day("2023-06-30"),
            rounding: Rounding::Truncate,
        },
        as_of: AsOf(day("2023-05-31")),
        path: vec![commune],
        measures,
        own,
        children,
    }
}

/// Its measures over time.
pub fn series() -> Vec<Series> {
    let series = |measure: &MeasureName, quota, points: &[(&str, i64)]| Series {
        measure: measure.clone(),
        points: points.iter().map(|(text, done)| SeriesPoint { day: day(text), done: *done }).collect(),
        quota: Some(quota),
        deadline: Some(day("2023-06-30")),
        other_deadlines: Vec::new(),
        at_deadline: None,
        range: None,
        starts_on: day("2023-02-01"),
        as_of: day("2023-05-31"),
    };
    let measures = measures();
    let [_, first, second, staff] = measures.as_slice() else { unreachable!() };
    vec![
        series(first, 2650, &[("2023-02-01", 0), ("2023-03-05", 31), ("2023-04-20", 88), ("2023-05-31", 119)]),
        series(
            second,
            1273,
            &[("2023-02-01", 4), ("2023-03-05", 260), ("2023-04-02", 611), ("2023-05-10", 930), ("2023-05-31", 1068)],
        ),
        series(staff, 46, &[("2023-02-01", 0), ("2023-05-31", 41)]),
    ]
}

/// Who made the workbook.
pub fn context() -> WorkbookContext {
    WorkbookContext {
        agency: "UBND xã Cẩm Ngọc".to_owned(),
        made_by: "Lê Thị Hoa".to_owned(),
        made_at: "2023-06-12T02:05:00Z".parse::<DateTime<Utc>>().unwrap(),
        snapshot: Some(CitedSnapshot {
            number: SnapshotId(7),
            name: "Số liệu lập bảng tính, 31/5/2023".to_owned(),
            sha256: "0123456789abcdef".repeat(4),
            taken_at: "2023-06-12T02:04:00Z".parse::<DateTime<Utc>>().unwrap(),
        }),
    }
}
