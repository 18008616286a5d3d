//! Loading data files: units, catalogue, campaigns, quotas. One transaction; loading the same files again changes nothing.

mod campaigns;
mod catalogue;
mod quotas;
mod tasks;
mod units;

use super::error::LoadError;
use super::files::{
    CampaignData, CauseData, ChangeRow, Content, DataFile, Located, NationalRow, ProgrammeData, ProviderData,
    QuotasData, ReclassifiedRow, ShortSlugRow, UnitChangeData, UnitData,
};
use crate::access::{AccessError, Actor, AuditEvent, allowed, audit, scope};
use crate::model::role::Operation;
use crate::store::{Conn, Db, recount};

/// What was loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Loaded {
    /// Units that the files describe.
    pub units: usize,
    /// Of these, units that are new or whose states changed.
    pub units_changed: usize,
    /// Programmes.
    pub programmes: usize,
    /// Providers.
    pub providers: usize,
    /// Barriers.
    pub barriers: usize,
    /// Campaigns.
    pub campaigns: usize,
    /// Tasks of the campaigns.
    pub tasks: usize,
    /// Quotas that the files give.
    pub quotas: usize,
    /// Of these, quotas that are new or revised.
    pub quotas_changed: usize,
}

/// Everything the files say, by kind.
#[derive(Default)]
struct Material {
    national: Vec<Located<NationalRow>>,
    changes: Vec<Located<ChangeRow>>,
    reclassified: Vec<Located<ReclassifiedRow>>,
    short_slugs: Vec<Located<ShortSlugRow>>,
    units: Vec<Located<UnitData>>,
    unit_changes: Vec<Located<UnitChangeData>>,
    programmes: Vec<Located<ProgrammeData>>,
    providers: Vec<Located<ProviderData>>,
    causes: Vec<Located<CauseData>>,
    campaigns: Vec<Located<CampaignData>>,
    quotas: Vec<Located<QuotasData>>,
}

/// Loads data files of any kinds, in whatever order they are given.
///
/// # Errors
/// Nothing is loaded when any line of any file does not fit.
pub fn load(db: &Db, actor: &Actor, files: &[DataFile]) -> Result<Loaded, LoadError> {
    let material = Material::read(files)?;
    db.write(|conn| load_material(conn, actor, &material))
}

fn load_material(conn: &mut Conn, actor: &Actor, material: &Material) -> Result<Loaded, LoadError> {
    may_load(actor, material)?;
    let mut loaded = Loaded::default();
    let moved = units::load(conn, actor, material, &mut loaded)?;
    catalogue::load(conn, material, &mut loaded)?;
    let counted_anew = campaigns::load(conn, actor, &material.campaigns, &mut loaded)?;
    for file in &material.quotas {
        quotas::load(conn, actor, file, &mut loaded)?;
    }
    if moved || counted_anew {
        recount::refill(conn)?;
    }
    let detail = serde_json::to_value(loaded).unwrap_or_default();
    let event = AuditEvent { action: "campaign.load", object: "data_files", object_id: None, unit: None, detail };
    audit(conn, actor, event)?;
    Ok(loaded)
}

/// National units and the catalogue are the ground on which everybody's figures stand: only who may load everywhere may load them. Units, campaigns
/// and quotas are checked one by one.
fn may_load(actor: &Actor, material: &Material) -> Result<(), AccessError> {
    allowed(actor, Operation::ManageCampaign)?;
    if material.concerns_everybody() && scope(actor).is_some() {
        return Err(AccessError::Forbidden);
    }
    Ok(())
}

impl Material {
    fn concerns_everybody(&self) -> bool {
        let national = [self.national.len(), self.changes.len(), self.reclassified.len(), self.short_slugs.len()];
        // A change between two units concerns whoever stands below either.
        let units = national.into_iter().chain([self.unit_changes.len()]);
        let catalogue = [self.programmes.len(), self.providers.len(), self.causes.len()];
        units.chain(catalogue).any(|rows| rows > 0)
    }

    fn read(files: &[DataFile]) -> Result<Self, LoadError> {
        let mut material = Self::default();
        for file in files {
            match Content::read(file)? {
                Content::National(rows) => material.national.extend(rows),
                Content::Changes(rows) => material.changes.extend(rows),
                Content::Reclassified(rows) => material.reclassified.extend(rows),
                Content::ShortSlugs(rows) => material.short_slugs.extend(rows),
                Content::Units(units) => material.units.extend(units),
                Content::UnitChanges(changes) => material.unit_changes.extend(changes),
                Content::Programmes(programmes) => material.programmes.extend(programmes),
                Content::Providers(providers) => material.providers.extend(providers),
                Content::Barriers(causes) => material.causes.extend(causes),
                Content::Campaigns(campaigns) => material.campaigns.extend(campaigns),
                Content::Quotas(quotas) => material.quotas.push(quotas),
                Content::Rosters(_) => {
                    let (file, problem) = (file.name.clone(), "chỉ dùng cho lệnh tiendo demo, không nạp riêng được.");
                    return Err(LoadError::InFile { file, problem: problem.to_owned() });
                }
            }
        }
        Ok(material)
    }
}
