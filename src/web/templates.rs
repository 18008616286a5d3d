//! Templates of the pages, embedded in the program and checked when they are first used. Everything put into a page is escaped.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Tera};

#[derive(RustEmbed)]
#[folder = "templates/pages/"]
struct Sources;

/// Why a page could not be made: a mistake in a template, never something a user did.
#[derive(Debug, thiserror::Error)]
#[error("template {name}: {reason}")]
pub struct TemplateError {
    name: String,
    reason: String,
}

static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let sources: Vec<(String, String)> = Sources::iter()
        .filter_map(|name| {
            let file = Sources::get(&name)?;
            Some((name.to_string(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    let mut tera = Tera::default();
    tera.add_raw_templates(sources.iter().map(|(name, text)| (name.as_str(), text.as_str())))
        .map_err(|error| error.to_string())?;
    Ok(tera)
});

/// Fills a template with a view.
pub fn text(name: &str, view: &impl Serialize) -> Result<String, TemplateError> {
    let failed = |reason: String| TemplateError { name: name.to_owned(), reason };
    let tera = TEMPLATES.as_ref().map_err(|reason| failed(reason.clone()))?;
    let context = Context::from_serialize(view).map_err(|error| failed(error.to_string()))?;
    tera.render(name, &context).map_err(|error| failed(error.to_string()))
}

/// A page. A template that fails is told in the log; the reader gets a plain sentence.
pub fn page(status: StatusCode, name: &str, view: &impl Serialize) -> HttpResponse {
    match text(name, view) {
        Ok(html) => HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html),
        Err(error) => {
            tracing::error!(%error, "page not made");
            HttpResponse::InternalServerError()
                .content_type("text/plain; charset=utf-8")
                .body("Chương trình gặp lỗi khi dựng trang này. Báo cho quản trị hệ thống kèm thời điểm xảy ra.\n")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_well_formed() {
        if let Err(reason) = TEMPLATES.as_ref() {
            panic!("{reason}");
        }
        assert!(TEMPLATES.as_ref().unwrap().get_template_names().count() > 5);
    }
}
