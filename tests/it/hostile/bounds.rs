//! Bounds of uploads: how much one account keeps uncommitted, an upload that is broken off, many at once.

use std::io::Write;
use std::net::TcpStream;

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::roster::{FILES_A_DAY, ListDetails, RosterError, StoredFile, begin, receive};
use tiendo::store::Db;

use super::now;
use crate::roster::steps::{LOADED, day};
use crate::support::office::{account, actor};
use crate::support::raw;
use crate::support::server::TestServer;

const LIST: &str = "TT,Họ và tên,Ngày sinh,Số CCCD,Thôn\n1,Nguyễn Văn An,01/02/1990,038090000001,Thôn 10\n";

fn details() -> ListDetails {
    ListDetails {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: "cam-ngoc".to_owned(),
        file_name: "ds.csv".to_owned(),
        comment: None,
        listed_on: Some(day("2023-06-12")),
        today: AsOf(day("2023-06-13")),
    }
}

/// Opens a batch for the same stored file once more.
fn once_more(db: &Db, actor: &Actor, file: &StoredFile) -> Result<(), RosterError> {
    begin(db, actor, &details(), file.clone()).map(|_| ())
}

on_both_databases! {
    fn an_account_uploads_until_it_is_refused_and_others_go_on(db from LOADED) {
        let (one, other) = (actor(db, Role::Officer, "cam-ngoc"), actor(db, Role::Officer, "cam-ngoc/ngoc-son"));
        let file = receive(db, LIST.as_bytes()).unwrap();
        for number in 0..FILES_A_DAY {
            once_more(db, &one, &file).unwrap_or_else(|error| panic!("{number}: {error}"));
        }
        let refused = once_more(db, &one, &file).unwrap_err();
        assert!(matches!(refused, RosterError::TooManyUploads { files: FILES_A_DAY, .. }), "{refused}");
        assert!(refused.to_string().contains("nhiều nhất 200 tệp hoặc 2048 MB"), "{refused}");
        let of_village = ListDetails { unit: "cam-ngoc/ngoc-son".to_owned(), ..details() };
        begin(db, &other, &of_village, file.clone()).unwrap();
        once_more(db, &Actor::operator(), &file).unwrap();
        // What is committed no longer counts, nor what is older than a day.
        raw::execute(db, "UPDATE import_batch SET committed_at = created_at WHERE id = (SELECT min(id) FROM import_batch)").unwrap();
        once_more(db, &one, &file).unwrap();
        once_more(db, &one, &file).unwrap_err();
        raw::execute(db, "UPDATE import_batch SET created_at = '2020-01-01 00:00:00'").unwrap();
        once_more(db, &one, &file).unwrap();
    }

    fn bytes_count_as_well(db from LOADED) {
        let one = actor(db, Role::Officer, "cam-ngoc");
        let file = receive(db, LIST.as_bytes()).unwrap();
        once_more(db, &one, &file).unwrap();
        raw::execute(db, "UPDATE blob SET plain_bytes = 2147483648").unwrap();
        let refused = once_more(db, &one, &file).unwrap_err();
        assert!(matches!(refused, RosterError::TooManyUploads { files: 1, mebibytes: 2_048 }), "{refused}");
    }

    fn the_refusal_is_told_with_its_own_status(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = server.token("camngoc.canbo", &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc").password.unwrap());
        let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
        assert_eq!(server.upload(&token, &fields, "ds.csv", LIST.as_bytes()).status / 100, 2);
        raw::execute(db, "UPDATE blob SET plain_bytes = 2147483648").unwrap();
        server.upload(&token, &fields, "ds.csv", LIST.as_bytes()).is_problem(429, "too_many_uploads");
    }

    fn an_upload_that_is_broken_off_leaves_nothing_and_blocks_nobody(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = server.token("camngoc.canbo", &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc").password.unwrap());
        for _ in 0..5 {
            let mut connection = TcpStream::connect(server.address).unwrap();
            let head = format!(
                "POST /api/v1/imports HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nContent-Type: multipart/form-data; boundary=r\r\nContent-Length: 9000000\r\n\r\n\
                 --r\r\nContent-Disposition: form-data; name=\"campaign\"\r\n\r\ncam-ngoc-2023\r\n--r\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
                server.address
            );
            connection.write_all(head.as_bytes()).unwrap();
            connection.write_all(&LIST.as_bytes().repeat(20_000)).unwrap();
        }
        let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
        assert_eq!(server.upload(&token, &fields, "ds.csv", LIST.as_bytes()).status / 100, 2);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM import_batch"), 1);
        assert_eq!(server.get("/healthz", "").status, 200);
    }

    fn many_uploads_at_once_are_all_answered(db from LOADED) {
        let server = TestServer::start(db, now());
        let token = server.token("camngoc.canbo", &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc").password.unwrap());
        let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
        std::thread::scope(|scope| {
            let uploads: Vec<_> = (0..6).map(|_| scope.spawn(|| server.upload(&token, &fields, "ds.csv", LIST.as_bytes()))).collect();
            for upload in uploads {
                let told = upload.join().unwrap();
                assert_eq!(told.status / 100, 2, "{}", told.text);
            }
        });
    }
}
