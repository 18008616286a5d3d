//! What somebody writes about a campaign, and whether it can be so.

use chrono::{NaiveDate, NaiveTime};

use crate::campaign::campaign_error::CampaignError;
use crate::model::campaign::{Campaign, CampaignContact, CampaignSession, LegalGround};
use crate::model::id::UnitId;
use crate::model::percent::Rounding;
use crate::store::campaigns::CampaignEntry;
use crate::store::{Conn, units};
use crate::vn::date::in_text;

/// The longest of every text.
const LONGEST: usize = 1_000;
/// The most documents, contacts or sessions of one campaign.
const MOST: usize = 500;

/// A campaign as it is written; the fields are those of [`Campaign`].
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignDraft {
    /// Code; an empty one is proposed from the title. Of a campaign that is there it stays.
    pub code: String,
    /// Slug of the unit that runs it.
    pub unit: String,
    /// Title.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// The as-of date its pages open at.
    pub default_as_of: Option<NaiveDate>,
    /// How percentages are cut.
    pub rounding: Rounding,
    /// What the personal data are used for.
    pub purpose: String,
    /// The day after which they are to be deleted or de-identified.
    pub retention_until: NaiveDate,
    /// Link for people who need help.
    pub support_link: Option<String>,
}

/// Where and when people are served, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionDraft {
    /// Slug of the village or commune it is for; none where it is for everybody.
    pub unit: Option<String>,
    /// Where.
    pub place: String,
    /// First day.
    pub held_on: NaiveDate,
    /// Last day.
    pub held_to: NaiveDate,
    /// From what time.
    pub from_time: Option<NaiveTime>,
    /// Until what time.
    pub to_time: Option<NaiveTime>,
    /// Who is in charge.
    pub in_charge: Option<String>,
}

fn text(field: &'static str, text: &str, missing: &str) -> Result<String, CampaignError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CampaignError::unfit(field, missing));
    }
    short(field, text)
}

fn short(field: &'static str, text: &str) -> Result<String, CampaignError> {
    if text.chars().count() > LONGEST {
        return Err(CampaignError::unfit(field, format!("Nội dung dài quá {LONGEST} chữ. Rút gọn lại.")));
    }
    Ok(text.to_owned())
}

fn optional(field: &'static str, text: Option<&str>) -> Result<Option<String>, CampaignError> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| short(field, text)).transpose()
}

impl CampaignDraft {
    /// The campaign as it is written to the store.
    pub(super) fn entry(&self, code: String, unit: UnitId) -> Result<CampaignEntry, CampaignError> {
        let title = text("title", &self.title, "Ghi tên chiến dịch.")?;
        let purpose = text(
            "purpose",
            &self.purpose,
            "Ghi mục đích sử dụng dữ liệu cá nhân; người dân có quyền biết và cơ quan kiểm tra sẽ hỏi.",
        )?;
        if self.starts_on > self.ends_on {
            return Err(CampaignError::unfit("ends_on", "Ngày kết thúc không được trước ngày bắt đầu."));
        }
        if self.retention_until < self.ends_on {
            let problem = format!(
                "Dữ liệu phải giữ ít nhất đến hết chiến dịch ({}); ghi ngày từ đó trở đi.",
                in_text(self.ends_on)
            );
            return Err(CampaignError::unfit("retention_until", problem));
        }
        Ok(CampaignEntry {
            code,
            unit,
            title,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            default_as_of: self.default_as_of,
            rounding: self.rounding,
            purpose,
            retention_until: self.retention_until,
            support_link: link(self.support_link.as_deref())?,
        })
    }

    /// What differs now from what was written, in words.
    pub(super) fn differences(&self, now: &Campaign) -> Vec<String> {
        let mut told = Vec::new();
        let mut compare = |name: &str, written: String, held: String| {
            if written.trim() != held {
                told.push(format!("{name} là «{held}»"));
            }
        };
        compare("tên chiến dịch", self.title.clone(), now.title.clone());
        compare("ngày bắt đầu", in_text(self.starts_on), in_text(now.starts_on));
        compare("ngày kết thúc", in_text(self.ends_on), in_text(now.ends_on));
        compare("mục đích", self.purpose.clone(), now.purpose.clone());
        compare("thời hạn lưu", in_text(self.retention_until), in_text(now.retention_until));
        let day = |day: Option<NaiveDate>| day.map_or_else(|| "hôm nay".to_owned(), in_text);
        compare("ngày mở sẵn", day(self.default_as_of), day(now.default_as_of));
        let link = |link: Option<&String>| link.cloned().unwrap_or_default();
        compare("liên kết hỗ trợ", link(self.support_link.as_ref()), link(now.support_link.as_ref()));
        told
    }
}

