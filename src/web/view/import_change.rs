//! Old → new of a row, in words. Numbers are masked; units and milestones are called by their names.

use std::collections::BTreeMap;

use serde::Serialize;

use super::day;
use super::imports::ById;
use crate::model::id::UnitId;
use crate::model::person::ResidenceKind;
use crate::roster::reading::{Mark, RosterRow};
use crate::roster::staged::{RowClass, StagedRow};
use crate::roster::{Change, Field};
use crate::vn::date::PartialDate;
use crate::vn::national_id::NationalId;
use crate::vn::phone::Phone;

/// What changes are called.
#[derive(Debug, Default)]
pub struct Names {
    /// Milestones by identity.
    pub milestones: ById,
    /// Causes by code.
    pub barriers: ById,
}

/// One change in words.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ChangeLine {
    label: String,
    old: Option<String>,
    new: String,
}

/// The changes of a row; of a new person, what the row tells.
pub fn lines(row: &StagedRow, units: &BTreeMap<UnitId, String>, names: &Names) -> Vec<ChangeLine> {
    match row.class {
        RowClass::New => told(&row.row),
        _ => row.changes.iter().map(|change| from_old(line(change, units, names), change.field)).collect(),
    }
}

/// What stands and what the row says otherwise, of values that are not taken because the data are newer.
pub fn kept(row: &StagedRow, units: &BTreeMap<UnitId, String>, names: &Names) -> Vec<ChangeLine> {
    row.kept.iter().map(|change| line(change, units, names)).collect()
}

/// Says what stood there before also where nothing did: of somebody known, every change reads old → new.
fn from_old(line: ChangeLine, field: Field) -> ChangeLine {
    let nothing = if field == Field::Life { "còn sống" } else { "(chưa có)" };
    ChangeLine { old: Some(line.old.unwrap_or_else(|| nothing.to_owned())), ..line }
}

/// What a row tells about somebody nobody knew, besides the name.
fn told(row: &RosterRow) -> Vec<ChangeLine> {
    let nothing = (BTreeMap::new(), Names::default());
    let shown = |field, value: &Option<String>| {
        let change = Change { field, detail: None, old: None, new: Some(value.clone()?) };
        Some(line(&change, &nothing.0, &nothing.1))
    };
    let particulars = [
        shown(Field::BirthDate, &row.dob.map(|date| date.to_iso())),
        shown(Field::NationalId, &row.cccd),
        shown(Field::OldCard, &row.cmnd9),
        shown(Field::Phone, &row.phone),
    ];
    let marks = row.milestones.iter().filter(|(_, mark)| mark.done == Some(true)).map(|(mark, read)| ChangeLine {
        label: mark_words(*mark).to_owned(),
        old: None,
        new: read.date.map_or_else(|| "có".to_owned(), day),
    });
    let village = row.village.iter().map(|name| ChangeLine {
        label: field_name(Field::Village).to_owned(),
        old: None,
        new: name.clone(),
    });
    particulars.into_iter().flatten().chain(village).chain(marks).collect()
}

fn mark_words(mark: Mark) -> &'static str {
    match mark {
        Mark::M1 => "Cấp mức 1",
        Mark::M2 => "Cấp mức 2",
        Mark::Act => "Kích hoạt",
        Mark::Dvc => "Tài khoản dịch vụ công",
        Mark::Cks => "Đăng ký chữ ký số",
        Mark::CksAct => "Kích hoạt chữ ký số",
    }
}

fn line(change: &Change, units: &BTreeMap<UnitId, String>, names: &Names) -> ChangeLine {
    let value = |text: &Option<String>| text.as_deref().map(|text| in_words(change.field, text, units, names));
    let removed = || if change.field == Field::Life { "còn sống".to_owned() } else { "(bỏ trống)".to_owned() };
    ChangeLine { label: label(change, names), old: value(&change.old), new: value(&change.new).unwrap_or_else(removed) }
}

fn label(change: &Change, names: &Names) -> String {
    let milestone = change.detail.as_ref().and_then(|id| names.milestones.get(id));
    milestone
        .filter(|_| change.field == Field::Milestone)
        .cloned()
        .unwrap_or_else(|| field_name(change.field).to_owned())
}

