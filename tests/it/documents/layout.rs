//! Pages measured with a ruler: the PDF to half a millimetre and a tenth of a point, the Word file as LibreOffice prints it to a millimetre. Lengths in
//! millimetres, letters in points (Nghị định 30/2020/NĐ-CP, Phụ lục I).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tiendo::documents::face::{Face, FaceAnnex, FaceBlock};

use super::files::{by_libreoffice, output, pdf_text};
use super::geometry::{Page, Phrase, Span, Word, pages};
use super::kinds::{BOTH, all};

/// A4.
const SHEET: (f64, f64) = (210.0, 297.0);
/// Margins: the decree leaves 20–25 above and below, 30–35 at the left, 15–20 at the right.
const TOP: f64 = 20.0;
const BOTTOM: f64 = 20.0;
const LEFT: f64 = 30.0;
const RIGHT: f64 = 15.0;
/// Where the two columns of the head meet.
const HEAD: f64 = 96.0;
const INDENT: f64 = 12.7;
/// How far below its line a rule may lie.
const BELOW: f64 = 4.0;
/// A rule is drawn with this many points.
const RULE: f64 = 0.75;

/// How far things may be off.
#[derive(Clone, Copy)]
struct Ruler {
    name: &'static str,
    length: f64,
    letters: f64,
}

const OURS: Ruler = Ruler { name: "PDF", length: 0.5, letters: 0.1 };
const THEIRS: Ruler = Ruler { name: "Word file by LibreOffice", length: 1.0, letters: 0.1 };

impl Ruler {
    fn length(self, what: &str, measured: f64, expected: f64) {
        let off = (measured - expected).abs();
        assert!(off <= self.length, "{}, {what}: {measured:.2} mm, expected {expected:.2}", self.name);
    }

    fn letters(self, what: &str, phrase: &Phrase, size: f64, style: &str) {
        assert!(
            (phrase.size - size).abs() <= self.letters,
            "{}, {what}: {} pt, expected {size}",
            self.name,
            phrase.size
        );
        for mark in ["Bold", "Italic"] {
            assert_eq!(phrase.font.contains(mark), style.contains(mark), "{}, {what}: {}", self.name, phrase.font);
        }
    }

    /// Each line in the middle of a column.
    fn centred(self, what: &str, phrase: &Phrase, (from, to): (f64, f64)) {
        for line in &phrase.lines {
            self.length(&format!("{what}, centre"), line.centre(), f64::midpoint(from, to));
        }
    }

    /// A rule below a line: its length, and below the middle of it.
    fn rule(self, what: &str, page: &Page, line: Span, length: std::ops::RangeInclusive<f64>) {
        let rule = page.rule_below(line, BELOW);
        let span = rule.span();
        let (least, most) = (length.start() - self.length, length.end() + self.length);
        assert!(
            (least..=most).contains(&span.width()),
            "{}, {what}: rule of {:.2} mm, not {length:?}",
            self.name,
            span.width()
        );
        self.length(&format!("rule below {what}, centre"), span.centre(), line.centre());
        assert!((rule.thick - RULE).abs() <= self.letters, "{}, {what}: rule of {} pt", self.name, rule.thick);
    }
}

/// Between a third and half of a length.
fn third_to_half(length: f64) -> std::ops::RangeInclusive<f64> {
    length / 3.0..=length / 2.0
}

