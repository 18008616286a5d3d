//! What a template of an office is filled with: the words of one document as they are printed, and the figures of the one snapshot that it cites.

use std::collections::BTreeMap;

use super::error::DocumentError;
use super::face::{Face, FaceBlock};
use super::own_template::{Row, Values};
use crate::model::document::{Block, Column, Content};
use crate::model::task::{Task, TaskState};
use crate::model::unit::UnitKind;
use crate::progress::frozen::{Frozen, FrozenFigure, FrozenMeasure, FrozenUnit};
use crate::vn::date::{in_letterhead, in_text};
use crate::vn::number::group_thousands;

/// Room that a draft leaves for what the clerk's office writes.
const ROOM: &str = "      ";
/// What tables print where there is nothing.
const NOTHING: &str = "-";

/// Everything that a template may show of a document.
///
/// # Errors
/// The text of a QR code is too long for one.
pub fn values(content: &Content, frozen: &Frozen, tasks: &[Task]) -> Result<Values, DocumentError> {
    let face = Face::of(content)?;
    let body = body(&face, content);
    let annexes: Vec<String> = face.annexes.iter().map(|annex| format!("{}: {}", annex.label, annex.title)).collect();
    let mut fields = words(&face, content);
    fields.extend(figures(frozen));
    fields.insert("noi-dung".to_owned(), body.join("\n"));
    fields.insert("phu-luc".to_owned(), annexes.join("\n"));
    let units: Vec<&FrozenUnit> = frozen.below().into_iter().filter(|unit| !unit.figures.is_empty()).collect();
    fields.insert("so-don-vi".to_owned(), group_thousands(i64::try_from(units.len()).unwrap_or(i64::MAX)));
    let of_kind = |fits: fn(UnitKind) -> bool| -> Vec<&FrozenUnit> {
        units.iter().copied().filter(|unit| UnitKind::parse(&unit.kind).is_some_and(fits)).collect()
    };
    let lists = BTreeMap::from([
        ("don-vi", unit_rows(frozen, &units)),
        ("thon", unit_rows(frozen, &of_kind(UnitKind::is_village))),
        ("co-quan", unit_rows(frozen, &of_kind(UnitKind::is_workplace))),
        ("chi-tieu", measure_rows(frozen)),
        ("nhiem-vu", task_rows(tasks)),
        ("kinh-gui", lines(&face.addressees)),
        ("can-cu", lines(&face.grounds)),
        ("noi-dung", lines(&body)),
        ("noi-nhan", lines(&face.copies)),
        ("phu-luc", lines(&annexes)),
    ]);
    Ok(Values { fields, lists })
}

fn row<const N: usize>(pairs: [(&str, String); N]) -> Row {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The components of the document.
fn words(face: &Face, content: &Content) -> Row {
    let (number, symbol, day, printed) = match &content.issued {
        Some((number, day)) => (format!("{:02}", number.number), &number.symbol, true, in_letterhead(*day)),
        None => (ROOM.to_owned(), &content.symbol, false, in_letterhead(content.drafted_on)),
    };
    // `ngày 05 tháng 6 năm 2023`
    let printed: Vec<&str> = printed.split(' ').collect();
    let part = |at: usize| printed.get(at).copied().unwrap_or_default().to_owned();
    row([
        ("co-quan-cap-tren", face.superior.clone().unwrap_or_default()),
        ("co-quan", face.agency.join("\n")),
        ("ten-co-quan", content.letterhead.name.clone()),
        ("so", number),
        ("ky-hieu", symbol.as_str().to_owned()),
        ("dia-danh", content.letterhead.place.clone()),
        ("ngay", if day { part(1) } else { ROOM.to_owned() }),
        ("thang", part(3)),
        ("nam", part(5)),
        ("do-khan", face.urgency.map_or("", |(mark, _)| mark).to_owned()),
        ("ten-loai", face.name.clone().unwrap_or_default()),
        ("trich-yeu", content.subject.trim().to_owned()),
        ("kinh-gui", face.addressees.join("\n")),
        ("can-cu", face.grounds.join("\n")),
        ("tham-quyen", face.authority.join("\n")),
        ("chuc-vu", face.authority.last().cloned().unwrap_or_default()),
        ("nguoi-ky", face.signer.clone().unwrap_or_default()),
        ("noi-nhan", face.copies.join("\n")),
    ])
}

/// The campaign, and the figures of the unit as a whole.
fn figures(frozen: &Frozen) -> Row {
    let top = frozen.units.first();
    let mut fields = row([
        ("chien-dich", frozen.campaign.title.clone()),
        ("tu-ngay", in_text(frozen.campaign.starts_on)),
        ("den-ngay", in_text(frozen.campaign.ends_on)),
        ("don-vi", top.map(|unit| unit.name.clone()).unwrap_or_default()),
        ("ngay-so-lieu", in_text(frozen.as_of)),
        ("cau-ket-qua", frozen.sentence.clone()),
    ]);
    if let Some(top) = top {
        add_measures(&mut fields, &frozen.measures, top);
    }
    fields
}

/// The figures of a unit under the name, the place, and without either that of the first measure.
fn add_measures(fields: &mut Row, measures: &[FrozenMeasure], unit: &FrozenUnit) {
    for (at, measure) in measures.iter().enumerate() {
        let code = measure.code.to_lowercase();
        let first_of_code = measures.iter().position(|other| other.code == measure.code) == Some(at);
        for (name, value) in measured(measure, figure(unit, measure)) {
            fields.insert(format!("{name}:{}", at + 1), value.clone());
            fields.insert(format!("{name}:{code}/{}", measure.audience.to_lowercase()), value.clone());
            if first_of_code {
                fields.insert(format!("{name}:{code}"), value.clone());
            }
            if at == 0 {
                fields.insert(name.to_owned(), value);
            }
        }
    }
}

fn figure<'a>(unit: &'a FrozenUnit, measure: &FrozenMeasure) -> Option<&'a FrozenFigure> {
    unit.figures.iter().find(|figure| figure.measure == measure.code && figure.audience == measure.audience)
}

