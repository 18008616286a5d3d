//! Reading the files of documents with programs that had no part in writing them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::project;

/// Paragraphs and cells of a Word file in their order, by python-docx.
const DOCX_TEXT: &str = r"
import sys
import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

def walk(parent, holder):
    for child in parent.iterchildren():
        if child.tag.endswith('}p'):
            text = ' '.join(Paragraph(child, holder).text.split())
            if text:
                print(text)
        elif child.tag.endswith('}tbl'):
            for row in Table(child, holder).rows:
                seen = []
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        walk(cell._tc, cell)

document = docx.Document(sys.argv[1])
walk(document.element.body, document)
";

pub fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Lines of a PDF as they stand on its pages, without the room between words; a line with `---` between pages.
pub fn pdf_text(file: &Path) -> String {
    let text = output(Command::new("pdftotext").arg("-layout").arg(file).arg("-"));
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let page = |page: &str| page.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let pages: Vec<String> = text.trim_end_matches('\u{c}').split('\u{c}').map(page).collect();
    pages.join("\n---\n") + "\n"
}

/// Lines of a Word file.
pub fn docx_text(file: &Path) -> String {
    output(Command::new("/usr/bin/python3").arg("-c").arg(DOCX_TEXT).arg(file))
}

/// Turns Word files into PDF by LibreOffice, all at once, into `folder`.
pub fn by_libreoffice(files: &[PathBuf], folder: &Path) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let arguments = ["--headless", &profile, "--convert-to", "pdf", "--outdir"];
    output(Command::new("soffice").args(arguments).arg(folder).args(files));
}

/// What a golden file holds; with `TIENDO_WRITE_GOLDEN=1` it is written first.
pub fn golden(name: &str, text: &str) -> String {
    let file = project().join("tests/it/documents/golden").join(format!("{name}.txt"));
    if std::env::var_os("TIENDO_WRITE_GOLDEN").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
