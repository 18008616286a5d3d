//! Columns by meaning: where the words of a header leave a doubt, or say nothing, the content of the column decides.

use super::super::grid::{Sheet, Value};
use super::super::reading::ColumnRole as Role;
use super::header::HeaderColumn;
use super::header_words::{Guess, Unsure, has_any};
use super::marks::is_mark_word;
use super::sexes::is_sex_word;
use super::sheet_text::{SheetText, is_blank, shown};
use super::statuses::reads_as_status;
use super::villages::starts_with_village_word;
use crate::vn::fold::fold;

/// How many rows below the header are looked at.
const ROWS_SAMPLED: usize = 60;

/// What the cells of a column look like; all numbers are counts of cells.
#[derive(Debug, Default, Clone, Copy)]
struct Profile {
    filled: usize,
    id_numbers: usize,
    phones: usize,
    marks: usize,
    sexes: usize,
    levels: usize,
    villages: usize,
    commas: usize,
    statuses: usize,
    dates: usize,
}

impl Profile {
    /// Whether at least `percent` of the filled cells are of a kind.
    fn mostly(self, count: usize, percent: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }
}

/// Decides the role of every column of one table.
pub(super) fn decide(header: &[HeaderColumn], sheet: &Sheet, from: usize, text: &SheetText) -> Vec<Role> {
    let profiles: Vec<Profile> = header.iter().map(|h| profile(h.column, sheet, from, text)).collect();
    let mut roles: Vec<Role> = Vec::with_capacity(header.len());
    for (i, (column, profile)) in header.iter().zip(&profiles).enumerate() {
        let role = match column.guess {
            Guess::Sure(role) => by_content_of_sure(role, *profile),
            Guess::Useless => Role::Ignored,
            Guess::Unsure(what) => doubtful(what, &column.key, *profile, header, i, &roles),
            Guess::Unknown => Role::Ignored,
        };
        roles.push(role);
    }
    fill_gaps(header, &profiles, &mut roles);
    activations_of_certificates(header, &mut roles);
    if roles.contains(&Role::NotAct) && roles.contains(&Role::Act) {
        // both columns: they say the same thing twice, and the positive one is plainer; one of a level still says that the level was issued
        for (role, column) in roles.iter_mut().zip(header).filter(|(r, _)| **r == Role::NotAct) {
            if super::milestones::level_in_words(&fold(&column.header)).is_none() {
                *role = Role::Ignored;
            }
        }
    }
    roles
}

/// In a list about certificates alone, `Kích hoạt` to the right of the certificate is that of the certificate.
fn activations_of_certificates(header: &[HeaderColumn], roles: &mut [Role]) {
    let accounts =
        [Role::M1, Role::M1Date, Role::M2, Role::M2Date, Role::Level, Role::LevelDate, Role::Status, Role::Dvc];
    let sold = |(role, column): (&Role, &HeaderColumn)| {
        matches!(role, Role::Cks | Role::CksDate | Role::Provider) || has_any(&column.key, &["goi", "goi cuoc"])
    };
    let certificate = roles.iter().zip(header).position(sold);
    let Some(from) = certificate.filter(|_| !roles.iter().any(|role| accounts.contains(role))) else { return };
    for (role, column) in roles.iter_mut().zip(header).skip(from) {
        let of_account = has_any(&fold(&column.header), &["vneid", "dinh danh", "muc", "tai khoan"]);
        *role = match *role {
            Role::Act if !of_account => Role::CksAct,
            Role::ActDate if !of_account => Role::CksActDate,
            other => other,
        };
    }
}

