//! A workbook in Office Open XML changed part by part.

use std::io::Write;

use super::anchors::Anchors;
use super::notes::{SheetNotes, WorkbookNotes};
use super::package::Package;
use super::raw_xml::before_last_end_tag;
use super::sheet_plan::{SentenceStyles, SheetPlan};
use super::style_book::{ERROR_LETTERS, Look, StyleBook, WARNING_LETTERS, fill_of};
use super::{Annotated, boxes, comments, sheet, summary};
use crate::roster::annotate::notes::Level;
use crate::roster::grid::{Sheet, Value, Workbook};
use crate::roster::own_marks;
use crate::roster::read::{Limits, ReadError, xlsx};

/// Comments that a workbook gets at most: Excel draws a box for each and grows slow. The sentences beside the rows have no such limit.
const MOST_COMMENTS: usize = 3_000;

/// What has to be known of a workbook before its parts are changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    sheets: Vec<SheetBefore>,
}

#[derive(Debug, Clone, PartialEq)]
struct SheetBefore {
    /// It is our own summary sheet.
    is_summary: bool,
    /// Our own column of sentences.
    sentences: Option<u16>,
    /// The last column with content.
    last_column: u16,
    /// Merged areas.
    anchors: Anchors,
}

impl Before {
    /// Looks through a workbook.
    pub fn of(workbook: &Workbook) -> Self {
        Before { sheets: workbook.sheets.iter().map(SheetBefore::of).collect() }
    }

    fn was_marked(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.is_summary)
    }
}

impl SheetBefore {
    fn of(sheet: &Sheet) -> Self {
        let filled = |value: &Value| !matches!(value, Value::Text(text) if text.trim().is_empty());
        let cells = sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| filled(&cell.value));
        let areas = sheet.merges.iter().map(|area| area.right);
        SheetBefore {
            is_summary: own_marks::batch_of_summary(sheet).is_some(),
            sentences: own_marks::error_column(sheet),
            last_column: cells.map(|cell| cell.column).chain(areas).max().unwrap_or(0),
            anchors: Anchors::of(&sheet.merges),
        }
    }

    /// Where the sentences go; nowhere in a sheet that is as wide as we read.
    fn column(&self, limits: &Limits) -> Option<u16> {
        self.sentences.or(self.last_column.checked_add(1).filter(|column| *column <= limits.columns))
    }
}

/// Names that differ between the two dialects of the standard.
struct Dialect {
    main: &'static str,
    relations: &'static str,
}

