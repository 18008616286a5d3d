//! How far a batch has come, told as it happens (server-sent events). A listener costs no thread: it looks at a board in memory now and then, and into
//! the database only where another process does the work.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::rt::time::{Instant, sleep};
use actix_web::web::{self, Bytes};
use futures_util::stream;
use serde_json::{Value, json};

use super::AppState;
use crate::access::Actor;
use crate::model::id::BatchId;
use crate::roster::{self, Work};
use crate::store::batches::BatchState;

/// How often a listener looks.
const EVERY: Duration = Duration::from_millis(300);
/// How often it looks into the database while another process does the work.
const EVERY_ELSEWHERE: Duration = Duration::from_secs(2);
/// After so long without news it says that it is still there, so that nothing in between ends the connection.
const SILENCE: Duration = Duration::from_secs(15);
/// After so long a listener has to ask again.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Somebody who listens.
struct Listener {
    state: AppState,
    actor: Actor,
    batch: BatchId,
    told: Option<Value>,
    began: Instant,
    spoke: Instant,
    done: bool,
}

/// Events `progress` with `{task, rows, of}` whenever something changes, then one `done` with `{state}` when nothing is under way any more.
/// The caller has made sure that the actor may see the batch.
pub fn events(state: AppState, actor: Actor, batch: BatchId) -> HttpResponse {
    let now = Instant::now();
    let listener = Listener { state, actor, batch, told: None, began: now, spoke: now, done: false };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, std::io::Error>(Bytes::from(event)), listener))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events)
}

/// Work as JSON.
pub fn work_json(work: &Work) -> Value {
    json!({ "task": work.task.as_str(), "rows": work.progress.rows, "of": work.progress.of })
}

fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

impl Listener {
    /// The next event; `None` behind the last one.
    async fn next(&mut self) -> Option<String> {
        while !self.done && self.began.elapsed() < LONGEST {
            let news = match self.state.background.progress(self.batch) {
                Some(work) => Ok(work_json(&work)),
                None => self.elsewhere().await?,
            };
            match news {
                Err(state) => {
                    self.done = true;
                    return Some(event("done", &json!({ "state": state.as_str() })));
                }
                Ok(work) if self.told.as_ref() != Some(&work) => {
                    self.spoke = Instant::now();
                    let told = event("progress", &work);
                    self.told = Some(work);
                    return Some(told);
                }
                Ok(_) if self.spoke.elapsed() >= SILENCE => {
                    self.spoke = Instant::now();
                    return Some(": \n\n".to_owned());
                }
                Ok(_) => sleep(EVERY).await,
            }
        }
        None
    }

    /// What the database says where this process does nothing with the batch: that somebody else reads it, or where it stands.
    async fn elsewhere(&mut self) -> Option<Result<Value, BatchState>> {
        let (state, actor, batch) = (self.state.clone(), self.actor.clone(), self.batch);
        let found = web::block(move || roster::batch_state(&state.db, &actor, batch)).await;
        match found {
            Ok(Ok(BatchState::Reading)) => {
                sleep(EVERY_ELSEWHERE).await;
                Some(Ok(json!({ "task": "reading", "rows": null, "of": null })))
            }
            Ok(Ok(state)) => Some(Err(state)),
            Ok(Err(error)) => {
                tracing::warn!(%error, "progress is no longer told");
                None
            }
            Err(_) => None,
        }
    }
}
