//! JSON data files: one object whose `"kind"` says what it is.

use std::ops::Deref;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::error::{LoadError, Place};
use super::{
    CampaignData, CauseData, Content, DemoRosters, ProgrammeData, ProviderData, QuotasData, UnitChangeData, UnitData,
};

/// Something read from a file, and where it stood.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub place: Place,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[derive(Deserialize, Serialize)]
struct Kind {
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    #[serde(rename = "kind")]
    _kind: String,
    units: Vec<UnitData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitChanges {
    #[serde(rename = "kind")]
    _kind: String,
    changes: Vec<UnitChangeData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Programmes {
    #[serde(rename = "kind")]
    _kind: String,
    programmes: Vec<ProgrammeData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Providers {
    #[serde(rename = "kind")]
    _kind: String,
    providers: Vec<ProviderData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Barriers {
    #[serde(rename = "kind")]
    _kind: String,
    causes: Vec<CauseData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Campaigns {
    #[serde(rename = "kind")]
    _kind: String,
    campaigns: Vec<CampaignData>,
}

/// Reads a JSON file of any kind.
pub fn read(file: &str, text: &str) -> Result<Content, LoadError> {
    let source = Source { file, text };
    let kind: Kind = source.parse()?;
    Ok(match kind.kind.as_str() {
        "units" => Content::Units(source.located(source.parse::<Units>()?.units, |unit| &unit.slug)),
        "unit_changes" => {
            Content::UnitChanges(source.located(source.parse::<UnitChanges>()?.changes, |change| &change.from))
        }
        "programmes" => {
            Content::Programmes(source.located(source.parse::<Programmes>()?.programmes, |programme| &programme.code))
        }
        "providers" => {
            Content::Providers(source.located(source.parse::<Providers>()?.providers, |provider| &provider.code))
        }
        "barriers" => Content::Barriers(source.located(source.parse::<Barriers>()?.causes, |cause| &cause.code)),
        "campaigns" => {
            Content::Campaigns(source.located(source.parse::<Campaigns>()?.campaigns, |campaign| &campaign.code))
        }
        "quotas" => {
            let place = Place { file: file.to_owned(), line: None };
            Content::Quotas(Located { value: source.parse::<QuotasData>()?, place })
        }
        "rosters" => Content::Rosters(source.parse::<DemoRosters>()?),
        other => {
            let place = Place { file: file.to_owned(), line: source.line_of(other) };
            return Err(place.refuse(format!(
                "không biết loại dữ liệu «{other}». Trường \"kind\" phải là một trong: units, unit_changes, programmes, \
                 providers, barriers, campaigns, quotas, rounds, reports."
            )));
        }
    })
}

struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn parse<T: DeserializeOwned>(&self) -> Result<T, LoadError> {
        serde_json::from_str(self.text).map_err(|error| LoadError::AtLine {
            file: self.file.to_owned(),
            line: error.line() as u64,
            problem: format!("không đúng mẫu dữ liệu ({error}). Sửa dòng này theo mẫu trong thư mục seed/."),
        })
    }

    /// The entries with the lines on which their codes stand.
    fn located<T>(&self, values: Vec<T>, code: impl Fn(&T) -> &str) -> Vec<Located<T>> {
        let locate = |value: T| {
            let place = Place { file: self.file.to_owned(), line: self.line_of(code(&value)) };
            Located { value, place }
        };
        values.into_iter().map(locate).collect()
    }

    /// The first line on which a text stands as a JSON string.
    fn line_of(&self, word: &str) -> Option<u64> {
        let quoted = serde_json::to_string(word).ok()?;
        (1..).zip(self.text.lines()).find(|(_, line)| line.contains(&quoted)).map(|(number, _)| number)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_line_and_what_to_do() {
        let refused = |text: &str| read("x.json", text).unwrap_err().to_string();
        assert!(refused("{\n\"kind\": \"unit\"}").starts_with("Tệp x.json, dòng 2: không biết loại dữ liệu «unit»"));
        assert!(refused("{\"kind\": \"units\",\n\"units\": [{\"slug\": 3}]}").starts_with("Tệp x.json, dòng 2: "));
        assert!(refused("{\"kind\": \"units\",\n\"unit\": []}").contains("dòng 2"), "unknown fields are refused");
    }

    #[test]
    fn entries_know_their_lines() {
        let text = "{\"kind\": \"barriers\", \"causes\": [\n{\"code\": \"a\", \"name\": \"A\", \"barriers\": []},\n\
             {\"code\": \"b\", \"name\": \"B\", \"barriers\": []}]}";
        let Content::Barriers(causes) = read("x.json", text).unwrap() else { panic!("barriers") };
        assert_eq!(causes.iter().map(|cause| cause.place.line).collect::<Vec<_>>(), [Some(2), Some(3)]);
    }
}
