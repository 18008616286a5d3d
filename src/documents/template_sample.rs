//! A template to begin with: every component of a dispatch as a field, a table of the units below, and all fields with what they mean. It is written by
//! the same program that writes Word files of documents, so that its styles are those of Nghị định 30/2020/NĐ-CP.

use chrono::{DateTime, Utc};

use super::docx::docx;
use super::error::DocumentError;
use super::face::{Face, FaceAnnex, FaceBlock, FaceRow, FaceTable};
use super::own_template::{FIELDS, Field, LISTS, List, MEASURED};
use crate::model::document::{LineStyle, Side};

/// The file.
///
/// # Errors
/// The archive could not be written: a fault of the program.
pub fn sample(at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    let line = |text: &str| FaceBlock::Line { style: LineStyle::Plain, text: text.to_owned() };
    let face = Face {
        title: "Mẫu thử".to_owned(),
        author: "tiendo".to_owned(),
        superior: None,
        agency: vec!["{{co-quan}}".to_owned()],
        number: "Số: {{so}}/{{ky-hieu}}".to_owned(),
        place_and_day: "{{dia-danh}}, ngày {{ngay}} tháng {{thang}} năm {{nam}}".to_owned(),
        below_number: Some("V/v {{trich-yeu}}".to_owned()),
        name: None,
        subject: None,
        urgency: None,
        addressees: vec!["{{kinh-gui}}".to_owned()],
        grounds: vec!["{{#can-cu}}{{dong}}{{/can-cu}}".to_owned()],
        body: vec![
            line("{{cau-ket-qua}}"),
            line("{{#noi-dung}}{{dong}}{{/noi-dung}}"),
            line("Kết quả của {{so-don-vi}} đơn vị, chỉ tiêu {{ten-chi-tieu}}, đến ngày {{ngay-so-lieu}}:"),
            units(),
            line("Nhiệm vụ:"),
            line("{{#nhiem-vu}}{{stt}}. {{giao-cho}}: {{viec}} ({{thoi-han}}).{{/nhiem-vu}}"),
        ],
        copies: vec!["{{#noi-nhan}}{{dong}}{{/noi-nhan}}".to_owned()],
        authority: vec!["{{tham-quyen}}".to_owned()],
        signer: Some("{{nguoi-ky}}".to_owned()),
        annexes: vec![all_fields()],
        embedded: false,
    };
    docx(&face, at)
}

/// One row that is repeated for every unit.
fn units() -> FaceBlock {
    let column = |head: &str, width, side| (head.to_owned(), width, side);
    let columns = [
        column("STT", 10, Side::Center),
        column("Đơn vị", 40, Side::Left),
        column("Chỉ tiêu", 20, Side::Right),
        column("Kết quả", 20, Side::Right),
        column("Tỷ lệ (%)", 20, Side::Right),
        column("Còn thiếu", 20, Side::Right),
    ];
    let cells =
        ["{{#don-vi}}{{stt}}", "{{ten}}", "{{chi-tieu}}", "{{ket-qua}}", "{{ty-le-so}}", "{{con-thieu}}{{/don-vi}}"];
    let total = ["", "Tổng cộng", "{{chi-tieu}}", "{{ket-qua}}", "{{ty-le-so}}", "{{con-thieu}}"];
    table(&columns, vec![row(&cells, false), row(&total, true)])
}

fn table(columns: &[(String, u32, Side)], rows: Vec<FaceRow>) -> FaceBlock {
    FaceBlock::Table(FaceTable {
        widths: columns.iter().map(|(_, width, _)| *width).collect(),
        sides: columns.iter().map(|(.., side)| *side).collect(),
        groups: Vec::new(),
        heads: columns.iter().map(|(head, ..)| head.clone()).collect(),
        rows,
    })
}

fn row(cells: &[&str], total: bool) -> FaceRow {
    FaceRow { cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), total }
}

/// Every field with its name and what stands in its place.
fn all_fields() -> FaceAnnex {
    let columns = [
        ("Trường".to_owned(), 30, Side::Left),
        ("Nội dung".to_owned(), 50, Side::Left),
        ("Điền vào".to_owned(), 70, Side::Left),
    ];
    let named = |field: &Field| row(&[field.name, field.meaning, &format!("{{{{{}}}}}", field.name)], false);
    let rows = FIELDS.iter().chain(&MEASURED).map(named).collect();
    let mut blocks = vec![
        FaceBlock::Line {
            style: LineStyle::Plain,
            text: "Xóa trang này khi soạn mẫu của cơ quan. Tên trường viết trong hai cặp ngoặc nhọn.".to_owned(),
        },
        table(&columns, rows),
    ];
    blocks.extend(LISTS.iter().map(|list| FaceBlock::Line { style: LineStyle::Plain, text: list_line(list) }));
    FaceAnnex {
        label: "Phụ lục".to_owned(),
        title: "CÁC TRƯỜNG DÙNG ĐƯỢC".to_owned(),
        attached: "(Kèm theo mẫu thử)".to_owned(),
        landscape: false,
        blocks,
        file: None,
    }
}

/// `Đơn vị: 1) Thôn 1; 2) Thôn 2;` as one paragraph that is repeated.
fn list_line(list: &List) -> String {
    let own: Vec<String> = list.fields.iter().map(|field| format!("{{{{{}}}}}", field.name)).collect();
    let name = list.name;
    format!("{{{{#{name}}}}}[{}] {}{{{{/{name}}}}}", list.meaning, own.join(" | "))
}
