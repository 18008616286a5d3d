//! Who is asked to do what: the tasks of a campaign as lines, and what a campaign asks of each kind of unit where nobody wrote tasks down.

use super::addressees::villages_word;
use super::figures::below;
use super::words::{lower_first, upper_first};
use crate::documents::brief::Brief;
use crate::model::document::{FigureKey, FigurePart, Line, LineWriter};
use crate::model::task::Task;
use crate::vn::date::in_text;

/// Party bodies, the Front and its members, firms: they are asked, not ordered.
const PEERS: [&str; 9] =
    ["Đảng ", "Đảng ủy", "Mặt trận", "MTTQ", "doanh nghiệp", "Doanh nghiệp", "hợp tác xã", "Hội ", "Đoàn Thanh niên"];

/// The verb with which an addressee below is told what to do.
pub(super) fn verb(addressee: &str) -> &'static str {
    let several = ["Các ", "Thủ trưởng ", "Trưởng ", "Tổ ", "Cán bộ"].iter().any(|word| addressee.starts_with(word));
    match PEERS.iter().any(|word| addressee.contains(word)) {
        true => "đề nghị",
        false if several || addressee.contains(',') => "yêu cầu",
        false => "giao",
    }
}

/// A task with what stands before it: `3.2. Công an xã: rà soát …, hoàn thành trước ngày 15/6/2023.`; `position` is its place among the tasks.
pub(super) fn task(mark: &str, position: usize, task: &Task) -> Line {
    let content = lower_first(task.content.trim().trim_end_matches(['.', ';']));
    with_due(LineWriter::new().text(format!("{mark} {}: {content}", task.addressee)), position, task)
}

/// The same with the verb that the addressee's rank asks for: `1. Giao Công an xã: rà soát …`.
pub(super) fn ordered(mark: &str, position: usize, task: &Task) -> Line {
    let content = lower_first(task.content.trim().trim_end_matches(['.', ';']));
    let whom = lower_first_of_several(&task.addressee);
    let verb = upper_first(verb(&task.addressee));
    with_due(LineWriter::new().text(format!("{mark} {verb} {whom}: {content}")), position, task)
}

/// `Các thôn` within a sentence is `các thôn`; `Công an xã` keeps its capital.
fn lower_first_of_several(addressee: &str) -> String {
    let common = ["Các ", "Thủ trưởng ", "Trưởng ", "Cán bộ"].iter().any(|word| addressee.starts_with(word));
    if common { lower_first(addressee) } else { addressee.to_owned() }
}

fn with_due(said: LineWriter, position: usize, task: &Task) -> Line {
    let key = || FigureKey { unit: String::new(), measure: format!("task/{position}"), part: FigurePart::Day };
    match (&task.due_wording, task.due_on) {
        (Some(words), Some(_)) => {
            // The words hold the day as the document says it; the day itself is what stays bound.
            let (before, day) = words.rsplit_once(' ').unwrap_or(("", words));
            let before = if before.is_empty() { String::new() } else { format!("{before} ") };
            said.text(format!(", hoàn thành {before}")).figure(day, key()).text(".").done()
        }
        (Some(words), None) => said.text(format!(" ({words}).")).done(),
        (None, Some(day)) => said.text(", hoàn thành chậm nhất ngày ").figure(in_text(day), key()).text(".").done(),
        (None, None) => said.text(".").done(),
    }
}

/// Whoever stands below, as addressees of a part of a document, each with what it does to make the campaign known.
pub(super) fn making_known(brief: &Brief) -> Vec<(String, String)> {
    let units = below(brief);
    let level = &brief.office.level;
    let has = |kinds: &[&str]| units.iter().any(|unit| kinds.contains(&unit.unit.kind.as_str()));
    let villages = villages_word(&units);
    let all = [
        (
            has(&["office", "mass_organisation"]),
            format!("Các bộ phận chuyên môn, đoàn thể {level}"),
            "đăng nội dung trên trang thông tin điện tử, bảng tin và các nhóm trao đổi của đơn vị; từng người thực hiện trước, sau đó hướng dẫn gia đình cùng làm".to_owned(),
        ),
        (
            has(&["police"]),
            format!("Công an {level}"),
            "trả lời vướng mắc về tài khoản, thẻ căn cước; bố trí người tiếp công dân đến đăng ký, kích hoạt".to_owned(),
        ),
        (
            has(&["school"]),
            format!("Các trường học trên địa bàn {level}"),
            "phổ biến đến giáo viên, người lao động; gửi nội dung đến phụ huynh qua sổ liên lạc và nhóm lớp".to_owned(),
        ),
        (
            has(&["health_station"]),
            format!("Trạm Y tế {level}"),
            "dán mã QR tại nơi đón tiếp, hướng dẫn người đến khám, chữa bệnh".to_owned(),
        ),
        (
            has(&["enterprise"]),
            format!("Các doanh nghiệp, hợp tác xã trên địa bàn {level}"),
            "phổ biến đến người lao động, tạo điều kiện về thời gian để người lao động đăng ký".to_owned(),
        ),
        (
            has(&["village"]),
            format!("Các {villages} trên địa bàn {level}"),
            format!(
                "phát trên loa truyền thanh, gửi vào nhóm của {villages}, dán áp phích có mã QR tại nhà văn hóa; Tổ công nghệ số cộng đồng đến từng hộ còn người chưa thực hiện"
            ),
        ),
        (
            has(&["commune", "ward", "special_zone", "township"]),
            "Ủy ban nhân dân các xã, phường".to_owned(),
            "phổ biến đến thôn, tổ dân phố và người dân; bố trí người hướng dẫn tại Bộ phận Tiếp nhận và Trả kết quả".to_owned(),
        ),
    ];
    let mut duties: Vec<(String, String)> =
        all.into_iter().filter(|(there, ..)| *there).map(|(_, who, what)| (who, what)).collect();
    if duties.is_empty() {
        let what = "phổ biến đến toàn thể cán bộ, người dân; hướng dẫn thực hiện trực tiếp trên điện thoại".to_owned();
        duties.push((format!("Các cơ quan, đơn vị trên địa bàn {level}"), what));
    }
    duties
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rank_is_addressed_as_it_should_be() {
        for (addressee, expected) in [
            ("Công an xã", "giao"),
            ("Văn phòng UBND xã", "giao"),
            ("Các trường học trên địa bàn xã", "yêu cầu"),
            ("Thủ trưởng các ban, ngành, cơ quan và các thôn", "yêu cầu"),
            ("Các doanh nghiệp, hợp tác xã trên địa bàn xã", "đề nghị"),
            ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "đề nghị"),
            ("Đảng ủy xã", "đề nghị"),
            ("Hội Phụ nữ xã", "đề nghị"),
        ] {
            assert_eq!(verb(addressee), expected, "{addressee}");
        }
    }
}
