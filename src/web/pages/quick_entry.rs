//! Quick entry: what is recorded is chosen once and stays in the address; then card after card. What is scanned comes by POST only, and the answer is the
//! page itself, so that nothing of a card stays in an address.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::access::{self, AccessError};
use crate::model::id::PersonId;
use crate::model::person::ResidenceKind;
use crate::model::role::Operation;
use crate::people::quick_entry::{self, Answers, Card, NewResident, Outcome, QuickEntry, Settle};
use crate::people::{self, PeopleError};
use crate::store::{StoreError, campaigns, catalogue};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::assets;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::photo::Photo;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Crumb;
use crate::web::view::links::Pair;
use crate::web::view::people::lower_first;
use crate::web::view::person::milestones;
use crate::web::view::quick_entry::{LogLine, QuickEntryView, channel_choices, done, question, village_choices};

/// What a scan, or the answer to what a scan asked, sends.
#[derive(Default, Deserialize)]
pub struct Scanned {
    #[serde(rename = "quet", default)]
    scanned: String,
    #[serde(rename = "giu", default)]
    held: String,
    #[serde(rename = "nguoi", default)]
    person: String,
    #[serde(rename = "them", default)]
    add: String,
    #[serde(rename = "ho-ten", default)]
    name: String,
    #[serde(rename = "thon-moi", default)]
    village: String,
    #[serde(rename = "cu-tru", default)]
    kind: String,
    #[serde(rename = "khac", default)]
    differences: String,
    #[serde(rename = "truoc", default)]
    first: String,
}

/// What is recorded with each scan.
struct Sitting {
    milestone: String,
    in_words: String,
    on: NaiveDate,
    channel: Option<String>,
    village: Option<(String, String)>,
}

/// The page before a scan.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        page(desk, &scene, StatusCode::OK, QuickEntryView::default())
    })
    .await
}

/// A scan, or an answer.
pub async fn scan(Posted(desk, typed): Posted<Scanned>) -> HttpResponse {
    desk.answer(move |desk| enter(desk, &typed)).await
}

/// A photo of a card, for browsers that cannot look through the camera themselves.
pub async fn photo(Photo(desk, photo): Photo) -> HttpResponse {
    desk.answer(move |desk| match quick_entry::read_photo(photo.as_deref().unwrap_or_default()) {
        Ok(scanned) => enter(desk, &Scanned { scanned, ..Scanned::default() }),
        Err(error) => {
            let errors = vec![FieldError::of("tep", error.to_string())];
            let view = QuickEntryView { errors, ..QuickEntryView::default() };
            page(desk, &desk.scene()?, StatusCode::UNPROCESSABLE_ENTITY, view)
        }
    })
    .await
}

/// The text of the code on a picture from the camera, for browsers that cannot read one themselves; no content where there is none. Nothing is recorded:
/// the text goes into the field, and from there the way of every scan.
pub async fn frame(Photo(desk, picture): Photo) -> HttpResponse {
    desk.answer(move |desk| {
        access::allowed(desk.actor(), Operation::RecordMilestone)?;
        Ok(Answer::Text(quick_entry::read_photo(picture.as_deref().unwrap_or_default()).ok()))
    })
    .await
}

/// The list and line of a code on a list of people to visit: `https://…/viec/12/5`.
fn line_to_visit(scanned: &str) -> Option<(i64, i32)> {
    let (_, code) = scanned.trim().rsplit_once("/viec/")?;
    let (list, line) = code.split_once('/')?;
    Some((list.parse().ok()?, line.parse().ok()?))
}

