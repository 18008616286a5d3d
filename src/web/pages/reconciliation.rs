//! `/doi-chieu`: reported against counted.

use actix_web::HttpResponse;

use super::reports::choices;
use crate::model::role::Operation;
use crate::progress::{self, FigureQuery, Reconciliation};
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::view::frame::Crumb;
use crate::web::view::links::Links;
use crate::web::view::reconciliation::{Explained, ReconciliationView};

const TITLE: &str = "Đối chiếu";

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
        let found = progress::reconcile(&desk.state.db, desk.actor(), &query)?;
        let (slug, name) = found.path.last().map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
        let may_open = desk.session.account.role.may(Operation::ViewPeople);
        let units = choices(desk, &scene, &slug, &name)?;
        let mut view = ReconciliationView::of(&found, units, &scene.links, may_open);
        if may_open {
            view.explained = explained(desk, &query, &found, &scene.links)?;
        }
        let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
        Ok(desk.page("reconciliation.html", desk.frame(&scene, Section::Reports, TITLE, crumbs), view))
    })
    .await
}

/// The line that was asked about, as `slug~measure`.
fn explained(
    desk: &Desk,
    query: &FigureQuery,
    found: &Reconciliation,
    links: &Links,
) -> Result<Option<Explained>, PageError> {
    let asked = desk.asked("dong").and_then(|line| line.rsplit_once('~'));
    let line = asked.and_then(|(slug, measure)| {
        let measure: i64 = measure.parse().ok()?;
        found.compared.iter().find(|line| line.unit.slug == slug && line.measure.id.0 == measure)
    });
    let Some(line) = line else { return Ok(None) };
    let explanation = progress::explain(&desk.state.db, desk.actor(), query, line)?;
    Ok(Some(Explained::of(line, &explanation, links)))
}
