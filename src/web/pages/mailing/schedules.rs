//! Schedules of mails: the list, one of them with its history, the very mail it would send.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveTime;

use super::{crumbs, value};
use crate::mail::schedules::{self, SavedSchedule, ScheduleSheet};
use crate::mail::{self, Attachment, Content, MailError, Unfit, addresses};
use crate::model::id::{AddressId, MailScheduleId, UnitId};
use crate::model::mail_schedule::{Addressee, Rhythm, Sends, Timing, weekday};
use crate::model::role::Role;
use crate::store::mail_schedules::ScheduleSettings;
use crate::store::units;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::outbox::file_at;
use crate::web::pages::reports::choices;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::mailing::schedules::{FormView, PreviewView, ScheduleView, SchedulesView};

const TITLE: &str = "Lịch gửi thư";
/// The roles that a schedule may send to.
const ROLES: [Role; 3] = [Role::Leader, Role::Officer, Role::Police];

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let code = &scene.campaign()?.code;
        let sheets = schedules::list(&desk.state.db, desk.actor(), code, desk.state.now())?;
        let view = SchedulesView::of(&sheets, &scene.links);
        let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
        Ok(desk.page("mail_schedules.html", desk.frame(&scene, Section::Outbox, TITLE, crumbs), view))
    })
    .await
}

/// The form of a new one.
pub async fn new(desk: Desk) -> HttpResponse {
    desk.answer(|desk| page(desk, StatusCode::OK, None, Vec::new())).await
}

/// One of them.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, StatusCode::OK, Some(MailScheduleId(id.into_inner())), Vec::new())).await
}

/// The page of a schedule, or of a new one; what was refused stands on top, the form shows what is kept.
fn page(
    desk: &Desk,
    status: StatusCode,
    id: Option<MailScheduleId>,
    errors: Vec<FieldError>,
) -> Result<Answer, PageError> {
    form_page(desk, status, id, errors, None)
}

fn form_page(
    desk: &Desk,
    status: StatusCode,
    id: Option<MailScheduleId>,
    errors: Vec<FieldError>,
    typed: Option<(&str, &ScheduleSettings)>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let now = desk.state.now();
    let known = id.map(|id| schedules::show(&desk.state.db, desk.actor(), id, now)).transpose()?;
    let sheet = known.as_ref().map(|(sheet, _)| sheet);
    let settings = typed.map(|(_, settings)| settings).or_else(|| sheet.map(|sheet| &sheet.schedule.settings));
    let mut form = FormView::of(settings, sheet.map_or(0, |sheet| sheet.schedule.revision), &scene.links, id);
    form.units = unit_choices(desk, &scene, sheet, typed.map(|(unit, _)| unit))?;
    form.recipients = recipients(desk, &scene, settings)?;
    form.errors = errors;
    let title = sheet.map_or("Lập lịch gửi thư", |sheet| sheet.schedule.settings.name.as_str()).to_owned();
    let key = desk.state.db.random_token()?;
    let view = ScheduleView::of(form, known.as_ref().map(|(sheet, runs)| (sheet, runs.as_slice())), &scene.links, key);
    let frame = desk.frame(&scene, Section::Outbox, &title, crumbs(&scene, &title));
    Ok(desk.page_with(status, "mail_schedule.html", frame, view))
}

/// The unit of a schedule does not change; a new one may be about any unit that reports can be made of.
fn unit_choices(
    desk: &Desk,
    scene: &Scene,
    sheet: Option<&ScheduleSheet>,
    typed: Option<&str>,
) -> Result<Vec<Choice>, PageError> {
    if let Some(sheet) = sheet {
        return Ok(vec![Choice::new(sheet.unit.slug.clone(), sheet.unit.name.clone(), &sheet.unit.slug)]);
    }
    let own = scene.own_unit.as_ref().map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
    choices(desk, scene, typed.unwrap_or(&own.0), &own.1)
}

/// Confirmed addresses, and the roles of the account's unit; what is chosen is marked.
fn recipients(desk: &Desk, scene: &Scene, settings: Option<&ScheduleSettings>) -> Result<Vec<Choice>, PageError> {
    let chosen = settings.map_or(&[][..], |settings| settings.recipients.as_slice());
    let mark = |value: String, label: String, of: Addressee| Choice { value, label, chosen: chosen.contains(&of) };
    let mut found = Vec::new();
    for line in addresses::list(&desk.state.db, desk.actor(), desk.state.now())? {
        let address = line.address;
        if address.is_usable() {
            let label = format!("{} ({})", address.holder, address.address);
            found.push(mark(format!("dia-chi:{}", address.id), label, Addressee::Address(address.id)));
        }
    }
    if let Some(unit) = &scene.own_unit {
        let role = |role: Role| {
            let of = Addressee::Role { unit: unit.id, role };
            mark(format!("vai-tro:{}:{}", unit.id, role.as_str()), format!("{}: {}", unit.name, role.vietnamese()), of)
        };
        found.extend(ROLES.map(role));
    }
    // Roles of other units that were chosen by somebody who sees them.
    for addressee in chosen {
        let Addressee::Role { unit, role } = addressee else { continue };
        if scene.own_unit.as_ref().is_some_and(|own| own.id == *unit) && ROLES.contains(role) {
            continue;
        }
        let day = desk.state.today().day();
        let named = desk.state.db.read(|conn| units::get(conn, *unit, day))?;
        let name = named.map_or_else(|| format!("đơn vị {unit}"), |unit| unit.name);
        let value = format!("vai-tro:{unit}:{}", role.as_str());
        found.push(mark(value, format!("{name}: {}", role.vietnamese()), *addressee));
    }
    Ok(found)
}

