//! Forms of pages with a file. Other forms have the usual encoding; these are `multipart/form-data`.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::desk::Desk;
use super::incoming::{Incoming, IncomingError};
use super::page_error::PageError;
use super::posted::check_token;
use super::refusal::Refusal;
use crate::access;
use crate::model::role::Operation;

/// Name of the field that holds the file.
const FILE: &str = "tep";

/// The desk and the form, after the token and the right were checked. The token comes before the file.
pub struct PostedFile(pub Desk, pub Incoming);

impl FromRequest for PostedFile {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let read = read(&desk, parts.await, Operation::ImportRoster).await;
            read.map(|form| Self(desk, form)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// As [`PostedFile`], of whoever manages campaigns: tables of quotas, documents, evidence.
pub struct PostedPaper(pub Desk, pub Incoming);

impl FromRequest for PostedPaper {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let read = read(&desk, parts.await, Operation::ManageCampaign).await;
            read.map(|form| Self(desk, form)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// As [`PostedFile`], of whoever reports: evidence of tasks.
pub struct PostedEvidence(pub Desk, pub Incoming);

impl FromRequest for PostedEvidence {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            // Whoever runs campaigns notes how tasks go on, too, and may not report.
            let runs = access::allowed(desk.actor(), Operation::ManageCampaign).is_ok();
            let needed = if runs { Operation::ManageCampaign } else { Operation::SubmitReport };
            let read = read(&desk, parts.await, needed).await;
            read.map(|form| Self(desk, form)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// As [`PostedFile`], of whoever issues documents: the signed file.
pub struct PostedSigned(pub Desk, pub Incoming);

impl FromRequest for PostedSigned {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let read = read(&desk, parts.await, Operation::IssueDocument).await;
            read.map(|form| Self(desk, form)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// As [`PostedFile`], of whoever drafts documents: a document that came in, a Word file to be checked.
pub struct PostedDocument(pub Desk, pub Incoming);

impl FromRequest for PostedDocument {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let parts = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let read = read(&desk, parts.await, Operation::MakeDocument).await;
            read.map(|form| Self(desk, form)).map_err(|error| Refusal::of(error, &request))
        })
    }
}

async fn read(
    desk: &Desk,
    parts: Result<Multipart, actix_web::Error>,
    needed: Operation,
) -> Result<Incoming, PageError> {
    let parts = parts.map_err(|error| IncomingError::Unreadable(error.to_string()))?;
    let form = Incoming::read(&desk.state.db, parts, FILE, |fields| {
        check_token(desk, fields)?;
        Ok::<_, PageError>(access::allowed(desk.actor(), needed)?)
    })
    .await?;
    // Also where the form has no file.
    check_token(desk, &form.fields)?;
    Ok(form)
}

impl From<IncomingError> for PageError {
    fn from(error: IncomingError) -> Self {
        match error {
            IncomingError::Roster(error) => error.into(),
            error => Self::refused(error.to_string()),
        }
    }
}
