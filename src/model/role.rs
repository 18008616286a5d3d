//! Who may do what: seven roles × operations, in one table.

use serde::{Deserialize, Serialize};

/// The seven roles of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Tổ công nghệ số cộng đồng, trưởng thôn.
    VillageTeam,
    /// Công chức xã phụ trách.
    Officer,
    /// Công an xã.
    Police,
    /// Lãnh đạo.
    Leader,
    /// Cán bộ cấp trên: many communes, aggregates only.
    UpperOfficer,
    /// Người kiểm tra.
    Auditor,
    /// Quản trị hệ thống.
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] =
        [Self::VillageTeam, Self::Officer, Self::Police, Self::Leader, Self::UpperOfficer, Self::Auditor, Self::Admin];

    /// The fixed word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VillageTeam => "village_team",
            Self::Officer => "officer",
            Self::Police => "police",
            Self::Leader => "leader",
            Self::UpperOfficer => "upper_officer",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// Reads the fixed word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::VillageTeam => "tổ công nghệ số thôn",
            Self::Officer => "công chức phụ trách",
            Self::Police => "công an xã",
            Self::Leader => "lãnh đạo",
            Self::UpperOfficer => "cán bộ cấp trên",
            Self::Auditor => "người kiểm tra",
            Self::Admin => "quản trị hệ thống",
        }
    }

    /// Whether the role may do it, within its unit and below.
    pub fn may(self, operation: Operation) -> bool {
        ALLOWED.iter().any(|(allowed, roles)| *allowed == operation && roles.contains(&self))
    }
}

/// Everything the rights are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// See figures of units.
    ViewFigures,
    /// See people, numbers masked.
    ViewPeople,
    /// See an ID number or phone in full; each time is logged with its reason.
    RevealNumbers,
    /// Record or take back a milestone by hand.
    RecordMilestone,
    /// Upload, preview and commit a list.
    ImportRoster,
    /// Download report workbooks.
    MakeWorkbook,
    /// Send a report by mail and see what was sent.
    SendMail,
    /// Load programmes; create and change campaigns, quotas and tasks.
    ManageCampaign,
    /// Add, rename, close, merge, split and move units; change their contacts.
    ManageUnits,
    /// Open rounds of reports, accept, return, lock and chase them.
    ManageRounds,
    /// Hand in the report of one's unit.
    SubmitReport,
    /// Freeze figures under a name.
    TakeSnapshot,
    /// Make lists of people to visit and record what came of it.
    MakeWorkList,
    /// Draft official documents and change drafts.
    MakeDocument,
    /// Give a document its number and day, attach the signed file.
    IssueDocument,
    /// Create and disable accounts.
    ManageAccounts,
    /// Read the audit chain.
    ReadAudit,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 17] = [
        Self::ViewFigures,
        Self::ViewPeople,
        Self::RevealNumbers,
        Self::RecordMilestone,
        Self::ImportRoster,
        Self::MakeWorkbook,
        Self::SendMail,
        Self::ManageCampaign,
        Self::ManageUnits,
        Self::ManageRounds,
        Self::SubmitReport,
        Self::TakeSnapshot,
        Self::MakeWorkList,
        Self::MakeDocument,
        Self::IssueDocument,
        Self::ManageAccounts,
        Self::ReadAudit,
    ];
}

/// The table. A role not named in a line may not do it.
const ALLOWED: [(Operation, &[Role]); 17] = {
    use Operation as O;
    use Role as R;
    [
        (O::ViewFigures, &[R::VillageTeam, R::Officer, R::Police, R::Leader, R::UpperOfficer, R::Auditor, R::Admin]),
        (O::ViewPeople, &[R::VillageTeam, R::Officer, R::Police, R::Leader]),
        (O::RevealNumbers, &[R::Officer, R::Police]),
        (O::RecordMilestone, &[R::VillageTeam, R::Officer, R::Police]),
        (O::ImportRoster, &[R::Officer, R::Police]),
        (O::MakeWorkbook, &[R::Officer, R::Police, R::Leader, R::UpperOfficer, R::Auditor]),
        (O::SendMail, &[R::Officer, R::Police, R::Leader]),
        (O::ManageCampaign, &[R::Officer, R::UpperOfficer, R::Admin]),
        (O::ManageUnits, &[R::Officer, R::Admin]),
        (O::ManageRounds, &[R::Officer, R::Police, R::UpperOfficer]),
        (O::SubmitReport, &[R::VillageTeam, R::Officer, R::Police, R::UpperOfficer]),
        (O::TakeSnapshot, &[R::Officer, R::Police, R::Leader, R::UpperOfficer]),
        (O::MakeWorkList, &[R::VillageTeam, R::Officer, R::Police]),
        (O::MakeDocument, &[R::Officer, R::Police, R::Leader, R::UpperOfficer]),
        (O::IssueDocument, &[R::Officer, R::Leader, R::UpperOfficer]),
        (O::ManageAccounts, &[R::Admin]),
        (O::ReadAudit, &[R::Auditor, R::Admin]),
    ]
};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_its_line_and_the_words_are_those_of_the_contract() {
        for operation in Operation::ALL {
            assert_eq!(ALLOWED.iter().filter(|(o, _)| *o == operation).count(), 1, "{operation:?}");
        }
        let words: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        assert_eq!(words, ["village_team", "officer", "police", "leader", "upper_officer", "auditor", "admin"]);
        assert!(Role::ALL.iter().all(|role| Role::parse(role.as_str()) == Some(*role)));
    }

    #[test]
    fn those_who_see_only_aggregates_see_no_people() {
        for role in [Role::UpperOfficer, Role::Auditor, Role::Admin] {
            assert!(!role.may(Operation::ViewPeople) && !role.may(Operation::RevealNumbers), "{role:?}");
        }
        assert!(!Role::VillageTeam.may(Operation::ImportRoster));
        assert!(!Role::Leader.may(Operation::RecordMilestone));
    }
}
