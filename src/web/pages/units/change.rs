//! A change of the tree: typed, looked at, written.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::crumbs;
use crate::campaign::unit_changes::{self, UnitOrder, UnitPlan};
use crate::model::unit::Unit;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::form::FieldError;
use crate::web::view::links::Pair;
use crate::web::view::unit_change::{ChangeView, Offered, TypedChange, Work};
use crate::web::view::units::sheet_href;

/// The form.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let typed = TypedChange::read(&desk.query);
        page(desk, StatusCode::OK, &typed, Outcome::Asked)
    })
    .await
}

/// Looks at what the change does, or writes it.
pub async fn submit(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| {
        let pairs: Vec<Pair> = typed.into_iter().map(|(name, value)| Pair { name, value }).collect();
        act(desk, &TypedChange::read(&pairs))
    })
    .await
}

/// What there is to tell beside the form.
enum Outcome {
    Asked,
    Wrong(FieldError),
    Planned(UnitPlan),
}

fn act(desk: &Desk, typed: &TypedChange) -> Result<Answer, PageError> {
    let refused = |error| page(desk, StatusCode::UNPROCESSABLE_ENTITY, typed, Outcome::Wrong(error));
    let Some(effective_on) = parse_typed(&typed.day) else {
        let text =
            format!("Không đọc được ngày hiệu lực «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 01/07/2025.", typed.day);
        return refused(FieldError::of("hieu-luc", text));
    };
    let Some(action) = typed.action() else {
        return refused(FieldError::general("Chưa chọn việc cần làm hoặc đơn vị. Chọn lại từ trang cơ cấu đơn vị."));
    };
    let order = UnitOrder { effective_on, legal_basis: typed.basis.clone(), action };
    let run = if typed.write { unit_changes::apply } else { unit_changes::plan };
    match run(&desk.state.db, desk.actor(), &order) {
        Ok(plan) if !typed.write => page(desk, StatusCode::OK, typed, Outcome::Planned(plan)),
        Ok(plan) => {
            let scene = desk.scene()?;
            let notice = match plan.unassigned {
                0 => "Đã ghi thay đổi; số liệu của những ngày trước không đổi.".to_owned(),
                people => format!("Đã ghi thay đổi. Còn {people} người chờ phân về đơn vị mới."),
            };
            Ok(Answer::done(sheet_href(&scene.links, &back(desk, &scene, typed)?), notice))
        }
        Err(error) => match PageError::from(error) {
            PageError::Told { what, status, .. } if status == StatusCode::UNPROCESSABLE_ENTITY => {
                refused(FieldError::general(what))
            }
            error => Err(error),
        },
    }
}

/// The unit above what was changed, or the unit itself where others were put below it.
fn back(desk: &Desk, scene: &Scene, typed: &TypedChange) -> Result<String, PageError> {
    let slug = typed.units.first().map_or("", String::as_str);
    let on = scene.as_of.day();
    let sheet = unit_changes::sheet(&desk.state.db, desk.actor(), Some(slug), on)?;
    let above = sheet.path.iter().rev().nth(1).map(|above| above.slug.clone());
    Ok(if typed.work == Work::Add { sheet.unit.slug } else { above.unwrap_or(sheet.unit.slug) })
}

fn page(desk: &Desk, status: StatusCode, typed: &TypedChange, outcome: Outcome) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let on = scene.as_of.day();
    let db = &desk.state.db;
    let first = typed.units.first().ok_or_else(|| PageError::refused("Chưa chọn đơn vị nào."))?;
    let sheet = unit_changes::sheet(db, desk.actor(), Some(first), on)?;
    let mut units = vec![sheet.unit.clone()];
    for slug in typed.units.iter().skip(1) {
        units.push(unit_changes::sheet(db, desk.actor(), Some(slug), on)?.unit);
    }
    let offered = Offered {
        siblings: siblings(desk, &sheet.path, &units, on)?,
        parents: match typed.work {
            Work::Move => unit_changes::parents_for(db, desk.actor(), sheet.unit.kind, on)?,
            _ => Vec::new(),
        },
        superiors: match typed.work {
            Work::Superior => unit_changes::superiors_for(db, desk.actor(), first, on)?,
            _ => Vec::new(),
        },
        children: sheet.children.iter().map(|child| child.unit.clone()).collect(),
        superior: sheet.superior.clone(),
    };
    let mut view = ChangeView::of(typed, &units, &offered, &scene.links);
    match outcome {
        Outcome::Asked => {}
        Outcome::Wrong(error) => view.errors.push(error),
        Outcome::Planned(plan) => view.show_plan(&plan),
    }
    let title = view.title.clone();
    let frame = desk.frame(&scene, Section::Units, &title, crumbs(&scene, &sheet, Some(&title)));
    Ok(desk.page_with(status, "unit_change.html", frame, view))
}

/// The other units below the same one, of a kind that can become one with those chosen.
fn siblings(desk: &Desk, path: &[Unit], units: &[Unit], on: chrono::NaiveDate) -> Result<Vec<Unit>, PageError> {
    let Some((above, kind)) = path.iter().rev().nth(1).zip(units.first().map(|unit| unit.kind)) else {
        return Ok(Vec::new());
    };
    let sheet = unit_changes::sheet(&desk.state.db, desk.actor(), Some(&above.slug), on)?;
    let others = sheet.children.into_iter().map(|child| child.unit);
    Ok(others.filter(|other| other.kind.is_like(kind) && units.iter().all(|unit| unit.id != other.id)).collect())
}
