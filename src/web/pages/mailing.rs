//! `/thu`: schedules of mails, the addresses they go to, the words of reminders.

pub mod addresses;
pub mod own;
pub mod reminders;
pub mod schedules;
pub mod words;

pub use schedules::{act, list, new, preview, preview_file, preview_html, save_known, save_new, show};

use crate::web::scene::Scene;
use crate::web::view::frame::Crumb;

/// A value of a form; empty where it is missing.
fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
}

/// The way to a page below the schedules.
fn crumbs(scene: &Scene, here: &str) -> Vec<Crumb> {
    vec![
        Crumb { label: "Lịch gửi thư".to_owned(), href: Some(scene.links.to("/thu")) },
        Crumb { label: here.to_owned(), href: None },
    ]
}
