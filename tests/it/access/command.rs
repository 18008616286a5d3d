//! `tiendo account` as the operator runs it.

use clap::{Args, Command, FromArgMatches};
use tiendo::access::{Door, sign_in};
use tiendo::cli::account::{AccountArgs, AccountCommandError, execute};
use tiendo::store::Db;

use crate::support::office::{OFFICE, now};

fn tried(db: &Db, arguments: &str, input: &str) -> Result<String, AccountCommandError> {
    let command = AccountArgs::augment_args(Command::new("account"));
    let words = std::iter::once("account").chain(arguments.split_whitespace());
    let args = AccountArgs::from_arg_matches(&command.try_get_matches_from(words).unwrap()).unwrap();
    let mut output = Vec::new();
    execute(&args, db, now(), &mut input.as_bytes(), &mut output)?;
    Ok(String::from_utf8(output).unwrap())
}

on_both_databases! {
    fn a_new_account_gets_a_one_time_password(db from OFFICE) {
        let told = tried(db, "add --name dong.canbo --role officer --unit tinh/xa-dong", "").unwrap();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "Đã tạo tài khoản dong.canbo (công chức phụ trách, Xã Đông).");
        let password = lines[1].strip_prefix("Mật khẩu dùng một lần: ").unwrap();
        assert!(sign_in(db, "dong.canbo", password, Door::Page, "", now()).unwrap().account.must_change_password);
    }

    fn a_password_from_standard_input_is_not_printed(db from OFFICE) {
        let sentence = "con trâu đi trước cái cày";
        let arguments = "add --name dong.canbo --role admin --unit tinh --password-stdin --json";
        let told = tried(db, arguments, &format!("{sentence}\r\nmore\n")).unwrap();
        let expected = serde_json::json!({"name": "dong.canbo", "role": "admin", "unit": "tinh", "password": null});
        assert_eq!(serde_json::from_str::<serde_json::Value>(&told).unwrap(), expected);
        assert!(!sign_in(db, "dong.canbo", sentence, Door::Api, "", now()).unwrap().account.must_change_password);
    }

    fn accounts_are_reset_and_closed(db from OFFICE) {
        tried(db, "add --name dong.canbo --role officer --unit tinh/xa-dong", "").unwrap();
        let told = tried(db, "reset-password --name dong.canbo", "").unwrap();
        let password = told.trim().rsplit(' ').next().unwrap();
        assert!(sign_in(db, "dong.canbo", password, Door::Page, "", now()).is_ok());
        tried(db, "disable --name dong.canbo", "").unwrap();
        assert!(sign_in(db, "dong.canbo", password, Door::Page, "", now()).is_err());
    }

    fn mistakes_are_told_with_what_to_do(db from OFFICE) {
        let refused = |arguments| tried(db, arguments, "").unwrap_err().to_string();
        assert!(refused("add --name dong.canbo --role officer --unit khong-co").contains("«khong-co»"));
        assert!(refused("disable --name khong.co").contains("«khong.co»"));
        assert!(refused("add --name ĐÔNG --role officer --unit tinh").contains("không hợp lệ"));
        assert!(refused("add --name dong.canbo --role officer --unit tinh --password-stdin").contains("quá ngắn"));
    }
}

#[test]
fn an_unknown_role_is_wrong_usage() {
    let command = AccountArgs::augment_args(Command::new("account"));
    let words = ["account", "add", "--name", "a.b", "--role", "boss", "--unit", "tinh"];
    let error = command.try_get_matches_from(words).unwrap_err().to_string();
    assert!(error.contains("village_team, officer"), "{error}");
}