/// Printed as the tables of the program print them.
fn measured(measure: &FrozenMeasure, figure: Option<&FrozenFigure>) -> [(&'static str, String); 14] {
    let known = |value: Option<String>| value.unwrap_or_else(|| NOTHING.to_owned());
    let number = |of: fn(&FrozenFigure) -> Option<i64>| known(figure.and_then(of).map(group_thousands));
    let percent = figure.and_then(|figure| figure.percent.as_ref()).map(|plain| plain.replace('.', ","));
    let done = match figure {
        Some(FrozenFigure { done: None, .. }) => "chưa có số liệu".to_owned(),
        _ => number(|figure| figure.done),
    };
    [
        ("ten-chi-tieu", measure.name.clone()),
        ("chi-tieu", number(|figure| figure.quota)),
        ("ket-qua", done),
        ("ty-le", known(percent.as_ref().map(|percent| format!("{percent}%")))),
        ("ty-le-so", known(percent)),
        ("con-thieu", number(|figure| figure.remaining)),
        ("da-cap", number(|figure| figure.issued)),
        ("trong-dien", number(|figure| figure.eligible)),
        ("han", known(figure.and_then(|figure| figure.deadline).map(in_text))),
        ("con-ngay", number(|figure| figure.days_left)),
        ("can-moi-ngay", number(|figure| figure.needed_per_day)),
        ("toc-do", known(figure.and_then(|figure| figure.pace_per_day.as_ref()).map(|pace| pace.replace('.', ",")))),
        ("hang", number(|figure| figure.rank.map(i64::from))),
        ("nguon", known(figure.map(|figure| figure.basis_words.clone()))),
    ]
}

/// Entries of a list, each with its number.
fn numbered<T>(given: impl IntoIterator<Item = T>, entry: impl Fn(T) -> Row) -> Vec<Row> {
    let rows = given.into_iter().map(entry).enumerate();
    rows.map(|(at, mut row)| {
        row.insert("stt".to_owned(), (at + 1).to_string());
        row
    })
    .collect()
}

fn unit_rows(frozen: &Frozen, units: &[&FrozenUnit]) -> Vec<Row> {
    numbered(units, |unit| {
        let rank = unit.composite_rank.map_or_else(|| NOTHING.to_owned(), |rank| rank.to_string());
        let mut fields = row([("ten", unit.name.clone()), ("hang-chung", rank)]);
        add_measures(&mut fields, &frozen.measures, unit);
        fields
    })
}

fn measure_rows(frozen: &Frozen) -> Vec<Row> {
    numbered(&frozen.measures, |measure| {
        let figure = frozen.units.first().and_then(|top| figure(top, measure));
        let mut fields = row(measured(measure, figure));
        fields.insert("ma".to_owned(), measure.code.clone());
        fields
    })
}

fn task_rows(tasks: &[Task]) -> Vec<Row> {
    numbered(tasks.iter().filter(|task| task.state != TaskState::Dropped), |task| {
        let day = task.due_on.map(|day| format!("chậm nhất ngày {}", in_text(day)));
        row([
            ("giao-cho", task.addressee.clone()),
            ("viec", task.content.clone()),
            ("thoi-han", task.due_wording.clone().or(day).unwrap_or_else(|| "thường xuyên".to_owned())),
            ("tinh-trang", task.state.vietnamese().to_owned()),
        ])
    })
}

fn lines(given: &[String]) -> Vec<Row> {
    numbered(given, |line| row([("dong", line.clone())]))
}

/// The text line by line. Rows of its tables are lines with tabs; a code is told by what it opens.
fn body(face: &Face, content: &Content) -> Vec<String> {
    let mut said = Vec::new();
    for (at, block) in face.body.iter().enumerate() {
        match (block, content.body.get(at)) {
            (FaceBlock::Line { text, .. }, _) => said.push(text.clone()),
            (FaceBlock::Table(_), Some(Block::Table(table))) => {
                said.push(table.columns.iter().map(head).collect::<Vec<_>>().join("\t"));
                let cells = table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()));
                said.extend(cells.map(|cells| cells.collect::<Vec<_>>().join("\t")));
            }
            (_, Some(Block::Qr(code))) => said.push(format!("{}: {}", code.caption, code.payload)),
            _ => {}
        }
    }
    said
}

fn head(column: &Column) -> String {
    match &column.group {
        Some(group) => format!("{group}, {}", column.head),
        None => column.head.clone(),
    }
}
