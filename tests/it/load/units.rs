//! The national units, before and after 1/7/2025.

use chrono::NaiveDate;
use tiendo::campaign::seed;
use tiendo::model::unit::{Unit, UnitChangeKind, UnitKind};
use tiendo::store::{Conn, Db, StoreError, units};

use super::{BASE, CAMPAIGN, load};

const TODAY: &str = "2026-11-21";
const CAMPAIGN_DAY: &str = "2023-05-31";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read<T>(db: &Db, body: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> T {
    db.read(body).unwrap()
}

fn unit(conn: &mut Conn, slug: &str, on: &str) -> Result<Unit, StoreError> {
    Ok(units::find_by_slug(conn, slug, day(on))?.unwrap_or_else(|| panic!("no unit {slug}")))
}

fn path(db: &Db, slug: &str, on: &str) -> Vec<String> {
    let found = read(db, |c| {
        let id = unit(c, slug, on)?.id;
        units::path(c, id, day(on))
    });
    found.into_iter().map(|unit| unit.name).collect()
}

/// Provinces and communes on a day.
fn counts(db: &Db, on: &str) -> (usize, usize) {
    read(db, |c| {
        let provinces = units::top(c, day(on))?;
        let mut communes = 0;
        for province in &provinces {
            let below = units::below(c, province.id, day(on))?;
            communes += below.iter().filter(|unit| unit.kind.is_commune_level()).count();
        }
        Ok((provinces.len(), communes))
    })
}

on_both_databases! {
    fn the_country_is_complete_on_both_sides_of_the_change(db from BASE) {
        assert_eq!(counts(db, TODAY), (34, 3_321));
        assert_eq!(counts(db, "2025-07-01"), (34, 3_321));
        assert_eq!(counts(db, "2025-06-30"), (63, 10_035));
        let districts = read(db, |c| {
            let province = unit(c, "thanh-hoa", CAMPAIGN_DAY)?.id;
            units::children(c, province, day(CAMPAIGN_DAY))
        });
        assert!(districts.iter().all(|unit| unit.kind == UnitKind::District));
        assert_eq!(districts.len(), 26, "as of 30/6/2025");
    }

    fn a_commune_stands_where_it_stood_on_the_day(db from CAMPAIGN) {
        assert_eq!(path(db, "cam-ngoc", CAMPAIGN_DAY), ["Tỉnh Thanh Hóa", "Huyện Cẩm Thủy", "Xã Cẩm Ngọc"]);
        let before = path(db, "cam-ngoc/ngoc-binh", CAMPAIGN_DAY);
        assert_eq!(before, ["Tỉnh Thanh Hóa", "Huyện Cẩm Thủy", "Xã Cẩm Ngọc", "Thôn Ngọc Bình"]);
        let since = path(db, "cam-ngoc/ngoc-binh", "2026-01-01");
        assert_eq!(since, ["Tỉnh Thanh Hóa", "Xã Cẩm Thủy", "Thôn Ngọc Bình"]);
        let old = read(db, |c| unit(c, "cam-ngoc", TODAY));
        assert_eq!((old.validity.to, old.official_code.as_deref()), (day("2025-06-30"), Some("15169")));
        let new = read(db, |c| unit(c, "thanh-hoa/xa-cam-thuy", TODAY));
        assert_eq!(new.official_code.as_deref(), Some("15127"));
        read(db, |c| {
            let village = unit(c, "cam-ngoc/ngoc-binh", TODAY)?.id;
            assert!(units::is_below(c, village, old.id)? && units::is_below(c, village, new.id)?);
            assert!(!units::is_below(c, old.id, new.id)?);
            Ok(())
        });
    }

    fn villages_keep_the_order_of_the_annex(db from CAMPAIGN) {
        let below = read(db, |c| {
            let commune = unit(c, "cam-ngoc", CAMPAIGN_DAY)?.id;
            units::children(c, commune, day(CAMPAIGN_DAY))
        });
        let names: Vec<&str> = below.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names.len(), 16);
        assert_eq!(names[..3], ["Thôn Ngọc Bình", "Thôn Ngọc Sơn", "Thôn Đồng Cẩm"]);
        assert_eq!(names[9], "Thôn 10");
        assert_eq!(below.iter().filter(|unit| unit.kind.is_village()).count(), 10);
        let police = below.iter().find(|unit| unit.kind == UnitKind::Police).unwrap();
        let (superior, contacts) = read(db, |c| {
            let superior = units::get(c, police.line_superior.unwrap(), day(CAMPAIGN_DAY))?;
            Ok((superior.unwrap(), units::contacts(c, police.id)?))
        });
        assert_eq!(superior.name, "Công an huyện Cẩm Thủy");
        assert_eq!(contacts[0].phone.as_deref(), Some("0912000101"));
    }

    fn identity_is_by_name_and_never_by_code(db from BASE) {
        read(db, |c| {
            // Code 64 was Gia Lai and is not any more; the province is the same.
            let gia_lai = units::find_by_slug(c, "gia-lai", day(TODAY))?.unwrap();
            assert_eq!(gia_lai.official_code.as_deref(), Some("52"));
            assert_eq!(unit(c, "gia-lai", CAMPAIGN_DAY)?.id, gia_lai.id);
            // One old commune became one new commune of the same name, in another province.
            let kept = unit(c, "tuyen-quang/xa-minh-tan", TODAY)?;
            let names: Vec<String> =
                units::path(c, kept.id, day(CAMPAIGN_DAY))?.into_iter().map(|unit| unit.name).collect();
            assert_eq!(names, ["Tỉnh Hà Giang", "Huyện Vị Xuyên", "Xã Minh Tân"]);
            // Divided: three new communes follow, none of them the same.
            let changes = units::all_changes(c)?;
            let divided = changes.iter().filter(|change| change.kind == UnitChangeKind::Split).count();
            assert!(divided > 900, "{divided} edges of divided communes");
            Ok(())
        });
    }

    fn dong_nai_is_a_city_since_30_4_2026(db from BASE) {
        read(db, |c| {
            for (slug, before, since) in [
                ("dong-nai", "Tỉnh Đồng Nai", "Thành phố Đồng Nai"),
                ("dong-nai/xa-long-thanh", "Xã Long Thành", "Phường Long Thành"),
            ] {
                let (old, new) = (unit(c, slug, "2026-04-29")?, unit(c, slug, "2026-04-30")?);
                assert_eq!((old.id, old.name.as_str(), new.name.as_str()), (new.id, before, since));
            }
            let city = unit(c, "dong-nai", TODAY)?.id;
            let wards = units::below(c, city, day(TODAY))?;
            let converted = wards.iter().filter(|unit| unit.validity.from == day("2026-04-30"));
            assert_eq!(converted.filter(|unit| unit.kind == UnitKind::Ward).count(), 10);
            Ok(())
        });
    }

    fn loading_twice_changes_nothing(db from CAMPAIGN) {
        let state = |db: &Db| {
            read(db, |c| Ok((units::all_versions(c)?, units::all_changes(c)?, units::closure(c)?)))
        };
        let before = state(db);
        let again = load(db, seed::base()).unwrap();
        assert_eq!((again.units, again.units_changed), (34 + 29 + 691 + 3_321 + 10_035 - kept(db), 0));
        let again = load(db, seed::demo()).unwrap();
        assert_eq!((again.units, again.units_changed, again.quotas, again.quotas_changed), (17, 0, 8, 0));
        assert_eq!(state(db), before);
    }

    fn a_slug_outlives_its_unit(db from BASE) {
        read(db, |c| {
            assert!(units::find_by_slug(c, "no-such-unit", day(TODAY))?.is_none());
            let closed = unit(c, "thanh-hoa/huyen-cam-thuy", TODAY)?;
            assert_eq!(closed.validity.to, day("2025-06-30"));
            assert!(units::children(c, closed.id, day(TODAY))?.is_empty());
            let young = unit(c, "thanh-hoa/xa-cam-thuy", CAMPAIGN_DAY)?;
            assert_eq!(young.validity.from, day("2025-07-01"));
            Ok(())
        });
    }
}

/// Communes that are the same unit before and after the change.
fn kept(db: &Db) -> usize {
    let versions = read(db, units::all_versions);
    let begins = versions.iter().filter(|(_, v)| v.validity.from == day("2025-07-01") && v.kind.is_commune_level());
    let ids: std::collections::HashSet<_> = begins.map(|(id, _)| *id).collect();
    let early = versions.iter().filter(|(id, v)| ids.contains(id) && v.validity.from < day("2025-07-01"));
    early.count()
}
