//! Files that do not fit: nothing is loaded, the message says where and what to do.

use tiendo::access::actor::{Actor, Door, Rights};
use tiendo::campaign::files::DataFile;
use tiendo::campaign::{self, LoadError, seed};
use tiendo::model::id::AccountId;
use tiendo::model::role::Role;
use tiendo::store::{Db, units};

use super::{CAMPAIGN, load};

fn refused(db: &Db, text: &str) -> String {
    let file = DataFile { name: "thu.json".to_owned(), content: text.as_bytes().to_vec() };
    load(db, vec![file]).unwrap_err().to_string()
}

fn units_file(entry: &str) -> String {
    format!("{{\"kind\": \"units\", \"units\": [\n{entry}\n]}}")
}

on_both_databases! {
    fn a_line_that_does_not_fit_is_named(db from CAMPAIGN) {
        let slugs = |db: &Db| db.read(units::slugs_in_use).unwrap().len();
        let before = slugs(db);
        for (entry, told) in [
            (r#"{"slug": "x/a", "kind": "village", "name": "A", "parent": "x"}"#, "không có đơn vị «x»"),
            (r#"{"slug": "cam-ngoc/Á", "kind": "village", "name": "A", "parent": "cam-ngoc"}"#, "tên ngắn «cam-ngoc/Á»"),
            (r#"{"slug": "cam-ngoc", "kind": "commune", "name": "A", "parent": "thanh-hoa"}"#, "đơn vị hành chính"),
            (
                r#"{"slug": "kon-ray/a", "kind": "office", "name": "A", "parent": "kon-tum/huyen-kon-ray"}"#,
                "chỉ có đến ngày 2025-06-30",
            ),
            (
                r#"{"slug": "cong-vi/a", "kind": "village", "name": "A", "parent": "ha-noi/quan-ba-dinh/phuong-cong-vi"}"#,
                "\"successor\"",
            ),
        ] {
            let message = refused(db, &units_file(entry));
            assert!(message.starts_with("Tệp thu.json, dòng 2: ") && message.contains(told), "{message}");
        }
        assert_eq!(slugs(db), before, "nothing of a refused file stays");
    }

    fn national_files_belong_together(db) {
        let mut files = seed::base();
        files.retain(|file| file.name.contains("changes"));
        let message = load(db, files).unwrap_err().to_string();
        assert!(message.contains("cần nạp cùng một lần"), "{message}");
    }

    fn accounts_load_only_within_their_unit(db from CAMPAIGN) {
        let unit = |slug: &str| db.read(units::slugs_in_use).unwrap()[slug];
        let village = r#"{"slug": "cam-ngoc/thon-11", "kind": "village", "name": "Thôn 11", "parent": "cam-ngoc"}"#;
        let village = DataFile { name: "thon.json".to_owned(), content: units_file(village).into_bytes() };
        let load_as = |role: Role, slug: &str, files: &[DataFile]| {
            let rights = Rights::Account { account: AccountId(1), role, unit: unit(slug) };
            campaign::load(db, &Actor { rights, door: Door::Api, source: "127.0.0.1".to_owned() }, files)
        };
        let refusal = |loaded: Result<_, LoadError>| match loaded {
            Err(LoadError::Access(error)) => error.code(),
            other => panic!("{other:?}"),
        };
        for role in Role::ALL {
            assert_eq!(refusal(load_as(role, "thanh-hoa", &seed::base())), "forbidden", "{role:?}");
        }
        assert_eq!(refusal(load_as(Role::Police, "cam-ngoc", std::slice::from_ref(&village))), "forbidden");
        assert_eq!(refusal(load_as(Role::Officer, "ha-noi", std::slice::from_ref(&village))), "not_found");
        assert_eq!(load_as(Role::Officer, "cam-ngoc", &[village]).unwrap().units_changed, 1);
        let elsewhere = load_as(Role::Officer, "ha-noi", &seed::demo());
        assert_eq!(refusal(elsewhere), "not_found");
    }
}
