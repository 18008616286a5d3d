//! Signing in and out.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::{bearer, source};
use crate::access::{self, AccessError, Door};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Name to sign in with.
    #[schema(example = "ngocbinh.to")]
    name: String,
    /// Password.
    #[schema(format = Password)]
    password: String,
    /// Code of a second factor; no account has one yet, so it is not looked at.
    #[allow(dead_code, reason = "part of the fixed contract")]
    otp: Option<String>,
}

/// A token and until when it is good.
#[derive(Serialize, ToSchema)]
pub struct Token {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// When it expires, at the latest.
    expires_at: DateTime<Utc>,
}

/// Signs in: opens a session and hands out its token.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", request_body = Credentials, security(()),
    responses((status = 201, body = Token), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub async fn open(
    state: web::Data<AppState>,
    credentials: web::Json<Credentials>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (now, source) = (state.now(), source(&request));
    let sign_in = move || {
        let Credentials { name, password, .. } = &*credentials;
        access::sign_in(&state.db, name, password, Door::Api, &source, now)
    };
    let signed_in = web::block(sign_in).await??;
    Ok(HttpResponse::Created().json(Token { token: signed_in.secret, expires_at: signed_in.expires_at }))
}

/// Signs out: ends the session of the token at the server.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions",
    responses((status = 204), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub async fn close(state: web::Data<AppState>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (now, source) = (state.now(), source(&request));
    let token = bearer(&request).ok_or(AccessError::NotSignedIn)?;
    let sign_out = move || access::sign_out(&state.db, &token, Door::Api, &source, now);
    web::block(sign_out).await??;
    Ok(HttpResponse::NoContent().finish())
}
