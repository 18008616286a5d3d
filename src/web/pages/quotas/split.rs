//! A quota split among the units below: looked at first (nothing is written by that), then given.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::one::subject;
use crate::campaign::CampaignError;
use crate::campaign::quotas::{self, SplitMethod, SplitRequest};
use crate::model::id::IssuerId;
use crate::vn::date::parse_typed;
use crate::vn::number::parse_integer;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::{Posted, TOKEN};
use crate::web::scene::{Scene, value};
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;
use crate::web::view::quota_split::{SplitView, part_field};
use crate::web::view::quotas::{history_href, tabs};

/// Value and name of the methods, the usual one first.
const METHODS: [(&str, &str); 4] =
    [("so-nguoi", "Theo số người"), ("con-lai", "Theo số chưa đạt"), ("deu", "Chia đều"), ("tu-nhap", "Tự nhập")];
/// What an address of a split says besides the parts.
const NAMES: [&str; 5] = ["don-vi", "chi-tieu", "don-vi-giao", "han", "cach"];

/// Works out the parts.
pub async fn plan(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let asked = desk.query.clone();
        page(desk, &asked, StatusCode::OK, Vec::new())
    })
    .await
}

fn method_asked(asked: &[Pair]) -> &str {
    value(asked, "cach").unwrap_or("so-nguoi")
}

fn request(desk: &Desk, scene: &Scene, asked: &[Pair]) -> Result<SplitRequest, PageError> {
    let (unit, measure) = subject(desk)?;
    let typed = value(asked, "han").unwrap_or_default();
    let unreadable = || PageError::refused(format!("Không đọc được hạn «{typed}» trong địa chỉ."));
    let method = match method_asked(asked) {
        "con-lai" => SplitMethod::Remaining,
        "deu" => SplitMethod::Equal,
        "tu-nhap" => SplitMethod::ByHand(typed_parts(asked)?),
        _ => SplitMethod::Population,
    };
    Ok(SplitRequest {
        campaign: scene.campaign()?.code.clone(),
        unit,
        measure,
        issuer: value(asked, "don-vi-giao").and_then(|id| id.parse().ok()).map(IssuerId),
        deadline: parse_typed(typed).ok_or_else(unreadable)?,
        method,
        as_of: Some(scene.as_of),
        today: desk.state.today(),
    })
}

/// Who gets how much, as typed; empty fields are left out.
fn typed_parts(asked: &[Pair]) -> Result<BTreeMap<String, i64>, CampaignError> {
    let mut parts = BTreeMap::new();
    let prefix = part_field("");
    for pair in asked.iter().filter(|pair| !pair.value.trim().is_empty()) {
        let Some(slug) = pair.name.strip_prefix(&prefix) else { continue };
        let unreadable = || format!("Không đọc được số «{}»; ghi số người, ví dụ 128.", pair.value);
        let people = parse_integer(&pair.value).ok_or_else(|| CampaignError::unfit("parts", unreadable()))?;
        parts.insert(slug.to_owned(), people);
    }
    Ok(parts)
}

fn page(desk: &Desk, asked: &[Pair], status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (unit, measure) = subject(desk)?;
    let method = method_asked(asked);
    let planned = request(desk, &scene, asked).map(|wanted| quotas::plan_split(&desk.state.db, desk.actor(), &wanted));
    let (mut view, errors, status) = match planned? {
        Ok(plan) => {
            let parts = plan.parts();
            let mut view = SplitView::of(&plan);
            view.give = parts.iter().map(|(slug, n)| Pair::new(&part_field(slug), n.to_string())).collect();
            let as_asked = asked.iter().filter(|pair| NAMES.contains(&pair.name.as_str()));
            view.action =
                (!parts.is_empty()).then(|| scene.links.with("/chi-tieu/chia", &as_asked.cloned().collect::<Vec<_>>()));
            (view, errors, status)
        }
        Err(error @ (CampaignError::NoWeights(_) | CampaignError::Unfit { .. })) => {
            let told = vec![FieldError::of("cach", error.to_string())];
            (SplitView::default(), told, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => return Err(error.into()),
    };
    view.errors = errors;
    view.tabs = tabs(&scene.links, "/chi-tieu");
    let besides = asked.iter().filter(|pair| NAMES.contains(&pair.name.as_str()) && pair.name != "cach");
    view.hidden = scene.links.kept.iter().chain(besides).cloned().collect();
    view.methods = METHODS.into_iter().map(|(value, label)| Choice::new(value, label, method)).collect();
    view.by_hand = method == "tu-nhap";
    view.document = value(asked, "van-ban").unwrap_or_default().to_owned();
    view.reason = value(asked, "ly-do").unwrap_or_default().to_owned();
    view.back = history_href(&scene.links, &unit, &measure);
    let title = "Chia chỉ tiêu";
    Ok(desk.page_with(
        status,
        "quota_split.html",
        desk.frame(&scene, Section::Campaigns, title, super::crumbs(&scene, title)),
        view,
    ))
}

/// Gives the parts that were shown.
pub async fn give(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| write(desk, typed)).await
}

fn write(desk: &Desk, typed: Vec<(String, String)>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (unit, _) = subject(desk)?;
    let fields = typed.into_iter().filter(|(name, _)| name != TOKEN).map(|(name, value)| Pair { name, value });
    let asked: Vec<Pair> = desk.query.iter().cloned().chain(fields).collect();
    let wanted = request(desk, &scene, &asked)?;
    let shown: BTreeMap<String, i64> = typed_parts(&asked)?;
    let plan = quotas::plan_split(&desk.state.db, desk.actor(), &wanted)?;
    let parts = plan.parts();
    if parts.iter().cloned().collect::<BTreeMap<_, _>>() != shown {
        let text =
            "Số người hoặc chỉ tiêu vừa thay đổi nên các phần dưới đây khác với lần xem trước. Xem lại rồi giao.";
        return page(desk, &asked, StatusCode::CONFLICT, vec![FieldError::general(text)]);
    }
    let said = (value(&asked, "van-ban"), value(&asked, "ly-do"));
    let changed = quotas::give_split(&desk.state.db, desk.actor(), &wanted, &parts, said)?;
    let text = match changed {
        0 => "Các đơn vị đã có đúng các chỉ tiêu này từ trước; không có gì thay đổi.".to_owned(),
        changed => format!("Đã giao chỉ tiêu cho {changed} đơn vị; các lần giao trước vẫn được giữ."),
    };
    Ok(Answer::done(scene.links.with("/chi-tieu", &[Pair::new("don-vi", unit)]), text))
}
