//! What a header says: the words of a header cell, folded, to the meaning of its column. Content of the column decides where words alone cannot
//! (see [`super::columns`]).

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
    short_words(group, text, raw)
        .or_else(|| refused(text))
        .or_else(|| milestones(group, text))
        .or_else(|| person(group, text))
        .or_else(|| place(text))
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
        "stt" | "tt" | "so tt" | "so thu tu" | "thu tu" | "no" | "s tt" | "st t" => sure(Role::Stt),
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
    ];
    has_any(text, &words).then_some(Guess::Sure(Role::Refused))
}

/// Accounts, certificates and their dates; also notes and statuses, whose headers speak of the same things.
fn milestones(group: &str, text: &str) -> Option<Guess> {
    if has_any(text, &["ghi chu", "ly do", "nguyen nhan", "kho khan", "vuong mac"]) {
        return sure(Role::Note);
    }
    if has_any(text, &["nha cung cap", "don vi cung cap", "nha cung cap cks"]) {
        return sure(Role::Provider);
    }
    if has_any(text, &["chi tieu", "ty le", "so luong", "ke hoach"]) {
        return Some(Guess::Useless);
    }
    let dated = has_any(text, &["ngay", "thoi gian", "thoi diem"]) && !has(text, "sinh");
    by_milestone_words(text, text, dated)
        .or_else(|| if group.is_empty() { None } else { under_group(group, text, dated) })
}

/// Milestones by the words of the header itself, read together with `whole` (header with its group).
fn by_milestone_words(text: &str, whole: &str, dated: bool) -> Option<Guess> {
    let pick = |mark, date| sure(if dated { date } else { mark });
    let certificate =
        ["chu ky so", "cks", "smartca", "smart ca", "ps0", "mysign", "my sign", "chung thu so", "chung thu", "cts"];
    if has_any(text, &certificate) {
        return if has_any(text, &["nghiem thu", "kich hoat", "da kich hoat", "su dung"]) {
            pick(Role::CksAct, Role::CksActDate)
        } else {
            pick(Role::Cks, Role::CksDate)
        };
    }
    if has_any(text, &["dvc", "dvcqg", "dich vu cong", "cong dvc", "dvctt"]) {
        return pick(Role::Dvc, Role::DvcDate);
    }
    if has(text, "kich hoat")
        || has_any(text, &["da kh", "chua kh", "ngay kh", "tinh trang kh", "kh muc 1", "kh muc 2"])
    {
        if has(text, "chua kich hoat") || has(text, "chua kh") {
            return sure(Role::NotAct);
        }
        let certificate_group = has_any(whole, &certificate);
        return match (certificate_group, dated) {
            (true, false) => sure(Role::CksAct),
            (true, true) => sure(Role::CksActDate),
            (false, false) => sure(Role::Act),
            (false, true) => sure(Role::ActDate),
        };
    }
    let level_one =
        ["muc 1", "muc do 1", "md1", "md 1", "muc i", "muc mot", "cap do 1", "m1", "muc1", "muc do i", "dinh danh 1"];
    let level_two =
        ["muc 2", "muc do 2", "md2", "md 2", "muc ii", "muc hai", "cap do 2", "m2", "muc2", "muc do ii", "dinh danh 2"];
    match (has_any(text, &level_one), has_any(text, &level_two)) {
        (true, true) => unsure(Unsure::Level),
        (true, false) => pick(Role::M1, Role::M1Date),
        (false, true) => pick(Role::M2, Role::M2Date),
        (false, false) => account_words(text, dated),
    }
}

fn account_words(text: &str, dated: bool) -> Option<Guess> {
    match text {
        "ngay thu nhan" | "ngay thu nhan ho so" | "ngay lam dinh danh" => return sure(Role::M2Date),
        "ngay cap" => return unsure(Unsure::IssueDate),
        "ngay cap tk" | "ngay cap tai khoan" | "ngay tao tai khoan" => return sure(Role::LevelDate),
        "ngay dang ky" | "ngay dk" | "thoi gian dang ky" => return unsure(Unsure::SignUpDate),
        "dau thoi gian" | "timestamp" => return sure(Role::SubmittedAt),
        "muc" | "muc do" | "cap do" | "muc do dinh danh" | "muc dinh danh" | "muc tai khoan" | "muc tk" => {
            return unsure(Unsure::Level);
        }
        _ => {}
    }
    if has_any(text, &["tinh trang", "trang thai", "ket qua", "hien trang"]) {
        return unsure(Unsure::Status);
    }
    let account = ["vneid", "dinh danh dien tu", "dddt", "ddt", "tai khoan dinh danh", "tai khoan ddt", "tk dinh danh"];
    if has_any(text, &account) && !has_any(text, &["ca nhan", "so dinh danh", "ma dinh danh"]) {
        return if dated { sure(Role::LevelDate) } else { unsure(Unsure::Account) };
    }
    None
}

/// Headers that only speak together with the group above them: `Mức 2` over `Đã cấp | Ngày cấp | Kích hoạt`.
fn under_group(group: &str, text: &str, dated: bool) -> Option<Guess> {
    let general = [
        "da cap",
        "cap",
        "co",
        "da co",
        "da lam",
        "dang ky",
        "da dang ky",
        "ngay",
        "ngay cap",
        "ngay dang ky",
        "ngay lam",
        "ket qua",
        "so luong",
        "thoi gian",
    ];
    if !general.contains(&text) {
        return None;
    }
    match by_milestone_words(group, group, dated)? {
        Guess::Unsure(Unsure::Account) => {
            Some(if dated { Guess::Sure(Role::LevelDate) } else { Guess::Unsure(Unsure::Account) })
        }
        other => Some(other),
    }
}

