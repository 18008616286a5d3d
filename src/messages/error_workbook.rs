//! What an error workbook says besides the sentences of its findings.

use chrono::NaiveDate;

use crate::roster::staged::Counts;
use crate::vn::date::in_text;

/// What the name of an error workbook ends with, before the extension.
pub const FILE_SUFFIX: &str = " - lỗi";

/// Which of two tables beside each other a sentence speaks of.
pub fn table_from_column(letters: &str) -> String {
    format!("Bảng từ cột {letters}")
}

/// What the summary of an error workbook says about the file: label and value.
pub fn facts(
    file_name: &str,
    unit: &str,
    listed_on: NaiveDate,
    counts: &Counts,
    left_out: u32,
) -> Vec<(String, String)> {
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let mut facts = vec![
        fact("Tệp", file_name.to_owned()),
        fact("Danh sách của", unit.to_owned()),
        fact("Ngày lập danh sách", in_text(listed_on)),
        fact("Đã đọc", format!("{} dòng", counts.rows)),
        fact(
            "Chưa nhận",
            format!(
                "{} dòng có lỗi, {} dòng mâu thuẫn với dữ liệu (ô tô đỏ): phải sửa mới nhập được.",
                counts.held, counts.conflict
            ),
        ),
        fact("Cần kiểm tra", format!("{} dòng vẫn nhập được (ô tô vàng): sửa nếu chưa đúng.", counts.warned)),
    ];
    if left_out > 0 {
        let text = format!(
            "Còn {left_out} dòng nữa có điểm cần sửa nhưng chưa ghi vào tệp này vì quá nhiều; sửa các dòng đã ghi rồi tải lên, hệ thống sẽ chỉ tiếp."
        );
        facts.push(fact("Chưa ghi hết", text));
    }
    facts
}

/// What to do with an error workbook; `without_secrets` where columns of passwords or one-time codes were left out of it.
pub fn steps(batch: i64, without_secrets: bool) -> Vec<String> {
    let mut steps = vec![
        "Sửa trực tiếp vào các ô tô màu trong các trang danh sách. Di chuột vào ô để đọc chú thích; cột «Lỗi» bên phải ghi lại đủ các điểm của từng dòng.".to_owned(),
        "Không cần xóa màu, chú thích, cột «Lỗi» hay trang này: hệ thống bỏ qua khi đọc lại.".to_owned(),
        format!(
            "Lưu tệp rồi tải lên ở trang Nhập danh sách. Hệ thống nhận ra đây là tệp sửa của lượt nhập số {batch} và chỉ ghi phần thay đổi; \
             những dòng đã nhập rồi không bị nhập hai lần."
        ),
    ];
    if without_secrets {
        steps.push(
            "Cột mật khẩu, mã OTP và các cột không được lưu khác đã để trống trong tệp này; không điền lại các cột đó."
                .to_owned(),
        );
    }
    steps
}
