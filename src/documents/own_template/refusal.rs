//! Why a Word file does not do as a template, in words that say where and what to do.

use std::fmt;

use thiserror::Error;

/// Why a Word file was not taken as a template, or could not be filled.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// Too big.
    #[error("Tệp lớn hơn 10 MB. Hãy bỏ bớt ảnh hoặc nén ảnh trong Word rồi lưu lại.")]
    TooBig,
    /// Not an Office Open XML document.
    #[error("Tệp này không phải tệp Word .docx. Hãy mở bằng Word, chọn «Lưu thành», dạng Word (.docx) rồi chọn lại.")]
    NotDocx,
    /// The old binary form, or behind a password: both begin alike.
    #[error(
        "Tệp này ở dạng .doc đời cũ hoặc có mật khẩu mở. Hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx rồi chọn lại."
    )]
    OldOrLocked,
    /// A Word template instead of a document.
    #[error("Tệp này là mẫu Word (.dotx). Hãy mở bằng Word, lưu thành tài liệu .docx rồi chọn lại.")]
    WordTemplate,
    /// Has macros.
    #[error("Tệp này chứa macro nên không được nhận. Hãy lưu thành .docx (không macro) rồi chọn lại.")]
    Macro,
    /// Something else is packed into it.
    #[error("Tệp có đối tượng nhúng ({0}) nên không được nhận. Hãy dán lại dưới dạng bảng hoặc hình ảnh rồi lưu tệp.")]
    Embedded(String),
    /// Fetches something from elsewhere when it is opened.
    #[error(
        "Tệp liên kết ra ngoài tới «{0}» nên không được nhận. Hãy nhúng ảnh vào tệp; nếu là mẫu đính kèm thì trong Word vào Nhà phát triển, Mẫu tài liệu, chọn lại Normal."
    )]
    External(String),
    /// A field code that reads other files or starts programs.
    #[error("Tệp có mã trường «{0}» đọc tệp khác hoặc chạy chương trình nên không được nhận. Hãy xóa trường đó.")]
    FieldCode(String),
    /// Declares entities.
    #[error("Tệp có khai báo DOCTYPE, không được phép trong tệp Word. Hãy mở bằng Word và lưu lại thành .docx.")]
    Declares,
    /// Damaged, or made to look like a document.
    #[error("Tệp bị hỏng hoặc không đúng cấu trúc Word ({0}). Hãy mở bằng Word, lưu lại rồi chọn lại.")]
    Damaged(&'static str),
    /// More than any document holds, packed or made by filling.
    #[error("Nội dung tệp quá lớn ({0}). Hãy chia thành mẫu nhỏ hơn.")]
    TooMuch(&'static str),
    /// Changes that nobody has decided on.
    #[error(
        "Tệp còn thay đổi chưa duyệt (Theo dõi thay đổi) ở {0}. Hãy vào Xem lại, chấp nhận hoặc từ chối tất cả rồi lưu tệp."
    )]
    Changes(Place),
    /// Nothing to fill.
    #[error(
        "Tệp không có trường nào để điền. Hãy ghi trường trong hai cặp ngoặc nhọn, ví dụ {{{{so}}}}, theo danh sách trường."
    )]
    NoField,
    /// Places that cannot be filled, all of them.
    #[error("{}", told(.0))]
    Findings(Vec<Finding>),
    /// The new file could not be written: a fault of the program.
    #[error("Không ghi được tệp Word: {0}. Đây là lỗi của chương trình; hãy báo người quản trị kèm thông báo này.")]
    Unwritten(String),
}

fn told(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(|finding| format!("\n- {finding}")).collect();
    format!("Tệp mẫu có {} chỗ chưa điền được:{}", findings.len(), lines.concat())
}

/// The most findings of a part: whoever has more reads the first ones, mends them and tries again.
pub(super) const MOST_FINDINGS: usize = 200;

/// A place in the file that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// The paragraph, shortened.
    pub text: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.is_empty() {
            return write!(f, "{}: {}", self.place, self.problem);
        }
        write!(f, "{}, đoạn «{}»: {}", self.place, self.text, self.problem)
    }
}

/// Where something stands in a Word file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which part of the file.
    pub part: PartKind,
    /// Table and row of it, from 1.
    pub row: Option<(usize, usize)>,
    /// Whether it stands in a text box.
    pub boxed: bool,
}

