//! The sheet that explains.

use rust_xlsxwriter::{FormatAlign, Worksheet};

use super::columns::Column;
use crate::workbooks::error::WorkbookError;
use crate::workbooks::page::Page;
use crate::workbooks::style::Styles;

/// What holds for the whole list.
const RULES: [&str; 6] = [
    "Mỗi người một dòng ở trang «Danh sách», ghi liền nhau từ dòng đầu tiên dưới tiêu đề; không gộp ô, không chèn dòng tổng ở giữa.",
    "Giữ nguyên dòng tiêu đề. Có thể bỏ trống hoặc xóa cột không dùng, thêm cột riêng ở bên phải; hệ thống bỏ qua cột không hiểu.",
    "Cột số CCCD, số điện thoại và ngày sinh đã để sẵn dạng chữ: gõ như trên giấy tờ, không mất số 0 ở đầu.",
    "Ô để trống nghĩa là chưa có thông tin: hệ thống giữ nguyên dữ liệu đang có của người đó.",
    "Không ghi mật khẩu, mã OTP, dân tộc, tôn giáo: hệ thống không nhận các cột này.",
    "Điền xong, lưu tệp rồi tải lên ở trang Nhập danh sách; hệ thống cho xem trước mọi thay đổi rồi mới ghi.",
];

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, columns: &[Column], styles: &Styles) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, "Hướng dẫn")?;
    page.widths(&[6.0, 24.0, 11.0, 78.0, 26.0])?;
    page.merged((0, 0), (0, 4), "HƯỚNG DẪN GHI DANH SÁCH", &styles.title)?;
    let text = styles.paragraph.clone().set_align(FormatAlign::Top);
    let mut row = 2;
    for (number, rule) in (1..).zip(RULES) {
        page.merged((row, 0), (row, 4), &format!("{number}. {rule}"), &text)?;
        page.sheet().set_row_height(row, 20)?;
        row += 1;
    }
    row += 1;
    for (column, head) in (0..).zip(["Thứ tự", "Tên cột", "Bắt buộc", "Cách ghi", "Mẫu"]) {
        page.text(row, column, head, &styles.head)?;
    }
    for (number, column) in (1..).zip(columns) {
        row += 1;
        page.ordinal(row, 0, number, &styles.body)?;
        page.text(row, 1, &format!("«{}»", column.header), &styles.body.text)?;
        page.text(row, 2, if column.needed { "cần có" } else { "nếu có" }, &styles.body.middle)?;
        page.text(row, 3, column.how, &styles.body.text)?;
        page.text(row, 4, column.example, &styles.body.text)?;
    }
    Ok(())
}
