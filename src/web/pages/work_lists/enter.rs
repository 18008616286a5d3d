//! Typing results back from paper: pairs in one box, or a digit per line.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::{crumbs_of, view};
use crate::fieldwork::{self, FieldworkError, LineProblem, NewResults};
use crate::model::id::WorkListId;
use crate::model::work_list::{ResultSource, TypedPair, TypingError, read_typed};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::view::links::Pair;
use crate::web::view::round_forms::RowError;
use crate::web::view::work_lists::ListView;

const TITLE: &str = "Nhập kết quả";

/// The page.
#[derive(Serialize)]
struct EnterView {
    #[serde(flatten)]
    list: ListView,
    /// What is not right, linked to its line.
    problems: Vec<RowError>,
    /// The latest result that the writer had seen.
    seen: i64,
    /// Lines that were written meanwhile can be written over.
    may_confirm: bool,
    /// As typed.
    quick: String,
    /// As typed.
    day: String,
    /// As typed, in the order of the lines.
    typed: Vec<String>,
    /// Whether something is wrong with a line.
    invalid: Vec<bool>,
}

/// The form.
pub async fn form(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        page(desk, &scene, WorkListId(id.into_inner()), StatusCode::OK, Vec::new(), &[])
    })
    .await
}

fn page(
    desk: &Desk,
    scene: &Scene,
    id: WorkListId,
    status: StatusCode,
    problems: Vec<LineProblem>,
    fields: &[Pair],
) -> Result<Answer, PageError> {
    let list = view(desk, scene, id)?;
    if !list.may_write {
        return Err(PageError::refused("Danh sách đã kết thúc, hoặc tài khoản chỉ được xem; không ghi thêm kết quả."));
    }
    let typed: HashMap<&str, &str> = fields.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    let of_line = |line: i32| typed.get(format!("k-{line}").as_str()).map_or(String::new(), |text| (*text).to_owned());
    let view = EnterView {
        seen: typed.get("da-xem").and_then(|text| text.parse().ok()).unwrap_or(list.latest),
        may_confirm: problems.iter().any(|problem| problem.stale),
        quick: typed.get("nhanh").map_or(String::new(), |text| (*text).to_owned()),
        day: typed.get("ngay").map_or(list.today.clone(), |text| (*text).to_owned()),
        typed: list.lines.iter().map(|line| of_line(line.number)).collect(),
        invalid: list.lines.iter().map(|line| problems.iter().any(|one| one.line == line.number)).collect(),
        problems: problems.into_iter().map(row_error).collect(),
        list,
    };
    let frame = desk.frame(scene, Section::WorkLists, TITLE, crumbs_of(scene, id, TITLE));
    Ok(desk.page_with(status, "work_list_enter.html", frame, view))
}

fn row_error(problem: LineProblem) -> RowError {
    let field = if problem.line > 0 { format!("k-{}", problem.line) } else { "nhanh".to_owned() };
    RowError { field, text: problem.text }
}

/// Saves what was typed, or tells every line that is not right and keeps what was typed.
pub async fn save(Posted(desk, fields): Posted<Vec<(String, String)>>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let id = WorkListId(id.into_inner());
        let fields: Vec<Pair> = fields.into_iter().map(|(name, value)| Pair { name, value }).collect();
        let refused = |problems| page(desk, &scene, id, StatusCode::UNPROCESSABLE_ENTITY, problems, &fields);
        let Some(on) = value(&fields, "ngay").and_then(parse_typed) else {
            let text = "Không đọc được ngày đến nhà; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.";
            return refused(vec![LineProblem { line: 0, text: text.to_owned(), stale: false }]);
        };
        let (pairs, wrong) = typed_pairs(&fields);
        if !wrong.is_empty() {
            return refused(wrong.iter().map(unreadable).collect());
        }
        // Who confirms has seen what was shown beside the question.
        let seen = value(&fields, "xac-nhan").or(value(&fields, "da-xem")).and_then(|text| text.parse().ok());
        let today = desk.state.today();
        let new = NewResults { list: id, on, today, pairs, source: ResultSource::Paper, seen: seen.or(Some(0)) };
        match fieldwork::record(&desk.state.db, desk.actor(), &new, desk.state.now()) {
            Ok(recorded) if recorded.written == 0 => {
                Ok(Answer::done(scene.links.to(&format!("/van-dong/{id}")), "Không có kết quả mới để ghi."))
            }
            Ok(recorded) => {
                let told = format!("Đã ghi {} kết quả, {} người hoàn thành.", recorded.written, recorded.done);
                Ok(Answer::done(scene.links.to(&format!("/van-dong/{id}")), told))
            }
            Err(FieldworkError::Lines(problems)) => refused(problems),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// The pairs of the box, then those of the grid; and what cannot be read.
fn typed_pairs(fields: &[Pair]) -> (Vec<TypedPair>, Vec<TypingError>) {
    let (mut pairs, mut wrong) = read_typed(value(fields, "nhanh").unwrap_or_default());
    for field in fields {
        let line = field.name.strip_prefix("k-").and_then(|line| line.parse().ok());
        match line.map(|line| TypedPair::of_cell(line, &field.value)) {
            Some(Ok(pair)) => pairs.extend(pair),
            Some(Err(error)) => wrong.push(error),
            None => {}
        }
    }
    (pairs, wrong)
}

fn unreadable(error: &TypingError) -> LineProblem {
    let line = match error {
        TypingError::NoLine(_) => 0,
        TypingError::NoDigit { line, .. } | TypingError::Missing(line) => *line,
    };
    LineProblem { line, text: error.to_string(), stale: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn box_and_grid_are_read_together() {
        let fields = [("csrf", "x"), ("nhanh", "1 1, 2 3"), ("k-4", "9"), ("k-5", ""), ("k-6", "x")];
        let fields: Vec<Pair> = fields.iter().map(|(name, value)| Pair::new(name, *value)).collect();
        let (pairs, wrong) = typed_pairs(&fields);
        assert_eq!(pairs.iter().map(|pair| pair.line.number()).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(wrong, [TypingError::NoDigit { line: 6, digit: "x".to_owned() }]);
    }
}
