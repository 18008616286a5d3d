//! Finding people.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::model::role::Operation;
use crate::people::{self, MeasureState, PageSize, PeopleError, PeoplePage, PeopleQuery};
use crate::store::{StoreError, campaigns, catalogue, units};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::checks::{USUAL_DAYS, check_choices, parse_check};
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::links::Pair;
use crate::web::view::number;
use crate::web::view::pager::{Asked, Pager};
use crate::web::view::people::{PeopleView, PersonRow, parse_state, state_choices};
use crate::web::view::work_lists::target_of_state;

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(show).await
}

/// What is looked for. It comes by POST, because a scanned card must not stay in an address; names and filters go on to the address of the list.
pub async fn find(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let asked = typed.iter().find(|(name, _)| name == "tim").map_or("", |(_, value)| value.trim());
        if people::looks_like_card(asked) {
            return match people::find_by_card(&desk.state.db, desk.actor(), asked) {
                Ok(person) => {
                    Ok(Answer::Redirect { to: scene.links.to(&format!("/nguoi-dan/{person}")), notice: None })
                }
                Err(error @ (PeopleError::Card(_) | PeopleError::CardNotFound)) => {
                    let errors = vec![FieldError::of("tim", error.to_string())];
                    let view = PeopleView { errors, ..blank(desk, &scene)? };
                    page(desk, &scene, StatusCode::UNPROCESSABLE_ENTITY, view)
                }
                Err(error) => Err(error.into()),
            };
        }
        let known = ["tim", "don-vi", "tinh-trang", "kiem-tra", "vuong-mac"];
        let pairs = typed.iter().filter(|(name, _)| known.contains(&name.as_str()));
        let pairs: Vec<Pair> = pairs.map(|(name, value)| Pair::new(name, value.trim())).collect();
        Ok(Answer::Redirect { to: scene.links.with("/nguoi-dan", &pairs), notice: None })
    })
    .await
}

fn page(desk: &Desk, scene: &Scene, status: StatusCode, view: PeopleView) -> Result<Answer, PageError> {
    let crumbs = vec![Crumb { label: "Người dân".to_owned(), href: None }];
    let frame = desk.frame(scene, Section::People, "Người dân", crumbs);
    Ok(desk.page_with(status, "people.html", frame, view))
}

fn show(desk: &Desk) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
    let query = PeopleQuery {
        text: desk.asked("tim").map(str::to_owned),
        unit: desk.asked("don-vi").map(str::to_owned),
        state: desk.asked("tinh-trang").and_then(parse_state),
        check: desk.asked("kiem-tra").and_then(parse_check),
        barrier: desk.asked("vuong-mac").map(str::to_owned),
        as_of: scene.as_of,
        page: usize::try_from(asked.page).unwrap_or(1),
        per_page: usize::try_from(asked.per_page).ok().and_then(PageSize::of).unwrap_or_default(),
    };
    let mut view = blank(desk, &scene)?;
    let status = match people::search(&desk.state.db, desk.actor(), &query) {
        Ok(page) => {
            fill(&mut view, &page, desk, &scene, asked);
            StatusCode::OK
        }
        Err(error @ PeopleError::UnreadableNumber(_)) => {
            view.errors = vec![FieldError::of("tim", error.to_string())];
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(error) => return Err(error.into()),
    };
    page(desk, &scene, status, view)
}

/// The filters as they were asked for, with nobody found yet.
fn blank(desk: &Desk, scene: &Scene) -> Result<PeopleView, PageError> {
    let value = |name| desk.asked(name).unwrap_or_default().to_owned();
    let own = desk.session.account.unit;
    let (below, measures, barriers) = desk.state.db.read(|conn| {
        let measures = match &scene.campaign {
            Some(campaign) => campaigns::measures(conn, campaign.id)?,
            None => Vec::new(),
        };
        let below = units::children(conn, own, scene.as_of.day())?;
        Ok::<_, StoreError>((below, measures, catalogue::barriers(conn)?))
    })?;
    let chosen_unit = value("don-vi");
    let mut units = vec![Choice::new("", "Tất cả", &chosen_unit)];
    units.extend(below.into_iter().map(|unit| Choice::new(unit.slug, unit.name, &chosen_unit)));
    if !chosen_unit.is_empty() && !units.iter().any(|unit| unit.chosen) {
        units.push(Choice::new(chosen_unit.as_str(), chosen_unit.as_str(), &chosen_unit));
    }
    let chosen_barrier = value("vuong-mac");
    let mut causes = vec![Choice::new("", "Tất cả", &chosen_barrier)];
    causes.extend(barriers.into_iter().map(|barrier| Choice::new(barrier.code, barrier.name, &chosen_barrier)));
    Ok(PeopleView {
        errors: Vec::new(),
        text: value("tim"),
        units,
        states: state_choices(&measures, &value("tinh-trang")),
        checks: check_choices(&people::checks(&desk.state.db, USUAL_DAYS)?, &value("kiem-tra")),
        barriers: causes,
        found: String::new(),
        filtered: !filters(desk).is_empty(),
        everybody: scene.links.to("/nguoi-dan"),
        action: scene.links.to("/nguoi-dan/tim"),
        visit_href: visit_href(desk, scene),
        people: Vec::new(),
        pager: None,
    })
}

/// Lists of people to visit are made of those who are not done: what is looked at fills the form in.
fn visit_href(desk: &Desk, scene: &Scene) -> Option<String> {
    let state = desk.asked("tinh-trang").and_then(parse_state).filter(|filter| filter.state != MeasureState::Done)?;
    let may = desk.session.account.role.may(Operation::MakeWorkList);
    let unit = desk.asked("don-vi").unwrap_or_default();
    let pairs = [Pair::new("don-vi", unit), Pair::new("loai", target_of_state(&state))];
    may.then(|| scene.links.with("/van-dong/moi", &pairs))
}

fn filters(desk: &Desk) -> Vec<Pair> {
    let names = ["tim", "don-vi", "tinh-trang", "kiem-tra", "vuong-mac"];
    names.iter().filter_map(|name| desk.asked(name).map(|value| Pair::new(name, value))).collect()
}

fn fill(view: &mut PeopleView, page: &PeoplePage, desk: &Desk, scene: &Scene, asked: Asked) {
    let total = i64::try_from(page.total).unwrap_or(i64::MAX);
    let more = if page.more { "hơn " } else { "" };
    view.found = format!("{more}{} người", number(total));
    view.people = page.people.iter().map(|person| PersonRow::of(person, &scene.links)).collect();
    let total = u64::try_from(page.total).unwrap_or(u64::MAX);
    view.pager = Some(Pager::of(asked, total, &scene.links, "/nguoi-dan", &filters(desk)));
}
