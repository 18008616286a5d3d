//! The sentences that code raises, in Vietnamese, in one place.

pub mod error_workbook;
pub mod findings;
pub mod imports;

use chrono::NaiveDate;

use crate::model::unit::Validity;
use crate::vn::date::in_text;

/// «Xã Cẩm Ngọc chỉ hoạt động đến hết ngày 30/6/2025. …», for a unit asked for on a day on which it did not exist.
pub fn unit_not_then(unit: &str, day: NaiveDate, validity: Validity) -> String {
    let when = if validity.to < day {
        format!("chỉ hoạt động đến hết ngày {}", in_text(validity.to))
    } else {
        format!("chỉ có từ ngày {}", in_text(validity.from))
    };
    format!("{unit} {when}. Chọn ngày trong thời gian đó thay cho {}, hoặc xem đơn vị kế thừa.", in_text(day))
}
