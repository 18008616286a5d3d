//! tiendo ("tiến độ", progress): the program with which Vietnamese communes, districts and provinces run enrollment campaigns.
//!
//! The rooms stand on floors; a room imports only from floors below it:
//!
//! - doors: [`cli`], [`web`], [`jobs`] translate between the outside and the use cases;
//! - use cases: [`roster`], [`progress`], [`people`], [`campaign`], [`rounds`], [`fieldwork`], [`workbooks`], [`charts`], [`mail`], [`access`];
//! - [`store`]: everything that knows SQL;
//! - [`model`] the nouns with their rules, [`vn`] Vietnamese text and forms: no I/O.
#![forbid(unsafe_code)]

pub mod access;
pub mod campaign;
pub mod charts;
pub mod cli;
pub mod documents;
pub mod fieldwork;
pub mod jobs;
pub mod mail;
pub mod messages;
pub mod model;
pub mod people;
pub mod progress;
pub mod roster;
pub mod rounds;
pub mod settings;
pub mod store;
pub mod vn;
pub mod web;
pub mod workbooks;
