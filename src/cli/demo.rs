//! `tiendo demo`: the campaign of Cẩm Ngọc in a fresh data folder, made by the real importer out of the real files.

mod accounts;
mod by_hand;
mod documents;
mod mail;
mod rosters;
mod second_tier;
mod visits;

use std::net::{Ipv4Addr, SocketAddr};

use chrono::Utc;
use clap::Args;
use serde::Serialize;

use self::second_tier::SecondTier;
use super::error::CommandError;
use super::roster::{Imported, imported_table};
use super::{Global, output, progress, serve};
use crate::access::Actor;
use crate::campaign::{self, seed};
use crate::mail::{MailSettings, Transport};
use crate::model::as_of::AsOf;
use crate::progress::{FigureQuery, ProgressJson, figures};
use crate::store::Db;
use crate::web::server::ServerError;

/// Makes the demo.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Demo {
    /// Cổng (0: cổng trống bất kỳ)
    #[arg(long, default_value_t = serve::PORT, value_name = "CỔNG", hide_default_value = true)]
    port: u16,
    /// Chỉ tạo dữ liệu, không chạy máy chủ
    #[arg(long)]
    no_serve: bool,
}

/// Everything the demo made.
#[derive(Debug, Serialize)]
struct Document {
    accounts: Vec<accounts::DemoAccount>,
    imports: Vec<Imported>,
    figures: ProgressJson,
    second_tier: SecondTier,
    work_lists: Vec<i64>,
    documents: documents::Documents,
    mail_schedule: Option<i64>,
}

impl Demo {
    /// Makes the data, prints figures, address and accounts, then serves.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        if !self.no_serve {
            // Told before the work is done and the folder used, not after.
            free(listen)?;
        }
        let settings = global.settings()?;
        let transport = Transport::open(&MailSettings::from_environment(settings.data()))?;
        let db = settings.create_unused()?;
        let actor = Actor::operator();
        campaign::load(&db, &actor, &seed::base())?;
        campaign::load(&db, &actor, &seed::demo())?;
        let rosters = seed::rosters()?;
        rosters::import_quotas(&db, &rosters)?;
        let imports = rosters::import(&db, &rosters)?;
        let accounts = accounts::create(&db)?;
        by_hand::record(&db, &rosters.campaign)?;
        let second_tier = SecondTier::make(&db)?;
        let work_lists = visits::make(&db, &rosters.campaign)?;
        let query = FigureQuery {
            campaign: rosters.campaign.clone(),
            unit: None,
            as_of: None,
            today: AsOf::of_instant(Utc::now()),
        };
        let report = figures(&db, &actor, &query)?;
        let documents = documents::make(&db, &rosters.campaign, report.as_of.day())?;
        let mail_schedule = mail::make(&db, &rosters.campaign)?;
        if global.json {
            let figures = ProgressJson::from(&report);
            output::json(&Document { accounts, imports, figures, second_tier, work_lists, documents, mail_schedule })?;
        } else {
            let (imports, figures, accounts) =
                (imported_table(&imports), progress::told(&report), accounts::table(&accounts));
            output::print(&format!(
                "Danh sách đã nhập\n{imports}\n{figures}\nTài khoản xem thử (mật khẩu chỉ in một lần)\n{accounts}\n{}\n\
                 Dữ liệu: {}\nTệp khóa: {}\n",
                second_tier.told(),
                settings.data().display(),
                settings.key().display()
            ))?;
        }
        if self.no_serve { Ok(()) } else { serve(db, transport, listen, global.json) }
    }
}

fn free(listen: SocketAddr) -> Result<(), CommandError> {
    match std::net::TcpListener::bind(listen) {
        Ok(_) => Ok(()),
        Err(reason) => Err(CommandError::Server(ServerError::of(listen, reason))),
    }
}

/// With `--json` the document was the whole of stdout.
fn serve(db: Db, transport: Transport, listen: SocketAddr, silent: bool) -> Result<(), CommandError> {
    if silent { serve::silently(db, transport, listen) } else { serve::until_stopped(db, transport, listen) }
}
