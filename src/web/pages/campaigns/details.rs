//! What stands around a campaign: documents, contacts, sessions, measures. Each form adds one, or removes the one at a place.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveTime;

use super::form::read_day;
use super::page;
use crate::campaign::edit::{self, CampaignChange, MeasureKind, NewMeasure, SessionDraft};
use crate::campaign::{self, CampaignError, CampaignSheet, MeasureName};
use crate::model::campaign::{Activity, CampaignContact, LegalGround};
use crate::model::person::StaffCategory;
use crate::model::tally::Audience;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::value;
use crate::web::view::form::FieldError;
use crate::web::view::links::Pair;

/// The fields of a form.
type Fields = Vec<(String, String)>;

/// Adds or removes a document.
pub async fn change_grounds(Posted(desk, fields): Posted<Fields>, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| {
        changed(desk, &code, fields, |sheet, typed| {
            let mut grounds: Vec<LegalGround> = sheet.legal_grounds.iter().map(|filed| filed.ground.clone()).collect();
            if !removed(&mut grounds, typed) {
                grounds.push(LegalGround {
                    number: said(typed, "so"),
                    issued_on: read_day("ngay", &said(typed, "ngay"))?,
                    issuer: said(typed, "co-quan"),
                    subject: said(typed, "trich-yeu"),
                });
            }
            Ok(CampaignChange { grounds: Some(grounds), ..CampaignChange::default() })
        })
    })
    .await
}

/// Adds or removes somebody whom people ask.
pub async fn change_contacts(Posted(desk, fields): Posted<Fields>, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| {
        changed(desk, &code, fields, |sheet, typed| {
            let mut contacts = sheet.contacts.clone();
            if !removed(&mut contacts, typed) {
                let optional = |name| value(typed, name).map(str::to_owned);
                contacts.push(CampaignContact {
                    name: said(typed, "ho-ten"),
                    post: optional("chuc-vu"),
                    phone: optional("dien-thoai"),
                    email: optional("thu"),
                });
            }
            Ok(CampaignChange { contacts: Some(contacts), ..CampaignChange::default() })
        })
    })
    .await
}

/// Adds or removes a session.
pub async fn change_sessions(Posted(desk, fields): Posted<Fields>, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| {
        changed(desk, &code, fields, |sheet, typed| {
            let mut sessions: Vec<SessionDraft> = sheet
                .sessions
                .iter()
                .map(|(session, unit)| SessionDraft {
                    unit: unit.as_ref().map(|unit| unit.slug.clone()),
                    place: session.place.clone(),
                    held_on: session.held_on,
                    held_to: session.held_to,
                    from_time: session.from_time,
                    to_time: session.to_time,
                    in_charge: session.in_charge.clone(),
                })
                .collect();
            if !removed(&mut sessions, typed) {
                sessions.push(session(typed)?);
            }
            Ok(CampaignChange { sessions: Some(sessions), ..CampaignChange::default() })
        })
    })
    .await
}

fn session(typed: &[Pair]) -> Result<SessionDraft, FieldError> {
    let held_on = read_day("tu-ngay", &said(typed, "tu-ngay"))?;
    Ok(SessionDraft {
        unit: value(typed, "don-vi").map(str::to_owned),
        place: said(typed, "dia-diem"),
        held_on,
        held_to: value(typed, "den-ngay-cuoi").map_or(Ok(held_on), |text| read_day("den-ngay-cuoi", text))?,
        from_time: clock("tu-gio", typed)?,
        to_time: clock("den-gio", typed)?,
        in_charge: value(typed, "phu-trach").map(str::to_owned),
    })
}

/// A time as typed: `7:30`, `7h30`, `7h`, `07:30`.
fn clock(field: &'static str, typed: &[Pair]) -> Result<Option<NaiveTime>, FieldError> {
    let Some(text) = value(typed, field) else { return Ok(None) };
    let plain = text.to_lowercase().replace(['h', '.', 'g'], ":");
    let (hour, minute) = plain.split_once(':').unwrap_or((&plain, ""));
    let minute = if minute.trim().is_empty() { "0" } else { minute.trim() };
    let time = hour.trim().parse().ok().zip(minute.parse().ok());
    let time = time.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0));
    let unreadable = || FieldError::of(field, format!("Không đọc được giờ «{text}»; nhập như 7:30 hoặc 13h30."));
    time.map(Some).ok_or_else(unreadable)
}

