//! Opening a round: ad hoc, for a regular period, or a series in peak weeks.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::NaiveTime;

use super::{LIST, after};
use crate::model::campaign::Measure;
use crate::model::id::MeasureId;
use crate::model::role::Operation;
use crate::model::round::{Due, DueWording, Period};
use crate::model::round_period::{Regular, Rhythm, Series};
use crate::model::unit::Unit;
use crate::rounds::{self, MeasureRef, NewHop, NewRound, RoundError};
use crate::store::{StoreError, campaigns, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::links::Pair;
use crate::web::view::round_forms::{NewRoundView, Preset, TypedRound};

const TITLE: &str = "Mở đợt báo cáo";
/// The value of the line that stands for nobody.
const NOBODY: &str = "";

/// What can be chosen from.
struct Offered {
    unit: Unit,
    below: Vec<Unit>,
    measures: Vec<Measure>,
}

/// The form.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let (scene, offered) = offered(desk)?;
        let fields = usual(desk, &offered);
        show(desk, &scene, &offered, StatusCode::OK, Vec::new(), &fields)
    })
    .await
}

fn offered(desk: &Desk) -> Result<(Scene, Offered), PageError> {
    crate::access::allowed(desk.actor(), Operation::ManageRounds)?;
    let scene = desk.scene()?;
    let campaign = scene.campaign()?.clone();
    let own = desk.session.account.unit;
    let on = desk.state.today().day().clamp(campaign.starts_on, campaign.ends_on);
    let offered = desk.state.db.read(|conn| {
        // Whoever stands below the campaign opens rounds of the own unit, whoever stands above those of the campaign.
        let of = if units::is_below(conn, own, campaign.unit)? { own } else { campaign.unit };
        let unit = units::get(conn, of, on)?;
        let below = units::children(conn, of, on)?;
        let mut measures = campaigns::measures(conn, campaign.id)?;
        measures.retain(|measure| !measure.retired);
        Ok::<_, StoreError>(unit.map(|unit| Offered { unit, below, measures }))
    })?;
    let offered = offered.ok_or_else(|| PageError::not_found("Không có đơn vị của chiến dịch."))?;
    Ok((scene, offered))
}

/// What stands in a fresh form: the regular period that was chosen, or the next week.
fn usual(desk: &Desk, offered: &Offered) -> Vec<Pair> {
    let today = desk.state.today().day();
    let regular = desk.asked("ky").and_then(Regular::parse).and_then(|regular| regular.around(today));
    let (name, from, to, due) = match regular {
        Some(found) => (found.name, found.period.from, found.period.to, found.due.day),
        None => (String::new(), today, today, today + chrono::TimeDelta::days(7)),
    };
    let mut fields = vec![
        Pair::new("ten", name),
        Pair::new("tu-ngay", day(from)),
        Pair::new("den-het-ngay", day(to)),
        Pair::new("han", day(due)),
        Pair::new("cach-ghi", DueWording::Through.as_str()),
        Pair::new("cach-ghi-2", DueWording::Through.as_str()),
    ];
    let receiver = offered.below.iter().find(|unit| unit.kind == crate::model::unit::UnitKind::Police);
    let receiver = receiver.map_or(&offered.unit.slug, |unit| &unit.slug);
    fields.push(Pair::new("noi-nhan", receiver.as_str()));
    if *receiver != offered.unit.slug {
        fields.push(Pair::new("noi-nhan-2", offered.unit.slug.as_str()));
        fields.push(Pair::new("han-2", day(due + chrono::TimeDelta::days(1))));
    }
    let chosen = |name: &str, value: String| Pair::new(name, value);
    fields.extend(offered.measures.iter().map(|measure| chosen("chi-tieu", measure.id.to_string())));
    let reports = offered.below.iter().filter(|unit| unit.slug != *receiver);
    fields.extend(reports.map(|unit| chosen("don-vi", unit.slug.clone())));
    fields
}

