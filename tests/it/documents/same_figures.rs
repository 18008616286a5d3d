//! One snapshot, one figure: what document, annex, workbook and page say of a unit is read back from each of them and is the same.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;
use tiendo::access::Actor;
use tiendo::documents::{self, DocumentFile};
use tiendo::model::document::{Block, Content, DocumentKind, FigurePart, Line};
use tiendo::model::role::Role;
use tiendo::progress::frozen::{Frozen, FrozenFigure, FrozenUnit};
use tiendo::progress::snapshots;
use tiendo::workbooks::{ListPeople, make_progress};

use super::files::{docx_text, output, pdf_text};
use super::kinds::{BOTH, CAM_NGOC};
use crate::pages::browser::Browser;
use crate::support::office::account;
use crate::support::server::TestServer;

const TOP: &str = "cam-ngoc";

/// Rows of the sheet «Dữ liệu», by openpyxl: unit, measure, numbers; a share as hundredths of a percent.
const DATA_SHEET: &str = r"
import json, sys
import openpyxl
rows = list(openpyxl.load_workbook(sys.argv[1])['Dữ liệu'].iter_rows(values_only=True))
at = {head: column for column, head in enumerate(rows[0])}
number = lambda value: value if isinstance(value, (int, float)) else None
print(json.dumps([
    [row[at['Mã đơn vị']], row[at['Chỉ tiêu']], row[at['Đối tượng']]]
    + [number(row[at[head]]) for head in ('Chỉ tiêu giao', 'Đạt')]
    + [None if number(row[at['Tỷ lệ đạt']]) is None else round(row[at['Tỷ lệ đạt']] * 10000), number(row[at['Còn lại']])]
    for row in rows[1:]
]))
";

/// `1.273`.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// What a part of a figure is printed as; none for parts that are no value of the figure itself.
fn printed(figure: &FrozenFigure, part: FigurePart) -> Option<String> {
    match part {
        FigurePart::Done => figure.done.map(grouped),
        FigurePart::Issued => figure.issued.map(grouped),
        FigurePart::Quota => figure.quota.map(grouped),
        FigurePart::Eligible => figure.eligible.map(grouped),
        FigurePart::Remaining => figure.remaining.map(grouped),
        FigurePart::Percent => figure.percent.as_ref().map(|percent| percent.replace('.', ",")),
        FigurePart::Between => Some(grouped(figure.issued? - figure.done?)),
        _ => None,
    }
}

fn lines(content: &Content) -> Vec<&Line> {
    let blocks = content.body.iter().chain(content.annexes.iter().flat_map(|annex| &annex.blocks));
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) => lines.push(line),
            Block::Table(table) => lines.extend(table.rows.iter().flat_map(|row| &row.cells)),
            _ => {}
        }
    }
    lines
}

/// Every figure of a document that the snapshot holds, against the snapshot; how many there were.
fn check_bound(kind: DocumentKind, content: &Content, frozen: &Frozen) -> usize {
    let mut seen = 0;
    for line in lines(content) {
        for bound in &line.bound {
            let figure = frozen
                .units
                .iter()
                .filter(|unit| unit.slug == bound.key.unit)
                .flat_map(|unit| &unit.figures)
                .find(|figure| format!("{}/{}", figure.measure, figure.audience) == bound.key.measure);
            let Some(expected) = figure.and_then(|figure| printed(figure, bound.key.part)) else { continue };
            let told = line.text[bound.range()].trim_end_matches('%');
            assert_eq!(told, expected, "{kind:?}: {:?} in «{}»", bound.key, line.text);
            seen += 1;
        }
    }
    seen
}

/// Quota, done, percent, remaining of each measure with a quota, as an annex prints them.
fn annex_row(unit: &FrozenUnit, frozen: &Frozen) -> Vec<String> {
    let measures = frozen.measures.iter().filter(|measure| measure.has_quota);
    let of = |measure: &tiendo::progress::frozen::FrozenMeasure| {
        unit.figures.iter().find(|figure| (&figure.measure, &figure.audience) == (&measure.code, &measure.audience))
    };
    let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    measures
        .flat_map(|measure| match of(measure) {
            None => vec!["-".to_owned(); 4],
            Some(figure) => [FigurePart::Quota, FigurePart::Done, FigurePart::Percent, FigurePart::Remaining]
                .map(|part| match (part, figure.done) {
                    (FigurePart::Done, None) => "chưa có số liệu".to_owned(),
                    _ => dash(printed(figure, part)),
                })
                .to_vec(),
        })
        .collect()
}

