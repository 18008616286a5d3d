//! The same content for the street: a message to paste into a village's chat, a text to read over the loudspeaker, a poster with a code. Figures, deadline and
//! place; nobody is named, as everybody reads them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::brief::Brief;
use super::compose::street::{chat, loudspeaker, places};
use super::error::DocumentError;
use super::face::FaceQr;
use super::load::{self, DraftQuery};
use super::pdf;
use crate::access::{self, Actor};
use crate::charts::dark_runs;
use crate::model::role::Operation;
use crate::progress::frozen::FrozenUnit;
use crate::store::Db;
use crate::vn::date::in_text;
use crate::vn::fold::fold;

/// The texts of one village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreetText {
    /// Name of the village.
    pub village: String,
    /// For a chat.
    pub chat: String,
    /// To be read aloud.
    pub loudspeaker: String,
}

/// A poster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Poster {
    /// Who puts it up, in capitals.
    pub agency: String,
    /// What it is about.
    pub title: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// `Đến hết ngày 30/6/2023`.
    pub deadline: String,
    /// Where, one line each.
    pub places: Vec<String>,
    /// A code with the link below it, where the campaign has a link.
    pub code: Option<FaceQr>,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreetFile {
    /// Without diacritics.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Steps on a poster: more of them nobody reads in passing.
const STEPS: usize = 4;
/// Places on a poster.
const PLACES: usize = 6;

/// The texts of each village right below; of the unit itself where it has none.
pub fn texts(brief: &Brief) -> Vec<StreetText> {
    let villages: Vec<&FrozenUnit> = {
        let mut villages: Vec<&FrozenUnit> = brief.frozen.units.iter().filter(|unit| unit.kind == "village").collect();
        villages.sort_by_key(|unit| unit.local_order);
        villages
    };
    let whom = if villages.is_empty() { brief.frozen.units.iter().take(1).collect() } else { villages };
    let text = |unit: &FrozenUnit| StreetText {
        village: unit.name.clone(),
        chat: chat(brief, unit),
        loudspeaker: loudspeaker(brief, unit),
    };
    whom.into_iter().map(text).collect()
}

/// The poster of the whole campaign.
///
/// # Errors
/// The link is too long for a code.
pub fn poster(brief: &Brief) -> Result<Poster, DocumentError> {
    let link = brief.campaign.support_link.as_deref();
    let sheets = super::compose::street::sheets(brief);
    let link = link.or_else(|| sheets.iter().find_map(|sheet| sheet.link.as_deref()));
    let code = link.map(|link| {
        let (modules, runs) = dark_runs(link).ok_or(DocumentError::LongCode)?;
        Ok::<_, DocumentError>(FaceQr { modules, runs, caption: link.to_owned() })
    });
    let needed = sheets.first().map(|sheet| sheet.needed().map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default();
    Ok(Poster {
        agency: brief.office.letterhead.name.to_uppercase(),
        title: brief.frozen.campaign.title.clone(),
        steps: needed.into_iter().take(STEPS).collect(),
        deadline: format!("Đến hết ngày {}", in_text(brief.frozen.campaign.ends_on)),
        places: places(brief, None).into_iter().take(PLACES).collect(),
        code: code.transpose()?,
    })
}

/// The files of a campaign: two texts for each village and one poster. Nothing is kept but the figures that they cite.
///
/// # Errors
/// No right to make documents of the unit, no such campaign or unit.
pub fn street(
    db: &Db,
    actor: &Actor,
    query: &DraftQuery,
    now: DateTime<Utc>,
) -> Result<Vec<StreetFile>, DocumentError> {
    access::allowed(actor, Operation::MakeDocument)?;
    let (_, brief) = load::brief(db, actor, query, now)?;
    let mut files = Vec::new();
    for text in texts(&brief) {
        let village = plain(&text.village);
        for (kind, words) in [("tin-nhan", text.chat), ("loa-truyen-thanh", text.loudspeaker)] {
            files.push(StreetFile { name: format!("{kind}-{village}.txt"), bytes: words.into_bytes() });
        }
    }
    let bytes = pdf::poster(&poster(&brief)?, now)?;
    files.push(StreetFile { name: "ap-phich.pdf".to_owned(), bytes });
    Ok(files)
}

fn plain(name: &str) -> String {
    fold(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
