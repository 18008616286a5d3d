//! What is decided about columns and words of one file counts for the next of the same form.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::roster::choices::{Choices, ColumnChoice, ReadingChoices, WordChoice, WordMeaning};
use tiendo::roster::reading::{ColumnRole, FindingCode};
use tiendo::roster::{commit, forget_mapping, kept_choices, read_again};

use super::steps::{LOADED, List, day, look, sandbox};

const HEADER: &str = "STT,Họ và tên,Ngày sinh,Số CCCD,Cấp tài khoản mức 2,Vận động\n";

fn list(file: &str, people: &str) -> List {
    List { file: file.to_owned(), unit: "cam-ngoc/thon-10".to_owned(), bytes: format!("{HEADER}{people}").into_bytes() }
}

fn may() -> List {
    list("thang_5.csv", "1,Nguyễn Văn Mười,01/01/1990,038090123456,đang chờ duyệt,đi làm ăn xa\n")
}

fn june() -> List {
    list("thang_6.csv", "1,Nguyễn Thị Tám,02/02/1991,038191123456,ĐANG CHỜ DUYỆT,quên kích hoạt\n")
}

fn decided(sheet: &str) -> Choices {
    let word = WordChoice { role: ColumnRole::M2, word: "dang cho duyet".to_owned(), meaning: WordMeaning::NotDone };
    let column = ColumnChoice { sheet: sheet.to_owned(), column: 6, role: ColumnRole::Note };
    Choices { reading: ReadingChoices { columns: vec![column], words: vec![word] }, ..Choices::default() }
}

on_both_databases! {
    fn decisions_are_taken_for_the_next_file_of_the_form_and_can_be_dropped(db from LOADED) {
        let operator = Actor::operator();
        let again = |batch, choices: &Choices| {
            read_again(db, &operator, batch, choices, AsOf(day("2023-06-13")), &sandbox()).unwrap()
        };
        let first = look(db, &may());
        assert_eq!(first.file.findings.get(&FindingCode::MarkUnknown), Some(&1));
        assert_eq!(first.file.sheets[0].unknown_words[0].word, "đang chờ duyệt");
        let shown = again(first.batch, &decided(&first.file.sheets[0].name));
        assert_eq!(shown.file.findings.get(&FindingCode::MarkUnknown), None);
        assert_eq!(look(db, &june()).file.findings.get(&FindingCode::MarkUnknown), Some(&1), "not applied yet");
        commit(db, &operator, shown.batch, &shown.token, tiendo::roster::CommitMode::GoodRows).unwrap();

        let second = look(db, &june());
        assert_eq!(second.file.findings.get(&FindingCode::MarkUnknown), None);
        assert_eq!(second.file.sheets[0].columns[5].role, ColumnRole::Note, "whatever the sheet is called");
        let taken = kept_choices(db, &operator, second.batch).unwrap();
        assert_eq!(taken.taken_from.map(|from| from.batch), Some(first.batch));

        forget_mapping(db, &operator, second.batch).unwrap();
        let plain = again(second.batch, &Choices::default());
        assert_eq!(plain.file.findings.get(&FindingCode::MarkUnknown), Some(&1));
        assert_eq!(look(db, &june()).file.findings.get(&FindingCode::MarkUnknown), Some(&1), "forgotten");
    }

    fn another_form_or_unit_takes_nothing(db from LOADED) {
        let first = look(db, &may());
        let all = decided(&first.file.sheets[0].name);
        let shown = read_again(db, &Actor::operator(), first.batch, &all, AsOf(day("2023-06-13")), &sandbox()).unwrap();
        commit(db, &Actor::operator(), shown.batch, &shown.token, tiendo::roster::CommitMode::GoodRows).unwrap();
        let unit = List { unit: "cam-ngoc/ngoc-son".to_owned(), ..june() };
        let text = String::from_utf8(june().bytes).unwrap();
        let form = List { bytes: text.replace("Vận động", "Người vận động").into_bytes(), ..june() };
        for other in [unit, form] {
            let shown = look(db, &other);
            assert_eq!(kept_choices(db, &Actor::operator(), shown.batch).unwrap(), Choices::default(), "{}", other.unit);
        }
    }
}