/// The row of a page's tables that leads to a unit, without its marks.
fn page_rows(html: &str, slug: &str) -> Vec<String> {
    let leads = format!("/don-vi/{slug}\"");
    let leads_on = format!("/don-vi/{slug}?");
    let rows = html.split("<tr").filter(|row| row.contains(&leads) || row.contains(&leads_on));
    rows.map(|row| {
        let row = row.split("</tr>").next().unwrap_or_default();
        let mut text = String::new();
        for piece in row.split('<') {
            text.push(' ');
            text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
    .collect()
}

type Told = (Option<i64>, Option<i64>, Option<i64>, Option<i64>);

fn hundredths(percent: Option<&str>) -> Option<i64> {
    let (whole, parts) = percent?.split_once('.')?;
    Some(whole.parse::<i64>().unwrap() * 100 + parts.parse::<i64>().unwrap())
}

#[test]
fn document_annex_workbook_and_page_tell_the_same_figures() {
    let db = crate::support::TestDb::sqlite(&BOTH);
    let (operator, now) = (Actor::operator(), CAM_NGOC.now());
    let folder = tempfile::tempdir().unwrap();
    let query = CAM_NGOC.query(DocumentKind::Push);

    // Documents, as they are written and as their files are read back.
    let mut bound = 0;
    let mut cited = Vec::new();
    for kind in DocumentKind::ALL {
        let Ok(id) = documents::draft(&db, &operator, &CAM_NGOC.query(kind), now) else { continue };
        let sheet = documents::show(&db, &operator, id).unwrap();
        let (_, frozen) = snapshots::show(&db, &operator, sheet.snapshot.head.id).unwrap();
        bound += check_bound(kind, &sheet.text.content, &frozen);
        cited.push(sheet.snapshot.head.id);
        if kind == DocumentKind::Push {
            let file = |which, name: &str| {
                let path = folder.path().join(name);
                fs::write(&path, documents::file(&db, &operator, (id, which), now).unwrap().bytes).unwrap();
                path
            };
            check_annex(
                &pdf_text(&file(DocumentFile::Pdf, "push.pdf")),
                &docx_text(&file(DocumentFile::Docx, "push.docx")),
                &frozen,
            );
        }
    }
    assert!(bound > 400, "{bound} figures are bound");

    // The workbook cites the same figures and holds them as numbers.
    let made = make_progress(&db, &operator, &query.figures, ListPeople::No, now).unwrap();
    cited.dedup();
    let listed = snapshots::list(&db, &operator, "cam-ngoc-2023").unwrap();
    assert_eq!((cited.len(), listed.len()), (1, 1), "everything rests on one snapshot");
    let (_, frozen) = snapshots::show(&db, &operator, cited[0]).unwrap();
    let file = folder.path().join("progress.xlsx");
    fs::write(&file, made.bytes).unwrap();
    check_workbook(&output(Command::new("/usr/bin/python3").arg("-c").arg(DATA_SHEET).arg(&file)), &frozen);

    // The page of the unit.
    let server = TestServer::start(&db, now);
    let officer = account(&db, "ngoc.canbo", Role::Officer, TOP);
    let mut browser = Browser::signed_in(&server, &officer);
    check_page(&browser.get(&format!("/?den-ngay={}", frozen.as_of)).text, &frozen);
}

fn check_annex(pdf: &str, docx: &str, frozen: &Frozen) {
    let cells: Vec<&str> = docx.lines().collect();
    let mut rows = 0;
    for unit in frozen.units.iter().filter(|unit| unit.parent.as_deref() == Some(TOP)) {
        let row = annex_row(unit, frozen);
        let at = cells.iter().position(|cell| *cell == unit.name);
        // Offices without a measure of their own stand in no row.
        let Some(at) = at.filter(|_| row.iter().any(|cell| cell != "-")) else { continue };
        let told: Vec<&str> = cells[at + 1..at + 1 + row.len()].to_vec();
        assert_eq!(told, row, "{} in the Word file", unit.name);
        if !row.contains(&"chưa có số liệu".to_owned()) {
            assert!(pdf.contains(&row.join(" ")), "{} in the PDF: {row:?}", unit.name);
        }
        rows += 1;
    }
    assert!(rows >= 10, "{rows} rows");
    let whole = annex_row(&frozen.units[0], frozen).join(" ");
    assert!(pdf.contains(&format!("Tổng cộng {whole}")), "the whole: {whole}");
}

fn check_workbook(told: &str, frozen: &Frozen) {
    let rows: Vec<Value> = serde_json::from_str(told).unwrap();
    let mut cells: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for row in &rows {
        let told = (row[3].as_i64(), row[4].as_i64(), row[5].as_i64(), row[6].as_i64());
        cells.entry(row[0].as_str().unwrap().to_owned()).or_default().push(told);
    }
    let mut seen = 0;
    for unit in frozen.units.iter().filter(|unit| unit.slug == TOP || unit.parent.as_deref() == Some(TOP)) {
        let mut expected: Vec<Told> = unit
            .figures
            .iter()
            .map(|figure| (figure.quota, figure.done, hundredths(figure.percent.as_deref()), figure.remaining))
            .collect();
        let mut told = cells.remove(&unit.slug).unwrap_or_default();
        expected.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, expected, "{}", unit.slug);
        seen += told.len();
    }
    assert!(cells.is_empty(), "only units of the snapshot: {cells:?}");
    assert!(seen >= 40, "{seen} figures");
}

fn check_page(html: &str, frozen: &Frozen) {
    let mut seen = 0;
    for unit in frozen.units.iter().filter(|unit| unit.parent.as_deref() == Some(TOP)) {
        let text = page_rows(html, &unit.slug).join(" ");
        for figure in unit.figures.iter().filter(|figure| figure.quota.is_some() && figure.done.is_some()) {
            let (done, quota) =
                (printed(figure, FigurePart::Done).unwrap(), printed(figure, FigurePart::Quota).unwrap());
            let share = format!("{}%", printed(figure, FigurePart::Percent).unwrap());
            let left = printed(figure, FigurePart::Remaining).unwrap();
            assert!(
                text.contains(&format!("{done} / {quota} {share} {left}")),
                "{} {}: {text}",
                unit.slug,
                figure.measure
            );
            seen += 1;
        }
    }
    assert!(seen >= 25, "{seen} figures on the page");
}
