//! Units that are compared with one another, by their rank.

use crate::model::unit::UnitKind;
use crate::progress::report::{Figure, MeasureName, ProgressReport, UnitName};
use crate::progress::{Composite, Ranking};

use super::{AHEAD, BEHIND, BEST, HALF, UNRANKED};

/// Units that are compared with one another.
pub struct Tier<'a> {
    /// Name of the sheet.
    pub name: &'static str,
    /// In the middle of a sentence.
    pub words: &'static str,
    /// The measures that units of the tier have a quota of, in order.
    pub measures: Vec<&'a MeasureName>,
    /// Those with a rank first, by rank and local order.
    pub units: Vec<Placed<'a>>,
}

/// A unit with its ranks.
pub struct Placed<'a> {
    /// Which.
    pub unit: &'a UnitName,
    /// Its figures.
    pub figures: &'a [Figure],
    /// Its place over all measures.
    pub composite: Option<Composite>,
    /// Its rank in each measure of the tier.
    pub ranks: Vec<Option<u32>>,
}

impl Placed<'_> {
    /// Its figure of a measure, where it has a quota of it.
    pub fn figure(&self, measure: &MeasureName) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.measure.id == measure.id && figure.quota.is_some())
    }

    /// How it did, in a word; nothing for those between the ends.
    pub fn word(&self) -> &'static str {
        match self.composite {
            None => UNRANKED,
            Some(place) if place.mean < HALF => BEHIND,
            Some(place) if place.rank <= BEST => AHEAD,
            Some(_) => "",
        }
    }
}

/// The tiers in which at least two units have a rank.
pub fn tiers<'a>(report: &'a ProgressReport, ranks: &Ranking) -> Vec<Tier<'a>> {
    let communes = report.children.iter().any(|(unit, _)| unit.kind.is_commune_level());
    let (name, words) = if communes {
        ("Khối xã, phường", "khối xã, phường")
    } else {
        ("Khối thôn, tổ dân phố", "khối thôn, tổ dân phố")
    };
    let tiers = [
        tier(report, ranks, (name, words), |kind| !kind.is_workplace()),
        tier(report, ranks, ("Khối cơ quan, đơn vị", "khối cơ quan, đơn vị"), UnitKind::is_workplace),
    ];
    let ranked = |tier: &Tier<'_>| tier.units.iter().filter(|one| one.composite.is_some()).count() > 1;
    tiers.into_iter().filter(ranked).collect()
}

fn tier<'a>(
    report: &'a ProgressReport,
    ranks: &Ranking,
    (name, words): (&'static str, &'static str),
    belongs: impl Fn(UnitKind) -> bool,
) -> Tier<'a> {
    let within: Vec<&(UnitName, Vec<Figure>)> = report.children.iter().filter(|(unit, _)| belongs(unit.kind)).collect();
    let has_quota = |measure: &&MeasureName| {
        let of_it = |figure: &Figure| figure.measure.id == measure.id && figure.quota.is_some();
        within.iter().any(|(_, figures)| figures.iter().any(of_it))
    };
    let measures: Vec<&MeasureName> = report.measures.iter().filter(has_quota).collect();
    let placed = |(unit, figures): &&'a (UnitName, Vec<Figure>)| Placed {
        unit,
        figures,
        composite: ranks.composite(unit.id),
        ranks: measures.iter().map(|measure| ranks.rank(unit.id, measure.id)).collect(),
    };
    let mut units: Vec<Placed<'a>> = within.iter().map(placed).collect();
    units.sort_by_key(|one| (one.composite.map_or(u32::MAX, |place| place.rank), one.unit.local_order));
    Tier { name, words, measures, units }
}
