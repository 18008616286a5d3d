//! A list without a header: its columns by their content alone.

use super::super::grid::Value;
use super::super::reading::ColumnRole as Role;
use super::header::{Header, HeaderColumn};
use super::header_words::Guess;
use super::sexes::is_sex_word;
use super::sheet_text::{is_blank, shown};
use super::view::SheetView;
use super::villages::starts_with_village_word;
use crate::vn::fold::fold;

/// How many rows are looked at.
const ROWS_SAMPLED: usize = 60;
/// Fewer rows prove nothing.
const FEWEST_ROWS: usize = 3;

/// First words of most names, folded: enough to tell a column of people from one of places.
const FAMILY_NAMES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "ly", "dao", "doan", "dinh", "trinh", "truong", "lam", "mai", "cao", "ha", "luu", "luong", "ta", "to", "tong",
    "quach", "phung", "thai", "chu", "la", "vi", "lo", "nong", "be", "hua", "ma", "trieu", "giang", "vang", "sung",
    "thao", "hang", "lau", "ban", "dam", "kieu", "nghiem", "ton", "cam", "y", "h", "siu", "ksor", "kpa", "nay", "dieu",
    "thach", "kim", "chau", "danh", "khuat", "vuong", "tang", "van", "quan", "mac", "dong", "trang", "chau",
];

#[derive(Default, Clone, Copy)]
struct Content {
    filled: usize,
    ordinals: usize,
    names: usize,
    numbers: usize,
    phones: usize,
    dates: usize,
    sexes: usize,
    villages: usize,
}

/// The columns of a list that starts without a header, if the sheet plainly is one: a column of personal names and one of ID numbers, phones or
/// birth dates.
pub(super) fn infer(view: &SheetView) -> Option<Header> {
    let mut columns: Vec<(u16, Content)> = Vec::new();
    for cell in view.sheet.rows.iter().take(ROWS_SAMPLED).flat_map(|row| &row.cells).filter(|c| !is_blank(&c.value)) {
        let at = columns.iter().position(|(column, _)| *column == cell.column).unwrap_or_else(|| {
            columns.push((cell.column, Content::default()));
            columns.len() - 1
        });
        let raw = shown(&cell.value);
        if let Some((_, content)) = columns.get_mut(at) {
            observe(content, &cell.value, &view.text.decode(cell, &raw).text);
        }
    }
    columns.sort_by_key(|(column, _)| *column);
    let rows = view.sheet.rows.len().min(ROWS_SAMPLED);
    let mut taken: Vec<Role> = Vec::new();
    let header: Vec<HeaderColumn> = columns
        .iter()
        .map(|(column, content)| {
            let role = role_of(content, rows, &taken);
            taken.extend(role);
            HeaderColumn {
                column: *column,
                header: String::new(),
                key: String::new(),
                guess: role.map_or(Guess::Useless, Guess::Sure),
            }
        })
        .collect();
    let plain =
        taken.contains(&Role::Name) && taken.iter().any(|role| matches!(role, Role::Cccd | Role::Phone | Role::Dob));
    (plain && rows >= FEWEST_ROWS).then_some(Header { rows: Vec::new(), next: 0, columns: header })
}

fn observe(content: &mut Content, value: &Value, text: &str) {
    content.filled += 1;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if matches!(value, Value::DateTime(_))
        || letters == 0 && (6..=8).contains(&digits) && text.contains(['/', '-', '.'])
    {
        content.dates += 1;
        return;
    }
    if letters == 0 {
        content.ordinals += usize::from(digits <= 4);
        content.numbers += usize::from((11..=12).contains(&digits));
        content.phones += usize::from(
            (9..=10).contains(&digits) && text.trim_start_matches('0').starts_with(['3', '5', '7', '8', '9']),
        );
        content.dates += usize::from(digits == 4 && matches!(text.trim().parse(), Ok(1900..=2030)));
        return;
    }
    let key = fold(text);
    let words = key.split(' ').count();
    let named =
        digits == 0 && (2..=6).contains(&words) && FAMILY_NAMES.contains(&key.split(' ').next().unwrap_or_default());
    content.villages += usize::from(starts_with_village_word(&key));
    content.names += usize::from(named && !starts_with_village_word(&key));
    content.sexes += usize::from(is_sex_word(&key));
}

fn role_of(content: &Content, rows: usize, taken: &[Role]) -> Option<Role> {
    let mostly = |count: usize| count * 10 >= content.filled * 7 && content.filled * 2 >= rows;
    let wanted = [
        (Role::Name, content.names),
        (Role::Cccd, content.numbers),
        (Role::Phone, content.phones),
        (Role::Dob, content.dates),
        (Role::Sex, content.sexes),
        (Role::Village, content.villages),
        (Role::Stt, content.ordinals),
    ];
    wanted.into_iter().find(|(role, count)| mostly(*count) && !taken.contains(role)).map(|(role, _)| role)
}
