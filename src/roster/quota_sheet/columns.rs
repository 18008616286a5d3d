//! Which measure a column of a quota table means.

use crate::model::campaign::Measure;
use crate::model::person::StaffCategory;
use crate::model::tally::Audience;
use crate::vn::fold::fold;
use crate::vn::text::tidy;

/// Key of the column of level 1 accounts.
pub const LEVEL_1: &str = "muc-1";
/// Key of the column of level 2 accounts.
pub const LEVEL_2: &str = "muc-2";
/// How the head of a column begins in the form that this program makes: what follows names the measure, whatever words it has.
pub const FORM_HEADER: &str = "Chỉ tiêu giao: ";
/// The longest head that is read.
const LONGEST_HEADER: usize = 80;
/// Words of headers that say nothing about the measure.
const EMPTY_WORDS: [&str; 5] = ["chi", "tieu", "giao", "duoc", "so"];

/// The head of a measure's column in the form: by its name and whom it counts, or by its code where another one is named alike or the name is too long.
pub fn form_header(measure: &Measure, measures: &[Measure]) -> String {
    let by_name = |one: &Measure| tidy(&format!("{FORM_HEADER}{} ({})", one.name, one.audience.vietnamese())).text;
    let own = by_name(measure);
    let alike = measures.iter().filter(|one| fold(&by_name(one)) == fold(&own)).count();
    if alike <= 1 && own.chars().count() <= LONGEST_HEADER {
        return own;
    }
    format!("{FORM_HEADER}{}~{}", measure.code, measure.audience.as_str())
}

/// The measure that a column means by what stands above it; `None` where that is not clear.
pub(super) fn measure_of<'a>(key: &str, measures: &'a [Measure]) -> Option<&'a Measure> {
    if key.starts_with(FORM_HEADER) {
        return measures.iter().find(|measure| form_header(measure, measures) == key);
    }
    let account =
        |code: &str| measures.iter().find(|measure| measure.code == code && measure.audience == Audience::Residents);
    match key {
        LEVEL_1 => account("vneid1.activated"),
        LEVEL_2 => account("vneid2.activated"),
        header => by_name(header, measures),
    }
}

/// The only measure whose name holds all words of the header, or whose words the header holds all.
fn by_name<'a>(header: &str, measures: &'a [Measure]) -> Option<&'a Measure> {
    let wanted = words(header);
    let mut named = StaffCategory::ALL.into_iter().filter(|one| fold(header).contains(&fold(one.vietnamese())));
    let only = named.next().filter(|_| named.next().is_none());
    let of_it = |measure: &&Measure| only.is_some() && measure.audience.category() == only;
    // A header that names one category means its measure, where there is one.
    let has_own = measures.iter().any(|measure| of_it(&measure));
    let mut fitting = measures.iter().filter(|measure| !has_own || of_it(measure)).filter(|measure| {
        let named = words(&measure.name);
        let within = |few: &[String], many: &[String]| !few.is_empty() && few.iter().all(|word| many.contains(word));
        within(&wanted, &named) || within(&named, &wanted)
    });
    let found = fitting.next();
    if fitting.next().is_some() { None } else { found }
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(word)).map(str::to_owned).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::id::{CampaignId, MeasureId, TallyId};

    fn measure(code: &str, audience: Audience, name: &str) -> Measure {
        Measure {
            id: MeasureId(1),
            campaign: CampaignId(1),
            code: code.to_owned(),
            audience,
            name: name.to_owned(),
            position: 1,
            done: TallyId(1),
            issued: None,
            eligible: TallyId(1),
            activity: None,
            retired: false,
        }
    }

    #[test]
    fn a_column_means_the_only_measure_that_its_words_fit() {
        let measures = [
            measure("vneid2.activated", Audience::Residents, "Mức 2 đã kích hoạt"),
            measure("smartca.accepted", Audience::Residents, "Chữ ký số cá nhân"),
            measure("activity.buoi", Audience::All, "Buổi tuyên truyền"),
            measure("activity.tin", Audience::All, "Tin, bài tuyên truyền"),
        ];
        let code = |key: &str| measure_of(key, &measures).map(|measure| measure.code.as_str());
        assert_eq!(code(LEVEL_2), Some("vneid2.activated"));
        assert_eq!(code(LEVEL_1), None, "the campaign does not count it");
        assert_eq!(code("Chỉ tiêu giao chữ ký số"), Some("smartca.accepted"));
        assert_eq!(code("CHỈ TIÊU BUỔI TUYÊN TRUYỀN"), Some("activity.buoi"));
        assert_eq!(code("Tuyên truyền"), None, "two fit");
        assert_eq!(code("Chỉ tiêu"), None, "says nothing");
    }

    #[test]
    fn every_column_of_the_form_means_its_own_measure() {
        use StaffCategory::CivilServant;
        let long = "Buổi ".repeat(30);
        let measures = [
            measure("vneid2.activated", Audience::Residents, "Mức 2 đã kích hoạt"),
            measure("vneid2.activated", Audience::Staff, "Mức 2 đã kích hoạt"),
            measure("vneid2.activated", Audience::StaffOf(CivilServant), "Mức 2 đã kích hoạt"),
            measure("a.1", Audience::All, "Tỷ lệ hồ sơ trực tuyến"),
            measure("a.2", Audience::All, "tỷ lệ hồ sơ, trực tuyến"),
            measure("a.3", Audience::All, &long),
            measure("a.4", Audience::All, "=cmd|' /C calc'!A0"),
        ];
        for one in &measures {
            let header = form_header(one, &measures);
            let meant = measure_of(&header, &measures).map(|found| (&found.code, found.audience));
            assert_eq!(meant, Some((&one.code, one.audience)), "{header}");
            assert!(header.chars().count() <= LONGEST_HEADER, "{header}");
        }
    }

    #[test]
    fn a_column_of_one_category_means_its_measure() {
        use StaffCategory::{CivilServant, PublicEmployee};
        let named = |audience, name: &str| measure("vneid2.activated", audience, name);
        let measures = [
            named(Audience::Staff, "Cán bộ, công chức, viên chức có mức 2"),
            named(Audience::StaffOf(CivilServant), "Công chức: mức 2"),
            named(Audience::StaffOf(PublicEmployee), "Viên chức: mức 2"),
        ];
        let of = |key: &str| measure_of(key, &measures).map(|measure| measure.audience);
        assert_eq!(of("Chỉ tiêu viên chức mức 2"), Some(Audience::StaffOf(PublicEmployee)));
        assert_eq!(of("Chỉ tiêu giao công chức"), Some(Audience::StaffOf(CivilServant)));
        assert_eq!(of("Chỉ tiêu công chức, viên chức"), Some(Audience::Staff));
        assert_eq!(of("Chỉ tiêu cán bộ mức 2"), Some(Audience::Staff), "nobody follows this category alone");
    }
}
