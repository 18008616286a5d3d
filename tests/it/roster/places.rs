//! Villages that a list names and the commune does not have: told, created from the file, or mapped to one that exists.

use std::collections::BTreeSet;

use tiendo::access::Actor;
use tiendo::campaign::{load, seed};
use tiendo::model::as_of::AsOf;
use tiendo::model::unit::{Unit, UnitKind};
use tiendo::progress::verify;
use tiendo::roster::choices::{Choices, PlaceChoice, PlaceKind};
use tiendo::roster::reading::FindingCode;
use tiendo::roster::staged::{FileSummary, NearUnit, Reason, RowClass, StagedRow};
use tiendo::roster::{
    ListDetails, Preview, RosterError, StagedFilter, Upload, commit, create_places, preview, read_again, staged,
};
use tiendo::store::{Db, StoreError, units};

use super::steps::{LOADED, day, sandbox};

/// The day of the lists of this file and of the pair.
pub const LISTED_ON: &str = "2023-05-31";

/// A commune that has no villages yet.
pub fn empty_commune(db: &Db) -> Unit {
    let found = db.read(|conn| {
        let here = units::find_by_slug(conn, "cam-ngoc", day(LISTED_ON))?.unwrap();
        let mut siblings = units::children(conn, here.parent.unwrap(), day(LISTED_ON))?;
        siblings.retain(|unit| unit.id != here.id && unit.kind == UnitKind::Commune);
        Ok::<_, StoreError>(siblings.swap_remove(0))
    });
    found.unwrap()
}

pub fn public_file(name: &str) -> Vec<u8> {
    std::fs::read(crate::support::project().join("tests/data/rosters/public").join(name)).unwrap()
}

/// Shows a file of the public set as a list of a unit.
pub fn show(db: &Db, unit: &Unit, file: &str, bytes: Vec<u8>, listed_on: &str) -> Preview {
    let details = ListDetails {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: unit.slug.clone(),
        file_name: file.to_owned(),
        comment: None,
        listed_on: Some(day(listed_on)),
        today: AsOf(day("2023-06-13")),
    };
    preview(db, &Actor::operator(), &Upload { details, bytes }, &sandbox()).unwrap()
}

/// Creates all villages that the file names, and reads it again.
pub fn with_its_villages(db: &Db, shown: &Preview) -> Preview {
    create_places(db, &Actor::operator(), shown.batch, &wanted(&shown.file)).unwrap();
    again(db, shown, &Choices::default())
}

fn wanted(file: &FileSummary) -> Vec<(PlaceKind, String)> {
    file.unknown_places.iter().map(|place| (place.kind, place.name.clone())).collect()
}

pub fn again(db: &Db, shown: &Preview, choices: &Choices) -> Preview {
    let today = AsOf(day("2023-06-13"));
    read_again(db, &Actor::operator(), shown.batch, choices, today, &sandbox()).unwrap()
}

pub fn all_rows(db: &Db, shown: &Preview) -> Vec<StagedRow> {
    let filter = StagedFilter { per_page: 10_000, ..StagedFilter::default() };
    staged(db, &Actor::operator(), shown.batch, &filter).unwrap().rows
}

pub fn rows_with(rows: &[StagedRow], code: FindingCode) -> Vec<u32> {
    rows.iter().filter(|row| row.row.codes.iter().any(|finding| finding.code == code)).map(|row| row.row.row).collect()
}

