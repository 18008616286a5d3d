//! Small damage to valid files, aware of their structure: bytes, words of tables, tags of XML parts, records of BIFF.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::random::Random;

/// What hands, programs and attackers put into cells.
const WORDS: [&str; 62] = [
    "",
    " ",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "\u{200b}",
    "\"",
    "\"\"",
    "'",
    "=",
    "=1+1",
    "@SUM(A1)",
    "-",
    "(1)",
    "x",
    "X",
    "✓",
    "TT",
    "STT",
    "Họ và tên",
    "Họ tên",
    "Tên",
    "Ngày sinh",
    "Năm sinh",
    "Nam",
    "Nữ",
    "Giới tính",
    "Số CCCD",
    "CMND",
    "Điện thoại",
    "Thôn",
    "Thôn 1",
    "I. THÔN ĐỒNG VÀNG",
    "Mức 2",
    "Kích hoạt",
    "Ngày kích hoạt",
    "Ghi chú",
    "Tổng cộng",
    "Tổng cộng: 4.294.967.296 người",
    "Người lập biểu",
    "Nguyễn Văn A",
    "NGUYEN",
    "Nguye\u{302}\u{303}n",
    "İSTANBUL ẞ ŉ ǰ",
    "ﬁ Å 😀",
    "Th«n Ngäc Th\u{ad}îng",
    "Nguyeãn Vaên Höôøng",
    "Nguyễn",
    "31/02/1990",
    "00/00/0000",
    "1/1/99999",
    "29-2-1900",
    "99999999999999999999",
    "-1",
    "1e308",
    "-0",
    "NaN",
    "038090000001",
    "0.38090000001E+11",
    "09012345678901234567890",
    "Password",
];

/// Numbers at the edges.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "-1",
    "255",
    "256",
    "257",
    "16384",
    "16385",
    "65535",
    "65536",
    "1048576",
    "1048577",
    "2147483648",
    "4294967295",
    "18446744073709551616",
    "1e400",
];

/// Damages a valid file according to its kind.
pub fn damaged(file: &[u8], random: &mut Random) -> Vec<u8> {
    let rounds = 1 + random.below(4);
    let mut bytes = file.to_vec();
    for _ in 0..rounds {
        bytes = match bytes.get(..2) {
            _ if random.once_in(12) => flip(bytes, random),
            Some(b"PK") => in_archive(&bytes, random).unwrap_or(bytes),
            Some([0xD0, 0xCF]) => in_records(bytes, random),
            _ => in_text(&bytes, random),
        };
    }
    bytes
}

/// Single bytes, pieces taken out, doubled or moved, the end cut off.
fn flip(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let length = bytes.len();
    match random.below(6) {
        0 => bytes.truncate(random.below(length)),
        1 => drop(bytes.drain(random.part(length))),
        2 => {
            let piece = bytes[random.part(length)].to_vec();
            let at = random.below(length);
            bytes.splice(at..at, piece);
        }
        3 if length > 4 => {
            let at = random.below(length - 4);
            let edge = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, u32::MAX][random.below(6)];
            bytes[at..at + 4].copy_from_slice(&edge.to_le_bytes());
        }
        _ => {
            for _ in 0..=random.below(8) {
                let at = random.below(length);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.byte();
                }
            }
        }
    }
    bytes
}

/// Takes the parts out, damages one or two of them, packs them again.
fn in_archive(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).ok()?;
        let (name, mut content) = (part.name().ok()?.into_owned(), Vec::new());
        part.read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    // The parts with cells are where most of the reading happens.
    let telling =
        |name: &str| ["sheet1", "sharedstrings", "content.xml"].iter().any(|word| name.to_lowercase().contains(word));
    for _ in 0..=random.below(2) {
        let chosen = random.below(parts.len());
        let at =
            if random.once_in(3) { chosen } else { parts.iter().position(|(name, _)| telling(name)).unwrap_or(chosen) };
        let (name, content) = parts.get_mut(at)?;
        *content = if name.ends_with(".bin") { in_bin(content, random) } else { in_xml(content, random) };
    }
    if random.once_in(20) {
        parts.remove(random.below(parts.len()));
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    // Hardly packed, as it is read once.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(name, options).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn in_xml(content: &[u8], random: &mut Random) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(content) else { return flip(content.to_vec(), random) };
    // Every piece is a tag or a text between tags.
    let mut pieces: Vec<String> = text
        .split_inclusive('>')
        .flat_map(|piece| {
            let tag = piece.find('<').unwrap_or(0);
            [piece[..tag].to_owned(), piece[tag..].to_owned()]
        })
        .filter(|piece| !piece.is_empty())
        .collect();
    for _ in 0..=random.below(4) {
        let at = random.below(pieces.len());
        match random.below(7) {
            0 => drop(pieces.drain(random.part(pieces.len()))),
            1 => {
                let copy = pieces[random.part(pieces.len())].to_vec();
                pieces.splice(at..at, copy);
            }
            2 => {
                let other = random.below(pieces.len());
                if at < pieces.len() && other < pieces.len() {
                    pieces.swap(at, other);
                }
            }
            3 => pieces.insert(
                at,
                random
                    .of_these(&["<!--", "<![CDATA[", "&#0;", "&#x110000;", "&a", "<", ">", "</row>", "<c>", "]]>"])
                    .to_owned(),
            ),
            _ => {
                if let Some(piece) = pieces.get_mut(at) {
                    *piece = if piece.starts_with('<') {
                        with_other_value(piece, random)
                    } else {
                        random.of_these(&WORDS).to_owned()
                    };
                }
            }
        }
        if pieces.is_empty() {
            return Vec::new();
        }
    }
    let bytes = pieces.concat().into_bytes();
    if random.once_in(10) { flip(bytes, random) } else { bytes }
}