fn show(
    desk: &Desk,
    scene: &Scene,
    offered: &Offered,
    status: StatusCode,
    errors: Vec<FieldError>,
    fields: &[Pair],
) -> Result<Answer, PageError> {
    let field = |name: &str| value(fields, name).unwrap_or_default().to_owned();
    let picked = |name: &str, value: &str| fields.iter().any(|pair| pair.name == name && pair.value == value);
    let line = |name: &str, value: String, label: &str| {
        let chosen = picked(name, &value);
        Choice { value, label: label.to_owned(), chosen }
    };
    let wordings = |name: &str| {
        let word = |wording: DueWording, label: &str| line(name, wording.as_str().to_owned(), label);
        vec![word(DueWording::Through, "đến hết ngày"), word(DueWording::Before, "trước ngày")]
    };
    let places: Vec<&Unit> = std::iter::once(&offered.unit).chain(&offered.below).collect();
    let receivers =
        |name: &str| places.iter().map(|unit| line(name, unit.slug.clone(), &unit.name)).collect::<Vec<_>>();
    let nobody = Choice::new(NOBODY, "(không có bước 2, hoặc nơi nhận ngoài hệ thống)", &field("noi-nhan-2"));
    let asked = desk.asked("ky").unwrap_or_default();
    let preset = |regular: &Regular| Preset {
        label: regular.vietnamese().to_owned(),
        href: scene.links.with("/dot-bao-cao/moi", &[Pair::new("ky", regular.as_str())]),
        chosen: regular.as_str() == asked,
    };
    let view = NewRoundView {
        errors,
        presets: Regular::ALL.iter().map(preset).collect(),
        typed: TypedRound {
            name: field("ten"),
            document: field("van-ban"),
            note: field("ghi-chu"),
            from: field("tu-ngay"),
            to: field("den-het-ngay"),
            due: field("han"),
            time: field("gio"),
            next_name: field("ten-noi-nhan-2"),
            next_due: field("han-2"),
            last: field("ngay-cuoi"),
        },
        measures: offered.measures.iter().map(|m| line("chi-tieu", m.id.to_string(), &m.name)).collect(),
        units: offered.below.iter().map(|unit| line("don-vi", unit.slug.clone(), &unit.name)).collect(),
        receivers: receivers("noi-nhan"),
        next_receivers: std::iter::once(nobody).chain(receivers("noi-nhan-2")).collect(),
        wordings: wordings("cach-ghi"),
        next_wordings: wordings("cach-ghi-2"),
        rhythms: [("", "một đợt"), ("daily", "mỗi ngày một đợt"), ("weekly", "mỗi tuần một đợt")]
            .map(|(value, label)| Choice::new(value, label, &field("loat")))
            .to_vec(),
    };
    let crumbs = vec![
        Crumb { label: LIST.to_owned(), href: Some(scene.links.to("/dot-bao-cao")) },
        Crumb { label: TITLE.to_owned(), href: None },
    ];
    Ok(desk.page_with(status, "round_new.html", desk.frame(scene, Section::Rounds, TITLE, crumbs), view))
}

/// Opens what was typed.
pub async fn open(Posted(desk, fields): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| write(desk, fields)).await
}

