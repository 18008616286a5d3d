//! Headers of accounts, certificates, their dates, notes and statuses.

use super::{Guess, Role, Unsure, has, has_any, sure, unsure};

/// Accounts, certificates and their dates; also notes and statuses, whose headers speak of the same things.
pub(super) fn milestones(group: &str, text: &str) -> Option<Guess> {
    if has_any(text, &["ghi chu", "ly do", "li do", "nguyen nhan", "kho khan", "vuong mac"]) {
        return sure(Role::Note);
    }
    if has_any(text, &["nha cung cap", "don vi cung cap", "don vi phat trien"]) {
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
    let either = has_any(text, &["1 2", "1 hoac 2", "1 hay 2", "1 va 2", "i ii"]);
    match (has_any(text, &level_one), has_any(text, &level_two)) {
        (true, _) if either => unsure(Unsure::Level),
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
    let of_person = ["ca nhan", "so dinh danh", "ma dinh danh", "sdt", "dien thoai", "so dt", "cccd", "email"];
    if has_any(text, &account) && !has_any(text, &of_person) {
        return if dated { sure(Role::LevelDate) } else { unsure(Unsure::Account) };
    }
    None
}

/// Headers that only speak together with the group above them: `Mức 2` over `Đã cấp | Ngày cấp | Kích hoạt`.
fn under_group(group: &str, text: &str, dated: bool) -> Option<Guess> {
    if matches!(text, "khong" | "chua") && has_any(group, &["kich hoat", "kh"]) {
        return sure(Role::NotAct);
    }
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
