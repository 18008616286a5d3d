//! What has changed since the last mail of a schedule, in a sentence that reads on a phone.

use crate::progress::frozen::Frozen;
use crate::progress::{Difference, differences};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;
use crate::workbooks::wording::lower_first;

/// The sentence, and whether there is anything to tell at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// About each measure of the unit on top, then about the units below.
    pub sentence: String,
    /// Whether any number of any unit differs; the day that the figures are of does not count.
    pub any: bool,
}

/// Compares what the last mail told with what this one tells.
pub fn changes(before: &Frozen, after: &Frozen) -> Changes {
    let found = differences(before, after);
    let Some(top) = after.units.first() else { return Changes::default() };
    let mut parts: Vec<String> =
        found.iter().filter(|difference| difference.unit == top.slug).filter_map(|one| told(one, after)).collect();
    let mut units: Vec<&str> = Vec::new();
    for difference in found.iter().filter(|difference| difference.unit != top.slug) {
        if !units.contains(&difference.unit.as_str()) {
            units.push(&difference.unit);
        }
    }
    if !units.is_empty() {
        parts.push(format!("{} đơn vị trực thuộc có thay đổi", units.len()));
    }
    if parts.is_empty() {
        parts.push(if found.is_empty() { "không có thay đổi" } else { "chỉ thay đổi trong bảng chi tiết" }.to_owned());
    }
    let sentence = format!("So với thư trước (số liệu ngày {}): {}.", in_text(before.as_of), parts.join("; "));
    Changes { sentence, any: !found.is_empty() }
}

/// «mức 2 đã kích hoạt 1.056 → 1.068 (tăng 12)». How many are eligible or were issued is left to the workbook.
fn told(difference: &Difference, after: &Frozen) -> Option<String> {
    let what = match difference.what {
        "done" => "",
        "quota" => "chỉ tiêu ",
        _ => return None,
    };
    let named = after
        .measures
        .iter()
        .find(|measure| measure.code == difference.measure && measure.audience == difference.audience)?;
    let number = |value: Option<i64>| value.map_or_else(|| "chưa có số liệu".to_owned(), group_thousands);
    let by = match (difference.before, difference.after) {
        (Some(before), Some(after)) if after > before => format!(" (tăng {})", group_thousands(after - before)),
        (Some(before), Some(after)) => format!(" (giảm {})", group_thousands(before - after)),
        _ => String::new(),
    };
    Some(format!("{what}{} {} → {}{by}", lower_first(&named.name), number(difference.before), number(difference.after)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    /// Frozen figures of a commune and two villages; `done` of each.
    fn frozen(as_of: &str, done: [Option<i64>; 3], quota: i64) -> Frozen {
        let unit = |slug: &str, parent: Option<&str>, done: Option<i64>| {
            json!({
                "slug": slug, "name": slug, "kind": "commune", "parent": parent, "local_order": 1, "composite_rank": null,
                "figures": [{
                    "measure": "vneid2.activated", "audience": "residents", "basis": "counted", "basis_words": "",
                    "data_as_of": as_of, "quota": quota, "eligible": null, "issued": null, "done": done, "percent": null,
                    "percent_of_eligible": null, "remaining": null, "deadline": null, "days_left": null,
                    "needed_per_day": null, "pace_per_day": null, "at_deadline": null, "range": null,
                    "forecast_on": null, "stalled_since": null, "outlook": "no_data", "since_round": null,
                    "since_start": null, "rank": null, "own_report": null, "quotas_beside": []
                }]
            })
        };
        let value = json!({
            "version": 1, "as_of": as_of, "taken_at": "2023-06-01T00:00:00Z", "sentence": "", "series": [],
            "campaign": {
                "code": "c", "title": "C", "starts_on": "2023-01-01", "ends_on": "2023-12-31", "rounding": "half_up",
                "legal_grounds": []
            },
            "measures": [{
                "code": "vneid2.activated", "audience": "residents", "name": "Mức 2 đã kích hoạt", "has_quota": true
            }],
            "units": [unit("xa", None, done[0]), unit("xa/a", Some("xa"), done[1]), unit("xa/b", Some("xa"), done[2])]
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn changes_are_told_by_measure_and_by_number_of_units() {
        let before = frozen("2023-05-30", [Some(1_056), Some(500), Some(556)], 1_273);
        let after = frozen("2023-05-31", [Some(1_068), Some(512), Some(556)], 1_273);
        let found = changes(&before, &after);
        assert!(found.any);
        let day = "So với thư trước (số liệu ngày 30/5/2023):";
        let wanted = format!("{day} mức 2 đã kích hoạt 1.056 → 1.068 (tăng 12); 1 đơn vị trực thuộc có thay đổi.");
        assert_eq!(found.sentence, wanted);
        let fewer = changes(&after, &frozen("2023-06-01", [None, Some(512), Some(556)], 1_300)).sentence;
        assert!(fewer.contains(": mức 2 đã kích hoạt 1.068 → chưa có số liệu; "), "{fewer}");
        assert!(fewer.contains("; chỉ tiêu mức 2 đã kích hoạt 1.273 → 1.300 (tăng 27)"), "{fewer}");
    }

    #[test]
    fn another_day_alone_is_no_change() {
        let before = frozen("2023-05-30", [Some(1_056), Some(500), Some(556)], 1_273);
        let after = frozen("2023-05-31", [Some(1_056), Some(500), Some(556)], 1_273);
        let found = changes(&before, &after);
        assert!(!found.any);
        assert_eq!(found.sentence, "So với thư trước (số liệu ngày 30/5/2023): không có thay đổi.");
    }
}
