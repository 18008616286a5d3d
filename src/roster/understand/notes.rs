//! What a note says about a person. A note can speak of somebody else ("chồng đã chết") or deny ("chưa đổi sim"): such words count for nothing.

use super::super::reading::NoteStatus;
use super::header_words::has;
use crate::vn::fold::fold;

/// How much of a note is read; what stands later in a very long one is a copied text.
const CHARACTERS_READ: usize = 2000;

const WORDS: &[(NoteStatus, &[&str])] = &[
    (NoteStatus::Deceased, &["da chet", "chet", "da mat", "tu vong", "qua doi", "tu tran", "mat nam"]),
    (
        NoteStatus::MovedOut,
        &[
            "chuyen ho khau",
            "chuyen di",
            "cat khau",
            "chuyen khau",
            "da chuyen",
            "chuyen sang",
            "chuyen den",
            "chuyen noi",
            "chuyen ve",
            "xoa khau",
            "cat ho khau",
            "nhap khau noi khac",
        ],
    ),
    (
        NoteStatus::Overseas,
        &[
            "xkld",
            "xuat khau lao dong",
            "nuoc ngoai",
            "lao dong nuoc ngoai",
            "du hoc",
            "o dai loan",
            "o nhat",
            "o han quoc",
            "lay chong dai loan",
            "lay chong han quoc",
        ],
    ),
    (
        NoteStatus::Absent,
        &[
            "di lam an xa",
            "lam an xa",
            "di lam xa",
            "vang mat",
            "di vang",
            "vang nha",
            "di lam cong ty",
            "di mien nam",
            "vao nam",
            "di nam",
            "lam xa",
            "di lam an",
            "di hoc xa",
            "khong co mat",
            "khong o dia phuong",
            "di bac",
            "vao mien nam",
            "di sai gon",
            "di ha noi",
            "di binh duong",
            "tam vang",
            "di xa",
            "lam an o",
            "lam viec o",
            "lam cong ty",
            "lam cong nhan",
        ],
    ),
    (
        NoteStatus::NoSmartphone,
        &[
            "khong co dt thong minh",
            "khong co dien thoai thong minh",
            "khong dt thong minh",
            "khong dung dien thoai thong minh",
            "khong dung dt thong minh",
            "cuc gach",
            "khong co smartphone",
            "khong smartphone",
            "khong co dien thoai",
            "khong co dt",
            "khong dien thoai",
            "chua co dien thoai thong minh",
            "chua co dt thong minh",
            "chua co smartphone",
            "dien thoai den trang",
            "dt den trang",
            "khong co may",
        ],
    ),
    (
        NoteStatus::WeakPhone,
        &[
            "doi cu",
            "camera mo",
            "khong doc duoc qr",
            "khong quet duoc",
            "khong du cau hinh",
            "may yeu",
            "may cu",
            "may hong",
            "dt cu",
            "dt yeu",
            "khong cai duoc",
            "khong tuong thich",
            "khong co nfc",
            "hong camera",
        ],
    ),
    (
        NoteStatus::SimChanged,
        &[
            "doi sim",
            "doi so",
            "mat sim",
            "doi sdt",
            "doi dt",
            "thay sim",
            "thay so",
            "doi so dien thoai",
            "sim rac",
            "sim khong chinh chu",
            "khong chinh chu",
            "thay doi so",
            "sai so dien thoai",
        ],
    ),
    (
        NoteStatus::MissedSms,
        &[
            "chua nhan duoc tin nhan",
            "khong nhan duoc tin nhan",
            "chua nhan tin nhan",
            "quen khong kich hoat",
            "quen kich hoat",
            "xoa tin nhan",
            "khong nhan duoc sms",
            "mat tin nhan",
            "chua co tin nhan",
            "khong thay tin nhan",
            "khong nhan duoc ma",
        ],
    ),
    (
        NoteStatus::NoSkill,
        &[
            "khong biet su dung",
            "khong biet dung",
            "khong su dung dt",
            "khong su dung duoc",
            "gia yeu",
            "ho tro cai dat",
            "can ho tro",
            "can nguoi ho tro",
            "khong biet cai",
            "khong biet chu",
            "mu chu",
            "nguoi gia",
            "khong biet thao tac",
            "quen mat khau",
            "khong thao tac duoc",
        ],
    ),
    (
        NoteStatus::UnderAge,
        &["chua du 14", "chua du tuoi", "duoi 14 tuoi", "duoi 14", "chua den tuoi", "tre em", "chua du 14 tuoi"],
    ),
    (
        NoteStatus::Disabled,
        &[
            "tam than",
            "tai bien",
            "nam liet",
            "khuyet tat",
            "liet",
            "thieu nang",
            "cam diec",
            "tan tat",
            "nam mot cho",
            "benh tat",
            "om nang",
        ],
    ),
    (
        NoteStatus::Detained,
        &["chap hanh an", "di tu", "tam giam", "cai tao", "di trai", "trai giam", "trong tu", "cai nghien"],
    ),
    (
        NoteStatus::Military,
        &["nghia vu", "nvqs", "nghia vu qs", "di bo doi", "bo doi", "nghia vu quan su", "nhap ngu", "tai ngu"],
    ),
    (
        NoteStatus::Refused,
        &["khong dong y", "tu choi", "khong hop tac", "khong muon", "khong dang ky", "khong co nhu cau", "bat hop tac"],
    ),
];

