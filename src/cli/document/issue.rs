//! `tiendo document list`, `tiendo document issue ID`

use chrono::{NaiveDate, Utc};
use clap::Args;
use serde_json::json;

use crate::access::Actor;
use crate::cli::Global;
use crate::cli::error::CommandError;
use crate::cli::output;
use crate::cli::table::{Side, Table};
use crate::documents::{self, DocumentSheet, Numbering};
use crate::model::as_of::AsOf;
use crate::model::document::DocumentNumber;
use crate::model::id::DocumentId;
use crate::store::documents::DocumentFilter;
use crate::vn::date::{in_table, in_text};

/// Lists them.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Listed {
    /// Chỉ các văn bản có những chữ này trong trích yếu
    #[arg(long, value_name = "CHỮ", default_value = "", hide_default_value = true)]
    words: String,
}

/// Issues one.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Issue {
    /// Số thứ tự của văn bản trong tiendo, xem bằng lệnh document list
    #[arg(value_name = "VĂN_BẢN", help_heading = "Tham số")]
    id: i64,
    /// Số do hệ thống văn bản điều hành cấp (mặc định số tiếp theo của sổ đăng ký)
    #[arg(long, value_name = "SỐ")]
    number: Option<u32>,
    /// Ngày ban hành, năm-tháng-ngày (mặc định hôm nay)
    #[arg(long, value_name = "NGÀY")]
    on: Option<NaiveDate>,
}

impl Listed {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let filter = DocumentFilter { words: self.words.clone(), ..DocumentFilter::default() };
        let found = documents::list(&db, &Actor::operator(), &filter)?;
        if global.json {
            let listed: Vec<_> = found
                .iter()
                .map(|(head, unit)| {
                    json!({
                        "document": head.id, "unit": unit.slug, "kind": head.kind.as_str(), "state": head.state.as_str(),
                        "number": head.number.as_ref().map(number), "issued_on": head.issued_on, "subject": head.subject,
                    })
                })
                .collect();
            return output::json(&json!({ "documents": listed }));
        }
        let mut table = Table::new(&[
            ("Văn bản", Side::Right),
            ("Đơn vị", Side::Left),
            ("Loại", Side::Left),
            ("Tình trạng", Side::Left),
            ("Số", Side::Left),
            ("Ngày", Side::Left),
            ("Trích yếu", Side::Left),
        ]);
        for (head, unit) in &found {
            table.row([
                head.id.to_string(),
                unit.name.clone(),
                head.kind.vietnamese().to_owned(),
                head.state.vietnamese().to_owned(),
                head.number.as_ref().map(number).unwrap_or_default(),
                head.issued_on.map(in_table).unwrap_or_default(),
                head.subject.clone(),
            ]);
        }
        output::print(&table.render())
    }
}

fn number((number, symbol): &(u32, String)) -> String {
    format!("{number:02}/{symbol}")
}

impl Issue {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let (now, id) = (Utc::now(), DocumentId(self.id));
        let on = self.on.unwrap_or(AsOf::of_instant(now).day());
        let sheet: DocumentSheet = documents::show(&db, &Actor::operator(), id)?;
        let numbering = self.number.map_or(Numbering::Next, Numbering::Given);
        let known = (id, sheet.head.revision);
        let given: DocumentNumber = documents::issue(&db, &Actor::operator(), known, (numbering, on), now)?;
        if global.json {
            output::json(&json!({ "document": id, "number": given.to_string(), "issued_on": on }))
        } else {
            output::line(&format!("Đã ban hành văn bản số {given} ngày {}", in_text(on)))
        }
    }
}
