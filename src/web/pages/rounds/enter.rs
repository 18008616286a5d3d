//! The quick grid: units × measures in one form. Also how a unit hands in its own report.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{after, crumbs, sheet};
use crate::model::campaign::Measure;
use crate::model::id::{BatchId, RoundId, UnitId};
use crate::model::round::instant;
use crate::rounds::{
    self, CountingImport, Entry, HopSheet, Report, RoundError, RoundSheet, RowProblem, Said, Sum, TypedFigure,
    TypedRow, UnitLine,
};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::view::day;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;
use crate::web::view::round_forms::{GridCell, GridColumn, GridRow, GridView, Preset, RowError};
use crate::web::view::rounds::Chip;

/// Rows of a page of the grid: a form of more would be too long for one request.
const ROWS: usize = 60;
/// The field that says that the rows were read from forms.
const FROM_FORM: &str = "tu-bieu";

/// The grid.
pub async fn form(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let hop = asked_hop(desk);
        show(desk, &scene, RoundId(id.into_inner()), hop, StatusCode::OK, &Typed::default())
    })
    .await
}

fn asked_hop(desk: &Desk) -> i32 {
    desk.asked("buoc").and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// What stands in the grid besides the reports that there are.
#[derive(Default)]
struct Typed<'a> {
    problems: &'a [RowProblem],
    fields: &'a [Pair],
    /// Only these units, where forms of theirs were read.
    only: &'a [UnitId],
}

/// The grid with what forms say, to be looked at and saved.
pub(super) fn preview(
    desk: &Desk,
    scene: &Scene,
    id: RoundId,
    hop: i32,
    rows: Vec<TypedRow>,
) -> Result<Answer, PageError> {
    let mut fields = vec![Pair::new(FROM_FORM, "1")];
    for row in &rows {
        let unit = row.unit;
        for figure in &row.figures {
            fields.push(Pair::new(&format!("v-{unit}-{}", figure.measure), figure.value.as_str()));
            fields.push(Pair::new(&format!("t-{unit}-{}", figure.measure), figure.base.as_str()));
        }
        if row.nil {
            fields.push(Pair::new(&format!("k-{unit}"), "1"));
        }
        fields.push(Pair::new(&format!("g-{unit}"), row.note.as_str()));
    }
    let only: Vec<UnitId> = rows.iter().map(|row| row.unit).collect();
    show(desk, scene, id, hop, StatusCode::OK, &Typed { problems: &[], fields: &fields, only: &only })
}

/// What was typed, or the reports that stand where nothing was typed yet.
fn show(
    desk: &Desk,
    scene: &Scene,
    id: RoundId,
    number: i32,
    status: StatusCode,
    asked: &Typed<'_>,
) -> Result<Answer, PageError> {
    let sheet = sheet(desk, scene, id)?;
    let problems = asked.problems;
    let hop = sheet.hop(number).ok_or_else(|| PageError::from(RoundError::NoHop(number)))?;
    let mut lines = rows_of(hop);
    if !asked.only.is_empty() {
        lines.retain(|line| asked.only.contains(&line.unit.id));
    }
    if lines.is_empty() {
        return Err(PageError::forbidden("Tài khoản không nộp báo cáo ở bước này."));
    }
    let page = desk.asked("trang").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
    let shown: Vec<&UnitLine> = lines.iter().copied().skip((page - 1) * ROWS).take(ROWS).collect();
    let typed: HashMap<&str, &str> =
        asked.fields.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    let offered = offered(&sheet, hop);
    let path = format!("/dot-bao-cao/{id}/nhap");
    let address = |page: usize| {
        let page = if page > 1 { page.to_string() } else { String::new() };
        scene.links.with(&path, &[Pair::new("buoc", number.to_string()), Pair::new("trang", page)])
    };
    let pages = (1..=lines.len().div_ceil(ROWS)).map(|number| Preset {
        label: number.to_string(),
        href: address(number),
        chosen: number == page,
    });
    let view = GridView {
        errors: problems.iter().map(|problem| row_error(&shown, problem)).collect(),
        may_confirm: problems.iter().any(|problem| problem.confirmable),
        action: address(page),
        columns: sheet.measures.iter().map(column).collect(),
        rows: shown.iter().map(|line| row(&sheet, line, &offered, &typed, problems)).collect(),
        received: hop.may_decide.then(|| typed.get("nhan-luc").copied().unwrap_or_default().to_owned()),
        from_form: typed.contains_key(FROM_FORM),
        gaps: gaps(&sheet, number),
        imports: imports(desk, id, number)?,
        import_action: scene.links.with(&format!("{path}/danh-sach"), &[Pair::new("buoc", number.to_string())]),
        back: scene.links.to(&format!("/dot-bao-cao/{id}")),
        due: hop.due.vietnamese(),
        pages: if lines.len() > ROWS { pages.collect() } else { Vec::new() },
    };
    let title = "Nhập báo cáo";
    let frame = desk.frame(scene, Section::Rounds, title, crumbs(scene, Some((&sheet, Some(title)))));
    Ok(desk.page_with(status, "round_enter.html", frame, view))
}

