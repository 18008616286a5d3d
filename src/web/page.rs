//! A page: the frame around it, the token of its forms, and what it shows.

use serde::Serialize;

use super::view::frame::Frame;

/// A page of somebody who is signed in.
#[derive(Debug, Serialize)]
pub struct Page<V: Serialize> {
    /// What stands around it.
    pub frame: Frame,
    /// The token that its forms send back.
    pub csrf: String,
    /// What it shows.
    #[serde(flatten)]
    pub view: V,
}
