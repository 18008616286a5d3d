//! The words of reminders: plain text with named fields, which a campaign may change. A field that does not exist is told when the words are saved, not
//! when the mail goes out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::MailError;
use super::reach;
use crate::access::{self, Actor, AuditEvent};
use crate::model::role::Operation;
use crate::store::mail_templates::{self, MailTemplate};
use crate::store::{Db, campaigns};

/// Most characters of words.
pub const LONGEST: usize = 4_000;

/// What the words are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Before a deadline.
    Ahead,
    /// After a deadline, or after a report was sent back.
    Overdue,
    /// To the level above, about units that are late.
    Escalation,
}

/// A field that may stand in the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name between the braces.
    pub name: &'static str,
    /// What it becomes.
    pub meaning: &'static str,
}

/// All fields.
pub const FIELDS: [Field; 7] = [
    Field { name: "nguoi_nhan", meaning: "Tên người nhận hoặc đơn vị nhận thư" },
    Field { name: "don_vi", meaning: "Tên các đơn vị còn việc chưa xong, cách nhau bằng dấu phẩy" },
    Field {
        name: "danh_sach", meaning: "Từng báo cáo, nhiệm vụ, chỉ tiêu chưa xong, mỗi việc một dòng, kèm hạn"
    },
    Field { name: "so_bao_cao", meaning: "Số việc chưa xong (báo cáo, nhiệm vụ, chỉ tiêu)" },
    Field {
        name: "luu_y", meaning: "Câu «Không phát sinh cũng báo cáo…», chỉ khi còn báo cáo chưa gửi"
    },
    Field { name: "chien_dich", meaning: "Tên chiến dịch" },
    Field { name: "ngay", meaning: "Ngày gửi thư" },
];

/// What is not right about words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateProblem {
    /// Fields that do not exist.
    #[error("Không có trường {0}. Các trường dùng được: {known}.", known = known_fields())]
    UnknownFields(String),
    /// A brace without its other half.
    #[error("Dòng {0}: có «{{{{» mà không có «}}}}» khép lại.")]
    Unclosed(usize),
    /// No words, or too many.
    #[error("Lời nhắc phải có nội dung và dài nhất {limit} ký tự.", limit = LONGEST)]
    Length,
    /// The list of what is missing does not stand in it.
    #[error("Lời nhắc phải có trường {{{{danh_sach}}}}, nếu không người nhận không biết còn việc gì chưa xong.")]
    NoList,
}

fn known_fields() -> String {
    FIELDS.iter().map(|field| format!("{{{{{}}}}}", field.name)).collect::<Vec<_>>().join(", ")
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 3] = [Self::Ahead, Self::Overdue, Self::Escalation];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Overdue => "overdue",
            Self::Escalation => "escalation",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Ahead => "Nhắc trước hạn",
            Self::Overdue => "Nhắc khi quá hạn",
            Self::Escalation => "Báo cấp trên về đơn vị chậm",
        }
    }

    /// Words to begin with, for a campaign that sets its own.
    pub fn usual(self) -> &'static str {
        match self {
            Self::Ahead => {
                "Kính gửi {{nguoi_nhan}},\n{{chien_dich}}: {{so_bao_cao}} việc sắp đến hạn:\n{{danh_sach}}\n\
                 Đề nghị hoàn thành đúng hạn.\n{{luu_y}}"
            }
            Self::Overdue => {
                "Kính gửi {{nguoi_nhan}},\n{{chien_dich}}: đến ngày {{ngay}}, còn {{so_bao_cao}} việc đã quá hạn hoặc \
                 sắp đến hạn:\n{{danh_sach}}\n\
                 Đề nghị thực hiện ngay phần đã quá hạn.\n{{luu_y}}"
            }
            Self::Escalation => {
                "Kính gửi {{nguoi_nhan}},\n{{chien_dich}}: đến ngày {{ngay}}, các đơn vị sau chậm thực hiện:\n\
                 {{danh_sach}}\nĐề nghị đồng chí chỉ đạo, đôn đốc."
            }
        }
    }
}

/// What stands for `luu_y` where a report is asked for: nothing to report is reported too.
pub const NIL_REPORT: &str = "Không phát sinh cũng báo cáo «không phát sinh».";

/// One piece of words.
enum Piece<'a> {
    Text(&'a str),
    Field(&'a str),
}

/// Reads words piece by piece. Fields are plain names: words set by an office never reach the engine that the program's own templates use, so nothing in
/// them is ever run.
fn pieces(words: &str) -> Result<Vec<Piece<'_>>, TemplateProblem> {
    let (mut found, mut rest, mut line) = (Vec::new(), words, 1);
    while let Some((before, after)) = rest.split_once("{{") {
        line += before.matches('\n').count();
        let Some((name, behind)) = after.split_once("}}").filter(|(name, _)| !name.contains(['{', '\n'])) else {
            return Err(TemplateProblem::Unclosed(line));
        };
        found.push(Piece::Text(before));
        found.push(Piece::Field(name.trim()));
        rest = behind;
    }
    found.push(Piece::Text(rest));
    Ok(found)
}

