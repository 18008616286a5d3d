//! Headers of who a person is and where they live or work.

use super::{Guess, Role, Unsure, VILLAGE_WORDS, has, has_any, sure, unsure};

/// Who the person is.
pub(super) fn person(group: &str, text: &str) -> Option<Guess> {
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
            "ten khach hang",
            "ten thanh vien",
            "ten hoi vien",
            "ten doan vien",
            "ten dang vien",
            "ten nguoi dan",
            "ten nhan khau",
            "ten thue bao",
            "ten giao vien",
            "ten nguoi lao dong",
            "ten nguoi dang ky",
        ],
    ) || has(text, "full name");
    if has(text, "quan he") || has_any(text, &["qh voi", "qhch", "qh chu ho"]) {
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
        "ho va",
        "ten dem",
        "chu dem",
        "ten lot",
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
        &[
            "dien thoai",
            "sdt",
            "so dt",
            "di dong",
            "mobile",
            "tel",
            "zalo",
            "phone",
            "sodt",
            "dthoai",
            "sim",
            "so thue bao",
            "so may",
        ],
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
pub(super) fn place(text: &str) -> Option<Guess> {
    let only_village_words = text
        .split(' ')
        .all(|word| VILLAGE_WORDS.iter().any(|known| known.split(' ').any(|part| part == word)) || word == "ten");
    if only_village_words && has_any(text, VILLAGE_WORDS) {
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
