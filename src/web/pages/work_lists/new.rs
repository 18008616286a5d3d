//! Making lists.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::crumbs;
use crate::fieldwork::{self, FieldworkError, MadeLists, NewWorkLists};
use crate::model::as_of::AsOf;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::model::work_list::{Target, WorkListKind};
use crate::store::{StoreError, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;
use crate::web::view::work_lists::{NewListsView, target_value};

const TITLE: &str = "Lập danh sách vận động";

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(rename = "loai", default)]
    target: String,
    #[serde(rename = "don-vi", default)]
    unit: String,
    #[serde(rename = "to", default)]
    team: String,
    #[serde(rename = "so-to", default)]
    teams: String,
    #[serde(rename = "tinh-den", default)]
    as_of: String,
}

/// The form.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let asked = |name| desk.asked(name).unwrap_or_default().to_owned();
        let typed = Typed {
            target: asked("loai"),
            unit: asked("don-vi"),
            teams: "1".to_owned(),
            as_of: day(scene.as_of.day()),
            ..Typed::default()
        };
        page(desk, &scene, StatusCode::OK, Vec::new(), &typed)
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
    if !desk.session.account.role.may(Operation::MakeWorkList) {
        return Err(PageError::forbidden("Tài khoản này chỉ xem được danh sách, không lập danh sách."));
    }
    let targets = fieldwork::targets_of(&desk.state.db, desk.actor(), &scene.campaign()?.code)?;
    let choice = |target: &Target| Choice::new(target_value(target), target.name.as_str(), &typed.target);
    let view = NewListsView {
        errors,
        targets: targets.iter().map(choice).collect(),
        units: unit_choices(desk, scene, &typed.unit)?,
        team: typed.team.clone(),
        teams: typed.teams.clone(),
        as_of: typed.as_of.clone(),
    };
    let frame = desk.frame(scene, Section::WorkLists, TITLE, crumbs(scene, &[(TITLE, None)]));
    Ok(desk.page_with(status, "work_list_new.html", frame, view))
}

/// The own unit with all its villages, then each place below it.
fn unit_choices(desk: &Desk, scene: &Scene, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let (own, on) = (desk.session.account.unit, scene.as_of.day());
    let (own, below) = desk
        .state
        .db
        .read(|conn| Ok::<_, StoreError>((units::get(conn, own, on)?, units::children(conn, own, on)?)))?;
    let label = |unit: &Unit| match unit.kind.is_village() || unit.kind.is_workplace() {
        true => unit.name.clone(),
        false => format!("{}: mỗi thôn một danh sách", unit.name),
    };
    let all = own.iter().chain(&below);
    let mut choices: Vec<Choice> = all.map(|unit| Choice::new(unit.slug.as_str(), label(unit), chosen)).collect();
    if !chosen.is_empty() && !choices.iter().any(|choice| choice.chosen) {
        choices.push(Choice::new(chosen, chosen, chosen));
    }
    Ok(choices)
}

/// Makes the lists.
pub async fn make(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let refused = |error| page(desk, &scene, StatusCode::UNPROCESSABLE_ENTITY, vec![error], &typed);
        let new = match draft(&scene, &typed)? {
            Ok(new) => new,
            Err(error) => return refused(error),
        };
        match fieldwork::make(&desk.state.db, desk.actor(), &new, desk.state.now()) {
            Ok(made) => Ok(Answer::done(after(&scene, &new, &made), told(&made))),
            Err(error @ FieldworkError::BadTeams) => refused(FieldError::of("so-to", error.to_string())),
            Err(error @ FieldworkError::TooMany { .. }) => refused(FieldError::of("so-to", error.to_string())),
            Err(error @ (FieldworkError::NoTarget(_) | FieldworkError::Nobody)) => {
                refused(FieldError::of("loai", error.to_string()))
            }
            Err(error @ FieldworkError::NotHere { .. }) => refused(FieldError::of("don-vi", error.to_string())),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn draft(scene: &Scene, typed: &Typed) -> Result<Result<NewWorkLists, FieldError>, PageError> {
    let campaign = scene.campaign()?.code.clone();
    let read = typed.target.split_once('~').and_then(|(kind, code)| Some((WorkListKind::parse(kind)?, code)));
    let Some((kind, programme)) = read else {
        return Ok(Err(FieldError::of("loai", "Chọn loại danh sách.")));
    };
    let Some(as_of) = parse_typed(&typed.as_of) else {
        let text = format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm.", typed.as_of);
        return Ok(Err(FieldError::of("tinh-den", text)));
    };
    let teams = match typed.teams.trim() {
        "" => 1,
        text => text.parse().unwrap_or_default(),
    };
    Ok(Ok(NewWorkLists {
        campaign,
        unit: typed.unit.clone(),
        kind,
        programme: programme.to_owned(),
        team: Some(typed.team.clone()),
        teams,
        as_of: AsOf(as_of),
    }))
}

/// One list is opened at once; of several the lists are shown.
fn after(scene: &Scene, new: &NewWorkLists, made: &MadeLists) -> String {
    match made.lists.as_slice() {
        [one] => scene.links.to(&format!("/van-dong/{}", one.id)),
        _ => scene.links.with("/van-dong", &[Pair::new("don-vi", new.unit.as_str())]),
    }
}

fn told(made: &MadeLists) -> String {
    let people: usize = made.lists.iter().map(|list| list.lines).sum();
    let mut told = format!("Đã lập {} danh sách, {people} người.", made.lists.len());
    if !made.empty.is_empty() {
        told += &format!(" {} thôn không còn ai cần vận động.", made.empty.len());
    }
    if made.listed_before > 0 {
        told += &format!(" {} người đang có trong danh sách khác chưa kết thúc.", made.listed_before);
    }
    told
}
