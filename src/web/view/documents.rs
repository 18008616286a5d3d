//! Documents: the list, the choice of a kind, one of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::document_pages::{self, AttachedView, PagePicture};
use super::document_templates::TemplateLink;
use super::form::FieldError;
use super::frame::Choice;
use super::links::Links;
use super::{day, day_in_text};
use crate::documents::{ChangedFigure, Checked, Difference, DocumentSheet, Editable, Replacements};
use crate::documents::{MOST_SIGNED_BYTES, changed_figures};
use crate::model::document::{Content, DocumentKind, DocumentState, Form, Urgency};
use crate::model::unit::Unit;
use crate::store::documents::{DocumentFilter, DocumentHead};
use crate::web::assets;

/// The list.
#[derive(Debug, Serialize)]
pub struct ListView {
    new_href: String,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    words: String,
    documents: Vec<Row>,
}

/// A document in the list.
#[derive(Debug, Serialize)]
struct Row {
    href: String,
    subject: String,
    kind: &'static str,
    number: String,
    day: String,
    unit: String,
    state: StateWord,
}

/// How far a document is, as a word with a shape.
#[derive(Debug, Serialize)]
pub struct StateWord {
    word: &'static str,
    shape: &'static str,
    kind: &'static str,
}

impl StateWord {
    fn of(state: DocumentState) -> Self {
        let (shape, kind) = match state {
            DocumentState::Draft => ("◆", "at_risk"),
            DocumentState::Ready => ("▲", "on_track"),
            DocumentState::Issued => ("●", "met"),
            DocumentState::Superseded | DocumentState::Dropped => ("○", "no_data"),
        };
        Self { word: state.vietnamese(), shape, kind }
    }
}

impl ListView {
    /// The list.
    pub fn of(found: &[(DocumentHead, Unit)], filter: &DocumentFilter, links: &Links) -> Self {
        let (kind, state) =
            (filter.kind.map_or("", DocumentKind::as_str), filter.state.map_or("", DocumentState::as_str));
        let mut kinds = vec![Choice::new("", "Mọi loại", kind)];
        kinds.extend(DocumentKind::ALL.map(|of| Choice::new(of.as_str(), of.vietnamese(), kind)));
        let mut states = vec![Choice::new("", "Mọi tình trạng", state)];
        states.extend(DocumentState::ALL.map(|of| Choice::new(of.as_str(), of.vietnamese(), state)));
        let row = |(head, unit): &(DocumentHead, Unit)| Row {
            href: links.to(&format!("/van-ban/{}", head.id)),
            subject: about(head),
            kind: head.kind.vietnamese(),
            number: number(head),
            day: day(head.issued_on.unwrap_or_else(|| crate::model::as_of::in_vietnam(head.changed_at).date_naive())),
            unit: unit.name.clone(),
            state: StateWord::of(head.state),
        };
        Self {
            new_href: links.to("/van-ban/moi"),
            kinds,
            states,
            words: filter.words.clone(),
            documents: found.iter().map(row).collect(),
        }
    }
}

/// What a document is about, as it stands in registers: of a công văn after «V/v».
fn about(head: &DocumentHead) -> String {
    match head.kind.form() {
        Form::Letter => format!("V/v {}", head.subject),
        _ => head.subject.clone(),
    }
}

fn number(head: &DocumentHead) -> String {
    head.number.as_ref().map_or_else(String::new, |(number, symbol)| format!("{number:02}/{symbol}"))
}

/// The choice of a kind.
#[derive(Debug, Serialize)]
pub struct NewView {
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// Bodies that issue.
    pub bodies: Vec<Choice>,
    /// Units whose figures are told.
    pub units: Vec<Choice>,
    /// Style sheet of the page.
    pub style: &'static str,
    /// Sessions that an invitation may be for.
    pub sessions: Vec<Choice>,
    /// The day of the draft.
    pub dated: String,
    /// The day of the figures.
    pub as_of: String,
}

/// The text of a draft as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TypedText {
    /// The revision that was read.
    #[serde(rename = "ban")]
    pub revision: i64,
    #[serde(rename = "trich-yeu", default)]
    subject: String,
    #[serde(rename = "kinh-gui", default)]
    addressees: String,
    #[serde(rename = "can-cu", default)]
    grounds: String,
    #[serde(rename = "noi-dung", default)]
    body: String,
    #[serde(rename = "tham-quyen", default)]
    authority: String,
    #[serde(rename = "nguoi-ky", default)]
    signer: String,
    #[serde(rename = "noi-nhan", default)]
    copies: String,
    #[serde(rename = "do-khan", default)]
    urgency: String,
}

/// The fixed words of urgency in forms.
const URGENCIES: [(&str, Urgency, &str); 3] = [
    ("urgent", Urgency::Urgent, "Khẩn"),
    ("very_urgent", Urgency::VeryUrgent, "Thượng khẩn"),
    ("immediate", Urgency::Immediate, "Hỏa tốc"),
];

impl TypedText {
    fn of(content: &Content, revision: i64) -> Self {
        let text = Editable::of(content);
        let urgency =
            URGENCIES.iter().find(|(_, urgency, _)| Some(*urgency) == text.urgency).map_or("", |(word, ..)| word);
        Self {
            revision,
            subject: text.subject,
            addressees: text.addressees,
            grounds: text.grounds,
            body: text.body,
            authority: text.authority,
            signer: text.signer,
            copies: text.copies,
            urgency: urgency.to_owned(),
        }
    }