/// Words that make somebody else the subject when a remark starts with them. With their marks: "chỉ", "còn", "bỏ" are other words.
const RELATIVES: &[&str] = &[
    "chồng",
    "vợ",
    "con",
    "mẹ",
    "má",
    "bố",
    "cha",
    "ba",
    "cháu",
    "anh",
    "chị",
    "em",
    "ông",
    "bà",
    "gia đình",
    "người nhà",
    "các con",
    "cả nhà",
    "hàng xóm",
    "nhà có",
];

/// Words that deny what follows them directly.
const DENIALS: &[&str] = &["chua", "khong"];
/// Words that deny the whole rest of a remark.
const STRONG_DENIALS: &[&str] = &["khong phai", "chua phai", "khong con", "khong he"];
/// Things that can be lost: after "đã mất" they mean no death.
const THINGS: &[&str] =
    &["sim", "so", "sdt", "dt", "dien", "may", "tin", "giay", "cccd", "cmnd", "can", "the", "mat", "tai"];

/// The states a note tells, in the order of [`NoteStatus`], each once.
pub(super) fn read_note(note: &str) -> Vec<NoteStatus> {
    let mut found = Vec::new();
    let short: &str = note.char_indices().nth(CHARACTERS_READ).map_or(note, |(end, _)| note.get(..end).unwrap_or(note));
    for remark in short.split([';', ',', '.', '\n', '\r', '+', '&', '(', ')']).flat_map(|r| r.split(" - ")) {
        let key = expand(&fold(remark));
        if key.is_empty() || speaks_of_others(remark) {
            continue;
        }
        for (status, phrases) in WORDS {
            if phrases.iter().any(|phrase| has(&key, phrase) && !denied(&key, phrase)) {
                found.push(*status);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    prefer_the_stronger(&mut found);
    found
}

/// Short forms spelt out, so that the phrases above need not repeat them.
fn expand(key: &str) -> String {
    let words: Vec<&str> = key
        .split(' ')
        .map(|word| match word {
            "ko" | "k" | "kg" | "kh" | "hok" => "khong",
            "dtdd" | "đt" => "dt",
            "sodt" => "sdt",
            other => other,
        })
        .collect();
    words.join(" ")
}

fn speaks_of_others(remark: &str) -> bool {
    let start: String = crate::vn::text::tidy(remark).text.to_lowercase();
    let bare = start.is_ascii();
    let starts_with = |who: &str| start.strip_prefix(who).is_some_and(|rest| rest.starts_with(' '));
    RELATIVES.iter().any(|who| starts_with(who) || bare && starts_with(&fold(who)))
}

/// Whether the phrase is denied by the words before it, or means a thing and no person by the word after it.
fn denied(key: &str, phrase: &str) -> bool {
    let Some(at) = key.find(phrase) else { return false };
    let before = key.get(..at).unwrap_or_default().trim_end();
    let after = key.get(at + phrase.len()..).unwrap_or_default().trim_start();
    if phrase == "da mat" && after.split(' ').next().is_some_and(|next| THINGS.contains(&next)) {
        return true;
    }
    if DENIALS.iter().any(|d| phrase.starts_with(d)) {
        return false;
    }
    before.split(' ').next_back().is_some_and(|word| DENIALS.contains(&word))
        || STRONG_DENIALS.iter().any(|d| has(before, d))
}

/// Abroad is also away, and working "at a company" abroad is one thing, not two.
fn prefer_the_stronger(found: &mut Vec<NoteStatus>) {
    if found.contains(&NoteStatus::Overseas) || found.contains(&NoteStatus::MovedOut) {
        found.retain(|status| *status != NoteStatus::Absent);
    }
}

/// The village a note names as the new one: `đã chuyển sang Thôn 7`.
pub(super) fn names_new_village(note: &str) -> bool {
    let key = fold(note);
    ["chuyen sang", "chuyen den", "chuyen ve", "chuyen qua"].iter().any(|phrase| {
        key.find(phrase)
            .and_then(|at| key.get(at + phrase.len()..))
            .is_some_and(|rest| super::villages::starts_with_village_word(rest.trim_start()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use NoteStatus as S;

    #[test]
    fn notes_of_village_teams_are_understood() {
        for (note, expected) in [
            ("đã chết", vec![S::Deceased]),
            ("Chết T3/2023", vec![S::Deceased]),
            ("đã mất 2022", vec![S::Deceased]),
            ("Đi làm công ty ở Bình Dương", vec![S::Absent]),
            ("đi miền Nam", vec![S::Absent]),
            ("ko có điện thoại thông minh", vec![S::NoSmartphone]),
            ("dùng ĐT cục gạch", vec![S::NoSmartphone]),
            ("ĐT đời cũ không đọc được QR", vec![S::WeakPhone]),
            ("máy không đủ cấu hình", vec![S::WeakPhone]),
            ("đã đổi SĐT", vec![S::SimChanged]),
            ("quên không kích hoạt", vec![S::MissedSms]),
            ("già yếu không sử dụng ĐT", vec![S::NoSkill]),
            ("đã chuyển hộ khẩu", vec![S::MovedOut]),
            ("XKLĐ Đài Loan", vec![S::Overseas]),
            ("đi xuất khẩu lao động", vec![S::Overseas]),
            ("chưa đủ 14 tuổi", vec![S::UnderAge]),
            ("tai biến nằm liệt", vec![S::Disabled]),
            ("đang chấp hành án", vec![S::Detained]),
            ("đi nghĩa vụ QS", vec![S::Military]),
            ("không đồng ý đăng ký", vec![S::Refused]),
            ("đi làm ăn xa; đổi sim", vec![S::Absent, S::SimChanged]),
            ("chỉ dùng ĐT cục gạch", vec![S::NoSmartphone]),
            ("đã mất sim", vec![S::SimChanged]),
            ("mất sim - không biết sử dụng", vec![S::SimChanged, S::NoSkill]),
        ] {
            assert_eq!(read_note(note), expected, "{note}");
        }
    }

    #[test]
    fn traps_give_nothing() {
        for trap in [
            "chồng đã chết",
            "con đi làm ăn xa",
            "chưa đổi sim, SĐT vẫn dùng",
            "không phải đi làm xa, đang ở nhà",
            "mẹ già yếu cần người đưa đi",
            "",
            "đã hẹn thứ bảy",
            "vợ đi XKLĐ",
        ] {
            assert_eq!(read_note(trap), vec![], "{trap}");
        }
    }

    #[test]
    fn a_note_can_name_the_new_village() {
        assert!(names_new_village("đã chuyển sang Thôn Ngọc Sơn"));
        assert!(!names_new_village("đã chuyển hộ khẩu"));
    }
}
