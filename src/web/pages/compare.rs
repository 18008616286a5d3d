//! `/so-sanh`: units and measures on two days.

use actix_web::HttpResponse;
use chrono::Days;

use super::reports::choices;
use crate::model::as_of::AsOf;
use crate::progress::{self, FigureQuery};
use crate::vn::date::parse_typed;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::view::compare::CompareView;
use crate::web::view::frame::Crumb;

const TITLE: &str = "So sánh";
/// Where no earlier day is asked for: a week before.
const USUAL_DAYS: u64 = 7;

/// The page.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let query = FigureQuery {
            campaign: scene.campaign()?.code.clone(),
            unit: desk.asked("don-vi").map(str::to_owned),
            as_of: Some(scene.as_of),
            today: desk.state.today(),
        };
        let typed = desk.asked("tu-ngay");
        let asked = typed.and_then(parse_typed);
        let usual = scene.as_of.day().checked_sub_days(Days::new(USUAL_DAYS)).unwrap_or(scene.as_of.day());
        let found = progress::compare_days(&desk.state.db, desk.actor(), &query, AsOf(asked.unwrap_or(usual)))?;
        let (slug, name) =
            found.later.path.last().map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
        let only = desk.asked("chi-tieu").and_then(|measure| measure.parse().ok());
        let units = choices(desk, &scene, &slug, &name)?;
        let view = CompareView::of(&found, units, only, typed.is_some() && asked.is_none(), &scene.links);
        let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
        Ok(desk.page("compare.html", desk.frame(&scene, Section::Reports, TITLE, crumbs), view))
    })
    .await
}
