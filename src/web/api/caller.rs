//! Who calls the API: the session behind the bearer token.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};

use crate::access::{self, AccessError, Actor, Door, Session};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Somebody signed in to the API. A handler that takes one cannot be reached without a valid token.
#[derive(Debug)]
pub struct Caller {
    /// For use cases.
    pub actor: Actor,
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (token, source) = (bearer(request), source(request));
        let state = request.app_data::<web::Data<AppState>>().cloned();
        Box::pin(async move {
            let (Some(state), Some(token)) = (state, token) else { return Err(AccessError::NotSignedIn.into()) };
            let now = state.now();
            let resume = move || access::resume(&state.db, &token, Door::Api, &source, now);
            let Session { actor, .. } = web::block(resume).await??;
            Ok(Self { actor })
        })
    }
}

/// The token of the request, if it carries one.
pub fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The network address of the peer. Headers in which a client could name another are not believed.
pub fn source(request: &HttpRequest) -> String {
    request.peer_addr().map_or_else(String::new, |peer| peer.ip().to_string())
}
