//! The use cases: workbooks of figures of a unit, for download. Each cites frozen figures and shows nothing else than they say.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::context::{CitedSnapshot, WorkbookContext, maker};
use super::error::WorkbookError;
use super::people_sheet::Unfinished;
use super::progress::{ProgressContent, progress};
use super::ranking::ranking;
use super::wording;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::SnapshotId;
use crate::model::role::Operation;
use crate::people::{self, MeasureState, PeopleQuery, StateFilter};
use crate::progress::frozen::Frozen;
use crate::progress::report::{MeasureName, ProgressReport, Series, UnitName};
use crate::progress::snapshots::{self, CitedBy, SnapshotLine};
use crate::progress::{FigureQuery, reconcile, thawed};
use crate::store::{Db, StoreError, campaigns, units};

/// The most people of a measure that one workbook lists.
const MOST_PEOPLE: usize = 10_000;

/// A workbook ready to be handed out.
#[derive(Debug, Clone)]
pub struct MadeWorkbook {
    /// Without diacritics, so that every mail program and old PC keeps it: `tien-do-cam-ngoc-2023-05-31.xlsx`.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether a workbook also lists the people who are not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPeople {
    /// Figures only.
    No,
    /// Also people, by name and with masked numbers; it takes [`Operation::ViewPeople`] and is written down.
    Yes,
}

/// Figures that are handed out, as they were frozen.
pub(crate) struct Cited {
    /// What was frozen.
    pub line: SnapshotLine,
    /// The report, out of what was frozen.
    pub report: ProgressReport,
    /// Who hands it out.
    pub context: WorkbookContext,
    /// Its measures over time.
    pub series: Vec<Series>,
}

