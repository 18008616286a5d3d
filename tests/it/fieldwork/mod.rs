//! Lists of people to visit.

mod api;
mod erasure;
mod make;
mod pages;
mod renewals;
mod results;
pub mod steps;
