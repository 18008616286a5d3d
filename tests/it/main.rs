//! Integration tests: one binary, so that the crate is linked once. The folders mirror the rooms of `src/`.
//!
//! A test that needs a database is written inside [`on_both_databases!`] and runs on a fresh copy of a template, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs, reason = "tests")]

#[macro_use]
mod support;

mod access;
mod api;
mod audited;
mod browser;
mod campaign;
mod cli;
mod document_life;
mod documents;
mod fieldwork;
mod figures;
mod hostile;
mod house;
mod load;
mod pages;
mod people;
mod reports;
mod roster;
mod rounds;
mod store;
mod units;
