//! What the tests of this folder do again and again.

use chrono::NaiveDate;
use tiendo::access::Actor;
use tiendo::campaign::{load, seed};
use tiendo::model::as_of::AsOf;
use tiendo::progress::{FigureQuery, figures, report::ProgressReport};
use tiendo::roster::sandbox::SandboxSettings;
use tiendo::roster::{CommitMode, Committed, ListDetails, Preview, Upload, commit, preview};
use tiendo::store::Db;

use crate::support::Template;

/// Units, catalogue, campaign and quotas of the demo; nobody is on any list yet.
pub const LOADED: Template = Template { name: "loaded", fill: Some(fill_loaded) };
/// The same with the eleven lists imported.
pub const IMPORTED: Template = Template { name: "imported", fill: Some(fill_imported) };

fn fill_loaded(db: &Db) {
    let files = [seed::base(), seed::demo()].concat();
    load(db, &Actor::operator(), &files).unwrap();
    let rosters = seed::rosters().unwrap();
    let table = rosters.quota_sheet.as_ref().unwrap();
    let sheet = tiendo::roster::QuotaSheet {
        campaign: rosters.campaign.clone(),
        unit: rosters.unit.clone(),
        file_name: table.file.clone(),
        bytes: seed::file(&format!("{}/{}", rosters.folder, table.file)).unwrap().content,
        deadline: table.deadline,
        document: Some(table.document.clone()),
        issuer: None,
        columns: Default::default(),
        today: AsOf(day("2023-06-13")),
    };
    let taken = tiendo::roster::import_quotas(db, &Actor::operator(), &sheet, &sandbox()).unwrap();
    assert_eq!((taken.units, taken.level_1, taken.level_2), (10, 2650, 1273));
}

fn fill_imported(db: &Db) {
    fill_loaded(db);
    for list in lists() {
        import(db, &list);
    }
}

/// One list of the demo.
#[derive(Debug, Clone)]
pub struct List {
    pub file: String,
    pub unit: String,
    pub bytes: Vec<u8>,
}

/// The eleven lists in the order of the demo.
pub fn lists() -> Vec<List> {
    let rosters = seed::rosters().unwrap();
    let list = |entry: &tiendo::campaign::files::DemoList| List {
        file: entry.file.clone(),
        unit: entry.unit.clone(),
        bytes: seed::file(&format!("{}/{}", rosters.folder, entry.file)).unwrap().content,
    };
    rosters.lists.iter().map(list).collect()
}

/// The program whose child reads files.
pub fn sandbox() -> SandboxSettings {
    let program = Some(env!("CARGO_BIN_EXE_tiendo").into());
    SandboxSettings { program, most_waiting: usize::MAX, ..SandboxSettings::default() }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn upload(list: &List) -> Upload {
    Upload {
        details: ListDetails {
            campaign: "cam-ngoc-2023".to_owned(),
            unit: list.unit.clone(),
            file_name: list.file.clone(),
            listed_on: Some(day("2023-06-12")),
            today: AsOf(day("2023-06-13")),
            comment: None,
        },
        bytes: list.bytes.clone(),
    }
}

pub fn look(db: &Db, list: &List) -> Preview {
    preview(db, &Actor::operator(), &upload(list), &sandbox()).unwrap()
}

pub fn import(db: &Db, list: &List) -> Committed {
    let shown = look(db, list);
    commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap()
}

pub fn report(db: &Db, unit: &str, as_of: &str) -> ProgressReport {
    let query = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some(unit.to_owned()),
        as_of: Some(AsOf(day(as_of))),
        today: AsOf(day("2023-06-13")),
    };
    figures(db, &Actor::operator(), &query).unwrap()
}

/// What the truth file calls `issued_1, issued_2, act_1, act_2, issued` of one unit, in that order.
pub fn five_figures(report: &ProgressReport, unit: &str) -> [i64; 5] {
    let children = report.children.iter().map(|(name, figures)| (name, figures));
    let own = report.path.last().map(|name| (name, &report.own));
    let (_, figures) = own.into_iter().chain(children).find(|(name, _)| name.name == unit).unwrap();
    let find = |code: &str| {
        let residents = |figure: &&tiendo::progress::report::Figure| {
            figure.measure.code == code && figure.measure.audience == tiendo::model::tally::Audience::Residents
        };
        figures.iter().find(residents).unwrap()
    };
    let (one, two) = (find("vneid1.activated"), find("vneid2.activated"));
    [one.issued, two.issued, one.done, two.done, find("vneid.issued").done].map(Option::unwrap)
}

/// `truth.json` of the Cẩm Ngọc set.
pub fn truth() -> serde_json::Value {
    let path = crate::support::project().join("tests/data/rosters/cam-ngoc/truth.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The five figures of a place of the truth file.
pub fn five_true(place: &serde_json::Value) -> [i64; 5] {
    ["issued_1", "issued_2", "act_1", "act_2", "issued"].map(|key| place[key].as_i64().unwrap())
}
