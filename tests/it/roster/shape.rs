//! A column that was sorted or shifted alone is noticed; a list that is revised or new is not.

use tiendo::roster::Field;
use tiendo::roster::staged::ShapeWarning;

use super::matching::{apply, listed};
use super::places::all_rows;
use super::steps::LOADED;

const VILLAGE: &str = "cam-ngoc/ngoc-binh";
const NAMES: [&str; 12] = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nam", "Oanh", "Phúc"];

/// Twelve people; each column may be shifted by some rows.
fn rows(names: usize, births: usize, numbers: usize) -> String {
    let row = |index: usize| {
        let of = |shift: usize| (index + shift) % NAMES.len();
        let (name, born, number) = (NAMES[of(names)], of(births), of(numbers));
        format!("Trần Văn {name};{:02}/03/1980;0380800001{number:02};09120001{index:02};x\n", born + 1)
    };
    (0..NAMES.len()).map(row).collect()
}

on_both_databases! {
    fn a_column_sorted_alone_is_noticed(db from LOADED) {
        let first = listed(db, VILLAGE, "2023-05-01", &rows(0, 0, 0));
        assert_eq!((first.counts.new, first.file.shape.as_slice()), (12, &[][..]), "a new list is not odd");
        apply(db, &first);
        let all_of = |field| [ShapeWarning { field, changed: 12, of: 12 }];
        assert_eq!(listed(db, VILLAGE, "2023-05-02", &rows(0, 1, 0)).file.shape, all_of(Field::BirthDate));
        assert_eq!(listed(db, VILLAGE, "2023-05-02", &rows(1, 0, 0)).file.shape, all_of(Field::Name));
        assert_eq!(listed(db, VILLAGE, "2023-05-02", &rows(0, 0, 1)).file.shape, all_of(Field::NationalId));
        let revised = rows(0, 0, 0).replace("01/03/1980", "21/03/1980").replace("02/03/1980", "22/03/1980");
        let revised = listed(db, VILLAGE, "2023-05-02", &revised);
        assert_eq!((revised.counts.changed, revised.file.shape.as_slice()), (2, &[][..]));
    }

    fn a_mark_in_the_cell_removes_a_phone_and_a_blank_cell_does_not(db from LOADED) {
        apply(db, &listed(db, VILLAGE, "2023-05-01", "Phạm Văn An;01/02/1980;038080000011;0912000011;x\n"));
        for keeps in ["", "-", "không có"] {
            let shown = listed(db, VILLAGE, "2023-05-02", &format!("Phạm Văn An;01/02/1980;038080000011;{keeps};x\n"));
            assert_eq!(shown.counts.unchanged, 1, "{keeps}");
        }
        let shown = listed(db, VILLAGE, "2023-05-02", "Phạm Văn An;01/02/1980;038080000011;(xóa);x\n");
        let row = all_rows(db, &shown).remove(0);
        let change = row.changes.iter().find(|change| change.field == Field::Phone).unwrap();
        assert_eq!((change.old.as_deref(), change.new.as_deref()), (Some("0912000011"), None));
        apply(db, &shown);
    }
}
