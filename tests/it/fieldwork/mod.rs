//! Lists of people to visit.

mod api;
mod erasure;
mod make;
mod pages;
mod results;
pub mod steps;
