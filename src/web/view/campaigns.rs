//! Campaigns: the list, one of them for readers and for those who change it, the form.

use serde::{Deserialize, Serialize};

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::quotas::{Tab, tabs};
use super::{day, day_in_text};
use crate::campaign::{CampaignLine, CampaignSheet, Definition, MeasureName};
use crate::charts;
use crate::model::as_of::AsOf;
use crate::model::campaign::{CampaignContact, CampaignSession, FiledGround, Measure};
use crate::model::percent::Rounding;
use crate::model::programme::Catalogue;
use crate::model::unit::Unit;

/// The list.
#[derive(Debug, Serialize)]
pub struct CampaignsView {
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Latest first.
    pub campaigns: Vec<Line>,
    /// Where one is created, if the reader may.
    pub new_href: Option<String>,
}

/// A campaign in the list.
#[derive(Debug, Serialize)]
pub struct Line {
    title: String,
    href: String,
    unit: String,
    window: String,
    word: &'static str,
    shape: &'static str,
    kind: &'static str,
}

impl Line {
    /// A line, as it stands today.
    pub fn of(line: &CampaignLine, today: AsOf, links: &Links) -> Self {
        let campaign = &line.campaign;
        let (word, shape, kind) = match today.day() {
            day if day < campaign.starts_on => ("chưa bắt đầu", "○", "no_data"),
            day if day > campaign.ends_on => ("đã kết thúc", "●", "met"),
            _ => ("đang thực hiện", "▲", "on_track"),
        };
        Self {
            title: campaign.title.clone(),
            href: links.to(&format!("/chien-dich/{}", campaign.code)),
            unit: line.unit.name.clone(),
            window: window(line),
            word,
            shape,
            kind,
        }
    }
}

fn window(line: &CampaignLine) -> String {
    format!("từ {} đến hết {}", day(line.campaign.starts_on), day(line.campaign.ends_on))
}

/// One campaign.
#[derive(Debug, Serialize)]
pub struct CampaignView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Title.
    pub title: String,
    /// Label and value of what holds for all of it.
    pub facts: Vec<Pair>,
    /// Documents it rests on.
    pub grounds: Vec<Ground>,
    /// What is ahead, soonest first.
    pub coming: Vec<Session>,
    /// What is over.
    pub past: Vec<Session>,
    /// Whom people ask.
    pub contacts: Vec<CampaignContact>,
    /// Link for people who need help.
    pub support_link: Option<String>,
    /// The same as a code for phones.
    pub qr: Option<String>,
    /// What it counts.
    pub measures: Vec<MeasureLine>,
    /// What has to hold before somebody can enrol.
    pub prerequisites: Vec<String>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// The revision that is shown.
    pub revision: i64,
    /// Where the forms go; each adds its own last part.
    pub action: String,
    /// Where the head of it is changed.
    pub edit_href: String,
    /// Where figures of it are.
    pub figures_href: String,
    /// What looks for people who enrolled before they could.
    pub lists: Vec<Pair>,
    /// Villages and offices for sessions.
    pub units: Vec<Choice>,
    /// Milestones for measures.
    pub milestones: Vec<Choice>,
}

/// A document.
#[derive(Debug, Serialize)]
pub struct Ground {
    place: usize,
    text: String,
    subject: String,
    file: Option<String>,
    file_href: Option<String>,
}

impl Ground {
    fn of((index, filed): (usize, &FiledGround), base: &str, links: &Links) -> Self {
        let (place, ground) = (index + 1, &filed.ground);
        let href = || links.to(&format!("{base}/can-cu/{place}"));
        Self {
            place,
            text: format!("{} ngày {} của {}", ground.number, day_in_text(ground.issued_on), ground.issuer),
            subject: ground.subject.clone(),
            file_href: filed.file.as_ref().map(|_| href()),
            file: filed.file.as_ref().map(|(_, name)| name.clone()),
        }
    }
}

/// A session.
#[derive(Debug, Serialize)]
pub struct Session {
    place_in_list: usize,
    days: String,
    hours: String,
    place: String,
    unit: String,
    in_charge: Option<String>,
}

impl Session {
    fn of((index, (session, unit)): (usize, &(CampaignSession, Option<Unit>))) -> Self {
        let days = match session.held_on == session.held_to {
            true => day(session.held_on),
            false => format!("{} đến {}", day(session.held_on), day(session.held_to)),
        };
        let clock = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
        let hours = match (session.from_time.map(clock), session.to_time.map(clock)) {
            (Some(from), Some(to)) => format!("{from} đến {to}"),
            (Some(from), None) => format!("từ {from}"),
            (None, Some(to)) => format!("đến {to}"),
            (None, None) => String::new(),
        };
        Self {
            place_in_list: index + 1,
            days,
            hours,
            place: session.place.clone(),
            unit: unit.as_ref().map_or_else(|| "toàn địa bàn".to_owned(), |unit| unit.name.clone()),
            in_charge: session.in_charge.clone(),
        }
    }
}

/// A measure.
#[derive(Debug, Serialize)]
pub struct MeasureLine {
    key: String,
    name: String,
    audience: &'static str,
    done: String,
    eligible: String,
    retired: bool,
}

impl MeasureLine {
    fn of((measure, words): (&Measure, &Definition)) -> Self {
        Self {
            key: MeasureName::of(measure).to_string(),
            name: measure.name.clone(),
            audience: if measure.activity.is_some() { "số báo cáo" } else { measure.audience.vietnamese() },
            done: words.done.clone(),
            eligible: words.eligible.clone(),
            retired: measure.retired,
        }
    }
}

