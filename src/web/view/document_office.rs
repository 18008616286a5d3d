//! What the documents of a body say about it.

use serde::{Deserialize, Serialize};

use super::form::FieldError;
use super::frame::Choice;
use crate::documents::office_settings::{OfficePart, OfficeSheet, TypedOffice};
use crate::model::document::{Form, IssuingBody, NumberingRule, OfficeSettings, Symbol};

/// The page.
#[derive(Debug, Serialize)]
pub struct OfficeView {
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// What is shown to be changed.
    pub typed: TypedOfficeForm,
    unit: String,
    body: &'static str,
    units: Vec<Choice>,
    bodies: Vec<Choice>,
    rules: Vec<Choice>,
    symbols: Vec<String>,
    is_set: bool,
    may_set: bool,
    post_href: String,
}

/// The form; lists are one entry per line.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TypedOfficeForm {
    #[serde(rename = "cap-tren", default)]
    superior: String,
    #[serde(rename = "ten-co-quan", default)]
    agency: String,
    #[serde(rename = "dia-danh", default)]
    place: String,
    #[serde(rename = "ten-trong-cau", default)]
    name: String,
    #[serde(rename = "viet-tat", default)]
    abbreviation: String,
    #[serde(rename = "soan-thao", default)]
    drafter: String,
    #[serde(rename = "tham-quyen", default)]
    authority: String,
    #[serde(rename = "nguoi-ky", default)]
    signer: String,
    #[serde(rename = "noi-nhan", default)]
    copies: String,
    #[serde(rename = "danh-so", default)]
    numbering: String,
}

impl TypedOfficeForm {
    fn of(settings: &OfficeSettings) -> Self {
        Self {
            superior: settings.superior.clone().unwrap_or_default(),
            agency: settings.agency.join("\n"),
            place: settings.place.clone(),
            name: settings.name.clone(),
            abbreviation: settings.abbreviation.clone(),
            drafter: settings.drafter.clone(),
            authority: settings.authority.join("\n"),
            signer: settings.signer.clone().unwrap_or_default(),
            copies: settings.copies.join("\n"),
            numbering: settings.numbering.as_str().to_owned(),
        }
    }

    /// For the use case.
    pub fn typed(&self) -> TypedOffice {
        TypedOffice {
            superior: self.superior.clone(),
            agency: self.agency.clone(),
            place: self.place.clone(),
            name: self.name.clone(),
            abbreviation: self.abbreviation.clone(),
            drafter: self.drafter.clone(),
            authority: self.authority.clone(),
            signer: self.signer.clone(),
            copies: self.copies.clone(),
            numbering: NumberingRule::parse(&self.numbering).unwrap_or_default(),
        }
    }
}

/// The field of a part.
pub fn field(part: OfficePart) -> &'static str {
    match part {
        OfficePart::Superior => "cap-tren",
        OfficePart::Agency => "ten-co-quan",
        OfficePart::Place => "dia-danh",
        OfficePart::Name => "ten-trong-cau",
        OfficePart::Abbreviation => "viet-tat",
        OfficePart::Drafter => "soan-thao",
        OfficePart::Authority => "tham-quyen",
        OfficePart::Signer => "nguoi-ky",
        OfficePart::Copies => "noi-nhan",
    }
}

impl OfficeView {
    /// The settings of a body; its form is sent to `here`.
    pub fn of(sheet: &OfficeSheet, here: String, units: Vec<Choice>) -> Self {
        let (settings, body) = (&sheet.settings, sheet.body.as_str());
        let example = |form: Form| {
            let symbol = Symbol::of(form, &settings.abbreviation, &settings.drafter).ok()?;
            Some(format!("{}: 01/{}", form.noun(), symbol.as_str()))
        };
        Self {
            errors: Vec::new(),
            typed: TypedOfficeForm::of(settings),
            unit: sheet.unit.name.clone(),
            body: sheet.body.vietnamese(),
            units,
            bodies: IssuingBody::ALL.map(|of| Choice::new(of.as_str(), of.vietnamese(), body)).to_vec(),
            rules: NumberingRule::ALL
                .map(|rule| Choice::new(rule.as_str(), rule.vietnamese(), settings.numbering.as_str()))
                .to_vec(),
            symbols: [Form::Letter, Form::Report, Form::Notice].into_iter().filter_map(example).collect(),
            is_set: sheet.is_set,
            may_set: sheet.may_set,
            post_href: here,
        }
    }
}
