//! Quick entry: a scanned identity card finds or adds a person and records a milestone.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use crate::model::id::PersonId;
use crate::model::person::ResidenceKind;
use crate::people::Recorded;
use crate::people::quick_entry::{
    self, Answers, Card, Difference, Entered, NewResident, Outcome, Particular, Question, QuickEntry, Settle,
    Suggested, Who,
};
use crate::web::AppState;
use crate::web::problem::Problem;

/// One scan. A question is answered by sending the same again with `answers`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    /// The payload of the QR code of the card, as a scanner typed it. Only seven fields of it are read, and it is not kept.
    scanned: String,
    /// What is recorded.
    #[schema(example = "vneid2.activated")]
    milestone: String,
    /// The day on which it happened; today where none is given.
    on: Option<NaiveDate>,
    /// Code of the way in which the person enrolled.
    #[schema(example = "vneid")]
    channel: Option<String>,
    /// What was asked and is answered.
    answers: Option<AnswersBody>,
}

/// Answers to what a scan asked.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersBody {
    /// The card is that of this person, who was suggested.
    person: Option<i64>,
    /// The card is that of somebody new.
    add: Option<AddBody>,
    /// `keep` what is known, or `take` what the card says.
    differences: Option<String>,
    /// The milestone needed first is recorded too.
    #[serde(default)]
    first_too: bool,
}

/// Somebody new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddBody {
    /// The name, as compared with the card.
    full_name: String,
    /// Slug of the village.
    village: String,
    /// `permanent`, `temporary`, `unregistered` or `unknown`.
    residence_kind: String,
}

/// What became of a scan: `entered` or `question`.
#[derive(Serialize, ToSchema)]
pub struct ScanOutcome {
    /// What was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    entered: Option<EnteredJson>,
    /// What has to be answered first; nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<QuestionJson>,
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub struct EnteredJson {
    /// To whom.
    person: WhoJson,
    /// Whether the milestone was written; otherwise it holds already.
    written: bool,
    /// Since when it holds already.
    held_since: Option<NaiveDate>,
    /// The milestone that was written before it, in words.
    first: Option<String>,
    /// The person was not known before.
    added: bool,
    /// What was not known and is taken from the card.
    filled: Vec<&'static str>,
    /// What was known otherwise and is taken from the card.
    corrected: Vec<&'static str>,
    /// The lists say that the person has moved away.
    departed: bool,
}

/// What has to be answered.
#[derive(Default, Serialize, ToSchema)]
pub struct QuestionJson {
    /// `which`, `new`, `differs` or `first`.
    kind: &'static str,
    /// Whom it is about.
    person: Option<WhoJson>,
    /// Who may be meant.
    suggested: Vec<SuggestedJson>,
    /// Whether the answer may be that it is somebody new.
    may_add: bool,
    /// What the card says otherwise.
    differences: Vec<DifferenceJson>,
    /// Whether what the card says may be taken.
    may_take: bool,
    /// What is needed first, in words.
    first: Option<String>,
}

/// A person, the number masked.
#[derive(Serialize, ToSchema)]
pub struct WhoJson {
    /// Identity.
    id: i64,
    /// Name.
    full_name: String,
    /// As far as known.
    birth_date: Option<String>,
    /// Masked.
    national_id: Option<String>,
    /// Name of the village.
    village: Option<String>,
}

/// Somebody who may be meant.
#[derive(Serialize, ToSchema)]
pub struct SuggestedJson {
    /// Who.
    person: WhoJson,
    /// Has the number of the old card; otherwise name and birth are the same.
    by_old_card: bool,
}

/// Something that the card says otherwise.
#[derive(Serialize, ToSchema)]
pub struct DifferenceJson {
    /// `full_name`, `birth_date`, `sex`, `national_id` or `old_card`.
    what: &'static str,
    /// As known, numbers masked.
    known: String,
    /// As on the card, numbers masked.
    card: String,
}

/// Records a milestone of the person whose card was scanned.
#[utoipa::path(post, path = "/api/v1/people/quick-entry", tag = "people", request_body = Scan,
    responses((status = 200, body = ScanOutcome),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn scan(
    state: web::Data<AppState>,
    caller: Caller,
    scan: web::Json<Scan>,
) -> Result<web::Json<ScanOutcome>, Problem> {
    let Scan { scanned, milestone, on, channel, answers } = scan.into_inner();
    let today = state.today();
    let new = QuickEntry {
        card: Card::Scanned(scanned),
        milestone,
        on: on.unwrap_or(today.day()),
        today,
        channel,
        answers: read(answers.unwrap_or_default())?,
    };
    let outcome = web::block(move || quick_entry::quick_entry(&state.db, &caller.actor, &new)).await??;
    Ok(web::Json(match outcome {
        Outcome::Entered(entered) => ScanOutcome { entered: Some((*entered).into()), question: None },
        Outcome::Asked(asked) => ScanOutcome { entered: None, question: Some(asked.question.into()) },
    }))
}

fn read(body: AnswersBody) -> Result<Answers, Problem> {
    let unknown = |what: &str, word: &str| Problem::bad_request(format!("{what} không nhận giá trị «{word}»."));
    let differences = match body.differences {
        Some(word) => Some(Settle::parse(&word).ok_or_else(|| unknown("differences", &word))?),
        None => None,
    };
    let add = match body.add {
        Some(AddBody { full_name, village, residence_kind }) => {
            let kind = ResidenceKind::parse(&residence_kind).filter(|kind| ResidenceKind::OF_NEWCOMERS.contains(kind));
            Some(NewResident {
                full_name,
                village,
                kind: kind.ok_or_else(|| unknown("residence_kind", &residence_kind))?,
            })
        }
        None => None,
    };
    Ok(Answers { person: body.person.map(PersonId), add, differences, first_too: body.first_too })
}

fn words(fields: &[Particular]) -> Vec<&'static str> {
    fields.iter().map(|what| what.as_str()).collect()
}

impl From<Who> for WhoJson {
    fn from(who: Who) -> Self {
        Self {
            id: who.id.0,
            full_name: who.full_name,
            birth_date: who.birth_date.map(|date| date.to_iso()),
            national_id: who.national_id,
            village: who.village,
        }
    }
}

impl From<Entered> for EnteredJson {
    fn from(entered: Entered) -> Self {
        let held_since = match entered.recorded {
            Recorded::Written(_) => None,
            Recorded::AlreadyHeld(held) => Some(held.day),
        };
        Self {
            written: held_since.is_none(),
            held_since,
            first: entered.first,
            added: entered.added,
            filled: words(&entered.filled),
            corrected: words(&entered.corrected),
            departed: entered.departed,
            person: entered.who.into(),
        }
    }
}

impl From<Question> for QuestionJson {
    fn from(question: Question) -> Self {
        match question {
            Question::Which { suggested, may_add } => {
                let line = |Suggested { who, by_old_card }| SuggestedJson { person: WhoJson::from(who), by_old_card };
                Self { kind: "which", suggested: suggested.into_iter().map(line).collect(), may_add, ..Self::default() }
            }
            Question::New => Self { kind: "new", may_add: true, ..Self::default() },
            Question::Differs { who, differences, may_take } => {
                let line = |Difference { what, known, card }| DifferenceJson { what: what.as_str(), known, card };
                let differences = differences.into_iter().map(line).collect();
                Self { kind: "differs", person: Some(who.into()), differences, may_take, ..Self::default() }
            }
            Question::First { who, first, .. } => {
                Self { kind: "first", person: Some(who.into()), first: Some(first), ..Self::default() }
            }
        }
    }
}
