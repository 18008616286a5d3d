//! One account per role, with random passwords that are told once.

use chrono::Utc;
use serde::Serialize;

use crate::access::{self, Actor, InitialPassword, NewAccount};
use crate::cli::error::CommandError;
use crate::cli::table::{Side, Table};
use crate::model::role::Role;
use crate::model::unit::Validity;
use crate::store::{Db, units};

/// Name, display name, role, slug of the unit.
const ACCOUNTS: [(&str, &str, Role, &str); 7] = [
    ("canbo", "Lê Thị Thanh", Role::Officer, "cam-ngoc"),
    ("congan", "Đỗ Minh Quân", Role::Police, "cam-ngoc"),
    ("lanhdao", "Bùi Thị Huệ", Role::Leader, "cam-ngoc"),
    ("thon-ngoc-binh", "Tổ công nghệ số Thôn Ngọc Bình", Role::VillageTeam, "cam-ngoc/ngoc-binh"),
    ("captren", "Tổ Đề án 06 tỉnh", Role::UpperOfficer, "thanh-hoa"),
    ("kiemtra", "Người kiểm tra", Role::Auditor, "cam-ngoc"),
    ("quantri", "Quản trị hệ thống", Role::Admin, "cam-ngoc"),
];

/// The account that looks at the second tier from above.
const OF_THE_SECOND_TIER: [(&str, &str, Role, &str); 1] =
    [("khuvuc", "Tổ công tác khu vực Sơn Hà", Role::UpperOfficer, "khu-vuc-son-ha")];

/// An account of the demo.
#[derive(Debug, Serialize)]
pub struct DemoAccount {
    name: String,
    password: String,
    role: Role,
    unit: String,
    #[serde(skip)]
    unit_name: String,
}

/// Creates the accounts of the commune.
pub fn create(db: &Db) -> Result<Vec<DemoAccount>, CommandError> {
    create_all(db, &ACCOUNTS)
}

/// Creates those of the second tier.
pub fn create_of_the_second_tier(db: &Db) -> Result<Vec<DemoAccount>, CommandError> {
    create_all(db, &OF_THE_SECOND_TIER)
}

fn create_all(db: &Db, accounts: &[(&str, &str, Role, &str)]) -> Result<Vec<DemoAccount>, CommandError> {
    accounts.iter().map(|(name, display_name, role, slug)| create_one(db, name, display_name, *role, slug)).collect()
}

fn create_one(db: &Db, name: &str, display_name: &str, role: Role, slug: &str) -> Result<DemoAccount, CommandError> {
    let unit = db.read(|c| units::find_by_slug(c, slug, Validity::END))?;
    let unit = unit.ok_or_else(|| CommandError::NoUnit(slug.to_owned()))?;
    let new = NewAccount {
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        role,
        unit: unit.id,
        password: InitialPassword::Lasting,
    };
    let created = access::create_account(db, &Actor::operator(), &new, Utc::now())?;
    let password = created.password.unwrap_or_default();
    Ok(DemoAccount { name: created.name, password, role, unit: slug.to_owned(), unit_name: unit.name })
}

/// A line per account.
pub fn table(accounts: &[DemoAccount]) -> String {
    let mut table = Table::new(&[
        ("Tên đăng nhập", Side::Left),
        ("Mật khẩu", Side::Left),
        ("Vai trò", Side::Left),
        ("Đơn vị", Side::Left),
    ]);
    for account in accounts {
        let (name, password) = (account.name.clone(), account.password.clone());
        table.row([name, password, account.role.vietnamese().to_owned(), account.unit_name.clone()]);
    }
    table.render()
}
