//! Figures of a unit: the overview of the reader's scope, and each unit below.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use crate::model::id::{CampaignId, UnitId};
use crate::model::role::{Operation, Role};
use crate::progress::report::{ProgressReport, UnitName};
use crate::progress::sentence::summary;
use crate::progress::{self, FigureQuery, ShownFigures};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::{Section, undelivered};
use crate::web::page_error::PageError;
use crate::web::scene::{DAY, Scene};
use crate::web::templates;
use crate::web::view::frame::Crumb;
use crate::web::view::links::{Links, Pair};
use crate::web::view::overview::{Figures, Overview, Undelivered, since_visit};
use crate::web::view::unit_order::Order;

/// Which overview, and what decides what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WhichOverview {
    role: Role,
    unit: UnitId,
    campaign: CampaignId,
    as_of: NaiveDate,
    address: String,
    order: Option<String>,
    kept: String,
}

/// An overview as all readers of the same rights see it.
pub struct ShownOverview {
    sentence: String,
    figures: String,
    title: String,
    slug: String,
    crumbs: Vec<Crumb>,
    seen: ShownFigures,
}

/// `/`: where the reader starts.
pub async fn home(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show(desk, None)).await
}

/// `/don-vi/{slug}`: a unit.
pub async fn unit(desk: Desk, slug: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| show(desk, Some(slug.into_inner()))).await
}

fn show(desk: &Desk, slug: Option<String>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let Some(campaign) = &scene.campaign else { return nothing_yet(desk, &scene) };
    let account = &desk.session.account;
    let which = WhichOverview {
        role: account.role,
        unit: account.unit,
        campaign: campaign.id,
        as_of: scene.as_of.day(),
        address: desk.path.clone(),
        order: desk.asked("xep").map(str::to_owned),
        kept: scene.links.to(""),
    };
    let kept = &desk.state.kept.overviews;
    let shown = kept.get_or_make(desk.session.state, which, || make(desk, &scene, &campaign.code, slug))?;
    // Another day is looked at to compare, not to keep up: it tells nothing about what is new.
    let since = match desk.asked(DAY) {
        None => progress::visit(&desk.state.db, desk.actor(), &shown.seen, desk.state.now())?,
        Some(_) => None,
    };
    let of_unit = [Pair::new("don-vi", shown.slug.as_str())];
    let may = |operation, address| account.role.may(operation).then(|| scene.links.with(address, &of_unit));
    let view = Overview {
        sentence: Some(shown.sentence.clone()),
        since_visit: since.as_ref().map(since_visit),
        undelivered: undelivered(desk).map(|count| Undelivered::of(count, &scene.links)),
        figures: shown.figures.clone(),
        workbook_href: may(Operation::MakeWorkbook, "/bao-cao/tien-do.xlsx"),
        send_href: may(Operation::SendMail, "/bao-cao"),
        visits_href: may(Operation::ViewPeople, "/van-dong"),
    };
    let frame = desk.frame(&scene, Section::Overview, &shown.title, shown.crumbs.clone());
    Ok(desk.page("overview.html", frame, view))
}

/// Reads the figures and puts them into HTML.
fn make(desk: &Desk, scene: &Scene, campaign: &str, slug: Option<String>) -> Result<ShownOverview, PageError> {
    let query =
        FigureQuery { campaign: campaign.to_owned(), unit: slug, as_of: Some(scene.as_of), today: desk.state.today() };
    let (report, series) = desk.state.figures.overview(&desk.state.db, desk.actor(), &query)?;
    let around = progress::around(&desk.state.db, desk.actor(), &report, desk.state.now())?;
    let order = desk.asked("xep").and_then(Order::parse);
    let may_open = desk.session.account.role.may(Operation::ViewPeople);
    let figures = Figures::of(&report, &series, &scene.links, &desk.path, order.as_ref(), may_open, &around);
    let unit: Option<&UnitName> = report.path.last();
    Ok(ShownOverview {
        sentence: summary(&report),
        figures: templates::text("overview_figures.html", &figures).map_err(|e| PageError::Internal(e.to_string()))?,
        title: unit.map_or("Tổng quan", |unit| &unit.name).to_owned(),
        slug: unit.map_or("", |unit| &unit.slug).to_owned(),
        crumbs: crumbs(&report, &scene.links),
        seen: ShownFigures::of(&report),
    })
}

fn crumbs(report: &ProgressReport, links: &Links) -> Vec<Crumb> {
    let last = report.path.len().saturating_sub(1);
    let start = Crumb { label: "Tổng quan".to_owned(), href: Some(links.to("/")) };
    let units = report
        .path
        .iter()
        .enumerate()
        .map(|(place, unit)| Crumb { label: unit.name.clone(), href: (place < last).then(|| links.unit(&unit.slug)) });
    std::iter::once(start).chain(units).collect()
}

fn nothing_yet(desk: &Desk, scene: &Scene) -> Result<Answer, PageError> {
    let figures = templates::text("overview_figures.html", &Figures::default());
    let view = Overview {
        sentence: None,
        since_visit: None,
        undelivered: undelivered(desk).map(|count| Undelivered::of(count, &scene.links)),
        figures: figures.map_err(|error| PageError::Internal(error.to_string()))?,
        workbook_href: None,
        send_href: None,
        visits_href: None,
    };
    Ok(desk.page("overview.html", desk.frame(scene, Section::Overview, "Tổng quan", Vec::new()), view))
}