const TRANSITIONAL: Dialect = Dialect {
    main: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    relations: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
};
const STRICT: Dialect = Dialect {
    main: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    relations: "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

/// Writes notes into a workbook.
///
/// # Errors
/// [`ReadError::Corrupt`] where the workbook is too odd to be changed, and the limits of reading.
pub fn annotate(file: &[u8], before: &Before, notes: &WorkbookNotes, limits: &Limits) -> Result<Annotated, ReadError> {
    let mut package = Package::open(file, limits)?;
    let part = xlsx::workbook_part_name(&mut package.archive, limits)?;
    let text = package.text(&part)?;
    let dialect = if text.contains(STRICT.main) { STRICT } else { TRANSITIONAL };
    let sheets = worksheets(&mut package, &part, limits)?;
    if sheets.len() != before.sheets.len() {
        return Err(ReadError::Corrupt("sheets are missing".to_owned()));
    }
    let style_part = style_part(&mut package, &part, &dialect)?;
    let mut styles = StyleBook::read(package.text(&style_part)?, limits)?;
    let mut marking = Marking {
        package: &mut package,
        sentence: sentence_styles(&mut styles),
        styles: &mut styles,
        dialect: &dialect,
        was_marked: before.was_marked(),
        room: MOST_COMMENTS,
        limits,
    };
    let mut own_summary = None;
    for (index, (name, sheet)) in sheets.iter().zip(&before.sheets).enumerate() {
        if sheet.is_summary {
            own_summary = Some(name.clone());
        } else {
            marking.mark(name, sheet, notes.sheets.iter().find(|notes| notes.index == index))?;
        }
    }
    let content = summary::sheet(notes, &mut styles, dialect.main);
    match own_summary {
        Some(name) => package.set(&name, content),
        None => add_summary(&mut package, &part, &dialect, content)?,
    }
    package.set(&style_part, styles.finish());
    let extension = extension(&package.types()?);
    Ok(Annotated { extension, bytes: package.finish()? })
}

/// Names of the worksheet parts, in the order in which the reader counts them.
fn worksheets(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<Vec<String>, ReadError> {
    let relations = xlsx::read_relations(&mut package.archive, part, limits)?;
    let (entries, _) = xlsx::read_sheet_list(&mut package.archive, part, limits)?;
    let related = entries.iter().filter_map(|entry| relations.get(&entry.relation));
    Ok(related.filter(|relation| relation.kind == "worksheet").map(|relation| relation.target.clone()).collect())
}

/// Name of the styles part; a workbook without one gets one.
fn style_part(package: &mut Package<'_>, workbook: &str, dialect: &Dialect) -> Result<String, ReadError> {
    let relations = package.relations(workbook)?;
    let known = relations.into_iter().find(|(_, relation)| relation.kind == "styles").map(|(_, found)| found.target);
    if let Some(part) = known.filter(|part| package.contains(part)) {
        return Ok(part);
    }
    let part = package.free_name("xl/styles", ".xml");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{}\">\
         <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>",
        dialect.main
    );
    package.set(&part, text);
    package.declare(&part, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")?;
    let identity = package.free_identity(workbook)?;
    package.relate(workbook, &identity, &format!("{}/styles", dialect.relations), &part)?;
    Ok(part)
}

fn sentence_styles(styles: &mut StyleBook) -> SentenceStyles {
    let sentence = |colour| Look { size: 11, colour: Some(colour), framed: true, ..Look::default() };
    SentenceStyles {
        header: styles.own(Look {
            size: 12,
            bold: true,
            colour: Some(ERROR_LETTERS),
            fill: Some(fill_of(Level::Error)),
            framed: true,
            centred: true,
        }),
        error: styles.own(sentence(ERROR_LETTERS)),
        warning: styles.own(sentence(WARNING_LETTERS)),
    }
}

/// What all sheets share while they are marked.
struct Marking<'m, 'a> {
    package: &'m mut Package<'a>,
    styles: &'m mut StyleBook,
    sentence: SentenceStyles,
    dialect: &'m Dialect,
    was_marked: bool,
    /// Comments that the workbook may still get.
    room: usize,
    limits: &'m Limits,
}

impl Marking<'_, '_> {
    fn mark(&mut self, part: &str, before: &SheetBefore, notes: Option<&SheetNotes>) -> Result<(), ReadError> {
        if notes.is_none() && !self.was_marked {
            return Ok(());
        }
        let column = before.column(self.limits).filter(|_| notes.is_some() || before.sentences.is_some());
        let mut plan = SheetPlan::of(notes, column, self.sentence, &before.anchors, &mut self.room);
        plan.was_marked = self.was_marked;
        let wanted = std::mem::take(&mut plan.comments);
        let identity = self.package.free_identity(part)?;
        let link = (!wanted.is_empty()).then_some((identity.as_str(), self.dialect.relations));
        let mut outcome = sheet::SheetOutcome::default();
        let (styles, limits) = (&mut *self.styles, self.limits);
        self.package.set_large(part, |archive, out: &mut dyn Write| {
            outcome = sheet::rewrite(archive.part(part)?, plan, styles, link, limits, out)?;
            Ok(())
        })?;
        self.comment(part, &wanted, outcome.drawing, &identity)
    }

    /// Brings comments and their boxes up to date. `identity` is what a new drawing is linked by.
    fn comment(
        &mut self,
        part: &str,
        wanted: &[(u32, u16, String)],
        drawing: Option<String>,
        identity: &str,
    ) -> Result<(), ReadError> {
        let relations = self.package.relations(part)?;
        let target = |kind: &str, id: Option<&str>| {
            let mut fitting =
                relations.iter().filter(|(own, relation)| relation.kind == kind && id.is_none_or(|id| id == own));
            fitting.next().map(|(_, relation)| relation.target.clone()).filter(|name| self.package.contains(name))
        };
        let old_comments = target("comments", None);
        let old_drawing = drawing.as_deref().and_then(|id| target("vmlDrawing", Some(id)));
        if old_comments.is_none() && wanted.is_empty() {
            return Ok(());
        }
        let text = old_comments.as_deref().map(|name| self.package.text(name)).transpose()?;
        let merged = comments::merge(text.as_deref(), wanted, self.dialect.main, self.limits)?;
        let boxes = old_drawing.as_deref().map(|name| self.package.text(name)).transpose()?;
        let boxes = boxes::redraw(boxes.as_deref(), &merged.added, &merged.removed);
        match old_drawing {
            Some(name) => self.package.set(&name, boxes),
            None if wanted.is_empty() => {}
            None => {
                let name = self.package.free_name("xl/drawings/vmlDrawing", ".vml");
                self.package.set(&name, boxes);
                let identity = drawing.as_deref().unwrap_or(identity);
                self.package.relate(part, identity, &format!("{}/vmlDrawing", self.dialect.relations), &name)?;
                self.package.declare_extension("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")?;
            }
        }
        match old_comments {
            Some(name) => self.package.set(&name, merged.text),
            None => {
                let name = self.package.free_name("xl/comments", ".xml");
                self.package.set(&name, merged.text);
                self.package
                    .declare(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")?;
                let identity = self.package.free_identity(part)?;
                self.package.relate(part, &identity, &format!("{}/comments", self.dialect.relations), &name)?;
            }
        }
        Ok(())
    }
}

/// Adds the summary sheet behind the others, so that nothing that counts sheets has to change.
fn add_summary(package: &mut Package<'_>, workbook: &str, dialect: &Dialect, content: String) -> Result<(), ReadError> {
    let name = package.free_name("xl/worksheets/sheet", ".xml");
    package.set(&name, content);
    package.declare(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")?;
    let identity = package.free_identity(workbook)?;
    package.relate(workbook, &identity, &format!("{}/worksheet", dialect.relations), &name)?;
    let text = package.text(workbook)?;
    let end = text.rfind("sheets>").ok_or_else(|| ReadError::Corrupt("no list of sheets".to_owned()))?;
    let end = end + "sheets>".len();
    let (head, tail) = text.split_at(end);
    let numbers =
        head.split("sheetId=").skip(1).filter_map(|rest| rest.get(1..)?.split(['"', '\'']).next()?.parse::<u32>().ok());
    let number = numbers.max().unwrap_or(0).saturating_add(1);
    let taken = |name: &str| head.contains(&format!("\"{name}\""));
    let candidates = (2..).map(|number| format!("{} ({number})", own_marks::SUMMARY_SHEET));
    let sheet_name = std::iter::once(own_marks::SUMMARY_SHEET.to_owned()).chain(candidates).find(|name| !taken(name));
    let sheet_name = sheet_name.unwrap_or_default();
    let relations = dialect.relations;
    let entry = |prefix: &str| {
        format!(
            "<{prefix}sheet xmlns:r=\"{relations}\" name=\"{sheet_name}\" sheetId=\"{number}\" r:id=\"{identity}\"/>"
        )
    };
    let text = before_last_end_tag(head, entry)? + tail;
    package.set(workbook, text);
    Ok(())
}

/// The extension that the type of the workbook part asks for: macros and templates keep theirs.
fn extension(types: &str) -> &'static str {
    let types = types.to_lowercase();
    let has = |kind: &str| types.contains(kind);
    match () {
        () if has("sheet.macroenabled.main+xml") => "xlsm",
        () if has("template.macroenabled.main+xml") => "xltm",
        () if has("spreadsheetml.template.main+xml") => "xltx",
        () => "xlsx",
    }
}
