//! A form sent by a page of the same session: the only way in which a page changes anything.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::desk::{Desk, Owing, is_form, pairs};
use super::page_error::PageError;
use super::refusal::Refusal;
use super::view::links::Pair;
use crate::access::csrf_matches;

/// Name of the token in forms.
pub const TOKEN: &str = "csrf";

/// The desk and what was typed, after the token was checked.
pub struct Posted<T>(pub Desk, pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Desk::from_request(request, payload);
        let body = String::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?;
            let typed = typed(&request, &desk, body.await).map_err(|error| Refusal::of(error, &request))?;
            Ok(Self(desk, typed))
        })
    }
}

/// As [`Posted`], from somebody who may still have to change the one-time password.
pub struct PostedOwing<T>(pub Desk, pub T);

impl<T: DeserializeOwned + 'static> FromRequest for PostedOwing<T> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let desk = Owing::from_request(request, payload);
        let body = String::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let desk = desk.await?.0;
            let typed = typed(&request, &desk, body.await).map_err(|error| Refusal::of(error, &request))?;
            Ok(Self(desk, typed))
        })
    }
}

fn typed<T: DeserializeOwned>(
    request: &HttpRequest,
    desk: &Desk,
    body: Result<String, actix_web::Error>,
) -> Result<T, PageError> {
    if !is_form(request) {
        return Err(PageError::foreign_form());
    }
    let body = body.map_err(|error| PageError::refused(format!("Không đọc được biểu mẫu: {error}")))?;
    check_token(desk, &pairs(&body))?;
    let typed = web::Query::<T>::from_query(&body);
    typed.map(web::Query::into_inner).map_err(|error| PageError::refused(format!("Biểu mẫu thiếu nội dung: {error}")))
}

/// Whether the form came from a page of this session.
pub fn check_token(desk: &Desk, fields: &[Pair]) -> Result<(), PageError> {
    let given = fields.iter().find(|pair| pair.name == TOKEN).map_or("", |pair| &pair.value);
    if csrf_matches(&desk.session.csrf, given) { Ok(()) } else { Err(PageError::foreign_form()) }
}
