//! A form that comes back: whose it is, of which round, and what was written into it.

use super::{BASE, FIRST_ROW, HIDDEN, SHEET, VALUE, VERSION, digest};
use crate::model::id::{MeasureId, RoundId, UnitId};
use crate::roster::sandbox::SandboxError;
use crate::roster::sandbox::cells::PlainCell;
use crate::rounds::{TypedFigure, TypedRow};
use crate::store::Keys;

/// A form that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadForm {
    /// At which hop.
    pub hop: i32,
    /// What it says.
    pub row: TypedRow,
}

/// Why a form is refused.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// Not one of ours, or tampered with.
    #[error(
        "Tệp «{0}» không phải biểu do chương trình lập cho đợt này, hoặc phần ẩn của biểu đã bị sửa. Tải lại biểu, chép số liệu sang rồi gửi lại."
    )]
    NoForm(String),
    /// Of another round.
    #[error("Tệp «{0}» là biểu của đợt báo cáo khác. Kiểm tra lại tệp, hoặc mở đúng đợt rồi nhập.")]
    OtherRound(String),
    /// Nothing was written into it.
    #[error("Tệp «{0}» chưa có số liệu nào. Nhập số liệu vào các ô màu vàng, hoặc đánh dấu «không phát sinh».")]
    Empty(String),
    /// It could not be read.
    #[error(transparent)]
    Reading(#[from] SandboxError),
}

/// Reads the cells of a form of a round.
///
/// # Errors
/// [`FormError`], which names the file.
pub fn read(keys: &Keys, round: RoundId, file_name: &str, cells: &[PlainCell]) -> Result<ReadForm, FormError> {
    let no_form = || FormError::NoForm(file_name.to_owned());
    let at = |sheet: &str, row: u32, column: u16| -> &str {
        let found = cells.iter().find(|cell| cell.sheet == sheet && cell.row == row + 1 && cell.column == column + 1);
        found.map_or("", |cell| cell.text.trim())
    };
    let (said, given) = at(HIDDEN, 0, 0).rsplit_once('.').ok_or_else(no_form)?;
    if digest(keys, said) != given {
        return Err(no_form());
    }
    let parts: Vec<&str> = said.split('.').collect();
    let [VERSION, of_round, hop, unit, measures] = parts.as_slice() else { return Err(no_form()) };
    let number = |text: &str| text.parse::<i64>().map_err(|_| no_form());
    if number(of_round)? != round.0 {
        return Err(FormError::OtherRound(file_name.to_owned()));
    }
    let measures: Vec<i64> = measures.split('-').map(number).collect::<Result<_, _>>()?;
    let figures: Vec<TypedFigure> = (FIRST_ROW..)
        .zip(&measures)
        .map(|(row, measure)| TypedFigure {
            measure: MeasureId(*measure),
            value: figure(at(SHEET, row, VALUE)),
            base: figure(at(SHEET, row, BASE)),
        })
        .collect();
    let after = FIRST_ROW + u32::try_from(measures.len()).unwrap_or(u32::MAX - FIRST_ROW - 2);
    let nil = !at(SHEET, after + 1, VALUE).is_empty();
    let row = TypedRow { unit: UnitId(number(unit)?), figures, nil, note: at(SHEET, after + 2, 2).to_owned() };
    if !row.says_something() {
        return Err(FormError::Empty(file_name.to_owned()));
    }
    let hop = hop.parse().map_err(|_| no_form())?;
    Ok(ReadForm { hop, row })
}

/// A dash stands where nothing is asked.
fn figure(text: &str) -> String {
    if text == "–" { String::new() } else { text.to_owned() }
}