fn write(desk: &Desk, fields: Vec<(String, String)>) -> Result<Answer, PageError> {
    let fields: Vec<Pair> = fields.into_iter().map(|(name, value)| Pair { name, value }).collect();
    let (scene, offered) = offered(desk)?;
    let refused =
        |error: FieldError| show(desk, &scene, &offered, StatusCode::UNPROCESSABLE_ENTITY, vec![error], &fields);
    let (new, series) = match read(&scene, &offered, &fields)? {
        Ok(read) => read,
        Err(error) => return refused(error),
    };
    let (db, actor, now) = (&desk.state.db, desk.actor(), desk.state.now());
    let opened = match series {
        None => rounds::open(db, actor, &new, now).map(|id| (format!("/dot-bao-cao/{id}"), 1)),
        Some(series) => {
            rounds::open_series(db, actor, &new, &series, now).map(|ids| ("/dot-bao-cao".to_owned(), ids.len()))
        }
    };
    match opened {
        Ok((path, 1)) => Ok(Answer::done(after(desk, &scene, &path), format!("Đã mở đợt báo cáo «{}».", new.name))),
        Ok((path, count)) => Ok(Answer::done(after(desk, &scene, &path), format!("Đã mở {count} đợt báo cáo."))),
        Err(error @ RoundError::NameTaken(_)) => refused(FieldError::of("ten", error.to_string())),
        Err(error @ RoundError::Unfit(_)) => refused(FieldError::general(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

type Read = (NewRound, Option<Series>);

/// What was typed, or the first field that cannot be read.
fn read(scene: &Scene, offered: &Offered, fields: &[Pair]) -> Result<Result<Read, FieldError>, PageError> {
    let campaign = scene.campaign()?.code.clone();
    Ok(read_fields(campaign, offered, fields))
}

fn read_fields(campaign: String, offered: &Offered, fields: &[Pair]) -> Result<Read, FieldError> {
    let field = |name: &str| value(fields, name).map(str::to_owned);
    let all = |name: &str| -> Vec<String> {
        fields.iter().filter(|pair| pair.name == name).map(|pair| pair.value.clone()).collect()
    };
    let date = |name: &'static str| {
        let typed = field(name).unwrap_or_default();
        let text = format!("Không đọc được ngày «{typed}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.");
        parse_typed(&typed).ok_or(FieldError::of(name, text))
    };
    let time = match field("gio") {
        None => None,
        Some(text) => Some(hour(&text).ok_or_else(|| {
            FieldError::of("gio", format!("Không đọc được giờ «{text}»; nhập theo dạng giờ:phút, ví dụ 16:00."))
        })?),
    };
    let wording = |name: &str| field(name).and_then(|word| DueWording::parse(&word)).unwrap_or_default();
    let units = all("don-vi");
    if units.is_empty() {
        return Err(FieldError::of("don-vi", "Chọn ít nhất một đơn vị phải báo cáo."));
    }
    let measures = all("chi-tieu").iter().filter_map(|id| Some(MeasureRef::Id(MeasureId(id.parse().ok()?)))).collect();
    let receiver = field("noi-nhan").unwrap_or_else(|| offered.unit.slug.clone());
    let due = Due::worded(date("han")?, time, wording("cach-ghi"));
    let mut hops = vec![NewHop { receiver: Some(receiver), receiver_name: None, due, units }];
    let (next, named) = (field("noi-nhan-2"), field("ten-noi-nhan-2"));
    if next.is_some() || named.is_some() {
        let due = Due::worded(date("han-2")?, time, wording("cach-ghi-2"));
        hops.push(NewHop { receiver: next, receiver_name: named, due, units: Vec::new() });
    }
    let (from, to) = (date("tu-ngay")?, date("den-het-ngay")?);
    let rhythm = match field("loat").as_deref() {
        Some("daily") => Some(Rhythm::Daily),
        Some("weekly") => Some(Rhythm::Weekly),
        _ => None,
    };
    let series = match rhythm {
        Some(rhythm) => Some(Series { rhythm, first: to, last: date("ngay-cuoi")?, time }),
        None => None,
    };
    let new = NewRound {
        campaign,
        unit: Some(offered.unit.slug.clone()),
        name: field("ten").unwrap_or_default(),
        period: Period { from, to },
        document: field("van-ban"),
        note: field("ghi-chu"),
        measures,
        hops,
    };
    Ok((new, series))
}

/// `16:00`, `16h00`, `16 giờ`.
pub(super) fn hour(text: &str) -> Option<NaiveTime> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let hour = numbers.next()?.parse().ok()?;
    let minute = match numbers.next() {
        Some(minute) => minute.parse().ok()?,
        None => 0,
    };
    if numbers.next().is_some() { None } else { NaiveTime::from_hms_opt(hour, minute, 0) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for text in ["16:00", "16h00", "16 giờ 00", "16 giờ", "16"] {
            assert_eq!(hour(text), NaiveTime::from_hms_opt(16, 0, 0), "{text}");
        }
        for text in ["", "chiều", "25:00", "16:61", "1:2:3"] {
            assert_eq!(hour(text), None, "{text}");
        }
    }
}
