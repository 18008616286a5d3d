//! What columns and words can mean, as a clerk says it, and the short words that forms carry.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::frame::Choice;
use crate::roster::choices::WordMeaning;
use crate::roster::reading::{ColumnRole as Role, NoteStatus};

/// Meanings that belong together.
#[derive(Debug, Serialize)]
pub struct Group {
    label: &'static str,
    options: Vec<Choice>,
}

type Meaning = (Role, &'static str);

const PERSON: &[Meaning] = &[
    (Role::Name, "Họ và tên"),
    (Role::FamilyName, "Họ và chữ đệm"),
    (Role::GivenName, "Tên"),
    (Role::Dob, "Ngày sinh"),
    (Role::DobMale, "Ngày sinh (của nam)"),
    (Role::DobFemale, "Ngày sinh (của nữ)"),
    (Role::DobDay, "Ngày trong ngày sinh"),
    (Role::DobMonth, "Tháng trong ngày sinh"),
    (Role::DobYear, "Năm trong ngày sinh"),
    (Role::Sex, "Giới tính"),
    (Role::FemaleMark, "Dấu ở cột nữ"),
    (Role::MaleMark, "Dấu ở cột nam"),
];
const PAPERS: &[Meaning] = &[
    (Role::Cccd, "Số CCCD, số định danh, CMND"),
    (Role::IssueDate, "Ngày cấp giấy tờ"),
    (Role::IssuePlace, "Nơi cấp giấy tờ"),
    (Role::Phone, "Số điện thoại"),
    (Role::Email, "Thư điện tử"),
];
const PLACES: &[Meaning] = &[
    (Role::Village, "Thôn, tổ dân phố"),
    (Role::Address, "Địa chỉ"),
    (Role::Household, "Chủ hộ, hộ gia đình"),
    (Role::Relation, "Quan hệ với chủ hộ"),
    (Role::Unit, "Cơ quan, đơn vị công tác"),
    (Role::Position, "Chức vụ"),
];
const ACCOUNT: &[Meaning] = &[
    (Role::M1, "Cấp tài khoản mức 1"),
    (Role::M1Date, "Ngày cấp mức 1"),
    (Role::M2, "Cấp tài khoản mức 2"),
    (Role::M2Date, "Ngày cấp mức 2"),
    (Role::Level, "Mức tài khoản (1 hoặc 2)"),
    (Role::LevelDate, "Ngày cấp tài khoản"),
    (Role::Act, "Đã kích hoạt"),
    (Role::ActDate, "Ngày kích hoạt"),
    (Role::NotAct, "Chưa kích hoạt"),
    (Role::Status, "Tình trạng tài khoản"),
];
const SERVICES: &[Meaning] = &[
    (Role::Dvc, "Tài khoản dịch vụ công"),
    (Role::DvcDate, "Ngày có tài khoản dịch vụ công"),
    (Role::Cks, "Đăng ký chữ ký số"),
    (Role::CksDate, "Ngày đăng ký chữ ký số"),
    (Role::CksAct, "Chữ ký số đã nghiệm thu"),
    (Role::CksActDate, "Ngày nghiệm thu chữ ký số"),
    (Role::Provider, "Nhà cung cấp chữ ký số"),
];
const OTHER: &[Meaning] = &[
    (Role::Ignored, "Không dùng"),
    (Role::Note, "Ghi chú, vướng mắc"),
    (Role::Stt, "Số thứ tự"),
    (Role::SubmittedAt, "Thời điểm gửi biểu mẫu"),
];
const GROUPS: [(&str, &[Meaning]); 6] = [
    ("Khác", OTHER),
    ("Người", PERSON),
    ("Giấy tờ, liên hệ", PAPERS),
    ("Nơi ở, nơi làm việc", PLACES),
    ("Định danh điện tử", ACCOUNT),
    ("Dịch vụ công, chữ ký số", SERVICES),
];

/// Everything a column can mean, the present meaning chosen.
pub fn roles(present: Role) -> Vec<Group> {
    let present = word(&present);
    let options =
        |meanings: &[Meaning]| meanings.iter().map(|(role, name)| Choice::new(word(role), *name, &present)).collect();
    GROUPS.iter().map(|(label, meanings)| Group { label, options: options(meanings) }).collect()
}

/// A meaning as a clerk says it.
pub fn role_name(role: Role) -> &'static str {
    let known = GROUPS.iter().flat_map(|(_, meanings)| meanings.iter()).find(|(known, _)| *known == role);
    known.map_or("Không nhận", |(_, name)| name)
}

