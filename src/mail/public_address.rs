//! The address at which readers of mails reach this program, where one is set (`TIENDO_PUBLIC_URL`). A program on an office network has one name for those
//! who sit there and often none for anybody else, so it cannot be guessed from a request.

use std::sync::LazyLock;

use url::Url;

use super::error::MailError;

const VARIABLE: &str = "TIENDO_PUBLIC_URL";

/// The setting of this process, read once; what is wrong with it is told by [`check`] before anything is sent.
static SET: LazyLock<Result<Option<String>, String>> =
    LazyLock::new(|| std::env::var(VARIABLE).map_or(Ok(None), |typed| read(&typed)));

/// Whether the setting can be understood.
///
/// # Errors
/// It is no address of a web page.
pub(super) fn check() -> Result<(), MailError> {
    SET.as_ref().map(|_| ()).map_err(|typed| MailError::BadPublicAddress(typed.clone()))
}

/// The address of a page of the program; nothing where no address is set. `path` begins with a stroke.
pub(super) fn of_page(path: &str) -> Option<String> {
    SET.as_ref().ok()?.as_deref().map(|base| format!("{base}{path}"))
}

/// Without the stroke at its end; nothing where nothing is typed. What cannot be understood comes back, cut short.
fn read(typed: &str) -> Result<Option<String>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let refused = || typed.chars().filter(|c| !c.is_control()).take(80).collect::<String>();
    let url = Url::parse(typed).map_err(|_| refused())?;
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if !plain || !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refused());
    }
    Ok(Some(url.as_str().trim_end_matches('/').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_a_web_page_and_nothing_else() {
        for (typed, base) in [
            ("", None),
            ("  ", None),
            ("https://tiendo.camngoc.gov.vn", Some("https://tiendo.camngoc.gov.vn")),
            ("https://xa.gov.vn/tiendo/ ", Some("https://xa.gov.vn/tiendo")),
            ("http://10.0.0.5:8080", Some("http://10.0.0.5:8080")),
        ] {
            assert_eq!(read(typed), Ok(base.map(str::to_owned)), "{typed}");
        }
        for typed in [
            "tiendo.gov.vn",
            "ftp://xa.gov.vn",
            "https://",
            "https://a:b@xa.gov.vn",
            "https://xa.gov.vn/?a=b",
            "javascript:alert(1)",
        ] {
            assert_eq!(read(typed), Err(typed.to_owned()));
        }
    }
}
