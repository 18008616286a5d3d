//! Campaigns and what they count.

use super::Loaded;
use crate::access::{Actor, authorise};
use crate::campaign::error::LoadError;
use crate::campaign::files::{CampaignData, Located, MeasureData};
use crate::model::id::CampaignId;
use crate::model::programme::{Catalogue, MilestoneMeaning};
use crate::model::role::Operation;
use crate::model::tally::{Audience, Counted};
use crate::store::campaigns::{self as store, CampaignEntry, MeasureEntry};
use crate::store::{Conn, catalogue, units};

/// Loads campaigns; says whether a measure counts something that was not counted before.
pub fn load(
    conn: &mut Conn,
    actor: &Actor,
    campaigns: &[Located<CampaignData>],
    loaded: &mut Loaded,
) -> Result<bool, LoadError> {
    if campaigns.is_empty() {
        return Ok(false);
    }
    let catalogue = catalogue::load(conn)?;
    let mut counted_anew = false;
    for campaign in campaigns {
        let id = put(conn, actor, campaign)?;
        for (position, measure) in (1..).zip(&campaign.measures) {
            counted_anew |= put_measure(conn, id, campaign, measure, position, &catalogue)?;
        }
    }
    loaded.campaigns = campaigns.len();
    Ok(counted_anew)
}

fn put(conn: &mut Conn, actor: &Actor, campaign: &Located<CampaignData>) -> Result<CampaignId, LoadError> {
    let place = &campaign.place;
    if campaign.starts_on > campaign.ends_on {
        return Err(place.refuse("ngày bắt đầu (starts_on) sau ngày kết thúc (ends_on)."));
    }
    let unit = units::find_by_slug(conn, &campaign.unit, campaign.starts_on)?
        .ok_or_else(|| place.refuse(format!("không có đơn vị «{}». Nạp đơn vị trước.", campaign.unit)))?;
    authorise(conn, actor, Operation::ManageCampaign, unit.id)?;
    if let Some(present) = store::find(conn, &campaign.code)? {
        authorise(conn, actor, Operation::ManageCampaign, present.unit)?;
    }
    let entry = CampaignEntry {
        code: campaign.code.clone(),
        unit: unit.id,
        title: campaign.title.clone(),
        starts_on: campaign.starts_on,
        ends_on: campaign.ends_on,
        default_as_of: campaign.default_as_of,
        rounding: campaign.rounding,
        purpose: campaign.purpose.clone(),
        retention_until: campaign.retention_until,
        support_link: campaign.support_link.clone(),
    };
    let id = store::put_campaign(conn, &entry)?;
    store::replace_legal_grounds(conn, id, &campaign.legal_grounds)?;
    Ok(id)
}

fn put_measure(
    conn: &mut Conn,
    of: CampaignId,
    campaign: &Located<CampaignData>,
    measure: &MeasureData,
    position: i32,
    catalogue: &Catalogue,
) -> Result<bool, LoadError> {
    let refuse = |problem: String| campaign.place.refuse(format!("chỉ tiêu «{}»: {problem}", measure.code));
    let done = Counted::of_measure(&measure.code, catalogue)
        .ok_or_else(|| refuse("danh mục dịch vụ không có mốc này.".to_owned()))?;
    if measure.category.is_some() && measure.audience != Audience::Staff {
        return Err(refuse("chỉ đối tượng staff mới chia theo loại (category).".to_owned()));
    }
    let eligible = Counted::Eligible { min_age: min_age(&measure.code, catalogue) };
    let mut counted_anew = false;
    let mut tally = |counted: &Counted| {
        let (id, new) = store::put_tally(conn, measure.audience, measure.category, counted)?;
        counted_anew |= new;
        Ok::<_, LoadError>(id)
    };
    let entry = MeasureEntry {
        campaign: of,
        code: measure.code.clone(),
        audience: measure.audience,
        name: measure.name.clone(),
        position,
        done: tally(&done)?,
        issued: issued_before(&measure.code, &done, catalogue).as_ref().map(&mut tally).transpose()?,
        eligible: tally(&eligible)?,
        activity: None,
        retired: false,
    };
    store::put_measure(conn, &entry)?;
    Ok(counted_anew)
}

/// Youngest age of the programme; on a ladder the lowest of its levels.
fn min_age(code: &str, catalogue: &Catalogue) -> u8 {
    let head = code.split('.').next().unwrap_or_default();
    let ladder = catalogue.ladder(head);
    let programmes = if ladder.is_empty() { catalogue.by_code(head).into_iter().collect() } else { ladder };
    programmes.into_iter().map(|programme| programme.min_age).min().unwrap_or_default()
}

/// What counts as issued, for measures that count something later than that.
fn issued_before(code: &str, done: &Counted, catalogue: &Catalogue) -> Option<Counted> {
    match done {
        Counted::Activated { ladder, level } => Some(Counted::Issued { ladder: ladder.clone(), level: *level }),
        Counted::Eligible { .. } | Counted::EligibleWithCard { .. } | Counted::Issued { .. } | Counted::Reported => None,
        Counted::Reached { .. } => {
            let (programme, milestone) = catalogue.milestone(code)?;
            let issued = programme.milestones.iter().find(|m| m.meaning == MilestoneMeaning::Issued)?;
            let later = milestone.meaning == MilestoneMeaning::Achieved;
            later.then(|| Counted::Reached { milestone: format!("{}.{}", programme.code, issued.code) })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::id::{MilestoneId, ProgrammeId};
    use crate::model::programme::{LadderStep, Milestone, Programme};

    fn programme(code: &str, level: Option<u8>, min_age: u8, milestones: &[(&str, MilestoneMeaning)]) -> Programme {
        let milestone = |(code, meaning): &(&str, MilestoneMeaning)| Milestone {
            id: MilestoneId(0),
            code: (*code).to_owned(),
            name: String::new(),
            meaning: *meaning,
        };
        Programme {
            id: ProgrammeId(0),
            code: code.to_owned(),
            name: String::new(),
            ladder: level.map(|level| LadderStep { ladder: "vneid".to_owned(), level }),
            min_age,
            term_months: None,
            milestones: milestones.iter().map(milestone).collect(),
        }
    }

    #[test]
    fn what_counts_as_issued_and_who_could() {
        use MilestoneMeaning::{Achieved, Issued, Step};
        let steps = [("requested", Step), ("contracted", Issued), ("accepted", Achieved)];
        let catalogue = Catalogue::new(vec![
            programme("vneid1", Some(1), 6, &[("issued", Issued), ("activated", Achieved)]),
            programme("vneid2", Some(2), 14, &[("issued", Issued), ("activated", Achieved)]),
            programme("smartca", None, 18, &steps),
        ]);
        let issued = |code: &str| {
            issued_before(code, &Counted::of_measure(code, &catalogue).unwrap(), &catalogue).map(|c| c.to_code())
        };
        assert_eq!(issued("vneid2.activated").as_deref(), Some("issued:vneid:2"));
        assert_eq!(issued("vneid.activated").as_deref(), Some("issued:vneid"));
        assert_eq!(issued("vneid.issued"), None);
        assert_eq!(issued("smartca.accepted").as_deref(), Some("reached:smartca.contracted"));
        assert_eq!(issued("smartca.requested"), None);
        assert_eq!(min_age("vneid.issued", &catalogue), 6);
        assert_eq!(min_age("vneid2.issued", &catalogue), 14);
        assert_eq!(min_age("smartca.accepted", &catalogue), 18);
    }
}
