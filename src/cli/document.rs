//! `tiendo document make KIND`, `list`, `issue`, `street`

mod issue;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::json;

use super::Global;
use super::error::CommandError;
use super::output;
use crate::access::Actor;
use crate::documents::{self, DocumentFile, DraftQuery, MadeFile, own_templates, street};
use crate::model::as_of::AsOf;
use crate::model::document::{DocumentKind, IssuingBody};
use crate::progress::FigureQuery;
use crate::roster::sandbox::SandboxSettings;
use crate::store::Db;

/// Commands about documents.
#[derive(Debug, Subcommand)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "Các lệnh")]
pub enum Document {
    /// Soạn dự thảo văn bản từ số liệu của một ngày
    Make(Make),
    /// Liệt kê văn bản
    List(issue::Listed),
    /// Ban hành văn bản: cấp số, lưu tệp PDF và Word
    Issue(issue::Issue),
    /// Soạn tin nhắn, bài loa truyền thanh cho từng thôn và áp phích có mã QR
    Street(Street),
}

/// Writes the texts for the street.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Street {
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Đơn vị (mặc định đơn vị của chiến dịch)
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: Option<String>,
    /// Ngày chốt số liệu, năm-tháng-ngày (mặc định ngày của chiến dịch, nếu không có thì hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
    /// Cơ quan thông báo: committee (Ủy ban nhân dân), police (Công an), task-force (Tổ công tác Đề án 06)
    #[arg(long, value_name = "CƠ_QUAN", default_value = "committee", value_parser = bodies(), hide_default_value = true, hide_possible_values = true)]
    body: String,
    /// Ngày thông báo, năm-tháng-ngày (mặc định hôm nay)
    #[arg(long, value_name = "NGÀY")]
    dated: Option<NaiveDate>,
    /// Thư mục sẽ ghi
    #[arg(long, value_name = "THƯ_MỤC")]
    out: PathBuf,
}

/// Drafts one.
#[derive(Debug, Args)]
#[command(help_template = super::usage::HELP)]
pub struct Make {
    /// Loại văn bản: push, reminder, propaganda, notice, guide, plan, report, staff-missing, sessions, ranking, invitation, assign, proposal
    #[arg(value_name = "LOẠI", help_heading = "Tham số", value_parser = kinds(), hide_possible_values = true)]
    kind: String,
    /// Mã chiến dịch
    #[arg(long, value_name = "MÃ")]
    campaign: String,
    /// Đơn vị (mặc định đơn vị của chiến dịch)
    #[arg(long, value_name = "TÊN_NGẮN")]
    unit: Option<String>,
    /// Ngày chốt số liệu, năm-tháng-ngày (mặc định ngày của chiến dịch, nếu không có thì hôm nay)
    #[arg(long, value_name = "NGÀY")]
    as_of: Option<NaiveDate>,
    /// Cơ quan ban hành: committee (Ủy ban nhân dân), police (Công an), task-force (Tổ công tác Đề án 06)
    #[arg(long, value_name = "CƠ_QUAN", default_value = "committee", value_parser = bodies(), hide_default_value = true, hide_possible_values = true)]
    body: String,
    /// Ngày dự kiến ban hành, năm-tháng-ngày (mặc định hôm nay)
    #[arg(long, value_name = "NGÀY")]
    dated: Option<NaiveDate>,
    /// Tệp Word của cơ quan có các trường cần điền: ghi thêm tệp Word theo mẫu đó
    #[arg(long, value_name = "TỆP")]
    template: Option<PathBuf>,
    /// Dạng tệp, cách nhau bằng dấu phẩy: docx, pdf
    #[arg(long, value_name = "DẠNG", value_delimiter = ',', default_value = "docx,pdf", value_parser = ["docx", "pdf"], hide_default_value = true, hide_possible_values = true)]
    format: Vec<String>,
    /// Thư mục sẽ ghi
    #[arg(long, value_name = "THƯ_MỤC")]
    out: PathBuf,
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(DocumentKind::ALL.map(DocumentKind::as_str))
}

/// The words of bodies that issue documents.
pub(super) fn bodies() -> PossibleValuesParser {
    PossibleValuesParser::new(IssuingBody::ALL.map(IssuingBody::as_str))
}

