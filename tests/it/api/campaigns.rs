//! `/api/v1/campaigns` on the lists of Cẩm Ngọc.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tiendo::model::role::Role;
use tiendo::store::Db;

use crate::roster::steps::IMPORTED;
use crate::support::office::account;
use crate::support::server::{Answer, TestServer};

const PROGRESS: &str = "/api/v1/campaigns/cam-ngoc-2023/progress";

fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

fn signed_in(db: &Db, server: &TestServer, name: &str, role: Role, slug: &str) -> String {
    server.token(name, &account(db, name, role, slug).password.unwrap())
}

fn row<'a>(answer: &'a Answer, unit: &str, measure: &str) -> &'a Value {
    let of = |row: &&Value| row["unit"] == unit && row["measure"] == measure && row["audience"] == "residents";
    answer.json["rows"].as_array().unwrap().iter().find(of).unwrap_or_else(|| panic!("no {unit} {measure}"))
}

on_both_databases! {
    fn figures_have_the_shape_and_values_of_the_contract(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.lanhdao", Role::Leader, "cam-ngoc");
        let answer = server.get(&format!("{PROGRESS}?as_of=2023-05-31"), &token);
        assert_eq!(answer.json["campaign"], "cam-ngoc-2023");
        assert_eq!(answer.json["as_of"], "2023-05-31");
        let mut level_2 = row(&answer, "cam-ngoc", "vneid2.activated").clone();
        let fields = level_2.as_object_mut().unwrap();
        for calculated in ["eligible", "pace_per_day", "forecast_on", "outlook"] {
            assert!(!fields.remove(calculated).unwrap().is_null(), "{calculated}");
        }
        let expected = json!({
            "unit": "cam-ngoc", "unit_name": "Xã Cẩm Ngọc", "measure": "vneid2.activated", "audience": "residents",
            "quota": 1273, "issued": row(&answer, "cam-ngoc", "vneid2.activated")["issued"], "done": 1068,
            "percent": "83.89", "remaining": 205, "deadline": "2023-06-30", "days_left": 30, "needed_per_day": 7,
        });
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(&level_2[field], value, "{field}");
        }
        assert_eq!((&level_2["basis"], &level_2["data_as_of"]), (&json!("counted"), &json!("2023-06-12")));
        let (low, value, high) = (&level_2["at_deadline_low"], &level_2["at_deadline"], &level_2["at_deadline_high"]);
        assert!(1068 <= low.as_i64().unwrap() && low.as_i64() <= value.as_i64() && value.as_i64() <= high.as_i64());
        let summary = answer.json["units"].as_array().unwrap().iter().find(|units| units["measure"] == "vneid2.activated").unwrap();
        assert_eq!((&summary["with_quota"], &summary["counted"], &summary["no_data"]), (&json!(10), &json!(10), &json!([])));
        let villages = answer.json["rows"].as_array().unwrap().iter().filter(|row| row["measure"] == "vneid2.activated" && row["audience"] == "residents" && row["unit"] != "cam-ngoc");
        let shares: Vec<(f64, u64)> = villages.map(|row| (row["percent"].as_str().unwrap().parse().unwrap(), row["rank"].as_u64().unwrap())).collect();
        for (share, rank) in &shares {
            assert_eq!(*rank as usize, shares.iter().filter(|(other, _)| other > share).count() + 1, "{shares:?}");
        }
        assert_eq!(row(&answer, "cam-ngoc", "vneid1.activated")["percent"], "4.49");
        let any = row(&answer, "cam-ngoc", "vneid.issued");
        assert_eq!((&any["done"], &any["quota"], &any["percent"]), (&json!(2352), &Value::Null, &Value::Null));
        let villages = answer.json["rows"].as_array().unwrap().iter().filter(|row| row["measure"] == "vneid.issued");
        assert!(villages.count() > 10, "the commune and its ten villages");
    }

    fn the_campaign_opens_at_its_own_day_and_the_readers_own_unit(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "ngocbinh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let answer = server.get(PROGRESS, &token);
        assert_eq!(answer.json["as_of"], "2023-05-31");
        let units: Vec<_> = answer.json["rows"].as_array().unwrap().iter().map(|row| &row["unit"]).collect();
        assert!(!units.is_empty() && units.iter().all(|unit| *unit == "cam-ngoc/ngoc-binh"), "{units:?}");
    }

    fn figures_of_foreign_and_unknown_units_are_not_found_alike(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "ngocbinh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let asked = |unit: &str| {
            let answer = server.get(&format!("{PROGRESS}?unit={unit}"), &token);
            answer.is_problem(404, "not_found");
            answer.text.replace(unit, "…")
        };
        assert_eq!(asked("cam-ngoc"), asked("khong-co"));
        server.get("/api/v1/campaigns/khong-co/progress", &token).is_problem(404, "not_found");
    }

    fn campaigns_are_listed_and_shown_to_those_they_concern(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let village = signed_in(db, &server, "ngocbinh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let listed = server.get("/api/v1/campaigns", &village);
        assert_eq!(listed.json["campaigns"][0]["code"], "cam-ngoc-2023");
        assert_eq!(listed.json["campaigns"][0]["unit"], "cam-ngoc");
        let shown = server.get("/api/v1/campaigns/cam-ngoc-2023", &village);
        let measures: Vec<_> =
            shown.json["measures"].as_array().unwrap().iter().map(|m| m["code"].as_str().unwrap()).collect();
        assert!(measures.contains(&"vneid2.activated") && measures.contains(&"vneid.issued"), "{measures:?}");
        assert!(shown.json["legal_grounds"].as_array().is_some_and(|grounds| !grounds.is_empty()));

        let stranger = signed_in(db, &server, "hanoi.canbo", Role::Officer, "ha-noi");
        assert_eq!(server.get("/api/v1/campaigns", &stranger).json, json!({"campaigns": []}));
        let foreign = server.get("/api/v1/campaigns/cam-ngoc-2023", &stranger);
        foreign.is_problem(404, "not_found");
        assert_eq!(server.get("/api/v1/campaigns/khong-co", &stranger).text, foreign.text);
    }
}
