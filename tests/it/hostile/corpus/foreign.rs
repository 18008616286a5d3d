//! Files that are something else under the name of a workbook.

use super::{DAMAGED, Kind, Told, UNKNOWN, kind};

pub fn kinds() -> Vec<Kind> {
    vec![
        kind("nothing", "ds.xlsx", Told::Refused("Tệp rỗng"), Vec::new),
        kind("a picture (PNG)", "ds.xlsx", UNKNOWN, || {
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 1, 2, 3].repeat(500)].concat()
        }),
        kind("a photograph (JPEG)", "ds.xlsx", UNKNOWN, || {
            [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16][..], b"JFIF\0", &[1, 2, 200].repeat(500)].concat()
        }),
        kind("a PDF", "ds.xlsx", UNKNOWN, || b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".repeat(40)),
        kind("an RTF text", "ds.xls", UNKNOWN, || br"{\rtf1\ansi Danh s\'e1ch}".repeat(40)),
        kind("a RAR archive", "ds.xlsx", UNKNOWN, || {
            [b"Rar!\x1a\x07\x01\0".as_slice(), &[9, 200, 3].repeat(400)].concat()
        }),
        kind("a program", "ds.xls", UNKNOWN, || {
            [b"MZ\x90\0\x03\0\0\0".as_slice(), &[0, 7, 1, 255].repeat(2_000)].concat()
        }),
        kind("rubbish", "ds.xlsx", DAMAGED, || {
            (0..=255_u8).cycle().map(|byte| byte.wrapping_mul(73)).take(20_000).collect()
        }),
        kind("XML of another kind", "ds.xls", UNKNOWN, || b"<?xml version=\"1.0\"?><note><to>A</to></note>".to_vec()),
    ]
}
