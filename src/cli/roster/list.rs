//! `tiendo roster list`: the imports, latest first.

use clap::Args;

use super::super::error::CommandError;
use super::super::output;
use super::super::table::{Side, Table};
use crate::access::Actor;
use crate::cli::Global;
use crate::messages;
use crate::roster;
use crate::vn::date::in_text;
use crate::web::api::ImportJson;

/// Imports, latest first.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct List {
    /// Số lượt nhập gần nhất được in
    #[arg(long, default_value_t = 20, value_name = "SỐ", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    last: u32,
}

impl List {
    /// Prints them.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let batches = roster::history(&db, &Actor::operator(), 1, self.last)?;
        if global.json {
            let imports: Vec<ImportJson> = batches.into_iter().map(ImportJson::from).collect();
            return output::json(&serde_json::json!({ "imports": imports }));
        }
        let mut table = Table::new(&[
            ("Lượt nhập", Side::Right),
            ("Trạng thái", Side::Left),
            ("Đơn vị", Side::Left),
            ("Ngày lập", Side::Left),
            ("Số dòng", Side::Right),
            ("Tiếp nối", Side::Right),
            ("Tệp", Side::Left),
        ]);
        for batch in batches {
            let (state, listed_on) = (messages::imports::state(batch.state), in_text(batch.listed_on));
            let rows = batch.counts.rows.to_string();
            let earlier = batch.continues.map_or_else(String::new, |earlier| earlier.to_string());
            let id = batch.id.to_string();
            table.row([id, state.to_owned(), batch.unit_name, listed_on, rows, earlier, batch.file_name]);
        }
        output::print(&table.render())
    }
}
