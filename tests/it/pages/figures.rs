//! Figures on the pages: those of the dispatch, of another day, of another unit.

use tiendo::mail::{MailSettings, Transport, run_due};
use tiendo::model::role::Role;

use super::browser::{Browser, header, hidden, token};
use crate::reports::sink::{Answer, Sink};
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, now};
use crate::support::raw;
use crate::support::server::TestServer;

on_both_databases! {
    fn the_overview_opens_at_the_day_of_the_campaign_and_reads_any_other(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get("/").text;
        for text in ["Tính đến ngày 31/5/2023", "119/2.650 (4,49%)", "1.068/1.273 (83,89%)", "30/6/2023 (30 ngày)", "<svg class=\"chart\""] {
            assert!(page.contains(text), "{text} in {page}");
        }
        assert!(page.len() <= 100_000, "{} bytes", page.len());
        let earlier = browser.get("/?den-ngay=15/5/2023").text;
        assert!(earlier.contains("Tính đến ngày 15/5/2023") && !earlier.contains("1.068/1.273"), "{earlier}");
        assert!(earlier.contains("/don-vi/cam-ngoc/ngoc-binh?den-ngay=2023-05-15"), "links keep the day");
        let mistyped = browser.get("/?den-ngay=31/2/2023").text;
        assert!(mistyped.contains("Không đọc được ngày «31/2/2023»") && mistyped.contains("1.068/1.273"), "{mistyped}");
    }

    fn a_unit_outside_the_scope_is_answered_like_an_unknown_one(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "binh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh"));
        let own = browser.get("/don-vi/cam-ngoc/ngoc-binh").text;
        assert!(own.contains("150/166 (90,36%)"), "{own}");
        let foreign = browser.get("/don-vi/cam-ngoc/ngoc-son");
        let unknown = browser.get("/don-vi/cam-ngoc/ngoc-xyz");
        assert_eq!((foreign.status, unknown.status), (404, 404));
        assert_eq!(foreign.text.replace("ngoc-son", ""), unknown.text.replace("ngoc-xyz", ""));
        assert!(!own.contains("href=\"/bao-cao"), "a village team makes no workbook");
    }

    fn the_workbook_is_a_file_to_keep(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.lanhdao", Role::Leader, "cam-ngoc"));
        let page = browser.get("/bao-cao").text;
        assert!(page.contains("/bao-cao/tien-do.xlsx?don-vi=cam-ngoc"), "{page}");
        let csrf = token(&page);
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ma", "mot-lan"), ("loi-nhan", "Kính báo cáo")];
        let refused = browser.post("/bao-cao", &[fields.as_slice(), &[("nguoi-nhan", "chu tich")]].concat());
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("value=\"chu tich\"") && refused.text.contains("Kính báo cáo"), "nothing typed is lost");
        let sent = [fields.as_slice(), &[("nguoi-nhan", "chutich@camngoc.gov.vn")]].concat();
        let asked = browser.post("/bao-cao", &sent);
        assert!(asked.status == 422 && asked.text.contains("href=\"#van-gui\"") && asked.text.contains("id=\"van-gui\""), "{}", asked.text);
        assert!(asked.text.contains("chưa có người thứ hai xác nhận") && asked.text.contains("Kính báo cáo"));
        assert!(browser.get("/thu-da-gui").text.contains("Chưa có thư nào được gửi"), "nothing was queued");
        let sent = [sent.as_slice(), &[("van-gui", "1")]].concat();
        let queued = browser.post("/bao-cao", &sent);
        let to = header(&queued, "location").unwrap().to_owned();
        assert_eq!(header(&browser.post("/bao-cao", &sent), "location"), Some(to.as_str()), "sent twice, queued once");
        let mail = browser.get(&to).text;
        assert!(mail.contains("chutich@camngoc.gov.vn") && mail.contains("1.068/1.273 (83,89%)"), "{mail}");
        assert_eq!(browser.get("/thu-da-gui").text.matches("chutich@camngoc.gov.vn").count(), 1);
    }

    fn a_mail_that_was_refused_is_shown_and_tried_again(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = token(&browser.get("/bao-cao").text);
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ma", "a"), ("loi-nhan", ""), ("nguoi-nhan", "a@camngoc.gov.vn"), ("van-gui", "1")];
        let to = header(&browser.post("/bao-cao", &fields), "location").unwrap().to_owned();
        assert!(!browser.get(&to).text.contains("/gui-lai"), "nothing was tried yet");
        let path = to.split('?').next().unwrap().to_owned();
        assert_eq!(browser.get(&format!("{path}/thu.eml")).status, 404);
        let sink = Sink::start(&[Answer::Never]);
        let settings = MailSettings { server: Some(format!("smtp://{}", sink.address)), ..MailSettings::default() };
        assert_eq!(run_due(db, &Transport::open(&settings).unwrap(), now()).unwrap().failed, 1);
        let failed = browser.get("/thu-da-gui?trang-thai=khong-gui-duoc").text;
        assert!(failed.contains("a@camngoc.gov.vn") && failed.contains("từ chối người nhận (550)"), "{failed}");
        assert!(browser.get("/thu-da-gui").text.contains("1 thư không gửi được"));
        assert!(browser.get("/thu-da-gui?trang-thai=da-gui").text.contains("Không có thư nào như vậy"));
        let told = browser.get("/").text;
        assert!(told.contains("1 thư không gửi được") && told.contains("/thu-da-gui?trang-thai=khong-gui-duoc"), "{told}");
        let counted = "Thư đã gửi<span class=\"count\">1<span";
        assert!(told.contains(counted) && browser.get("/co-cau").text.contains(counted), "on every page");
        let mail = browser.get(&to).text;
        assert!(mail.contains("Gửi lại ngay") && !mail.contains("/gui-ban-sao"), "{mail}");
        assert_eq!(browser.post(&format!("{path}/khong-gui-nua"), &[("csrf", csrf.as_str())]).status, 303);
        assert!(!browser.get("/").text.contains("không gửi được"), "somebody has seen to it");
        assert!(browser.get(&to).text.contains("không gửi nữa"));
        assert_eq!(browser.post(&format!("{path}/khong-gui-nua"), &[("csrf", csrf.as_str())]).status, 422);
        assert_eq!(browser.post(&format!("{path}/gui-lai"), &[("csrf", csrf.as_str())]).status, 303);
        let waiting = raw::texts(db, "SELECT state AS value FROM outbox");
        assert_eq!(waiting, ["waiting"]);
        let foreign = account(db, "binh.canbo", Role::Officer, "cam-ngoc/ngoc-binh");
        let mut browser = Browser::signed_in(&server, &foreign);
        let csrf = browser.token();
        assert!(!browser.get("/").text.contains(counted), "not theirs");
        assert_eq!(browser.post(&format!("{path}/gui-lai"), &[("csrf", csrf.as_str())]).status, 404);
    }

    fn a_mail_that_was_sent_is_sent_again_after_a_question(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = token(&browser.get("/bao-cao").text);
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ma", "a"), ("loi-nhan", ""), ("nguoi-nhan", "a@camngoc.gov.vn"), ("van-gui", "1")];
        let to = header(&browser.post("/bao-cao", &fields), "location").unwrap().to_owned();
        let ask = format!("{}/gui-ban-sao", to.split('?').next().unwrap());
        assert!(browser.get(&ask).text.contains("chưa có bản nào để gửi lại"), "not sent yet");
        raw::execute(db, "UPDATE outbox SET state = 'sent', attempts = 1, sent_at = '2023-06-13 02:00:00'").unwrap();
        assert!(browser.get(&to).text.contains(&format!("href=\"{ask}\"")));
        let question = browser.get(&ask).text;
        assert!(question.contains("a@camngoc.gov.vn") && question.contains("người nhận sẽ có hai thư"), "{question}");
        let fields = [("csrf", csrf.as_str()), ("ma", &hidden(&question, "ma"))];
        let queued = browser.post(&ask, &fields);
        let copy = header(&queued, "location").unwrap().to_owned();
        assert!(queued.status == 303 && copy != to, "{}", queued.text);
        assert_eq!(header(&browser.post(&ask, &fields), "location"), Some(copy.as_str()), "sent twice, queued once");
        assert!(browser.get(&copy).text.contains("thư đã gửi trước đó") && browser.get(&to).text.contains(&copy));
        let list = browser.get("/thu-da-gui").text;
        assert_eq!((list.matches("a@camngoc.gov.vn").count(), list.matches("bản gửi lại").count()), (2, 0), "{list}");
        raw::execute(db, "UPDATE outbox SET state = 'sent', sent_at = '2023-06-13 02:00:00'").unwrap();
        assert_eq!(browser.get("/thu-da-gui").text.matches("bản gửi lại").count(), 1);
        assert_eq!(browser.post(&ask, &[("csrf", csrf.as_str()), ("ma", "")]).status, 422);
    }
}
