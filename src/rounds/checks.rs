//! What is looked at before a report is taken in: figures that contradict each other or what was reported before. Pure.

use std::collections::HashMap;

use crate::model::campaign::Measure;
use crate::model::id::MeasureId;
use crate::vn::number::group_thousands;

/// Something that wants a second look; it can be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The measure, where it is about one.
    pub measure: Option<MeasureId>,
    /// Stable code.
    pub code: &'static str,
    /// What is strange.
    pub sentence: String,
    /// Whether confirming takes a reason.
    pub needs_reason: bool,
}

/// A figure of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Of which measure.
    pub measure: MeasureId,
    /// The total; of a share, the part.
    pub value: i64,
    /// Of a share the whole; of people, the eligible base.
    pub base: Option<i64>,
}

/// Compares the figures of a report with each other and with the last ones. `counted_issued` says how many are issued by the lists, where there are any.
pub fn check(
    measures: &[Measure],
    figures: &[Figure],
    last: &HashMap<MeasureId, i64>,
    counted_issued: &HashMap<MeasureId, i64>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let value_of = |id: MeasureId| figures.iter().find(|figure| figure.measure == id).map(|figure| figure.value);
    for figure in figures {
        let Some(measure) = measures.iter().find(|measure| measure.id == figure.measure) else { continue };
        let name = measure.name.as_str();
        let value = figure.value;
        let mut add = |code, needs_reason, sentence: String| {
            findings.push(Finding { measure: Some(measure.id), code, sentence, needs_reason });
        };
        if let Some(base) = figure.base.filter(|base| value > *base) {
            let (value, base) = (group_thousands(value), group_thousands(base));
            add("above_base", false, format!("{name}: {value} lớn hơn tổng số {base}."));
        }
        let reported = issued_measure(measure, measures).and_then(|issued| value_of(issued.id));
        if let Some(issued) = reported.or(counted_issued.get(&measure.id).copied()).filter(|issued| value > *issued) {
            let (value, issued) = (group_thousands(value), group_thousands(issued));
            add("above_issued", false, format!("{name}: {value} lớn hơn số tài khoản đã cấp {issued}."));
        }
        if let Some(last) = last.get(&measure.id).copied().filter(|last| value < *last) {
            let (value, last) = (group_thousands(value), group_thousands(last));
            add("below_last", true, format!("{name}: {value} thấp hơn báo cáo trước ({last})."));
        }
    }
    findings.extend(parts_above_whole(measures, &value_of));
    findings
}

/// The measure that says how many are issued of what another one counts as activated: `vneid2.issued`, or `vneid.issued` for any level.
fn issued_measure<'a>(measure: &Measure, measures: &'a [Measure]) -> Option<&'a Measure> {
    let (programme, milestone) = measure.code.split_once('.')?;
    if milestone == "issued" {
        return None;
    }
    let ladder = programme.trim_end_matches(|c: char| c.is_ascii_digit());
    let of = |programme: &str| {
        let code = format!("{programme}.issued");
        measures.iter().find(|other| other.code == code && other.audience == measure.audience)
    };
    of(programme).or_else(|| of(ladder))
}

/// Level 1 and level 2 activated together cannot be more than all accounts issued.
fn parts_above_whole(measures: &[Measure], value_of: &impl Fn(MeasureId) -> Option<i64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for whole in measures.iter().filter(|measure| measure.code.ends_with(".issued")) {
        let Some(issued) = value_of(whole.id) else { continue };
        let ladder = whole.code.trim_end_matches(".issued");
        let parts: Vec<i64> = measures
            .iter()
            .filter(|part| part.audience == whole.audience && part.code.ends_with(".activated"))
            .filter(|part| {
                let programme = part.code.trim_end_matches(".activated");
                programme != ladder && programme.trim_end_matches(|c: char| c.is_ascii_digit()) == ladder
            })
            .filter_map(|part| value_of(part.id))
            .collect();
        let sum: i64 = parts.iter().sum();
        if parts.len() > 1 && sum > issued && parts.iter().all(|part| *part <= issued) {
            let sentence = format!(
                "{}: {} nhỏ hơn tổng các mức đã kích hoạt ({}).",
                whole.name,
                group_thousands(issued),
                group_thousands(sum)
            );
            findings.push(Finding {
                measure: Some(whole.id),
                code: "parts_above_whole",
                sentence,
                needs_reason: false,
            });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::{CampaignId, TallyId};
    use crate::model::tally::Audience;

    fn measure(id: i64, code: &str) -> Measure {
        Measure {
            id: MeasureId(id),
            campaign: CampaignId(1),
            code: code.to_owned(),
            audience: Audience::Residents,
            name: code.to_owned(),
            position: 1,
            done: TallyId(id),
            issued: None,
            eligible: TallyId(99),
            activity: None,
            retired: false,
        }
    }

    fn codes(figures: &[(i64, i64, Option<i64>)], last: &[(i64, i64)], issued: &[(i64, i64)]) -> Vec<&'static str> {
        let measures = [measure(1, "vneid1.activated"), measure(2, "vneid2.activated"), measure(3, "vneid.issued")];
        let figures: Vec<Figure> = figures
            .iter()
            .map(|(id, value, base)| Figure { measure: MeasureId(*id), value: *value, base: *base })
            .collect();
        let map = |pairs: &[(i64, i64)]| pairs.iter().map(|(id, value)| (MeasureId(*id), *value)).collect();
        check(&measures, &figures, &map(last), &map(issued)).iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn figures_that_contradict_each_other_are_named() {
        let good = [(1, 119, None), (2, 1_068, Some(3_900)), (3, 2_352, None)];
        assert_eq!(codes(&good, &[(2, 1_000)], &[]), Vec::<&str>::new());
        assert_eq!(codes(&[(2, 10, Some(9))], &[], &[]), ["above_base"]);
        assert_eq!(codes(&[(2, 10, None), (3, 9, None)], &[], &[]), ["above_issued"]);
        assert_eq!(codes(&[(2, 10, None)], &[], &[(2, 9)]), ["above_issued"], "by the lists");
        assert_eq!(codes(&[(2, 10, None)], &[(2, 11)], &[]), ["below_last"]);
        assert_eq!(codes(&[(1, 6, None), (2, 6, None), (3, 10, None)], &[], &[]), ["parts_above_whole"]);
    }
}