/// Imports that can count as reports: unit and number are sent together.
fn imports(desk: &Desk, id: RoundId, hop: i32) -> Result<Vec<Choice>, PageError> {
    let found = rounds::imports(&desk.state.db, desk.actor(), id, hop)?;
    let choice = |import: CountingImport| {
        let (unit, file, listed) = (&import.unit.name, &import.file_name, day(import.listed_on));
        let label = format!("{unit}: lượt {}, {file}, lập ngày {listed}", import.batch);
        Choice::new(format!("{} {}", import.batch, import.unit.slug), label, "")
    };
    Ok(found.into_iter().map(choice).collect())
}

/// An import chosen as the report.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(rename = "luot")]
    import: String,
}

/// Lets an import count as the report.
pub async fn take_import(Posted(desk, chosen): Posted<Chosen>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let id = id.into_inner();
        let read = chosen.import.split_once(' ').and_then(|(batch, unit)| Some((batch.parse().ok()?, unit.to_owned())));
        let (batch, unit) = read.ok_or_else(|| PageError::refused("Chọn một lượt nhập."))?;
        let report = Report {
            round: RoundId(id),
            hop: asked_hop(desk),
            unit,
            said: Said::Import(BatchId(batch)),
            note: None,
            received_at: None,
            confirmed: false,
        };
        rounds::submit(&desk.state.db, desk.actor(), &report, desk.state.now())?;
        let back = after(desk, &scene, &format!("/dot-bao-cao/{id}"));
        Ok(Answer::done(back, "Đã lấy số đếm từ danh sách làm báo cáo của đơn vị."))
    })
    .await
}

/// The units that the reader reports for, in local order.
fn rows_of(hop: &HopSheet) -> Vec<&UnitLine> {
    let mut lines: Vec<&UnitLine> = hop.lines.iter().filter(|line| line.may_submit).collect();
    lines.sort_by_key(|line| (line.unit.local_order, line.unit.id));
    lines
}

/// At a hop that adds up: the sums of the hop before, offered to a single consolidator.
fn offered(sheet: &RoundSheet, hop: &HopSheet) -> Vec<Option<Sum>> {
    let before = sheet.hop(hop.number - 1).filter(|_| hop.lines.len() == 1);
    before.map_or_else(|| vec![None; sheet.measures.len()], |before| rounds::sums(sheet, before))
}

fn gaps(sheet: &RoundSheet, number: i32) -> Option<String> {
    let before = sheet.hop(number - 1)?;
    let names: Vec<&str> =
        before.lines.iter().filter(|line| rounds::owes(line)).map(|line| line.unit.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Số cộng dưới đây chưa có báo cáo của {}/{} đơn vị: {}.",
            names.len(),
            before.counts.expected,
            names.join(", ")
        )
    })
}

fn column(measure: &Measure) -> GridColumn {
    let base = measure.activity.as_ref().and_then(|activity| activity.base_noun.clone());
    GridColumn { label: measure.name.clone(), base }
}

fn row(
    sheet: &RoundSheet,
    line: &UnitLine,
    offered: &[Option<Sum>],
    typed: &HashMap<&str, &str>,
    problems: &[RowProblem],
) -> GridRow {
    let unit = line.unit.id.0;
    let stands = line.standing.timeliness.is_reported() && !line.standing.nil;
    let cell = |(place, measure): (usize, &Measure)| {
        let (field, base_field) = (format!("v-{unit}-{}", measure.id), format!("t-{unit}-{}", measure.id));
        let there = line.figures.get(place).and_then(Option::as_ref).filter(|_| stands);
        let sum = offered.get(place).copied().flatten().filter(|_| !line.standing.timeliness.is_reported());
        let shown = |name: &str, value: Option<i64>| match typed.get(name) {
            Some(text) => (*text).to_owned(),
            None => value.map(|value| value.to_string()).unwrap_or_default(),
        };
        let value = shown(&field, there.map(|figure| figure.value).or(sum.map(|sum| sum.value)));
        let is_share = measure.activity.as_ref().is_some_and(|activity| activity.base_noun.is_some());
        let base = there.and_then(|figure| figure.base).or(sum.and_then(|sum| sum.base));
        let base = is_share.then(|| (base_field.clone(), shown(&base_field, base)));
        GridCell { value, label: format!("{}: {}", line.unit.name, measure.name), field, base }
    };
    let note = typed.get(format!("g-{unit}").as_str()).map(|text| (*text).to_owned());
    GridRow {
        unit,
        name: line.unit.name.clone(),
        state: Chip::of(line.standing.timeliness),
        cells: sheet.measures.iter().enumerate().map(cell).collect(),
        nil: typed.contains_key(format!("k-{unit}").as_str()) || (typed.is_empty() && line.standing.nil),
        note: note.unwrap_or_default(),
        invalid: problems.iter().any(|problem| problem.unit == line.unit.id),
        fixed: line.standing.accepted || sheet.round.locked,
    }
}

