//! Programmes, providers and barriers.

use super::{Loaded, Material};
use crate::campaign::error::{LoadError, Place};
use crate::campaign::files::{CauseData, Located, PackageData, ProgrammeData, ProviderData};
use crate::model::barrier::Barrier;
use crate::model::id::{MilestoneId, ProgrammeId};
use crate::model::programme::LadderStep;
use crate::model::programme::MilestoneMeaning;
use crate::model::provider::spelling_key;
use crate::store::Conn;
use crate::store::catalogue::{self as store, PackageEntry, ProgrammeEntry};
use crate::store::channels::{self, Channel};

/// Loads the catalogue.
pub fn load(conn: &mut Conn, material: &Material, loaded: &mut Loaded) -> Result<(), LoadError> {
    providers(conn, &material.providers)?;
    programmes(conn, &material.programmes)?;
    loaded.providers = material.providers.len();
    loaded.programmes = material.programmes.len();
    loaded.barriers = barriers(conn, &material.causes)?;
    Ok(())
}

fn providers(conn: &mut Conn, providers: &[Located<ProviderData>]) -> Result<(), LoadError> {
    for (position, provider) in (1..).zip(providers) {
        let mut keys: Vec<String> = provider.spellings.iter().map(|written| spelling_key(written)).collect();
        keys.push(spelling_key(&provider.name));
        keys.sort();
        keys.dedup();
        store::put_provider(conn, &provider.code, &provider.name, &keys, position)?;
    }
    Ok(())
}

fn barriers(conn: &mut Conn, causes: &[Located<CauseData>]) -> Result<usize, LoadError> {
    let mut position = 0;
    let mut next = |code: &str, name: &str, cause: &CauseData| {
        position += 1;
        Barrier { code: code.to_owned(), name: name.to_owned(), group: cause.code.clone(), position }
    };
    for cause in causes {
        store::put_barrier(conn, &next(&cause.code, &cause.name, cause))?;
        for below in &cause.barriers {
            store::put_barrier(conn, &next(&below.code, &below.name, cause))?;
        }
        for of_units in &cause.of_units {
            store::put_barrier_of_units(conn, &next(&of_units.code, &of_units.name, cause))?;
        }
    }
    Ok(usize::try_from(position).unwrap_or(0))
}

/// All programmes with their milestones first: a prerequisite may name a programme that stands further down.
fn programmes(conn: &mut Conn, programmes: &[Located<ProgrammeData>]) -> Result<(), LoadError> {
    let mut ids = Vec::with_capacity(programmes.len());
    for (position, programme) in (1..).zip(programmes) {
        let id = store::put_programme(conn, &entry(programme, position)?)?;
        for (position, milestone) in (1..).zip(&programme.milestones) {
            store::put_milestone(conn, id, &milestone.code, &milestone.name, milestone.meaning, position)?;
        }
        ids.push(id);
    }
    for (programme, id) in programmes.iter().zip(ids) {
        check_channels(programme)?;
        let ways = programme.channels.iter();
        let ways: Vec<Channel> = ways.map(|way| Channel { code: way.code.clone(), name: way.name.clone() }).collect();
        channels::replace(conn, id, &ways)?;
        let needed = prerequisites(conn, programme)?;
        store::replace_prerequisites(conn, id, &needed)?;
        packages(conn, id, programme)?;
    }
    Ok(())
}

fn entry(programme: &Located<ProgrammeData>, position: i32) -> Result<ProgrammeEntry, LoadError> {
    let ladder = match (&programme.ladder, programme.level) {
        (Some(ladder), Some(level)) => Some(LadderStep { ladder: ladder.clone(), level }),
        (None, None) => None,
        _ => return Err(programme.place.refuse("\"ladder\" và \"level\" phải đi cùng nhau.")),
    };
    let renews = programme.milestones.iter().any(|milestone| milestone.meaning == MilestoneMeaning::Renewed);
    if renews && programme.term_months.is_none() {
        return Err(programme.place.refuse("mốc gia hạn (renewed) chỉ có ở dịch vụ có thời hạn (term_months)."));
    }
    Ok(ProgrammeEntry {
        code: programme.code.clone(),
        name: programme.name.clone(),
        ladder,
        min_age: programme.min_age,
        term_months: programme.term_months,
        holder: programme.holder.as_str().to_owned(),
        retired_on: programme.retired_on,
        position,
    })
}

fn check_channels(programme: &Located<ProgrammeData>) -> Result<(), LoadError> {
    let known = |code: &String| programme.milestones.iter().any(|milestone| milestone.code == *code);
    let passed = programme.channels.iter().flat_map(|channel| &channel.milestones);
    if let Some(unknown) = passed.into_iter().find(|code| !known(code)) {
        return Err(programme.place.refuse(format!("kênh nói đến mốc «{unknown}» mà dịch vụ không có.")));
    }
    let named = programme.prerequisites.iter().filter_map(|needed| needed.channel.as_ref());
    match named.into_iter().find(|code| !programme.channels.iter().any(|channel| channel.code == **code)) {
        Some(unknown) => {
            Err(programme.place.refuse(format!("điều kiện nói đến kênh «{unknown}» mà dịch vụ không có.")))
        }
        None => Ok(()),
    }
}

fn prerequisites(conn: &mut Conn, programme: &Located<ProgrammeData>) -> Result<Vec<(MilestoneId, String)>, LoadError> {
    if programme.prerequisites.is_empty() {
        return Ok(Vec::new());
    }
    let catalogue = store::load(conn)?;
    let find = |written: &str, place: &Place| match catalogue.milestone(written) {
        Some((_, milestone)) => Ok(milestone.id),
        None => Err(place.refuse(format!("không có mốc «{written}» trong danh mục dịch vụ."))),
    };
    let resolved = programme
        .prerequisites
        .iter()
        .map(|needed| Ok((find(&needed.milestone, &programme.place)?, needed.channel.clone().unwrap_or_default())));
    resolved.collect()
}

fn packages(conn: &mut Conn, of: ProgrammeId, programme: &Located<ProgrammeData>) -> Result<(), LoadError> {
    if programme.packages.is_empty() {
        return Ok(());
    }
    let providers = store::providers(conn)?;
    let provider_of = |package: &PackageData| match &package.provider {
        None => Ok(None),
        Some(code) => match providers.iter().find(|provider| provider.code == *code) {
            Some(provider) => Ok(Some(provider.id)),
            None => Err(programme.place.refuse(format!("không có nhà cung cấp «{code}». Nạp cùng tệp nhà cung cấp."))),
        },
    };
    for (position, package) in (1..).zip(&programme.packages) {
        let entry = PackageEntry {
            code: package.code.clone(),
            name: package.name.clone(),
            provider: provider_of(package)?,
            price_dong: package.price_dong,
            term_months: package.term_months,
            position,
        };
        store::put_package(conn, of, &entry)?;
    }
    Ok(())
}