/// Keeps a new schedule.
pub async fn save_new(Posted(desk, fields): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| save(desk, None, &fields)).await
}

/// Changes one.
pub async fn save_known(Posted(desk, fields): Posted<Vec<(String, String)>>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| save(desk, Some(MailScheduleId(id.into_inner())), &fields)).await
}

fn save(desk: &Desk, id: Option<MailScheduleId>, fields: &[(String, String)]) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let settings = match settings(fields) {
        Ok(settings) => settings,
        Err(unfit) => return page(desk, StatusCode::UNPROCESSABLE_ENTITY, id, vec![told(unfit)]),
    };
    let revision = value(fields, "lan-sua").parse().unwrap_or(0);
    let saved = SavedSchedule {
        campaign: scene.campaign()?.code.clone(),
        unit: value(fields, "don-vi").to_owned(),
        known: id.map(|id| (id, revision)),
        settings,
    };
    let refused = |errors| {
        let typed = Some((saved.unit.as_str(), &saved.settings));
        form_page(desk, StatusCode::UNPROCESSABLE_ENTITY, id, errors, typed)
    };
    match schedules::save(&desk.state.db, desk.actor(), &saved, desk.state.now()) {
        Ok(id) => Ok(Answer::done(scene.links.to(&format!("/thu/{id}")), "Đã lưu lịch gửi thư.")),
        Err(MailError::Unfit(unfit)) => refused(vec![told(unfit)]),
        Err(error @ MailError::Stale) => refused(vec![FieldError::general(error.to_string())]),
        Err(error) => Err(error.into()),
    }
}

fn told(unfit: Unfit) -> FieldError {
    let field = match unfit {
        Unfit::Name => "ten",
        Unfit::Rhythm => "nhip",
        Unfit::Hour => "gio",
        Unfit::NoRecipients | Unfit::TooManyRecipients | Unfit::Address | Unfit::RoleUnit => "nguoi-nhan",
        Unfit::AnswerTo => "lien-he",
        Unfit::Sends => "noi-dung",
        Unfit::Days | Unfit::NoDays | Unfit::ReminderHour => "gio",
    };
    FieldError::of(field, unfit.to_string())
}

/// What was typed.
fn settings(fields: &[(String, String)]) -> Result<ScheduleSettings, Unfit> {
    let checked = |name: &str| !value(fields, name).is_empty();
    let day = value(fields, "thu").parse().ok().and_then(weekday);
    let days_before = value(fields, "so-ngay").parse().ok();
    let rhythm = Rhythm::parse(value(fields, "nhip"), day, days_before).ok_or(Unfit::Rhythm)?;
    let hour = NaiveTime::parse_from_str(value(fields, "gio"), "%H:%M").map_err(|_| Unfit::Hour)?;
    let what = fields.iter().filter(|(name, _)| name == "noi-dung").map(|(_, value)| value.as_str());
    let sends = Sends::of_words(what).filter(Sends::is_something).ok_or(Unfit::Sends)?;
    let named = fields.iter().filter(|(name, _)| name == "nguoi-nhan");
    let mut recipients = Vec::new();
    for (_, value) in named {
        let recipient = addressee(value).ok_or(Unfit::NoRecipients)?;
        if !recipients.contains(&recipient) {
            recipients.push(recipient);
        }
    }
    Ok(ScheduleSettings {
        name: value(fields, "ten").to_owned(),
        sends,
        timing: Timing { rhythm, hour, weekends: checked("cuoi-tuan"), any_hour: checked("ban-dem") },
        only_changed: checked("chi-khi-doi"),
        answer_to: Some(value(fields, "lien-he").to_owned()).filter(|text| !text.is_empty()),
        recipients,
    })
}

/// `dia-chi:12`, `vai-tro:3:leader`.
fn addressee(word: &str) -> Option<Addressee> {
    match word.split(':').collect::<Vec<_>>().as_slice() {
        ["dia-chi", id] => id.parse().ok().map(|id| Addressee::Address(AddressId(id))),
        ["vai-tro", unit, role] => {
            let (unit, role) = (UnitId(unit.parse().ok()?), Role::parse(role)?);
            Some(Addressee::Role { unit, role })
        }
        _ => None,
    }
}

