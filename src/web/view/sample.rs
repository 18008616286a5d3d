//! Figures of a commune for the tests of the views.

use chrono::NaiveDate;

use super::frame::{Choice, Crumb, DayForm, Files, Frame, NavItem, User};
use crate::model::as_of::AsOf;
use crate::model::id::{CampaignId, MeasureId, UnitId};
use crate::model::percent::{Percent, Rounding};
use crate::model::tally::Audience;
use crate::model::unit::UnitKind;
use crate::progress::report::{
    Basis, CampaignName, Detail, Figure, MeasureName, Outlook, ProgressReport, Series, SeriesPoint, Tenths, UnitName,
};

/// Villages with quota and achievement of level 1 and level 2.
const VILLAGES: [(&str, &str, [i64; 4]); 10] = [
    ("ngoc-binh", "Thôn Ngọc Bình", [345, 11, 166, 150]),
    ("ngoc-son", "Thôn Ngọc Sơn", [319, 17, 153, 132]),
    ("dong-cam", "Thôn Đồng Cẩm", [287, 24, 145, 105]),
    ("lang-moi", "Thôn Làng Mới", [291, 13, 140, 126]),
    ("cam-thanh", "Thôn Cẩm Thành", [268, 10, 128, 92]),
    ("van-phuc", "Thôn Vạn Phúc", [265, 10, 132, 110]),
    ("doi-che", "Thôn Đồi Chè", [240, 13, 114, 92]),
    ("ben-trai", "Thôn Bến Trại", [238, 10, 117, 90]),
    ("thung-lung", "Thôn Thung Lũng", [212, 6, 101, 97]),
    ("thon-10", "Thôn 10", [185, 5, 77, 77]),
];

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn measure(id: i64, code: &str, audience: Audience, name: &str, has_quota: bool) -> MeasureName {
    MeasureName { id: MeasureId(id), code: code.to_owned(), audience, name: name.to_owned(), has_quota }
}

fn unit(id: i64, slug: &str, name: &str, kind: UnitKind) -> UnitName {
    let local_order = i32::try_from(id).unwrap();
    UnitName { id: UnitId(id), slug: slug.to_owned(), name: name.to_owned(), kind, local_order }
}

/// A figure; without a quota it has only its number.
pub fn figure(unit: &UnitName, measure: &MeasureName, done: i64, quota: Option<i64>, lately: i64) -> Figure {
    let deadline = date(if measure.audience == Audience::Staff { "2023-06-14" } else { "2023-06-30" });
    let days_left = (deadline - date("2023-05-31")).num_days();
    let remaining = quota.map(|quota| (quota - done).max(0));
    let gain = lately * days_left / 14;
    let outlook = match remaining {
        None => Outlook::NoData,
        Some(0) => Outlook::Met,
        Some(missing) if gain >= missing => Outlook::OnTrack,
        Some(missing) if gain * 4 >= missing * 3 => Outlook::AtRisk,
        Some(_) => Outlook::Unlikely,
    };
    Figure {
        unit: unit.clone(),
        measure: measure.clone(),
        basis: Basis::Counted(Some(date("2023-06-12"))),
        quota,
        eligible: None,
        issued: None,
        done: Some(done),
        percent: quota.and_then(|quota| Percent::of(done, quota, Rounding::Truncate)),
        remaining,
        deadline: quota.map(|_| deadline),
        days_left: quota.map(|_| days_left),
        needed_per_day: remaining.map(|missing| (missing + days_left - 1) / days_left),
        pace_per_day: quota.map(|_| Tenths((lately * 10 + 7) / 14)),
        at_deadline: quota.map(|_| done + gain),
        forecast_on: None,
        expected_today: quota.map(|quota| quota * 72 / 102),
        outlook,
        detail: Detail::default(),
    }
}

