//! The sheet «Ghi chú»: where the figures come from and what they count, so that a figure can be defended months later.

use rust_xlsxwriter::{FormatAlign, Worksheet};

use super::context::{CitedSnapshot, WorkbookContext, at};
use super::error::WorkbookError;
use super::page::Page;
use super::style::Styles;
use super::wording;
use crate::model::percent::Rounding;
use crate::progress::report::{Figure, ProgressReport};
use crate::vn::date;

/// Characters that fit on a line of the two columns.
const LABEL_CHARACTERS: usize = 28;
const NOTE_CHARACTERS: usize = 105;

/// Height of a line, in points; a row of Excel is at most 409 points high.
const LINE_HEIGHT: f64 = 18.0;
const MOST_LINES: usize = 22;

/// The notes of a report: what every figure of it means.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    write_notes(sheet, &notes(report, context), context, styles)
}

/// Notes, each with its label.
pub fn write_notes(
    sheet: &mut Worksheet,
    notes: &[(String, String)],
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, "Ghi chú")?;
    page.widths(&[30.0, 100.0])?;
    page.cite(context);
    page.text(0, 0, "GHI CHÚ VỀ SỐ LIỆU", &styles.title.clone().set_align(FormatAlign::Left))?;
    let text = styles.paragraph.clone().set_align(FormatAlign::Top);
    for (row, (label, note)) in (2..).zip(notes) {
        page.text(row, 0, label, &styles.label)?;
        page.text(row, 1, note, &text)?;
        let lines =
            note.chars().count().div_ceil(NOTE_CHARACTERS).max(label.chars().count().div_ceil(LABEL_CHARACTERS));
        page.sheet().set_row_height(row, LINE_HEIGHT * f64::from(u16::try_from(lines.min(MOST_LINES)).unwrap_or(1)))?;
    }
    page.sheet().set_freeze_panes(2, 0)?;
    page.sheet().set_repeat_rows(0, 0)?;
    Ok(())
}

fn notes(report: &ProgressReport, context: &WorkbookContext) -> Vec<(String, String)> {
    let note = |label: &str, text: String| (label.to_owned(), text);
    let campaign = &report.campaign;
    let (from, to) = (date::in_text(campaign.starts_on), date::in_text(campaign.ends_on));
    let mut notes = vec![
        note("Chiến dịch", format!("{} (từ ngày {from} đến ngày {to}), mã {}.", campaign.title, campaign.code)),
        note("Đơn vị", report.path.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(" › ")),
        note("Ngày số liệu", format!(
            "{}. Chỉ tính những việc hoàn thành đến hết ngày này theo giờ Việt Nam; việc hoàn thành sau ngày này chưa được tính.",
            wording::as_of(report)
        )),
        note("Số liệu chốt", context.snapshot.as_ref().map_or_else(
            || "Bảng này không trích từ số liệu chốt.".to_owned(),
            CitedSnapshot::in_full,
        )),
        note("Cách đếm", "Mỗi người được đếm một lần trong một số cộng, tại nơi đang cư trú; cán bộ được đếm tại cơ quan công tác. \
             Người có cả hai mức tài khoản được đếm ở mức cao nhất tại ngày số liệu. \
             «Đạt» chỉ gồm tài khoản đã kích hoạt; «Đã cấp» gồm cả tài khoản chưa kích hoạt.".to_owned()),
        note("Tỷ lệ", rounding(campaign.rounding)),
        note("Chưa có số liệu", "Đơn vị chưa gửi danh sách hoặc báo cáo; khác với số 0.".to_owned()),
        note("Chất lượng dữ liệu", "Trang «Chất lượng dữ liệu» nêu đơn vị chưa có số liệu, số liệu cũ, báo cáo khác số đếm và số không hợp lý; \
             phần đối chiếu báo cáo theo các báo cáo đã nhận đến lúc lập biểu.".to_owned()),
        note("Đánh giá", "So sánh kết quả dự kiến đến hạn, theo tốc độ gần đây, với chỉ tiêu: ● đạt; ▲ đúng tiến độ; ◆ cần đẩy nhanh; \
             ■ khó đạt hoặc không đạt đúng hạn; ○ chưa có số liệu.".to_owned()),
    ];
    notes.extend(report.own.iter().map(|figure| (wording::measure(report, &figure.measure), source(figure))));
    notes.push(note(
        "Lập biểu",
        format!("{}, {}; người lập: {}.", context.agency, at(context.made_at), context.made_by),
    ));
    notes
}

fn rounding(rounding: Rounding) -> String {
    match rounding {
        Rounding::Truncate => {
            "Lấy hai chữ số thập phân, bỏ phần còn lại (không làm tròn lên), nên 100% chỉ xuất hiện khi đã đạt đủ."
        }
        Rounding::HalfUp => "Làm tròn đến hai chữ số thập phân.",
    }
    .to_owned()
}

/// Where a measure's figure comes from.
fn source(figure: &Figure) -> String {
    let audience = wording::audience(figure.measure.audience);
    let origin = figure.basis.vietnamese();
    format!("Đối tượng: {audience}; nguồn: {origin}; ký hiệu {}.", figure.measure.code)
}