fn row_error(lines: &[&UnitLine], problem: &RowProblem) -> RowError {
    let name = lines.iter().find(|line| line.unit.id == problem.unit).map_or("", |line| line.unit.name.as_str());
    RowError { field: format!("d-{}", problem.unit), text: format!("{name}: {}", problem.text) }
}

/// Saves the grid.
pub async fn save(Posted(desk, fields): Posted<Vec<(String, String)>>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, RoundId(id.into_inner()), fields)).await
}

fn write(desk: &Desk, id: RoundId, fields: Vec<(String, String)>) -> Result<Answer, PageError> {
    let fields: Vec<Pair> = fields.into_iter().map(|(name, value)| Pair { name, value }).collect();
    let scene = desk.scene()?;
    let sheet = sheet(desk, &scene, id)?;
    let hop = asked_hop(desk);
    let received_at = match value(&fields, "nhan-luc") {
        None => None,
        Some(text) => match received(text) {
            Some(at) => Some(at),
            None => {
                return Err(PageError::refused(format!(
                    "Không đọc được thời điểm nhận «{text}»; nhập theo dạng 07/12/2022 hoặc 16:00 07/12/2022."
                )));
            }
        },
    };
    let entry = Entry {
        round: id,
        hop,
        rows: typed_rows(&sheet.measures, &fields),
        from_form: value(&fields, FROM_FORM).is_some(),
        received_at: received_at.map(|at| at.min(desk.state.now())),
        confirmed: value(&fields, "xac-nhan").is_some(),
    };
    match rounds::enter(&desk.state.db, desk.actor(), &entry, desk.state.now()) {
        Ok(0) => Ok(Answer::done(after(desk, &scene, &format!("/dot-bao-cao/{id}")), "Không có số liệu mới để lưu.")),
        Ok(count) => {
            let told = format!("Đã lưu {count} báo cáo.");
            Ok(Answer::done(after(desk, &scene, &format!("/dot-bao-cao/{id}")), told))
        }
        Err(RoundError::Rows(problems)) => {
            let only: Vec<UnitId> = match entry.from_form {
                true => entry.rows.iter().map(|row| row.unit).collect(),
                false => Vec::new(),
            };
            let typed = Typed { problems: &problems, fields: &fields, only: &only };
            show(desk, &scene, id, hop, StatusCode::UNPROCESSABLE_ENTITY, &typed)
        }
        Err(error) => Err(error.into()),
    }
}

/// The rows that the fields of a form make: `v-UNIT-MEASURE`, `t-…` (the whole of a share), `k-UNIT`, `g-UNIT`.
pub(super) fn typed_rows(measures: &[Measure], fields: &[Pair]) -> Vec<TypedRow> {
    let by_name: HashMap<&str, &str> = fields.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    let mut units: Vec<i64> = Vec::new();
    for pair in fields {
        let mut parts = pair.name.split('-');
        let (Some("v" | "k"), Some(unit)) = (parts.next(), parts.next()) else { continue };
        let Ok(unit) = unit.parse() else { continue };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    let field = |name: String| by_name.get(name.as_str()).map(|text| (*text).to_owned()).unwrap_or_default();
    let row = |unit: i64| TypedRow {
        unit: UnitId(unit),
        figures: measures
            .iter()
            .map(|measure| TypedFigure {
                measure: measure.id,
                value: field(format!("v-{unit}-{}", measure.id)),
                base: field(format!("t-{unit}-{}", measure.id)),
            })
            .collect(),
        nil: by_name.contains_key(format!("k-{unit}").as_str()),
        note: field(format!("g-{unit}")),
    };
    units.into_iter().map(row).collect()
}

/// `07/12/2022` (the end of that day), `16:00 07/12/2022`.
fn received(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(day) = parse_typed(text) {
        return Some(instant(day, chrono::NaiveTime::from_hms_opt(23, 59, 59)?));
    }
    let (hour, day) = text.split_once(' ')?;
    Some(instant(parse_typed(day)?, super::new::hour(hour)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::web::view::rounds::moment;

    #[test]
    fn the_moment_of_receipt_is_read_back() {
        let at: DateTime<Utc> = "2022-12-07T09:00:00Z".parse().unwrap();
        assert_eq!(received(&moment(at)), Some(at));
        assert_eq!(received("7/12/2022").map(moment).as_deref(), Some("23:59 07/12/2022"));
        assert_eq!(received("hôm qua"), None);
    }

    #[test]
    fn rows_are_put_together_from_fields_whatever_else_is_sent() {
        let fields =
            [("csrf", "x"), ("v-7-1", "12"), ("v-7-2", ""), ("k-9", "1"), ("g-7", "đã kiểm tra"), ("v-x-1", "3")];
        let fields: Vec<Pair> = fields.iter().map(|(name, value)| Pair::new(name, *value)).collect();
        let rows = typed_rows(&[], &fields);
        assert_eq!(rows.iter().map(|row| (row.unit.0, row.nil)).collect::<Vec<_>>(), [(7, false), (9, true)]);
        assert_eq!(rows[0].note, "đã kiểm tra");
    }
}
