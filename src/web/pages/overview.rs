//! Figures of a unit: the overview of the reader's scope, and each unit below.

use actix_web::{HttpResponse, web};

use crate::model::role::Operation;
use crate::progress::{self, FigureQuery};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::scene::{DAY, Scene};
use crate::web::view::frame::Crumb;
use crate::web::view::links::Pair;
use crate::web::view::overview::{Beside, Overview};
use crate::web::view::unit_table::Order;

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
    let today = desk.state.today();
    let query = FigureQuery { campaign: campaign.code.clone(), unit: slug, as_of: Some(scene.as_of), today };
    let (report, series) = desk.state.figures.overview(&desk.state.db, desk.actor(), &query)?;
    let role = desk.session.account.role;
    let order = desk.asked("xep").and_then(Order::parse);
    let now = desk.state.now();
    let around = progress::around(&desk.state.db, desk.actor(), &report, now)?;
    // Another day is looked at to compare, not to keep up: it tells nothing about what is new.
    let usual_day = desk.asked(DAY).is_none();
    let since_visit = if usual_day { progress::visit(&desk.state.db, desk.actor(), &report, now)? } else { None };
    let beside = Beside { around, since_visit };
    let may_open = role.may(Operation::ViewPeople);
    let mut view = Overview::of(&report, &series, &scene.links, &desk.path, order.as_ref(), may_open, &beside);
    let unit = report.path.last();
    let of_unit = [Pair::new("don-vi", unit.map_or("", |unit| &unit.slug))];
    view.workbook_href = role.may(Operation::MakeWorkbook).then(|| scene.links.with("/bao-cao/tien-do.xlsx", &of_unit));
    view.send_href = role.may(Operation::SendMail).then(|| scene.links.with("/bao-cao", &of_unit));
    view.visits_href = may_open.then(|| scene.links.with("/van-dong", &of_unit));
    let title = unit.map_or("Tổng quan", |unit| &unit.name);
    let mut crumbs = vec![Crumb { label: "Tổng quan".to_owned(), href: Some(scene.links.to("/")) }];
    let last = report.path.len().saturating_sub(1);
    crumbs.extend(report.path.iter().enumerate().map(|(place, unit)| Crumb {
        label: unit.name.clone(),
        href: (place < last).then(|| scene.links.unit(&unit.slug)),
    }));
    Ok(desk.page("overview.html", desk.frame(&scene, Section::Overview, title, crumbs), view))
}

fn nothing_yet(desk: &Desk, scene: &Scene) -> Result<Answer, PageError> {
    Ok(desk.page("overview.html", desk.frame(scene, Section::Overview, "Tổng quan", Vec::new()), Overview::empty()))
}