/// A field as a clerk calls it.
pub fn field_name(field: Field) -> &'static str {
    match field {
        Field::Name => "Họ và tên",
        Field::BirthDate => "Ngày sinh",
        Field::Sex => "Giới tính",
        Field::NationalId => "Số định danh",
        Field::OldCard => "Số CMND",
        Field::Phone => "Điện thoại",
        Field::SecondPhone => "Điện thoại thứ hai",
        Field::Village => "Nơi cư trú",
        Field::ResidenceKind => "Tình trạng cư trú",
        Field::Household => "Hộ",
        Field::Address => "Địa chỉ",
        Field::Office => "Nơi làm việc",
        Field::Post => "Chức vụ",
        Field::Life => "Tình trạng",
        Field::Milestone => "Mốc",
        Field::Barrier => "Vướng mắc",
    }
}

fn in_words(field: Field, text: &str, units: &BTreeMap<UnitId, String>, names: &Names) -> String {
    match field {
        Field::BirthDate | Field::Milestone => {
            PartialDate::parse_iso(text).map_or_else(|| text.to_owned(), |date| date.in_table())
        }
        Field::Sex => if text == "nu" { "nữ" } else { "nam" }.to_owned(),
        Field::NationalId => NationalId::parse(text).map_or_else(|_| hidden(text), |id| id.masked()),
        Field::OldCard => hidden(text),
        Field::Phone | Field::SecondPhone => Phone::parse(text).map_or_else(|| hidden(text), |phone| phone.masked()),
        Field::Village | Field::Office => {
            let known = text.parse().ok().and_then(|id| units.get(&UnitId(id)));
            known.cloned().unwrap_or_else(|| "đơn vị khác".to_owned())
        }
        Field::ResidenceKind => {
            ResidenceKind::parse(text).map_or_else(|| text.to_owned(), |kind| kind.vietnamese().to_owned())
        }
        Field::Life => "đã mất".to_owned(),
        Field::Barrier => names.barriers.get(text).cloned().unwrap_or_else(|| text.to_owned()),
        Field::Name | Field::Household | Field::Address | Field::Post => text.to_owned(),
    }
}

/// All but the last two figures.
fn hidden(text: &str) -> String {
    let length = text.chars().count();
    text.chars().enumerate().map(|(place, figure)| if place + 2 < length { '*' } else { figure }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn shown(field: Field, old: Option<&str>, new: Option<&str>) -> (Option<String>, String) {
        let names = Names {
            milestones: BTreeMap::from([("7".to_owned(), "VNeID mức 2: đã kích hoạt".to_owned())]),
            barriers: BTreeMap::from([("weak_phone".to_owned(), "Máy cấu hình thấp".to_owned())]),
        };
        let units = BTreeMap::from([(UnitId(3), "Thôn Ngọc Sơn".to_owned())]);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let change = Change { field, detail: Some("7".to_owned()), old: owned(old), new: owned(new) };
        let line = line(&change, &units, &names);
        (line.old, line.new)
    }

    #[test]
    fn numbers_are_masked_and_identities_named() {
        assert_eq!(shown(Field::NationalId, None, Some("038138272855")), (None, "038*****2855".to_owned()));
        let (old, new) = shown(Field::Phone, Some("0795838271"), Some("0912345678"));
        assert!(old.unwrap().contains('*') && new.contains('*'));
        assert_eq!(shown(Field::OldCard, None, Some("171234567")).1, "*******67");
        assert_eq!(
            shown(Field::Village, Some("4"), Some("3")),
            (Some("đơn vị khác".to_owned()), "Thôn Ngọc Sơn".to_owned())
        );
        assert_eq!(shown(Field::Milestone, None, Some("2023-03-25")).1, "25/03/2023");
        assert_eq!(shown(Field::BirthDate, Some("1965"), Some("1965-03-04")).1, "04/03/1965");
        assert_eq!(shown(Field::Life, Some("dead"), None), (Some("đã mất".to_owned()), "còn sống".to_owned()));
    }

    #[test]
    fn of_somebody_known_every_change_has_an_old_side() {
        let new = || ChangeLine { label: String::new(), old: None, new: "20/05/2023".to_owned() };
        assert_eq!(from_old(new(), Field::Milestone).old.as_deref(), Some("(chưa có)"));
        assert_eq!(from_old(new(), Field::Life).old.as_deref(), Some("còn sống"));
        let known = ChangeLine { old: Some("1965".to_owned()), ..new() };
        assert_eq!(from_old(known, Field::BirthDate).old.as_deref(), Some("1965"));
    }
}