/// A part of a Word file that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// The text.
    Body,
    /// Above it on each page.
    Header,
    /// Below it.
    Footer,
    /// Notes at the foot of pages.
    Footnotes,
    /// Notes at the end.
    Endnotes,
    /// Charts, diagrams, comments: text in them is not filled.
    Drawn,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.part {
            PartKind::Body => "thân văn bản",
            PartKind::Header => "đầu trang",
            PartKind::Footer => "chân trang",
            PartKind::Footnotes => "chú thích chân trang",
            PartKind::Endnotes => "chú thích cuối văn bản",
            PartKind::Drawn => "biểu đồ, sơ đồ hoặc ghi chú",
        })?;
        if let Some((table, row)) = self.row {
            write!(f, ", bảng {table}, hàng {row}")?;
        }
        if self.boxed { f.write_str(", hộp chữ") } else { Ok(()) }
    }
}

/// What is wrong with a place. Names are told as they were written, without braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No such field.
    UnknownField(String),
    /// No such list.
    UnknownList(String),
    /// A field that takes no measure has one behind a colon.
    NoMeasureHere(String),
    /// No campaign has such a measure.
    UnknownMeasure(String),
    /// The campaign of the document has nothing to put there.
    NotInCampaign(String),
    /// A field of some lists outside of them: the field, the lists.
    OutsideItsList(String, Vec<&'static str>),
    /// Begins and does not end in its paragraph.
    NoEnd(String),
    /// Ends and did not begin.
    NoBegin,
    /// Nothing between the braces.
    Empty,
    /// A list that has no end.
    NotClosed(String),
    /// An end without its list.
    NotOpened(String),
    /// A list within a list: the inner one, the outer one.
    Nested(String, String),
    /// Ended under another name: begun, ended.
    WrongEnd(String, String),
    /// Begins and ends at places that are no whole rows or paragraphs together.
    Crossing(String),
    /// Stands where nothing is filled.
    NotFilled,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField(name) => write!(f, "không có trường {{{{{name}}}}}; xem danh sách trường"),
            Self::UnknownList(name) => write!(f, "không có danh sách {{{{#{name}}}}}; xem danh sách trường"),
            Self::NoMeasureHere(name) => write!(f, "trường {{{{{name}}}}} không ghi chỉ tiêu sau dấu hai chấm"),
            Self::UnknownMeasure(name) => write!(f, "trường {{{{{name}}}}}: chưa chiến dịch nào có chỉ tiêu này"),
            Self::NotInCampaign(name) => {
                write!(f, "chiến dịch của văn bản này không có chỉ tiêu của trường {{{{{name}}}}}")
            }
            Self::OutsideItsList(name, lists) => {
                let lists: Vec<String> = lists.iter().map(|list| format!("{{{{#{list}}}}}")).collect();
                write!(f, "trường {{{{{name}}}}} chỉ dùng trong danh sách {}", lists.join(", "))
            }
            Self::NoEnd(name) => write!(f, "«{{{{{name}» mở ngoặc mà không đóng }}}} trong cùng đoạn"),
            Self::NoBegin => f.write_str("có }} mà không có {{ trước đó trong cùng đoạn"),
            Self::Empty => f.write_str("{{}} không có tên trường"),
            Self::NotClosed(name) => write!(f, "danh sách {{{{#{name}}}}} không có {{{{/{name}}}}}"),
            Self::NotOpened(name) => write!(f, "{{{{/{name}}}}} không có {{{{#{name}}}}} trước đó"),
            Self::Nested(inner, outer) => {
                write!(f, "danh sách {{{{#{inner}}}}} nằm trong danh sách {{{{#{outer}}}}}; không lồng danh sách")
            }
            Self::WrongEnd(begun, ended) => write!(f, "danh sách {{{{#{begun}}}}} lại đóng bằng {{{{/{ended}}}}}"),
            Self::Crossing(name) => write!(
                f,
                "danh sách {{{{#{name}}}}} phải mở và đóng trong cùng một hàng, cùng một bảng, hoặc giữa các đoạn liền nhau ngoài bảng"
            ),
            Self::NotFilled => f.write_str("trường ở chỗ này không được điền; hãy đưa ra thân văn bản"),
        }
    }
}

/// A text as findings tell it.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 80;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN {
        return words;
    }
    let begin: String = words.chars().take(SHOWN).collect();
    format!("{}…", begin.trim_end())
}
