//! Changing the draft of the tree: one function per kind of change.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::error::UnitChangeError;
use super::order::{Heir, NewUnit, Part};
use crate::campaign::tree::{self, TreeProblem};
use crate::campaign::tree_draft::TreeDraft;
use crate::model::id::UnitId;
use crate::model::unit::{UnitChangeKind, UnitKind, Validity};
use crate::store::units::{Change, Version};
use crate::vn::collation::sort_key;
use crate::vn::fold::fold;
use crate::vn::text::tidy;

/// The most letters of a name.
const LONGEST_NAME: usize = 200;

/// A draft that is being changed from a day on.
pub(super) struct Editor<'a> {
    pub draft: TreeDraft,
    pub on: NaiveDate,
    pub basis: &'a str,
    /// Units that end.
    pub closed: Vec<UnitId>,
    /// Units that begin.
    pub opened: Vec<UnitId>,
    /// Villages whose people begin a new stay: with the successor, where there is only one.
    pub handed_over: Vec<(UnitId, Option<UnitId>)>,
    chosen: HashMap<UnitId, UnitId>,
}

impl<'a> Editor<'a> {
    pub fn new(draft: TreeDraft, on: NaiveDate, basis: &'a str) -> Self {
        let (closed, opened, handed_over) = (Vec::new(), Vec::new(), Vec::new());
        Self { draft, on, basis, closed, opened, handed_over, chosen: HashMap::new() }
    }

    /// The state on the day of the change, before it.
    pub fn state(&self, unit: UnitId) -> Result<&Version, UnitChangeError> {
        let own = self.draft.states.get(&unit).map_or(&[][..], Vec::as_slice);
        let not_then = || UnitChangeError::NotThen { name: self.name(unit), on: self.on };
        own.iter().find(|version| version.validity.contains(self.on)).ok_or_else(not_then)
    }

    /// Takes away the later states of a unit that only followed the unit above it into its successor: they are made again afterwards, under whatever
    /// stands above the unit then.
    ///
    /// # Errors
    /// Something else holds from a later day on: a change before it would be one of the past.
    fn unroll(&mut self, unit: UnitId) -> Result<(), UnitChangeError> {
        let on = self.on;
        let name = self.name(unit);
        let ends: HashMap<UnitId, NaiveDate> =
            self.draft.states.iter().filter_map(|(id, own)| Some((*id, own.last()?.validity.to))).collect();
        let Some(own) = self.draft.states.get_mut(&unit) else { return Ok(()) };
        while let [.., before, last] = own.as_slice()
            && last.validity.from > on
        {
            let followed = before.parent.and_then(|parent| ends.get(&parent)) == Some(&before.validity.to);
            let same =
                (&before.name, before.kind, &before.official_code) == (&last.name, last.kind, &last.official_code);
            if !(followed && same) {
                return Err(UnitChangeError::LaterChange { name, since: last.validity.from });
            }
            let (to, parent) = (last.validity.to, last.parent);
            if let Some(parent) = parent {
                self.chosen.entry(unit).or_insert(parent);
            }
            own.pop();
            if let Some(last) = own.last_mut() {
                last.validity.to = to;
            }
        }
        Ok(())
    }

    /// The name on the day of the change.
    pub fn name(&self, unit: UnitId) -> String {
        self.draft.states.get(&unit).and_then(|own| own.last()).map_or_else(String::new, |version| version.name.clone())
    }

