//! Who acts: every use case takes one and checks the right itself, so that no door can forget it.

use crate::model::id::{AccountId, UnitId};
use crate::model::role::Role;

/// The door through which somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// The command line.
    Command,
    /// Pages.
    Page,
    /// REST API.
    Api,
    /// Background work.
    Job,
}

impl Door {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Page => "page",
            Self::Api => "api",
            Self::Job => "job",
        }
    }
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// Whoever runs the program on the machine with the key file: everything, everywhere.
    Operator,
    /// An account: what its role may, within its unit and below.
    Account {
        /// The account.
        account: AccountId,
        /// Its role.
        role: Role,
        /// Its unit.
        unit: UnitId,
    },
}

/// Who acts, through which door, from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What they may do.
    pub rights: Rights,
    /// Door.
    pub door: Door,
    /// Network address, or the name of the machine.
    pub source: String,
}

impl Actor {
    /// Whoever runs a command on the machine.
    pub fn operator() -> Self {
        Self { rights: Rights::Operator, door: Door::Command, source: "máy chủ".to_owned() }
    }

    /// The account, if it is one.
    pub fn account(&self) -> Option<AccountId> {
        match self.rights {
            Rights::Operator => None,
            Rights::Account { account, .. } => Some(account),
        }
    }
}
