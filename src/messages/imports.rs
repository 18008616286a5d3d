//! Why a row of a list is not applied, and whom it may stand for.

use crate::roster::staged::{Likeness, Reason};
use crate::store::batches::BatchState;

/// A commit was refused because the data changed since the preview, and the file was compared once more.
pub const RECOMPUTED: &str = "Dữ liệu đã thay đổi sau khi xem trước nên chưa ghi nhận gì. Tệp đã được đối chiếu lại với dữ liệu mới: xem lại các thay đổi \
     dưới đây rồi ghi nhận.";

/// What happened and what to do.
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::OtherPerson => {
            "Số định danh này đang thuộc về người khác trong dữ liệu (khác cả họ tên và ngày sinh). \
             Đối chiếu giấy tờ, sửa trong tệp hoặc trong dữ liệu rồi nhập lại."
                .to_owned()
        }
        Reason::EditedHere { on } => format!(
            "Ngày {} đã có người sửa thông tin này trên hệ thống, sau ngày lập danh sách. Chọn lấy theo tệp hay giữ như đang có.",
            crate::vn::date::in_text(*on)
        ),
        Reason::OtherRow { row } => format!(
            "Cùng một người với dòng {row} nhưng thông tin khác nhau. Chọn dòng đúng, dòng kia bỏ qua, hoặc sửa trong tệp rồi tải lại."
        ),
        Reason::UnknownVillage(name) => format!(
            "Đơn vị nhập liệu không có thôn, tổ dân phố «{name}». Tạo thôn này, chọn thôn đã có hoặc sửa trong tệp rồi tải lại."
        ),
        Reason::UnknownOffice(name) => format!(
            "Đơn vị nhập liệu không có cơ quan, đơn vị «{name}». Tạo đơn vị này, chọn đơn vị đã có hoặc sửa trong tệp rồi tải lại."
        ),
        Reason::LeftOut => "Bỏ qua theo lựa chọn của người nhập.".to_owned(),
    }
}

/// In what a row and a known person are alike.
pub fn likeness(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Recognised => "trùng số CMND, hoặc số điện thoại và họ tên, hoặc họ tên, ngày sinh và thôn",
        Likeness::NumberMistyped => "cùng họ tên, ngày sinh; số định danh chỉ khác một, hai chữ số",
        Likeness::OtherVillage => "cùng họ tên, ngày sinh; khác thôn",
        Likeness::YearAndVillage => "cùng họ tên, năm sinh và thôn",
        Likeness::NameAndVillage => "cùng họ tên và thôn; một bên không có ngày sinh",
        Likeness::Phone => "cùng số điện thoại và tên",
    }
}

/// Where a batch stands.
pub fn state(state: BatchState) -> &'static str {
    match state {
        BatchState::Reading => "đang đọc",
        BatchState::Previewed => "chờ ghi nhận",
        BatchState::Committed => "đã ghi nhận",
        BatchState::Failed => "không đọc được",
        BatchState::Undone => "đã hoàn tác",
        BatchState::Discarded => "đã bỏ",
    }
}
