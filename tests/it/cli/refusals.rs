//! Every refusal is one clear sentence on stderr and the right exit code.

use std::fs;
use std::net::TcpListener;

use super::Desk;

#[test]
fn without_data_or_key_there_is_a_sentence() {
    let desk = Desk::new();
    assert!(desk.run("progress --campaign c").refusal(1).contains("Chưa có dữ liệu"));
    assert!(desk.run("verify --data d --key d/k.key").refusal(1).contains("nằm trong thư mục dữ liệu"));
    assert!(!desk.path("tiendo-data").exists(), "commands that only read make nothing");
    fs::create_dir(desk.path("d")).unwrap();
    fs::write(desk.path("d/tiendo.sqlite"), [b'x'; 4_096]).unwrap();
    for command in ["verify --data d", "serve --data d --port 0"] {
        assert!(desk.run(command).refusal(1).contains("Không có tệp khóa d.key"));
    }
    assert!(!desk.path("d.key").exists(), "data that exist get no second key");
    fs::write(desk.path("d.key"), "ab".repeat(32)).unwrap();
    assert!(desk.run("verify --data d").refusal(1).contains("không phải cơ sở dữ liệu"));
    assert!(desk.run("demo --no-serve --data d").refusal(1).contains("đang được dùng"));
    assert!(desk.run("verify --database-url mysql://x").refusal(1).contains("mysql://x"));
}

#[test]
fn a_taken_port_is_told_before_anything_is_made() {
    let desk = Desk::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    for command in ["demo", "serve"] {
        let said = desk.run(&format!("{command} --data {command} --port {port}"));
        assert!(said.refusal(1).contains(&format!("cổng {port}")), "{}", said.err);
    }
    assert!(!desk.path("demo").exists(), "the folder can be used for the next try");
}

#[test]
fn wrong_usage_ends_with_two() {
    let desk = Desk::new();
    for (arguments, told) in [
        ("", "Thiếu lệnh"),
        ("frobnicate", "Không có lệnh «frobnicate»"),
        ("progress", "Thiếu --campaign"),
        ("progress --campaign c --as-of 31/5/2023", "Giá trị «31/5/2023» của «--as-of» không hợp lệ"),
        ("verify --frob", "Không có tùy chọn «--frob»"),
        ("account add --name an --role boss --unit x", "vai trò phải là một trong"),
    ] {
        let said = desk.run(arguments);
        assert!(said.refusal(2).contains(told), "{arguments}: {}", said.err);
    }
    let help = desk.run("--help");
    assert_eq!(help.code, 0);
    for command in ["demo", "serve", "load", "account", "roster", "progress", "verify"] {
        assert!(help.out.contains(&format!("\n  {command} ")), "{}", help.out);
    }
    for asked in ["account --help", "account add --help", "workbook make --help", "roster --help"] {
        let help = desk.run(asked).out;
        assert!(help.contains("Cách dùng:"), "{help}");
        let english = ["Usage", "Commands", "Options", "OPTIONS", "Arguments", "COMMAND", "Print "];
        assert!(!english.iter().any(|word| help.contains(word)), "{help}");
    }
}