    /// The units directly below one on the day of the change, in local order.
    pub fn below(&self, parent: UnitId) -> Vec<UnitId> {
        let standing = self.draft.states.iter().filter_map(|(id, own)| {
            let version = own.iter().find(|version| version.validity.contains(self.on))?;
            (version.parent == Some(parent)).then_some((version.local_order, *id))
        });
        let mut found: Vec<(i32, UnitId)> = standing.collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Adds a unit; without days where it has always been there.
    pub fn add(&mut self, id: UnitId, parent: UnitId, new: &NewUnit, always: bool) -> Result<(), UnitChangeError> {
        let from = if always { Validity::BEGINNING } else { self.on };
        let local_order = self.next_order(parent);
        self.open(id, parent, new, Validity { from, to: Validity::END }, local_order)
    }

    /// Gives a unit another name or kind.
    pub fn rename(&mut self, unit: UnitId, becomes: &NewUnit) -> Result<(), UnitChangeError> {
        let name = checked_name(&becomes.name)?;
        let before = self.state(unit)?;
        let (old_kind, parent) = (before.kind, before.parent);
        if (before.name.as_str(), before.kind) == (name.as_str(), becomes.unit_kind) {
            return Err(UnitChangeError::NothingChanges);
        }
        if !old_kind.is_like(becomes.unit_kind) {
            return Err(UnitChangeError::DifferentKinds(kinds(&[old_kind, becomes.unit_kind])));
        }
        if let Some(parent) = parent {
            self.check_name(parent, &name, Some(unit))?;
        }
        let state = self.cut(unit)?;
        state.kind = becomes.unit_kind;
        (state.search_key, state.sort_key) = (fold(&name), sort_key(&name));
        state.name = name;
        let kind = if old_kind == becomes.unit_kind { UnitChangeKind::Rename } else { UnitChangeKind::Reclassify };
        self.note(unit, unit, kind);
        Ok(())
    }

    /// Ends a unit that nothing stands below.
    pub fn close_empty(&mut self, unit: UnitId) -> Result<(), UnitChangeError> {
        let count = self.below(unit).len();
        if count > 0 {
            return Err(UnitChangeError::HasUnits { name: self.name(unit), count });
        }
        self.close(unit)?;
        self.release_superior(unit, None)
    }

    /// Makes one unit of several; `id` is the identity of a new one.
    pub fn merge(&mut self, units: &[UnitId], into: &Heir, id: UnitId) -> Result<(), UnitChangeError> {
        let kinds_before =
            units.iter().map(|unit| Ok(self.state(*unit)?.kind)).collect::<Result<Vec<_>, UnitChangeError>>()?;
        let (heir_kind, least) = match into {
            Heir::Existing(_) => (self.state(id)?.kind, 1),
            Heir::New(new) => (new.unit_kind, 2),
        };
        if units.len() < least || units.contains(&id) {
            return Err(UnitChangeError::TooFewToMerge);
        }
        if kinds_before.iter().any(|kind| !kind.is_like(heir_kind)) {
            let all: Vec<UnitKind> = kinds_before.iter().copied().chain([heir_kind]).collect();
            return Err(UnitChangeError::DifferentKinds(kinds(&all)));
        }
        let first = units.first().map(|unit| self.state(*unit)).transpose()?.cloned();
        for unit in units {
            self.close(*unit)?;
        }
        if let (Heir::New(new), Some(first)) = (into, first) {
            let parent = first.parent.ok_or(UnitChangeError::Cycle)?;
            self.open(id, parent, new, Validity { from: self.on, to: Validity::END }, first.local_order)?;
        }
        for unit in units {
            self.note(*unit, id, UnitChangeKind::Merge);
            self.release_superior(*unit, Some(id))?;
            if heir_kind.is_village() {
                self.handed_over.push((*unit, Some(id)));
            }
        }
        Ok(())
    }

    /// Divides a unit; `parts` with the identity of each.
    pub fn split(
        &mut self,
        unit: UnitId,
        keeps: bool,
        parts: &[(UnitId, &Part, Vec<UnitId>)],
    ) -> Result<(), UnitChangeError> {
        let before = self.state(unit)?.clone();
        let least = if keeps { 1 } else { 2 };
        if parts.len() < least {
            return Err(UnitChangeError::TooFewParts(least));
        }
        self.check_assignment(unit, keeps, parts)?;
        if !keeps {
            self.close(unit)?;
        }
        for (order, (id, part, _)) in (before.local_order..).zip(parts) {
            let kind = match &part.heir {
                Heir::Existing(_) => self.state(*id)?.kind,
                Heir::New(new) => new.unit_kind,
            };
            if !kind.is_like(before.kind) {
                return Err(UnitChangeError::DifferentKinds(kinds(&[before.kind, kind])));
            }
            if let Heir::New(new) = &part.heir {
                let parent = before.parent.ok_or(UnitChangeError::Cycle)?;
                self.open(*id, parent, new, Validity { from: self.on, to: Validity::END }, order)?;
            }
            self.note(unit, *id, UnitChangeKind::Split);
        }
        for (id, _, units) in parts {
            for below in units {
                if keeps {
                    self.cut(*below)?.parent = Some(*id);
                } else {
                    self.unroll(*below)?;
                    self.chosen.insert(*below, *id);
                }
            }
        }
        if before.kind.is_village() {
            self.handed_over.push((unit, None));
        }
        Ok(())
    }

    /// Every unit below what is divided belongs to one part; where the unit goes on, to one at most.
    fn check_assignment(
        &self,
        unit: UnitId,
        keeps: bool,
        parts: &[(UnitId, &Part, Vec<UnitId>)],
    ) -> Result<(), UnitChangeError> {
        let below = self.below(unit);
        let times = |id: &UnitId| parts.iter().flat_map(|(_, _, units)| units).filter(|given| *given == id).count();
        let fits = |id: &UnitId| times(id) == 1 || (keeps && times(id) == 0);
        let foreign = parts.iter().flat_map(|(_, _, units)| units).filter(|id| !below.contains(id));
        let wrong: Vec<String> = below.iter().filter(|id| !fits(id)).chain(foreign).map(|id| self.name(*id)).collect();
        if wrong.is_empty() { Ok(()) } else { Err(UnitChangeError::NotAssigned(wrong.join(", "))) }
    }

    /// Puts a unit under another one.
    pub fn move_to(&mut self, unit: UnitId, to: UnitId) -> Result<(), UnitChangeError> {
        let (moved, above) = (self.state(unit)?.clone(), self.state(to)?.clone());
        if unit == to {
            return Err(UnitChangeError::Cycle);
        }
        if moved.parent == Some(to) {
            return Err(UnitChangeError::NothingChanges);
        }
        if !moved.kind.may_stand_below(above.kind) {
            return Err(UnitChangeError::WrongPlace { name: moved.name, parent: above.name });
        }
        self.check_name(to, &moved.name, Some(unit))?;
        let local_order = self.next_order(to);
        let state = self.cut(unit)?;
        (state.parent, state.local_order) = (Some(to), local_order);
        self.note(unit, unit, UnitChangeKind::Transfer);
        Ok(())
    }

    /// Gives a unit another line superior.
    pub fn set_superior(&mut self, unit: UnitId, superior: Option<UnitId>) -> Result<(), UnitChangeError> {
        if let Some(superior) = superior {
            self.state(superior)?;
        }
        if self.state(unit)?.line_superior == superior {
            return Err(UnitChangeError::NothingChanges);
        }
        if superior == Some(unit) {
            return Err(UnitChangeError::Cycle);
        }
        self.cut(unit)?.line_superior = superior;
        Ok(())
    }

    /// Moves what stood below units that end to their successors.
    pub fn settle(&mut self) -> Result<(), UnitChangeError> {
        let changes = self.draft.changes().to_vec();
        let chosen = std::mem::take(&mut self.chosen);
        tree::roll_up(&mut self.draft.states, &changes, &chosen).map_err(|problem| self.told(&problem))
    }

    /// A problem of the tree in words.
    pub fn told(&self, problem: &TreeProblem) -> UnitChangeError {
        match problem {
            TreeProblem::Cycle(_) => UnitChangeError::Cycle,
            TreeProblem::NoSuccessor { unit, parent, .. } | TreeProblem::SeveralSuccessors { unit, parent, .. } => {
                let (unit, parent) = (self.name(*unit), self.name(*parent));
                UnitChangeError::Unfit(format!("{unit} chưa có đơn vị cấp trên khi {parent} kết thúc."))
            }
            TreeProblem::ParentTooYoung { unit, parent, .. } => {
                let (unit, parent) = (self.name(*unit), self.name(*parent));
                UnitChangeError::Unfit(format!("{unit} có trước {parent}."))
            }
        }
    }

    fn open(
        &mut self,
        id: UnitId,
        parent: UnitId,
        new: &NewUnit,
        validity: Validity,
        local_order: i32,
    ) -> Result<(), UnitChangeError> {
        let name = checked_name(&new.name)?;
        let above = self.state(parent)?;
        if !new.unit_kind.may_stand_below(above.kind) {
            return Err(UnitChangeError::WrongPlace { name, parent: above.name.clone() });
        }
        self.check_name(parent, &name, None)?;
        let version = Version {
            validity,
            kind: new.unit_kind,
            official_code: None,
            parent: Some(parent),
            line_superior: None,
            local_order,
            search_key: fold(&name),
            sort_key: sort_key(&name),
            name,
        };
        self.draft.states.insert(id, vec![version]);
        self.opened.push(id);
        Ok(())
    }

    /// Ends a unit the day before.
    fn close(&mut self, unit: UnitId) -> Result<(), UnitChangeError> {
        self.unroll(unit)?;
        let (name, since) = (self.name(unit), self.state(unit)?.validity.from);
        let later = UnitChangeError::LaterChange { name, since };
        let eve = self.on.pred_opt().filter(|eve| since <= *eve).ok_or(later)?;
        if let Some(last) = self.draft.states.get_mut(&unit).and_then(|own| own.last_mut()) {
            last.validity.to = eve;
        }
        self.closed.push(unit);
        Ok(())
    }

    /// The state that begins on the day of the change.
    fn cut(&mut self, unit: UnitId) -> Result<&mut Version, UnitChangeError> {
        self.unroll(unit)?;
        let state = self.state(unit)?.clone();
        let (on, not_then) = (self.on, UnitChangeError::NotThen { name: state.name.clone(), on: self.on });
        let own = self.draft.states.entry(unit).or_default();
        if state.validity.from < on {
            if let (Some(last), Some(eve)) = (own.last_mut(), on.pred_opt()) {
                last.validity.to = eve;
            }
            own.push(Version { validity: Validity { from: on, to: state.validity.to }, ..state });
        }
        own.last_mut().ok_or(not_then)
    }

    fn release_superior(&mut self, old: UnitId, new: Option<UnitId>) -> Result<(), UnitChangeError> {
        let on = self.on;
        let reports = |own: &Vec<Version>| {
            own.last().is_some_and(|last| last.line_superior == Some(old) && last.validity.to >= on)
        };
        let units: Vec<UnitId> = self.draft.states.iter().filter(|(_, own)| reports(own)).map(|(id, _)| *id).collect();
        for unit in units {
            self.cut(unit)?.line_superior = new;
        }
        Ok(())
    }

    fn note(&mut self, from: UnitId, to: UnitId, kind: UnitChangeKind) {
        let legal_basis = Some(self.basis.to_owned());
        self.draft.note(Change { legal_basis, ..Change::new(self.on, from, to, kind) });
    }

    fn next_order(&self, parent: UnitId) -> i32 {
        let standing = self.draft.states.values().filter_map(|own| own.last());
        standing.filter(|version| version.parent == Some(parent)).map(|version| version.local_order).max().unwrap_or(0)
            + 1
    }

    fn check_name(&self, parent: UnitId, name: &str, except: Option<UnitId>) -> Result<(), UnitChangeError> {
        let key = fold(name);
        let taken =
            self.below(parent).into_iter().filter(|id| Some(*id) != except).any(|id| fold(&self.name(id)) == key);
        if taken {
            return Err(UnitChangeError::NameTaken { name: name.to_owned(), parent: self.name(parent) });
        }
        Ok(())
    }
}

fn checked_name(name: &str) -> Result<String, UnitChangeError> {
    let name = tidy(name).text;
    if name.chars().filter(|c| c.is_alphanumeric()).count() < 1 || name.chars().count() > LONGEST_NAME {
        return Err(UnitChangeError::NameMissing);
    }
    Ok(name)
}

fn kinds(all: &[UnitKind]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for kind in all {
        if !words.contains(&kind.vietnamese()) {
            words.push(kind.vietnamese());
        }
    }
    words.join("; ")
}
