//! Accounts, passwords, sessions, tokens, roles × scopes, audit chain.

pub mod actor;
