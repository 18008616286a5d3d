//! Opening workbooks with programs that had no part in writing them: openpyxl and LibreOffice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// Every text and every formula of every sheet, by openpyxl.
const CELLS: &str = r"
import json, sys
import openpyxl
books = {}
for path in sys.argv[1:]:
    # What LibreOffice keeps of the points of a chart is more than openpyxl understands: its files are read without charts.
    book = openpyxl.load_workbook(path, read_only='saved' in path)
    sheets = {}
    for sheet in book.worksheets:
        texts, formulas, numbers = [], [], []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == 's':
                    texts.append(cell.value)
                elif cell.data_type == 'f':
                    formulas.append(cell.value)
                elif cell.data_type == 'n' and cell.value is not None:
                    numbers.append(float(cell.value))
        sheets[sheet.title] = {'texts': texts, 'formulas': formulas, 'numbers': numbers}
    books[path] = sheets
print(json.dumps(books))
";

/// What a sheet holds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Cells {
    pub texts: Vec<String>,
    pub formulas: Vec<String>,
    pub numbers: Vec<f64>,
}

pub type Sheets = BTreeMap<String, Cells>;

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The sheets of workbooks, in the order of the files, by openpyxl.
pub fn by_openpyxl(files: &[PathBuf]) -> Vec<Sheets> {
    let told = output(Command::new("/usr/bin/python3").arg("-c").arg(CELLS).args(files));
    let mut books: BTreeMap<PathBuf, Sheets> = serde_json::from_str(&told).unwrap();
    files.iter().map(|file| books.remove(file).unwrap()).collect()
}

/// Turns workbooks into another kind of file by LibreOffice, all at once, into a folder; gives the new files in the same order.
pub fn by_libreoffice(files: &[PathBuf], kind: &str, folder: &Path) -> Vec<PathBuf> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let arguments = ["--headless", &profile, "--convert-to", kind, "--outdir"];
    output(Command::new("soffice").args(arguments).arg(folder).args(files));
    let turned = |file: &PathBuf| folder.join(file.file_name().unwrap()).with_extension(kind);
    files.iter().map(turned).collect()
}

/// Width and height of each page of a PDF, in points.
pub fn pages(pdf: &Path) -> Vec<(f64, f64)> {
    let told = output(Command::new("pdfinfo").args(["-f", "1", "-l", "9999"]).arg(pdf));
    let sizes = told.lines().filter(|line| line.starts_with("Page ") && line.contains("size:"));
    let size = |line: &str| -> (f64, f64) {
        let numbers: Vec<f64> =
            line.split("size:").nth(1).unwrap().split_whitespace().filter_map(|word| word.parse().ok()).collect();
        (numbers[0], numbers[1])
    };
    sizes.map(size).collect()
}

/// The text of each page of a PDF, runs of spaces as one.
pub fn page_texts(pdf: &Path) -> Vec<String> {
    let text = output(Command::new("pdftotext").arg("-layout").arg(pdf).arg("-"));
    let tidy = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches('\u{c}').split('\u{c}').map(tidy).collect()
}

/// Writes files into a folder.
pub fn written(folder: &Path, books: &[(&str, Vec<u8>)]) -> Vec<PathBuf> {
    let write = |(name, bytes): &(&str, Vec<u8>)| {
        let file = folder.join(format!("{name}.xlsx"));
        std::fs::write(&file, bytes).unwrap();
        file
    };
    books.iter().map(write).collect()
}
