//! The follow-up register of incoming documents, «Sổ theo dõi giải quyết văn bản đến» (Nghị định 30/2020/NĐ-CP, Phụ lục IV), as far as the tasks of a
//! campaign tell it.

use super::list::TaskList;
use crate::model::task::{Task, TaskState};
use crate::vn::date::in_text;

/// Title of the register.
pub const TITLE: &str = "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN";
/// Heads of its seven columns, in the words of the decree.
pub const COLUMNS: [&str; 7] = [
    "Số đến",
    "Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan ban hành văn bản",
    "Đơn vị hoặc người nhận",
    "Thời hạn giải quyết",
    "Tiến độ giải quyết",
    "Số, ký hiệu văn bản trả lời",
    "Ghi chú",
];

/// The rows of the register. The number of arrival is given by the register of incoming documents of the office and written in by hand.
pub fn register(list: &TaskList) -> Vec<[String; 7]> {
    let row = |line: &super::list::TaskLine| {
        let task = &line.task;
        let progress = match (line.state, task.done_on) {
            (TaskState::Done, Some(day)) => format!("xong ngày {}{}", in_text(day), late(task)),
            (TaskState::Dropped, Some(day)) => format!("không còn yêu cầu từ ngày {}", in_text(day)),
            (state, _) if line.overdue => format!("{}, quá hạn", state.vietnamese()),
            (state, _) => state.vietnamese().to_owned(),
        };
        [
            String::new(),
            task.document.clone().unwrap_or_default(),
            task.addressee.clone(),
            due_text(task),
            progress,
            task.answer.clone().unwrap_or_default(),
            match &line.last_note {
                Some(note) => format!("{}. {note}", task.content),
                None => task.content.clone(),
            },
        ]
    };
    list.tasks.iter().map(row).collect()
}

fn late(task: &Task) -> String {
    task.days_late().map_or_else(String::new, |days| format!(", chậm {days} ngày"))
}

/// The deadline as the document says it, or else its day; «thường xuyên» where there is none.
pub fn due_text(task: &Task) -> String {
    match (&task.due_wording, task.due_on) {
        (Some(wording), _) => wording.clone(),
        (None, Some(day)) => format!("đến hết ngày {}", in_text(day)),
        (None, None) => "thường xuyên".to_owned(),
    }
}
