//! Units: the national ones out of the CSV files, villages and offices out of lists; then who stands above whom.

use std::collections::{HashMap, HashSet};

use super::{Loaded, Material};
use crate::access::{AccessError, Actor, authorise, scope};
use crate::campaign::error::{LoadError, Place};
use crate::campaign::files::{ContactData, Located, UnitChangeData, UnitData};
use crate::campaign::national::{self, NationalFiles, NationalPlan, PlannedState};
use crate::campaign::tree::{self, TreeProblem};
use crate::campaign::tree_draft::TreeDraft;
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::model::unit::Validity;
use crate::store::units::{self, Change, Contact, Version};
use crate::store::{Conn, StoreError};
use crate::vn::collation::sort_key;
use crate::vn::fold::fold;

/// Loads the units; says whether anybody stands elsewhere than before, so that people have to be counted anew.
pub fn load(conn: &mut Conn, actor: &Actor, material: &Material, loaded: &mut Loaded) -> Result<bool, LoadError> {
    let plan = national_plan(material)?;
    if plan.units.is_empty() && material.units.is_empty() && material.unit_changes.is_empty() {
        return Ok(false);
    }
    let slugs = plan.units.iter().map(|unit| unit.slug.clone());
    let slugs: Vec<String> = slugs.chain(material.units.iter().map(|unit| unit.slug.clone())).collect();
    let known = Known { before: units::slugs_in_use(conn)?, ids: units::identities(conn, &slugs)? };
    may_place(conn, actor, &material.units, &known)?;
    let mut wanted = Wanted::read(conn)?;
    wanted.place_national(&plan, &known)?;
    wanted.place_listed(&material.units, &known)?;
    wanted.note_changes(&material.unit_changes, &known)?;
    wanted.settle(&material.units, &known)?;
    loaded.units = slugs.len();
    loaded.units_changed = wanted.draft.write_states(conn)?;
    write_contacts(conn, &material.units, &known)?;
    wanted.write_closure(conn, &known)
}

/// Units are placed below units of one's own, and those that exist already are changed only there.
fn may_place(conn: &mut Conn, actor: &Actor, listed: &[Located<UnitData>], known: &Known) -> Result<(), LoadError> {
    if scope(actor).is_none() {
        return Ok(());
    }
    for unit in listed {
        let parent = unit.parent.as_deref().ok_or(AccessError::Forbidden)?;
        authorise(conn, actor, Operation::ManageCampaign, known.referred(&unit.place, parent)?)?;
        if let Some(id) = known.before.get(&unit.slug) {
            authorise(conn, actor, Operation::ManageCampaign, *id)?;
        }
    }
    Ok(())
}

fn national_plan(material: &Material) -> Result<NationalPlan, LoadError> {
    let alone = |place: &Place| {
        place.refuse("cần nạp cùng một lần với tệp đơn vị (tiêu đề code,kind,name,parent_code) và tệp thay đổi.")
    };
    let orphan = match (material.national.is_empty(), material.changes.is_empty()) {
        (true, false) => material.changes.first().map(|row| &row.place),
        (false, true) => material.national.first().map(|row| &row.place),
        (true, true) => {
            let reclassified = material.reclassified.first().map(|row| &row.place);
            reclassified.or(material.short_slugs.first().map(|row| &row.place))
        }
        (false, false) => None,
    };
    match orphan {
        Some(place) => Err(alone(&Place { line: None, ..place.clone() })),
        None if material.national.is_empty() => Ok(NationalPlan::default()),
        None => national::plan(NationalFiles {
            units: &material.national,
            changes: &material.changes,
            reclassified: &material.reclassified,
            short_slugs: &material.short_slugs,
        }),
    }
}

/// Which slug is which unit.
struct Known {
    before: HashMap<String, UnitId>,
    ids: HashMap<String, UnitId>,
}

impl Known {
    fn id(&self, slug: &str) -> Option<UnitId> {
        self.ids.get(slug).copied()
    }

