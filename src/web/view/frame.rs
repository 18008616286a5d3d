//! What stands around every page: agency, as-of date, search, navigation, breadcrumb, notice.

use serde::Serialize;

use super::links::Pair;
use crate::web::assets;

/// What stands around a page.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Heading and title.
    pub title: String,
    /// Addresses of style sheet, script and icon.
    #[serde(flatten)]
    pub files: Files,
    /// The unit of the account.
    pub agency: String,
    /// Who is signed in.
    pub user: User,
    /// The as-of date and the campaign, where the page shows figures.
    pub day: Option<DayForm>,
    /// Whether the search is offered.
    pub may_search: bool,
    /// `?den-ngay=…`, or nothing.
    pub keep: String,
    /// The same as fields of a form.
    pub keep_pairs: Vec<Pair>,
    /// The parts of the program that the role may open.
    pub nav: Vec<NavItem>,
    /// Where the page is.
    pub crumbs: Vec<Crumb>,
    /// What has just been done.
    pub notice: Option<Notice>,
}

/// Addresses of embedded files.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Files {
    /// Style sheet.
    pub style: &'static str,
    /// Script.
    pub script: &'static str,
    /// Icon.
    pub icon: &'static str,
}

impl Files {
    /// The addresses of this build.
    pub fn current() -> Self {
        let address = |name| assets::address(name).unwrap_or_default();
        Self { style: address("tiendo.css"), script: address("tiendo.js"), icon: address("bieu-tuong.svg") }
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// Name as shown.
    pub name: String,
    /// Role in Vietnamese.
    pub role: &'static str,
}

/// The form in the top bar that changes the as-of date and the campaign.
#[derive(Debug, Clone, Serialize)]
pub struct DayForm {
    /// The page itself.
    pub action: String,
    /// The date as typed: `31/05/2023`.
    pub typed: String,
    /// What else the page has been asked for.
    pub hidden: Vec<Pair>,
    /// Campaigns.
    pub campaigns: Vec<Choice>,
}

/// One line of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the present one.
    pub chosen: bool,
}

impl Choice {
    /// A line, marked when its value is the chosen one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self { chosen: value == chosen, value, label: label.into() }
    }
}

/// A part of the program.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// Name.
    pub label: &'static str,
    /// Address.
    pub href: String,
    /// Picture.
    pub icon: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
    /// How much waits there.
    pub count: Option<i64>,
}

/// A step of the way to the page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// Name.
    pub label: String,
    /// Address; none for the page itself.
    pub href: Option<String>,
}

/// What has just been done.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// One sentence.
    pub text: String,
    /// `done` or `warn`.
    pub tone: &'static str,
}
