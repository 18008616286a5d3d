//! The cookies of the pages. `__Host-` and `Secure` always, except where browser and program are on one machine and speak plain HTTP.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

use super::headers;

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// The secret of the session.
    Session,
    /// The token of the sign-in form, before there is a session.
    Door,
    /// What has just been done, for the page after a redirect.
    Notice,
}

impl Name {
    fn written(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-tiendo",
            (Self::Session, false) => "tiendo",
            (Self::Door, true) => "__Host-tiendo-cua",
            (Self::Door, false) => "tiendo-cua",
            (Self::Notice, true) => "__Host-tiendo-bao",
            (Self::Notice, false) => "tiendo-bao",
        }
    }

    /// None lasts as long as the browser; the server ends sessions by its own clock.
    fn lasts(self) -> Option<Duration> {
        match self {
            Self::Session => None,
            Self::Door => Some(Duration::hours(8)),
            Self::Notice => Some(Duration::minutes(1)),
        }
    }
}

/// Whether the connection must be taken as one over a network.
pub fn is_secure(request: &HttpRequest) -> bool {
    let peer_is_loopback = request.peer_addr().is_none_or(|peer| peer.ip().is_loopback());
    !headers::names_loopback(request.headers(), peer_is_loopback)
}

/// The value of a cookie.
pub fn read(request: &HttpRequest, name: Name) -> Option<String> {
    let cookie = request.cookie(name.written(is_secure(request)))?;
    Some(cookie.value().to_owned()).filter(|value| !value.is_empty())
}

/// A cookie to set.
pub fn set(name: Name, value: String, secure: bool) -> Cookie<'static> {
    let mut cookie = Cookie::new(name.written(secure), value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(secure);
    cookie.set_same_site(SameSite::Lax);
    if let Some(lasts) = name.lasts() {
        cookie.set_max_age(lasts);
    }
    cookie
}

/// A cookie to take back.
pub fn remove(name: Name, secure: bool) -> Cookie<'static> {
    let mut cookie = set(name, String::new(), secure);
    cookie.make_removal();
    cookie
}
