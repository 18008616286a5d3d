//! What holds units back: shown for a unit and those directly below it, noted and taken away.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use crate::campaign::CampaignError;
use crate::campaign::unit_barriers::{self, NoteUnitBarrier};
use crate::store::units;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::links::Pair;
use crate::web::view::unit_barriers::UnitBarriersView;

/// A cause as typed.
#[derive(Default, Deserialize)]
pub struct Typed {
    /// The unit whose page is shown.
    #[serde(rename = "cua", default)]
    shown: String,
    #[serde(rename = "don-vi", default)]
    unit: String,
    #[serde(rename = "nguyen-nhan", default)]
    barrier: String,
    #[serde(rename = "ngay", default)]
    day: String,
    #[serde(rename = "ghi-chu", default)]
    note: String,
}

/// The page.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let typed = Typed { shown: desk.asked("don-vi").unwrap_or_default().to_owned(), ..Typed::default() };
        page(desk, &desk.scene()?, StatusCode::OK, Vec::new(), &typed)
    })
    .await
}

fn page(
    desk: &Desk,
    scene: &Scene,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: &Typed,
) -> Result<Answer, PageError> {
    let campaign = scene.campaign()?;
    let shown = Some(typed.shown.as_str()).filter(|slug| !slug.is_empty());
    let found = unit_barriers::unit_barriers(&desk.state.db, desk.actor(), &campaign.code, shown, scene.as_of)?;
    let below = desk.state.db.read(|conn| units::children(conn, found.unit.id, scene.as_of.day()))?;
    let chosen = if typed.unit.is_empty() { &found.unit.slug } else { &typed.unit };
    let choice = |unit: &crate::model::unit::Unit| Choice::new(unit.slug.as_str(), unit.name.as_str(), chosen);
    let usual = day(scene.as_of.day().min(desk.state.today().day()));
    let view = UnitBarriersView {
        errors,
        units: std::iter::once(&found.unit).chain(&below).map(choice).collect(),
        causes: found
            .causes
            .iter()
            .map(|cause| Choice::new(cause.code.as_str(), cause.name.as_str(), &typed.barrier))
            .collect(),
        day: if typed.day.is_empty() { usual } else { typed.day.clone() },
        note: typed.note.clone(),
        ..UnitBarriersView::of(&found, &scene.links)
    };
    let crumbs = vec![
        Crumb { label: found.unit.name.clone(), href: Some(view.back.clone()) },
        Crumb { label: "Vướng mắc của đơn vị".to_owned(), href: None },
    ];
    let title = format!("Vướng mắc của đơn vị: {}", found.unit.name);
    let frame = desk.frame(scene, Section::Overview, &title, crumbs);
    Ok(desk.page_with(status, "unit_barriers.html", frame, view))
}

/// Notes a cause.
pub async fn note(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| write(desk, &typed)).await
}

fn write(desk: &Desk, typed: &Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let refused = |field, text: String| {
        page(desk, &scene, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], typed)
    };
    let Some(on) = parse_typed(&typed.day) else {
        let text = format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.", typed.day);
        return refused("ngay", text);
    };
    let new = NoteUnitBarrier {
        campaign: scene.campaign()?.code.clone(),
        unit: typed.unit.clone(),
        barrier: typed.barrier.clone(),
        on,
        note: Some(typed.note.clone()),
        today: desk.state.today(),
    };
    match unit_barriers::note_unit_barrier(&desk.state.db, desk.actor(), &new) {
        Ok(()) => Ok(Answer::done(back(&scene, &typed.shown), "Đã ghi vướng mắc của đơn vị.")),
        Err(CampaignError::Unfit { field, problem }) => {
            let field = match field {
                "on" => "ngay",
                "note" => "ghi-chu",
                _ => "nguyen-nhan",
            };
            refused(field, problem)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a cause away.
pub async fn remove(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let (code, today) = (&scene.campaign()?.code, desk.state.today());
        let (unit, barrier) = (&typed.unit, &typed.barrier);
        let gone = unit_barriers::remove_unit_barrier(&desk.state.db, desk.actor(), code, unit, barrier, today)?;
        let told = if gone {
            "Đã bỏ vướng mắc của đơn vị."
        } else {
            "Vướng mắc này không còn được ghi."
        };
        Ok(Answer::done(back(&scene, &typed.shown), told))
    })
    .await
}

fn back(scene: &Scene, shown: &str) -> String {
    scene.links.with("/vuong-mac", &[Pair::new("don-vi", shown)])
}
