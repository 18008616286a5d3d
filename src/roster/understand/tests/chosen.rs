//! What people decide about columns and words.

use super::sheet_of::{codes, options, sheet};
use crate::roster::choices::{ColumnChoice, ReadingChoices, WordChoice, WordMeaning, word_key};
use crate::roster::grid::Workbook;
use crate::roster::reading::{ColumnRole as Role, Mark, NoteStatus, SheetReading};
use crate::roster::understand::{UnderstandOptions, understand};

const LIST: &str = "STT|Họ và tên|Năm sinh|Liên hệ|Mật khẩu|Mức 2|Tình trạng
#1|Nguyễn Văn An|#1985|0912345678|abc123|đang chờ duyệt|Đã kích hoạt
#2|Lê Thị Bình|#1990|0912345679|abc123|Đang chờ duyệt|hẹn lại
#3|Trần Văn Cường|#1992|0912345670|abc123|x|?";

fn read(choices: ReadingChoices) -> SheetReading {
    let workbook = Workbook { file_codes: Vec::new(), sheets: vec![sheet("DS", LIST, &[])] };
    understand(workbook, &UnderstandOptions { choices, ..options() }).sheets.remove(0)
}

fn column(column: u16, role: Role) -> ColumnChoice {
    ColumnChoice { sheet: "DS".to_owned(), column, role }
}

fn roles(sheet: &SheetReading) -> Vec<(u16, Role)> {
    sheet.columns.iter().map(|c| (c.column, c.role)).collect()
}

#[test]
fn columns_show_values_and_words_that_nobody_understood() {
    let sheet = read(ReadingChoices::default());
    let shown: Vec<Vec<&str>> = sheet.columns.iter().map(|c| c.samples.iter().map(String::as_str).collect()).collect();
    assert_eq!(shown[1], ["Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Cường"]);
    assert_eq!(shown[3], ["*******678", "*******679", "*******670"], "numbers are masked");
    assert_eq!(sheet.columns[4].role, Role::Refused);
    assert!(shown[4].is_empty(), "nothing of a refused column is kept");
    assert_eq!(shown[5], ["đang chờ duyệt", "Đang chờ duyệt", "x"]);
    let unknown: Vec<(Role, &str, u32)> =
        sheet.unknown_words.iter().map(|word| (word.role, word.word.as_str(), word.rows)).collect();
    assert_eq!(unknown[0], (Role::M2, "đang chờ duyệt", 2), "the most frequent first");
}

#[test]
fn a_chosen_meaning_wins_and_leaves_the_column_that_had_it() {
    let sheet = read(ReadingChoices { columns: vec![column(7, Role::Dob), column(5, Role::Note)], words: vec![] });
    assert_eq!(
        roles(&sheet)[2..],
        [(3, Role::Ignored), (4, Role::Phone), (5, Role::Refused), (6, Role::M2), (7, Role::Dob)]
    );
    assert!(sheet.rows.iter().all(|row| row.dob.is_none() && row.note.is_none()), "{:?}", sheet.rows);
    let other = ColumnChoice { sheet: "Tờ khác".to_owned(), column: 7, role: Role::Dob };
    let untouched = read(ReadingChoices { columns: vec![other], words: vec![] });
    assert_eq!(roles(&untouched), roles(&read(ReadingChoices::default())), "a choice is for its sheet");
    let left_out = read(ReadingChoices { columns: vec![column(6, Role::Ignored)], words: vec![] });
    assert!(left_out.rows.iter().all(|row| !codes(row).contains(&"MARK_UNKNOWN")));
}

#[test]
fn a_chosen_word_is_no_finding_any_more() {
    let word = |role, word: &str, meaning| WordChoice { role, word: word_key(word), meaning };
    let sheet = read(ReadingChoices {
        columns: vec![column(7, Role::Status)],
        words: vec![
            word(Role::M2, "ĐANG CHỜ DUYỆT", WordMeaning::NotDone),
            word(Role::Status, "hẹn lại", WordMeaning::Status(NoteStatus::Absent)),
            word(Role::Status, "?", WordMeaning::Done),
        ],
    });
    let done = |row: usize, mark| sheet.rows[row].milestones.get(&mark).and_then(|reading| reading.done);
    assert_eq!((done(0, Mark::M2), done(1, Mark::M2), done(2, Mark::M2)), (Some(false), Some(false), Some(true)));
    assert_eq!(sheet.rows[1].status, [NoteStatus::Absent]);
    assert_eq!(done(2, Mark::Act), Some(true), "a sign is a word too");
    assert!(sheet.unknown_words.is_empty(), "{:?}", sheet.unknown_words);
}
