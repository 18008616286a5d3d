//! Reports: what is downloaded, what is sent.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::Pair;
use super::snapshots::Tab;

/// The page of reports.
#[derive(Debug, Serialize)]
pub struct ReportsView {
    /// The pages beside this one.
    pub tabs: Vec<Tab>,
    /// What could not be sent.
    pub errors: Vec<FieldError>,
    /// Units to report on.
    pub units: Vec<Choice>,
    /// Choices of the other pages, kept.
    pub kept: Vec<Pair>,
    /// Title of the campaign.
    pub campaign: String,
    /// The sentence of the report.
    pub sentence: String,
    /// Name of the unit reported on.
    pub unit: String,
    /// Its slug.
    pub slug: String,
    /// Where the workbook is.
    pub workbook_href: String,
    /// Where the ranking of the units below is, if there is something to rank.
    pub ranking_href: Option<String>,
    /// Whether the reader sees people, and so may have them listed in the workbook.
    pub may_list: bool,
    /// Whether the reader may send.
    pub may_send: bool,
    /// Address as typed.
    pub recipient: String,
    /// Confirmed addresses to choose from.
    pub known: Vec<KnownAddress>,
    /// Whether the sender has to look again at an address that nobody has confirmed.
    pub asks_again: bool,
    /// Note as typed.
    pub note: String,
    /// The same form sent twice sends one mail.
    pub form_key: String,
}

/// An address that two people agreed on.
#[derive(Debug, Serialize)]
pub struct KnownAddress {
    /// The address.
    pub address: String,
    /// Whose it is.
    pub holder: String,
}