fn check_head(ruler: Ruler, face: &Face, page: &Page) {
    let (left, right) = ((LEFT, HEAD), (HEAD, SHEET.0 - RIGHT));
    let state = page.phrase("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    ruler.letters("quốc hiệu", &state, 12.0, "Bold");
    ruler.centred("quốc hiệu", &state, right);
    let motto = page.phrase("Độc lập - Tự do - Hạnh phúc");
    ruler.letters("tiêu ngữ", &motto, 13.0, "Bold");
    ruler.centred("tiêu ngữ", &motto, right);
    let width = motto.last().width();
    ruler.rule("tiêu ngữ", page, motto.last(), width..=width);
    if let Some(superior) = &face.superior {
        let superior = page.phrase(superior);
        ruler.letters("cơ quan chủ quản", &superior, 12.0, "");
        ruler.centred("cơ quan chủ quản", &superior, left);
    }
    for (at, line) in face.agency.iter().enumerate() {
        let line = page.phrase(line);
        ruler.letters("cơ quan ban hành", &line, 12.0, "Bold");
        ruler.centred("cơ quan ban hành", &line, left);
        if at + 1 == face.agency.len() {
            ruler.rule("cơ quan ban hành", page, line.last(), third_to_half(line.last().width()));
        }
    }
    let number = page.phrase(&face.number);
    ruler.letters("số, ký hiệu", &number, 13.0, "");
    let day = page.phrase(&face.place_and_day);
    ruler.letters("địa danh, ngày tháng", &day, 13.0, "Italic");
    ruler.centred("địa danh, ngày tháng", &day, right);
    assert!((number.last().base - day.last().base).abs() <= ruler.length, "{}: number and day on one line", ruler.name);
    if let Some(words) = &face.below_number {
        let words = page.phrase(words);
        ruler.letters("trích yếu công văn", &words, 12.0, "");
        ruler.centred("trích yếu công văn", &words, left);
    }
}

fn check_title(ruler: Ruler, face: &Face, page: &Page) {
    let Some((name, subject)) = face.name.as_deref().zip(face.subject.as_deref()) else { return };
    let (name, subject) = (page.phrase(name), page.phrase(subject));
    for (what, phrase) in [("tên loại", &name), ("trích yếu", &subject)] {
        ruler.letters(what, phrase, 14.0, "Bold");
        ruler.centred(what, phrase, (LEFT, SHEET.0 - RIGHT));
    }
    ruler.rule("trích yếu", page, subject.last(), third_to_half(subject.widest()));
}

/// What is set below the text, on the last page before the annexes.
fn check_closing(ruler: Ruler, face: &Face, page: &Page) {
    let half = f64::midpoint(LEFT, SHEET.0 - RIGHT);
    for line in &face.authority {
        let line = page.phrase(line);
        ruler.letters("quyền hạn, chức vụ", &line, 14.0, "Bold");
        ruler.centred("quyền hạn, chức vụ", &line, (half, SHEET.0 - RIGHT));
    }
    if let Some(signer) = &face.signer {
        let signer = page.phrase(signer);
        ruler.letters("họ tên người ký", &signer, 14.0, "Bold");
        ruler.centred("họ tên người ký", &signer, (half, SHEET.0 - RIGHT));
    }
    if let Some(first) = face.copies.first() {
        let head = page.phrase("Nơi nhận:");
        ruler.letters("nơi nhận", &head, 12.0, "Bold Italic");
        ruler.length("nơi nhận, left", head.last().x0, LEFT);
        let copy = page.phrase(first);
        ruler.letters("nơi nhận, từng nơi", &copy, 11.0, "");
        ruler.length("nơi nhận, từng nơi, left", copy.lines[0].x0, LEFT);
    }
}

fn check_annex(ruler: Ruler, annex: &FaceAnnex, page: &Page) {
    let text = text_area(page);
    for (what, words, style) in [
        ("phụ lục", &annex.label, "Bold"),
        ("tên phụ lục", &annex.title, "Bold"),
        ("kèm theo", &annex.attached, "Italic"),
    ] {
        let phrase = page.phrase(words);
        ruler.letters(what, &phrase, 14.0, style);
        ruler.centred(what, &phrase, text);
    }
    assert_eq!(page.width > page.height, annex.landscape, "{}: {}", ruler.name, annex.label);
}

/// From where to where text runs.
fn text_area(page: &Page) -> (f64, f64) {
    if page.width > page.height { (TOP, page.width - BOTTOM) } else { (LEFT, page.width - RIGHT) }
}

/// Paper, margins, and the number of a page; the body is set from edge to edge.
fn check_page(ruler: Ruler, page: &Page, number: usize) {
    let (short, long) = (page.width.min(page.height), page.width.max(page.height));
    ruler.length("short side of the paper", short, SHEET.0);
    ruler.length("long side of the paper", long, SHEET.1);
    let (from, to) = text_area(page);
    let across = page.width > page.height;
    let (top, bottom) = if across { (LEFT, RIGHT) } else { (TOP, BOTTOM) };
    let mut words = page.words.iter().collect::<Vec<_>>();
    if number > 1 {
        let at = words
            .iter()
            .position(|word| word.base < top - 1.0)
            .unwrap_or_else(|| panic!("{}: no number on page {number}", ruler.name));
        let shown = words.remove(at);
        assert_eq!((shown.text.as_str(), shown.size.round()), (number.to_string().as_str(), 14.0));
        ruler.length("page number, centre", f64::midpoint(shown.x0, shown.x1), f64::midpoint(from, to));
    }
    for word in words {
        let inside = word.x0 >= from - ruler.length
            && word.x1 <= to + ruler.length
            && word.base >= top
            && word.base <= page.height - bottom + ruler.length;
        assert!(inside, "{}, page {number}: outside the margins: {word:?}", ruler.name);
    }
}

/// Paragraphs begin at the indent, go on at the margin, and end at the right margin.
fn check_body(ruler: Ruler, face: &Face, pages: &[Page]) {
    let words: Vec<_> =
        pages.iter().flat_map(|page| &page.words).filter(|word| (word.size - 14.0).abs() < 0.05).collect();
    let nearest =
        |to: f64, side: fn(&Word) -> f64| words.iter().map(|word| (side(word) - to).abs()).fold(f64::MAX, f64::min);
    let paragraphs = face.body.iter().any(|block| matches!(block, FaceBlock::Line { text, .. } if text.len() > 200));
    if paragraphs {
        for (what, off) in [
            ("left margin", nearest(LEFT, |word| word.x0)),
            ("indent", nearest(LEFT + INDENT, |word| word.x0)),
            ("right margin", nearest(SHEET.0 - RIGHT, |word| word.x1)),
        ] {
            assert!(off <= ruler.length, "{}: nothing within {off:.2} mm of the {what}", ruler.name);
        }
    }
}

/// The pages of the document itself, then those of each annex: an annex begins a page with its label.
fn parts<'a>(face: &Face, pages: &'a [Page]) -> Vec<&'a [Page]> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for annex in &face.annexes {
        let label: Vec<&str> = annex.label.split(' ').collect();
        let begins =
            |page: &Page| page.words.iter().map(|word| word.text.as_str()).take(label.len()).eq(label.iter().copied());
        let at = (from + 1..pages.len())
            .find(|at| begins(&pages[*at]))
            .unwrap_or_else(|| panic!("{} begins no page", annex.label));
        parts.push(&pages[from..at]);
        from = at;
    }
    parts.push(&pages[from..]);
    parts
}

