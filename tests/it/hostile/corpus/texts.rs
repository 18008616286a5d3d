//! Delimited text and web pages without measure.

use super::{EMPTY, HEAD, Kind, LESS, NOBODY, PERSON, TOO_BIG, Told, UNKNOWN, heavy, kind};

pub fn kinds() -> Vec<Kind> {
    vec![
        heavy("one line of 19 MB", "ds.csv", TOO_BIG, || vec![b'a'; 19_000_000 / LESS]),
        heavy("19 MB of zeros", "ds.csv", UNKNOWN, || vec![0; 19_000_000 / LESS]),
        kind("a list with zeros between its letters", "ds.csv", UNKNOWN, || {
            list(",").replace("Nguyễn Văn An", "Nguyễn\0 Văn\0 An\0").into_bytes()
        }),
        kind("ten thousand columns", "ds.csv", TOO_BIG, || {
            format!("{}{}\n", list(","), vec!["x"; 10_000].join(",")).into_bytes()
        }),
        heavy("a lone quote at the start of every field", "ds.csv", NOBODY, || {
            "\"a,\"b\n,".repeat(200_000).into_bytes()
        }),
        kind("a quote that never ends", "ds.csv", Told::Taken(2, ""), || {
            format!("{}2,\"Trần Thị B", list(",")).into_bytes()
        }),
        kind("nothing but quotes", "ds.csv", NOBODY, || vec![b'"'; 30_000]),
        heavy("nothing but commas", "ds.csv", EMPTY, || vec![b','; 5_000_000]),
        heavy("nothing but line ends", "ds.csv", EMPTY, || vec![b'\n'; 5_000_000]),
        heavy("villages and nobody in them", "ds.csv", NOBODY, || {
            let villages: String = (0..200_000 / LESS - 2).map(|number| format!("Thôn Số {number},,,,\n")).collect();
            format!("{}\n{villages}", HEAD.join(",")).into_bytes()
        }),
        heavy("heads without end", "ds.csv", NOBODY, || {
            format!("{}\n", HEAD.join(",")).repeat(100_000 / LESS).into_bytes()
        }),
        kind("UTF-16 that ends in half a letter", "ds.csv", Told::Taken(1, ""), || {
            let mut bytes: Vec<u8> =
                format!("\u{feff}{}", list("\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.push(0x41);
            bytes
        }),
        kind("UTF-16 of lone surrogates", "ds.csv", TOO_BIG, || {
            [&[0xFF, 0xFE][..], &[0x00, 0xD8].repeat(100_000)].concat()
        }),
        heavy("a million tables in each other", "ds.xls", EMPTY, || {
            format!("<html>{}", "<table><tr><td>".repeat(1_000_000 / LESS)).into_bytes()
        }),
        heavy("a million tables beside each other", "ds.xls", EMPTY, || {
            format!("<html>{}", "<table></table>".repeat(1_000_000)).into_bytes()
        }),
        heavy("cells that span four billion columns", "ds.xls", TOO_BIG, || {
            page(&"<tr><td colspan=4294967295 rowspan=4294967295>a</td></tr>".repeat(100_000))
        }),
        heavy("cells under cells that span a thousand rows", "ds.xls", EMPTY, || {
            let wide = "<td colspan=1000 rowspan=1000>".repeat(16);
            page(&format!("<tr>{wide}{}", "<tr><td>".repeat(1_000)).repeat(1_000 / LESS))
        }),
        heavy("ten million ampersands", "ds.xls", TOO_BIG, || {
            page(&format!("<tr><td>{}</td></tr>", "&a".repeat(5_000_000 / LESS)))
        }),
        heavy("a comment that never ends", "ds.xls", EMPTY, || {
            format!("<html><!--{}", "<!--".repeat(1_000_000)).into_bytes()
        }),
        heavy("tags that never end", "ds.xls", EMPTY, || {
            format!("<html><table>{}", "<td a=\"".repeat(1_000_000 / LESS)).into_bytes()
        }),
        heavy("a script without end", "ds.xls", EMPTY, || {
            format!("<html><script>{}", "<script>".repeat(1_000_000 / LESS)).into_bytes()
        }),
    ]
}

fn list(delimiter: &str) -> String {
    format!("{}\n{}\n", HEAD.join(delimiter), PERSON.join(delimiter))
}

fn page(rows: &str) -> Vec<u8> {
    format!("<html><body><table>{rows}</table></body></html>").into_bytes()
}
