//! What holds for every sheet, however it looks.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::sheet_of::{options, sheet};
use crate::roster::grid::Workbook;
use crate::roster::reading::RowResult;
use crate::roster::understand::understand;

/// Cells as lists have them, and cells as nobody should write them.
pub(super) fn cell() -> impl Strategy<Value = String> {
    let typical = [
        "",
        "STT",
        "Họ và tên",
        "Tên",
        "Họ",
        "Ngày sinh",
        "Năm sinh",
        "Nam",
        "Nữ",
        "Số CCCD",
        "SĐT",
        "Thôn",
        "Mức 1",
        "Mức 2",
        "Kích hoạt",
        "Ngày cấp",
        "Ghi chú",
        "Đơn vị",
        "Tình trạng",
        "DT",
        "GT",
        "Tổng cộng: 3",
        "Cộng",
        "I. THÔN ĐỒNG VÀNG",
        "Người lập biểu",
        "(1)",
        "Nguyễn Văn An",
        "LÊ THỊ BÌNH",
        "NguyÔn ThÞ H\u{AD}êng",
        "12/03/1985",
        "1985",
        "31/02/1990",
        "038085001234",
        "38085001234",
        "172345678",
        "0912345678",
        "912345678 / 0987654321",
        "x",
        "Chưa",
        "?",
        "đã chết",
        "=1+1",
        "nt",
        "Thôn 7, xã X",
        "#1",
        "#2",
        "#45000",
        "#38085001234",
        "@1985-03-12",
        "Chỉ tiêu mức 1",
    ];
    prop_oneof![8 => prop::sample::select(typical.to_vec()).prop_map(str::to_owned), 1 => "[^|\n#@]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_sheet_is_read_into_rows_of_its_own(
        lines in prop::collection::vec(prop::collection::vec(cell(), 1..9), 1..14),
        merges in prop::collection::vec((1u32..12, 1u16..8, 0u32..3, 0u16..4), 0..4),
    ) {
        let text: String = lines.iter().map(|cells| format!("{}\n", cells.join("|"))).collect();
        prop_assume!(text.lines().all(|line| !line.trim().is_empty()));
        let merges: Vec<_> = merges.into_iter().map(|(top, left, high, wide)| (top, left, top + high, left + wide)).collect();
        let sheet = sheet("Sheet1", &text, &merges);
        let numbers: BTreeSet<u32> = sheet.rows.iter().map(|row| row.number).collect();
        let reading = understand(Workbook { file_codes: Vec::new(), sheets: vec![sheet] }, &options());
        let mut seen = BTreeSet::new();
        for row in &reading.sheets[0].rows {
            prop_assert!(numbers.contains(&row.row));
            prop_assert!(seen.insert((row.row, row.c0)));
            prop_assert!(row.full_name.is_some() || row.result == RowResult::Error);
            if let Some(id) = &row.cccd {
                prop_assert!(id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()));
            }
            for phone in row.phone.iter().chain(&row.phone2) {
                prop_assert!(phone.len() == 10 && phone.starts_with('0'));
            }
            for finding in &row.codes {
                prop_assert!(finding.message().ends_with('.'));
            }
        }
        let again: crate::roster::reading::Reading = serde_json::from_str(&serde_json::to_string(&reading).unwrap()).unwrap();
        prop_assert_eq!(again, reading);
    }
}
