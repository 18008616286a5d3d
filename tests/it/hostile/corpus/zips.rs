//! Tricks of the container: bombs, lies of headers, names, overlaps, passwords, damage.

use super::container::{Deflated, Entry, container};
use super::workbooks::{one_person, parts, workbook};
use super::{DAMAGED, Kind, PASSWORD, TOO_BIG, Told, UNKNOWN, UNSAFE, heavy, kind};

const MIB: usize = 1 << 20;

pub fn kinds() -> Vec<Kind> {
    vec![
        heavy("2 MB that inflate to 2 GB, as the sheet", "ds.xlsx", UNSAFE, || {
            let sheet = Deflated::default().and(b"<worksheet><sheetData>", 1).and(&vec![b' '; MIB], 2_048);
            with(sheet.entry("xl/worksheets/sheet1.xml"))
        }),
        heavy("2 MB that inflate to 2 GB, as a picture", "ds.xlsx", TOO_BIG, || {
            beside(Deflated::default().and(&vec![0; MIB], 2_048).entry("xl/media/image1.png"))
        }),
        heavy("ten parts that inflate to 300 MB together", "ds.xlsx", TOO_BIG, || {
            // Hard to pack on purpose: no part alone passes the ratio.
            let part = |number| {
                Deflated::default().and(&noise(MIB), 1).and(&vec![0; MIB / 4], 120).entry(&format!("xl/media/{number}"))
            };
            let bombs: Vec<Entry> = (0..10).map(part).collect();
            container(&[parts(&one_person()), bombs].concat())
        }),
        kind("headers that declare ten bytes instead of 300 MB", "ds.xlsx", DAMAGED, || {
            let bomb = Deflated::default().and(&vec![b' '; MIB], 300).entry("xl/worksheets/sheet1.xml");
            with(Entry { size: 10, ..bomb })
        }),
        kind("headers that declare 4 GB instead of a few bytes", "ds.xlsx", Told::Taken(1, ""), || {
            let mut all = parts(&one_person());
            all.iter_mut().for_each(|entry| entry.size = u32::MAX - 1);
            container(&all)
        }),
        kind("ten thousand entries", "ds.xlsx", UNSAFE, || {
            let empty: Vec<Entry> = (0..10_000).map(|number| Entry::of(&format!("x/{number}"), b"")).collect();
            container(&[parts(&one_person()), empty].concat())
        }),
        kind("archives in archives", "ds.xlsx", Told::Taken(1, ""), || {
            let bomb = Deflated::default().and(&vec![0; MIB], 512).entry("0");
            let packed = (0..6).fold(container(&[bomb]), |inner, _| container(&[Entry::of("0.zip", &inner)]));
            beside(Entry::of("xl/embeddings/0.zip", &packed))
        }),
        kind("a thousand entries over the same bytes", "ds.xlsx", UNSAFE, || {
            let bomb = Deflated::default().and(&vec![0; MIB], 90).entry("xl/media/0");
            let first = parts(&one_person()).len();
            let mut all = parts(&one_person());
            all.push(bomb.clone());
            let again =
                |number| Entry { name: format!("xl/media/{number}").into_bytes(), at: Some(first), ..bomb.clone() };
            all.extend((1..1_000).map(again));
            container(&all)
        }),
        kind("two entries of one name", "ds.xlsx", UNSAFE, || {
            beside(Entry::of("xl/WORKSHEETS/sheet1.xml", b"<worksheet/>"))
        }),
        kind("an entry named ../../etc/passwd", "ds.xlsx", UNSAFE, || beside(Entry::of("../../etc/passwd", b"x"))),
        kind("an entry named /etc/passwd", "ds.xlsx", UNSAFE, || beside(Entry::of("/etc/passwd", b"x"))),
        kind("an entry named C:\\a", "ds.xlsx", UNSAFE, || beside(Entry::of("C:\\a", b"x"))),
        kind("an entry with NUL in its name", "ds.xlsx", UNSAFE, || beside(Entry::of("xl/a\0.xml", b"<x/>"))),
        kind("entries with a password", "ds.xlsx", PASSWORD, || {
            let mut all = parts(&one_person());
            all.iter_mut().for_each(|entry| entry.flags = 1);
            container(&all)
        }),
        kind("a wrong checksum", "ds.xlsx", DAMAGED, || {
            let mut all = parts(&one_person());
            all.iter_mut().for_each(|entry| entry.crc ^= 1);
            container(&all)
        }),
        kind("cut off after a quarter", "ds.xlsx", DAMAGED, || cut(1, 4)),
        kind("cut off in the middle", "ds.xlsx", DAMAGED, || cut(1, 2)),
        kind("cut off before the end", "ds.xlsx", DAMAGED, || cut(99, 100)),
        kind("only the first four bytes", "ds.xlsx", DAMAGED, || b"PK\x03\x04".to_vec()),
        kind("a directory full of rubbish", "ds.xlsx", DAMAGED, || {
            let mut bytes = workbook(&one_person());
            let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
            let end = bytes.len() - 22;
            bytes[directory + 4..end].fill(0xA5);
            bytes
        }),
        kind("a directory that lies elsewhere", "ds.xlsx", DAMAGED, || {
            let mut bytes = workbook(&one_person());
            let end = bytes.len();
            bytes[end - 6..end - 2].copy_from_slice(&0x7FFF_FFFF_u32.to_le_bytes());
            bytes
        }),
        heavy("a workbook of one byte too many", "ds.xlsx", Told::TooLarge, || {
            let mut bytes = workbook(&one_person());
            bytes.resize((20 << 20) + 1, 0);
            bytes
        }),
        kind("an empty archive", "ds.xlsx", UNKNOWN, || container(&[])),
        kind("an archive of other things", "ds.xlsx", UNKNOWN, || container(&[Entry::of("anh.jpg", b"x")])),
    ]
}

/// The workbook with another sheet.
fn with(sheet: Entry) -> Vec<u8> {
    let mut all = parts(&one_person());
    let place = all.iter().position(|entry| entry.name == sheet.name).unwrap();
    all[place] = sheet;
    container(&all)
}

/// The workbook with one more entry.
fn beside(entry: Entry) -> Vec<u8> {
    container(&[parts(&one_person()), vec![entry]].concat())
}

fn cut(part: usize, of: usize) -> Vec<u8> {
    let mut bytes = workbook(&one_person());
    bytes.truncate(bytes.len() * part / of);
    bytes
}

/// Bytes that do not pack.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}