impl Document {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> Result<(), CommandError> {
        match self {
            Self::Make(make) => make.run(global),
            Self::List(listed) => listed.run(global),
            Self::Issue(issue) => issue.run(global),
            Self::Street(street) => street.run(global),
        }
    }
}

impl Street {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let now = Utc::now();
        let today = AsOf::of_instant(now);
        let (campaign, unit) = (self.campaign.clone(), self.unit.clone());
        let figures = FigureQuery { campaign, unit, as_of: self.as_of.map(AsOf), today };
        let body = IssuingBody::parse(&self.body).unwrap_or(IssuingBody::Committee);
        let drafted_on = self.dated.unwrap_or(today.day());
        let query = DraftQuery { kind: DocumentKind::Propaganda, body, figures, drafted_on };
        let made = street::street(&db, &Actor::operator(), &query, now)?;
        let mut files = Vec::new();
        let folder = |reason| CommandError::Unwritten { file: self.out.clone(), reason };
        fs::create_dir_all(&self.out).map_err(folder)?;
        for one in made {
            let file = self.out.join(one.name);
            fs::write(&file, &one.bytes).map_err(|reason| CommandError::Unwritten { file: file.clone(), reason })?;
            files.push(file);
        }
        if global.json {
            output::json(&json!({ "files": files }))
        } else {
            files.iter().try_for_each(|file| output::line(&format!("Đã ghi {}", file.display())))
        }
    }
}

impl Make {
    fn run(&self, global: &Global) -> Result<(), CommandError> {
        let db = global.settings()?.open()?;
        let now = Utc::now();
        let today = AsOf::of_instant(now);
        let as_of = self.as_of.map(AsOf);
        let figures = FigureQuery { campaign: self.campaign.clone(), unit: self.unit.clone(), as_of, today };
        let query = DraftQuery {
            // Both words were checked when the command line was read.
            kind: DocumentKind::parse(&self.kind).unwrap_or(DocumentKind::Push),
            body: IssuingBody::parse(&self.body).unwrap_or(IssuingBody::Committee),
            figures,
            drafted_on: self.dated.unwrap_or(today.day()),
        };
        let actor = Actor::operator();
        // Before anything is drafted.
        let template = self.template.as_ref().map(|file| template(&db, file)).transpose()?;
        let id = documents::draft(&db, &actor, &query, now)?;
        // A file that cannot be attached does not spoil the draft.
        let unattached = documents::attach_cited(&db, &actor, id, (&SandboxSettings::default(), now)).err();
        let mut made = Vec::new();
        for format in &self.format {
            let which = if format == "docx" { DocumentFile::Docx } else { DocumentFile::Pdf };
            made.push(documents::file(&db, &actor, (id, which), now)?);
        }
        if let Some(template) = template {
            made.push(own_templates::fill_file(&db, &actor, id, &template)?);
        }
        let files = written(&self.out, &made)?;
        if global.json {
            let unattached = unattached.map(|error| error.to_string());
            output::json(&json!({"document": id, "files": files, "unattached": unattached}))
        } else {
            if let Some(error) = unattached {
                output::line(&format!("Văn bản được sao gửi chưa đính kèm được: {error}"))?;
            }
            files.iter().try_for_each(|file| output::line(&format!("Đã ghi {}", file.display())))
        }
    }
}

/// Reads a template and checks it.
fn template(db: &Db, file: &Path) -> Result<Vec<u8>, CommandError> {
    let bytes = fs::read(file).map_err(|reason| CommandError::File { file: file.to_owned(), reason })?;
    own_templates::check(db, &bytes)?;
    Ok(bytes)
}

/// Writes files into a folder.
fn written(folder: &Path, made: &[MadeFile]) -> Result<Vec<PathBuf>, CommandError> {
    fs::create_dir_all(folder).map_err(|reason| CommandError::Unwritten { file: folder.to_owned(), reason })?;
    let mut files = Vec::with_capacity(made.len());
    for one in made {
        let file = folder.join(&one.name);
        fs::write(&file, &one.bytes).map_err(|reason| CommandError::Unwritten { file: file.clone(), reason })?;
        files.push(file);
    }
    Ok(files)
}
