//! Everything around the text: head, name, addressees, signature, and the head of an annex.

use super::drawing::rule;
use super::table::{Frame, bare_table};
use super::text::{Paragraph, Style, room};
use crate::documents::face::{Face, FaceAnnex};
use crate::documents::sizes::{SIZES, points, twips};
use crate::documents::text_width::{Letters, width_mm};

/// Both columns of the head.
pub(super) fn letterhead(face: &Face) -> String {
    let (left, right) = (SIZES.head_left, SIZES.width() - SIZES.head_left);
    let mut agency: String =
        face.superior.iter().map(|superior| Paragraph::new(Style::Superior, superior).xml()).collect();
    agency.extend(face.agency.iter().map(|line| Paragraph::new(Style::Agency, line).xml()));
    let last = face.agency.last().map_or("", String::as_str);
    agency.push_str(&rule(width_mm(last, SIZES.agency, Letters::Bold) * SIZES.agency_rule, left));
    let mut state = Paragraph::new(Style::State, SIZES.state_words).xml();
    state.push_str(&Paragraph::new(Style::Motto, SIZES.motto_words).xml());
    state.push_str(&rule(width_mm(SIZES.motto_words, SIZES.motto, Letters::Bold), right));
    let mut number = Paragraph::new(Style::Number, &face.number).xml();
    number.extend(face.below_number.iter().map(|words| Paragraph::new(Style::BelowNumber, words).xml()));
    let day = Paragraph::new(Style::PlaceAndDay, &face.place_and_day).xml();
    let mut xml = bare_table(&[left, right], &[vec![agency, state], vec![number, day]]);
    if let Some((words, width)) = face.urgency {
        xml.push_str(&room(SIZES.number_gap));
        xml.push_str(&urgency(words, f64::from(width)));
    }
    xml
}

fn urgency(words: &str, width: f64) -> String {
    let frame = Frame { color: "FF0000", height_mm: 8.0 };
    super::table::framed(words, width, &frame)
}

/// Name and subject of a document that has one.
pub(super) fn title(face: &Face) -> String {
    let Some((name, subject)) = face.name.as_deref().zip(face.subject.as_deref()) else { return String::new() };
    let mut xml = Paragraph { before: Some(SIZES.title_gap), ..Paragraph::new(Style::Name, name) }.xml();
    let side = SIZES.width() * (1.0 - SIZES.subject_room) / 2.0;
    xml.push_str(&Paragraph { sides: Some((side, side)), ..Paragraph::new(Style::Subject, subject) }.xml());
    let width = width_mm(subject, SIZES.body, Letters::Bold).min(SIZES.width() * SIZES.subject_room);
    xml.push_str(&rule(width * SIZES.subject_rule, SIZES.width()));
    xml
}

/// «Kính gửi».
pub(super) fn addressees(face: &Face) -> String {
    const WORDS: &str = "Kính gửi:";
    let first = |words: &str, centred: bool| {
        Paragraph {
            before: Some(SIZES.title_gap),
            sides: (!centred).then_some((SIZES.addressees_indent, 0.0)),
            align: centred.then_some("center"),
            ..Paragraph::new(Style::Addressees, words)
        }
        .xml()
    };
    match face.addressees.as_slice() {
        [] => String::new(),
        [only] => first(&format!("{WORDS} {only}"), true),
        several => {
            let colon = width_mm("Kính gửi", SIZES.body, Letters::Regular);
            let hanging = width_mm("- ", SIZES.body, Letters::Regular);
            let sides = Some((SIZES.addressees_indent + colon + hanging, 0.0));
            let mut xml = first(WORDS, false);
            for one in several {
                let line = Paragraph { sides, hanging: Some(hanging), ..Paragraph::new(Style::Addressees, one) };
                xml.push_str(&line.xml());
            }
            xml
        }
    }
}

/// «Nơi nhận» and the signature, side by side, never parted by the end of a page.
pub(super) fn closing(face: &Face) -> String {
    let half = SIZES.width() / 2.0;
    let mut copies = String::new();
    if !face.copies.is_empty() {
        copies.push_str(&Paragraph::new(Style::CopiesHead, "Nơi nhận:").xml());
        for one in &face.copies {
            let hang = SIZES.copies_hang;
            let line =
                Paragraph { sides: Some((hang, 0.0)), hanging: Some(hang), ..Paragraph::new(Style::Copies, one) };
            copies.push_str(&line.xml());
        }
    } else {
        copies.push_str(&room(SIZES.copies_pitch));
    }
    let mut signature: String =
        face.authority.iter().map(|line| Paragraph::new(Style::Authority, line).xml()).collect();
    signature.push_str(&room(f64::from(points_of_mm(SIZES.signature_gap))));
    match &face.signer {
        Some(signer) => signature.push_str(&Paragraph::new(Style::Authority, signer).xml()),
        None => signature.push_str(&room(1.0)),
    }
    let mut xml = room(SIZES.closing_gap);
    xml.push_str(&bare_table(&[half, half], &[vec![copies, signature]]));
    xml
}

fn points_of_mm(length: f64) -> f32 {
    // Twentieths of a point are as fine as the file can say.
    (twips(length) as f32) / (points(1.0) as f32)
}

/// Label, title, and what the annex is attached to.
pub(super) fn annex_title(annex: &FaceAnnex, width: f64) -> String {
    let mut xml = Paragraph::new(Style::AnnexTitle, &annex.label).xml();
    xml.push_str(&Paragraph::new(Style::AnnexTitle, &annex.title).xml());
    xml.push_str(&Paragraph::new(Style::Attached, &annex.attached).xml());
    xml.push_str(&rule(SIZES.annex_rule, width));
    xml
}
