//! Data files: what kind a file is (told by its `"kind"` field or its CSV header), and its content as types. Nothing here knows the database.

mod campaigns;
mod catalogue;
mod csv_rows;
mod json;
mod rosters;
mod unit_list;

pub use campaigns::{CampaignData, MeasureData, QuotaData, QuotasData, SessionData, TaskData};
pub use catalogue::{BarrierData, CauseData, ChannelData, PackageData, ProgrammeData, ProviderData};
pub use csv_rows::{ChangeRow, NationalRow, ReclassifiedRow, ShortSlugRow};
pub use json::Located;
pub use rosters::{DemoList, DemoRosters, QuotaSheet};
pub use unit_list::{ContactData, UnitChangeData, UnitData};

use super::error::{LoadError, Place};

/// A file as it comes in: from the disk or out of the program itself.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Name, for messages.
    pub name: String,
    /// Content.
    pub content: Vec<u8>,
}

/// A file, read.
#[derive(Debug, Clone)]
pub enum Content {
    /// Provinces and communes in force.
    National(Vec<Located<NationalRow>>),
    /// Which old commune went where on 1/7/2025.
    Changes(Vec<Located<ChangeRow>>),
    /// Units that changed their kind later.
    Reclassified(Vec<Located<ReclassifiedRow>>),
    /// Shorter names in addresses.
    ShortSlugs(Vec<Located<ShortSlugRow>>),
    /// Villages and offices.
    Units(Vec<Located<UnitData>>),
    /// Changes between villages, offices and working areas.
    UnitChanges(Vec<Located<UnitChangeData>>),
    /// What people enrol in.
    Programmes(Vec<Located<ProgrammeData>>),
    /// Providers of certificates.
    Providers(Vec<Located<ProviderData>>),
    /// Why somebody is not done.
    Barriers(Vec<Located<CauseData>>),
    /// Campaigns with their measures.
    Campaigns(Vec<Located<CampaignData>>),
    /// Quotas of one campaign.
    Quotas(Located<QuotasData>),
    /// Which list of the demo belongs to which unit.
    Rosters(DemoRosters),
}

impl Content {
    /// Reads a file of any kind.
    pub fn read(file: &DataFile) -> Result<Self, LoadError> {
        let whole = Place { file: file.name.clone(), line: None };
        let text = std::str::from_utf8(&file.content)
            .map_err(|_| whole.refuse("không phải văn bản UTF-8. Lưu lại tệp với bảng mã UTF-8 rồi nạp lại."))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if text.trim_start().starts_with('{') { json::read(&file.name, text) } else { csv_rows::read(&file.name, text) }
    }
}
