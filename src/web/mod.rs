//! Pages and the REST API: the doors that browsers and other programs use. They only translate: a handler extracts, calls one use case and renders.

mod answer;
pub mod api;
mod assets;
pub mod attachment;
mod cookies;
mod desk;
mod frame;
mod head;
mod headers;
mod health;
mod incoming;
mod kept_for_pages;
mod origin;
mod outgoing;
mod page;
mod page_error;
mod pages;
mod photo;
mod posted;
pub mod problem;
mod progress_stream;
mod refusal;
mod round_link_limit;
pub mod routes;
mod scene;
pub mod server;
mod small_files;
pub mod state;
mod templates;
mod upload;
mod view;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, web};

pub use state::AppState;

/// The whole application as the server runs it; tests mount the same one.
pub fn app(
    state: web::Data<AppState>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(state)
        .configure(routes::configure)
        .wrap(Compress::default())
        .wrap(from_fn(head::as_get))
        .wrap(from_fn(headers::on_every_response))
}