    fn slug_of(&self, id: UnitId) -> &str {
        self.ids.iter().find(|(_, known)| **known == id).map_or("?", |(slug, _)| slug)
    }

    fn referred(&self, place: &Place, slug: &str) -> Result<UnitId, LoadError> {
        let unknown = || place.refuse(format!("không có đơn vị «{slug}». Nạp đơn vị đó trước hoặc sửa tên ngắn."));
        self.id(slug).ok_or_else(unknown)
    }
}

/// The tree as the files want it.
struct Wanted {
    draft: TreeDraft,
}

impl Wanted {
    fn read(conn: &mut Conn) -> Result<Self, StoreError> {
        Ok(Self { draft: TreeDraft::read(conn)? })
    }

    fn place_national(&mut self, plan: &NationalPlan, known: &Known) -> Result<(), LoadError> {
        let missing = |slug: &str| LoadError::Unfit(format!("Không có đơn vị «{slug}» trong các tệp đơn vị."));
        let id = |slug: &str| known.id(slug).ok_or_else(|| missing(slug));
        for unit in &plan.units {
            let states: Result<Vec<Version>, LoadError> = unit
                .states
                .iter()
                .map(|state| Ok(version_of(state, state.parent.as_deref().map(id).transpose()?)))
                .collect();
            self.draft.states.insert(id(&unit.slug)?, states?);
        }
        let there = self.draft.changes().iter().map(|c| (c.from, c.to, c.effective_on)).collect();
        for planned in &plan.changes {
            let change = Change::new(planned.effective_on, id(&planned.from)?, id(&planned.to)?, planned.kind);
            self.draft.note_unless(&there, change);
        }
        Ok(())
    }

    fn place_listed(&mut self, listed: &[Located<UnitData>], known: &Known) -> Result<(), LoadError> {
        let mut seen = HashSet::new();
        let mut order: HashMap<&str, i32> = HashMap::new();
        for unit in listed {
            let place = &unit.place;
            if !seen.insert(unit.slug.as_str()) {
                return Err(place.refuse(format!("đơn vị «{}» có hai lần. Bỏ một dòng.", unit.slug)));
            }
            check_slug(unit)?;
            let id = known.referred(place, &unit.slug)?;
            if known.before.contains_key(&unit.slug) && self.is_national(id) {
                return Err(place.refuse(format!("«{}» là đơn vị hành chính của cả nước, không khai lại.", unit.slug)));
            }
            let parent = unit.parent.as_deref().map(|slug| known.referred(place, slug)).transpose()?;
            let superior = unit.line_superior.as_deref().map(|slug| known.referred(place, slug)).transpose()?;
            let local_order = order.entry(unit.parent.as_deref().unwrap_or_default()).or_default();
            *local_order += 1;
            let version = Version {
                validity: Validity {
                    from: unit.valid_from.unwrap_or(Validity::BEGINNING),
                    to: unit.valid_to.unwrap_or(Validity::END),
                },
                kind: unit.kind,
                name: unit.name.clone(),
                official_code: None,
                parent,
                line_superior: superior,
                local_order: *local_order,
                search_key: fold(&unit.name),
                sort_key: sort_key(&unit.name),
            };
            if version.validity.from > version.validity.to {
                return Err(place.refuse("ngày bắt đầu (valid_from) sau ngày kết thúc (valid_to)."));
            }
            self.draft.states.insert(id, vec![version]);
        }
        Ok(())
    }

    /// Changes that files list.
    fn note_changes(&mut self, listed: &[Located<UnitChangeData>], known: &Known) -> Result<(), LoadError> {
        let there = self.draft.changes().iter().map(|c| (c.from, c.to, c.effective_on)).collect();
        for data in listed {
            let (from, to) = (known.referred(&data.place, &data.from)?, known.referred(&data.place, &data.to)?);
            let change =
                Change { legal_basis: data.legal_basis.clone(), ..Change::new(data.effective_on, from, to, data.kind) };
            self.draft.note_unless(&there, change);
        }
        Ok(())
    }

