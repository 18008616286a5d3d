//! What every response carries: a request number and the headers that make browsers careful (OWASP ASVS 5.0, 3.4).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

/// Number of a request, in its response and in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

/// Nothing is allowed but what the pages use: their own style sheet, script, pictures and forms. No inline code, no frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/// Two years, as the preload lists ask.
const STRICT_TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// The only pages that look through the camera: cards are scanned there.
const SCANNING: &str = "/nhap-nhanh";
const WITH_CAMERA: &str = "camera=(self), microphone=(), geolocation=()";
const WITHOUT_CAMERA: &str = "camera=(), microphone=(), geolocation=()";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
];

/// Numbers the request and puts the headers on its response, whatever it is.
pub async fn on_every_response(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = format!("{:016x}", rand::random::<u64>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let secure = !is_plain_loopback(&request);
    let camera = request.path().starts_with(SCANNING);
    let mut response = next.call(request).await?;
    add(response.headers_mut(), &id, secure, camera);
    Ok(response)
}

fn add(headers: &mut HeaderMap, id: &str, secure: bool, camera: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let allowed = if camera { WITH_CAMERA } else { WITHOUT_CAMERA };
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(allowed));
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
    }
    // Whatever does not say how long it may be kept is private: pages, answers of the API, downloads.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// Whether browser and program are on one machine and speak plain HTTP. Only there a cookie may lack `Secure`; behind a proxy that speaks HTTPS the
/// browser names the host of the proxy.
pub fn is_plain_loopback(request: &ServiceRequest) -> bool {
    names_loopback(request.headers(), request.peer_addr().is_none_or(|peer| peer.ip().is_loopback()))
}

/// As [`is_plain_loopback`], from the headers and the peer.
pub fn names_loopback(headers: &HeaderMap, peer_is_loopback: bool) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return peer_is_loopback };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    peer_is_loopback && matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn host(name: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(name));
        headers
    }

    #[test]
    fn only_a_browser_on_the_same_machine_is_plain_loopback() {
        for name in ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]"] {
            assert!(names_loopback(&host(name), true), "{name}");
            assert!(!names_loopback(&host(name), false), "{name}");
        }
        for name in ["tiendo.camngoc.gov.vn", "192.168.1.10:8080", "localhost.example"] {
            assert!(!names_loopback(&host(name), true), "{name}");
        }
    }
}
