//! `/chien-dich`: read, created and changed.

use tiendo::model::role::Role;

use super::now;
use crate::pages::browser::{Browser, header, hidden};
use crate::roster::steps::LOADED;
use crate::support::office::account;
use crate::support::server::TestServer;

on_both_databases! {
    fn a_campaign_is_written_on_pages_and_read_by_the_village(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = browser.token();
        let typed = |title: &'static str, link: &'static str| [("csrf", csrf.clone()), ("ten", title.to_owned()), ("don-vi", "cam-ngoc".to_owned()), ("tu-ngay", "01/06/2023".to_owned()),
            ("den-het", "30/09/2023".to_owned()), ("muc-dich", "Vận động đăng ký".to_owned()), ("luu-den", "31/12/2024".to_owned()), ("lien-ket", link.to_owned())];
        let send = |browser: &mut Browser, path: &str, fields: &[(&str, String)]| {
            browser.post(path, &fields.iter().map(|(n, v)| (*n, v.as_str())).collect::<Vec<_>>())
        };
        let refused = send(&mut browser, "/chien-dich/moi", &typed("Đợt chữ ký số", "ftp://x"));
        assert!(refused.status == 422 && refused.text.contains("https://") && refused.text.contains("Vận động đăng ký"), "{}", refused.text);
        let made = send(&mut browser, "/chien-dich/moi", &typed("Đợt chữ ký số", "https://zalo.me/g/camngoc"));
        assert_eq!(header(&made, "location"), Some("/chien-dich/dot-chu-ky-so-2023?chien-dich=dot-chu-ky-so-2023"), "{}", made.text);
        let page = "/chien-dich/dot-chu-ky-so-2023";
        let shown = browser.get(page).text;
        assert!(shown.contains("class=\"qr\"") && shown.contains("https://zalo.me/g/camngoc"), "{shown}");

        let with = |revision: &str, fields: &[(&'static str, &str)]| {
            let mut all = vec![("csrf", csrf.clone()), ("ban", revision.to_owned())];
            all.extend(fields.iter().map(|(n, v)| (*n, (*v).to_owned())));
            all
        };
        let ground = [("so", "15/KH-UBND"), ("ngay", "30/05/2023"), ("co-quan", "UBND xã Cẩm Ngọc"), ("trich-yeu", "Chữ ký số")];
        assert_eq!(send(&mut browser, &format!("{page}/can-cu"), &with("1", &ground)).status, 303);
        let stale = send(&mut browser, &format!("{page}/can-cu"), &with("1", &ground));
        assert!(stale.status == 409 && stale.text.contains("đã cũ"), "{}", stale.text);
        let session = [("don-vi", ""), ("dia-diem", "Trụ sở UBND xã"), ("tu-ngay", "20/06/2023"), ("tu-gio", "7h30"), ("den-gio", "11:00")];
        assert_eq!(send(&mut browser, &format!("{page}/lich"), &with("2", &session)).status, 303);
        let unreadable = send(&mut browser, &format!("{page}/lich"), &with("3", &[("dia-diem", "A"), ("tu-ngay", "20/06/2023"), ("tu-gio", "sáng")]));
        assert!(unreadable.status == 422 && unreadable.text.contains("«sáng»"), "{}", unreadable.text);
        assert_eq!(send(&mut browser, &format!("{page}/dau-moi"), &with("3", &[("ho-ten", "Lê Thị B"), ("dien-thoai", "02373123456")])).status, 303);
        let measure = [("ten", "Chữ ký số"), ("moc", "smartca.accepted"), ("doi-tuong", "residents"), ("loai", ""), ("the-con-han", "1")];
        assert_eq!(send(&mut browser, &format!("{page}/chi-tieu"), &with("4", &measure)).status, 303);
        let upload = browser.upload(&format!("{page}/can-cu/1"), &[("csrf", csrf.as_str()), ("ban", "5")], "ke hoach.pdf", b"%PDF-1.7");
        assert_eq!(upload.status, 303, "{}", upload.text);
        let shown = browser.get(page).text;
        for told in ["15/KH-UBND ngày 30/5/2023 của UBND xã Cẩm Ngọc", "07:30 đến 11:00", "Lê Thị B", "thẻ căn cước còn hạn", "đăng ký qua VNeID", "ke hoach.pdf"] {
            assert!(shown.contains(told), "no {told}: {shown}");
        }
        let form = browser.get(&format!("{page}/sua")).text;
        assert_eq!((hidden(&form, "ban").as_str(), form.contains("name=\"don-vi\"")), ("6", false), "the unit stays");
        let older: Vec<(&str, String)> = typed("Tên khác", "").into_iter().chain([("ban", "5".to_owned())]).collect();
        let told = send(&mut browser, &format!("{page}/sua"), &older);
        assert!(told.status == 409 && told.text.contains("«Đợt chữ ký số»") && told.text.contains("Tên khác"), "{}", told.text);

        let mut village = Browser::signed_in(&server, &account(db, "ngocbinh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh"));
        let read = village.get(page).text;
        assert!(read.contains("15/KH-UBND") && !read.contains("Thêm văn bản"), "{read}");
        let file = village.get(&format!("{page}/can-cu/1"));
        assert_eq!((file.status, file.text.as_str()), (200, "%PDF-1.7"));
        assert!(header(&file, "content-disposition").unwrap().starts_with("attachment"));
        assert_eq!(village.get("/chien-dich/moi").status, 403);
        let listed = village.get("/chien-dich").text;
        assert!(listed.contains("đang thực hiện") && !listed.contains("Lập chiến dịch"), "{listed}");
    }
}
