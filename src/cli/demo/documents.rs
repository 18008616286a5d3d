//! Documents of the demo: one that is issued, one that still is a draft.

use chrono::{Days, NaiveDate, Utc};
use serde::Serialize;

use crate::access::Actor;
use crate::cli::error::CommandError;
use crate::documents::{self, DraftQuery, Numbering};
use crate::model::as_of::AsOf;
use crate::model::document::{DocumentKind, IssuingBody};
use crate::model::id::DocumentId;
use crate::progress::FigureQuery;
use crate::store::Db;

/// Days after the figures on which the dispatch is signed.
const SIGNED_AFTER: Days = Days::new(5);

/// What was made.
#[derive(Debug, Serialize)]
pub struct Documents {
    /// The dispatch that is issued.
    issued: DocumentId,
    /// The draft.
    draft: DocumentId,
}

/// Drafts a dispatch and the report to the level above from the figures of a day, and issues the dispatch.
pub fn make(db: &Db, campaign: &str, as_of: NaiveDate) -> Result<Documents, CommandError> {
    let (actor, now) = (Actor::operator(), Utc::now());
    let drafted_on = as_of.checked_add_days(SIGNED_AFTER).unwrap_or(as_of);
    let today = AsOf::of_instant(now);
    let draft = |kind| {
        let figures = FigureQuery { campaign: campaign.to_owned(), unit: None, as_of: Some(AsOf(as_of)), today };
        let query = DraftQuery { kind, body: IssuingBody::Committee, figures, drafted_on };
        documents::draft(db, &actor, &query, now)
    };
    let issued = draft(DocumentKind::Push)?;
    let revision = documents::show(db, &actor, issued)?.head.revision;
    documents::issue(db, &actor, (issued, revision), (Numbering::Next, drafted_on), now)?;
    Ok(Documents { issued, draft: draft(DocumentKind::Report)? })
}
