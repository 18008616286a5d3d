//! Sheets that tell people step by step how to get a service. They are written as plain text in `reports/sheets/` so that they can be corrected without
//! knowing the program: `# title`, `## heading`, paragraphs, `- ` items, numbered steps, and a link alone on its line.

use rust_embed::RustEmbed;

use crate::model::document::{Annex, Block, QrBlock};

#[derive(RustEmbed)]
#[folder = "reports/sheets/"]
struct Sheets;

/// The sheets of each programme, in the order in which they are attached.
const OF_PROGRAMME: [(&str, &[&str]); 6] = [
    ("vneid1", &["vneid1"]),
    ("vneid2", &["vneid2"]),
    ("dvc", &["dvc"]),
    ("smartca", &["smartca-vneid", "smartca-app"]),
    ("mysign", &["mysign"]),
    ("remote-sign", &["remote-sign"]),
];

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name.
    pub title: String,
    /// Its parts in order.
    pub parts: Vec<Part>,
    /// The official page, where there is one for everybody.
    pub link: Option<String>,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Its lines in order.
    pub lines: Vec<SheetLine>,
}

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetLine {
    /// A paragraph.
    Text(String),
    /// One of several things.
    Item(String),
    /// The next step.
    Step(String),
}

impl Sheet {
    /// What the service is for: the first paragraph.
    pub fn purpose(&self) -> Option<&str> {
        self.parts.first()?.lines.iter().find_map(|line| match line {
            SheetLine::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// What people have to bring.
    pub fn needed(&self) -> impl Iterator<Item = &str> {
        let part = self.parts.iter().find(|part| part.lines.iter().all(|line| matches!(line, SheetLine::Item(_))));
        part.into_iter().flat_map(|part| &part.lines).filter_map(|line| match line {
            SheetLine::Item(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// As an annex, with a code for the official page or else for where this campaign helps.
    pub fn annex(&self, support_link: Option<&str>) -> Annex {
        let mut blocks = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            // What the service is for needs no heading below the title.
            if at > 0 {
                blocks.push(Block::Line(format!("{at}. {}", part.heading).into()));
            }
            let last = part.lines.len().saturating_sub(1);
            let steps = part.lines.iter().enumerate().map(|(at, line)| {
                let mark = if at == last { "." } else { ";" };
                let text = match line {
                    SheetLine::Text(text) => text.clone(),
                    SheetLine::Item(text) => format!("- {text}{mark}"),
                    SheetLine::Step(text) => format!("Bước {}: {text}.", at + 1),
                };
                Block::Line(text.into())
            });
            blocks.extend(steps);
        }
        let code = match (&self.link, support_link) {
            (Some(link), _) => Some((link.clone(), "Quét mã để mở trang chính thức")),
            (None, Some(link)) => Some((link.to_owned(), "Quét mã để được hỗ trợ")),
            (None, None) => None,
        };
        blocks.extend(code.map(|(payload, words)| {
            let caption = format!("{words}: {payload}");
            Block::Qr(QrBlock { payload, caption })
        }));
        Annex { title: self.title.clone(), attached_to: None, landscape: false, blocks }
    }
}

/// The sheets of programmes, each once, in the order of the catalogue. A ladder that is counted as a whole (`vneid`) has those of its levels, unless single
/// levels are counted as well.
pub fn of_programmes<'a>(programmes: impl IntoIterator<Item = &'a str>) -> Vec<Sheet> {
    let wanted: Vec<&str> = programmes.into_iter().collect();
    let ladder_only = |code: &str| {
        let ladder = code.trim_end_matches(char::is_numeric);
        let levels = wanted.iter().any(|wanted| wanted.len() > ladder.len() && wanted.starts_with(ladder));
        ladder.len() < code.len() && wanted.contains(&ladder) && !levels
    };
    let chosen = OF_PROGRAMME.iter().filter(|(code, _)| wanted.contains(code) || ladder_only(code));
    chosen.flat_map(|(_, names)| *names).filter_map(|name| read(name)).collect()
}

fn read(name: &str) -> Option<Sheet> {
    let file = Sheets::get(&format!("{name}.md"))?;
    Some(parse(&String::from_utf8_lossy(&file.data)))
}

fn parse(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(heading) = line.strip_prefix("## ") {
            sheet.parts.push(Part { heading: heading.to_owned(), lines: Vec::new() });
        } else if let Some(title) = line.strip_prefix("# ") {
            title.clone_into(&mut sheet.title);
        } else if line.starts_with("https://") {
            sheet.link = Some(line.to_owned());
        } else if let Some(part) = sheet.parts.last_mut() {
            part.lines.push(sheet_line(line));
        }
    }
    sheet.parts.retain(|part| !part.lines.is_empty());
    sheet
}

fn sheet_line(line: &str) -> SheetLine {
    if let Some(item) = line.strip_prefix("- ") {
        return SheetLine::Item(item.to_owned());
    }
    match line.split_once(". ") {
        Some((number, step)) if crate::vn::digits::is_digits(number) => SheetLine::Step(step.to_owned()),
        _ => SheetLine::Text(line.to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_says_what_it_is_what_is_needed_and_what_to_do() {
        let names = OF_PROGRAMME.iter().flat_map(|(_, names)| *names);
        assert_eq!(names.clone().count(), Sheets::iter().count(), "every file belongs to a programme");
        for name in names {
            let sheet = read(name).unwrap();
            assert!(sheet.title.starts_with("Hướng dẫn "), "{name}");
            assert!(sheet.purpose().is_some_and(|text| text.ends_with('.')), "{name}");
            assert!(sheet.needed().count() >= 2, "{name}");
            let steps = |line: &&SheetLine| matches!(line, SheetLine::Step(_));
            let longest = sheet.parts.iter().map(|part| part.lines.iter().filter(steps).count()).max();
            assert!(longest.is_some_and(|steps| steps >= 4), "{name}");
            assert!(sheet.parts.iter().flat_map(|part| &part.lines).all(|line| match line {
                SheetLine::Text(_) => true,
                SheetLine::Item(text) | SheetLine::Step(text) => !text.ends_with(['.', ';']),
            }));
        }
    }

    #[test]
    fn sheets_follow_the_programmes_of_a_campaign() {
        let titles =
            |codes: &[&str]| of_programmes(codes.iter().copied()).into_iter().map(|s| s.title).collect::<Vec<_>>();
        assert_eq!(titles(&["smartca"]).len(), 2, "through VNeID and by the provider's own app");
        assert_eq!(titles(&["vneid2", "vneid1", "vneid2"]).len(), 2, "each once");
        assert!(titles(&["vneid1", "vneid2"]).first().unwrap().contains("mức 1"));
        assert_eq!(titles(&["vneid"]).len(), 2, "the whole ladder");
        assert_eq!(titles(&["vneid", "vneid2"]).len(), 1, "the level that is counted");
        assert!(titles(&["activity"]).is_empty());
    }

    #[test]
    fn the_official_page_goes_before_the_help_of_the_campaign() {
        let code = |annex: Annex| {
            annex.blocks.into_iter().find_map(|block| match block {
                Block::Qr(qr) => Some(qr.payload),
                _ => None,
            })
        };
        let mysign = read("mysign").unwrap();
        assert_eq!(code(mysign.annex(None)), None);
        assert_eq!(code(mysign.annex(Some("https://example.vn/nhom"))).as_deref(), Some("https://example.vn/nhom"));
        let vneid = read("vneid2").unwrap();
        assert_eq!(code(vneid.annex(Some("https://example.vn/nhom"))).as_deref(), Some("https://vneid.gov.vn"));
    }
}
