//! Campaigns: the list, one of them, the form, and what stands around a campaign.

mod details;
mod files;
mod form;

pub use details::{change_contacts, change_grounds, change_measures, change_sessions};
pub use files::{ANY_FILE, attach, file, taken};
pub use form::{create, edit, new, save};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::campaign;
use crate::model::role::Operation;
use crate::store::{StoreError, catalogue, units};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::scene::Scene;
use crate::web::view::campaigns::{CampaignView, CampaignsView, Line, milestone_choices};
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::quotas::tabs;

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let today = desk.state.today();
        let seen = campaign::list(&desk.state.db, desk.actor(), today.day())?;
        let may = desk.session.account.role.may(Operation::ManageCampaign);
        let view = CampaignsView {
            tabs: tabs(&scene.links, "/chien-dich"),
            campaigns: seen.iter().map(|line| Line::of(line, today, &scene.links)).collect(),
            new_href: may.then(|| scene.links.to("/chien-dich/moi")),
        };
        let crumbs = vec![Crumb { label: "Chiến dịch".to_owned(), href: None }];
        Ok(desk.page("campaigns.html", desk.frame(&scene, Section::Campaigns, "Chiến dịch", crumbs), view))
    })
    .await
}

/// One of them.
pub async fn show(desk: Desk, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| page(desk, &code, StatusCode::OK, Vec::new())).await
}

fn page(desk: &Desk, code: &str, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = campaign::show(&desk.state.db, desk.actor(), code, scene.as_of.day())?;
    let mut view = CampaignView::of(&sheet, scene.as_of, &scene.links);
    view.errors = errors;
    if sheet.may_change {
        let (unit, on) = (sheet.line.campaign.unit, scene.as_of.day());
        let (below, catalogue) = desk
            .state
            .db
            .read(|conn| Ok::<_, StoreError>((units::children(conn, unit, on)?, catalogue::load(conn)?)))?;
        view.units = vec![Choice::new("", "Toàn địa bàn", "")];
        view.units.extend(below.into_iter().map(|unit| Choice::new(unit.slug, unit.name, "")));
        view.milestones = milestone_choices(&catalogue);
    }
    let frame = desk.frame(&scene, Section::Campaigns, &view.title, crumbs(&scene, &view.title));
    Ok(desk.page_with(status, "campaign.html", frame, view))
}

/// The way to a page below the list.
pub(super) fn crumbs(scene: &Scene, here: &str) -> Vec<Crumb> {
    vec![
        Crumb { label: "Chiến dịch".to_owned(), href: Some(scene.links.to("/chien-dich")) },
        Crumb { label: here.to_owned(), href: None },
    ]
}