/// A tag with another value of one of its attributes.
fn with_other_value(tag: &str, random: &mut Random) -> String {
    let mut quoted: Vec<&str> = tag.split('"').collect();
    let values = quoted.len() / 2;
    if values == 0 {
        return tag.replace('/', "");
    }
    let value = if random.once_in(3) { random.of_these(&WORDS) } else { random.of_these(&NUMBERS) };
    if let Some(place) = quoted.get_mut(2 * random.below(values) + 1) {
        *place = value;
    }
    quoted.join("\"")
}

/// Where the records of a part of `.xlsb` begin: kind and length have seven bits a byte.
fn binary_records(content: &[u8]) -> Vec<usize> {
    let number = |at: &mut usize| {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let byte = *content.get(*at)?;
            *at += 1;
            number |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(number)
    };
    let (mut starts, mut at) = (Vec::new(), 0);
    while at < content.len() {
        starts.push(at);
        let Some(length) = number(&mut at).and_then(|_| number(&mut at)) else { break };
        at += length;
    }
    starts
}

/// Damages records of a part of `.xlsb`: taken out, doubled, of another kind, with another number in them; or any bytes.
fn in_bin(content: &[u8], random: &mut Random) -> Vec<u8> {
    let starts = binary_records(content);
    if starts.len() < 2 || random.once_in(4) {
        return flip(content.to_vec(), random);
    }
    let mut bytes = content.to_vec();
    let which = random.below(starts.len() - 1);
    let (from, to) = (starts[which], starts[which + 1]);
    match random.below(4) {
        0 => drop(bytes.drain(from..to)),
        1 => {
            let copy = bytes[from..to].to_vec();
            let at = starts[random.below(starts.len())];
            bytes.splice(at..at, copy);
        }
        2 => bytes[from] = random.byte() & 0x7F,
        _ if to - from > 6 => {
            let edge = [0, 1, 16_384, 1_048_576, 0x7FFF_FFFF, u32::MAX][random.below(6)];
            let at = from + 2 + random.below(to - from - 5);
            bytes[at..at + 4].copy_from_slice(&edge.to_le_bytes());
        }
        _ => {}
    }
    bytes
}

/// Damages a BIFF record where one is found: its kind, its length or its data.
fn in_records(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    // The stream of the workbook begins with BOF of a sector of its own.
    let start = (512..bytes.len()).step_by(512).find(|at| bytes.get(*at..at + 2) == Some(&[0x09, 0x08]));
    let Some(mut at) = start.filter(|_| !random.once_in(6)) else { return flip(bytes, random) };
    let mut starts = Vec::new();
    while let Some(&[_, _, low, high]) = bytes.get(at..at + 4) {
        starts.push(at);
        at += 4 + usize::from(u16::from_le_bytes([low, high]));
    }
    for _ in 0..=random.below(3) {
        let at = starts[random.below(starts.len())];
        let length = usize::from(u16::from_le_bytes([bytes[at + 2], bytes[at + 3]]));
        let edge = [0, 1, 2, 8_224, 8_225, 0x7FFF, 0xFFFF][random.below(7)] as u16;
        match random.below(5) {
            0 => bytes[at + 2..at + 4].copy_from_slice(&edge.to_le_bytes()),
            1 => bytes[at + random.below(2)] = random.byte(),
            // A formula, a text, dimensions, a merged area, a name: records that others are read by.
            2 => bytes[at] = random.of_these(&[&0x06_u8, &0x00, &0xE5, &0x18, &0xFC, &0x3C, &0xFD, &0xBD]).to_owned(),
            _ if length > 0 => {
                let inside = at + 4 + random.below(length);
                if let Some(byte) = bytes.get_mut(inside) {
                    *byte = random.byte();
                }
            }
            _ => {}
        }
    }
    bytes
}

/// Delimited text and web pages: words, delimiters, line ends, encodings.
fn in_text(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut pieces: Vec<String> = text.split_inclusive([',', ';', '\t', '\n', '>']).map(str::to_owned).collect();
    for _ in 0..=random.below(6) {
        let at = random.below(pieces.len());
        match random.below(8) {
            0 => drop(pieces.drain(random.part(pieces.len()))),
            1 => {
                let copy = pieces[random.part(pieces.len())].to_vec();
                pieces.splice(at..at, copy);
            }
            2 => pieces.insert(
                at,
                random
                    .of_these(&[
                        ",",
                        ";",
                        "\t",
                        "\n",
                        "\r",
                        "\r\n",
                        "|",
                        "\"",
                        "sep=;\n",
                        "<table>",
                        "<td colspan=1000 rowspan=1000>",
                        "</tr>",
                    ])
                    .to_owned(),
            ),
            _ => {
                if let Some(piece) = pieces.get_mut(at) {
                    let end = piece.pop().map(String::from).unwrap_or_default();
                    *piece = random.of_these(&WORDS).to_owned() + &end;
                }
            }
        }
        if pieces.is_empty() {
            return Vec::new();
        }
    }
    let text = pieces.concat();
    match random.below(20) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        2 => text.replace(',', ";").into_bytes(),
        3 => flip(text.into_bytes(), random),
        _ => text.into_bytes(),
    }
}
