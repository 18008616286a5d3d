//! Puts together what stands around a page: what the role may open, where the page is, what has just been done.

use chrono::{DurationRound, TimeDelta};

use super::desk::Desk;
use super::scene::{self, Scene};
use super::view::day;
use super::view::frame::{Choice, Crumb, DayForm, Files, Frame, NavItem, Notice, User};
use crate::mail;
use crate::model::role::Operation;
use crate::model::round::looked_at;
use crate::rounds;

/// The part of the program a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Figures.
    Overview,
    /// Campaigns, quotas and tasks.
    Campaigns,
    /// People.
    People,
    /// Cards scanned one after another.
    QuickEntry,
    /// Lists of people to visit.
    WorkLists,
    /// Imports.
    Imports,
    /// Rounds of reports.
    Rounds,
    /// Official documents and their registers.
    Documents,
    /// Reports.
    Reports,
    /// Mails.
    Outbox,
    /// The tree of units.
    Units,
    /// None of them.
    None,
}

/// Section, what it takes to see it, name, address, picture.
const SECTIONS: &[(Section, Operation, &str, &str, &str)] = &[
    (Section::Overview, Operation::ViewFigures, "Tổng quan", "/", "rise"),
    (Section::Campaigns, Operation::ViewFigures, "Chiến dịch", "/chien-dich", "flag"),
    (Section::People, Operation::ViewPeople, "Người dân", "/nguoi-dan", "people"),
    (Section::QuickEntry, Operation::RecordMilestone, "Nhập nhanh", "/nhap-nhanh", "card"),
    (Section::WorkLists, Operation::ViewPeople, "Vận động", "/van-dong", "visit"),
    (Section::Imports, Operation::ImportRoster, "Nhập liệu", "/nhap-lieu", "inbox"),
    (Section::Rounds, Operation::ViewFigures, "Đợt báo cáo", "/dot-bao-cao", "round"),
    (Section::Documents, Operation::MakeDocument, "Văn bản", "/van-ban", "letter"),
    (Section::Reports, Operation::MakeWorkbook, "Báo cáo", "/bao-cao", "report"),
    (Section::Outbox, Operation::SendMail, "Thư đã gửi", "/thu-da-gui", "mail"),
    (Section::Units, Operation::ManageUnits, "Cơ cấu đơn vị", "/co-cau", "tree"),
];

/// What stands around a page.
pub fn build(
    desk: &Desk,
    scene: &Scene,
    section: Section,
    title: &str,
    crumbs: Vec<Crumb>,
    notice: Option<&str>,
) -> Frame {
    let account = &desk.session.account;
    Frame {
        title: title.to_owned(),
        files: Files::current(),
        agency: scene.own_unit.as_ref().map_or_else(|| "tiendo".to_owned(), |unit| unit.name.clone()),
        user: User { name: account.display_name.clone(), role: account.role.vietnamese() },
        day: scene.campaign.as_ref().map(|campaign| day_form(desk, scene, &campaign.code)),
        may_search: account.role.may(Operation::ViewPeople),
        keep: scene.links.to(""),
        keep_pairs: scene.links.kept.clone(),
        nav: SECTIONS
            .iter()
            .filter(|(_, operation, ..)| account.role.may(*operation))
            .map(|(of, _, label, href, icon)| NavItem {
                label,
                href: scene.links.to(href),
                icon,
                current: *of == section,
                count: match of {
                    Section::Rounds => waiting(desk, scene),
                    Section::Outbox => undelivered(desk),
                    Section::Campaigns => Some(scene.overdue_tasks).filter(|count| *count > 0),
                    _ => None,
                },
            })
            .collect(),
        crumbs,
        notice: tell(scene, notice),
    }
}

/// How many rounds wait for the reader; nothing where none does. A page is shown even where that cannot be counted.
fn waiting(desk: &Desk, scene: &Scene) -> Option<i64> {
    let campaign = scene.campaign.as_ref()?;
    // Deadlines are told to the minute.
    let at = looked_at(scene.as_of, desk.state.now()).duration_trunc(TimeDelta::minutes(1)).ok()?;
    let whose = (desk.session.account.id, campaign.id, at);
    let count = || rounds::waiting(&desk.state.db, desk.actor(), campaign, at);
    match desk.state.kept.waiting_rounds.get_or_make(desk.session.state, whose, count) {
        Ok(count) => i64::try_from(*count).ok().filter(|count| *count > 0),
        Err(error) => {
            tracing::error!(%error, "waiting rounds not counted");
            None
        }
    }
}

/// How many mails of the reader's units did not arrive and still need somebody's care; nothing where none does, or where that is not the reader's concern.
pub fn undelivered(desk: &Desk) -> Option<i64> {
    let account = &desk.session.account;
    if !account.role.may(Operation::SendMail) {
        return None;
    }
    let count = || mail::count_failed(&desk.state.db, desk.actor());
    match desk.state.kept.undelivered.get_or_make(desk.session.state, (account.role, account.unit), count) {
        Ok(count) => Some(*count).filter(|count| *count > 0),
        Err(error) => {
            tracing::error!(%error, "mails that did not arrive not counted");
            None
        }
    }
}

fn tell(scene: &Scene, notice: Option<&str>) -> Option<Notice> {
    if let Some(typed) = &scene.unreadable_day {
        let text = format!(
            "Không đọc được ngày «{typed}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023. Đang xem số liệu đến {}.",
            day(scene.as_of.day())
        );
        return Some(Notice { text, tone: "warn" });
    }
    notice.map(|text| Notice { text: text.to_owned(), tone: "done" })
}

/// The form keeps whatever else the page has been asked for, except the page number of a list.
fn day_form(desk: &Desk, scene: &Scene, code: &str) -> DayForm {
    let own = [scene::DAY, scene::CAMPAIGN, "trang"];
    let several = scene.campaigns.len() > 1;
    DayForm {
        action: desk.path.clone(),
        typed: day(scene.as_of.day()),
        hidden: desk.query.iter().filter(|pair| !own.contains(&pair.name.as_str())).cloned().collect(),
        campaigns: if several {
            scene.campaigns.iter().map(|c| Choice::new(c.code.as_str(), c.title.as_str(), code)).collect()
        } else {
            Vec::new()
        },
    }
}
