//! The names that a template may use: fields, and lists with fields of their own.

use super::marks::{Mark, MarkKind, Name};
use super::refusal::Problem;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// `ket-qua`.
    pub name: &'static str,
    /// What stands in its place, for whoever writes a template.
    pub meaning: &'static str,
    /// Whether a measure may be named behind a colon.
    pub per_measure: bool,
}

/// What a list repeats where it is written within one row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// The row.
    Rows,
    /// The paragraph.
    Lines,
}

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// `don-vi`.
    pub name: &'static str,
    /// What it goes through.
    pub meaning: &'static str,
    /// What it repeats.
    pub repeats: Repeats,
    /// Fields of each entry, beside those of [`MEASURED`] where it is of units or measures.
    pub fields: &'static [Field],
    /// Whether its entries have figures.
    pub measured: bool,
}

const fn plain(name: &'static str, meaning: &'static str) -> Field {
    Field { name, meaning, per_measure: false }
}

const fn measured(name: &'static str, meaning: &'static str) -> Field {
    Field { name, meaning, per_measure: true }
}

/// Fields of the document and its campaign.
pub static FIELDS: [Field; 27] = [
    plain("co-quan-cap-tren", "cơ quan chủ quản, chữ in hoa; trống nếu không có"),
    plain("co-quan", "cơ quan ban hành, chữ in hoa, có thể hai dòng"),
    plain("ten-co-quan", "cơ quan ban hành trong câu văn"),
    plain("so", "số văn bản; dự thảo để chỗ trống"),
    plain("ky-hieu", "ký hiệu văn bản"),
    plain("dia-danh", "địa danh"),
    plain("ngay", "ngày ban hành; dự thảo để chỗ trống"),
    plain("thang", "tháng ban hành"),
    plain("nam", "năm ban hành"),
    plain("do-khan", "dấu chỉ độ khẩn; trống nếu không có"),
    plain("ten-loai", "tên loại văn bản; công văn không có"),
    plain("trich-yeu", "trích yếu nội dung"),
    plain("kinh-gui", "nơi kính gửi; nhiều nơi thì mỗi nơi một dòng"),
    plain("can-cu", "các căn cứ, mỗi căn cứ một dòng"),
    plain("noi-dung", "nội dung văn bản, mỗi đoạn một dòng"),
    plain("tham-quyen", "quyền hạn, chức vụ của người ký, đủ các dòng"),
    plain("chuc-vu", "chức vụ của người ký, dòng cuối"),
    plain("nguoi-ky", "họ tên người ký"),
    plain("noi-nhan", "nơi nhận, mỗi nơi một dòng"),
    plain("phu-luc", "tên các phụ lục, mỗi phụ lục một dòng"),
    plain("chien-dich", "tên chiến dịch"),
    plain("tu-ngay", "ngày bắt đầu chiến dịch"),
    plain("den-ngay", "ngày kết thúc chiến dịch"),
    plain("don-vi", "đơn vị có số liệu"),
    plain("ngay-so-lieu", "ngày chốt số liệu"),
    plain("cau-ket-qua", "câu tổng hợp kết quả"),
    plain("so-don-vi", "số đơn vị trực thuộc có số liệu"),
];

/// Fields of a measure: of the whole unit outside of lists, of each unit or measure within them. Without a measure behind the colon they tell the first one.
pub static MEASURED: [Field; 14] = [
    measured("ten-chi-tieu", "tên chỉ tiêu"),
    measured("chi-tieu", "chỉ tiêu được giao"),
    measured("ket-qua", "kết quả thực hiện"),
    measured("ty-le", "tỷ lệ so với chỉ tiêu, có dấu %"),
    measured("ty-le-so", "tỷ lệ so với chỉ tiêu, không có dấu %"),
    measured("con-thieu", "còn thiếu so với chỉ tiêu"),
    measured("da-cap", "đã cấp, kích hoạt hay chưa"),
    measured("trong-dien", "số người trong diện"),
    measured("han", "ngày cuối của thời hạn"),
    measured("con-ngay", "số ngày còn lại đến hạn"),
    measured("can-moi-ngay", "mỗi ngày phải thêm ít nhất"),
    measured("toc-do", "bình quân mỗi ngày gần đây"),
    measured("hang", "thứ hạng trong các đơn vị cùng cấp"),
    measured("nguon", "nguồn số liệu"),
];