impl CampaignView {
    /// A campaign as it stands on a day; choices for its forms are added by the page.
    pub fn of(sheet: &CampaignSheet, on: AsOf, links: &Links) -> Self {
        let campaign = &sheet.line.campaign;
        let base = format!("/chien-dich/{}", campaign.code);
        let sessions = sheet.sessions.iter().enumerate();
        let (coming, past): (Vec<_>, Vec<_>) = sessions.partition(|(_, (session, _))| session.held_to >= on.day());
        let rounding = match campaign.rounding {
            Rounding::Truncate => "cắt đến hai chữ số thập phân",
            Rounding::HalfUp => "làm tròn đến hai chữ số thập phân",
        };
        let kept_until = format!("đến hết {}", day(campaign.retention_until));
        let facts = [
            ("Đơn vị thực hiện", sheet.line.unit.name.clone()),
            ("Thời gian", window(&sheet.line)),
            ("Mã", campaign.code.clone()),
            ("Mục đích sử dụng dữ liệu cá nhân", campaign.purpose.clone()),
            ("Lưu dữ liệu cá nhân", kept_until),
            ("Tỷ lệ phần trăm", rounding.to_owned()),
        ];
        let figures = Links { kept: vec![Pair::new("chien-dich", campaign.code.as_str())] };
        Self {
            errors: Vec::new(),
            tabs: tabs(links, "/chien-dich"),
            title: campaign.title.clone(),
            facts: facts.into_iter().map(|(label, value)| Pair::new(label, value)).collect(),
            grounds: sheet.legal_grounds.iter().enumerate().map(|filed| Ground::of(filed, &base, links)).collect(),
            coming: coming.into_iter().map(Session::of).collect(),
            past: past.into_iter().map(Session::of).collect(),
            contacts: sheet.contacts.clone(),
            qr: campaign.support_link.as_deref().and_then(|link| charts::qr(link, "Mã QR của liên kết hỗ trợ")),
            support_link: campaign.support_link.clone(),
            measures: sheet.measures.iter().zip(&sheet.definitions).map(MeasureLine::of).collect(),
            prerequisites: sheet.prerequisites.clone(),
            may_change: sheet.may_change,
            revision: campaign.revision,
            edit_href: links.to(&format!("{base}/sua")),
            figures_href: figures.to("/"),
            action: base,
            lists: Vec::new(),
            units: Vec::new(),
            milestones: Vec::new(),
        }
    }
}

/// Everything that people can reach, to choose what a measure counts.
pub fn milestone_choices(catalogue: &Catalogue) -> Vec<Choice> {
    let mut choices = Vec::new();
    let mut ladders: Vec<&str> = Vec::new();
    for programme in catalogue.programmes() {
        if let Some(step) = programme.ladder.as_ref().filter(|step| !ladders.contains(&step.ladder.as_str())) {
            ladders.push(&step.ladder);
            for (word, name) in [("issued", "đã cấp"), ("activated", "đã kích hoạt")] {
                let label = format!("Tài khoản mức bất kỳ ({}): {name}", step.ladder);
                choices.push(Choice::new(format!("{}.{word}", step.ladder), label, ""));
            }
        }
        for milestone in &programme.milestones {
            let label = format!("{}: {}", programme.name, super::people::lower_first(&milestone.name));
            choices.push(Choice::new(format!("{}.{}", programme.code, milestone.code), label, ""));
        }
    }
    choices
}

/// The form of the head of a campaign.
#[derive(Debug, Serialize)]
pub struct CampaignFormView {
    /// What is not right.
    pub errors: Vec<FieldError>,
    /// The pages about campaigns.
    pub tabs: Vec<Tab>,
    /// Where it goes.
    pub action: String,
    /// Back.
    pub back: String,
    /// Whether it is a new one.
    pub new: bool,
    /// Units that may run it.
    pub units: Vec<Choice>,
    /// How percentages are cut.
    pub roundings: Vec<Choice>,
    /// What was typed, or what holds.
    pub typed: TypedCampaign,
}

/// What is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TypedCampaign {
    /// Revision that was looked at.
    #[serde(rename(deserialize = "ban"), default)]
    pub revision: i64,
    /// Title.
    #[serde(rename(deserialize = "ten"), default)]
    pub title: String,
    /// Code.
    #[serde(rename(deserialize = "ma"), default)]
    pub code: String,
    /// Slug of the unit.
    #[serde(rename(deserialize = "don-vi"), default)]
    pub unit: String,
    /// First day.
    #[serde(rename(deserialize = "tu-ngay"), default)]
    pub starts_on: String,
    /// Last day.
    #[serde(rename(deserialize = "den-het"), default)]
    pub ends_on: String,
    /// The day pages open at.
    #[serde(rename(deserialize = "ngay-mo-san"), default)]
    pub default_as_of: String,
    /// How percentages are cut.
    #[serde(rename(deserialize = "lam-tron"), default)]
    pub rounding: String,
    /// Purpose.
    #[serde(rename(deserialize = "muc-dich"), default)]
    pub purpose: String,
    /// Until when data are kept.
    #[serde(rename(deserialize = "luu-den"), default)]
    pub retention_until: String,
    /// Link.
    #[serde(rename(deserialize = "lien-ket"), default)]
    pub support_link: String,
}