fn said(typed: &[Pair], name: &str) -> String {
    value(typed, name).unwrap_or_default().to_owned()
}

/// Removes the one at the place that the form names (1 is the first). Says whether it named one.
fn removed<T>(list: &mut Vec<T>, typed: &[Pair]) -> bool {
    let Some(place) = value(typed, "bo").and_then(|place| place.parse::<usize>().ok()) else { return false };
    if (1..=list.len()).contains(&place) {
        list.remove(place - 1);
    }
    true
}

fn pairs(fields: Fields) -> Vec<Pair> {
    fields.into_iter().map(|(name, value)| Pair { name, value }).collect()
}

fn known_revision(typed: &[Pair]) -> i64 {
    value(typed, "ban").and_then(|revision| revision.parse().ok()).unwrap_or_default()
}

fn changed(
    desk: &Desk,
    code: &str,
    fields: Fields,
    wanted: impl FnOnce(&CampaignSheet, &[Pair]) -> Result<CampaignChange, FieldError>,
) -> Result<Answer, PageError> {
    let typed = pairs(fields);
    let today = desk.state.today().day();
    let sheet = campaign::show(&desk.state.db, desk.actor(), code, today)?;
    match wanted(&sheet, &typed) {
        Ok(wanted) => {
            let done = edit::change(&desk.state.db, desk.actor(), code, known_revision(&typed), &wanted);
            told(desk, code, done, "Đã lưu.")
        }
        Err(error) => page(desk, code, StatusCode::UNPROCESSABLE_ENTITY, vec![error]),
    }
}

/// The page again, with what was done or what is not right.
pub(super) fn told(desk: &Desk, code: &str, done: Result<(), CampaignError>, text: &str) -> Result<Answer, PageError> {
    match done {
        Ok(()) => Ok(Answer::done(desk.scene()?.links.to(&format!("/chien-dich/{code}")), text)),
        Err(CampaignError::Unfit { problem, .. }) => {
            page(desk, code, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::general(problem)])
        }
        Err(error @ CampaignError::Stale { .. }) => {
            let text = format!("{error} Trang này đã tải lại; làm lại thay đổi nếu vẫn cần.");
            page(desk, code, StatusCode::CONFLICT, vec![FieldError::general(text)])
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds a measure, stops following one, or follows it again.
pub async fn change_measures(Posted(desk, fields): Posted<Fields>, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| {
        let typed = pairs(fields);
        let known = known_revision(&typed);
        let (db, actor) = (&desk.state.db, desk.actor());
        if let Some(measure) = value(&typed, "chi-tieu").and_then(MeasureName::parse) {
            let retired = value(&typed, "viec") == Some("ngung");
            let done = edit::retire_measure(db, actor, &code, known, (&measure, retired));
            let text = if retired {
                "Đã ngừng theo dõi chỉ tiêu; số đã giao và báo cáo vẫn được giữ."
            } else {
                "Đã theo dõi lại chỉ tiêu."
            };
            return told(desk, &code, done, text);
        }
        let new = NewMeasure { kind: kind(&typed), name: said(&typed, "ten") };
        let done = edit::add_measure(db, actor, &code, known, &new).map(drop);
        told(desk, &code, done, "Đã thêm chỉ tiêu; người đã có trong danh sách được đếm ngay.")
    })
    .await
}

fn kind(typed: &[Pair]) -> MeasureKind {
    match value(typed, "don-vi-tinh") {
        Some(noun) => MeasureKind::Activity(Activity {
            noun: noun.to_owned(),
            base_noun: value(typed, "trong-tong-so").map(str::to_owned),
        }),
        None if value(typed, "moc").is_none() => {
            MeasureKind::Activity(Activity { noun: String::new(), base_noun: None })
        }
        None => MeasureKind::People {
            milestone: said(typed, "moc"),
            audience: value(typed, "doi-tuong").and_then(Audience::parse).unwrap_or(Audience::Residents),
            category: value(typed, "loai").and_then(StaffCategory::parse),
            with_card: value(typed, "the-con-han").is_some(),
        },
    }
}