const NUMBER: Field = plain("stt", "số thứ tự");
const LINE: [Field; 2] = [NUMBER, plain("dong", "dòng chữ như trên văn bản, đủ dấu cuối dòng")];
const UNIT: [Field; 3] = [NUMBER, plain("ten", "tên đơn vị"), plain("hang-chung", "thứ hạng chung theo mọi chỉ tiêu")];

/// The lists.
pub static LISTS: [List; 10] = [
    rows("don-vi", "các đơn vị trực thuộc có số liệu, theo thứ tự phụ lục", &UNIT, true),
    rows("thon", "như trên, chỉ thôn, tổ dân phố", &UNIT, true),
    rows("co-quan", "như trên, chỉ cơ quan, đoàn thể, trường học, doanh nghiệp", &UNIT, true),
    rows("chi-tieu", "các chỉ tiêu của chiến dịch", &[NUMBER, plain("ma", "mã chỉ tiêu")], true),
    rows(
        "nhiem-vu",
        "các nhiệm vụ của chiến dịch lúc tải tệp",
        &[
            NUMBER,
            plain("giao-cho", "nơi thực hiện"),
            plain("viec", "việc phải làm"),
            plain("thoi-han", "thời hạn"),
            plain("tinh-trang", "tình trạng"),
        ],
        false,
    ),
    lines("kinh-gui", "nơi kính gửi"),
    lines("can-cu", "các căn cứ"),
    lines("noi-dung", "các đoạn của nội dung"),
    lines("noi-nhan", "nơi nhận"),
    lines("phu-luc", "các phụ lục"),
];

const fn rows(name: &'static str, meaning: &'static str, fields: &'static [Field], measured: bool) -> List {
    List { name, meaning, repeats: Repeats::Rows, fields, measured }
}

const fn lines(name: &'static str, meaning: &'static str) -> List {
    List { name, meaning, repeats: Repeats::Lines, fields: &LINE, measured: false }
}

/// A list by its name.
pub fn list(name: &str) -> Option<&'static List> {
    LISTS.iter().find(|list| list.name == name)
}

impl List {
    /// The field of an entry.
    fn field(&self, name: &str) -> Option<&'static Field> {
        let own = self.fields.iter().find(|field| field.name == name);
        own.or_else(|| MEASURED.iter().filter(|_| self.measured).find(|field| field.name == name))
    }
}

fn outside(name: &str) -> Option<&'static Field> {
    FIELDS.iter().chain(&MEASURED).find(|field| field.name == name)
}

/// Whether a mark within a list, or outside of all, is one that can be filled. `measures` are the codes that campaigns know, in small letters; a number
/// is a measure by its place.
pub(super) fn check(mark: &Mark, within: Option<&List>, measures: &[String]) -> Option<Problem> {
    let (name, written) = (&mark.name, || mark.written.clone());
    if mark.kind != MarkKind::Field {
        let known = list(&name.base).is_some() && name.measure.is_none();
        return (mark.kind == MarkKind::Open && !known).then(|| Problem::UnknownList(written()));
    }
    let field = within.and_then(|list| list.field(&name.base)).or_else(|| outside(&name.base));
    let Some(field) = field else {
        let lists: Vec<&str> =
            LISTS.iter().filter(|list| list.field(&name.base).is_some()).map(|list| list.name).collect();
        return Some(match lists.is_empty() {
            true => Problem::UnknownField(written()),
            false => Problem::OutsideItsList(written(), lists),
        });
    };
    measure_problem(name, field, within, measures).map(|problem| problem(written()))
}

fn measure_problem(
    name: &Name,
    field: &Field,
    within: Option<&List>,
    measures: &[String],
) -> Option<fn(String) -> Problem> {
    let measure = name.measure.as_deref()?;
    // An entry of the list of measures has its own.
    let fixed = within.is_some_and(|list| list.name == "chi-tieu");
    if !field.per_measure || fixed {
        return Some(Problem::NoMeasureHere);
    }
    let by_place = measure.parse::<u8>().is_ok_and(|place| (1..=99).contains(&place));
    let known = by_place || measures.iter().any(|known| known == measure);
    (!known).then_some(Problem::UnknownMeasure as fn(String) -> Problem)
}
