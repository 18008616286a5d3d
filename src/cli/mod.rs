//! The command line door.

pub mod account;
