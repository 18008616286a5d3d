//! `tiendo verify`

use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::access::Actor;
use crate::progress::{self, Verification};
use crate::vn::number::group_thousands;

/// Recounts and checks; fails on any difference.
pub fn run(global: &Global) -> Result<(), CommandError> {
    let db = global.settings()?.open()?;
    let found = progress::verify(&db, &Actor::operator())?;
    if global.json {
        output::json(&document(&found))?;
    } else {
        output::print(&told(&found))?;
    }
    if found.is_sound() { Ok(()) } else { Err(CommandError::Unsound) }
}

fn document(found: &Verification) -> serde_json::Value {
    json!({
        "sound": found.is_sound(),
        "counters": found.counters,
        "differing_counters": found.differing_counters,
        "database": found.database,
        "damaged_snapshots": found.damaged_snapshots,
        "audit_entries": found.audit_entries,
        "broken_audit": found.broken_audit.as_ref().map(|broken| format!("{broken:?}")),
    })
}

fn told(found: &Verification) -> String {
    let count = |number: usize| group_thousands(i64::try_from(number).unwrap_or(i64::MAX));
    let counters = match found.differing_counters {
        0 => "khớp".to_owned(),
        differing => format!("{} số khác kết quả đếm lại", count(differing)),
    };
    let database = if found.database.is_empty() { "không có lỗi".to_owned() } else { found.database.join("; ") };
    let audit = match &found.broken_audit {
        None => "liền mạch".to_owned(),
        Some(broken) => format!("đứt ({broken:?})"),
    };
    let frozen = match found.damaged_snapshots.as_slice() {
        [] => "nguyên vẹn".to_owned(),
        damaged => format!("hỏng: {}", damaged.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    };
    let (counted, entries) = (count(found.counters), group_thousands(found.audit_entries));
    format!(
        "Số đếm: {counted} bước, {counters}\nCơ sở dữ liệu: {database}\nSố liệu chốt: {frozen}\nNhật ký: {entries} dòng, {audit}\n"
    )
}
