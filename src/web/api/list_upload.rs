//! The form with which a list is uploaded: `campaign`, `unit`, perhaps `listed_on` and `comment`, and the file as `file`.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, web};
use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::access::{self, Actor};
use crate::model::role::Operation;
use crate::roster::StoredFile;
use crate::store::Db;
use crate::web::incoming::{Incoming, IncomingError};
use crate::web::problem::Problem;

/// Name of the field with the file.
const FILE: &str = "file";
/// Names of the other fields of a new list.
const FIELDS: [&str; 4] = ["campaign", "unit", "listed_on", "comment"];

/// A file that is in the store and belongs to no batch yet.
#[derive(Debug)]
pub struct ListFile {
    /// Its name as it was given.
    pub name: String,
    /// Where it is.
    pub stored: StoredFile,
}

/// An uploaded list.
#[derive(Debug, ToSchema)]
pub struct ListUpload {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit the list is of.
    pub unit: String,
    /// The day the list was drawn up; today where none is given.
    pub listed_on: Option<NaiveDate>,
    /// Anything worth keeping beside it.
    pub comment: Option<String>,
    /// The file: xlsx, xlsm, xlsb, xls, ods, csv, tsv or text.
    #[schema(value_type = String, format = Binary)]
    pub file: ListFile,
}

/// A corrected file.
#[derive(Debug, ToSchema)]
pub struct FileUpload {
    /// The file: xlsx, xlsm, xlsb, xls, ods, csv, tsv or text.
    #[schema(value_type = String, format = Binary)]
    pub file: ListFile,
}

impl ListUpload {
    /// Takes in a list of somebody who is known. Its file is in the store afterwards.
    pub async fn read(db: &Db, actor: &Actor, request: &HttpRequest, payload: web::Payload) -> Result<Self, Problem> {
        let form = taken(db, actor, request, payload).await?;
        match of_form(&form) {
            Ok((campaign, unit, listed_on, comment)) => {
                Ok(Self { campaign, unit, listed_on, comment, file: file_of(form)? })
            }
            Err(problem) => {
                form.forget(db).await?;
                Err(problem)
            }
        }
    }
}

impl FileUpload {
    /// Takes in a file of somebody who is known.
    pub async fn read(db: &Db, actor: &Actor, request: &HttpRequest, payload: web::Payload) -> Result<Self, Problem> {
        let form = taken(db, actor, request, payload).await?;
        if let Some(problem) = unknown_field(&form, &[]) {
            form.forget(db).await?;
            return Err(problem);
        }
        Ok(Self { file: file_of(form)? })
    }
}

async fn taken(db: &Db, actor: &Actor, request: &HttpRequest, payload: web::Payload) -> Result<Incoming, Problem> {
    let admit = |_: &[_]| Ok::<_, Problem>(access::allowed(actor, Operation::ImportRoster)?);
    admit(&[])?;
    Incoming::read(db, Multipart::new(request.headers(), payload), FILE, admit).await
}

fn file_of(form: Incoming) -> Result<ListFile, Problem> {
    let file = form.file.ok_or_else(no_file)?;
    Ok(ListFile { name: file.name, stored: file.stored? })
}

type Texts = (String, String, Option<NaiveDate>, Option<String>);

fn of_form(form: &Incoming) -> Result<Texts, Problem> {
    if let Some(problem) = unknown_field(form, &FIELDS) {
        return Err(problem);
    }
    let listed_on = match form.field("listed_on") {
        "" => None,
        text => Some(text.parse().map_err(|_| Problem::bad_request("Trường listed_on phải có dạng YYYY-MM-DD."))?),
    };
    let required = |name: &str| match form.field(name) {
        "" => Err(Problem::bad_request(format!("Thiếu trường {name}."))),
        text => Ok(text.to_owned()),
    };
    let comment = Some(form.field("comment").to_owned()).filter(|comment| !comment.is_empty());
    if form.file.is_none() {
        return Err(no_file());
    }
    Ok((required("campaign")?, required("unit")?, listed_on, comment))
}

fn unknown_field(form: &Incoming, known: &[&str]) -> Option<Problem> {
    let unknown = form.fields.iter().find(|pair| !known.contains(&pair.name.as_str()))?;
    Some(Problem::bad_request(format!("Biểu mẫu không có trường «{}».", unknown.name)))
}

fn no_file() -> Problem {
    Problem::bad_request("Thiếu tệp danh sách (trường file, có tên tệp).")
}

impl From<IncomingError> for Problem {
    fn from(error: IncomingError) -> Self {
        match error {
            IncomingError::Roster(error) => error.into(),
            error => Self::bad_request(error.to_string()),
        }
    }
}
