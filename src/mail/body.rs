//! The words of a report mail: a few lines and a small table that read on a phone, as plain text and as HTML.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use super::error::MailError;
use super::message::one_line;
use crate::model::as_of::AsOf;
use crate::progress::report::{Figure, Outlook, ProgressReport};
use crate::progress::sentence;
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;
use crate::workbooks::{WorkbookContext, wording};

/// What stands where nothing is known.
const NO_DATA: &str = "chưa có số liệu";

static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    let sources = [
        ("report.txt", include_str!("../../templates/mail/report.txt")),
        ("report.html", include_str!("../../templates/mail/report.html")),
    ];
    tera.add_raw_templates(sources).map_err(|e| e.to_string())?;
    Ok(tera)
});

/// Subject and both bodies.
#[derive(Debug)]
pub struct Body {
    /// `[tiendo] Xã Cẩm Ngọc: mức 2 đã kích hoạt đạt 83,89% (31/5/2023)`.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
}

#[derive(Serialize)]
struct View<'a> {
    subject: &'a str,
    sentence: String,
    note: Option<&'a str>,
    unit: &'a str,
    as_of: String,
    rows: Vec<Row>,
    file_name: &'a str,
    agency: &'a str,
    made_by: &'a str,
    made_on: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    done: String,
    quota: Option<String>,
    percent: Option<String>,
    remaining: Option<String>,
    outlook: Option<&'static str>,
    shape: &'static str,
    colour: &'static str,
}

/// Writes them. Whatever stands in names and note is text, never markup.
pub fn write(
    report: &ProgressReport,
    note: Option<&str>,
    file_name: &str,
    context: &WorkbookContext,
) -> Result<Body, MailError> {
    let subject = subject(report);
    let view = View {
        subject: &subject,
        sentence: sentence::summary(report),
        note,
        unit: wording::unit(report).map_or("", |unit| unit.name.as_str()),
        as_of: in_text(report.as_of.day()),
        rows: report.own.iter().map(|figure| row(report, figure)).collect(),
        file_name,
        agency: &context.agency,
        made_by: &context.made_by,
        made_on: in_text(AsOf::of_instant(context.made_at).day()),
    };
    let values = Context::from_serialize(&view).map_err(|e| MailError::Message(e.to_string()))?;
    let (text, html) = (render("report.txt", &values)?, render("report.html", &values)?);
    Ok(Body { subject, text, html })
}

fn subject(report: &ProgressReport) -> String {
    let unit = wording::unit(report).map_or("", |unit| unit.name.as_str());
    let day = in_text(report.as_of.day());
    let leading = wording::leading(report).and_then(|figure| Some((figure, figure.percent?)));
    let result = match leading {
        Some((figure, percent)) => {
            let name = wording::lower_first(&wording::measure(report, &figure.measure));
            format!("{name} đạt {}%", percent.vietnamese())
        }
        None => NO_DATA.to_owned(),
    };
    one_line(&format!("[tiendo] {unit}: {result} ({day})"))
}

fn row(report: &ProgressReport, figure: &Figure) -> Row {
    let has_quota = figure.measure.has_quota;
    Row {
        name: wording::measure(report, &figure.measure),
        done: figure.done.map_or(NO_DATA.to_owned(), group_thousands),
        quota: figure.quota.map(group_thousands),
        percent: figure.percent.map(|percent| percent.vietnamese()),
        remaining: figure.remaining.map(group_thousands),
        outlook: has_quota.then(|| figure.outlook.vietnamese()),
        shape: if has_quota { figure.outlook.shape() } else { "–" },
        colour: match figure.outlook {
            Outlook::Met | Outlook::OnTrack => "#1b6e3c",
            Outlook::AtRisk => "#9a5b00",
            Outlook::Unlikely | Outlook::Missed => "#b3261e",
            Outlook::NoData => "#5f6368",
        },
    }
}

fn render(name: &str, values: &Context) -> Result<String, MailError> {
    let tera = TEMPLATES.as_ref().map_err(|reason| MailError::Message(reason.clone()))?;
    tera.render(name, values).map_err(|e| MailError::Message(e.to_string()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::workbooks::sample;

    fn body(note: Option<&str>) -> Body {
        write(&sample::cam_ngoc(), note, "tien-do-cam-ngoc-2023-05-31.xlsx", &sample::context()).unwrap()
    }

    #[test]
    fn the_subject_says_where_and_how_far() {
        let wanted = "[tiendo] Xã Cẩm Ngọc: mức 2 đã kích hoạt (người dân) đạt 83,89% (31/5/2023)";
        assert_eq!(body(None).subject, wanted);
        let mut report = sample::cam_ngoc();
        report.own.clear();
        assert_eq!(subject(&report), "[tiendo] Xã Cẩm Ngọc: chưa có số liệu (31/5/2023)");
        report.path.last_mut().unwrap().name = "Xã\r\nBcc: x@example.com".to_owned();
        assert!(!subject(&report).contains(['\r', '\n']));
    }

    #[test]
    fn text_and_html_say_the_same() {
        let body = body(Some("Đề nghị đồng chí xem trước cuộc họp."));
        for part in ["1.068/1.273", "83,89%", "tien-do-cam-ngoc-2023-05-31.xlsx", "Đề nghị đồng chí", "Lê Thị Hoa"]
        {
            assert!(body.text.contains(part) && body.html.contains(part), "{part}");
        }
        assert!(body.text.contains("■ Mức 1 đã kích hoạt: 119/2.650 (4,49%); còn lại 2.531; khó đạt\n"));
        assert!(!body.text.contains("&#") && !body.text.contains("\n\n\n"), "{}", body.text);
    }

    #[test]
    fn a_note_stays_text() {
        let html = body(Some("<script>alert(1)</script> {{ 1 + 1 }}")).html;
        assert!(!html.contains("<script>") && html.contains("&lt;script&gt;") && html.contains("{{ 1 + 1 }}"));
    }
}
