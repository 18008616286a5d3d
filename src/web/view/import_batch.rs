//! The preview of one file: counts first, then what needs a decision, then the rows.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::import_change::Names;
use super::import_columns::taken_sentence;
use super::import_decisions::{KnownUnit, PlacesForm};
use super::import_rows::{FindingCount, FindingLine, RowView, counted};
use super::imports::{BatchRow, Linked};
use super::links::{Links, Pair};
use super::number;
use super::pager::Pager;
use crate::messages::findings::column_letters;
use crate::roster::choices::Choices;
use crate::roster::reading::{ColumnReading, ColumnRole, SheetKind};
use crate::roster::staged::{FileSummary, RowClass, SheetSummary};
use crate::roster::{StagedFilter, StagedPage};
use crate::store::batches::BatchState;

/// The steps of an import.
pub const STEPS: [&str; 4] = ["Tải tệp", "Cột và giá trị", "Xem trước", "Ghi nhận"];

/// The page of a batch that is read.
#[derive(Debug, Serialize)]
pub struct BatchView {
    steps: [&'static str; 4],
    step: u8,
    /// Why what was asked for was not done.
    errors: Vec<FieldError>,
    batch: BatchRow,
    failure: Option<String>,
    /// The token of the commit, while it waits for one.
    token: Option<String>,
    /// Where an applied batch is taken back.
    undo: Option<String>,
    /// Its own address.
    path: String,
    /// Whether a corrected file may follow.
    correctable: bool,
    /// Whether the file as it was uploaded is still there.
    original: bool,
    /// Whether rows need a hand, so that the file can be had with them marked.
    marked: bool,
    to_add: String,
    to_change: String,
    to_keep: String,
    not_written: Option<String>,
    /// Whether there is no row that could be committed.
    nothing_to_write: bool,
    /// Whether the file has any row to look at.
    any_rows: bool,
    /// Where it is given up before it is applied.
    discard: Option<String>,
    banners: Banners,
    places: Option<PlacesForm>,
    classes: Vec<ClassTab>,
    filters: FilterBar,
    remarks: Vec<FindingLine>,
    sheets: Vec<SheetLine>,
    findings: Vec<FindingCount>,
    rows: Vec<RowView>,
    /// Whether a row of the page can be decided about.
    decidable: bool,
    /// Filters and page, to come back to.
    back: String,
    pager: Pager,
}

/// What is to be known before the rows are looked at.
#[derive(Debug, Serialize)]
struct Banners {
    /// The batch that applied the same file.
    twin: Option<Linked>,
    /// Columns that would change for most people.
    shape: Vec<String>,
    older: Option<String>,
    suggested: Option<Counted>,
    absent: Option<Counted>,
    unknown_words: bool,
    taken: Option<String>,
    /// Columns that are never taken in.
    refused: Option<String>,
}

#[derive(Debug, Serialize)]
struct Counted {
    count: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct ClassTab {
    label: &'static str,
    count: String,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct SheetLine {
    name: String,
    kind: &'static str,
    rows: String,
    columns: Vec<String>,
    unused: Vec<String>,
    remarks: Vec<FindingLine>,
}

impl BatchView {
    /// A page of a preview.
    pub fn of(
        page: &StagedPage,
        filter: &StagedFilter,
        choices: &Choices,
        units: &[KnownUnit],
        links: &Links,
        names: &Names,
        pager: Pager,
    ) -> Self {
        let counts = &page.batch.counts;
        let state = page.batch.state;
        let path = format!("/nhap-lieu/{}", page.batch.id);
        let not_written = counts.held + counts.conflict;
        let open = state == BatchState::Previewed;
        let rows: Vec<RowView> =
            page.rows.iter().map(|row| RowView::of(row, page, names, open.then_some(choices))).collect();
        Self {
            steps: STEPS,
            step: if matches!(state, BatchState::Committed | BatchState::Undone) { 4 } else { 3 },
            batch: BatchRow::of(&page.batch, links),
            failure: page.failure.clone(),
            token: page.token.clone(),
            undo: (state == BatchState::Committed).then(|| links.to(&format!("{path}/hoan-tac"))),
            correctable: state != BatchState::Discarded,
            original: page.batch.original,
            marked: page.batch.original && page.failure.is_none() && not_written + counts.warned > 0,
            to_add: number(counts.new.into()),
            to_change: number(counts.changed.into()),
            to_keep: number(counts.unchanged.into()),
            nothing_to_write: not_written > 0 && not_written == counts.rows,
            any_rows: counts.rows > 0 && state != BatchState::Discarded,
            discard: matches!(state, BatchState::Previewed | BatchState::Failed)
                .then(|| links.to(&format!("{path}/bo"))),
            errors: Vec::new(),
            not_written: (not_written > 0).then(|| number(not_written.into())),
            banners: Banners::of(page, choices, links, &path),
            places: open.then(|| PlacesForm::of(&page.file, choices, units)).flatten(),
            classes: tabs(page, filter, links, &path),
            filters: FilterBar::of(page, filter, links),
            remarks: page.file.codes.iter().map(|code| FindingLine::of_code(*code)).collect(),
            sheets: page.file.sheets.iter().map(SheetLine::of).collect(),
            findings: counted(&page.file),
            decidable: rows.iter().any(RowView::is_decidable),
            rows,
            back: back(filter, links),
            path,
            pager,
        }
    }
}

impl BatchView {
    /// The same page, saying why what was asked for was not done.
    pub fn refusing(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }
}

/// The filters of a page as pairs of an address; what is not asked for is empty.
pub fn filter_pairs(filter: &StagedFilter) -> Vec<Pair> {
    vec![
        Pair::new("loai", filter.class.map_or("", RowClass::as_str)),
        Pair::new("diem", filter.code.map_or("", |code| code.as_str())),
        Pair::new("trang-tinh", filter.sheet.map_or_else(String::new, |sheet| (sheet + 1).to_string())),
        Pair::new("ten", filter.name.clone().unwrap_or_default()),
        Pair::new("chua-quyet", if filter.undecided { "1" } else { "" }),
    ]
}

/// What follows the question mark of the page, to come back to the same rows.
fn back(filter: &StagedFilter, links: &Links) -> String {
    let mut pairs = filter_pairs(filter);
    pairs.push(Pair::new("trang", if filter.page > 1 { filter.page.to_string() } else { String::new() }));
    links.with("", &pairs)
}

/// The form that looks for rows.
#[derive(Debug, Serialize)]
struct FilterBar {
    kept: Vec<Pair>,
    findings: Vec<Choice>,
    sheets: Vec<Choice>,
    name: String,
    /// Address without filters, where any is set.
    clear: Option<String>,
}

impl FilterBar {
    fn of(page: &StagedPage, filter: &StagedFilter, links: &Links) -> Self {
        let code = filter.code.map_or("", |code| code.as_str());
        let every = |label: &str, chosen: &str| Choice::new("", label, chosen);
        let mut findings = vec![every("Mọi điểm cần lưu ý", code)];
        findings.extend(counted(&page.file).into_iter().map(|found| found.choice(code)));
        let chosen = filter.sheet.map_or_else(String::new, |sheet| (sheet + 1).to_string());
        let mut sheets = vec![every("Mọi trang tính", &chosen)];
        let with_people = page.file.sheets.iter().enumerate().filter(|(_, sheet)| sheet.rows > 0);
        sheets.extend(with_people.map(|(at, sheet)| Choice::new((at + 1).to_string(), sheet.name.clone(), &chosen)));
        let class = Pair::new("loai", filter.class.map_or("", RowClass::as_str));
        let any = filter.code.is_some() || filter.sheet.is_some() || filter.name.is_some() || filter.undecided;
        let kept = links.kept.iter().chain([&class]).filter(|pair| !pair.value.is_empty()).cloned().collect();
        Self {
            kept,
            clear: any.then(|| links.with(&format!("/nhap-lieu/{}", page.batch.id), &[class])),
            findings,
            sheets: if sheets.len() > 2 { sheets } else { Vec::new() },
            name: filter.name.clone().unwrap_or_default(),
        }
    }
}

impl Banners {
    fn of(page: &StagedPage, choices: &Choices, links: &Links, path: &str) -> Self {
        let file = &page.file;
        let open = page.batch.state == BatchState::Previewed;
        let some =
            |count: u32, href: String| (open && count > 0).then(|| Counted { count: number(count.into()), href });
        let shape = file.shape.iter().map(|warning| {
            format!(
                "«{}» sẽ thay đổi ở {} trên {} người đã có: có thể một cột của tệp bị sắp xếp hoặc dán lệch dòng. Đối chiếu vài dòng trước khi ghi nhận.",
                super::import_change::field_name(warning.field),
                number(warning.changed.into()),
                number(warning.of.into()),
            )
        });
        let undecided = links.with(path, &[Pair::new("chua-quyet", "1")]);
        Self {
            twin: page.batch.twin.filter(|_| open).map(|twin| Linked::to_batch(twin, links)),
            shape: if open { shape.collect() } else { Vec::new() },
            older: (open && file.older > 0).then(|| number(file.older.into())),
            suggested: some(file.suggested, undecided),
            absent: some(file.absent, links.to(&format!("{path}/vang-mat"))),
            unknown_words: open && file.sheets.iter().any(|sheet| !sheet.unknown_words.is_empty()),
            taken: taken_sentence(choices),
            refused: refused_columns(file).filter(|_| open),
        }
    }
}

/// The columns of a file that are never taken in, each once, by letter and header.
fn refused_columns(file: &FileSummary) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for column in file.sheets.iter().flat_map(|sheet| &sheet.columns).filter(|c| c.role == ColumnRole::Refused) {
        let name = named(column);
        if !found.contains(&name) {
            found.push(name);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

fn named(column: &ColumnReading) -> String {
    format!("{} «{}»", column_letters(column.column), column.header)
}

fn tabs(page: &StagedPage, filter: &StagedFilter, links: &Links, path: &str) -> Vec<ClassTab> {
    let href = |class: Option<RowClass>| {
        let other = StagedFilter { class, undecided: false, ..filter.clone() };
        links.with(path, &filter_pairs(&other))
    };
    let all = ClassTab {
        label: "Tất cả các dòng",
        count: number(page.batch.counts.rows.into()),
        href: href(None),
        current: filter.class.is_none(),
    };
    let of = |class: RowClass| ClassTab {
        label: class.vietnamese(),
        count: number(page.batch.counts.of(class).into()),
        href: href(Some(class)),
        current: filter.class == Some(class),
    };
    std::iter::once(all).chain(RowClass::ALL.into_iter().map(of)).collect()
}

impl SheetLine {
    fn of(sheet: &SheetSummary) -> Self {
        let unused = |column: &&ColumnReading| column.role == ColumnRole::Ignored;
        let known = sheet.columns.iter().filter(|column| !unused(column) && column.role != ColumnRole::Refused);
        Self {
            name: sheet.name.clone(),
            kind: kind_name(sheet.kind),
            rows: number(sheet.rows.into()),
            columns: known.map(named).collect(),
            unused: sheet.columns.iter().filter(unused).filter(|column| !column.header.is_empty()).map(named).collect(),
            remarks: sheet.codes.iter().map(|code| FindingLine::of_code(*code)).collect(),
        }
    }
}

fn kind_name(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Roster => "danh sách",
        SheetKind::Cover => "trang bìa",
        SheetKind::Summary => "bảng tổng hợp",
        SheetKind::Lookup => "bảng tra cứu",
        SheetKind::Empty => "trống",
        SheetKind::HeaderOnly => "chỉ có tiêu đề",
        SheetKind::Instructions => "hướng dẫn",
        SheetKind::Quota => "chỉ tiêu",
    }
}
