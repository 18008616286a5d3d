//! A file that says which batch it corrects is believed only where that can be.

use tiendo::access::Actor;
use tiendo::model::id::BatchId;
use tiendo::model::role::Role;
use tiendo::roster::{CommitMode, Preview, commit, discard, history, preview, staged, undo};
use tiendo::store::Db;

use super::steps::{LOADED, List, sandbox, upload};
use crate::support::{office, raw};

/// A list of one person with the summary sheet of an error workbook behind it, in the XML form of Excel 2003.
fn correcting(batch: i64, unit: &str, village: &str) -> List {
    let cell = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let row = |cells: &[&str]| format!("<Row>{}</Row>", cells.iter().map(|text| cell(text)).collect::<String>());
    let sheet = |name: &str, rows: String| format!("<Worksheet ss:Name=\"{name}\"><Table>{rows}</Table></Worksheet>");
    let people = row(&["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Thôn"])
        + &row(&["1", "Nguyễn Văn An", "02/03/1985", "038085000011", village]);
    let summary = row(&["TÓM TẮT LỖI"]) + &row(&[&format!("Lượt nhập số {batch}")]);
    let book = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{}{}</Workbook>",
        sheet("DS", people),
        sheet("Tóm tắt lỗi", summary)
    );
    List { file: "sua.xml".to_owned(), unit: unit.to_owned(), bytes: book.into_bytes() }
}

pub fn in_ngoc_binh(batch: i64) -> List {
    correcting(batch, "cam-ngoc/ngoc-binh", "Thôn Ngọc Bình")
}

fn hand_in(db: &Db, actor: &Actor, list: &List) -> Preview {
    preview(db, actor, &upload(list), &sandbox()).unwrap()
}

/// What the preview says, and what the history and the page of the batch say.
fn chain(db: &Db, shown: &Preview) -> (Option<i64>, Option<BatchId>, Option<BatchId>) {
    let operator = Actor::operator();
    let lines = history(db, &operator, 1, 50).unwrap();
    let line = lines.into_iter().find(|line| line.id == shown.batch).unwrap();
    let filter = tiendo::roster::StagedFilter { page: 1, per_page: 10, ..Default::default() };
    let page = staged(db, &operator, shown.batch, &filter).unwrap();
    assert_eq!(page.file.continues, shown.file.continues, "as shown, so kept");
    (shown.file.continues, line.continues, page.batch.continues)
}

on_both_databases! {
    fn a_corrected_file_uploaded_anew_continues_its_batch(db from LOADED) {
        let operator = Actor::operator();
        let first = hand_in(db, &operator, &in_ngoc_binh(999));
        assert_eq!(chain(db, &first), (None, None, None), "no such batch");
        let second = hand_in(db, &operator, &in_ngoc_binh(first.batch.0));
        let its = (Some(first.batch.0), Some(first.batch), Some(first.batch));
        assert_eq!(chain(db, &second), its, "while the first waits");
        commit(db, &operator, first.batch, &first.token, CommitMode::GoodRows).unwrap();
        let officer = office::actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert_eq!(chain(db, &hand_in(db, &officer, &in_ngoc_binh(first.batch.0))), its, "once it is applied");
    }

    fn a_claim_that_cannot_be_is_ignored(db from LOADED) {
        let operator = Actor::operator();
        let next = raw::number(db, "SELECT COALESCE(MAX(id), 0) AS value FROM import_batch") + 1;
        let own = hand_in(db, &operator, &in_ngoc_binh(next));
        assert_eq!((own.batch.0, chain(db, &own)), (next, (None, None, None)), "itself");
        let elsewhere = hand_in(db, &operator, &correcting(0, "cam-ngoc/ngoc-son", "Thôn Ngọc Sơn"));
        assert_eq!(chain(db, &hand_in(db, &operator, &in_ngoc_binh(elsewhere.batch.0))), (None, None, None), "another unit");
        let officer = office::actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert_eq!(chain(db, &hand_in(db, &officer, &in_ngoc_binh(elsewhere.batch.0))), (None, None, None), "not to be seen");

        let given_up = hand_in(db, &operator, &in_ngoc_binh(0));
        discard(db, &operator, given_up.batch).unwrap();
        assert_eq!(chain(db, &hand_in(db, &operator, &in_ngoc_binh(given_up.batch.0))), (None, None, None), "given up");
        let taken_back = hand_in(db, &operator, &in_ngoc_binh(0));
        commit(db, &operator, taken_back.batch, &taken_back.token, CommitMode::GoodRows).unwrap();
        undo(db, &operator, taken_back.batch, None).unwrap();
        assert_eq!(chain(db, &hand_in(db, &operator, &in_ngoc_binh(taken_back.batch.0))), (None, None, None), "taken back");
    }

    fn a_list_for_another_campaign_corrects_nothing(db from LOADED) {
        let operator = Actor::operator();
        let first = hand_in(db, &operator, &in_ngoc_binh(0));
        raw::execute(db, "INSERT INTO campaign (code, unit_id, title, starts_on, ends_on, rounding, purpose, retention_until, created_at) \
            SELECT 'khac', unit_id, title, starts_on, ends_on, rounding, purpose, retention_until, created_at FROM campaign").unwrap();
        let mut other = upload(&in_ngoc_binh(first.batch.0));
        other.details.campaign = "khac".to_owned();
        let shown = preview(db, &operator, &other, &sandbox()).unwrap();
        assert_eq!(chain(db, &shown), (None, None, None));
    }
}
