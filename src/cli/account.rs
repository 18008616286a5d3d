//! `tiendo account`: accounts made and closed by whoever runs the program on the machine. The first admin can come from nowhere else.

use std::io::{self, BufRead, Write};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::access::{self, AccessError, Actor, InitialPassword, NewAccount};
use crate::model::as_of::AsOf;
use crate::model::id::AccountId;
use crate::model::role::Role;
use crate::model::unit::Unit;
use crate::store::Db;

/// Tạo, cấp lại mật khẩu, đóng tài khoản
#[derive(Debug, Args)]
pub struct AccountArgs {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Tạo tài khoản và in mật khẩu dùng một lần
    Add(AddArgs),
    /// Cấp lại mật khẩu dùng một lần; mọi phiên đang mở bị đóng
    ResetPassword(NameArgs),
    /// Đóng tài khoản; mọi phiên đang mở bị đóng
    Disable(NameArgs),
}

#[derive(Debug, Args)]
struct AddArgs {
    /// Tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới
    #[arg(long)]
    name: String,
    /// Vai trò: village_team, officer, police, leader, upper_officer, auditor, admin
    #[arg(long, value_parser = role)]
    role: Role,
    /// Đơn vị (slug, ví dụ cam-ngoc hoặc cam-ngoc/ngoc-binh); tài khoản làm việc trong đơn vị này và các đơn vị bên dưới
    #[arg(long)]
    unit: String,
    /// Họ tên hiển thị; mặc định là tên đăng nhập
    #[arg(long)]
    display_name: Option<String>,
    /// Đọc mật khẩu từ dòng đầu của đầu vào chuẩn thay cho mật khẩu dùng một lần
    #[arg(long)]
    password_stdin: bool,
    /// In một tài liệu JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct NameArgs {
    /// Tên đăng nhập
    #[arg(long)]
    name: String,
}

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum AccountCommandError {
    /// No such unit.
    #[error("Không có đơn vị «{0}». Ghi slug của đơn vị, ví dụ cam-ngoc hoặc cam-ngoc/ngoc-binh.")]
    NoUnit(String),
    /// No such account.
    #[error("Không có tài khoản «{0}».")]
    NoAccount(String),
    /// Standard input or output failed.
    #[error("Không đọc hoặc ghi được đầu vào, đầu ra chuẩn: {0}.")]
    Io(#[from] io::Error),
    /// Refused.
    #[error(transparent)]
    Access(AccessError),
}

fn role(word: &str) -> Result<Role, String> {
    let known = || Role::ALL.map(Role::as_str).join(", ");
    Role::parse(word).ok_or_else(|| format!("vai trò phải là một trong: {}", known()))
}

/// Runs the command as the operator of the machine.
pub fn run(args: &AccountArgs, db: &Db) -> Result<(), AccountCommandError> {
    execute(args, db, Utc::now(), &mut io::stdin().lock(), &mut io::stdout().lock())
}

/// As [`run`], with the instant and the streams of the caller's choice.
pub fn execute(
    args: &AccountArgs,
    db: &Db,
    now: DateTime<Utc>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<(), AccountCommandError> {
    match &args.command {
        AccountCommand::Add(add) => create(add, db, now, input, output),
        AccountCommand::ResetPassword(of) => {
            let password = access::reset_password(db, &Actor::operator(), find(db, &of.name)?)
                .map_err(AccountCommandError::Access)?;
            writeln!(output, "Mật khẩu dùng một lần của {}: {password}", of.name)?;
            Ok(())
        }
        AccountCommand::Disable(of) => {
            access::disable_account(db, &Actor::operator(), find(db, &of.name)?, now)
                .map_err(AccountCommandError::Access)?;
            writeln!(output, "Đã đóng tài khoản {}.", of.name)?;
            Ok(())
        }
    }
}

fn create(
    add: &AddArgs,
    db: &Db,
    now: DateTime<Utc>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<(), AccountCommandError> {
    let unit = unit(db, &add.unit, now)?;
    let password =
        if add.password_stdin { InitialPassword::Chosen(first_line(input)?) } else { InitialPassword::OneTime };
    let new = NewAccount {
        name: add.name.clone(),
        display_name: add.display_name.clone().unwrap_or_else(|| add.name.clone()),
        role: add.role,
        unit: unit.id,
        password,
    };
    let made = access::create_account(db, &Actor::operator(), &new, now).map_err(AccountCommandError::Access)?;
    if add.json {
        let told = json!({"name": made.name, "role": add.role, "unit": unit.slug, "password": made.password});
        writeln!(output, "{told}")?;
        return Ok(());
    }
    writeln!(output, "Đã tạo tài khoản {} ({}, {}).", made.name, add.role.vietnamese(), unit.name)?;
    if let Some(password) = made.password {
        writeln!(output, "Mật khẩu dùng một lần: {password}")?;
    }
    Ok(())
}

fn unit(db: &Db, slug: &str, now: DateTime<Utc>) -> Result<Unit, AccountCommandError> {
    match access::unit_around(db, &Actor::operator(), slug, AsOf::of_instant(now).day()) {
        Ok(around) => Ok(around.unit),
        Err(AccessError::NotFound) => Err(AccountCommandError::NoUnit(slug.to_owned())),
        Err(error) => Err(AccountCommandError::Access(error)),
    }
}

fn find(db: &Db, name: &str) -> Result<AccountId, AccountCommandError> {
    match access::find_account(db, &Actor::operator(), name) {
        Ok(account) => Ok(account.id),
        Err(AccessError::NotFound) => Err(AccountCommandError::NoAccount(name.to_owned())),
        Err(error) => Err(AccountCommandError::Access(error)),
    }
}

fn first_line(input: &mut dyn BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
