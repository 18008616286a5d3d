//! `tiendo roster show BATCH`: what an import would do or did, and its rows of one class.

use clap::Args;

use super::super::error::CommandError;
use super::super::output;
use super::super::table::{Side, Table};
use super::shown_class::ShownClass;
use crate::access::Actor;
use crate::cli::Global;
use crate::messages;
use crate::model::id::BatchId;
use crate::roster::staged::{RowClass, StagedRow};
use crate::roster::{self, StagedFilter, StagedPage};
use crate::store::catalogue;
use crate::vn::date::in_text;
use crate::web::api::{ImportPage, Names};

/// One import.
#[derive(Debug, Args)]
#[command(help_template = crate::cli::usage::HELP)]
pub struct Show {
    /// Số của lượt nhập
    #[arg(value_name = "LƯỢT_NHẬP", help_heading = "Tham số")]
    batch: i64,
    /// Chỉ in các dòng thuộc loại: new (thêm mới), changed (thay đổi), unchanged (không đổi), conflict (mâu thuẫn), held (giữ lại)
    #[arg(long, value_enum, value_name = "LOẠI", hide_possible_values = true)]
    class: Option<ShownClass>,
    /// Trang, từ 1
    #[arg(long, default_value_t = 1, value_name = "SỐ", value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// Số dòng mỗi trang
    #[arg(long, default_value_t = 50, value_name = "SỐ", value_parser = clap::value_parser!(u32).range(1..=500))]
    per_page: u32,
}

impl Show {
    /// Prints it; numbers are masked.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let filter = StagedFilter {
            class: self.class.map(RowClass::from),
            page: self.page,
            per_page: self.per_page,
            ..StagedFilter::default()
        };
        let page = roster::staged(&db, &Actor::operator(), BatchId(self.batch), &filter)?;
        if global.json {
            let names = Names { units: page.unit_names.clone(), catalogue: db.read(catalogue::load)? };
            return output::json(&ImportPage::of(page, &names, self.page));
        }
        output::print(&told(&page))
    }
}

fn told(page: &StagedPage) -> String {
    let batch = &page.batch;
    let mut text = format!(
        "Lượt nhập {}: {} ({}), danh sách lập ngày {}. Trạng thái: {}.\n",
        batch.id,
        batch.file_name,
        batch.unit_name,
        in_text(batch.listed_on),
        messages::imports::state(batch.state)
    );
    if let Some(earlier) = batch.continues {
        text.push_str(&format!("Tiếp nối lượt nhập {earlier}.\n"));
    }
    if let Some(failure) = &page.failure {
        text.push_str(failure);
        text.push('\n');
        return text;
    }
    for class in RowClass::ALL {
        text.push_str(&format!("{}: {}. ", class.vietnamese(), batch.counts.of(class)));
    }
    text.push_str(&format!("Cộng: {} dòng.\n", batch.counts.rows));
    for place in &page.file.unknown_places {
        text.push_str(&format!("Đơn vị chưa có «{}» ({} dòng).\n", place.name, place.rows));
    }
    text + &rows(page)
}

fn rows(page: &StagedPage) -> String {
    let mut table = Table::new(&[
        ("Trang tính", Side::Left),
        ("Dòng", Side::Right),
        ("Loại", Side::Left),
        ("Họ và tên", Side::Left),
        ("Ngày sinh", Side::Left),
        ("Ghi chú", Side::Left),
    ]);
    for staged in &page.rows {
        let sheet = page.file.sheets.get(staged.sheet as usize).map_or_else(String::new, |sheet| sheet.name.clone());
        let name = staged.row.full_name.clone().unwrap_or_default();
        let born = staged.row.dob.map_or_else(String::new, |born| born.to_iso());
        let class = staged.class.vietnamese().to_owned();
        table.row([sheet, staged.row.row.to_string(), class, name, born, remark(staged)]);
    }
    format!("{}{} trong {} dòng.\n", table.render(), page.rows.len(), page.total)
}

/// Why a row is not applied, or how many values change.
fn remark(staged: &StagedRow) -> String {
    let reason = staged.reason.as_ref().map(messages::imports::reason);
    let finding = || {
        let worst = staged.row.codes.iter().max_by_key(|finding| finding.code.severity())?;
        (!staged.class.is_applied()).then(|| worst.code.as_str().to_owned())
    };
    reason.or_else(finding).unwrap_or_else(|| match staged.changes.len() {
        0 => String::new(),
        changes => format!("{changes} giá trị thay đổi"),
    })
}
