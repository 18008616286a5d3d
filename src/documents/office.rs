//! Bodies that issue documents for a unit, as their heads say it when nothing else was agreed: Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.2 and II.7.

use serde::{Deserialize, Serialize};

use crate::model::document::{IssuingBody as Body, Letterhead, Signature};
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
    /// Whoever leads it, in running text: `Chủ tịch UBND xã`.
    pub head: String,
    /// The place with its kind in running text: `xã Cẩm Ngọc`.
    pub area: String,
    /// The kind of place alone: `xã`.
    pub level: String,
}

/// The body of a unit. `path` goes from the top down to the unit itself. A village, an office or a group issues nothing of its own: the commune above it
/// does. `None` where there is no administrative level in the path.
pub fn office(path: &[Unit], body: Body) -> Option<Office> {
    let at = path.iter().rposition(|unit| is_level(unit.kind))?;
    let unit = path.get(at)?;
    let above = path.get(..at).unwrap_or_default().iter().rev().find(|unit| is_level(unit.kind));
    let (kind, _) = place_name::parts(&unit.name).unwrap_or(("", &unit.name));
    let (level, capitals) = (kind.to_lowercase(), unit.name.to_uppercase());
    let area = place_name::in_text(&unit.name);
    let place = place_name::in_date_line(&unit.name).to_owned();
    let signature =
        |lines: &[&str]| Signature { authority: lines.iter().map(|line| (*line).to_owned()).collect(), signer: None };
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
            signature: signature(&["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
            head: format!("Chủ tịch UBND {level}"),
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
            signature: signature(&[&format!("TRƯỞNG CÔNG AN {}", level.to_uppercase())]),
            head: format!("Trưởng Công an {level}"),
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
            signature: signature(&["TỔ TRƯỞNG"]),
            head: "Tổ trưởng Tổ công tác".to_owned(),
            area,
            level,
        },
    };
    Some(office)
}

/// The first letters of words, in capitals: `đặc khu` → `ĐK`.
fn initials(words: &str) -> String {
    words.split(' ').filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
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
        assert_eq!(office(&path[..1], Body::Committee), None);
    }
}
