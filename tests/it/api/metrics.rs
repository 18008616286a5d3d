//! `/metrics`, `/healthz`, `/readyz`.

use tiendo::model::role::Role;

use crate::support::office::{OFFICE, account, now};
use crate::support::server::{TestServer, answer};

on_both_databases! {
    fn programs_on_the_same_machine_read_figures(db from OFFICE) {
        let server = TestServer::start(db, now());
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        server.token(&made.name, &made.password.unwrap());
        let text = server.get("/metrics", "").text;
        assert!(text.contains("\ntiendo_sessions_open 1\n"), "{text}");
        assert!(text.contains("\ntiendo_audit_entries_total 2\n"), "{text}");
        assert!(text.contains("# TYPE tiendo_build_info gauge\n"), "{text}");
        assert!(!text.contains("dong.canbo"));
    }

    fn others_need_a_token_that_may_read_the_chain(db from OFFICE) {
        let server = TestServer::start(db, now());
        let through_proxy = |token: &str| {
            let request = server.agent().get(server.url("/metrics")).header("X-Forwarded-For", "198.51.100.7");
            answer(request.header("Authorization", format!("Bearer {token}")).call().unwrap())
        };
        through_proxy("").is_problem(401, "not_signed_in");
        let made = account(db, "tinh.kiemtra", Role::Auditor, "tinh");
        let token = server.token(&made.name, &made.password.unwrap());
        assert_eq!(through_proxy(&token).status, 200);
    }

    fn it_says_that_it_lives_and_is_ready(db from OFFICE) {
        let server = TestServer::start(db, now());
        for path in ["/healthz", "/readyz"] {
            assert_eq!(server.get(path, "").status, 200, "{path}");
        }
    }
}
