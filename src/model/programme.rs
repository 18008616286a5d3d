//! Programmes people enrol in: data, not code. Ordered milestones, prerequisites, ladders of levels.

use serde::{Deserialize, Serialize};

use super::id::{MilestoneId, ProgrammeId};

/// A programme (dịch vụ), as loaded from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Identity.
    pub id: ProgrammeId,
    /// Fixed code: `vneid2`, `smartca`.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Where it is one level of a ladder on which a person counts only at the highest step held.
    pub ladder: Option<LadderStep>,
    /// Youngest age in years at which a person belongs to the eligible base.
    pub min_age: u8,
    /// Months a certificate runs from the last milestone known, a renewal included; `None` where nothing expires.
    pub term_months: Option<u16>,
    /// Ordered milestones.
    pub milestones: Vec<Milestone>,
}

/// The place of a programme on a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LadderStep {
    /// Code of the ladder: `vneid`.
    pub ladder: String,
    /// Level, from 1.
    pub level: u8,
}

/// One milestone of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Identity.
    pub id: MilestoneId,
    /// Fixed code within its programme: `activated`.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// What it means in the life of an enrollment.
    pub meaning: MilestoneMeaning,
}

/// What a milestone means for the questions every campaign asks: who has one, whose works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneMeaning {
    /// A step on the way.
    Step,
    /// From here on the person has it ("đã cấp").
    Issued,
    /// From here on it counts ("đã kích hoạt", "đã nghiệm thu").
    Achieved,
    /// A new term begins ("đã gia hạn"). It can happen again and again: every statement of another day is a renewal of its own.
    Renewed,
}

impl MilestoneMeaning {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Issued => "issued",
            Self::Achieved => "achieved",
            Self::Renewed => "renewed",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Step, Self::Issued, Self::Achieved, Self::Renewed].into_iter().find(|m| m.as_str() == word)
    }
}

impl Programme {
    /// What a renewal of its term is recorded as.
    pub fn renewal(&self) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.meaning == MilestoneMeaning::Renewed)
    }
}

/// All programmes, found by code or identity.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    programmes: Vec<Programme>,
}

impl Catalogue {
    /// From the programmes of the store.
    pub fn new(programmes: Vec<Programme>) -> Self {
        Self { programmes }
    }

    /// All of them, in the order of the catalogue.
    pub fn programmes(&self) -> &[Programme] {
        &self.programmes
    }

    /// By code.
    pub fn by_code(&self, code: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.code == code)
    }

    /// By identity.
    pub fn by_id(&self, id: ProgrammeId) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == id)
    }

    /// `vneid2.activated` to its programme and milestone.
    pub fn milestone(&self, dotted: &str) -> Option<(&Programme, &Milestone)> {
        let (programme, milestone) = dotted.split_once('.')?;
        let programme = self.by_code(programme)?;
        Some((programme, programme.milestones.iter().find(|m| m.code == milestone)?))
    }

    /// The programme and milestone of a milestone's identity.
    pub fn milestone_by_id(&self, id: MilestoneId) -> Option<(&Programme, &Milestone)> {
        self.programmes
            .iter()
            .find_map(|programme| programme.milestones.iter().find(|m| m.id == id).map(|m| (programme, m)))
    }

    /// The programmes of a ladder, lowest level first.
    pub fn ladder(&self, code: &str) -> Vec<&Programme> {
        let level_of = |programme: &Programme| programme.ladder.as_ref().filter(|s| s.ladder == code).map(|s| s.level);
        let mut steps: Vec<_> = self.programmes.iter().filter_map(|p| level_of(p).map(|level| (level, p))).collect();
        steps.sort_by_key(|(level, _)| *level);
        steps.into_iter().map(|(_, programme)| programme).collect()
    }
}
