//! Whether a request that changes something comes from our own pages. The token of the form decides as well; this check also covers the sign-in form.

use actix_web::http::header::{self, HeaderMap};

/// Browsers say where a request comes from (`Sec-Fetch-Site`, older ones `Origin`); whoever says neither is no browser and has to show the token alone.
pub fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN.as_str()) {
        None => true,
        Some(origin) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, from)| !host.is_empty() && from.eq_ignore_ascii_case(host))
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn own(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        is_own(&map)
    }

    #[test]
    fn only_our_own_pages_and_programs_without_a_browser_pass() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")]));
        assert!(own(&[("host", "localhost:8080")]));
        for foreign in ["cross-site", "same-site"] {
            assert!(!own(&[("sec-fetch-site", foreign), ("host", "a.vn"), ("origin", "https://a.vn")]), "{foreign}");
        }
        for origin in ["null", "https://b.vn", "https://a.vn.b.vn", "https://a.vn:444", "a.vn"] {
            assert!(!own(&[("host", "a.vn"), ("origin", origin)]), "{origin}");
        }
    }
}
