//! CSV data files of the national units: the header says what a file is.

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::error::{LoadError, Place};
use super::{Content, Located};

/// A province or commune in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NationalRow {
    /// Official code: text, leading zeros count.
    pub code: String,
    /// Kind as an English word; the name decides.
    pub kind: String,
    /// Name with its kind: `Xã Cẩm Thủy`.
    pub name: String,
    /// Code of the province; empty for a province.
    pub parent_code: String,
}

/// One old commune and one new commune that took (part of) it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChangeRow {
    /// Official code before.
    pub old_code: String,
    /// Name before.
    pub old_name: String,
    /// Name of the district.
    pub old_district: String,
    /// Name of the province before.
    pub old_province: String,
    /// Official code after.
    pub new_code: String,
    /// Name after, as of that day.
    pub new_name: String,
    /// Code of the province after.
    pub new_province_code: String,
    /// `1` where the old commune went to more than one new one.
    pub old_was_divided: String,
}

/// A unit that kept its code and place but changed its kind and name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReclassifiedRow {
    /// Official code.
    pub reclassified_code: String,
    /// Name until then.
    pub former_name: String,
    /// Name since then.
    pub name: String,
    /// First day of the new name.
    pub effective_on: NaiveDate,
    /// The document that ordered it.
    pub legal_basis: String,
}

/// A unit that has a shorter slug than the one made from its names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ShortSlugRow {
    /// The slug.
    pub short_slug: String,
    /// Official code on that day.
    pub code: String,
    /// Name on that day.
    pub name: String,
    /// A day on which code and name were valid: codes are reused.
    pub valid_on: NaiveDate,
}

/// Reads a CSV file of any kind.
pub fn read(file: &str, text: &str) -> Result<Content, LoadError> {
    let header = text.lines().next().unwrap_or_default().trim_end();
    Ok(match header.split(',').next().unwrap_or_default() {
        "code" => Content::National(rows(file, text)?),
        "old_code" => Content::Changes(rows(file, text)?),
        "reclassified_code" => Content::Reclassified(rows(file, text)?),
        "short_slug" => Content::ShortSlugs(rows(file, text)?),
        _ => {
            let place = Place { file: file.to_owned(), line: Some(1) };
            return Err(place.refuse(
                "không biết đây là dữ liệu gì. Tệp CSV phải có dòng tiêu đề bắt đầu bằng code, old_code, \
                 reclassified_code hoặc short_slug; các loại khác dùng tệp JSON có trường \"kind\".",
            ));
        }
    })
}

fn rows<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<Located<T>>, LoadError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut rows = Vec::new();
    for record in reader.records() {
        let at = |line: Option<u64>| Place { file: file.to_owned(), line };
        let record = record.map_err(|e| at(e.position().map(csv::Position::line)).refuse(unfit(&e)))?;
        let place = at(record.position().map(csv::Position::line));
        let value = record.deserialize(Some(&header)).map_err(|e| place.refuse(unfit(&e)))?;
        rows.push(Located { value, place });
    }
    Ok(rows)
}

fn unfit(error: &csv::Error) -> String {
    format!("không đúng mẫu dữ liệu ({error}). Sửa dòng này theo mẫu trong thư mục seed/units/.")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_kind_and_errors_name_the_line() {
        let Content::National(rows) =
            read("u.csv", "code,kind,name,parent_code\n01,municipality,Thành phố Hà Nội,\n").unwrap()
        else {
            panic!("national units")
        };
        assert_eq!(rows[0].code, "01", "leading zeros count");
        assert_eq!(rows[0].place.line, Some(2));
        let refused = |text: &str| read("u.csv", text).unwrap_err().to_string();
        assert!(refused("a,b\n1,2\n").starts_with("Tệp u.csv, dòng 1: không biết"));
        assert!(refused("code,kind,name,parent_code\n01,x,A,\n02,x\n").starts_with("Tệp u.csv, dòng 3: "));
    }
}
