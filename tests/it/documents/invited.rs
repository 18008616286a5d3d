//! Sessions of a campaign: loaded with its data file, and told in the invitation to one of them.

use tiendo::access::Actor;
use tiendo::campaign::files::DataFile;
use tiendo::campaign::{load, seed, show};
use tiendo::documents::{self, DocumentFile, Editable};
use tiendo::model::document::{DocumentKind, IssuingBody};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::doors::{draft, now};
use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, day};
use crate::support::office::account;
use crate::support::server::TestServer;

/// The campaign of the demo with these sessions and no others.
fn with_sessions(sessions: serde_json::Value) -> DataFile {
    let file = seed::demo().into_iter().find(|file| file.name.ends_with("campaign.json")).unwrap();
    let mut whole: serde_json::Value = serde_json::from_slice(&file.content).unwrap();
    whole["campaigns"][0]["sessions"] = sessions;
    DataFile { name: file.name, content: serde_json::to_vec(&whole).unwrap() }
}

fn two() -> DataFile {
    with_sessions(serde_json::json!([
        { "place": "Hội trường UBND xã", "held_on": "2023-06-20", "from_time": "14:00:00" },
        {
            "unit": "cam-ngoc/thon-10", "place": "Nhà văn hóa", "held_on": "2023-06-15",
            "from_time": "07:30:00", "to_time": "11:00:00", "in_charge": "Tổ công nghệ số cộng đồng"
        }
    ]))
}

fn sheet(db: &Db) -> tiendo::campaign::CampaignSheet {
    show(db, &Actor::operator(), "cam-ngoc-2023", day("2023-06-13")).unwrap()
}

on_both_databases! {
    fn sessions_come_with_the_file_of_a_campaign(db from IMPORTED) {
        let operator = Actor::operator();
        load(db, &operator, &[two()]).unwrap();
        let loaded = sheet(db);
        let told: Vec<(String, String)> =
            loaded.sessions.iter().map(|(one, _)| (one.held_on.to_string(), one.held_to.to_string())).collect();
        assert_eq!(told, [("2023-06-15".to_owned(), "2023-06-15".to_owned()), ("2023-06-20".to_owned(), "2023-06-20".to_owned())]);
        load(db, &operator, &[two()]).unwrap();
        assert_eq!(sheet(db).line.campaign.revision, loaded.line.campaign.revision, "nothing changed");
        let none = with_sessions(serde_json::json!([]));
        load(db, &operator, &[none]).unwrap();
        assert_eq!(sheet(db).sessions.len(), 2, "a file without sessions leaves them");
        for (wrong, said) in [
            (serde_json::json!([{ "unit": "cam-ngoc/khong-co", "place": "x", "held_on": "2023-06-15" }]), "khong-co"),
            (serde_json::json!([{ "place": " ", "held_on": "2023-06-15" }]), "địa điểm"),
            (serde_json::json!([{ "place": "x", "held_on": "2023-06-15", "held_to": "2023-06-14" }]), "Ngày cuối"),
        ] {
            let refused = load(db, &operator, &[with_sessions(wrong)]).unwrap_err().to_string();
            assert!(refused.contains("lịch phục vụ") && refused.contains(said), "{refused}");
        }
        assert_eq!(sheet(db).sessions.len(), 2);
    }

    fn an_invitation_tells_the_session_that_was_chosen(db from IMPORTED) {
        load(db, &Actor::operator(), &[two()]).unwrap();
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get("/van-ban/moi").text;
        assert!(page.contains("<option value=\"1\">15/06/2023, Nhà văn hóa</option>"), "{page}");
        let csrf = browser.token();
        let mut make = |kind: &str, session: &str| {
            let fields = [("csrf", csrf.as_str()), ("loai", kind), ("co-quan", "committee"), ("don-vi", "cam-ngoc"), ("ngay", "13/06/2023"), ("buoi", session)];
            browser.post("/van-ban/moi", &fields)
        };
        let body = |answer: &crate::support::server::Answer| {
            let to = crate::pages::browser::header(answer, "location").unwrap().to_owned();
            let id: i64 = to.split('?').next().unwrap().rsplit('/').next().unwrap().parse().unwrap();
            let made = documents::show(db, &Actor::operator(), tiendo::model::id::DocumentId(id)).unwrap();
            Editable::of(&made.text.content).body
        };
        let invited = body(&make("invitation", "1"));
        assert!(invited.contains("2. Thời gian: 07 giờ 30 - 11 giờ 00, ngày 15/6/2023.") && invited.contains("3. Địa điểm: Nhà văn hóa, thôn 10."), "{invited}");
        assert!(body(&make("invitation", "")).contains("…… giờ"));
        assert!(!body(&make("push", "1")).contains("Nhà văn hóa, thôn 10"), "only an invitation is bound to a session");
        let gone = make("invitation", "9");
        assert!(gone.status == 422 && gone.text.contains("chọn lại buổi"), "{}", gone.text);
        let id = draft(db, DocumentKind::Sessions, IssuingBody::Committee);
        assert!(!documents::file(db, &Actor::operator(), (id, DocumentFile::Pdf), now()).unwrap().bytes.is_empty());
    }
}
