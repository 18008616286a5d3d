//! Reports: the workbook to download, the report to send.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use crate::mail::{self, MailError, SendReport};
use crate::model::role::Operation;
use crate::progress::sentence::summary;
use crate::progress::{self, FigureQuery};
use crate::store::{StoreError, units};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::links::Pair;
use crate::web::view::reports::{KnownAddress, ReportsView};
use crate::web::view::snapshots::tabs;
use crate::workbooks::{self, ListPeople};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The tick of a sender who has looked again at an address that nobody has confirmed.
const LOOKED_AGAIN: &str = "van-gui";

/// What is typed to send a report.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(rename = "don-vi")]
    unit: String,
    #[serde(rename = "nguoi-nhan")]
    recipient: String,
    #[serde(rename = "loi-nhan", default)]
    note: String,
    #[serde(rename = "van-gui", default)]
    looked_again: String,
    ma: String,
}

/// The page.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let unit = desk.asked("don-vi").unwrap_or_default().to_owned();
        show(desk, StatusCode::OK, Vec::new(), Typed { unit, ma: new_key(), ..Typed::default() })
    })
    .await
}

/// A key for a form: the same form sent twice does its work once.
pub fn new_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

fn query(desk: &Desk, scene: &Scene, unit: &str) -> Result<FigureQuery, PageError> {
    let unit = Some(unit.to_owned()).filter(|unit| !unit.is_empty());
    let today = desk.state.today();
    Ok(FigureQuery { campaign: scene.campaign()?.code.clone(), unit, as_of: Some(scene.as_of), today })
}

fn show(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, typed: Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let report = progress::figures(&desk.state.db, desk.actor(), &query(desk, &scene, &typed.unit)?)?;
    let (slug, name) = report.path.last().map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
    let may_send = desk.session.account.role.may(Operation::SendMail);
    let view = ReportsView {
        tabs: tabs(&scene.links, "/bao-cao"),
        units: choices(desk, &scene, &slug, &name)?,
        kept: scene.links.kept.clone(),
        campaign: report.campaign.title.clone(),
        sentence: summary(&report),
        workbook_href: scene.links.with("/bao-cao/tien-do.xlsx", &[Pair::new("don-vi", slug.as_str())]),
        ranking_href: workbooks::can_rank(&report)
            .then(|| scene.links.with("/bao-cao/xep-hang.xlsx", &[Pair::new("don-vi", slug.as_str())])),
        may_list: desk.session.account.role.may(Operation::ViewPeople),
        unit: name,
        slug,
        may_send,
        asks_again: errors.iter().any(|error| error.field == Some(LOOKED_AGAIN)),
        known: known(desk, may_send)?,
        errors,
        recipient: typed.recipient,
        note: typed.note,
        form_key: typed.ma,
    };
    let crumbs = vec![Crumb { label: "Báo cáo".to_owned(), href: None }];
    Ok(desk.page_with(status, "reports.html", desk.frame(&scene, Section::Reports, "Báo cáo", crumbs), view))
}

/// Confirmed addresses to choose from.
fn known(desk: &Desk, may_send: bool) -> Result<Vec<KnownAddress>, PageError> {
    if !may_send {
        return Ok(Vec::new());
    }
    let found = mail::confirmed(&desk.state.db, desk.actor())?;
    Ok(found.into_iter().map(|known| KnownAddress { address: known.address, holder: known.holder }).collect())
}

/// The unit of the account, those right below it, and the one asked for.
pub(super) fn choices(desk: &Desk, scene: &Scene, slug: &str, name: &str) -> Result<Vec<Choice>, PageError> {
    let (own, day) = (desk.session.account.unit, scene.as_of.day());
    let found = desk.state.db.read(|conn| {
        let mut found: Vec<_> = units::get(conn, own, day)?.into_iter().collect();
        found.extend(units::children(conn, own, day)?);
        Ok::<_, StoreError>(found)
    })?;
    let mut choices: Vec<Choice> = found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, slug)).collect();
    if !choices.iter().any(|choice| choice.chosen) {
        choices.insert(0, Choice::new(slug, name, slug));
    }
    Ok(choices)
}

/// The workbook.
pub async fn workbook(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let wanted = query(desk, &scene, desk.asked("don-vi").unwrap_or_default())?;
        let list = if desk.asked("kem-danh-sach").is_some() { ListPeople::Yes } else { ListPeople::No };
        let made = workbooks::make_progress(&desk.state.db, desk.actor(), &wanted, list, desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// The ranking of the units below.
pub async fn ranking(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let wanted = query(desk, &scene, desk.asked("don-vi").unwrap_or_default())?;
        let made = workbooks::make_ranking(&desk.state.db, desk.actor(), &wanted, desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// Queues a report.
pub async fn send(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| queue(desk, typed)).await
}

fn queue(desk: &Desk, typed: Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let request = SendReport {
        campaign: scene.campaign()?.code.clone(),
        unit: Some(typed.unit.clone()).filter(|unit| !unit.is_empty()),
        as_of: Some(scene.as_of),
        recipient: typed.recipient.clone(),
        looked_again: !typed.looked_again.is_empty(),
        note: Some(typed.note.clone()).filter(|note| !note.trim().is_empty()),
        form_key: typed.ma.clone(),
        now: desk.state.now(),
    };
    let refused = |desk, field, text: String, typed| {
        show(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], typed)
    };
    match mail::send_report(&desk.state.db, desk.actor(), request) {
        Ok(queued) => {
            let to = scene.links.to(&format!("/thu-da-gui/{}", queued.id));
            let text = if queued.already {
                "Thư này đã được gửi trước đó; không gửi lại."
            } else {
                "Đã xếp thư vào hàng chờ gửi."
            };
            Ok(Answer::done(to, text))
        }
        Err(error @ MailError::BadRecipient(_)) => refused(desk, "nguoi-nhan", error.to_string(), typed),
        Err(error @ MailError::NotConfirmed(_)) => refused(desk, LOOKED_AGAIN, error.to_string(), typed),
        Err(error @ MailError::NoteTooLong(_)) => refused(desk, "loi-nhan", error.to_string(), typed),
        Err(error) => Err(error.into()),
    }
}