/// The word of a meaning in forms.
pub fn role_word(role: Role) -> String {
    word(&role)
}

/// Reads that word. Nothing is refused by choice, and nothing that is refused can be chosen.
pub fn parse_role(text: &str) -> Option<Role> {
    parse(text).filter(|role| *role != Role::Refused)
}

const STATUSES: [(NoteStatus, &str); 14] = [
    (NoteStatus::Absent, "Đi vắng, đi làm xa"),
    (NoteStatus::Overseas, "Ở nước ngoài"),
    (NoteStatus::MovedOut, "Đã chuyển đi"),
    (NoteStatus::Deceased, "Đã mất"),
    (NoteStatus::NoSmartphone, "Không có điện thoại thông minh"),
    (NoteStatus::WeakPhone, "Máy yếu, máy cũ"),
    (NoteStatus::SimChanged, "Đổi số, SIM không chính chủ"),
    (NoteStatus::MissedSms, "Không nhận được tin nhắn"),
    (NoteStatus::NoSkill, "Chưa biết sử dụng"),
    (NoteStatus::UnderAge, "Chưa đủ tuổi"),
    (NoteStatus::Disabled, "Khuyết tật, ốm nặng"),
    (NoteStatus::Detained, "Đang chấp hành án"),
    (NoteStatus::Military, "Đi nghĩa vụ quân sự"),
    (NoteStatus::Refused, "Không đồng ý làm"),
];

/// What a word can mean in a column of this meaning, the present choice chosen.
pub fn meanings(role: Role, present: Option<WordMeaning>) -> Vec<Group> {
    let present = present.map(meaning_word).unwrap_or_default();
    let choice = |meaning: WordMeaning, label: &str| Choice::new(meaning_word(meaning), label, &present);
    let mut states = vec![Choice::new("", "Chưa quyết định", &present)];
    match role {
        Role::Level => states.extend([choice(WordMeaning::Level1, "Mức 1"), choice(WordMeaning::Level2, "Mức 2")]),
        Role::Status => states.extend([
            choice(WordMeaning::Level1, "Đã cấp mức 1"),
            choice(WordMeaning::Level2, "Đã cấp mức 2"),
            choice(WordMeaning::Done, "Đã kích hoạt"),
        ]),
        _ => states.push(choice(WordMeaning::Done, "Đã có")),
    }
    states.push(choice(WordMeaning::NotDone, "Chưa có"));
    states.push(choice(WordMeaning::Nothing, "Bỏ qua, không có ý nghĩa"));
    let causes = STATUSES.iter().map(|(status, label)| choice(WordMeaning::Status(*status), label)).collect();
    vec![Group { label: "Kết quả", options: states }, Group { label: "Tình trạng, vướng mắc", options: causes }]
}

fn meaning_word(meaning: WordMeaning) -> String {
    match meaning {
        WordMeaning::Done => "da-co".to_owned(),
        WordMeaning::NotDone => "chua".to_owned(),
        WordMeaning::Level1 => "muc-1".to_owned(),
        WordMeaning::Level2 => "muc-2".to_owned(),
        WordMeaning::Nothing => "bo-qua".to_owned(),
        WordMeaning::Status(status) => format!("tt-{}", word(&status)),
    }
}

/// Reads the word of a meaning; the empty word is none.
pub fn parse_meaning(text: &str) -> Option<WordMeaning> {
    match text {
        "da-co" => Some(WordMeaning::Done),
        "chua" => Some(WordMeaning::NotDone),
        "muc-1" => Some(WordMeaning::Level1),
        "muc-2" => Some(WordMeaning::Level2),
        "bo-qua" => Some(WordMeaning::Nothing),
        other => Some(WordMeaning::Status(parse(other.strip_prefix("tt-")?)?)),
    }
}

/// The fixed word of a member of an enum.
fn word(member: &impl Serialize) -> String {
    serde_json::to_value(member).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_comes_back_from_its_word() {
        let roles: Vec<Role> = GROUPS.iter().flat_map(|(_, meanings)| meanings.iter().map(|(role, _)| *role)).collect();
        assert_eq!(roles.len(), 44, "all but the refused one");
        for role in roles {
            assert_eq!(parse_role(&role_word(role)), Some(role));
        }
        assert_eq!(parse_role("refused"), None);
        for group in meanings(Role::Status, Some(WordMeaning::Level2)) {
            for option in group.options {
                assert_eq!(parse_meaning(&option.value).map(meaning_word).unwrap_or_default(), option.value);
                assert_eq!(option.chosen, option.value == "muc-2");
            }
        }
    }
}