on_both_databases! {
    fn a_first_list_brings_its_villages(db from LOADED) {
        let commune = empty_commune(db);
        let shown = show(db, &commune, "dot_1.xls", public_file("L28_dot_1_bao_cao.xls"), LISTED_ON);
        assert_eq!((shown.counts.held, shown.counts.rows), (38, 38), "no village is known: nobody is placed by guess");
        assert_eq!(shown.file.unknown_places.len(), 7);
        assert_eq!(shown.file.unknown_places.iter().map(|place| place.rows).sum::<u32>(), 38);
        assert_eq!(shown.file.findings[&FindingCode::VillageUnknown], 38);
        let rows = all_rows(db, &shown);
        assert!(rows.iter().all(|row| matches!(row.reason, Some(Reason::UnknownVillage(_)))));
        assert!(rows.iter().all(|row| row.row.codes.iter().any(|f| f.code == FindingCode::VillageUnknown && f.column == Some(7))));

        let created = create_places(db, &Actor::operator(), shown.batch, &wanted(&shown.file)).unwrap();
        let slugs: BTreeSet<String> = created.iter().map(|place| place.slug.clone()).collect();
        assert!(slugs.contains(&format!("{}/thon-7", commune.slug)), "{slugs:?}");
        assert!(slugs.contains(&format!("{}/dong-vang", commune.slug)), "{slugs:?}");
        let twice = create_places(db, &Actor::operator(), shown.batch, &wanted(&shown.file)).unwrap();
        assert_eq!(twice, [], "a double click creates nothing twice");
        let after = again(db, &shown, &Choices::default());
        assert_eq!((after.counts.new, after.counts.held), (38, 0));
        assert_eq!(after.file.unknown_places, []);
        commit(db, &Actor::operator(), after.batch, &after.token, tiendo::roster::CommitMode::GoodRows).unwrap();
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());

        let below = db.read(|conn| units::below(conn, commune.id, day("2026-01-01"))).unwrap();
        assert_eq!(below, [], "the commune has been merged by then");
        let kept = db.read(|conn| units::children(conn, commune.id, day(LISTED_ON))).unwrap();
        assert_eq!(kept.iter().map(|unit| unit.local_order).collect::<Vec<_>>(), (1..=7).collect::<Vec<_>>());
        let village = kept[0].id;
        let path = db.read(|conn| units::path(conn, village, day("2026-01-01"))).unwrap();
        assert!(path.len() >= 3 && path.iter().all(|unit| unit.id != commune.id), "the village stands under the successor: {path:?}");
        let loaded = load(db, &Actor::operator(), &[seed::base(), seed::demo()].concat()).unwrap();
        assert_eq!(loaded.units_changed, 0, "the tree is what loading makes of it");
    }

    fn only_villages_of_the_unit_are_known(db from LOADED) {
        let commune = empty_commune(db);
        let bytes = || public_file("L33_ten_thon_nhieu_kieu.xlsx");
        let shown = show(db, &commune, "thon.xlsx", bytes(), LISTED_ON);
        let names: Vec<(PlaceKind, String)> = (1..=6).map(|number| (PlaceKind::Village, format!("Khu phố {number}"))).collect();
        create_places(db, &Actor::operator(), shown.batch, &names).unwrap();
        let after = again(db, &shown, &Choices::default());
        let rows = all_rows(db, &after);
        assert_eq!(rows_with(&rows, FindingCode::VillageUnknown), [9, 65, 70], "what the truth of the file says");
        assert_eq!(after.counts.held, 3);
        assert_eq!(after.file.unknown_places.iter().map(|place| place.rows).sum::<u32>(), 3);

        let strange = after.file.unknown_places[0].clone();
        let name = tiendo::vn::fold::fold(&strange.name);
        let unit = format!("{}/khu-pho-2", commune.slug);
        let choice = PlaceChoice { kind: PlaceKind::Village, name, unit };
        let mapped = again(db, &after, &Choices { places: vec![choice], ..Choices::default() });
        assert_eq!(mapped.counts.held, 3 - strange.rows);
        let rows = all_rows(db, &mapped);
        assert_eq!(rows_with(&rows, FindingCode::VillageUnknown).len() as u32, 3 - strange.rows, "the finding is settled");
        commit(db, &Actor::operator(), mapped.batch, &mapped.token, tiendo::roster::CommitMode::GoodRows).unwrap();
    }

    fn only_what_the_file_names_is_created(db from LOADED) {
        let commune = empty_commune(db);
        let file = "Họ và tên;Ngày sinh;Số CCCD;Thôn\n\
            Phạm Văn An;01/02/1980;038080000011;Thôn 01\n\
            Phạm Văn Ba;01/02/1981;038081000012;thôn 1\n\
            Phạm Văn Bốn;01/02/1982;038082000013;Thôn Ngọc Bình\n";
        let shown = show(db, &commune, "a.csv", file.as_bytes().to_vec(), LISTED_ON);
        let told: Vec<u32> = shown.file.unknown_places.iter().map(|place| place.rows).collect();
        assert_eq!(told, [2, 1], "one village in two spellings is one");
        let other = [(PlaceKind::Village, "Thôn Nơi Khác".to_owned())];
        let refused = create_places(db, &Actor::operator(), shown.batch, &other).unwrap_err();
        assert!(matches!(refused, RosterError::NotNamed { .. }), "{refused}");
        let after = with_its_villages(db, &shown);
        assert_eq!((after.counts.new, after.counts.held), (3, 0));
        let names = db.read(|conn| units::children(conn, commune.id, day(LISTED_ON))).unwrap();
        assert_eq!(names.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Thôn 1", "Thôn Ngọc Bình"]);

        let misspelt = file.replace("Thôn Ngọc Bình", "Thôn Ngọc Bìh");
        let shown = show(db, &commune, "b.csv", misspelt.into_bytes(), LISTED_ON);
        let near = NearUnit { slug: format!("{}/ngoc-binh", commune.slug), name: "Thôn Ngọc Bình".to_owned() };
        assert_eq!(shown.file.unknown_places[0].near, Some(near));
        assert_eq!(all_rows(db, &shown).iter().filter(|row| row.class == RowClass::Held).count(), 1);
    }
}
