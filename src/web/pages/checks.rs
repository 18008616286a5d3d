//! Who enrolled before they could, whose term ends or has ended: counts per unit, each with the list behind it.

use actix_web::HttpResponse;

use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::people::{self, CheckQuery};
use crate::store::units;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::view::checks::{ChecksView, USUAL_DAYS};
use crate::web::view::frame::Crumb;

/// The page.
pub async fn report(desk: Desk) -> HttpResponse {
    desk.answer(show).await
}

fn show(desk: &Desk) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let days = match desk.asked("ngay") {
        None => USUAL_DAYS,
        Some(text) => {
            let read = text.parse::<u16>().ok().filter(|days| *days <= people::MOST_DAYS);
            let unreadable = || {
                let most = people::MOST_DAYS;
                PageError::refused(format!("Không đọc được số ngày «{text}»; ghi một số từ 0 đến {most}."))
            };
            read.ok_or_else(unreadable)?
        }
    };
    let audience = desk.asked("doi-tuong").and_then(Audience::parse).filter(|one| *one != Audience::All);
    let audience = audience.unwrap_or(Audience::Residents);
    let unit_of_campaign = scene.campaign()?.unit;
    let otherwise = desk.state.db.read(|conn| units::get(conn, unit_of_campaign, scene.as_of.day()))?;
    let query = CheckQuery {
        unit: desk.asked("don-vi").map(str::to_owned),
        otherwise: otherwise.map_or_else(String::new, |unit| unit.slug),
        audience,
        days,
        as_of: scene.as_of,
    };
    let report = people::check_report(&desk.state.db, desk.actor(), &query)?;
    let may_open = desk.session.account.role.may(Operation::ViewPeople);
    let view = ChecksView::of(&report, (audience, days), may_open, &scene.links);
    let title = "Điều kiện và hạn dùng";
    let name = report.rows.first().map_or_else(String::new, |(unit, _)| unit.name.clone());
    let crumbs = vec![
        Crumb { label: title.to_owned(), href: Some(scene.links.to("/kiem-tra")) },
        Crumb { label: name, href: None },
    ];
    Ok(desk.page("checks.html", desk.frame(&scene, Section::Campaigns, title, crumbs), view))
}
