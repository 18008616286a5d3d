//! What a header says: the words of a header cell, folded, to the meaning of its column. Content of the column decides where words alone cannot
//! (see [`super::columns`]).

mod accounts;
mod exports;
mod people;

use super::super::reading::ColumnRole as Role;

/// What the words of a header tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// The words say it.
    Sure(Role),
    /// The content has to say it.
    Unsure(Unsure),
    /// Known to be of no use; content is not asked.
    Useless,
    /// Not understood.
    Unknown,
}

/// Headers with more than one meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsure {
    /// `DT`: dân tộc or điện thoại.
    EthnicOrPhone,
    /// `KH`: kích hoạt or kế hoạch.
    ActivationOrPlan,
    /// `GT`: giới tính or giấy tờ.
    SexOrPaper,
    /// `Tài khoản định danh`, `VNeID`: a level, a status in words or a mark.
    Account,
    /// `Mức độ`, `Mức`: a level or a status in words.
    Level,
    /// `Tình trạng`, `Kết quả`: a status in words or a remark.
    Status,
    /// `Đơn vị`: an office or a village.
    Unit,
    /// `Địa chỉ`, `Nơi ở`: an address line or just the village.
    Address,
    /// `Ngày cấp`: of the ID card or of the account, by what stands to the left.
    IssueDate,
    /// `Ngày đăng ký`: of the account or of the certificate.
    SignUpDate,
    /// `Tên`: the given name beside a family name, else the name.
    Name,
    /// `Họ`: family and middle names.
    Family,
    /// A text about ID cards that may hold the number or a mark.
    IdNumber,
}

/// Words that name a village-level unit, folded.
pub(super) const VILLAGE_WORDS: &[&str] = &[
    "thon",
    "xom",
    "ap",
    "ban",
    "buon",
    "bon",
    "lang",
    "khu pho",
    "kp",
    "to",
    "to dan pho",
    "tdp",
    "khu",
    "khom",
    "khoi",
    "khoi pho",
    "tieu khu",
    "plei",
    "phum",
    "soc",
    "doi",
    "khu dan cu",
    "kdc",
];

/// Whether `phrase` stands in `text` as whole words. Both are folded.
pub(super) fn has(text: &str, phrase: &str) -> bool {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(phrase)) {
        let start = from + found;
        let end = start + phrase.len();
        let opens = start == 0 || text.as_bytes().get(start - 1) == Some(&b' ');
        let closes = end == text.len() || text.as_bytes().get(end) == Some(&b' ');
        if opens && closes {
            return true;
        }
        from = start + 1;
    }
    false
}

/// Whether any of the phrases stands in the text.
pub(super) fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| has(text, phrase))
}

/// The meaning of a column with the folded header `text` under the folded group header `group` (empty where there is none). `raw` is the header as
/// written, for the few words that only their marks tell apart (`Năm`, `Nam`).
pub(super) fn guess(group: &str, text: &str, raw: &str) -> Guess {
    if text.is_empty() {
        return if raw.trim() == "#" { Guess::Sure(Role::Stt) } else { Guess::Unknown };
    }
    if let Some(apart) = exports::words_apart(raw) {
        let found = guess(group, &apart, &apart);
        if found != Guess::Unknown {
            return found;
        }
    }
    short_words(group, text, raw)
        .or_else(|| exports::exported(text))
        .or_else(|| refused(text))
        .or_else(|| accounts::milestones(group, text))
        .or_else(|| people::person(group, text))
        .or_else(|| people::place(text))
        .unwrap_or(Guess::Unknown)
}

fn sure(role: Role) -> Option<Guess> {
    Some(Guess::Sure(role))
}

fn unsure(what: Unsure) -> Option<Guess> {
    Some(Guess::Unsure(what))
}

/// Headers of one or two short words.
fn short_words(group: &str, text: &str, raw: &str) -> Option<Guess> {
    let born = has(group, "sinh");
    let marked_year = raw.to_lowercase().contains('ă');
    match text {
        "stt" | "tt" | "so tt" | "so thu tu" | "thu tu" | "no" | "s tt" | "st t" | "s t t" | "stt 1" | "tt 1" => {
            sure(Role::Stt)
        }
        "nam" if born && marked_year => sure(Role::DobYear),
        "nam" if born => sure(Role::DobMale),
        "nu" if born => sure(Role::DobFemale),
        "ngay" if born => sure(Role::DobDay),
        "thang" if born => sure(Role::DobMonth),
        "nam" if marked_year => None,
        "nam" => sure(Role::MaleMark),
        "nu" | "gioi tinh nu" | "la nu" => sure(Role::FemaleMark),
        "ns" | "ntns" | "n t n s" => sure(Role::Dob),
        "dt" if raw.contains(['Đ', 'đ']) => sure(Role::Phone),
        "dt" => unsure(Unsure::EthnicOrPhone),
        "kh" if has_any(group, &["muc 1", "muc 2", "tai khoan", "dinh danh"]) => sure(Role::Act),
        "kh" => unsure(Unsure::ActivationOrPlan),
        "gt" => unsure(Unsure::SexOrPaper),
        "cc" | "so cc" => unsure(Unsure::IdNumber),
        "ten" if has_any(group, &["ho", "ho ten", "ho va ten"]) => sure(Role::GivenName),
        "ten" => unsure(Unsure::Name),
        "ho" => unsure(Unsure::Family),
        "1" | "i" if has_any(group, &["muc", "muc do", "cap do"]) => sure(Role::M1),
        "2" | "ii" if has_any(group, &["muc", "muc do", "cap do"]) => sure(Role::M2),
        "gc" => sure(Role::Note),
        "anh" => sure(Role::Refused),
        "lop" | "khoi lop" => Some(Guess::Useless),
        _ => None,
    }
}

