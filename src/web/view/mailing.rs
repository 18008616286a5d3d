//! Schedules of mails, their addresses, the words of reminders.

pub mod addresses;
pub mod own;
pub mod reminders;
pub mod schedules;
pub mod words;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::links::Links;
use crate::model::as_of::in_vietnam;

/// A page beside others.
#[derive(Debug, Serialize)]
pub struct Tab {
    label: &'static str,
    href: String,
    current: bool,
    count: Option<i64>,
}

/// The pages about mail.
pub fn tabs(links: &Links, current: &str) -> Vec<Tab> {
    [
        ("Thư đã gửi", "/thu-da-gui"),
        ("Lịch gửi", "/thu"),
        ("Địa chỉ nhận", "/thu/dia-chi"),
        ("Nhắc hạn", "/thu/nhac-han"),
        ("Lời nhắc", "/thu/loi-nhac"),
    ]
    .into_iter()
    .map(|(label, path)| Tab { label, href: links.to(path), current: path == current, count: None })
    .collect()
}

/// `07:30 12/06/2023`.
fn clock(at: DateTime<Utc>) -> String {
    in_vietnam(at).format("%H:%M %d/%m/%Y").to_string()
}

/// The word, shape and tone of a mail's stored state.
fn mail_state(stored: &str) -> (&'static str, &'static str, &'static str) {
    match stored {
        "sent" => ("đã gửi", "●", "met"),
        "failed" => ("không gửi được", "■", "unlikely"),
        _ => ("chờ gửi", "◆", "at_risk"),
    }
}
