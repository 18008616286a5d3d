//! Style sheet, script and pictures, embedded in the program. Their addresses carry a part of the content's hash, so browsers may keep them for ever.

use crate::model::hexadecimal::hexadecimal;
use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// Bytes of the hash that an address carries: enough to tell versions apart.
const TAG_BYTES: usize = 5;

/// Address → file name, and file name → address.
struct Addresses {
    files: HashMap<String, String>,
    addresses: HashMap<String, String>,
}

static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| {
    let mut found = Addresses { files: HashMap::new(), addresses: HashMap::new() };
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else { continue };
        let mut tag = hexadecimal(&file.metadata.sha256_hash());
        tag.truncate(2 * TAG_BYTES);
        let tagged = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem}.{tag}.{extension}"),
            None => format!("{name}.{tag}"),
        };
        found.addresses.insert(name.to_string(), format!("/static/{tagged}"));
        found.files.insert(tagged, name.into_owned());
    }
    found
});

/// The address of an embedded file: `tiendo.css` → `/static/tiendo.1f2e3d4c5b.css`.
pub fn address(name: &str) -> Option<&'static str> {
    ADDRESSES.addresses.get(name).map(String::as_str)
}

/// Hands out an embedded file by its address.
pub async fn file(tagged: web::Path<String>) -> HttpResponse {
    let Some((name, file)) = ADDRESSES.files.get(tagged.as_str()).and_then(|name| Some((name, Files::get(name)?)))
    else {
        return HttpResponse::NotFound().finish();
    };
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .content_type(kind)
        .body(file.data.into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_the_hash_and_leads_back_to_its_file() {
        let address = address("tiendo.css").unwrap();
        let tagged = address.strip_prefix("/static/").unwrap();
        assert_eq!(tagged.len(), "tiendo.css".len() + 1 + 2 * TAG_BYTES);
        assert_eq!(ADDRESSES.files.get(tagged).map(String::as_str), Some("tiendo.css"));
        assert_eq!(super::address("nothing.css"), None);
    }

    #[test]
    fn the_style_sheet_and_the_script_stay_small() {
        assert!(Files::get("tiendo.css").unwrap().data.len() <= 30_000);
        assert!(Files::get("tiendo.js").is_none_or(|script| script.data.len() <= 15_000));
    }
}