/// The figures of Cẩm Ngọc on 31/5/2023.
pub fn report() -> ProgressReport {
    let measures = vec![
        measure(1, "vneid1.activated", Audience::Residents, "Mức 1 đã kích hoạt", true),
        measure(2, "vneid2.activated", Audience::Residents, "Mức 2 đã kích hoạt", true),
        measure(3, "vneid.issued", Audience::Residents, "Tài khoản đã cấp", false),
        measure(4, "vneid2.activated", Audience::Staff, "Cán bộ, công chức, viên chức có mức 2 đã kích hoạt", true),
    ];
    let commune = unit(1, "cam-ngoc", "Xã Cẩm Ngọc", UnitKind::Commune);
    let own = vec![
        figure(&commune, &measures[0], 119, Some(2650), 21),
        figure(&commune, &measures[1], 1068, Some(1273), 59),
        figure(&commune, &measures[2], 2352, None, 0),
        figure(&commune, &measures[3], 31, Some(46), 12),
    ];
    let mut children: Vec<(UnitName, Vec<Figure>)> = Vec::new();
    for (number, (slug, name, [quota1, done1, quota2, done2])) in (2i64..).zip(VILLAGES) {
        let village = unit(number, &format!("cam-ngoc/{slug}"), name, UnitKind::Village);
        let figures = vec![
            figure(&village, &measures[0], done1, Some(quota1), 2),
            figure(&village, &measures[1], done2, Some(quota2), 11),
            figure(&village, &measures[2], done1 * 3 + done2 * 2, None, 0),
        ];
        children.push((village, figures));
    }
    let school = unit(20, "cam-ngoc/truong-thcs", "Trường THCS Cẩm Ngọc", UnitKind::School);
    let figures = vec![figure(&school, &measures[3], 14, Some(22), 4)];
    children.push((school, figures));
    let campaign = CampaignName {
        id: CampaignId(1),
        code: "cam-ngoc-2023".to_owned(),
        title: "Cấp, kích hoạt tài khoản định danh điện tử trên địa bàn xã Cẩm Ngọc năm 2023".to_owned(),
        starts_on: date("2023-03-21"),
        ends_on: date("2023-06-30"),
        rounding: Rounding::Truncate,
    };
    ProgressReport { campaign, as_of: AsOf(date("2023-05-31")), path: vec![commune], measures, own, children }
}

/// Level 2 over time.
pub fn series(report: &ProgressReport) -> Vec<Series> {
    let of = |measure: &MeasureName, quota: i64, ends: [i64; 4]| Series {
        measure: measure.clone(),
        points: ["2023-04-02", "2023-04-23", "2023-05-14", "2023-05-31"]
            .into_iter()
            .zip(ends)
            .map(|(day, done)| SeriesPoint { day: date(day), done })
            .collect(),
        quota: Some(quota),
        deadline: Some(date("2023-06-30")),
        other_deadlines: Vec::new(),
        at_deadline: None,
        range: None,
        starts_on: date("2023-03-21"),
        as_of: date("2023-05-31"),
    };
    vec![
        of(&report.measures[0], 2650, [8, 40, 98, 119]),
        of(&report.measures[1], 1273, [120, 520, 980, 1068]),
        of(&report.measures[3], 46, [2, 9, 19, 31]),
    ]
}

/// A frame.
pub fn frame(title: &str) -> Frame {
    let item = |label, href: &str, icon, current, count| NavItem { label, href: href.to_owned(), icon, current, count };
    Frame {
        title: title.to_owned(),
        files: Files::current(),
        agency: "UBND xã Cẩm Ngọc".to_owned(),
        user: User { name: "Lê Thị An".to_owned(), role: "công chức phụ trách" },
        day: Some(DayForm {
            action: "/".to_owned(),
            typed: "31/05/2023".to_owned(),
            hidden: Vec::new(),
            campaigns: vec![Choice::new("cam-ngoc-2023", "Định danh điện tử 2023", "cam-ngoc-2023")],
        }),
        may_search: true,
        keep: String::new(),
        keep_pairs: Vec::new(),
        nav: vec![
            item("Tổng quan", "/", "rise", title.starts_with("Xã"), None),
            item("Người dân", "/nguoi-dan", "people", title == "Người dân", None),
            item("Nhập liệu", "/nhap-lieu", "inbox", title.contains("danh sách"), Some(1)),
            item("Báo cáo", "/bao-cao", "report", title == "Báo cáo", None),
            item("Thư đã gửi", "/thu-da-gui", "mail", title == "Thư đã gửi", None),
        ],
        crumbs: vec![Crumb { label: "Tổng quan".to_owned(), href: None }],
        notice: None,
    }
}
