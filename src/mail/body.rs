//! The words of a report mail: a few lines and a small table that read on a phone, as plain text and as HTML.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use super::error::MailError;
use super::late_units::late_units;
use super::message::one_line;
use super::report_chart;
use crate::charts::Picture;
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
        ("document.txt", include_str!("../../templates/mail/document.txt")),
        ("document.html", include_str!("../../templates/mail/document.html")),
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

/// What stands in a mail beside the figures.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// A line or two from the sender.
    pub note: Option<&'a str>,
    /// What has changed since the last mail.
    pub changes: Option<&'a str>,
    /// Whom to answer.
    pub answer_to: Option<&'a str>,
    /// What the files are, one sentence each.
    pub files: &'a [String],
    /// Where the list of people is.
    pub people: Option<&'a PeopleLine>,
    /// The chart.
    pub picture: Option<&'a Picture>,
}

/// Where the list of people is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeopleLine {
    /// In words.
    pub text: String,
    /// The address of the page, where the address of the program is set.
    pub link: Option<String>,
}

#[derive(Serialize)]
struct View<'a> {
    subject: &'a str,
    sentence: String,
    note: Option<&'a str>,
    changes: Option<&'a str>,
    late: String,
    answer_to: Option<&'a str>,
    unit: &'a str,
    as_of: String,
    rows: Vec<Row>,
    files: String,
    people: Option<&'a PeopleLine>,
    picture: Option<&'a str>,
    picture_title: Option<&'a str>,
    picture_name: &'static str,
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
pub fn write(report: &ProgressReport, beside: &Beside<'_>, context: &WorkbookContext) -> Result<Body, MailError> {
    let subject = subject(report);
    let view = View {
        subject: &subject,
        // The table tells every measure; the sentence only the one that people ask for.
        sentence: match wording::leading(report) {
            Some(figure) => sentence::summary_of(report, figure),
            None => sentence::summary(report),
        },
        note: beside.note,
        changes: beside.changes,
        late: late_units(report).join(" "),
        answer_to: beside.answer_to,
        unit: wording::unit(report).map_or("", |unit| unit.name.as_str()),
        as_of: in_text(report.as_of.day()),
        rows: report.own.iter().map(|figure| row(report, figure)).collect(),
        files: beside.files.join(" "),
        people: beside.people,
        picture: beside.picture.map(|picture| picture.words.as_str()),
        picture_title: beside.picture.map(|picture| picture.title.as_str()),
        picture_name: report_chart::FILE_NAME,
        agency: &context.agency,
        made_by: &context.made_by,
        made_on: in_text(AsOf::of_instant(context.made_at).day()),
    };
    let (text, html) = render_both("report", &view)?;
    Ok(Body { subject, text, html })
}

/// Plain text and HTML of one view.
pub(super) fn render_both(name: &str, view: &impl Serialize) -> Result<(String, String), MailError> {
    let values = Context::from_serialize(view).map_err(|e| MailError::Message(e.to_string()))?;
    Ok((render(&format!("{name}.txt"), &values)?, render(&format!("{name}.html"), &values)?))
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
        let files = ["Số liệu chi tiết có trong tệp tien-do-cam-ngoc-2023-05-31.xlsx.".to_owned()];
        let beside = Beside { note, files: &files, ..Beside::default() };
        write(&sample::cam_ngoc(), &beside, &sample::context()).unwrap()
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
    fn changes_and_whom_to_answer_stand_in_both() {
        let changes = Some("So với thư trước: mức 2 đã kích hoạt 1.056 → 1.068 (tăng 12).");
        let answer_to = Some("đ/c Hoa, 0237 3 123 456 <a&b>");
        let beside = Beside { changes, answer_to, ..Beside::default() };
        let body = write(&sample::cam_ngoc(), &beside, &sample::context()).unwrap();
        assert!(
            body.text.contains("\nSo với thư trước: mức 2 đã kích hoạt 1.056 → 1.068 (tăng 12).\n"),
            "{}",
            body.text
        );
        assert!(body.text.contains("Liên hệ: đ/c Hoa, 0237 3 123 456 <a&b>") && !body.text.contains("\n\n\n"));
        assert!(
            body.html.contains("1.056 → 1.068 (tăng 12)") && body.html.contains("&lt;a&amp;b&gt;"),
            "{}",
            body.html
        );
    }

    #[test]
    fn the_chart_is_told_in_words_too() {
        let (title, words) = ("Mức 2".to_owned(), "Mức 2: đến ngày 31/5/2023 được 1.068".to_owned());
        let picture = Picture { bytes: Vec::new(), title, words };
        let files = ["Tệp a.xlsx.".to_owned()];
        let beside = Beside { picture: Some(&picture), files: &files, ..Beside::default() };
        let body = write(&sample::cam_ngoc(), &beside, &sample::context()).unwrap();
        assert!(
            body.html.contains("src=\"cid:bieu-do.png\"") && body.html.contains("alt=\"Biểu đồ. Mức 2: đến ngày 31")
        );
        assert!(!self::body(None).html.contains("cid:") && !body.text.contains("\n\n\n"));
    }

    #[test]
    fn a_note_stays_text() {
        let html = body(Some("<script>alert(1)</script> {{ 1 + 1 }}")).html;
        assert!(!html.contains("<script>") && html.contains("&lt;script&gt;") && html.contains("{{ 1 + 1 }}"));
    }
}