/// Who the person is.
fn person(group: &str, text: &str) -> Option<Guess> {
    let of_others = [
        "cha",
        "bo",
        "me",
        "vo",
        "chong",
        "giam ho",
        "phu huynh",
        "nguoi than",
        "can bo phu trach",
        "nguoi lap",
        "nguoi huong dan",
        "nguoi gioi thieu",
        "nguoi ho tro",
        "to vien",
        "dai dien",
    ];
    let named = has_any(
        text,
        &[
            "ho va ten",
            "ho ten",
            "ho chu dem",
            "ten cong dan",
            "ten hoc sinh",
            "ten khai sinh",
            "hovaten",
            "ten can bo",
            "ten nhan vien",
        ],
    ) || has(text, "full name");
    if has(text, "quan he") {
        return sure(Role::Relation);
    }
    if has(text, "chu ho") {
        return sure(Role::Household);
    }
    if [
        "ho va ten dem",
        "ho dem",
        "ho lot",
        "ho va chu dem",
        "ho va chu lot",
        "ho va dem",
        "ho va ten lot",
        "ho va lot",
        "ho chu dem",
        "ho ten dem",
    ]
    .contains(&text)
    {
        return sure(Role::FamilyName);
    }
    if named {
        return if has_any(text, &of_others) { Some(Guess::Useless) } else { sure(Role::Name) };
    }
    if has_any(text, &["ngay sinh", "nam sinh", "sinh ngay", "thang nam sinh", "sinh nam", "ngay thang sinh"]) {
        return sure(match text {
            _ if has_any(text, &["nam sinh nam", "nam sinh cua nam"]) => Role::DobMale,
            _ if has_any(text, &["nam sinh nu", "nam sinh cua nu"]) => Role::DobFemale,
            _ => Role::Dob,
        });
    }
    if has_any(text, &["gioi tinh", "phai", "nam nu", "gioi"]) {
        return sure(Role::Sex);
    }
    identity(group, text).or_else(|| contact(text))
}

/// ID card: number, date and place of issue.
fn identity(group: &str, text: &str) -> Option<Guess> {
    let papers = [
        "cccd",
        "can cuoc",
        "dinh danh ca nhan",
        "dinh danh cn",
        "ddcn",
        "cmnd",
        "cmt",
        "cmtnd",
        "so dinh danh",
        "ma dinh danh",
        "so giay to",
        "giay to tuy than",
        "cccd cmnd",
    ];
    if has(text, "noi cap") {
        return sure(Role::IssuePlace);
    }
    if has_any(text, &papers) {
        return if has(text, "ngay") {
            sure(Role::IssueDate)
        } else if has_any(text, &["so", "ma", "cccd", "cmnd", "cccd cmnd", "ddcn", "cmt"])
            && !has_any(text, &["lam", "da", "co", "chua", "cap", "doi"])
        {
            sure(Role::Cccd)
        } else {
            unsure(Unsure::IdNumber)
        };
    }
    (has_any(group, &papers) && matches!(text, "so" | "ma so")).then_some(Guess::Sure(Role::Cccd))
}

fn contact(text: &str) -> Option<Guess> {
    if has_any(
        text,
        &["dien thoai", "sdt", "so dt", "di dong", "mobile", "tel", "zalo", "phone", "sodt", "dthoai", "sim"],
    ) {
        return if has_any(text, &["thong minh", "smartphone", "co dien thoai"]) {
            Some(Guess::Useless)
        } else {
            sure(Role::Phone)
        };
    }
    if has_any(text, &["email", "e mail", "gmail", "thu dien tu", "mail"]) {
        return sure(Role::Email);
    }
    if has_any(text, &["chuc vu", "chuc danh", "vi tri"]) {
        return sure(Role::Position);
    }
    has_any(
        text,
        &[
            "bhyt",
            "bhxh",
            "trinh do",
            "nghe nghiep",
            "so ho khau",
            "ma ho",
            "so ho",
            "que quan",
            "nguyen quan",
            "quoc tich",
            "xep loai",
            "ma so thue",
        ],
    )
    .then_some(Guess::Useless)
}

/// Where the person lives or works.
fn place(text: &str) -> Option<Guess> {
    let only_village_words = text
        .split(' ')
        .all(|word| VILLAGE_WORDS.iter().any(|known| known.split(' ').any(|part| part == word)) || word == "ten");
    if only_village_words {
        return sure(Role::Village);
    }
    let addressed = has_any(
        text,
        &[
            "dia chi",
            "noi thuong tru",
            "hktt",
            "thuong tru",
            "noi cu tru",
            "cu tru",
            "cho o",
            "noi o",
            "tam tru",
            "ho khau",
            "dia ban",
            "dkhk",
        ],
    );
    if has_any(text, &["thon", "xom", "khu pho", "to dan pho", "tdp", "ap", "buon", "khom"])
        && !has_any(text, &["truong thon", "xa", "huyen", "phuong"])
    {
        return sure(Role::Village);
    }
    if addressed {
        return unsure(Unsure::Address);
    }
    let office = [
        "don vi",
        "co quan",
        "noi cong tac",
        "noi lam viec",
        "truong",
        "phong ban",
        "chi bo",
        "to chuc",
        "don vi cong tac",
        "cong tac tai",
    ];
    if has_any(text, &office) {
        return unsure(Unsure::Unit);
    }
    None
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