/// Makes the progress workbook of a unit and its children. The right: [`Operation::MakeWorkbook`], for people besides it [`Operation::ViewPeople`].
///
/// # Errors
/// No such campaign or unit; not allowed; more people than a workbook lists.
pub fn make_progress(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    list: ListPeople,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, WorkbookError> {
    access::allowed(actor, Operation::MakeWorkbook)?;
    if list == ListPeople::Yes {
        access::allowed(actor, Operation::ViewPeople)?;
    }
    let cited = cite(db, actor, query, CitedBy::Workbook, now)?;
    let people = match list {
        ListPeople::No => None,
        ListPeople::Yes => Some(unfinished(db, actor, &cited)?),
    };
    written(db, actor, query, &cited, people.as_deref())
}

/// Makes the progress workbook again from figures that were frozen. What is reported beside them now is left out.
///
/// # Errors
/// No such snapshot, or not allowed.
pub fn make_progress_again(
    db: &Db,
    actor: &Actor,
    id: SnapshotId,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, WorkbookError> {
    access::allowed(actor, Operation::MakeWorkbook)?;
    let (line, frozen) = snapshots::show(db, actor, id)?;
    let cited = of_frozen(db, actor, line, &frozen, now)?;
    let content = ProgressContent { report: &cited.report, series: &cited.series, checks: None, people: None };
    let bytes = progress(&content, &cited.context)?;
    Ok(MadeWorkbook { file_name: file_name("tien-do", &cited.report), bytes })
}

/// Makes the ranking of the units below a unit. The right: [`Operation::MakeWorkbook`].
///
/// # Errors
/// No such campaign or unit; not allowed; fewer than two units that can be compared.
pub fn make_ranking(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, WorkbookError> {
    access::allowed(actor, Operation::MakeWorkbook)?;
    let cited = cite(db, actor, query, CitedBy::Workbook, now)?;
    let bytes = ranking(&cited.report, &cited.context)?;
    Ok(MadeWorkbook { file_name: file_name("xep-hang", &cited.report), bytes })
}

/// The progress workbook that goes out by mail, with the figures it shows. Who may send mail is the caller's business.
pub(crate) fn build(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    now: DateTime<Utc>,
) -> Result<(Cited, MadeWorkbook), WorkbookError> {
    let cited = cite(db, actor, query, CitedBy::Mail, now)?;
    let made = written(db, actor, query, &cited, None)?;
    Ok((cited, made))
}

fn written(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    cited: &Cited,
    people: Option<&[Unfinished]>,
) -> Result<MadeWorkbook, WorkbookError> {
    let checks = reconcile(db, actor, query)?;
    let content = ProgressContent { report: &cited.report, series: &cited.series, checks: Some(&checks), people };
    let bytes = progress(&content, &cited.context)?;
    Ok(MadeWorkbook { file_name: file_name("tien-do", &cited.report), bytes })
}

fn cite(db: &Db, actor: &Actor, query: &FigureQuery, by: CitedBy, now: DateTime<Utc>) -> Result<Cited, WorkbookError> {
    let (line, frozen) = snapshots::cite(db, actor, query, by, now)?;
    of_frozen(db, actor, line, &frozen, now)
}

fn of_frozen(
    db: &Db,
    actor: &Actor,
    line: SnapshotLine,
    frozen: &Frozen,
    now: DateTime<Utc>,
) -> Result<Cited, WorkbookError> {
    let (mut report, series) = thawed(&line, frozen);
    let above = above(db, actor, &line)?;
    report.path.splice(0..0, above);
    let context = WorkbookContext {
        agency: wording::agency(&report),
        made_by: maker(db, actor)?,
        made_at: now,
        snapshot: Some(CitedSnapshot::from(&line)),
    };
    Ok(Cited { line, report, context, series })
}

/// The units above, on the day of the figures, as far as the actor sees them.
fn above(db: &Db, actor: &Actor, line: &SnapshotLine) -> Result<Vec<UnitName>, StoreError> {
    let path = db.read(|conn| units::path(conn, line.unit.id, line.head.as_of))?;
    let scope = access::scope(actor);
    let hidden = path.iter().position(|unit| Some(unit.id) == scope).unwrap_or(0);
    let shown = path.into_iter().skip(hidden).take_while(|unit| unit.id != line.unit.id);
    let name = |unit: crate::model::unit::Unit| UnitName {
        id: unit.id,
        slug: unit.slug,
        name: unit.name,
        kind: unit.kind,
        local_order: unit.local_order,
    };
    Ok(shown.map(name).collect())
}

/// Everybody who is not done in a measure with a quota, village by village in their order; read through the list of people, so that nobody sees more
/// here than there. That the list was handed out is written down.
fn unfinished(db: &Db, actor: &Actor, cited: &Cited) -> Result<Vec<Unfinished>, WorkbookError> {
    let measures = db.read(|conn| campaigns::measures(conn, cited.line.head.campaign))?;
    let of_people = |measure: &&MeasureName| {
        let known = measures.iter().find(|one| one.code == measure.code && one.audience == measure.audience);
        measure.has_quota && known.is_some_and(|known| known.activity.is_none())
    };
    let mut found = Vec::new();
    for measure in cited.report.own.iter().map(|figure| &figure.measure).filter(of_people) {
        let mut people = Vec::new();
        for state in [MeasureState::NotIssued, MeasureState::IssuedNotDone] {
            let listed = everybody(db, actor, cited, measure, state)?;
            people.extend(listed.into_iter().map(|person| Unfinished { measure: measure.clone(), state, person }));
        }
        people.sort_by_cached_key(|one| place(&cited.report, one));
        found.extend(people);
    }
    let rows = found.len();
    let object_id = Some(cited.line.head.campaign.0);
    db.write(|conn| {
        let detail = json!({ "snapshot": cited.line.head.id, "as_of": cited.report.as_of, "rows": rows });
        let unit = Some(cited.line.unit.id);
        let event = AuditEvent { action: "workbook.people", object: "campaign", object_id, unit, detail };
        Ok::<_, WorkbookError>(access::audit(conn, actor, event)?)
    })?;
    Ok(found)
}

fn everybody(
    db: &Db,
    actor: &Actor,
    cited: &Cited,
    measure: &MeasureName,
    state: MeasureState,
) -> Result<Vec<people::PersonLine>, WorkbookError> {
    let filter = StateFilter { measure: measure.code.clone(), audience: measure.audience, state };
    let query = PeopleQuery {
        text: None,
        unit: Some(cited.line.unit.slug.clone()),
        state: Some(filter),
        check: None,
        barrier: None,
        as_of: cited.report.as_of,
        page: 1,
        per_page: people::PageSize::default(),
    };
    let found = people::everybody(db, actor, &query, MOST_PEOPLE)?;
    found.ok_or_else(|| WorkbookError::TooManyPeople(wording::measure(&cited.report, measure)))
}

/// Where a person stands in a list: by the order of the village or office among the units of the report.
fn place(report: &ProgressReport, one: &Unfinished) -> usize {
    let unit = if one.measure.audience.has_residents() { &one.person.village } else { &one.person.office };
    let named = |name: &String| report.children.iter().position(|(unit, _)| unit.name == *name);
    unit.as_ref().and_then(named).unwrap_or(usize::MAX)
}

/// `tien-do-cam-ngoc-2023-05-31.xlsx`.
fn file_name(what: &str, report: &ProgressReport) -> String {
    let slug = wording::unit(report).map_or("", |unit| unit.slug.as_str());
    format!("{what}-{}-{}.xlsx", plain(slug), report.as_of)
}

/// Letters, digits and hyphens only.
pub(super) fn plain(slug: &str) -> String {
    slug.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbooks::sample;

    #[test]
    fn the_file_name_says_unit_and_day_in_plain_letters() {
        let mut report = sample::cam_ngoc();
        assert_eq!(file_name("tien-do", &report), "tien-do-cam-ngoc-2023-05-31.xlsx");
        report.path.extend(report.children.first().map(|(unit, _)| unit.clone()));
        assert_eq!(file_name("xep-hang", &report), "xep-hang-cam-ngoc-thon-2-2023-05-31.xlsx");
    }
}
