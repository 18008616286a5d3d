//! Figures for monitoring, in the text format of Prometheus. No personal data, no names.

use std::fmt::Write;

use actix_web::http::header::ContentType;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web};

use super::caller::Caller;
use crate::access;
use crate::model::role::Operation;
use crate::store::{Conn, StoreError, audit, sessions};
use crate::web::AppState;
use crate::web::headers::names_loopback;
use crate::web::problem::Problem;

struct Figures {
    audit_entries: i64,
    sessions: i64,
}

/// Answers programs on the same machine, and callers who may read the audit chain.
pub async fn text(state: web::Data<AppState>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    if !is_local(&request) {
        let caller = Caller::from_request(&request, &mut Payload::None).await?;
        access::allowed(&caller.actor, Operation::ReadAudit)?;
    }
    let now = state.now();
    let figures = web::block(move || {
        state.db.read(|c: &mut Conn| {
            Ok::<_, StoreError>(Figures { audit_entries: audit::count(c)?, sessions: sessions::count_open(c, now)? })
        })
    })
    .await??;
    Ok(HttpResponse::Ok().insert_header(ContentType::plaintext()).body(written(&figures)))
}

/// A proxy on the same machine passes on requests of strangers, and says so.
fn is_local(request: &HttpRequest) -> bool {
    let passed_on = ["forwarded", "x-forwarded-for"].iter().any(|name| request.headers().contains_key(*name));
    let peer_is_loopback = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    !passed_on && names_loopback(request.headers(), peer_is_loopback)
}

fn written(figures: &Figures) -> String {
    let mut text = String::new();
    let mut metric = |name: &str, kind: &str, help: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name}{value}\n");
    };
    let version = format!("{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"));
    metric("tiendo_build_info", "gauge", "The running program.", &version);
    metric("tiendo_sessions_open", "gauge", "Sessions that have not ended.", &format!(" {}", figures.sessions));
    let entries = format!(" {}", figures.audit_entries);
    metric("tiendo_audit_entries_total", "counter", "Rows of the audit chain.", &entries);
    text
}
