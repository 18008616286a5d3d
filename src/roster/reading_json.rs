//! The form in which `roster check --json` prints a reading.

use super::reading::{ColumnReading, Reading, RosterRow, SheetReading};
use crate::vn::date::PartialDate;

impl Reading {
    /// The reading in the fixed form that `roster check --json` prints: every key present, `null` where nothing is known, a birth date known to
    /// the month printed as its year. `file` is the name of the file.
    pub fn to_check_json(&self, file: &str) -> serde_json::Value {
        serde_json::json!({
            "file": file,
            "file_codes": self.file_codes,
            "sheets": self.sheets.iter().map(sheet_json).collect::<Vec<_>>(),
        })
    }
}

fn sheet_json(sheet: &SheetReading) -> serde_json::Value {
    let mut json = serde_json::json!({
        "name": sheet.name,
        "kind": sheet.kind,
        "header_rows": sheet.header_rows,
        "codes": sheet.codes,
        "columns": sheet.columns.iter().map(column_json).collect::<Vec<_>>(),
        "rows": sheet.rows.iter().map(row_json).collect::<Vec<_>>(),
    });
    if !sheet.quotas.is_empty()
        && let Some(object) = json.as_object_mut()
    {
        object.insert("quotas".to_owned(), serde_json::json!(sheet.quotas));
    }
    json
}

fn column_json(column: &ColumnReading) -> serde_json::Value {
    serde_json::json!({ "col": column.column, "header": column.header, "role": column.role })
}

fn row_json(row: &RosterRow) -> serde_json::Value {
    let dob = row.dob.map(|dob| match dob {
        PartialDate::Month(year, _) => PartialDate::Year(year),
        other => other,
    });
    let codes: Vec<serde_json::Value> = row
        .codes
        .iter()
        .map(|f| serde_json::json!({"code": f.code, "col": f.column, "message": f.message()}))
        .collect();
    serde_json::json!({
        "row": row.row,
        "c0": row.c0,
        "result": row.result,
        "full_name": row.full_name,
        "dob": dob,
        "sex": row.sex,
        "cccd": row.cccd,
        "cmnd9": row.cmnd9,
        "phone": row.phone,
        "phone2": row.phone2,
        "village": row.village,
        "unit": row.unit,
        "milestones": row.milestones,
        "status": row.status,
        "codes": codes,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;

    use super::super::reading::{FindingCode, Mark, MarkReading, NoteStatus, SheetKind};
    use super::*;

    #[test]
    fn the_check_form_has_every_key() {
        let row = RosterRow {
            row: 10,
            c0: 1,
            full_name: Some("Phạm Thị Bình".to_owned()),
            dob: Some(PartialDate::Month(1938, 6)),
            milestones: BTreeMap::from([(
                Mark::M2,
                MarkReading { done: Some(true), date: NaiveDate::from_ymd_opt(2023, 3, 25) },
            )]),
            status: vec![NoteStatus::NoSmartphone],
            ..RosterRow::default()
        };
        let sheet = SheetReading {
            name: "Sheet1".to_owned(),
            kind: SheetKind::Roster,
            rows: vec![row],
            ..SheetReading::default()
        };
        let json = Reading { file_codes: vec![FindingCode::FileWrongExt], sheets: vec![sheet] }.to_check_json("x.xlsx");
        assert_eq!(
            json,
            serde_json::json!({"file": "x.xlsx", "file_codes": ["FILE_WRONG_EXT"], "sheets": [{
                "name": "Sheet1", "kind": "roster", "header_rows": [], "codes": [], "columns": [],
                "rows": [{"row": 10, "c0": 1, "result": "ok", "full_name": "Phạm Thị Bình", "dob": "1938", "sex": null, "cccd": null, "cmnd9": null,
                    "phone": null, "phone2": null, "village": null, "unit": null, "milestones": {"m2": {"done": true, "date": "2023-03-25"}},
                    "status": ["no_smartphone"], "codes": []}]}]})
        );
    }
}
