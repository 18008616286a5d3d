//! A small brief for tests of sentences: the commune of the demo on 31/5/2023, drafted on 5/6/2023, with one measure.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::Composed;
use crate::documents::brief::{Brief, CampaignSide};
use crate::documents::office::office;
use crate::model::campaign::CampaignSession;
use crate::model::document::{Block, IssuingBody};
use crate::model::id::UnitId;
use crate::model::percent::Rounding;
use crate::model::round::{Due, DueWording};
use crate::model::unit::{Unit, UnitKind, Validity};
use crate::progress::frozen::{Frozen, FrozenCampaign, FrozenFigure, FrozenMeasure, FrozenUnit, VERSION};
use crate::rounds::{ChasedHop, ChasedUnit, Step};

const MEASURE: &str = "vneid2.activated";

fn unit(kind: UnitKind, name: &str) -> Unit {
    Unit {
        id: UnitId(1),
        slug: String::new(),
        kind,
        name: name.to_owned(),
        official_code: None,
        parent: None,
        line_superior: None,
        local_order: 1,
        validity: Validity { from: "2000-01-01".parse().unwrap(), to: "9999-12-31".parse().unwrap() },
    }
}

/// The commune without any figure.
pub(super) fn test_brief() -> Brief {
    let path = [unit(UnitKind::Province, "Tỉnh Thanh Hóa"), unit(UnitKind::Commune, "Xã Cẩm Ngọc")];
    let office = office(&path, IssuingBody::Committee).unwrap();
    Brief {
        frozen: Frozen {
            version: VERSION,
            campaign: FrozenCampaign {
                code: "thu".to_owned(),
                title: "Kích hoạt tài khoản định danh điện tử năm 2023".to_owned(),
                starts_on: "2023-03-21".parse().unwrap(),
                ends_on: "2023-06-30".parse().unwrap(),
                rounding: Rounding::Truncate,
                legal_grounds: Vec::new(),
            },
            as_of: "2023-05-31".parse().unwrap(),
            taken_at: "2023-06-01T01:00:00Z".parse().unwrap(),
            sentence: String::new(),
            measures: vec![FrozenMeasure {
                code: MEASURE.to_owned(),
                audience: "residents".to_owned(),
                name: "Mức 2 đã kích hoạt".to_owned(),
                has_quota: true,
            }],
            units: vec![frozen_unit("cam-ngoc", "Xã Cẩm Ngọc", "commune", None)],
            series: Vec::new(),
        },
        unit: office.unit,
        office,
        drafted_on: "2023-06-05".parse().unwrap(),
        campaign: CampaignSide::default(),
        causes: Vec::new(),
        chasing: None,
        missing_staff: Vec::new(),
        invited_to: None,
    }
}

fn frozen_unit(slug: &str, name: &str, kind: &str, parent: Option<&str>) -> FrozenUnit {
    FrozenUnit {
        slug: slug.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        local_order: 1,
        composite_rank: None,
        figures: Vec::new(),
    }
}

/// A figure on 31/5/2023 with the deadline 30/6/2023.
pub(super) fn figure(done: Option<i64>, quota: Option<i64>) -> FrozenFigure {
    let percent =
        done.zip(quota).map(|(done, quota)| format!("{}.{:02}", done * 100 / quota, done * 10_000 / quota % 100));
    FrozenFigure {
        measure: MEASURE.to_owned(),
        audience: "residents".to_owned(),
        basis: "counted".to_owned(),
        basis_words: "đếm từ danh sách".to_owned(),
        data_as_of: None,
        days_of_parts: None,
        quota,
        eligible: None,
        issued: None,
        done,
        percent,
        percent_of_eligible: None,
        remaining: done.zip(quota).map(|(done, quota)| (quota - done).max(0)),
        deadline: quota.and(Some("2023-06-30".parse().unwrap())),
        days_left: quota.and(Some(30)),
        needed_per_day: None,
        pace_per_day: None,
        at_deadline: None,
        range: None,
        forecast_on: None,
        stalled_since: None,
        outlook: "no_forecast".to_owned(),
        since_round: None,
        since_start: None,
        rank: None,
        own_report: None,
        quotas_beside: Vec::new(),
    }
}

/// The commune with a figure of its own.
pub(super) fn with_figure(mut brief: Brief, figure: FrozenFigure) -> Brief {
    brief.frozen.units[0].figures = vec![figure];
    brief
}

/// A quota of 1.273 for the whole and one for each of some villages.
pub(super) fn with_quotas(brief: Brief, quotas: &[i64]) -> Brief {
    let mut brief = with_figure(brief, figure(Some(1068), Some(1273)));
    for (at, quota) in (1..).zip(quotas) {
        brief.frozen.units.push(FrozenUnit { figures: vec![figure(Some(1), Some(*quota))], ..village(at) });
    }
    brief
}

fn village(at: i32) -> FrozenUnit {
    let unit = frozen_unit(&format!("cam-ngoc/thon-{at}"), &format!("Thôn {at}"), "village", Some("cam-ngoc"));
    FrozenUnit { local_order: at, ..unit }
}

/// Villages with these shares of their quotas, best first, and their places.
pub(super) fn with_ranks(mut brief: Brief, shares: &[Option<&str>]) -> Brief {
    for (at, share) in (1..).zip(shares) {
        let percent = share.map(str::to_owned);
        let figure = FrozenFigure { percent, ..figure(share.map(|_| 1), Some(10)) };
        let composite_rank = share.and_then(|share| {
            let place = shares.iter().position(|other| *other == Some(share))?;
            u32::try_from(place + 1).ok()
        });
        brief.frozen.units.push(FrozenUnit { figures: vec![figure], composite_rank, ..village(at) });
    }
    brief
}

/// Days and a place in village 10.
pub(super) fn session(from: &str, to: &str) -> (CampaignSession, Option<String>) {
    let session = CampaignSession {
        unit: None,
        place: "Nhà văn hóa thôn 10".to_owned(),
        held_on: from.parse().unwrap(),
        held_to: to.parse().unwrap(),
        from_time: "07:30:00".parse().ok(),
        to_time: "11:00:00".parse().ok(),
        in_charge: Some("Ông Lê Văn Giả".to_owned()),
    };
    (session, Some("Thôn 10".to_owned()))
}

/// A hop to the police, due before 11/11/2022.
pub(super) fn chased_hop(missing: &[&str], expected: usize, overdue: bool) -> ChasedHop {
    let unit = |name: &&str| ChasedUnit {
        name: (*name).to_owned(),
        slug: (*name).to_owned(),
        returned: false,
        step: Step::None,
        contacts: Vec::new(),
    };
    ChasedHop {
        number: 1,
        receiver_name: "Công an xã Cẩm Ngọc".to_owned(),
        first_due: Due::worded("2022-11-11".parse().unwrap(), None, DueWording::Before),
        new_due: None,
        overdue,
        not_reported: missing.iter().map(unit).collect(),
        expected,
    }
}

/// The lines of the text.
pub(super) fn lines(composed: &Composed) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Line(line) => Some(line.text.clone()),
        _ => None,
    };
    composed.body.iter().filter_map(line).collect()
}