/// Lets a schedule rest or go on, gives it up, or sends its mail now.
pub async fn act(Posted(desk, fields): Posted<Vec<(String, String)>>, path: web::Path<(i64, String)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, what) = path.into_inner();
        let links = desk.scene()?.links;
        let (db, actor, id, now) = (&desk.state.db, desk.actor(), MailScheduleId(id), desk.state.now());
        let here = links.to(&format!("/thu/{id}"));
        match what.as_str() {
            "tam-dung" => {
                schedules::set_paused(db, actor, id, true, now)?;
                Ok(Answer::done(here, "Đã tạm dừng lịch gửi."))
            }
            "tiep-tuc" => {
                schedules::set_paused(db, actor, id, false, now)?;
                Ok(Answer::done(here, "Lịch gửi tiếp tục; những lần đến hạn khi tạm dừng không gửi bù."))
            }
            "bo" => {
                schedules::retire(db, actor, id, now)?;
                Ok(Answer::done(links.to("/thu"), "Đã bỏ lịch gửi; thư đã gửi vẫn xem được."))
            }
            "gui-ngay" => match mail::send_now(db, actor, id, value(&fields, "ma"), now)? {
                0 => Ok(Answer::done(here, "Thư của lần bấm này đã được xếp hàng trước đó; không gửi lại.")),
                count => Ok(Answer::done(here, format!("Đã xếp {count} thư vào hàng chờ gửi."))),
            },
            _ => Err(PageError::not_found("Không có việc này với lịch gửi thư.")),
        }
    })
    .await
}

/// The very mail that would be sent now.
pub async fn preview(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let id = MailScheduleId(id.into_inner());
        let (mail, to) = mail::preview(&desk.state.db, desk.actor(), id, desk.state.now())?;
        let title = "Xem thử thư";
        let view = PreviewView::of(id, &mail, &to, &scene.links);
        Ok(desk.page("mail_preview.html", desk.frame(&scene, Section::Outbox, title, crumbs(&scene, title)), view))
    })
    .await
}

/// A file that would go with it, by its place from 1.
pub async fn preview_file(desk: Desk, path: web::Path<(i64, usize)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, place) = path.into_inner();
        let (mail, _) = mail::preview(&desk.state.db, desk.actor(), MailScheduleId(id), desk.state.now())?;
        file_at(mail.content, place)
    })
    .await
}

/// Its HTML, as a file to open in a mail program or browser: it brings its own styles, which the pages of the program do not allow.
pub async fn preview_html(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let (mail, _) = mail::preview(&desk.state.db, desk.actor(), MailScheduleId(id.into_inner()), desk.state.now())?;
        Ok(Answer::File {
            name: "thu.html".to_owned(),
            kind: "application/octet-stream",
            bytes: with_pictures(&mail.content).into_bytes(),
        })
    })
    .await
}

/// The HTML with its pictures within it, for a browser, which knows no parts of a mail.
fn with_pictures(content: &Content) -> String {
    let within = |html: String, picture: &Attachment| {
        let bytes = STANDARD.encode(&picture.bytes);
        let data = format!("src=\"data:{};base64,{bytes}\"", picture.media_type);
        html.replace(&format!("src=\"cid:{}\"", picture.file_name), &data)
    };
    content.pictures.iter().fold(content.html.clone(), within)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn typed(changed: &[(&str, &str)]) -> Result<ScheduleSettings, Unfit> {
        let mut fields = vec![
            ("ten", "Báo cáo sáng"),
            ("noi-dung", "workbook"),
            ("nhip", "weekly"),
            ("thu", "5"),
            ("gio", "07:30"),
            ("nguoi-nhan", "dia-chi:12"),
            ("nguoi-nhan", "vai-tro:3:leader"),
            ("nguoi-nhan", "dia-chi:12"),
        ];
        fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        fields.extend(changed);
        let owned: Vec<_> = fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        settings(&owned)
    }

    #[test]
    fn a_form_becomes_settings_or_says_what_is_wrong() {
        let good = typed(&[]).unwrap();
        assert_eq!(good.timing.vietnamese(), "thứ Sáu hằng tuần, 7 giờ 30");
        let leader = Addressee::Role { unit: UnitId(3), role: Role::Leader };
        assert_eq!(good.recipients, [Addressee::Address(AddressId(12)), leader]);
        assert!(!good.timing.weekends && !good.only_changed && good.answer_to.is_none());
        assert_eq!(typed(&[("thu", "8")]), Err(Unfit::Rhythm));
        assert_eq!(typed(&[("nhip", "before_deadline"), ("so-ngay", "-1")]), Err(Unfit::Rhythm));
        assert_eq!(typed(&[("gio", "25:00")]), Err(Unfit::Hour));
        for wrong in ["document:nothing", "people"] {
            assert_eq!(typed(&[("noi-dung", wrong)]), Err(Unfit::Sends), "{wrong}");
        }
        let more = typed(&[("noi-dung", "first_page"), ("noi-dung", "people")]).unwrap().sends;
        assert!(more.first_page && more.people && !more.workbook);
        assert_eq!(typed(&[("nguoi-nhan", "ai-do@example.com")]), Err(Unfit::NoRecipients));
    }
}