/// A link that can be shown to everybody: of the web, not of a script.
fn link(typed: Option<&str>) -> Result<Option<String>, CampaignError> {
    let Some(link) = optional("support_link", typed)? else { return Ok(None) };
    let of_the_web = ["https://", "http://"].iter().any(|scheme| link.len() > scheme.len() && link.starts_with(scheme));
    if of_the_web && !link.contains(char::is_whitespace) {
        return Ok(Some(link));
    }
    Err(CampaignError::unfit("support_link", "Liên kết hỗ trợ phải bắt đầu bằng https:// hoặc http://."))
}

fn within(field: &'static str, count: usize) -> Result<(), CampaignError> {
    if count > MOST { Err(CampaignError::unfit(field, format!("Không quá {MOST} dòng."))) } else { Ok(()) }
}

/// Documents that can be cited.
pub(super) fn checked_grounds(grounds: &[LegalGround]) -> Result<Vec<LegalGround>, CampaignError> {
    within("legal_grounds", grounds.len())?;
    let checked = grounds.iter().map(|ground| {
        Ok(LegalGround {
            number: text("number", &ground.number, "Ghi số, ký hiệu của văn bản.")?,
            issued_on: ground.issued_on,
            issuer: text("issuer", &ground.issuer, "Ghi cơ quan ban hành văn bản.")?,
            subject: text("subject", &ground.subject, "Ghi trích yếu nội dung văn bản.")?,
        })
    });
    checked.collect()
}

/// People who can be asked.
pub(super) fn checked_contacts(contacts: &[CampaignContact]) -> Result<Vec<CampaignContact>, CampaignError> {
    within("contacts", contacts.len())?;
    let checked = contacts.iter().map(|contact| {
        Ok(CampaignContact {
            name: text("contact", &contact.name, "Ghi họ tên đầu mối.")?,
            post: optional("contact", contact.post.as_deref())?,
            phone: optional("contact", contact.phone.as_deref())?,
            email: optional("contact", contact.email.as_deref())?,
        })
    });
    checked.collect()
}

/// Sessions that can take place.
pub(in crate::campaign) fn checked_sessions(
    conn: &mut Conn,
    campaign: &Campaign,
    sessions: &[SessionDraft],
) -> Result<Vec<CampaignSession>, CampaignError> {
    within("sessions", sessions.len())?;
    let mut checked = Vec::with_capacity(sessions.len());
    for session in sessions {
        if session.held_on > session.held_to {
            return Err(CampaignError::unfit("held_to", "Ngày cuối của buổi không được trước ngày đầu."));
        }
        if session.from_time.zip(session.to_time).is_some_and(|(from, to)| from >= to) {
            return Err(CampaignError::unfit("to_time", "Giờ kết thúc phải sau giờ bắt đầu."));
        }
        checked.push(CampaignSession {
            unit: unit_of(conn, campaign, session)?,
            place: text("place", &session.place, "Ghi địa điểm.")?,
            held_on: session.held_on,
            held_to: session.held_to,
            from_time: session.from_time,
            to_time: session.to_time,
            in_charge: optional("in_charge", session.in_charge.as_deref())?,
        });
    }
    Ok(checked)
}

fn unit_of(conn: &mut Conn, campaign: &Campaign, session: &SessionDraft) -> Result<Option<UnitId>, CampaignError> {
    let Some(slug) = session.unit.as_deref().filter(|slug| !slug.is_empty()) else { return Ok(None) };
    let no_unit = || CampaignError::NoUnit(slug.to_owned());
    let unit = units::find_by_slug(conn, slug, session.held_on)?.ok_or_else(no_unit)?;
    if units::is_below(conn, unit.id, campaign.unit)? { Ok(Some(unit.id)) } else { Err(no_unit()) }
}