/// Words that are certain can still head a column of another kind: `Mức 2` over dates is the date of level 2.
fn by_content_of_sure(role: Role, profile: Profile) -> Role {
    match role {
        Role::Cccd
            if profile.filled >= 3 && profile.mostly(profile.marks, 80) && !profile.mostly(profile.id_numbers, 10) =>
        {
            Role::Ignored
        }
        Role::Phone
            if profile.filled >= 3 && profile.mostly(profile.marks, 80) && !profile.mostly(profile.phones, 10) =>
        {
            Role::Ignored
        }
        // `SĐT đã kích hoạt`, `Số CCCD làm mức 2`: numbers are no marks
        Role::M1 | Role::M2 | Role::Act | Role::Dvc | Role::Cks | Role::CksAct if profile.filled >= 3 => {
            if profile.mostly(profile.phones, 80) {
                Role::Phone
            } else if profile.mostly(profile.id_numbers, 80) {
                Role::Cccd
            } else {
                role
            }
        }
        Role::M1Date if profile.filled >= 3 && profile.mostly(profile.marks, 80) => Role::M1,
        Role::M2Date if profile.filled >= 3 && profile.mostly(profile.marks, 80) => Role::M2,
        _ => role,
    }
}

fn doubtful(what: Unsure, key: &str, profile: Profile, header: &[HeaderColumn], at: usize, left: &[Role]) -> Role {
    let guessed = |role| header.iter().any(|h| h.guess == Guess::Sure(role));
    match what {
        Unsure::EthnicOrPhone if profile.mostly(profile.phones, 50) => Role::Phone,
        Unsure::EthnicOrPhone => Role::Refused,
        Unsure::ActivationOrPlan if profile.filled == 0 || profile.mostly(profile.marks + profile.dates, 60) => {
            Role::Act
        }
        Unsure::ActivationOrPlan => Role::Ignored,
        Unsure::SexOrPaper if profile.mostly(profile.id_numbers, 50) => Role::Cccd,
        Unsure::SexOrPaper if profile.filled == 0 || profile.mostly(profile.sexes, 30) => Role::Sex,
        Unsure::SexOrPaper => Role::Ignored,
        Unsure::Account | Unsure::Level if profile.mostly(profile.levels, 70) && profile.levels > 0 => Role::Level,
        Unsure::Account if profile.mostly(profile.marks + profile.dates, 60) => Role::M2,
        Unsure::Account | Unsure::Status if profile.mostly(profile.statuses, 50) => Role::Status,
        Unsure::Level if profile.mostly(profile.statuses, 50) => Role::Status,
        Unsure::Level => Role::Level,
        Unsure::Account => Role::Ignored,
        Unsure::Status if profile.filled == 0 || profile.mostly(profile.marks, 50) => Role::Status,
        Unsure::Status => Role::Note,
        Unsure::Unit if profile.mostly(profile.villages, 60) && !guessed(Role::Village) => Role::Village,
        Unsure::Unit => Role::Unit,
        Unsure::Address
            if profile.mostly(profile.villages, 60)
                && profile.commas * 5 < profile.filled.max(1)
                && !guessed(Role::Village) =>
        {
            Role::Village
        }
        Unsure::Address => Role::Address,
        Unsure::IssueDate => issue_date(left),
        Unsure::SignUpDate => sign_up_date(header, left),
        Unsure::Name if guessed(Role::Name) => beside_a_full_name(header, at),
        Unsure::Name
            if header
                .iter()
                .any(|h| matches!(h.guess, Guess::Sure(Role::FamilyName) | Guess::Unsure(Unsure::Family))) =>
        {
            Role::GivenName
        }
        Unsure::Name => Role::Name,
        Unsure::Family if header.iter().any(|h| h.guess == Guess::Unsure(Unsure::Name)) => Role::FamilyName,
        Unsure::Family => Role::Ignored,
        Unsure::IdNumber if profile.mostly(profile.id_numbers, 50) => Role::Cccd,
        Unsure::IdNumber
            if profile.filled == 0 && has_any(key, &["cccd", "can cuoc", "cmnd"]) && !guessed(Role::Cccd) =>
        {
            Role::Cccd
        }
        Unsure::IdNumber => Role::Ignored,
    }
}

/// `Tên` while another column holds the full name: the given name where a family name stands too.
fn beside_a_full_name(header: &[HeaderColumn], at: usize) -> Role {
    let family = |h: &HeaderColumn| matches!(h.guess, Guess::Sure(Role::FamilyName) | Guess::Unsure(Unsure::Family));
    if header.iter().take(at).any(family) { Role::GivenName } else { Role::Ignored }
}