fn enter(desk: &Desk, typed: &Scanned) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    if let Some((list, line)) = line_to_visit(&typed.scanned) {
        let to = scene.links.to(&format!("/viec/{list}/{line}"));
        return Ok(Answer::done(to, "Đây là mã của danh sách cần vận động, không phải thẻ căn cước."));
    }
    let sitting = match sitting(desk, &scene)? {
        Ok(Some(sitting)) => sitting,
        _ => return page(desk, &scene, StatusCode::UNPROCESSABLE_ENTITY, QuickEntryView::default()),
    };
    let new = QuickEntry {
        card: if typed.held.is_empty() { Card::Scanned(typed.scanned.clone()) } else { Card::Held(typed.held.clone()) },
        milestone: sitting.milestone.clone(),
        on: sitting.on,
        today: desk.state.today(),
        channel: sitting.channel.clone(),
        answers: answers(typed),
    };
    let (status, view) = match quick_entry::quick_entry(&desk.state.db, desk.actor(), &new) {
        Ok(Outcome::Entered(entered)) => {
            let village = sitting.village.as_ref().map(|(_, name)| name.as_str());
            let done = done(&entered, &sitting.in_words, &day(sitting.on), village, &scene.links);
            (StatusCode::OK, QuickEntryView { done: Some(done), ..QuickEntryView::default() })
        }
        Ok(Outcome::Asked(asked)) => {
            let question = question(&asked.question, &asked.card, given(typed, asked.held));
            (StatusCode::OK, QuickEntryView { question: Some(question), ..QuickEntryView::default() })
        }
        Err(PeopleError::Store(error)) => return Err(error.into()),
        Err(PeopleError::Access(error @ AccessError::Forbidden)) => return Err(error.into()),
        Err(error) => {
            let errors = vec![FieldError::of("quet", error.to_string())];
            (StatusCode::UNPROCESSABLE_ENTITY, QuickEntryView { errors, ..QuickEntryView::default() })
        }
    };
    page(desk, &scene, status, view)
}

fn answers(typed: &Scanned) -> Answers {
    let add = (typed.add == "1").then(|| NewResident {
        full_name: typed.name.clone(),
        village: typed.village.clone(),
        kind: ResidenceKind::parse(&typed.kind).filter(|kind| kind.counts()).unwrap_or_default(),
    });
    Answers {
        person: typed.person.parse().ok().map(PersonId),
        add,
        differences: Settle::parse(&typed.differences),
        first_too: typed.first == "1",
    }
}

/// The fields that bring what was answered so far along with the next answer.
fn given(typed: &Scanned, held: String) -> Vec<Pair> {
    let mut fields = vec![Pair::new("giu", held)];
    let answered = [
        ("nguoi", &typed.person),
        ("them", &typed.add),
        ("ho-ten", &typed.name),
        ("thon-moi", &typed.village),
        ("cu-tru", &typed.kind),
        ("khac", &typed.differences),
        ("truoc", &typed.first),
    ];
    fields.extend(
        answered.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| Pair::new(name, value)),
    );
    fields
}

/// What the address says is recorded; `None` before it is chosen, and an error of the form where it cannot be.
fn sitting(desk: &Desk, scene: &Scene) -> Result<Result<Option<Sitting>, FieldError>, PageError> {
    let Some(milestone) = desk.asked("moc") else { return Ok(Ok(None)) };
    let typed = desk.asked("ngay").map_or_else(|| day(usual_day(desk, scene)), str::to_owned);
    let Some(on) = parse_typed(&typed) else {
        let text = format!("Không đọc được ngày «{typed}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.");
        return Ok(Err(FieldError::of("ngay", text)));
    };
    let catalogue = desk.state.db.read(catalogue::load)?;
    let Some((programme, found)) = catalogue.milestone(milestone) else {
        return Ok(Err(FieldError::of("moc", PeopleError::UnknownMilestone(milestone.to_owned()).to_string())));
    };
    let channel = match desk.asked("kenh").map(|text| text.split_once('.').unwrap_or((text, ""))) {
        Some((of, code)) if of == programme.code => Some(code.to_owned()),
        Some(_) => {
            let text = format!("Kênh đã chọn không thuộc dịch vụ «{}». Chọn lại kênh hoặc mốc.", programme.name);
            return Ok(Err(FieldError::of("kenh", text)));
        }
        None => None,
    };
    let villages = quick_entry::villages(&desk.state.db, desk.actor(), on)?;
    let village = desk.asked("thon").and_then(|slug| villages.into_iter().find(|unit| unit.slug == slug));
    Ok(Ok(Some(Sitting {
        milestone: milestone.to_owned(),
        in_words: format!("{} ({})", found.name, programme.name),
        on,
        channel,
        village: village.map(|unit| (unit.slug, unit.name)),
    })))
}

fn usual_day(desk: &Desk, scene: &Scene) -> NaiveDate {
    scene.as_of.day().min(desk.state.today().day())
}

