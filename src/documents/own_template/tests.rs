//! The whole way of a file: read, checked, filled.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::test_docx::{Parts, body, lines, p, packed, parts, table, unpacked, values, with};
use super::{Problem, Template, TemplateError};

fn measures() -> Vec<String> {
    vec!["vneid2.activated".to_owned(), "vneid2.activated/residents".to_owned()]
}

/// The filled body of a file with this body.
fn filled(text: &str) -> String {
    let docx = packed(&parts(text));
    let template = Template::read(&docx).unwrap();
    template.check(&measures()).unwrap();
    body(&template.fill(&values()).unwrap())
}

fn filled_lines(text: &str) -> Vec<String> {
    lines(&filled(text))
}

/// Where and what is wrong, as told.
fn told(parts: &Parts) -> Vec<String> {
    let docx = packed(parts);
    let refused = Template::read(&docx).and_then(|template| template.check(&measures()));
    match refused {
        Err(TemplateError::Findings(findings)) => findings.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
        Ok(()) => Vec::new(),
    }
}

#[test]
fn a_value_takes_the_look_of_the_run_in_which_its_field_begins() {
    let before = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Số: {{</w:t></w:r><w:proofErr w:type=\"spellStart\"/>\
        <w:r><w:rPr><w:i/></w:rPr><w:lastRenderedPageBreak/><w:t>s</w:t></w:r><w:bookmarkStart w:id=\"0\" w:name=\"a\"/><w:r><w:t>o}</w:t></w:r>\
        <w:bookmarkEnd w:id=\"0\"/><w:r><w:t xml:space=\"preserve\">}/{{ky-hieu}} </w:t></w:r></w:p>";
    let after = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Số: 141</w:t></w:r><w:proofErr w:type=\"spellStart\"/>\
        <w:r><w:rPr><w:i/></w:rPr><w:lastRenderedPageBreak/></w:r><w:bookmarkStart w:id=\"0\" w:name=\"a\"/><w:r></w:r>\
        <w:bookmarkEnd w:id=\"0\"/><w:r><w:t xml:space=\"preserve\">/UBND-CA </w:t></w:r></w:p>";
    assert_eq!(filled(before), after);
}

#[test]
fn values_are_text_with_breaks_and_tabs_and_are_not_filled_again() {
    assert_eq!(filled_lines(&p("V/v {{trich-yeu}}.")), ["V/v đẩy mạnh <a> & \"b\"."]);
    assert_eq!(filled_lines(&p("{{Cơ quan}}!")), ["ỦY BAN NHÂN DÂN⏎XÃ CẨM NGỌC!"]);
    assert_eq!(filled_lines(&p("{{nguoi-ky}}{{so}}")), ["{{so}}⇥A141"]);
    let in_references = p("&#123;{s&#111;}&#x7d; &amp;amp;");
    assert_eq!(filled_lines(&in_references), ["141 &amp;"]);
}

#[test]
fn a_row_is_repeated_for_every_unit() {
    let rows: &[&[&str]] = &[
        &["STT", "Đơn vị", "Kết quả"],
        &["{{#don-vi}}{{stt}}", "{{ten}}", "{{ket-qua:vneid2.activated}}{{/don-vi}}"],
        &["", "Cộng", "{{ket-qua}}"],
    ];
    let expected: &[&[&str]] = &[
        &["STT", "Đơn vị", "Kết quả"],
        &["1", "Thôn 1", "105"],
        &["2", "Thôn 2", "97"],
        &["3", "Thôn 3", "0"],
        &["", "Cộng", "1.068"],
    ];
    assert_eq!(filled_lines(&table(rows)), lines(&table(expected)));
    // Both marks in one cell mean the row all the same, and so do rows between two marks.
    let one_cell: &[&[&str]] = &[&["{{#don-vi}}{{/don-vi}}{{stt}}", "{{ten}}"]];
    assert_eq!(filled_lines(&table(one_cell)), ["1", "Thôn 1", "2", "Thôn 2", "3", "Thôn 3"]);
    let two_rows: &[&[&str]] = &[&["{{#don-vi}}{{stt}}"], &["{{ten}}{{/don-vi}}"]];
    assert_eq!(filled_lines(&table(two_rows)), ["1", "Thôn 1", "2", "Thôn 2", "3", "Thôn 3"]);
}

#[test]
fn paragraphs_are_repeated() {
    let one = p("{{#noi-nhan}}{{dong}}{{/noi-nhan}}");
    assert_eq!(filled_lines(&one), ["- Như trên;", "- Lưu: VT."]);
    let between =
        [p("{{#don-vi}}"), p("{{stt}}. {{ten}}"), p("đạt {{ket-qua}}/{{so}}"), p(" {{/don-vi}} "), p("hết")].concat();
    let said = filled_lines(&between);
    assert_eq!(said[..3], ["1. Thôn 1", "đạt 105/141", "2. Thôn 2"]);
    assert_eq!((said.len(), said.last().unwrap().as_str()), (7, "hết"));
    // In the cell of a table without lines that holds heads side by side.
    let cells: &[&[&str]] = &[&["{{#noi-nhan}}{{dong}}{{/noi-nhan}}", "{{nguoi-ky}}"]];
    assert_eq!(filled_lines(&table(cells)), ["- Như trên;", "- Lưu: VT.", "{{so}}⇥A"]);
    assert_eq!(filled(&table(cells)).matches("<w:tr>").count(), 1);
}

#[test]
fn a_table_within_a_list_stays_a_table_of_its_own() {
    let text = [p("{{#don-vi}}"), table(&[&["{{ten}}"]]), p("{{/don-vi}}")].concat();
    let after = filled(&text);
    assert_eq!(after.matches("</w:tbl><w:p/><w:tbl>").count(), 2, "{after}");
}

#[test]
fn a_list_without_entries_leaves_a_file_that_word_opens() {
    let row: &[&[&str]] = &[&["{{#nhiem-vu}}{{viec}}", "{{thoi-han}}{{/nhiem-vu}}"]];
    assert_eq!(filled(&table(row)), "<w:p/>");
    let cell = "<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>{{#can-cu}}{{dong}}{{/can-cu}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(filled(cell), "<w:tbl><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl>");
}

#[test]
fn names_that_stand_once_are_not_repeated() {
    let row = "<w:tbl><w:tr w14:paraId=\"1A\" w14:textId=\"2B\" w:rsidR=\"3\"><w:tc><w:p w14:paraId=\"4C\"><w:bookmarkStart w:id=\"1\" w:name=\"x\"/>\
               <w:r><w:t>{{#don-vi}}{{ten}}{{/don-vi}}</w:t></w:r><w:bookmarkEnd w:id=\"1\"/></w:p></w:tc></w:tr></w:tbl>";
    let after = filled(row);
    for once in ["w14:paraId=\"1A\"", "w14:textId=\"2B\"", "w14:paraId=\"4C\"", "w:name=\"x\"", "bookmarkEnd"] {
        assert_eq!(after.matches(once).count(), 1, "{once} in {after}");
    }
    assert_eq!((after.matches("w:rsidR=\"3\"").count(), lines(&after).len()), (3, 3));
}

#[test]
fn fields_stand_in_headers_and_text_boxes_too() {
    let boxed = format!(
        "<w:p><w:r><w:pict><w:txbxContent>{}{}</w:txbxContent></w:pict></w:r><w:r><w:t>{{{{so}}}}</w:t></w:r></w:p>",
        p("{{ky-hieu}}"),
        p("{{#noi-nhan}}{{dong}}{{/noi-nhan}}")
    );
    let header = format!("<w:hdr xmlns:w=\"{}\">{}</w:hdr>", super::test_docx::NAMESPACE, p("Số {{so}}"));
    let docx = packed(&with(parts(&boxed), "word/header1.xml", header.clone()));
    let after = Template::read(&docx).unwrap().fill(&values()).unwrap();
    assert_eq!(lines(&body(&after)).concat(), "UBND-CA- Như trên;- Lưu: VT.141");
    let (_, after) = unpacked(&after).into_iter().find(|(name, _)| name == "word/header1.xml").unwrap();
    assert_eq!(
        String::from_utf8(after).unwrap(),
        header.replace("<w:t>Số {{so}}", "<w:t xml:space=\"preserve\">Số 141")
    );
}

#[test]
fn parts_and_paragraphs_without_fields_keep_their_bytes() {
    let text = format!("<w:p  w:rsidR='1' ><!-- a --><w:r><w:t>1 &#60; 2</w:t></w:r ></w:p>{}\n<w:p/>", p("{{so}}"));
    let docx = packed(&parts(&text));
    let after = Template::read(&docx).unwrap().fill(&values()).unwrap();
    assert_eq!(body(&after), text.replace("<w:t>{{so}}", "<w:t xml:space=\"preserve\">141"));
    let (before, after) = (unpacked(&docx), unpacked(&after));
    assert_eq!(before.len(), after.len());
    for (old, new) in before.iter().zip(&after).filter(|((name, _), _)| name != "word/document.xml") {
        assert_eq!(old, new);
    }
}

#[test]
fn everything_that_cannot_be_filled_is_told_with_its_place() {
    let text = [
        p("Số: {{so-vb}} ngày {{ngay"),
        table(&[&["a"], &["{{#don-vi}}{{ten}}", "{{ket-qua:vneid9}}{{/don-vi}}"]]),
        p("{{stt}} và {{dong}}"),
        p("{{#thon}}"),
        p("{{#don-vi}}{{ten}}{{/don-vi}}"),
        p("{{/co-quan}}"),
        p("{{so:2}} {{#noi-nhan}}"),
    ];
    assert_eq!(
        told(&parts(&text.concat())),
        [
            "thân văn bản, đoạn «Số: {{so-vb}} ngày {{ngay»: «{{ngay» mở ngoặc mà không đóng }} trong cùng đoạn",
            "thân văn bản, đoạn «{{#don-vi}}{{ten}}{{/don-vi}}»: danh sách {{#don-vi}} nằm trong danh sách {{#thon}}; không lồng danh sách",
            "thân văn bản, đoạn «{{#don-vi}}{{ten}}{{/don-vi}}»: danh sách {{#thon}} lại đóng bằng {{/don-vi}}",
            "thân văn bản, đoạn «{{/co-quan}}»: {{/co-quan}} không có {{#co-quan}} trước đó",
            "thân văn bản, đoạn «{{so:2}} {{#noi-nhan}}»: danh sách {{#noi-nhan}} không có {{/noi-nhan}}",
            "thân văn bản, đoạn «Số: {{so-vb}} ngày {{ngay»: không có trường {{so-vb}}; xem danh sách trường",
            "thân văn bản, bảng 1, hàng 2, đoạn «{{ket-qua:vneid9}}{{/don-vi}}»: trường {{ket-qua:vneid9}}: chưa chiến dịch nào có chỉ tiêu này",
            "thân văn bản, đoạn «{{stt}} và {{dong}}»: trường {{stt}} chỉ dùng trong danh sách {{#don-vi}}, {{#thon}}, {{#co-quan}}, {{#chi-tieu}}, {{#nhiem-vu}}, {{#kinh-gui}}, {{#can-cu}}, {{#noi-dung}}, {{#noi-nhan}}, {{#phu-luc}}",
            "thân văn bản, đoạn «{{stt}} và {{dong}}»: trường {{dong}} chỉ dùng trong danh sách {{#kinh-gui}}, {{#can-cu}}, {{#noi-dung}}, {{#noi-nhan}}, {{#phu-luc}}",
            "thân văn bản, đoạn «{{#don-vi}}{{ten}}{{/don-vi}}»: trường {{ten}} chỉ dùng trong danh sách {{#don-vi}}, {{#thon}}, {{#co-quan}}",
            "thân văn bản, đoạn «{{so:2}} {{#noi-nhan}}»: trường {{so:2}} không ghi chỉ tiêu sau dấu hai chấm",
        ]
    );
}

#[test]
fn lists_that_do_not_hold_whole_rows_or_paragraphs_are_told() {
    let crossing = "danh sách {{#don-vi}} phải mở và đóng";
    for text in [
        [p("{{#don-vi}}"), table(&[&["{{ten}}{{/don-vi}}"]])].concat(),
        [table(&[&["{{#don-vi}}{{ten}}"]]), table(&[&["{{/don-vi}}"]])].concat(),
    ] {
        let told = told(&parts(&text));
        assert!(told.iter().any(|one| one.contains(crossing)), "{told:?}");
    }
    let two: &[&[&str]] = &[&["{{#don-vi}}{{ten}}{{/don-vi}}", "{{#thon}}{{ten}}{{/thon}}"]];
    assert!(told(&parts(&table(two)))[0].contains("{{#thon}} nằm trong danh sách {{#don-vi}}"));
    assert!(told(&parts(&p("{{#xa}}x{{/xa}}")))[0].contains("không có danh sách {{#xa}}"));
    let boxed = format!(
        "<w:p><w:r><w:t>{{{{#don-vi}}}}</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
        p("{{/don-vi}}")
    );
    assert_eq!(told(&parts(&boxed)).len(), 2);
}

#[test]
fn a_measure_that_the_campaign_lacks_is_told_when_it_is_filled() {
    let docx = packed(&parts(&p("{{ket-qua:2}} {{ty-le}}")));
    let template = Template::read(&docx).unwrap();
    template.check(&measures()).unwrap();
    let Err(TemplateError::Findings(findings)) = template.fill(&values()) else { panic!() };
    assert_eq!(
        findings.iter().map(|finding| finding.problem.clone()).collect::<Vec<_>>(),
        [Problem::NotInCampaign("ket-qua:2".to_owned()), Problem::NotInCampaign("ty-le".to_owned())]
    );
}

#[test]
fn hostile_files_are_refused_with_a_sentence() {
    let rels = |kind: &str, target: &str, mode: &str| {
        let part = format!(
            "<Relationships><Relationship Id=\"r\" Type=\"http://x/{kind}\" Target=\"{target}\"{mode}/></Relationships>"
        );
        with(parts(&p("{{so}}")), "word/_rels/document.xml.rels", part)
    };
    let external = " TargetMode=\"External\"";
    let types = |from: &str, to: &str| {
        let mut parts = parts(&p("{{so}}"));
        parts[0].1 = String::from_utf8(parts[0].1.clone()).unwrap().replace(from, to).into_bytes();
        parts
    };
    let code = |code: &str| parts(&format!("<w:p><w:r><w:fldChar/></w:r><w:r>{code}</w:r></w:p>{}", p("{{so}}")));
    for (parts, sentence) in [
        (rels("attachedTemplate", "https://x.vn/a.dotm", external), "liên kết ra ngoài tới «https://x.vn/a.dotm»"),
        (rels("image", "file:///c:/a.png", external), "liên kết ra ngoài"),
        (rels("image", "http://x.vn/a.png", ""), "liên kết ra ngoài"),
        (rels("hyperlink", "javascript:alert(1)", external), "liên kết ra ngoài"),
        (rels("oleObject", "embeddings/o.bin", ""), "đối tượng nhúng (embeddings/o.bin)"),
        (rels("aFChunk", "a.html", ""), "đối tượng nhúng"),
        (rels("vbaProject", "x.bin", ""), "macro"),
        (with(parts(&p("{{so}}")), "word/vbaProject.bin", "x"), "macro"),
        (types("document.main+xml", "document.macroEnabled.main+xml"), "macro"),
        (types("document.main+xml", "template.main+xml"), ".dotx"),
        (types("document.main+xml", "styles+xml"), "không phải tệp Word"),
        (with(parts(&p("{{so}}")), "customXml/item1.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "DOCTYPE"),
        (parts(&p("{{so}}&b;")), "không khai báo"),
        (parts("<w:p>{{so}}"), "XML"),
        (parts(&"<w:r>".repeat(200)), "lồng quá sâu"),
        (parts(&format!("<w:p><w:ins w:id=\"1\"/></w:p>{}", p("{{so}}"))), "chưa duyệt"),
        (code("<w:instrText> DDE</w:instrText><w:instrText>AUTO c:\\\\x</w:instrText>"), "DDEAUTO"),
        (parts(&format!("<w:p><w:fldSimple w:instr=\" includepicture x\"/></w:p>{}", p("{{so}}"))), "INCLUDEPICTURE"),
        (parts(&p("không có trường")), "không có trường nào"),
        (with(parts(&p("{{so}}")), "word/charts/chart1.xml", "<a>{{so}}</a>"), "không được điền"),
    ] {
        let told = told(&parts);
        assert!(told.len() == 1 && told[0].contains(sentence), "{sentence}: {told:?}");
    }
    let allowed = rels("hyperlink", "https://x.vn", external);
    assert_eq!(told(&allowed), Vec::<String>::new());
    assert_eq!(told(&code("<w:instrText> HYPERLINK \"https://link.vn/dde\" </w:instrText>")), Vec::<String>::new());
    let read = |bytes: &[u8]| Template::read(bytes).map(|_| ()).unwrap_err().to_string();
    assert!(read(b"%PDF-1.7").contains("không phải tệp Word"));
    assert!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).contains("mật khẩu"));
    assert!(read(&vec![b'P'; super::MOST_BYTES + 1]).contains("10 MB"));
}

#[test]
fn files_that_grow_are_stopped() {
    let zeros = with(parts(&p("{{so}}")), "word/media/big.bin", vec![0; (64 << 20) + 1]);
    let docx = packed(&zeros);
    assert!(docx.len() < 1 << 20);
    assert!(matches!(Template::read(&docx), Err(TemplateError::TooMuch("sau khi giải nén"))));
    let many = packed(&parts(&(p("{{so}}") + &"<w:p/>".repeat(400_001))));
    assert!(matches!(Template::read(&many), Err(TemplateError::TooMuch(_))));
    let mut long = values();
    long.fields.insert("so".to_owned(), "x".repeat(1 << 20));
    let text = packed(&parts(&p("{{so}}").repeat(60)));
    assert!(matches!(Template::read(&text).unwrap().fill(&long), Err(TemplateError::TooMuch("sau khi điền"))));
    let wrong = packed(&parts(&p(&"{{}}".repeat(100_000))));
    let Err(TemplateError::Findings(findings)) = Template::read(&wrong).unwrap().check(&[]) else { panic!() };
    assert_eq!(findings.len(), 200);
}

/// A text cut into runs at these letters.
fn runs(text: &str, cuts: &[bool]) -> String {
    let mut xml = "<w:p><w:r><w:t xml:space=\"preserve\">".to_owned();
    for (at, letter) in text.chars().enumerate() {
        xml.push_str(&quick_xml::escape::escape(letter.to_string()));
        if cuts.get(at) == Some(&true) {
            xml.push_str(
                "</w:t></w:r><w:proofErr w:type=\"gramStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">",
            );
        }
    }
    xml + "</w:t></w:r></w:p>"
}

proptest! {
    #[test]
    fn wherever_word_cuts_a_text_it_is_filled_alike(cuts in prop::collection::vec(any::<bool>(), 60)) {
        let text = "a {{Số}}/{{ ky-hieu }} b {{#don-vi}}{{ten}};{{/don-vi}} & c";
        prop_assert_eq!(filled_lines(&runs(text, &cuts)), [
            "a 141/UBND-CA b Thôn 1; & c", "a 141/UBND-CA b Thôn 2; & c", "a 141/UBND-CA b Thôn 3; & c"
        ]);
    }

    #[test]
    fn any_value_is_text(value in "\\PC*|[{}<>&\"'a\n\t\r\u{0}-\u{1f}]{0,40}") {
        let mut given = values();
        given.fields.insert("so".to_owned(), value.clone());
        let docx = packed(&parts(&p("[{{so}}]")));
        let said = lines(&body(&Template::read(&docx).unwrap().fill(&given).unwrap())).concat();
        let plain: String = value.replace("\r\n", "\n").chars().filter_map(|c| match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('⏎'),
            '\t' => Some('⇥'),
            '\u{FFFE}' | '\u{FFFF}' => None,
            c if c.is_control() => None,
            c => Some(c),
        }).collect();
        prop_assert_eq!(said, format!("[{plain}]"));
    }

    #[test]
    fn any_file_is_safe(bytes in prop::collection::vec(any::<u8>(), 0..300), xml in "[<>/a-z:&;#\" {}=w]{0,80}", at in 0usize..400) {
        let _ = Template::read(&bytes).map(|_| ());
        let mut damaged = packed(&parts(&xml));
        let _ = Template::read(&damaged).and_then(|template| template.fill(&values()));
        if let Some(byte) = damaged.get_mut(at) {
            *byte ^= 0x55;
        }
        let _ = Template::read(&damaged).and_then(|template| template.fill(&values()));
    }

    /// Pieces of documents in any order: what is read is either refused or filled into XML that can be read again.
    #[test]
    fn whatever_is_filled_is_xml_again(pieces in prop::collection::vec(0usize..9, 0..14)) {
        let all = [
            p("{{so}}"), p("{{#don-vi}}"), p("{{/don-vi}}"), p("{{ten}} x"), table(&[&["{{#don-vi}}{{ten}}", "{{/don-vi}}"], &["cộng"]]),
            p("{{#noi-nhan}}{{dong}}{{/noi-nhan}}"), table(&[&["{{so}}"], &["{{ky-hieu}}"]]), table(&[&["{{/don-vi}}"]]), p("chữ"),
        ];
        let text: String = pieces.iter().filter_map(|at| all.get(*at)).cloned().collect();
        let docx = packed(&parts(&text));
        if let Ok(template) = Template::read(&docx) && template.check(&measures()).is_ok() {
            let said = lines(&body(&template.fill(&values()).unwrap()));
            prop_assert!(said.iter().all(|line| !line.contains("{{")), "{said:?}");
        }
    }
}
