//! When a campaign reminds by itself.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::NaiveTime;

use super::{crumbs, value};
use crate::mail::{MailError, Unfit, reminders};
use crate::model::mail_reminder::ReminderDays;
use crate::store::mail_reminders::ReminderSettings;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::mailing::reminders::{RemindersView, Typed};

const TITLE: &str = "Nhắc hạn tự động";
const PATH: &str = "/thu/nhac-han";

/// The settings, what would be sent now, what was sent.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show(desk, StatusCode::OK, None)).await
}

fn show(desk: &Desk, status: StatusCode, refused: Option<(Typed, FieldError)>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = reminders::show(&desk.state.db, desk.actor(), &scene.campaign()?.code, desk.state.now())?;
    let mut view = RemindersView::of(&sheet, &scene.links);
    if let Some((typed, error)) = refused {
        view.typed = typed;
        view.errors = vec![error];
    }
    let frame = desk.frame(&scene, Section::Outbox, TITLE, crumbs(&scene, TITLE));
    Ok(desk.page_with(status, "mail_reminders.html", frame, view))
}

/// Reads the form.
fn typed(fields: &[(String, String)]) -> Typed {
    let text = |name| value(fields, name).to_owned();
    Typed {
        before: text("truoc"),
        every: text("moi"),
        escalate_after: text("cap-tren"),
        hour: text("gio"),
        weekends: !text("cuoi-tuan").is_empty(),
        answer_to: text("lien-he"),
        running: !text("chay").is_empty(),
    }
}

fn settings(typed: &Typed) -> Result<ReminderSettings, Unfit> {
    let days = |text: &str| match text {
        "" => Ok(None),
        text => text.parse::<u16>().map(Some).map_err(|_| Unfit::Days),
    };
    Ok(ReminderSettings {
        days: ReminderDays {
            before: days(&typed.before)?,
            every: days(&typed.every)?,
            escalate_after: days(&typed.escalate_after)?,
        },
        hour: NaiveTime::parse_from_str(&typed.hour, "%H:%M").map_err(|_| Unfit::ReminderHour)?,
        weekends: typed.weekends,
        answer_to: Some(typed.answer_to.clone()).filter(|text| !text.is_empty()),
        running: typed.running,
    })
}

/// Sets it.
pub async fn save(Posted(desk, fields): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let (typed, after) = (typed(&fields), value(&fields, "lan-sua").parse().unwrap_or(0));
        let code = &scene.campaign()?.code;
        let done = settings(&typed).map_err(MailError::Unfit).and_then(|settings| {
            reminders::set(&desk.state.db, desk.actor(), code, (&settings, after), desk.state.now())
        });
        match done {
            Ok(()) => Ok(Answer::done(scene.links.to(PATH), "Đã lưu cách nhắc hạn.")),
            Err(MailError::Unfit(unfit)) => {
                let error = FieldError::of(field(unfit), unfit.to_string());
                show(desk, StatusCode::UNPROCESSABLE_ENTITY, Some((typed, error)))
            }
            Err(error @ MailError::Stale) => {
                let error = FieldError::general(error.to_string());
                show(desk, StatusCode::UNPROCESSABLE_ENTITY, Some((typed, error)))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn field(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::ReminderHour => "gio",
        Unfit::AnswerTo => "lien-he",
        _ => "truoc",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_settings_or_says_what_is_wrong() {
        let typed = |before: &str, every: &str, hour: &str| {
            let (before, every, hour) = (before.to_owned(), every.to_owned(), hour.to_owned());
            settings(&Typed { before, every, hour, ..Typed::default() })
        };
        let good = typed("3", "", "08:30").unwrap();
        assert_eq!(good.days, ReminderDays { before: Some(3), every: None, escalate_after: None });
        assert_eq!((typed("-1", "", "08:30"), typed("3", "hai", "08:30")), (Err(Unfit::Days), Err(Unfit::Days)));
        assert_eq!(typed("3", "2", "25:00"), Err(Unfit::ReminderHour));
    }
}
