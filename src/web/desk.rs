//! The desk of somebody who is signed in: what a handler needs, and how its answer becomes a response. The work itself runs on a thread that may
//! block, because it waits for the database.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};

use super::answer::Answer;
use super::cookies::{self, Name};
use super::frame::{self, Section};
use super::headers::RequestId;
use super::page::Page;
use super::page_error::PageError;
use super::refusal::Refusal;
use super::scene::Scene;
use super::view::frame::{Crumb, Frame};
use super::view::links::{Pair, encoded};
use super::{AppState, origin, templates};
use crate::access::{self, AccessError, Actor, Door, Session};
use crate::store::Db;

/// What a handler of a page needs.
#[derive(Clone)]
pub struct Desk {
    /// Database and clock.
    pub state: AppState,
    /// Who is signed in.
    pub session: Session,
    /// The address without what follows the question mark.
    pub path: String,
    /// What follows it.
    pub query: Vec<Pair>,
    /// Number of the request.
    pub request: String,
    /// What the page before has done.
    notice: Option<String>,
    /// The secret of the session, for what ends or replaces it.
    pub secret: String,
    /// How cookies are set on this connection.
    pub secure: bool,
    /// The address under which the browser reaches the program, without a path.
    pub origin: String,
}

impl Desk {
    /// For use cases.
    pub fn actor(&self) -> &Actor {
        &self.session.actor
    }

    /// The value of a name in the address.
    pub fn asked(&self, name: &str) -> Option<&str> {
        super::scene::value(&self.query, name)
    }

    /// The campaign and the as-of date.
    pub fn scene(&self) -> Result<Scene, PageError> {
        Scene::load(&self.state, &self.session, &self.query)
    }

    /// What stands around a page.
    pub fn frame(&self, scene: &Scene, section: Section, title: &str, crumbs: Vec<Crumb>) -> Frame {
        frame::build(self, scene, section, title, crumbs, self.notice.as_deref())
    }

    /// A page.
    pub fn page(&self, template: &'static str, frame: Frame, view: impl serde::Serialize) -> Answer {
        self.page_with(StatusCode::OK, template, frame, view)
    }

    /// A page that says that something was not accepted.
    pub fn page_with(
        &self,
        status: StatusCode,
        template: &'static str,
        frame: Frame,
        view: impl serde::Serialize,
    ) -> Answer {
        let page = Page { frame, csrf: self.session.csrf.clone(), view };
        Answer::Page(status, templates::text(template, &page))
    }

    /// Does the work and turns its outcome into a response.
    pub async fn answer(self, work: impl FnOnce(&Self) -> Result<Answer, PageError> + Send + 'static) -> HttpResponse {
        let desk = self.clone();
        let outcome = web::block(move || match work(&desk) {
            Ok(answer) => answer,
            Err(error) => desk.failed(error),
        })
        .await;
        let mut response = match outcome {
            Ok(answer) => answer.into_response(self.secure),
            Err(error) => Answer::broken(&error.to_string()).into_response(self.secure),
        };
        if self.notice.is_some() && response.status() == StatusCode::OK {
            // A response that already sets cookies takes one more; a cookie of ours always fits into a header.
            let _ = response.add_cookie(&cookies::remove(Name::Notice, self.secure));
        }
        response
    }

    /// The page that tells an error, in the same frame where that can be made.
    fn failed(&self, error: PageError) -> Answer {
        let (status, telling) = match super::refusal::told(error, &self.here(), &self.request) {
            Ok(told) => told,
            Err(redirect) => return Answer::Redirect { to: redirect, notice: None },
        };
        let bare = Self { query: Vec::new(), ..self.clone() };
        match bare.scene() {
            Ok(scene) => {
                let frame = bare.frame(&scene, Section::None, telling.title, Vec::new());
                self.page_with(status, "error.html", frame, telling)
            }
            Err(_) => Answer::Page(status, templates::text("error_door.html", &telling.in_the_door())),
        }
    }

    /// The whole address, to come back to after signing in.
    fn here(&self) -> String {
        let pairs: Vec<String> =
            self.query.iter().map(|pair| format!("{}={}", encoded(&pair.name), encoded(&pair.value))).collect();
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }
}

impl FromRequest for Desk {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { open(&request, access::resume).await.map_err(|error| Refusal::of(error, &request)) })
    }
}

/// The desk of somebody who may still have to change the one-time password: only for changing it and for signing out.
pub struct Owing(pub Desk);

impl FromRequest for Owing {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let desk = open(&request, access::resume_to_change_password).await;
            desk.map(Self).map_err(|error| Refusal::of(error, &request))
        })
    }
}

/// How a session is taken up again.
type Resume = fn(&Db, &str, Door, &str, DateTime<Utc>) -> Result<Session, AccessError>;

/// Whoever may change something comes from our own pages; whoever reads is only signed in.
async fn open(request: &HttpRequest, resume: Resume) -> Result<Desk, PageError> {
    if request.method() != Method::GET && request.method() != Method::HEAD && !origin::is_own(request.headers()) {
        return Err(PageError::foreign_form());
    }
    let state = state(request)?;
    let secret = cookies::read(request, Name::Session).ok_or(PageError::SignIn)?;
    let (asking, source, shown) = (state.clone(), source(request), secret.clone());
    let resumed = web::block(move || resume(&asking.db, &shown, Door::Page, &source, asking.now())).await;
    let session = resumed.map_err(|error| PageError::Internal(error.to_string()))??;
    Ok(Desk {
        state,
        session,
        path: request.path().to_owned(),
        query: pairs(request.query_string()),
        request: request_id(request),
        notice: cookies::read(request, Name::Notice).and_then(|text| percent_decoded(&text)),
        secret,
        secure: cookies::is_secure(request),
        origin: own_address(request),
    })
}

/// As the browser names it: it is only told back to the same browser.
fn own_address(request: &HttpRequest) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if cookies::is_secure(request) { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// The state of the application.
pub fn state(request: &HttpRequest) -> Result<AppState, PageError> {
    let state = request.app_data::<web::Data<AppState>>().map(|state| state.get_ref().clone());
    state.ok_or_else(|| PageError::Internal("no state".to_owned()))
}

/// The network address of whoever asks: the peer, never what a header claims.
pub fn source(request: &HttpRequest) -> String {
    request.peer_addr().map_or_else(|| "không rõ".to_owned(), |peer| peer.ip().to_string())
}

/// Number of the request.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// The names and values of an address or a form, in their order.
pub fn pairs(text: &str) -> Vec<Pair> {
    web::Query::<Vec<(String, String)>>::from_query(text)
        .map(|query| query.into_inner().into_iter().map(|(name, value)| Pair { name, value }).collect())
        .unwrap_or_default()
}

fn percent_decoded(text: &str) -> Option<String> {
    pairs(&format!("t={text}")).into_iter().next().map(|pair| pair.value)
}

/// Whether a form was sent as forms of pages are.
pub fn is_form(request: &HttpRequest) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.split(';').next().unwrap_or_default().trim() == "application/x-www-form-urlencoded")
}
