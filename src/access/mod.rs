//! Accounts, passwords, sessions, tokens, roles × scopes, audit chain.
//!
//! Functions that take a password hash it, which costs tens of milliseconds: doors call them on a thread that may block.

mod account;
pub mod actor;
mod audit;
mod authorise;
mod change_password;
mod csrf;
mod error;
mod password;
mod password_rules;
mod secret;
mod session;
mod sign_in;
mod throttle;
mod token;
mod token_provider;
mod unit_scope;

pub use account::{
    CreatedAccount, InitialPassword, NewAccount, create_account, disable_account, find_account, reset_password,
};
pub use actor::{Actor, Door, Rights};
pub use audit::{AuditEvent, audit};
pub use authorise::{allowed, authorise, scope};
pub use change_password::{PasswordChange, change_password};
pub use csrf::csrf_matches;
pub use error::AccessError;
pub use password_rules::{LONGEST_PASSWORD, PasswordProblem, SHORTEST_PASSWORD};
pub use session::{AccountView, Session, acting_for, resume, resume_to_change_password, sign_out};
pub use sign_in::{SignedIn, sign_in};
pub use unit_scope::{UnitAround, highest_units, unit_around};