/// `Ngày cấp` belongs to the nearest thing on its left that is issued: the card or the account.
fn issue_date(left: &[Role]) -> Role {
    for role in left.iter().rev() {
        match role {
            Role::Cccd => return Role::IssueDate,
            Role::M1 if !left.contains(&Role::M2) => return Role::M1Date,
            Role::M1 | Role::M2 | Role::Level | Role::M1Date | Role::M2Date => return Role::LevelDate,
            Role::Cks => return Role::CksDate,
            Role::Dvc => return Role::DvcDate,
            _ => {}
        }
    }
    Role::Ignored
}

fn sign_up_date(header: &[HeaderColumn], left: &[Role]) -> Role {
    match left.iter().rev().find(|r| {
        matches!(
            r,
            Role::Cks | Role::CksAct | Role::Provider | Role::Dvc | Role::M1 | Role::M2 | Role::Level | Role::Act
        )
    }) {
        Some(Role::Cks | Role::CksAct | Role::Provider) => Role::CksDate,
        Some(Role::Dvc) => Role::DvcDate,
        Some(_) => Role::LevelDate,
        None if header.iter().any(|h| matches!(h.guess, Guess::Sure(Role::Cks | Role::Provider))) => Role::CksDate,
        None if header.iter().any(|h| matches!(h.guess, Guess::Sure(Role::Dvc))) => Role::DvcDate,
        None => Role::LevelDate,
    }
}

/// A column whose header nobody understood but whose cells are plainly ID numbers or phones, where the table has none.
fn fill_gaps(header: &[HeaderColumn], profiles: &[Profile], roles: &mut [Role]) {
    for (wanted, count) in
        [(Role::Cccd, (|p: &Profile| p.id_numbers) as fn(&Profile) -> usize), (Role::Phone, |p| p.phones)]
    {
        if roles.contains(&wanted) {
            continue;
        }
        let found = header
            .iter()
            .zip(profiles)
            .position(|(h, p)| h.guess == Guess::Unknown && p.filled >= 3 && p.mostly(count(p), 80));
        if let Some(role) = found.and_then(|i| roles.get_mut(i)) {
            *role = wanted;
        }
    }
}

fn profile(column: u16, sheet: &Sheet, from: usize, text: &SheetText) -> Profile {
    let mut profile = Profile::default();
    for row in sheet.rows.iter().skip(from).take(ROWS_SAMPLED) {
        let Some(cell) = row.cells.iter().find(|c| c.column == column).filter(|c| !is_blank(&c.value)) else {
            continue;
        };
        profile.filled += 1;
        if matches!(cell.value, Value::DateTime(_)) {
            profile.dates += 1;
            continue;
        }
        let raw = shown(&cell.value);
        let decoded = text.decode(cell, &raw).text;
        observe(&mut profile, &decoded);
    }
    profile
}

fn observe(profile: &mut Profile, text: &str) {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters <= 1 && (11..=12).contains(&digits) {
        profile.id_numbers += 1;
    }
    if letters <= 1
        && (9..=11).contains(&digits)
        && text.trim_start_matches(['0', '+', '\'']).starts_with(['3', '5', '7', '8', '9'])
    {
        profile.phones += 1;
    }
    if (3..=8).contains(&digits) && text.contains(['/', '-', '.']) && letters == 0 {
        profile.dates += 1;
    }
    if text.contains(',') {
        profile.commas += 1;
    }
    if text.len() > 120 {
        return;
    }
    let key = fold(text);
    profile.marks += usize::from(is_mark_word(&key, text));
    profile.sexes += usize::from(is_sex_word(&key));
    profile.levels += usize::from(super::milestones::level_of(&key).is_some());
    profile.villages += usize::from(starts_with_village_word(&key));
    profile.statuses += usize::from(reads_as_status(&key));
}
