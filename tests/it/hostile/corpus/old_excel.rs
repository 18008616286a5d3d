//! `.xls`: compound files (MS-CFB) with one stream of BIFF records (MS-XLS), honest ones and liars.

use super::{DAMAGED, EMPTY, Kind, NOBODY, PASSWORD, TOO_BIG, kind};

const SECTOR: usize = 512;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// Records.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const FORMULA: u16 = 0x0006;
const FILE_PASSWORD: u16 = 0x002F;
const STRINGS: u16 = 0x00FC;
const SHARED_TEXT: u16 = 0x00FD;

pub fn kinds() -> Vec<Kind> {
    vec![
        kind("a chain of sectors that runs in a circle", "ds.xls", DAMAGED, || {
            let mut bytes = compound("Workbook", &vec![0; 20 * SECTOR]);
            link(&mut bytes, 12, 3);
            bytes
        }),
        kind("a directory that runs in a circle", "ds.xls", DAMAGED, || {
            let mut bytes = compound("Workbook", &stream(&[], &[]));
            link(&mut bytes, 1, 1);
            bytes
        }),
        kind("a table of sectors that lists itself", "ds.xls", DAMAGED, || {
            let mut bytes = compound("Workbook", &stream(&[], &[]));
            for place in 0..109 {
                bytes[76 + 4 * place..80 + 4 * place].copy_from_slice(&0_u32.to_le_bytes());
            }
            bytes[68..72].copy_from_slice(&0_u32.to_le_bytes());
            link(&mut bytes, 1, 0);
            bytes
        }),
        kind("a stream that says it has 4 GB", "ds.xls", EMPTY, || {
            let mut bytes = compound("Workbook", &stream(&[], &[]));
            let entry = SECTOR * 2 + 128;
            bytes[entry + 120..entry + 124].copy_from_slice(&u32::MAX.to_le_bytes());
            bytes
        }),
        kind("a compound file cut off after its header", "ds.xls", DAMAGED, || {
            compound("Workbook", &stream(&[], &[]))[..SECTOR].to_vec()
        }),
        kind("an old workbook with a password", "ds.xls", PASSWORD, || {
            compound("Workbook", &stream(&[record(FILE_PASSWORD, &[1, 0, 1, 0, 0, 0, 0, 0])], &[]))
        }),
        kind("a workbook in an encrypted package", "ds.xlsx", PASSWORD, || compound("EncryptedPackage", &[7; 5_000])),
        kind("dimensions of the whole grid", "ds.xls", TOO_BIG, || {
            sheet(&[record(DIMENSIONS, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0])])
        }),
        kind("dimensions that run backwards", "ds.xls", DAMAGED, || {
            sheet(&[record(DIMENSIONS, &[5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0])])
        }),
        kind("two numbers in opposite corners", "ds.xls", TOO_BIG, || {
            let corner = [&[0xFF, 0xFF, 0xFF, 0, 0, 0][..], &[0; 8]].concat();
            sheet(&[record(NUMBER, &[0; 14]), record(NUMBER, &corner)])
        }),
        kind("a formula that points to itself", "ds.xls", NOBODY, || {
            // ptgExp, the reference to a shared formula, with too few bytes behind it.
            let formula = [&[0; 20][..], &[5, 0, 0x01, 0, 0, 0, 0]].concat();
            sheet(&[record(FORMULA, &formula), record(FORMULA, &[&[0; 20][..], &[1, 0, 0x01]].concat())])
        }),
        kind("a number without bytes", "ds.xls", DAMAGED, || sheet(&[record(NUMBER, &[0, 0])])),
        kind("a shared string that does not exist", "ds.xls", EMPTY, || {
            sheet(&[record(SHARED_TEXT, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F])])
        }),
        kind("four billion shared strings declared", "ds.xls", EMPTY, || {
            compound(
                "Workbook",
                &stream(&[record(STRINGS, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, b'a'])], &[]),
            )
        }),
        kind("a record longer than the file", "ds.xls", DAMAGED, || sheet(&[vec![0x03, 0x02, 0xFF, 0xFF, 1]])),
        kind("a sheet outside the file", "ds.xls", DAMAGED, || {
            let lost = record(SHEET, &[0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 1, 0, b'A']);
            compound("Workbook", &[record(BEGIN, &begin()), lost, record(END, &[])].concat())
        }),
    ]
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// BIFF8, workbook.
fn begin() -> Vec<u8> {
    [&[0x00, 0x06, 0x05, 0x00][..], &[0; 12]].concat()
}

/// The stream of a workbook of one sheet.
fn stream(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let globals = globals.concat();
    let before = record(BEGIN, &begin()).len() + record(SHEET, &[0; 9]).len() + globals.len() + record(END, &[]).len();
    let position = u32::try_from(before).unwrap().to_le_bytes();
    let entry = [&position[..], &[0, 0, 1, 0, b'A']].concat();
    let mut sheet_begin = begin();
    sheet_begin[2] = 0x10;
    [
        record(BEGIN, &begin()),
        record(SHEET, &entry),
        globals,
        record(END, &[]),
        record(BEGIN, &sheet_begin),
        cells.concat(),
        record(END, &[]),
    ]
    .concat()
}

fn sheet(cells: &[Vec<u8>]) -> Vec<u8> {
    compound("Workbook", &stream(&[], cells))
}

/// A compound file with one stream: header, table of sectors, directory, content.
fn compound(name: &str, content: &[u8]) -> Vec<u8> {
    // Shorter streams would have to lie in the stream of small sectors.
    let size = content.len().max(4_096);
    let sectors = size.div_ceil(SECTOR);
    assert!(sectors + 2 <= SECTOR / 4, "one sector of the table is enough");
    let mut header = vec![0; SECTOR];
    header[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for (place, value) in [(24, 0x3E_u16), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
        header[place..place + 2].copy_from_slice(&value.to_le_bytes());
    }
    let mut numbers = vec![(44, 1), (48, 1), (56, 4_096), (60, END_OF_CHAIN), (68, END_OF_CHAIN), (76, 0)];
    numbers.extend((1..109).map(|place| (76 + 4 * place, u32::MAX)));
    for (place, value) in numbers {
        header[place..place + 4].copy_from_slice(&value.to_le_bytes());
    }
    let last = 1 + u32::try_from(sectors).unwrap();
    let mut table: Vec<u32> = vec![0xFFFF_FFFD, END_OF_CHAIN];
    table.extend((2..=last).map(|sector| if sector == last { END_OF_CHAIN } else { sector + 1 }));
    table.resize(SECTOR / 4, u32::MAX);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    let mut directory = [entry("Root Entry", 5, END_OF_CHAIN, 0), entry(name, 2, 2, size)].concat();
    directory.resize(SECTOR, 0);
    let mut content = content.to_vec();
    content.resize(sectors * SECTOR, 0);
    [header, table, directory, content].concat()
}

fn entry(name: &str, kind: u8, start: u32, size: usize) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(128, 0);
    entry[64..66].copy_from_slice(&length.to_le_bytes());
    entry[66] = kind;
    entry[67] = 1;
    entry[68..80].fill(0xFF);
    if kind == 5 {
        entry[76..80].copy_from_slice(&1_u32.to_le_bytes());
    }
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
    entry
}

/// Lets a sector be followed by another one.
fn link(bytes: &mut [u8], sector: usize, next: u32) {
    let place = SECTOR + 4 * sector;
    bytes[place..place + 4].copy_from_slice(&next.to_le_bytes());
}
