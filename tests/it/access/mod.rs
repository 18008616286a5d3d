//! Accounts, sessions, rights and the audit chain, on both databases.

mod accounts;
mod audit_chain;
mod command;
mod rights;
mod sessions;
mod sign_in;
