//! `tiendo serve`

use std::net::{IpAddr, SocketAddr};

use chrono::Utc;
use clap::Args;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::jobs::Jobs;
use crate::mail::{MailSettings, Transport};
use crate::store::Db;
use crate::web::AppState;
use crate::web::server;

/// The port where none is named.
pub const PORT: u16 = 8080;

/// Serves pages and API.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Serve {
    /// Địa chỉ nhận kết nối
    #[arg(long, default_value = "127.0.0.1", value_name = "ĐỊA_CHỈ", hide_default_value = true)]
    listen: IpAddr,
    /// Cổng (0: cổng trống bất kỳ)
    #[arg(long, default_value_t = PORT, value_name = "CỔNG", hide_default_value = true)]
    port: u16,
}

impl Serve {
    /// Opens or makes the data, then serves until the system asks to stop.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let settings = global.settings()?;
        let transport = Transport::open(&MailSettings::from_environment(settings.data()))?;
        until_stopped(settings.open_or_create()?, transport, SocketAddr::new(self.listen, self.port))
    }
}

/// Serves until the system asks to stop; prints one line with the address when ready.
pub fn until_stopped(db: Db, transport: Transport, listen: SocketAddr) -> Result<(), CommandError> {
    let mut told = Ok(());
    serve(db, transport, listen, |address| {
        told = output::line(&format!("tiendo đang chạy tại http://{address}/ (nhấn Ctrl+C để dừng)"));
    })?;
    told
}

/// The same without a word on stdout.
pub fn silently(db: Db, transport: Transport, listen: SocketAddr) -> Result<(), CommandError> {
    serve(db, transport, listen, |_| ())
}

fn serve(db: Db, transport: Transport, listen: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), CommandError> {
    let state = AppState::new(db.clone());
    let imports = state.background.clone();
    let _jobs = Jobs::start(db, transport, imports.clone()).map_err(CommandError::Jobs)?;
    server::run(state, listen, ready)?;
    Ok(imports.let_go(Utc::now().naive_utc())?)
}