fn check(ruler: Ruler, face: &Face, pages: &[Page]) {
    let parts = parts(face, pages);
    for part in &parts {
        for (at, page) in part.iter().enumerate() {
            check_page(ruler, page, at + 1);
        }
    }
    let text = parts[0];
    check_head(ruler, face, &text[0]);
    check_title(ruler, face, &text[0]);
    check_body(ruler, face, text);
    check_closing(ruler, face, text.last().unwrap());
    for (annex, part) in face.annexes.iter().zip(&parts[1..]) {
        check_annex(ruler, annex, &part[0]);
    }
}

/// Every font comes with the file and knows its letters; what reads pages aloud finds paragraphs, tables and their heads.
fn check_inside(face: &Face, file: &Path) {
    let fonts = output(Command::new("pdffonts").arg(file));
    for font in fonts.lines().skip(2) {
        assert!(font.contains(" yes yes yes "), "embedded, subset, with Unicode: {font}");
    }
    assert!(
        output(Command::new("pdfinfo").arg(file))
            .lines()
            .any(|line| line.starts_with("Tagged:") && line.ends_with("yes"))
    );
    let tags = output(Command::new("pdfinfo").arg("-struct").arg(file));
    let named =
        |line: &str, tag: &str| line.split_whitespace().next().is_some_and(|word| word.trim_end_matches(':') == tag);
    let has = |tag: &str| tags.lines().any(|line| named(line, tag));
    let blocks = face.body.iter().chain(face.annexes.iter().flat_map(|annex| &annex.blocks));
    let tables = blocks.filter(|block| matches!(block, FaceBlock::Table(_))).count();
    assert_eq!((has("P"), has("TH"), has("TD")), (true, tables > 0, tables > 0), "{tables} tables: {tags}");
}

/// Every word of our page stands on theirs, within a millimetre.
fn same_places(name: &str, ours: &[Page], theirs: &[Page]) -> Vec<String> {
    let mut off = Vec::new();
    for (number, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        let mut left: Vec<&Word> = theirs.words.iter().collect();
        for word in &ours.words {
            let near = |other: &&Word| {
                other.text == word.text
                    && (other.x0 - word.x0).abs() <= THEIRS.length
                    && (other.base - word.base).abs() <= THEIRS.length
            };
            match left.iter().position(near) {
                Some(at) => drop(left.swap_remove(at)),
                None => {
                    let same = left.iter().filter(|other| other.text == word.text);
                    let places: Vec<String> = same.map(|other| format!("{:.1}/{:.1}", other.x0, other.base)).collect();
                    off.push(format!(
                        "{name}, page {}: «{}» {:.1}/{:.1}, not {places:?}",
                        number + 1,
                        word.text,
                        word.x0,
                        word.base
                    ));
                }
            }
        }
    }
    off
}

#[test]
fn pages_are_as_the_decree_draws_them_and_word_files_like_them() {
    let db = crate::support::TestDb::sqlite(&BOTH);
    let folder = tempfile::tempdir().unwrap();
    let made = all(&db, folder.path());
    let turned = folder.path().join("turned");
    fs::create_dir_all(&turned).unwrap();
    let files: Vec<PathBuf> = made.iter().map(|document| document.docx.clone()).collect();
    by_libreoffice(&files, &turned);
    let mut different = Vec::new();
    for document in made {
        let theirs = turned.join(format!("{}.pdf", document.name));
        let (our_text, their_text) = (pdf_text(&document.pdf), pdf_text(&theirs));
        if our_text != their_text {
            let line = our_text.lines().zip(their_text.lines()).find(|(one, other)| one != other);
            different.push(format!("{}: {line:?}", document.name));
            continue;
        }
        let (ours, theirs) = (pages(&document.pdf), pages(&theirs));
        check_inside(&document.face, &document.pdf);
        check(OURS, &document.face, &ours);
        check(THEIRS, &document.face, &theirs);
        different.extend(same_places(&document.name, &ours, &theirs));
    }
    assert!(different.is_empty(), "{different:#?}");
}
