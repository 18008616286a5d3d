//! Who is known where a list belongs and is not named by it.

use tiendo::access::Actor;
use tiendo::roster::absent;

use super::matching::{apply, listed};
use super::steps::LOADED;

const VILLAGE: &str = "cam-ngoc/ngoc-binh";

on_both_databases! {
    fn people_whom_a_list_does_not_name_are_told_and_stay(db from LOADED) {
        let an = "Phạm Văn An;01/02/1980;038080000011;;x\n";
        let dung = "Đỗ Văn Dũng;01/02/1981;;0912000012;x\n";
        let binh = "Phạm Thị Bình;03/04/1982;038182000013;;x\n";
        apply(db, &listed(db, VILLAGE, "2023-05-01", &[an, dung, binh].concat()));
        apply(db, &listed(db, "cam-ngoc/thon-10", "2023-05-01", "Lê Văn Xa;01/02/1980;038080000031;;x\n"));
        let shown = listed(db, VILLAGE, "2023-05-02", an);
        assert_eq!(shown.file.absent, 2, "those of another village are not missed here");
        let page = absent(db, &Actor::operator(), shown.batch, 1, 50).unwrap();
        let names: Vec<&str> = page.people.iter().map(|person| person.full_name.as_str()).collect();
        assert_eq!((page.total, names), (2, vec!["Phạm Thị Bình", "Đỗ Văn Dũng"]), "in the order of given names");
        assert_eq!(page.people[0].village.as_deref(), Some("Thôn Ngọc Bình"));
        let second = absent(db, &Actor::operator(), shown.batch, 2, 1).unwrap();
        assert_eq!((second.total, second.people[0].full_name.as_str()), (2, "Đỗ Văn Dũng"));
        apply(db, &shown);

        let held = listed(db, VILLAGE, "2023-05-03", &["Phạm Văn An;31/02/1980;038080000011;;x\n", dung, binh].concat());
        assert_eq!((held.counts.held, held.file.absent), (1, 0), "a row that is held back names somebody all the same");
    }
}
