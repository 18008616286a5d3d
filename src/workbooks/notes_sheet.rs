//! The sheet «Ghi chú»: where the figures come from and what they count, so that a figure can be defended months later.

use rust_xlsxwriter::{FormatAlign, Worksheet};

use super::error::WorkbookError;
use super::page::Page;
use super::progress::WorkbookContext;
use super::style::Styles;
use super::wording;
use crate::model::as_of::in_vietnam;
use crate::model::percent::Rounding;
use crate::progress::report::{Figure, ProgressReport};
use crate::vn::date;

/// Characters that fit on a line of the two columns.
const LABEL_CHARACTERS: usize = 28;
const NOTE_CHARACTERS: usize = 105;

/// Writes it.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, "Ghi chú")?;
    page.widths(&[30.0, 100.0])?;
    page.merged((0, 0), (0, 1), "GHI CHÚ VỀ SỐ LIỆU", &styles.title)?;
    let text = styles.paragraph.clone().set_align(FormatAlign::Top);
    for (row, (label, note)) in (2..).zip(notes(report, context)) {
        page.text(row, 0, &label, &styles.label)?;
        page.text(row, 1, &note, &text)?;
        let lines =
            note.chars().count().div_ceil(NOTE_CHARACTERS).max(label.chars().count().div_ceil(LABEL_CHARACTERS));
        page.sheet().set_row_height(row, 18.0 * f64::from(u16::try_from(lines).unwrap_or(u16::MAX)))?;
    }
    page.sheet().set_freeze_panes(2, 0)?;
    page.sheet().set_repeat_rows(0, 0)?;
    Ok(())
}

fn notes(report: &ProgressReport, context: &WorkbookContext) -> Vec<(String, String)> {
    let note = |label: &str, text: String| (label.to_owned(), text);
    let campaign = &report.campaign;
    let (from, to) = (date::in_text(campaign.starts_on), date::in_text(campaign.ends_on));
    let made_at = in_vietnam(context.made_at);
    let time = made_at.format("%H giờ %M phút").to_string();
    let mut notes = vec![
        note("Chiến dịch", format!("{} (từ ngày {from} đến ngày {to}), mã {}.", campaign.title, campaign.code)),
        note("Đơn vị", report.path.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(" › ")),
        note("Ngày số liệu", format!(
            "{}. Chỉ tính những việc hoàn thành đến hết ngày này theo giờ Việt Nam; việc hoàn thành sau ngày này chưa được tính.",
            wording::as_of(report)
        )),
        note("Cách đếm", "Mỗi người được đếm một lần trong một số cộng, tại nơi đang cư trú; cán bộ được đếm tại cơ quan công tác. \
             Người có cả hai mức tài khoản được đếm ở mức cao nhất tại ngày số liệu. \
             «Đạt» chỉ gồm tài khoản đã kích hoạt; «Đã cấp» gồm cả tài khoản chưa kích hoạt.".to_owned()),
        note("Tỷ lệ", rounding(campaign.rounding)),
        note("Chưa có số liệu", "Đơn vị chưa gửi danh sách hoặc báo cáo; khác với số 0.".to_owned()),
        note("Đánh giá", "So sánh kết quả dự kiến đến hạn, theo tốc độ gần đây, với chỉ tiêu: ● đạt; ▲ đúng tiến độ; ◆ cần đẩy nhanh; \
             ■ khó đạt hoặc không đạt đúng hạn; ○ chưa có số liệu.".to_owned()),
    ];
    notes.extend(report.own.iter().map(|figure| (wording::measure(report, &figure.measure), source(figure))));
    notes.push(note(
        "Lập biểu",
        format!(
            "{}, {time} ngày {}; người lập: {}.",
            context.agency,
            date::in_text(made_at.date_naive()),
            context.made_by
        ),
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