    fn is_national(&self, id: UnitId) -> bool {
        self.draft.present(id).iter().any(|state| state.official_code.is_some())
    }

    /// Moves units to the successors of those above them.
    fn settle(&mut self, listed: &[Located<UnitData>], known: &Known) -> Result<(), LoadError> {
        let mut chosen = HashMap::new();
        for unit in listed {
            if let Some(successor) = &unit.successor {
                let id = known.referred(&unit.place, &unit.slug)?;
                chosen.insert(id, known.referred(&unit.place, successor)?);
            }
        }
        let changes = self.draft.changes().to_vec();
        tree::roll_up(&mut self.draft.states, &changes, &chosen).map_err(|problem| told(&problem, listed, known))
    }

    fn write_closure(&self, conn: &mut Conn, known: &Known) -> Result<bool, LoadError> {
        let moved = self.draft.moved(conn)?.map_err(|problem| told(&problem, &[], known))?;
        moved.write(conn)?;
        Ok(moved.known)
    }
}

fn version_of(state: &PlannedState, parent: Option<UnitId>) -> Version {
    Version {
        validity: state.validity,
        kind: state.kind,
        name: state.name.clone(),
        official_code: state.official_code.clone(),
        parent,
        line_superior: None,
        local_order: state.local_order,
        search_key: fold(&state.name),
        sort_key: sort_key(&state.name),
    }
}

/// A slug is written into addresses and commands: lower-case letters, digits and hyphens in parts.
fn check_slug(unit: &Located<UnitData>) -> Result<(), LoadError> {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if unit.slug.split('/').all(plain) {
        return Ok(());
    }
    Err(unit.place.refuse(format!(
        "tên ngắn «{}» chỉ được gồm chữ thường không dấu, chữ số, gạch nối, các cấp cách nhau bằng dấu /.",
        unit.slug
    )))
}

fn told(problem: &TreeProblem, listed: &[Located<UnitData>], known: &Known) -> LoadError {
    let (unit, what) = match problem {
        TreeProblem::NoSuccessor { unit, parent, ended_on } => (
            unit,
            format!(
                "đơn vị cấp trên «{}» chỉ có đến ngày {ended_on}. Ghi \"valid_to\" hoặc nạp tệp thay đổi nói đơn vị nào thay thế.",
                known.slug_of(*parent)
            ),
        ),
        TreeProblem::SeveralSuccessors { unit, parent, successors } => {
            let parts: Vec<&str> = successors.iter().map(|id| known.slug_of(*id)).collect();
            let (parent, parts) = (known.slug_of(*parent), parts.join(", "));
            (unit, format!("«{parent}» đã chia vào {parts}. Ghi \"successor\" là một trong các đơn vị đó."))
        }
        TreeProblem::ParentTooYoung { unit, parent, begins_on } => (
            unit,
            format!("đơn vị cấp trên «{}» chỉ có từ ngày {begins_on}. Sửa \"valid_from\".", known.slug_of(*parent)),
        ),
        TreeProblem::Cycle(unit) => (unit, "đơn vị đứng trên chính nó. Sửa \"parent\".".to_owned()),
    };
    let slug = known.slug_of(*unit);
    match listed.iter().find(|entry| entry.slug == slug) {
        Some(entry) => entry.place.refuse(format!("đơn vị «{slug}»: {what}")),
        None => LoadError::Unfit(format!("Đơn vị «{slug}»: {what}")),
    }
}

fn write_contacts(conn: &mut Conn, listed: &[Located<UnitData>], known: &Known) -> Result<(), LoadError> {
    for unit in listed.iter().filter(|unit| !unit.contacts.is_empty()) {
        let contacts: Vec<Contact> = unit.contacts.iter().cloned().map(Contact::from).collect();
        units::replace_contacts(conn, known.referred(&unit.place, &unit.slug)?, &contacts)?;
    }
    Ok(())
}

impl From<ContactData> for Contact {
    fn from(data: ContactData) -> Self {
        Self { name: data.name, post: data.post, phone: data.phone, email: data.email }
    }
}
