//! Views made from sample figures, put through the real templates.

use super::frame::Frame;
use super::links::{Links, Pair};
use super::overview::{Figures, Overview};
use super::sample;
use super::unit_order::Order;
use crate::progress::Around;
use crate::progress::report::ProgressReport;
use crate::progress::sentence::summary;
use crate::web::page::Page;
use crate::web::templates;

fn page(name: &str, frame: Frame, view: impl serde::Serialize) -> String {
    let html = templates::text(name, &Page { frame, csrf: "token".to_owned(), view }).unwrap();
    if let Ok(folder) = std::env::var("TIENDO_LOOK") {
        let css = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/static/tiendo.css");
        let local = html.replace(crate::web::assets::address("tiendo.css").unwrap(), css);
        std::fs::write(std::path::Path::new(&folder).join(name), local).unwrap();
    }
    html
}

fn overview(report: &ProgressReport, order: Option<&str>) -> String {
    let order = order.map(|text| Order::parse(text).unwrap());
    let (series, around) = (sample::series(report), Around::default());
    let figures = Figures::of(report, &series, &Links::default(), "/", order.as_ref(), true, &around);
    let view = Overview {
        sentence: Some(summary(report)),
        since_visit: None,
        undelivered: None,
        figures: templates::text("overview_figures.html", &figures).unwrap(),
        workbook_href: Some("/bao-cao/tien-do.xlsx".to_owned()),
        send_href: Some("/bao-cao".to_owned()),
        visits_href: Some("/van-dong".to_owned()),
    };
    page("overview.html", sample::frame("Xã Cẩm Ngọc"), view)
}

/// The texts in their order on the page.
fn in_order(html: &str, texts: &[&str]) -> bool {
    let mut rest = html;
    texts.iter().all(|text| match rest.find(text) {
        Some(place) => {
            rest = &rest[place..];
            true
        }
        None => false,
    })
}

#[test]
fn the_overview_tells_the_figures_of_the_dispatch() {
    let html = overview(&sample::report(), None);
    let sentence =
        "Tính đến ngày 31/5/2023: mức 1 đã kích hoạt 119/2.650 (4,49%); mức 2 đã kích hoạt 1.068/1.273 (83,89%)";
    for text in [
        sentence,
        "30/6/2023 (30 ngày)",
        ">205<",
        ">7/ngày<",
        "khó đạt",
        "với tốc độ này đến hạn đạt khoảng 1.190, thiếu 83",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(!html.contains("style=\""), "the security policy forbids inline style");
    assert!(html.len() <= 100_000, "{} bytes", html.len());
}

#[test]
fn units_come_worst_first_and_as_the_reader_sorts_them() {
    let report = sample::report();
    assert!(in_order(&overview(&report, None), &["<tbody>", "Thôn 10", "Thôn Thung Lũng", "Thôn Đồng Cẩm"]));
    assert!(in_order(&overview(&report, Some("ten")), &["<tbody>", "Thôn Ngọc Bình", "Thôn Ngọc Sơn", "Thôn 10"]));
    assert!(in_order(
        &overview(&report, Some("-2-ty-le")),
        &["<tbody>", "Thôn 10", "Thôn Thung Lũng", "Thôn Cẩm Thành"]
    ));
}

#[test]
fn a_figure_of_a_unit_opens_the_people_behind_it_for_those_who_may_see_them() {
    let report = sample::report();
    let (unit, figures) = report.children.iter().find(|(_, figures)| figures.iter().any(|f| f.done.is_some())).unwrap();
    let figure = figures.iter().find(|figure| figure.done.is_some()).unwrap();
    let state = format!("{}~{}~done", figure.measure.code, figure.measure.audience.as_str());
    let href =
        Links::default().with("/nguoi-dan", &[Pair::new("don-vi", unit.slug.as_str()), Pair::new("tinh-trang", state)]);
    let shown = |people| {
        let (series, around) = (sample::series(&report), Around::default());
        let figures = Figures::of(&report, &series, &Links::default(), "/", None, people, &around);
        templates::text("overview_figures.html", &figures).unwrap().replace("&#x2F;", "/").replace("&amp;", "&")
    };
    assert!(shown(true).contains(&format!("href=\"{href}\"")), "{href}");
    assert!(!shown(false).contains("/nguoi-dan"), "who sees figures only is led to no list");
}

#[test]
fn a_hostile_name_is_text() {
    let mut report = sample::report();
    report.children[0].0.name = r#"<img src=x onerror="alert(1)">{{ csrf }}"#.to_owned();
    let html = overview(&report, None);
    assert!(html.contains("&lt;img") && !html.contains("<img"));
    assert!(html.contains("{{ csrf }}"), "text is never read as a template");
}
