//! `/api/v1/campaigns/{code}/quotas` and `/issuers`.

use serde_json::json;
use tiendo::model::role::Role;

use super::now;
use crate::roster::steps::IMPORTED;
use crate::support::office::account;
use crate::support::server::TestServer;

const QUOTAS: &str = "/api/v1/campaigns/cam-ngoc-2023/quotas";
const ISSUERS: &str = "/api/v1/campaigns/cam-ngoc-2023/issuers";

on_both_databases! {
    fn quotas_are_read_given_and_split(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let token = server.token("camngoc.canbo", &officer.password.unwrap());
        let listed = server.get(QUOTAS, &token);
        let level_2 = |row: &&serde_json::Value| row["measure"] == "vneid2.activated" && row["audience"] == "residents" && row["unit"] == "cam-ngoc";
        let row = listed.json["quotas"].as_array().unwrap().iter().find(level_2).unwrap();
        assert_eq!((&row["people"], &row["quota"], &row["deadline"]), (&json!(1273), &json!(1273), &json!("2023-06-30")));

        let of = json!({"unit": "cam-ngoc", "measure": "vneid2.activated", "audience": "residents", "deadline": "2023-06-30"});
        let with = |more: serde_json::Value| {
            let mut body = of.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let given = server.post(QUOTAS, &token, &with(json!({"percent": "40,5", "document": "Công văn số 141/UBND"})));
        assert_eq!((given.status, &given.json["changed"]), (200, &json!(1)), "{}", given.text);
        server.post(QUOTAS, &token, &with(json!({"percent": "a"}))).is_problem(422, "unfit");
        server.post(QUOTAS, &token, &with(json!({"percent": "40", "people": 3}))).is_problem(422, "unfit");
        server.post(QUOTAS, &token, &with(json!({}))).is_problem(422, "unfit");
        let history = server.get(&format!("{QUOTAS}/history?unit=cam-ngoc&measure=vneid2.activated&audience=residents"), &token);
        assert_eq!((&history.json["revisions"][0]["percent"], &history.json["revisions"][1]["people"]), (&json!("40.50"), &json!(1273)));
        assert_eq!(history.json["revisions"][0]["by"], "Người camngoc.canbo");

        let planned = server.post(&format!("{QUOTAS}/split"), &token, &with(json!({"method": "population"})));
        assert_eq!((&planned.json["remainder"], &planned.json["changed"]), (&json!(0), &json!(null)), "{}", planned.text);
        let done = server.post(&format!("{QUOTAS}/split"), &token, &with(json!({"method": "population", "give": true})));
        assert!(done.json["changed"].as_u64().unwrap() > 0, "{}", done.text);

        let added = server.post(ISSUERS, &token, &json!({"name": "Công an huyện Cẩm Thủy"}));
        assert_eq!(added.json["issuers"].as_array().unwrap().len(), 2, "{}", added.text);
        server.post(ISSUERS, &token, &json!({"name": "Công an huyện Cẩm Thủy"})).is_problem(422, "unfit");

        let leader = account(db, "camngoc.lanhdao", Role::Leader, "cam-ngoc");
        let reading = server.token("camngoc.lanhdao", &leader.password.unwrap());
        assert_eq!(server.get(QUOTAS, &reading).status, 200);
        server.post(QUOTAS, &reading, &with(json!({"people": 1}))).is_problem(403, "forbidden");
    }
}
