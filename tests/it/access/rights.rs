//! Seven roles × operations × places.

use tiendo::access::{AccessError, Actor, authorise, scope};
use tiendo::model::id::UnitId;
use tiendo::model::role::{Operation, Role};
use tiendo::store::Db;

use crate::support::office::{OFFICE, actor, unit};

/// Who may do what within the own unit and below, written down independently of the program's table. Columns: village team, officer, police, leader,
/// upper officer, auditor, admin.
const EXPECTED: [(Operation, [bool; 7]); 17] = {
    const Y: bool = true;
    const N: bool = false;
    [
        (Operation::ViewFigures, [Y, Y, Y, Y, Y, Y, Y]),
        (Operation::ViewPeople, [Y, Y, Y, Y, N, N, N]),
        (Operation::RevealNumbers, [N, Y, Y, N, N, N, N]),
        (Operation::RecordMilestone, [Y, Y, Y, N, N, N, N]),
        (Operation::ImportRoster, [N, Y, Y, N, N, N, N]),
        (Operation::MakeWorkbook, [N, Y, Y, Y, Y, Y, N]),
        (Operation::SendMail, [N, Y, Y, Y, N, N, N]),
        (Operation::ManageCampaign, [N, Y, N, N, Y, N, Y]),
        (Operation::ManageUnits, [N, Y, N, N, N, N, Y]),
        (Operation::ManageRounds, [N, Y, Y, N, Y, N, N]),
        (Operation::SubmitReport, [Y, Y, Y, N, Y, N, N]),
        (Operation::TakeSnapshot, [N, Y, Y, Y, Y, N, N]),
        (Operation::MakeWorkList, [Y, Y, Y, N, N, N, N]),
        (Operation::MakeDocument, [N, Y, Y, Y, Y, N, N]),
        (Operation::IssueDocument, [N, Y, N, Y, Y, N, N]),
        (Operation::ManageAccounts, [N, N, N, N, N, N, Y]),
        (Operation::ReadAudit, [N, N, N, N, N, Y, Y]),
    ]
};
const ROLES: [Role; 7] =
    [Role::VillageTeam, Role::Officer, Role::Police, Role::Leader, Role::UpperOfficer, Role::Auditor, Role::Admin];

/// Places as seen from Xã Đông, and whether they are within its scope.
const PLACES: [(&str, bool); 6] = [
    ("tinh/xa-dong", true),
    ("tinh/xa-dong/thon-1", true),
    ("tinh/xa-dong/thon-2", true),
    ("tinh/xa-tay", false),
    ("tinh/xa-tay/thon-9", false),
    ("tinh", false),
];

fn asked(db: &Db, actor: &Actor, operation: Operation, unit: UnitId) -> Result<(), AccessError> {
    db.read(|c| authorise(c, actor, operation, unit))
}

on_both_databases! {
    fn every_cell_of_the_matrix(db from OFFICE) {
        assert_eq!(EXPECTED.map(|(operation, _)| operation), Operation::ALL);
        for (column, role) in ROLES.into_iter().enumerate() {
            let actor = actor(db, role, "tinh/xa-dong");
            for (operation, may) in EXPECTED.map(|(operation, cells)| (operation, cells[column])) {
                for (place, within) in PLACES {
                    let answer = asked(db, &actor, operation, unit(db, place));
                    let as_expected = match (may, within) {
                        (true, true) => answer.is_ok(),
                        (true, false) => matches!(answer, Err(AccessError::NotFound)),
                        (false, _) => matches!(answer, Err(AccessError::Forbidden)),
                    };
                    assert!(as_expected, "{role:?} {operation:?} {place}: {answer:?}");
                }
            }
        }
    }

    fn a_foreign_unit_is_answered_like_an_unknown_one(db from OFFICE) {
        let actor = actor(db, Role::Officer, "tinh/xa-dong/thon-1");
        let unknown = asked(db, &actor, Operation::ViewFigures, UnitId(1_000_000)).unwrap_err();
        for foreign in ["tinh/xa-dong", "tinh/xa-dong/thon-2", "tinh/xa-tay", "tinh"] {
            let answer = asked(db, &actor, Operation::ViewFigures, unit(db, foreign)).unwrap_err();
            assert_eq!((answer.to_string(), answer.code()), (unknown.to_string(), unknown.code()), "{foreign}");
        }
    }

    fn the_operator_may_do_everything_everywhere(db from OFFICE) {
        for operation in Operation::ALL {
            for (place, _) in PLACES {
                assert!(asked(db, &Actor::operator(), operation, unit(db, place)).is_ok());
            }
        }
        assert_eq!(scope(&Actor::operator()), None);
        let officer = actor(db, Role::Officer, "tinh/xa-tay");
        assert_eq!(scope(&officer), Some(unit(db, "tinh/xa-tay")));
    }
}