/// The page with what became of the last scan.
fn page(desk: &Desk, scene: &Scene, status: StatusCode, view: QuickEntryView) -> Result<Answer, PageError> {
    let lines = quick_entry::latest_entries(&desk.state.db, desk.actor(), desk.state.today())?;
    let (sitting, mut errors) = match sitting(desk, scene)? {
        Ok(sitting) => (sitting, Vec::new()),
        Err(error) => (None, vec![error]),
    };
    errors.extend(view.errors);
    let on = sitting.as_ref().map_or_else(|| usual_day(desk, scene), |sitting| sitting.on);
    let value = |name: &str| desk.asked(name).unwrap_or_default().to_owned();
    let (village, channel) = (value("thon"), value("kenh"));
    let villages = quick_entry::villages(&desk.state.db, desk.actor(), on)?;
    let channels = people::channels_by_programme(&desk.state.db)?;
    let typed_day = desk.asked("ngay").map_or_else(|| day(on), str::to_owned);
    let view = QuickEntryView {
        errors,
        kept: scene.links.kept.clone(),
        milestones: milestone_choices(desk, scene)?,
        channels: channel_choices(&channels, &channel),
        villages: village_choices(villages, &village),
        action: sitting.as_ref().map(|_| address(desk, scene, "/nhap-nhanh")),
        frames_action: sitting.as_ref().map(|_| address(desk, scene, "/nhap-nhanh/khung")),
        photo_action: sitting.as_ref().map(|_| address(desk, scene, "/nhap-nhanh/anh")),
        script: assets::address("quet.js").unwrap_or_default(),
        summary: sitting.map_or_else(String::new, |sitting| summary(&sitting, &channels)),
        day: typed_day,
        lines: lines.into_iter().map(|line| LogLine::of(line, &scene.links)).collect(),
        ..view
    };
    let crumbs = vec![Crumb { label: "Nhập nhanh".to_owned(), href: None }];
    let frame = desk.frame(scene, Section::QuickEntry, "Nhập nhanh từ thẻ căn cước", crumbs);
    Ok(desk.page_with(status, "quick_entry.html", frame, view))
}

/// All milestones; before one is chosen, the first that the campaign counts.
fn milestone_choices(desk: &Desk, scene: &Scene) -> Result<Vec<crate::web::view::frame::Choice>, PageError> {
    let (catalogue, measures) = desk.state.db.read(|conn| {
        let measures = match &scene.campaign {
            Some(campaign) => campaigns::measures(conn, campaign.id)?,
            None => Vec::new(),
        };
        Ok::<_, StoreError>((catalogue::load(conn)?, measures))
    })?;
    let mut counted = measures.iter().map(|measure| measure.code.as_str());
    let usual = counted.rfind(|code| catalogue.milestone(code).is_some()).unwrap_or_default();
    Ok(milestones(&catalogue, desk.asked("moc").unwrap_or(usual)))
}

/// Where scans or photos are sent, with what was chosen.
fn address(desk: &Desk, scene: &Scene, path: &str) -> String {
    let chosen = ["moc", "ngay", "thon", "kenh"];
    let pairs: Vec<Pair> =
        chosen.into_iter().filter_map(|name| desk.asked(name).map(|value| Pair::new(name, value))).collect();
    scene.links.with(path, &pairs)
}

fn summary(sitting: &Sitting, channels: &[(String, String, Vec<crate::store::channels::Channel>)]) -> String {
    let channel = sitting.channel.as_ref().and_then(|code| {
        let of = sitting.milestone.split('.').next()?;
        let (.., channels) = channels.iter().find(|(programme, ..)| programme == of)?;
        channels.iter().find(|channel| channel.code == *code)
    });
    let channel = channel.map(|channel| format!(", {}", lower_first(&channel.name))).unwrap_or_default();
    let village = sitting.village.as_ref().map(|(_, name)| format!("; người mới thuộc {name}")).unwrap_or_default();
    format!("{}{channel}, ngày {}{village}", sitting.in_words, day(sitting.on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_line_is_told_from_a_card() {
        assert_eq!(line_to_visit("https://tiendo.camngoc.vn:8443/viec/12/5\r"), Some((12, 5)));
        for other in ["001099000001||Nguyễn Văn An|01021999|Nam|Thôn 1|15042021", "https://example.vn/viec/x/5", "12-5"]
        {
            assert_eq!(line_to_visit(other), None, "{other}");
        }
    }
}
