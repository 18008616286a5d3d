//! What a measure counts, in plain Vietnamese.

use crate::model::campaign::Measure;
use crate::model::id::TallyId;
use crate::model::programme::Catalogue;
use crate::model::tally::{Audience, Counted, Tally};

/// What a measure counts and out of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// «Công dân … đã kích hoạt tài khoản định danh điện tử mức 2, tính theo mức cao nhất đang có.»
    pub done: String,
    /// «Công dân cư trú trên địa bàn, còn sống, từ đủ 14 tuổi.», the base of a share.
    pub eligible: String,
    /// Whether the base asks for a valid card.
    pub with_card: bool,
}

/// What a measure counts, in words.
pub fn definition(measure: &Measure, tallies: &[Tally], catalogue: &Catalogue) -> Definition {
    if let Some(activity) = &measure.activity {
        return match &activity.base_noun {
            None => Definition {
                done: format!("Số {} do các đơn vị báo cáo, không đếm từ danh sách người.", activity.noun),
                eligible: "Không có số người đủ điều kiện; chỉ tiêu giao bằng số.".to_owned(),
                with_card: false,
            },
            Some(base) => Definition {
                done: format!("Số {} trong tổng số {base} do các đơn vị báo cáo.", activity.noun),
                eligible: format!("Tổng số {base} do các đơn vị báo cáo."),
                with_card: false,
            },
        };
    }
    let find = |id: TallyId| tallies.iter().find(|tally| tally.id == id);
    let (done, eligible) = (find(measure.done), find(measure.eligible));
    let whom = whom(measure.audience);
    let with_card = eligible.is_some_and(|tally| matches!(tally.counted, Counted::EligibleWithCard { .. }));
    Definition {
        done: done.map_or_else(String::new, |tally| format!("{whom} {}.", achieved(&tally.counted, catalogue))),
        eligible: eligible.map_or_else(String::new, |tally| format!("{whom}, {}.", old_enough(&tally.counted))),
        with_card,
    }
}

fn whom(audience: Audience) -> String {
    match audience {
        Audience::Residents => "Công dân cư trú trên địa bàn".to_owned(),
        Audience::Staff => "Cán bộ, công chức, viên chức, người lao động của cơ quan, đơn vị".to_owned(),
        Audience::StaffOf(category) => {
            format!("Người làm việc tại cơ quan, đơn vị (loại: {})", category.vietnamese())
        }
        Audience::All => {
            "Công dân cư trú trên địa bàn và cán bộ của cơ quan, đơn vị, mỗi người tính một lần".to_owned()
        }
    }
}

fn old_enough(counted: &Counted) -> String {
    match counted {
        Counted::Eligible { min_age: 0 } => "còn sống".to_owned(),
        Counted::Eligible { min_age } => format!("còn sống, từ đủ {min_age} tuổi"),
        Counted::EligibleWithCard { min_age } => {
            format!("còn sống, từ đủ {min_age} tuổi, có thẻ căn cước còn hạn trong ngày tính số liệu")
        }
        _ => "còn sống".to_owned(),
    }
}

fn achieved(counted: &Counted, catalogue: &Catalogue) -> String {
    match counted {
        Counted::Eligible { .. } | Counted::EligibleWithCard { .. } | Counted::Reported => old_enough(counted),
        Counted::Reached { milestone } => match catalogue.milestone(milestone) {
            Some((programme, milestone)) => {
                format!("có mốc «{}» của dịch vụ «{}»", milestone.name, programme.name)
            }
            None => format!("có mốc «{milestone}»"),
        },
        Counted::Issued { ladder, level } => format!("được cấp {}", account(catalogue, ladder, *level)),
        Counted::Activated { ladder, level } => format!("đã kích hoạt {}", account(catalogue, ladder, *level)),
        Counted::HeldBack { cause } => format!("đang có vướng mắc «{cause}»"),
    }
}

/// «tài khoản định danh điện tử mức 2, tính theo mức cao nhất đang có».
fn account(catalogue: &Catalogue, ladder: &str, level: Option<u8>) -> String {
    let steps = catalogue.ladder(ladder);
    let of_level = steps.iter().find(|programme| programme.ladder.as_ref().map(|step| step.level) == level);
    match of_level {
        Some(programme) => format!("«{}», tính theo mức cao nhất đang có", programme.name),
        None => {
            let names: Vec<String> = steps.iter().map(|programme| format!("«{}»", programme.name)).collect();
            names.join(" hoặc ")
        }
    }
}
