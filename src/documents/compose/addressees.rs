//! To whom a document goes: the units below as a dispatch names them, each kind once.

use super::figures::{UnitFigures, below};
use crate::documents::brief::Brief;
use crate::vn::place_name;

/// The units right below, by kind: one of a kind by its name, several together.
pub(super) fn units_below(brief: &Brief) -> Vec<String> {
    let units = below(brief);
    let level = &brief.office.level;
    let of = |kinds: &[&str]| -> Vec<&UnitFigures<'_>> {
        units.iter().filter(|unit| kinds.contains(&unit.unit.kind.as_str())).collect()
    };
    let groups: [(&[&str], String); 7] = [
        (&["police"], format!("Công an {level}")),
        (&["office", "mass_organisation"], format!("Các bộ phận chuyên môn, đoàn thể {level}")),
        (&["health_station"], format!("Trạm Y tế {level}")),
        (&["school"], format!("Các trường học trên địa bàn {level}")),
        (&["enterprise"], format!("Các doanh nghiệp, hợp tác xã trên địa bàn {level}")),
        (&["village"], format!("Các {} trên địa bàn {level}", villages_word(&units))),
        (&["commune", "ward", "special_zone", "township"], "Ủy ban nhân dân các xã, phường".to_owned()),
    ];
    let mut lines = Vec::new();
    for (kinds, together) in groups {
        match of(kinds).as_slice() {
            [] => {}
            [only] if kinds != ["village"] && only.unit.name != brief.office.letterhead.name => {
                lines.push(only.unit.name.clone());
            }
            _ => lines.push(together),
        }
    }
    if lines.is_empty() {
        lines.push(format!("Các cơ quan, đơn vị trên địa bàn {level}"));
    }
    lines
}

/// The Party committee and the council of the level, who are told of what is done; a working group of units has none of its own.
pub(super) fn leaders(brief: &Brief) -> Option<String> {
    (!is_group(brief)).then(|| format!("TT Đảng ủy, TT HĐND {}", brief.office.level))
}

/// The same, told by way of report.
pub(super) fn leaders_by_report(brief: &Brief) -> Option<String> {
    leaders(brief).map(|leaders| format!("{leaders} (b/c)"))
}

/// The Front and its members.
pub(super) fn front(brief: &Brief) -> Option<String> {
    (!is_group(brief)).then(|| format!("Ủy ban MTTQ Việt Nam và các đoàn thể {}", brief.office.level))
}

fn is_group(brief: &Brief) -> bool {
    brief.frozen.units.first().is_some_and(|unit| unit.kind == "group")
}

/// `Như trên` and whoever is told by way of report.
pub(super) fn as_above(brief: &Brief) -> Vec<String> {
    std::iter::once("Như trên".to_owned()).chain(leaders_by_report(brief)).collect()
}

/// `thôn`; `thôn, tổ dân phố` where both occur.
pub(super) fn villages_word(units: &[UnitFigures<'_>]) -> String {
    let mut words: Vec<String> = Vec::new();
    for unit in units.iter().filter(|unit| unit.unit.kind == "village") {
        let word = place_name::parts(&unit.unit.name).map_or("thôn".to_owned(), |(kind, _)| kind.to_lowercase());
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { "thôn".to_owned() } else { words.join(", ") }
}
