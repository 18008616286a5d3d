//! What people decide about the places and rows of a batch. After each decision the file is read again, and what it would do is shown anew.

use actix_web::{HttpResponse, web};

use crate::model::id::{BatchId, PersonId};
use crate::roster::choices::{Choices, PlaceChoice, PlaceKind, RowChoice, RowDecision};
use crate::roster::{self, StagedPage};
use crate::store::{StoreError, units as store_units};
use crate::vn::fold::fold;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::import_decisions::{CREATE, KnownUnit, UNDO_PLACE, parse_row_field, place_kind};
use crate::web::view::links::Links;

/// Fields of a form, in their order.
pub type Fields = Vec<(String, String)>;

/// Keeps choices, has the file read again with them and leads on.
pub fn decided(desk: &Desk, batch: BatchId, choices: &Choices, to: String, notice: &str) -> Result<Answer, PageError> {
    roster::decide(&desk.state.db, desk.actor(), batch, choices)?;
    super::read_for_a_moment(desk, batch)?;
    Ok(Answer::done(to, notice))
}

/// Villages and offices that names of a list can stand for.
pub fn units(desk: &Desk, page: &StagedPage) -> Result<Vec<KnownUnit>, PageError> {
    let found = desk.state.db.read(|conn| {
        let Some(unit) = store_units::find_by_slug(conn, &page.batch.unit, page.batch.listed_on)? else {
            return Ok(Vec::new());
        };
        store_units::below(conn, unit.id, page.batch.listed_on)
    });
    let found = found.map_err(|error: StoreError| PageError::from(error))?;
    let known = |unit: crate::model::unit::Unit| KnownUnit {
        kind: if unit.kind.is_village() { PlaceKind::Village } else { PlaceKind::Office },
        slug: unit.slug,
        name: unit.name,
    };
    Ok(found.into_iter().filter(|unit| unit.kind.is_village() || unit.kind.is_workplace()).map(known).collect())
}

/// Creates villages and offices from the file, or lets names stand for units that are there.
pub async fn decide_places(Posted(desk, fields): Posted<Fields>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| places(desk, BatchId(batch.into_inner()), &fields)).await
}

fn places(desk: &Desk, batch: BatchId, fields: &Fields) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let here = scene.links.to(&format!("/nhap-lieu/{batch}"));
    let (db, actor) = (&desk.state.db, desk.actor());
    let unknown = roster::staged(db, actor, batch, &super::one_row())?.file.unknown_places;
    let mut choices = roster::kept_choices(db, actor, batch)?;
    let mut create = Vec::new();
    for (name, value) in fields {
        if name == UNDO_PLACE {
            choices.places.retain(|choice| choice.name != *value);
        } else if name == CREATE {
            let all = unknown.iter().filter(|place| place_kind(place.kind) == value);
            create.extend(all.map(|place| (place.kind, place.name.clone())));
        } else if let Some(place) = name.strip_prefix("noi-").and_then(|at| unknown.get(at.parse::<usize>().ok()?)) {
            match value.as_str() {
                "" => {}
                CREATE => create.push((place.kind, place.name.clone())),
                unit => {
                    let name = fold(&place.name);
                    choices.places.retain(|choice| (choice.kind, &choice.name) != (place.kind, &name));
                    choices.places.push(PlaceChoice { kind: place.kind, name, unit: unit.to_owned() });
                }
            }
        }
    }
    choices.taken_from = None;
    let created = roster::create_places(db, actor, batch, &create)?;
    let notice = match created.len() {
        0 => "Đã lưu lựa chọn và so lại tệp với dữ liệu.".to_owned(),
        many => format!("Đã tạo {many} thôn, đơn vị từ tệp và so lại tệp với dữ liệu."),
    };
    decided(desk, batch, &choices, here, &notice)
}

/// Says whom rows stand for, which rows count and which are left out.
pub async fn decide_rows(Posted(desk, fields): Posted<Fields>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| rows(desk, BatchId(batch.into_inner()), &fields)).await
}

fn rows(desk: &Desk, batch: BatchId, fields: &Fields) -> Result<Answer, PageError> {
    let mut choices = roster::kept_choices(&desk.state.db, desk.actor(), batch)?;
    for (name, value) in fields {
        let Some((sheet, row, first_column)) = parse_row_field(name) else { continue };
        choices.rows.retain(|choice| (choice.sheet, choice.row, choice.first_column) != (sheet, row, first_column));
        if let Some(decision) = decision(value) {
            choices.rows.push(RowChoice { sheet, row, first_column, decision });
        }
    }
    let back = fields.iter().find(|(name, _)| name == "ve").map_or("", |(_, value)| value);
    let to = format!("/nhap-lieu/{batch}{}", if back.starts_with('?') { back } else { "" });
    decided(desk, batch, &choices, Links::default().to(&to), "Đã lưu lựa chọn và so lại tệp với dữ liệu.")
}

fn decision(value: &str) -> Option<RowDecision> {
    match value {
        "nguoi-moi" => Some(RowDecision::NewPerson),
        "theo-tep" => Some(RowDecision::TakeRow),
        "bo-qua" => Some(RowDecision::LeaveOut),
        same => Some(RowDecision::SamePerson(PersonId(same.strip_prefix("cung-")?.parse().ok()?))),
    }
}