/// Checks words before they are kept.
///
/// # Errors
/// All fields that do not exist, together.
pub fn check(words: &str) -> Result<(), TemplateProblem> {
    if words.trim().is_empty() || words.chars().count() > LONGEST {
        return Err(TemplateProblem::Length);
    }
    let pieces = pieces(words)?;
    let named: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Field(name) => Some(*name),
            Piece::Text(_) => None,
        })
        .collect();
    let mut unknown: Vec<String> = Vec::new();
    for name in &named {
        let told = format!("«{{{{{name}}}}}»");
        if !FIELDS.iter().any(|field| field.name == *name) && !unknown.contains(&told) {
            unknown.push(told);
        }
    }
    if !unknown.is_empty() {
        return Err(TemplateProblem::UnknownFields(unknown.join(", ")));
    }
    if named.contains(&"danh_sach") { Ok(()) } else { Err(TemplateProblem::NoList) }
}

/// Fills words. A field without a value becomes nothing, and so does a line at the end that holds nothing else.
///
/// # Errors
/// As [`check`], for words that were kept by an earlier version of the program.
pub fn fill(words: &str, values: &BTreeMap<&str, String>) -> Result<String, TemplateProblem> {
    let mut text = String::with_capacity(words.len());
    for piece in pieces(words)? {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Field(name) => text.push_str(values.get(name).map_or("", String::as_str)),
        }
    }
    text.truncate(text.trim_end().len());
    Ok(text)
}

/// The words that a campaign has set, for whoever sends mail.
///
/// # Errors
/// Not allowed, or no such campaign.
pub fn show(db: &Db, actor: &Actor, campaign: &str, purpose: Purpose) -> Result<Option<MailTemplate>, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    db.read(|conn| {
        let found = campaigns::find(conn, campaign)?.ok_or_else(|| MailError::NoCampaign(campaign.to_owned()))?;
        Ok(mail_templates::find(conn, found.id, purpose.as_str())?)
    })
}

/// Sets the words of a campaign. `after`: the revision that the form showed, 0 where none were set. The right: [`Operation::SendMail`] in the campaign's
/// unit.
///
/// # Errors
/// Words that [`check`] refuses; somebody else has changed them meanwhile.
pub fn set(
    db: &Db,
    actor: &Actor,
    (campaign, purpose): (&str, Purpose),
    (words, after): (&str, i64),
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let words = words.replace("\r\n", "\n");
    check(&words)?;
    db.write(|conn| {
        let found = reach::campaign(conn, actor, campaign)?;
        let key = (found.id, purpose.as_str());
        if !mail_templates::set(conn, key, &words, after.max(0), (actor.account(), now))? {
            return Err(MailError::Stale);
        }
        let event = AuditEvent {
            action: "mail-template.set",
            object: "campaign",
            object_id: Some(found.id.0),
            unit: Some(found.unit),
            detail: json!({ "purpose": purpose.as_str(), "revision": after.max(0) + 1 }),
        };
        Ok(access::audit(conn, actor, event)?)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_words_are_in_order() {
        for purpose in Purpose::ALL {
            assert_eq!(check(purpose.usual()), Ok(()), "{purpose:?}");
            assert_eq!(Purpose::parse(purpose.as_str()), Some(purpose));
        }
    }

    #[test]
    fn unknown_fields_are_named() {
        use TemplateProblem as P;
        for (words, problem) in [
            ("{{danh_sach}} {{han_nop}} {{ten}} {{ten}}", P::UnknownFields("«{{han_nop}}», «{{ten}}»".to_owned())),
            ("{{danh_sach}}\n{{ nguoi_nhan", P::Unclosed(2)),
            ("{{danh_sach}} {{% if x %}}", P::UnknownFields("«{{% if x %}}»".to_owned())),
            (" \n", P::Length),
            ("Đề nghị gửi báo cáo.", P::NoList),
        ] {
            assert_eq!(check(words), Err(problem), "{words}");
        }
        let told = check("{{danh_sach}}{{abc}}").unwrap_err().to_string();
        assert!(told.contains("«{{abc}}»") && told.contains("{{nguoi_nhan}}"), "{told}");
    }

    #[test]
    fn values_are_put_in_and_never_read_again() {
        let values = BTreeMap::from([("danh_sach", "{{ngay}} {% raw %}".to_owned()), ("ngay", "12/6/2023".to_owned())]);
        assert_eq!(fill("Ngày {{ ngay }}:\n{{danh_sach}}", &values).unwrap(), "Ngày 12/6/2023:\n{{ngay}} {% raw %}");
    }

    proptest! {
        #[test]
        fn any_words_are_refused_or_filled(words in "[a-z{}% \n]{0,80}") {
            if check(&words).is_ok() {
                prop_assert!(fill(&words, &BTreeMap::new()).is_ok());
            }
        }
    }
}
