//! What cannot be right across figures: parts above the whole, activated above issued, totals that fall or jump, more than there are people.

use super::reconciliation::Histories;
use super::report::{Figure, UnitName};
use crate::model::id::MeasureId;
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;

/// A report that grows to more than so many times the one before is told, where it also grows by at least [`JUMP_PEOPLE`].
const JUMP_TIMES: i64 = 3;
/// Small numbers jump easily.
const JUMP_PEOPLE: i64 = 100;

/// Something that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Fixed word: `parts_above_whole`, `activated_above_issued`, `total_falls`, `jump`, `above_eligible`, `quota_above_eligible`.
    pub code: &'static str,
    /// The unit.
    pub unit: UnitName,
    /// The measure; its name stands in the sentence.
    pub measure: MeasureId,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// Checks the figures of a unit (the first) and of those below it.
pub(super) fn findings(
    shown: &[(&UnitName, &Vec<Figure>)],
    history: &Histories,
    concerns: impl Fn(&UnitName, MeasureId) -> bool,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(((top, own), below)) = shown.split_first() {
        own.iter().for_each(|figure| found.extend(parts_above_whole(top, figure, below)));
    }
    for (unit, figures) in shown {
        for figure in figures.iter().filter(|figure| concerns(unit, figure.measure.id)) {
            found.extend(activated_above_issued(unit, figure));
            found.extend(above_eligible(unit, figure));
            found.extend(quota_above_eligible(unit, figure));
            if let Some(history) = history.get(&(unit.id, figure.measure.id)) {
                found.extend(falls_and_jumps(unit, figure, history));
            }
        }
    }
    found
}

fn finding(code: &'static str, unit: &UnitName, figure: &Figure, what: &str) -> Finding {
    let sentence = format!("{}, {}: {what}", unit.name, figure.measure.name);
    Finding { code, unit: unit.clone(), measure: figure.measure.id, sentence }
}

/// What units below reported adds up to more than the unit itself reported for the same day or a later one.
fn parts_above_whole(top: &UnitName, own: &Figure, below: &[(&UnitName, &Vec<Figure>)]) -> Option<Finding> {
    let whole = own.detail.own_report?;
    let of = |figures: &&Vec<Figure>| figures.iter().find(|figure| figure.measure.id == own.measure.id).cloned();
    let parts = below.iter().filter_map(|(_, figures)| of(figures)?.detail.own_report);
    let sum: i64 = parts.filter(|part| part.day <= whole.day).map(|part| part.value).sum();
    (sum > whole.value).then(|| {
        let [sum, whole_value] = [sum, whole.value].map(group_thousands);
        let what = format!(
            "các đơn vị trực thuộc báo cáo cộng lại {sum}, lớn hơn số {whole_value} mà đơn vị tự báo cáo đến ngày {}. \
             Kiểm tra đơn vị nào cộng trùng hoặc báo cáo của cấp trên đã cũ.",
            in_text(whole.day)
        );
        finding("parts_above_whole", top, own, &what)
    })
}

fn activated_above_issued(unit: &UnitName, figure: &Figure) -> Option<Finding> {
    let (done, issued) = figure.done.zip(figure.issued).filter(|(done, issued)| done > issued)?;
    let [done, issued] = [done, issued].map(group_thousands);
    let what = format!("đã đạt {done}, nhiều hơn số đã cấp {issued}. Bổ sung ngày cấp cho những người đã kích hoạt.");
    Some(finding("activated_above_issued", unit, figure, &what))
}

fn above_eligible(unit: &UnitName, figure: &Figure) -> Option<Finding> {
    let told = figure.detail.own_report.filter(|_| figure.detail.noun.is_none())?;
    let eligible = figure.eligible.filter(|eligible| told.value > *eligible)?;
    let [told, eligible] = [told.value, eligible].map(group_thousands);
    let what =
        format!("báo cáo {told}, nhiều hơn số người đủ điều kiện {eligible}. Kiểm tra báo cáo hoặc bổ sung danh sách.");
    Some(finding("above_eligible", unit, figure, &what))
}

fn quota_above_eligible(unit: &UnitName, figure: &Figure) -> Option<Finding> {
    let counted = figure.detail.noun.is_none();
    let (quota, eligible) =
        figure.quota.zip(figure.eligible).filter(|(quota, eligible)| counted && quota > eligible)?;
    let [quota, eligible] = [quota, eligible].map(group_thousands);
    let what = format!(
        "chỉ tiêu {quota} lớn hơn số người đủ điều kiện {eligible} trong danh sách. Bổ sung danh sách hoặc xem lại chỉ tiêu."
    );
    Some(finding("quota_above_eligible", unit, figure, &what))
}

/// A report is a running total: it neither falls nor grows many times over from one report to the next. What is counted falls only with upgrades, moves
/// and deaths, each with its own event, and is not told here.
fn falls_and_jumps(
    unit: &UnitName,
    figure: &Figure,
    history: &std::collections::BTreeMap<chrono::NaiveDate, i64>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for ((day_before, before), (day, value)) in history.iter().zip(history.iter().skip(1)) {
        let told = format!(
            "ngày {} báo cáo {}, ngày {} báo cáo {}",
            in_text(*day_before),
            group_thousands(*before),
            in_text(*day),
            group_thousands(*value)
        );
        if value < before {
            let what = format!("{told}: số lũy kế giảm. Hỏi lại đơn vị, sửa báo cáo sai.");
            found.push(finding("total_falls", unit, figure, &what));
        } else if *before > 0 && value - before >= JUMP_PEOPLE && *value > before * JUMP_TIMES {
            let what = format!("{told}: tăng bất thường. Hỏi lại đơn vị xem có gõ nhầm số không.");
            found.push(finding("jump", unit, figure, &what));
        }
    }
    found
}