/// Whether a folded header names a secret: a column that nobody may pass around, which is worth a word to the sender.
pub(super) fn is_secret(text: &str) -> bool {
    has_any(text, &["mat khau", "password", "pass", "mk", "otp", "ma otp", "passcode", "ma pin", "pin"])
}

/// Columns that are dropped and never kept: secrets, and sensitive data by Nghị định 356/2025/NĐ-CP Điều 4.
fn refused(text: &str) -> Option<Guess> {
    let words = [
        "mat khau",
        "password",
        "pass",
        "mk",
        "otp",
        "ma otp",
        "passcode",
        "ma pin",
        "pin",
        "dan toc",
        "ton giao",
        "so tai khoan ngan hang",
        "tai khoan ngan hang",
        "stk",
        "nhom mau",
        "van tay",
        "sinh trac",
        "anh the",
        "anh cccd",
        "anh chan dung",
        "anh 3x4",
        "hinh anh",
    ];
    let bank_account = has_any(text, &["so tai khoan", "so tk"])
        && !has_any(text, &["dinh danh", "vneid", "muc", "dich vu cong", "dvc", "kich hoat"]);
    (bank_account || has_any(text, &words)).then_some(Guess::Sure(Role::Refused))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::vn::fold::fold;

    fn of(group: &str, text: &str) -> Guess {
        guess(&fold(group), &fold(text), text)
    }

    #[test]
    fn headers_of_offices_are_understood() {
        for (group, text, role) in [
            ("", "Số TT", Role::Stt),
            ("", "Họ, chữ đệm và tên khai sinh", Role::Name),
            ("", "Họ & tên", Role::Name),
            ("", "Họ và tên chủ hộ", Role::Household),
            ("", "Họ lót", Role::FamilyName),
            ("", "Ngày, tháng,\nnăm sinh", Role::Dob),
            ("Năm sinh", "Nam", Role::DobMale),
            ("Năm sinh", "Nữ", Role::DobFemale),
            ("Ngày sinh", "Năm", Role::DobYear),
            ("", "Nam/Nữ", Role::Sex),
            ("", "Nữ", Role::FemaleMark),
            ("", "Số CCCD/CMND", Role::Cccd),
            ("", "Số định danh cá nhân", Role::Cccd),
            ("", "Ngày cấp CCCD", Role::IssueDate),
            ("", "ĐT", Role::Phone),
            ("", "SĐT phụ huynh", Role::Phone),
            ("", "Nơi ở (thôn)", Role::Village),
            ("", "Thôn/bản", Role::Village),
            ("Tài khoản định danh điện tử", "Mức độ 1", Role::M1),
            ("Tài khoản định danh điện tử", "Ngày cấp mức 2", Role::M2Date),
            ("", "Có TK mức 2", Role::M2),
            ("Mức 2", "Đã cấp", Role::M2),
            ("Mức 2", "Kích hoạt", Role::Act),
            ("", "Đã KH", Role::Act),
            ("", "Chưa kích hoạt", Role::NotAct),
            ("", "Lý do chưa kích hoạt", Role::Note),
            ("", "Ngày kích hoạt", Role::ActDate),
            ("", "Đã đăng ký PS0", Role::Cks),
            ("", "Nhà cung cấp CKS", Role::Provider),
            ("", "Nghiệm thu CTS", Role::CksAct),
            ("", "Tài khoản DVCQG", Role::Dvc),
            ("", "Mật khẩu VNeID", Role::Refused),
            ("", "Dân tộc", Role::Refused),
        ] {
            assert_eq!(of(group, text), Guess::Sure(role), "{group} > {text}");
        }
    }

    #[test]
    fn what_words_cannot_tell_is_left_to_the_content() {
        for (text, what) in [
            ("DT", Unsure::EthnicOrPhone),
            ("GT", Unsure::SexOrPaper),
            ("KH", Unsure::ActivationOrPlan),
            ("Tình trạng", Unsure::Status),
            ("Kết quả thực hiện", Unsure::Status),
            ("Mức độ định danh", Unsure::Level),
            ("Tài khoản định danh điện tử", Unsure::Account),
            ("Đơn vị", Unsure::Unit),
            ("Ngày cấp", Unsure::IssueDate),
        ] {
            assert_eq!(of("", text), Guess::Unsure(what), "{text}");
        }
    }

    #[test]
    fn a_phrase_counts_as_whole_words_only() {
        assert!(has("so dien thoai", "dien thoai"));
        assert!(!has("xa ban", "xa b"));
        assert!(!has("bantho", "ban"));
    }
}
