//! The columns of a blank list: header, how it is filled in, an example.

use super::ListKind;

/// What a cell of a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A running number.
    Ordinal,
    /// Anything.
    Text,
    /// A number in which zeros at the front count: 12 digits.
    IdNumber,
    /// The same with 10 digits.
    Phone,
    /// A day of birth or only a year, as text: Excel would turn a year into a day of 1905.
    Birth,
    /// Nam or Nữ.
    Sex,
    /// One of the names of the unit.
    Place,
    /// An x or nothing.
    Mark,
    /// A day.
    Day,
}

/// A column of a blank list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Header.
    pub header: &'static str,
    /// What it holds.
    pub content: Content,
    /// In letters.
    pub width: f64,
    /// Whether a row cannot do without it.
    pub needed: bool,
    /// How it is filled in.
    pub how: &'static str,
    /// An example.
    pub example: &'static str,
}

impl Column {
    /// The columns of a list.
    pub fn of(kind: ListKind) -> Vec<Column> {
        let place: &[Column] = if kind == ListKind::Staff { &WORK } else { &HOME };
        [&PERSON, place, &ACCOUNT].concat()
    }
}

const fn column(
    header: &'static str,
    content: Content,
    width: f64,
    needed: bool,
    how: &'static str,
    example: &'static str,
) -> Column {
    Column { header, content, width, needed, how, example }
}

const PERSON: [Column; 6] = [
    column("STT", Content::Ordinal, 6.0, false, "Số thứ tự của dòng.", "1"),
    column("Họ và tên", Content::Text, 26.0, true, "Ghi đủ họ, chữ đệm và tên, có dấu.", "Nguyễn Thị Hương Giang"),
    column(
        "Ngày sinh",
        Content::Birth,
        12.0,
        false,
        "Ghi ngày/tháng/năm; nếu giấy tờ chỉ có năm thì ghi năm.",
        "05/03/1985 hoặc 1957",
    ),
    column("Giới tính", Content::Sex, 9.0, false, "Chọn Nam hoặc Nữ.", "Nữ"),
    column(
        "Số CCCD",
        Content::IdNumber,
        16.0,
        true,
        "Đủ 12 chữ số, giữ số 0 ở đầu. Người chưa có số thì để trống, bổ sung sau.",
        "038185000123",
    ),
    column("Số điện thoại", Content::Phone, 14.0, false, "Số di động chính chủ, 10 chữ số.", "0912345678"),
];

const HOME: [Column; 1] = [column(
    "Thôn/Tổ dân phố",
    Content::Place,
    22.0,
    true,
    "Chọn trong danh sách thả xuống. Danh sách của một thôn thì có thể để trống.",
    "chọn từ trang Danh mục",
)];

const WORK: [Column; 2] = [
    column(
        "Đơn vị công tác",
        Content::Place,
        28.0,
        true,
        "Chọn trong danh sách thả xuống. Danh sách của một đơn vị thì có thể để trống.",
        "chọn từ trang Danh mục",
    ),
    column("Chức vụ", Content::Text, 18.0, false, "Chức vụ hoặc công việc.", "Giáo viên"),
];

const ACCOUNT: [Column; 7] = [
    column("Mức 1", Content::Mark, 8.0, false, "Đánh x nếu đã được cấp tài khoản mức 1; để trống nếu chưa.", "x"),
    column("Ngày cấp mức 1", Content::Day, 13.0, false, "Ngày/tháng/năm, nếu biết.", "20/02/2023"),
    column("Mức 2", Content::Mark, 8.0, false, "Đánh x nếu đã được cấp tài khoản mức 2; để trống nếu chưa.", "x"),
    column("Ngày cấp mức 2", Content::Day, 13.0, false, "Ngày/tháng/năm, nếu biết.", "15/03/2023"),
    column("Đã kích hoạt", Content::Mark, 10.0, false, "Đánh x nếu tài khoản đã kích hoạt; để trống nếu chưa.", "x"),
    column("Ngày kích hoạt", Content::Day, 13.0, false, "Ngày/tháng/năm, nếu biết.", "18/03/2023"),
    column(
        "Ghi chú",
        Content::Text,
        28.0,
        false,
        "Vướng mắc hoặc tình trạng: đi làm xa, không có điện thoại thông minh, đã mất, chuyển đi nơi khác…",
        "Đi làm ăn xa",
    ),
];
