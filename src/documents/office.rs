//! Bodies that issue documents for a unit, as their heads say it when nothing else was agreed: Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.2 and II.7.

use serde::{Deserialize, Serialize};

use crate::model::document::{IssuingBody as Body, Letterhead, NumberingRule, OfficeSettings, Signature};
use crate::model::id::UnitId;
use crate::model::unit::{Unit, UnitKind};
use crate::vn::place_name;

/// A body with everything that its documents say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// The administrative level it belongs to.
    pub unit: UnitId,
    /// Which.
    pub body: Body,
    /// Head of its documents.
    pub letterhead: Letterhead,
    /// In symbols: `UBND`.
    pub abbreviation: String,
    /// Who drafts, in symbols of a công văn and in the last line of «Nơi nhận»: `CA`; empty where nobody is named.
    pub drafter: String,
    /// Who signs.
    pub signature: Signature,
    /// «Nơi nhận» of every new document; none where each kind has its own.
    #[serde(default)]
    pub copies: Vec<String>,
    /// Whoever leads it, in running text: `Chủ tịch UBND xã`.
    pub head: String,
    /// The place with its kind in running text: `xã Cẩm Ngọc`.
    pub area: String,
    /// The kind of place alone: `xã`.
    pub level: String,
    /// The same body one level up, in running text: `UBND tỉnh Thanh Hóa`; none where the tree holds nothing above.
    #[serde(default)]
    pub above: Option<String>,
    /// Who decides on a tờ trình of this body: the body above for an Ủy ban nhân dân, the head of the own Ủy ban nhân dân for the others.
    #[serde(default)]
    pub decides: Option<String>,
}

impl Office {
    /// What it says about itself, to be shown and changed.
    pub fn settings(&self) -> OfficeSettings {
        OfficeSettings {
            superior: self.letterhead.superior.clone(),
            agency: self.letterhead.agency.clone(),
            place: self.letterhead.place.clone(),
            name: self.letterhead.name.clone(),
            abbreviation: self.abbreviation.clone(),
            drafter: self.drafter.clone(),
            authority: self.signature.authority.clone(),
            signer: self.signature.signer.clone(),
            copies: self.copies.clone(),
            numbering: NumberingRule::default(),
        }
    }

    /// The same body as somebody has set it.
    pub fn set(self, settings: OfficeSettings) -> Self {
        let OfficeSettings { superior, agency, place, name, .. } = settings;
        Self {
            letterhead: Letterhead { superior, agency, place, name },
            abbreviation: settings.abbreviation,
            drafter: settings.drafter,
            signature: Signature { authority: settings.authority, signer: settings.signer },
            copies: settings.copies,
            ..self
        }
    }
}

