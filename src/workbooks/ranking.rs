//! The ranking workbook: the units of one tier on a printed sheet each, by their rank over all measures, with the figures that the rank comes from; and
//! the same as clean data.

mod data;
mod tier;
mod tier_sheet;

use super::book::begin;
use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::notes_sheet::write_notes;
use super::style::Styles;
use super::wording;
use crate::progress::Ranking;
use crate::progress::report::ProgressReport;

/// From this mean on a unit can be among those ahead; below it stands out. Hundredths of a percent, as in the ranking document.
const HALF: i64 = 5_000;
/// Ranks that are ahead.
const BEST: u32 = 3;
/// Words with their shapes: colour is never the only sign.
const AHEAD: &str = "★ dẫn đầu";
const BEHIND: &str = "■ dưới 50%";
const UNRANKED: &str = "○ chưa xếp hạng";

/// Makes the workbook. The same input gives the same bytes.
///
/// # Errors
/// [`WorkbookError::NothingToRank`] where no two units of a tier have quotas and figures.
pub fn ranking(report: &ProgressReport, context: &WorkbookContext) -> Result<Vec<u8>, WorkbookError> {
    let ranks = Ranking::of(report);
    let tiers = tier::tiers(report, &ranks);
    if tiers.is_empty() {
        return Err(WorkbookError::NothingToRank);
    }
    let mut workbook = begin(&format!("Bảng xếp hạng, {}", report.campaign.title), context)?;
    let styles = Styles::new();
    for tier in &tiers {
        tier_sheet::write(workbook.add_worksheet(), report, tier, context, &styles)?;
    }
    data::write(workbook.add_worksheet(), report, &tiers, context, &styles)?;
    write_notes(workbook.add_worksheet(), &notes(report, context), context, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

/// Whether there is something to rank.
pub fn can_rank(report: &ProgressReport) -> bool {
    !tier::tiers(report, &Ranking::of(report)).is_empty()
}

fn notes(report: &ProgressReport, context: &WorkbookContext) -> Vec<(String, String)> {
    let note = |label: &str, text: String| (label.to_owned(), text);
    let cited = context.snapshot.as_ref().map(|snapshot| note("Số liệu chốt", snapshot.in_full()));
    let mut notes = vec![
        note("Chiến dịch", format!("{}, mã {}.", report.campaign.title, report.campaign.code)),
        note("Ngày số liệu", format!("{}.", wording::as_of(report))),
    ];
    notes.extend(cited);
    notes.extend([
        note(
            "Cách xếp hạng",
            "Hạng của từng chỉ tiêu tính theo tỷ lệ hoàn thành chỉ tiêu được giao. Hạng chung tính theo bình quân tỷ lệ của các chỉ tiêu \
             được giao, mỗi chỉ tiêu tính không quá 100%. Đơn vị bằng nhau xếp cùng hạng, hạng kế tiếp bỏ trống (1, 1, 3)."
                .to_owned(),
        ),
        note(
            "Khối",
            "Thôn, tổ dân phố (hoặc xã, phường) và cơ quan, đơn vị xếp hạng chung riêng theo từng khối; chỉ xếp hạng khối có từ hai đơn vị."
                .to_owned(),
        ),
        note(
            "Chưa xếp hạng",
            "Đơn vị chưa được giao chỉ tiêu, hoặc có chỉ tiêu mà chưa có số liệu. Chưa có số liệu khác với số 0.".to_owned(),
        ),
        note(
            "Xếp loại",
            format!("{AHEAD}: hạng chung từ 1 đến {BEST}, bình quân từ 50% trở lên; {BEHIND}: bình quân dưới 50%."),
        ),
        note(
            "Lập biểu",
            format!("{}, {}; người lập: {}.", context.agency, super::context::at(context.made_at), context.made_by),
        ),
    ]);
    notes
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::workbooks::sample;

    #[test]
    fn units_stand_by_rank_and_equals_share_one() {
        let mut report = sample::cam_ngoc();
        // The second village does as well as the first in everything.
        let figures = report.children[0].1.clone();
        for (figure, like) in report.children[1].1.iter_mut().zip(&figures) {
            (figure.quota, figure.done, figure.percent) = (like.quota, like.done, like.percent);
        }
        let bytes = ranking(&report, &sample::context()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Khối thôn, tổ dân phố", "Dữ liệu", "Ghi chú"], "one office alone is no tier");
        let sheet = book.worksheet_range("Khối thôn, tổ dân phố").unwrap();
        let rank = |row: u32| sheet.get_value((row, 0)).cloned().unwrap();
        let ranks: Vec<Data> = (tier_sheet::BODY..tier_sheet::BODY + 10).map(rank).collect();
        let known: Vec<u32> = ranks.iter().map(|rank| rank.to_string().parse().unwrap()).collect();
        assert!(known.is_sorted(), "{known:?}");
        let doubled = known.windows(2).position(|pair| pair[0] == pair[1]).unwrap();
        assert_eq!(known[doubled + 2], known[doubled] + 2, "the next rank is left out: {known:?}");
    }

    #[test]
    fn without_two_units_there_is_nothing_to_rank() {
        let mut report = sample::cam_ngoc();
        report.children.truncate(1);
        assert!(matches!(ranking(&report, &sample::context()), Err(WorkbookError::NothingToRank)));
    }
}