    /// For the use case.
    pub fn editable(&self) -> Editable {
        Editable {
            subject: self.subject.clone(),
            addressees: self.addressees.clone(),
            grounds: self.grounds.clone(),
            body: self.body.clone(),
            authority: self.authority.clone(),
            signer: self.signer.clone(),
            copies: self.copies.clone(),
            urgency: URGENCIES.iter().find(|(word, ..)| *word == self.urgency).map(|(_, urgency, _)| *urgency),
        }
    }
}

/// One document.
#[derive(Debug, Serialize)]
pub struct SheetView {
    /// `Công văn số 12/UBND-CA`, `Dự thảo công văn`.
    pub title: String,
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// What may be edited.
    pub typed: TypedText,
    /// What is attached as it is.
    pub attached: AttachedView,
    /// Templates of the office that it may be filled into.
    pub templates: Vec<TemplateLink>,
    /// Style sheet of the page.
    style: &'static str,
    /// Script of the page.
    script: &'static str,
    kind: &'static str,
    state: StateWord,
    here: String,
    pages: Vec<PagePicture>,
    changed: Vec<ChangedFigure>,
    urgencies: Vec<Choice>,
    has_addressees: bool,
    has_grounds: bool,
    open: bool,
    may_edit: bool,
    may_issue: bool,
    may_take_back: bool,
    may_check: bool,
    issued: bool,
    signed: Option<String>,
    figures: String,
    snapshot_href: String,
    today: String,
    /// The most bytes of a file.
    most_bytes: usize,
    most_megabytes: usize,
    replaced_by: Option<Other>,
    replaces: Vec<Other>,
    /// Documents that could stand in its place.
    newer: Vec<Choice>,
}

/// Another document.
#[derive(Debug, Serialize)]
struct Other {
    href: String,
    label: String,
}

impl Other {
    fn of(head: &DocumentHead, links: &Links) -> Self {
        Self { href: links.to(&format!("/van-ban/{}", head.id)), label: named(head) }
    }
}

/// `Công văn 12/UBND-CA ngày 05/6/2023: đẩy mạnh …`.
fn named(head: &DocumentHead) -> String {
    let on = head.issued_on.map(|day| format!(" ngày {}", day_in_text(day))).unwrap_or_default();
    format!("{} {}{on}: {}", head.kind.form().noun(), number(head), head.subject)
}

impl SheetView {
    /// One document with so many pages.
    pub fn of(
        (sheet, replacements): (&DocumentSheet, &Replacements),
        pages: usize,
        today: NaiveDate,
        links: &Links,
    ) -> Self {
        let (head, content) = (&sheet.head, &sheet.text.content);
        let here = format!("/van-ban/{}", head.id);
        let noun = head.kind.form().noun();
        let title = match &head.number {
            Some(_) => format!("{noun} số {}", number(head)),
            None => format!("Dự thảo {}", noun.to_lowercase()),
        };
        let typed = TypedText::of(content, head.revision);
        let mut urgencies = vec![Choice::new("", "Không", &typed.urgency)];
        urgencies.extend(URGENCIES.map(|(word, _, label)| Choice::new(word, label, &typed.urgency)));
        Self {
            title,
            errors: Vec::new(),
            typed,
            templates: Vec::new(),
            style: assets::address("van-ban.css").unwrap_or_default(),
            script: assets::address("van-ban.js").unwrap_or_default(),
            kind: head.kind.vietnamese(),
            state: StateWord::of(head.state),
            pages: document_pages::saved(sheet, pages),
            attached: AttachedView::default(),
            changed: changed_figures(&sheet.text.composed, content),
            urgencies,
            has_addressees: head.kind.form().has_addressees(),
            has_grounds: !sheet.text.composed.grounds.is_empty() || head.kind.form().title().is_some(),
            open: head.state.is_open(),
            may_edit: sheet.may_edit,
            may_issue: sheet.may_issue && head.state.may_become(DocumentState::Issued),
            may_take_back: sheet.may_take_back,
            may_check: sheet.may_check,
            issued: head.state.is_issued(),
            signed: head.files.signed.as_ref().map(|(_, name)| name.clone()),
            figures: format!("{}, số liệu đến {}", sheet.snapshot.unit.name, day_in_text(sheet.snapshot.head.as_of)),
            snapshot_href: links.to(&format!("/so-lieu-chot/{}", sheet.snapshot.head.id)),
            today: day(today),
            most_bytes: MOST_SIGNED_BYTES,
            most_megabytes: MOST_SIGNED_BYTES >> 20,
            replaced_by: replacements.by.as_ref().map(|by| Other::of(by, links)),
            replaces: replacements.of.iter().map(|older| Other::of(older, links)).collect(),
            newer: replacements.could_be_by.iter().map(|by| Choice::new(by.id.to_string(), named(by), "")).collect(),
            here,
        }
    }
}

/// What the check of a Word file found.
#[derive(Debug, Serialize)]
pub struct CheckView {
    summary: String,
    differences: Vec<Difference>,
    back: String,
}

impl CheckView {
    /// From what was found.
    pub fn of(name: &str, checked: &Checked, back: String) -> Self {
        let summary = match checked.differences.len() {
            0 => format!("Tệp «{name}»: {} con số, ngày tháng đều khớp với văn bản.", checked.same),
            count => format!("Tệp «{name}»: {} con số, ngày tháng khớp; {count} chỗ khác.", checked.same),
        };
        Self { summary, differences: checked.differences.clone(), back }
    }
}

/// Pages with what is typed.
#[derive(Debug, Serialize)]
pub struct Preview {
    pages: Vec<PagePicture>,
    changed: Vec<ChangedFigure>,
}

impl Preview {
    /// From the pages as SVG.
    pub fn of(pages: &[String], sheet: &DocumentSheet, content: &Content) -> Self {
        let changed = changed_figures(&sheet.text.composed, content);
        Self { pages: document_pages::typed(sheet, pages), changed }
    }
}