/// The body of a unit. `path` goes from the top down to the unit itself. A village, an office or a group issues nothing of its own: the commune above it
/// does. A working group of units that stands above all levels of the tree has a Tổ công tác and no other body. `None` where there is no administrative
/// level in the path.
pub fn office(path: &[Unit], body: Body) -> Option<Office> {
    let Some(at) = path.iter().rposition(|unit| is_level(unit.kind)) else {
        return path.last().filter(|unit| unit.kind == UnitKind::Group && body == Body::TaskForce).map(office_of_group);
    };
    let unit = path.get(at)?;
    let above = path.get(..at).unwrap_or_default().iter().rev().find(|unit| is_level(unit.kind));
    let (kind, _) = place_name::parts(&unit.name).unwrap_or(("", &unit.name));
    let (level, capitals) = (kind.to_lowercase(), unit.name.to_uppercase());
    let area = place_name::in_text(&unit.name);
    let place = place_name::in_date_line(&unit.name).to_owned();
    let signature =
        |lines: &[&str]| Signature { authority: lines.iter().map(|line| (*line).to_owned()).collect(), signer: None };
    let superior = above.map(|above| place_name::in_text(&above.name));
    let head_of_committee = Some(format!("Chủ tịch UBND {area}"));
    let office = match body {
        Body::Committee => Office {
            unit: unit.id,
            body,
            letterhead: Letterhead {
                superior: None,
                agency: vec!["ỦY BAN NHÂN DÂN".to_owned(), capitals],
                place,
                name: format!("UBND {area}"),
            },
            abbreviation: "UBND".to_owned(),
            drafter: "CA".to_owned(),
            copies: Vec::new(),
            signature: signature(&["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
            head: format!("Chủ tịch UBND {level}"),
            above: superior.as_ref().map(|above| format!("UBND {above}")),
            decides: superior.map(|above| format!("UBND {above}")),
            area,
            level,
        },
        Body::Police => Office {
            unit: unit.id,
            body,
            letterhead: Letterhead {
                superior: above.map(|above| format!("CÔNG AN {}", above.name.to_uppercase())),
                agency: vec![format!("CÔNG AN {capitals}")],
                place,
                name: format!("Công an {area}"),
            },
            abbreviation: if unit.kind.is_commune_level() {
                format!("CA{}", initials(&level))
            } else {
                "CA".to_owned()
            },
            drafter: String::new(),
            copies: Vec::new(),
            signature: signature(&[&format!("TRƯỞNG CÔNG AN {}", level.to_uppercase())]),
            head: format!("Trưởng Công an {level}"),
            above: superior.map(|above| format!("Công an {above}")),
            decides: head_of_committee,
            area,
            level,
        },
        Body::TaskForce => Office {
            unit: unit.id,
            body,
            letterhead: Letterhead {
                superior: Some(format!("ỦY BAN NHÂN DÂN {capitals}")),
                agency: vec!["TỔ CÔNG TÁC TRIỂN KHAI".to_owned(), "ĐỀ ÁN 06".to_owned()],
                place,
                name: format!("Tổ công tác triển khai Đề án 06 {area}"),
            },
            abbreviation: "TCTTKĐA06".to_owned(),
            drafter: String::new(),
            copies: Vec::new(),
            signature: signature(&["TỔ TRƯỞNG"]),
            head: "Tổ trưởng Tổ công tác".to_owned(),
            above: superior.map(|above| format!("Tổ công tác triển khai Đề án 06 {above}")),
            decides: head_of_committee,
            area,
            level,
        },
    };
    Some(office)
}

/// The Tổ công tác of a group of units: nothing above it is known.
fn office_of_group(unit: &Unit) -> Office {
    let area = lower_first(&unit.name);
    Office {
        unit: unit.id,
        body: Body::TaskForce,
        letterhead: Letterhead {
            superior: None,
            agency: vec!["TỔ CÔNG TÁC TRIỂN KHAI".to_owned(), format!("ĐỀ ÁN 06 {}", unit.name.to_uppercase())],
            place: unit.name.strip_prefix("Khu vực ").unwrap_or(&unit.name).to_owned(),
            name: format!("Tổ công tác triển khai Đề án 06 {area}"),
        },
        abbreviation: "TCTTKĐA06".to_owned(),
        drafter: String::new(),
        copies: Vec::new(),
        signature: Signature { authority: vec!["TỔ TRƯỞNG".to_owned()], signer: None },
        head: "Tổ trưởng Tổ công tác".to_owned(),
        level: "khu vực".to_owned(),
        area,
        above: None,
        decides: None,
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The first letters of words, in capitals: `đặc khu` → `ĐK`.
fn initials(words: &str) -> String {
    words.split(' ').filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Whether documents are issued and received under the name of such a unit: by a level, or by the Tổ công tác of a group.
pub(super) fn keeps_registers(kind: UnitKind) -> bool {
    is_level(kind) || kind == UnitKind::Group
}

fn is_level(kind: UnitKind) -> bool {
    kind.is_commune_level() || matches!(kind, UnitKind::District | UnitKind::Province | UnitKind::Municipality)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::unit::Validity;

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
            validity: Validity { from: "2000-01-01".parse().unwrap(), to: Validity::END },
        }
    }

    #[test]
    fn each_body_of_a_commune_has_its_own_head() {
        let path = [
            unit(UnitKind::Country, "Việt Nam"),
            unit(UnitKind::Province, "Tỉnh Thanh Hóa"),
            unit(UnitKind::Group, "Khu vực 1"),
            unit(UnitKind::Commune, "Xã Cẩm Ngọc"),
            unit(UnitKind::Village, "Thôn Ngọc Bình"),
        ];
        let committee = office(&path, Body::Committee).unwrap();
        assert_eq!(committee.letterhead.superior, None, "no line above an Ủy ban nhân dân");
        assert_eq!(committee.letterhead.agency, ["ỦY BAN NHÂN DÂN", "XÃ CẨM NGỌC"]);
        assert_eq!(
            (committee.letterhead.place.as_str(), committee.letterhead.name.as_str()),
            ("Cẩm Ngọc", "UBND xã Cẩm Ngọc")
        );
        let police = office(&path, Body::Police).unwrap();
        assert_eq!(police.letterhead.superior.as_deref(), Some("CÔNG AN TỈNH THANH HÓA"));
        assert_eq!(
            (police.abbreviation.as_str(), police.signature.authority.concat().as_str()),
            ("CAX", "TRƯỞNG CÔNG AN XÃ")
        );
        let force = office(&path, Body::TaskForce).unwrap();
        assert_eq!(force.letterhead.superior.as_deref(), Some("ỦY BAN NHÂN DÂN XÃ CẨM NGỌC"));
        let above = |body| office(&path, body).unwrap().above.unwrap();
        assert_eq!(above(Body::Committee), "UBND tỉnh Thanh Hóa");
        assert_eq!(above(Body::Police), "Công an tỉnh Thanh Hóa");
        assert_eq!(police.decides.as_deref(), Some("Chủ tịch UBND xã Cẩm Ngọc"));
        assert_eq!(office(&path[..1], Body::Committee), None);
        let area = [unit(UnitKind::Group, "Khu vực Sơn Hà")];
        assert_eq!(office(&area, Body::Committee), None, "a group has no Ủy ban nhân dân");
        let force = office(&area, Body::TaskForce).unwrap();
        assert_eq!(force.letterhead.agency, ["TỔ CÔNG TÁC TRIỂN KHAI", "ĐỀ ÁN 06 KHU VỰC SƠN HÀ"]);
        assert_eq!((force.area.as_str(), force.above), ("khu vực Sơn Hà", None));
    }
}
