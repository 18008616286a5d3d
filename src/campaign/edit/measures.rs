//! Use cases: what a campaign counts.

use super::{note, turn};
use crate::access::Actor;
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::counting::{issued_before, min_age, named_for};
use crate::campaign::subject::{MeasureName, measure_of};
use crate::model::campaign::{Activity, Campaign};
use crate::model::person::StaffCategory;
use crate::model::programme::Catalogue;
use crate::model::tally::{Audience, Counted};
use crate::store::campaigns::{self as store, MeasureEntry};
use crate::store::{Conn, Db, catalogue, recount};
use crate::vn::fold::fold;

/// The longest name or noun.
const LONGEST: usize = 150;
/// What the codes of measures without persons begin with.
pub const ACTIVITY: &str = "activity.";

/// What a new measure counts.
#[derive(Debug, Clone, PartialEq)]
pub enum MeasureKind {
    /// People.
    People {
        /// `vneid2.activated`, `vneid.issued`, `smartca.accepted`.
        milestone: String,
        /// Whom.
        audience: Audience,
        /// Only staff of this category.
        category: Option<StaffCategory>,
        /// Whether only people with a valid card are eligible.
        with_card: bool,
    },
    /// Something that only reports tell.
    Activity(Activity),
}

/// A measure to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeasure {
    /// What it counts.
    pub kind: MeasureKind,
    /// Name on tiles and in tables.
    pub name: String,
}

/// Adds a measure. People who are known already are counted in it at once.
///
/// # Errors
/// Not within the actor's rights; a milestone that the catalogue does not have; a measure that is there already; somebody else was faster.
pub fn add_measure(
    db: &Db,
    actor: &Actor,
    code: &str,
    known: i64,
    new: &NewMeasure,
) -> Result<MeasureName, CampaignError> {
    let name = short("name", &new.name, "Ghi tên chỉ tiêu.")?;
    db.write(|conn| {
        let campaign = turn(conn, actor, code, known, None)?;
        let catalogue = catalogue::load(conn)?;
        let present = store::measures(conn, campaign.id)?;
        let position = present.iter().map(|measure| measure.position).max().unwrap_or(0) + 1;
        let (entry, counted_anew) = entry(conn, &campaign, (&new.kind, name.clone(), position), &catalogue)?;
        if present.iter().any(|measure| measure.code == entry.code && measure.audience == entry.audience) {
            let problem = format!(
                "Chiến dịch đã có chỉ tiêu này cho đối tượng «{}». Nếu đã ngừng theo dõi, bấm «Theo dõi lại».",
                entry.audience.vietnamese()
            );
            return Err(CampaignError::unfit("measure", problem));
        }
        store::put_measure(conn, &entry)?;
        if counted_anew {
            recount::refill(conn)?;
        }
        note(conn, actor, &campaign, "campaign.add_measure")?;
        Ok(MeasureName { code: entry.code, audience: entry.audience })
    })
}

/// Stops following a measure, or follows it again; its quotas and reports stay.
///
/// # Errors
/// Not within the actor's rights; no such measure; somebody else was faster.
pub fn retire_measure(
    db: &Db,
    actor: &Actor,
    code: &str,
    known: i64,
    (measure, retired): (&MeasureName, bool),
) -> Result<(), CampaignError> {
    db.write(|conn| {
        let campaign = turn(conn, actor, code, known, None)?;
        let measure = measure_of(conn, &campaign, measure)?;
        store::set_retired(conn, measure.id, retired)?;
        note(conn, actor, &campaign, if retired { "campaign.retire_measure" } else { "campaign.follow_measure" })
    })
}

fn short(field: &'static str, text: &str, missing: &str) -> Result<String, CampaignError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(CampaignError::unfit(field, missing)),
        1..=LONGEST => Ok(text.to_owned()),
        _ => Err(CampaignError::unfit(field, format!("Nội dung dài quá {LONGEST} chữ. Rút gọn lại."))),
    }
}

/// The measure as it is written, and whether it counts something that was not counted before.
fn entry(
    conn: &mut Conn,
    campaign: &Campaign,
    (kind, name, position): (&MeasureKind, String, i32),
    catalogue: &Catalogue,
) -> Result<(MeasureEntry, bool), CampaignError> {
    let mut counted_anew = false;
    let mut tally = |audience, counted: &Counted| {
        let (id, new) = store::put_tally(conn, audience, counted)?;
        counted_anew |= new && *counted != Counted::Reported;
        Ok::<_, CampaignError>(id)
    };
    let (code, audience, done, issued, eligible, activity) = match kind {
        MeasureKind::Activity(activity) => {
            let activity = checked(activity)?;
            let nothing = tally(Audience::All, &Counted::Reported)?;
            (activity_code(&activity), Audience::All, nothing, None, nothing, Some(activity))
        }
        MeasureKind::People { milestone, audience, category, with_card } => {
            let unknown =
                || CampaignError::unfit("milestone", "Danh mục dịch vụ không có mốc này. Chọn mốc trong danh sách.");
            let done = Counted::of_measure(milestone, catalogue).ok_or_else(unknown)?;
            let unfit = || CampaignError::unfit("category", "Chỉ đối tượng cán bộ mới chia theo loại.");
            let audience = audience.of_category(*category).ok_or_else(unfit)?;
            let min_age = min_age(milestone, catalogue);
            let eligible = match with_card {
                true => Counted::EligibleWithCard { min_age },
                false => Counted::Eligible { min_age },
            };
            let issued = issued_before(milestone, &done, catalogue);
            let issued = issued.map(|issued| tally(audience, &issued)).transpose()?;
            let (done, eligible) = (tally(audience, &done)?, tally(audience, &eligible)?);
            (milestone.clone(), audience, done, issued, eligible, None)
        }
    };
    let (campaign, name) = (campaign.id, named_for(audience, &name));
    let entry =
        MeasureEntry { campaign, code, audience, name, position, done, issued, eligible, activity, retired: false };
    Ok((entry, counted_anew))
}

fn checked(activity: &Activity) -> Result<Activity, CampaignError> {
    let base = activity.base_noun.as_deref().map(str::trim).filter(|noun| !noun.is_empty());
    Ok(Activity {
        noun: short("noun", &activity.noun, "Ghi đơn vị tính, ví dụ «buổi», «lượt người», «tin, bài».")?,
        base_noun: base.map(|noun| short("base_noun", noun, "")).transpose()?,
    })
}

/// `activity.luot-nguoi`, `activity.ho-so-truc-tuyen-ho-so`.
fn activity_code(activity: &Activity) -> String {
    let folded = fold(&format!("{} {}", activity.noun, activity.base_noun.as_deref().unwrap_or_default()));
    let words: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{ACTIVITY}{}", words.join("-"))
}
