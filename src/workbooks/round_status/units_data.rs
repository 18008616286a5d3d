//! Every unit of every hop as clean data: where it stands, when it reported, what it reported, whom to call.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use super::standing;
use crate::model::as_of::in_vietnam;
use crate::model::campaign::Measure;
use crate::model::round::Timeliness;
use crate::rounds::{HopSheet, RoundSheet, Step, UnitLine, owes};
use crate::store::units::Contact;
use crate::workbooks::context::WorkbookContext;
use crate::workbooks::data_sheet::DataSheet;
use crate::workbooks::error::WorkbookError;
use crate::workbooks::style::{BAD, GOOD, Styles, UNKNOWN, WARN};

const BEFORE: [(&str, f64); 10] = [
    ("Bước", 7.0),
    ("Đơn vị", 24.0),
    ("Nơi nhận báo cáo", 20.0),
    ("Tình trạng", 16.0),
    ("Hạn báo cáo", 19.0),
    ("Ngày cuối của hạn", 12.5),
    ("Nhận lúc", 17.0),
    ("Cách gửi", 15.0),
    ("Đã chấp nhận", 9.0),
    ("Không phát sinh", 9.0),
];
const AFTER: [(&str, f64); 5] =
    [("Đôn đốc", 14.0), ("Đầu mối", 22.0), ("Điện thoại", 13.0), ("Thư điện tử", 22.0), ("Còn thiếu", 26.0)];
const STANDING: ColNum = 3;

/// Writes it: hop by hop, those to be chased first.
pub fn write(
    sheet: &mut Worksheet,
    round: &RoundSheet,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let figures: Vec<String> = round.measures.iter().flat_map(figure_heads).collect();
    let heads = BEFORE.into_iter().chain(figures.iter().map(|head| (head.as_str(), 12.0))).chain(AFTER);
    let mut data = DataSheet::begin(sheet, "Từng đơn vị", heads, 2, (context, styles))?;
    for hop in &round.hops {
        for line in &hop.lines {
            let row = data.next_row();
            unit_row(&mut data, row, round, hop, line)?;
        }
    }
    let words = [
        (Timeliness::OnTime, GOOD),
        (Timeliness::Late, WARN),
        (Timeliness::Missing, BAD),
        (Timeliness::Returned, BAD),
        (Timeliness::NotDue, UNKNOWN),
    ];
    let words = words.map(|(timeliness, colour)| (standing(timeliness), colour));
    let words: Vec<(&str, u32)> = words.iter().map(|(word, colour)| (word.as_str(), *colour)).collect();
    data.colour_words(STANDING, &words)?;
    data.finish("Đợt báo cáo chưa có đơn vị nào phải báo cáo.")
}

/// The columns of a measure: the figure, and of a share the whole.
fn figure_heads(measure: &Measure) -> Vec<String> {
    let whole = base(measure).map(|noun| format!("{}: tổng số {noun}", measure.name));
    std::iter::once(measure.name.clone()).chain(whole).collect()
}

fn base(measure: &Measure) -> Option<&str> {
    measure.activity.as_ref().and_then(|activity| activity.base_noun.as_deref())
}

fn unit_row(
    data: &mut DataSheet<'_, '_>,
    row: RowNum,
    round: &RoundSheet,
    hop: &HopSheet,
    line: &UnitLine,
) -> Result<(), WorkbookError> {
    let body = &data.styles.body;
    let page = &mut data.page;
    let submission = line.submission.as_ref();
    page.count(row, 0, Some(i64::from(hop.number)), body)?;
    page.text(row, 1, &line.unit.name, &body.text)?;
    page.text(row, 2, &hop.receiver_name, &body.text)?;
    page.text(row, STANDING, &standing(line.standing.timeliness), &body.middle)?;
    page.text(row, 4, &hop.due.vietnamese(), &body.text)?;
    page.day(row, 5, Some(hop.due.day), body)?;
    match line.standing.received_at {
        Some(received) => {
            let local = in_vietnam(received).naive_local();
            page.sheet().write_datetime_with_format(row, 6, local, &data.styles.moment)?;
        }
        None => page.blank(row, 6, &data.styles.moment)?,
    }
    page.text(row, 7, submission.map_or("", |report| report.source.vietnamese()), &body.text)?;
    page.text(row, 8, if line.standing.accepted { "có" } else { "" }, &body.middle)?;
    page.text(row, 9, if line.standing.nil { "có" } else { "" }, &body.middle)?;
    let mut column = 10;
    for (measure, figure) in round.measures.iter().zip(&line.figures) {
        page.count(row, column, figure.as_ref().map(|figure| figure.value), body)?;
        column += 1;
        if base(measure).is_some() {
            page.count(row, column, figure.as_ref().and_then(|figure| figure.base), body)?;
            column += 1;
        }
    }
    let step = if owes(line) { Step::of(line).vietnamese() } else { String::new() };
    page.text(row, column, &step, &body.text)?;
    page.text(row, column + 1, &told(line, |contact| Some(named(contact))), &body.text)?;
    page.text(row, column + 2, &told(line, |contact| contact.phone.clone()), &body.text)?;
    page.text(row, column + 3, &told(line, |contact| contact.email.clone()), &body.text)?;
    page.text(row, column + 4, &lacks(round, hop, line), &body.text)
}

/// Something of every contact, one below the other.
fn told(line: &UnitLine, part: impl Fn(&Contact) -> Option<String>) -> String {
    let parts: Vec<String> = line.contacts.iter().filter_map(part).filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn named(contact: &Contact) -> String {
    match contact.post.as_deref().filter(|post| !post.is_empty()) {
        Some(post) => format!("{} ({post})", contact.name),
        None => contact.name.clone(),
    }
}

/// What the receiver of the hop lacks because of this unit.
fn lacks(round: &RoundSheet, hop: &HopSheet, line: &UnitLine) -> String {
    if line.standing.timeliness != Timeliness::Missing {
        return String::new();
    }
    let consolidator = round.lacking.iter().any(|lacking| lacking.hop == hop.number && lacking.consolidator);
    let what = if consolidator { "báo cáo tổng hợp" } else { "báo cáo" };
    format!("Bước {}: {} chưa nhận được {what}", hop.number, hop.receiver_name)
}
