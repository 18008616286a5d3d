//! Addresses that schedules send to.

use serde::Serialize;

use super::{Tab, clock, tabs};
use crate::mail::addresses::AddressLine;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Links;

/// The page.
#[derive(Debug, Serialize)]
pub struct AddressesView {
    tabs: Vec<Tab>,
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// Units that an address may belong to.
    pub units: Vec<Choice>,
    /// As typed.
    pub address: String,
    /// As typed.
    pub holder: String,
    /// As typed.
    pub account: String,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    address: String,
    holder: String,
    unit: String,
    state: &'static str,
    shape: &'static str,
    kind: &'static str,
    entered: String,
    confirmed: Option<String>,
    works: Vec<Work>,
}

/// What can be done with an address.
#[derive(Debug, Serialize)]
struct Work {
    label: &'static str,
    href: String,
    /// Whether it cannot be taken back.
    is_final: bool,
}

impl AddressesView {
    /// The page with an empty form.
    pub fn of(lines: &[AddressLine], links: &Links) -> Self {
        Self {
            tabs: tabs(links, "/thu/dia-chi"),
            errors: Vec::new(),
            units: Vec::new(),
            address: String::new(),
            holder: String::new(),
            account: String::new(),
            lines: lines.iter().map(|line| Line::of(line, links)).collect(),
        }
    }
}

impl Line {
    fn of(line: &AddressLine, links: &Links) -> Self {
        let address = &line.address;
        let (state, shape, kind) = match (&address.retired, &address.confirmed, &line.unsubscribed) {
            (Some(_), _, _) => ("đã bỏ", "○", "no_data"),
            (None, None, _) => ("chờ xác nhận", "◆", "at_risk"),
            (None, Some(_), Some(_)) => ("đã ngừng nhận", "○", "no_data"),
            (None, Some(_), None) => ("đang dùng", "●", "met"),
        };
        let subscribes = line.unsubscribed.is_some();
        let works = [
            (line.may_confirm, "Xác nhận", "xac-nhan"),
            (line.may_unsubscribe && !subscribes, "Ghi ngừng nhận", "ngung"),
            (line.may_unsubscribe && subscribes, "Nhận lại", "nhan-lai"),
            (line.may_retire, "Bỏ", "bo"),
        ];
        let work = |(_, label, path): (bool, &'static str, &str)| Work {
            label,
            href: links.to(&format!("/thu/dia-chi/{}/{path}", address.id)),
            is_final: path == "bo",
        };
        Self {
            address: address.address.clone(),
            holder: address.holder.clone(),
            unit: line.unit.name.clone(),
            state,
            shape,
            kind,
            entered: format!("{}, {}", line.entered_by, clock(address.entered.1)),
            confirmed: line
                .confirmed_by
                .as_ref()
                .zip(address.confirmed)
                .map(|(by, (_, at))| format!("{by}, {}", clock(at))),
            works: works.into_iter().filter(|(may, _, _)| *may).map(work).collect(),
        }
    }
}
