//! The form of the head of a campaign.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::crumbs;
use crate::campaign::edit::{self, CampaignChange, CampaignDraft};
use crate::campaign::{self, CampaignError};
use crate::model::campaign::Campaign;
use crate::model::percent::Rounding;
use crate::model::role::Operation;
use crate::store::{StoreError, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::campaigns::{CampaignFormView, TypedCampaign};
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::quotas::tabs;

/// The empty form.
pub async fn new(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        crate::access::allowed(desk.actor(), Operation::ManageCampaign)?;
        let today = day(desk.state.today().day());
        page(desk, None, StatusCode::OK, Vec::new(), TypedCampaign { starts_on: today, ..TypedCampaign::default() })
    })
    .await
}

/// The form of a campaign.
pub async fn edit(desk: Desk, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| {
        let today = desk.state.today().day();
        let sheet = campaign::show(&desk.state.db, desk.actor(), &code, today)?;
        if !sheet.may_change {
            return Err(crate::access::AccessError::Forbidden.into());
        }
        page(desk, Some(&code), StatusCode::OK, Vec::new(), typed_of(&sheet.line.campaign))
    })
    .await
}

fn typed_of(campaign: &Campaign) -> TypedCampaign {
    TypedCampaign {
        revision: campaign.revision,
        title: campaign.title.clone(),
        code: campaign.code.clone(),
        unit: String::new(),
        starts_on: day(campaign.starts_on),
        ends_on: day(campaign.ends_on),
        default_as_of: campaign.default_as_of.map_or_else(String::new, day),
        rounding: campaign.rounding.as_str().to_owned(),
        purpose: campaign.purpose.clone(),
        retention_until: day(campaign.retention_until),
        support_link: campaign.support_link.clone().unwrap_or_default(),
    }
}

fn page(
    desk: &Desk,
    code: Option<&str>,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: TypedCampaign,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let own = desk.session.account.unit;
    let today = desk.state.today().day();
    let found = desk.state.db.read(|conn| {
        let mut found: Vec<_> = units::get(conn, own, today)?.into_iter().collect();
        found.extend(units::children(conn, own, today)?.into_iter().filter(|u| !u.kind.is_village()));
        Ok::<_, StoreError>(found)
    })?;
    let roundings = [
        (Rounding::Truncate, "cắt bỏ (83,8963% thành 83,89%)"),
        (Rounding::HalfUp, "làm tròn (83,8963% thành 83,90%)"),
    ];
    let address = code.map_or_else(|| "/chien-dich".to_owned(), |code| format!("/chien-dich/{code}"));
    let view = CampaignFormView {
        errors,
        tabs: tabs(&scene.links, "/chien-dich"),
        action: scene.links.to(&code.map_or_else(|| "/chien-dich/moi".to_owned(), |_| format!("{address}/sua"))),
        back: scene.links.to(&address),
        new: code.is_none(),
        units: found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, &typed.unit)).collect(),
        roundings: roundings.into_iter().map(|(r, name)| Choice::new(r.as_str(), name, &typed.rounding)).collect(),
        typed,
    };
    let title = if code.is_none() { "Lập chiến dịch" } else { "Sửa chiến dịch" };
    let frame = desk.frame(&scene, Section::Campaigns, title, crumbs(&scene, title));
    Ok(desk.page_with(status, "campaign_form.html", frame, view))
}

/// Creates a campaign.
pub async fn create(Posted(desk, typed): Posted<TypedCampaign>) -> HttpResponse {
    desk.answer(move |desk| {
        let draft = match draft(&typed) {
            Ok(draft) => draft,
            Err(error) => return page(desk, None, StatusCode::UNPROCESSABLE_ENTITY, vec![error], typed),
        };
        match edit::create(&desk.state.db, desk.actor(), &draft) {
            Ok(code) => {
                let text = "Đã lập chiến dịch. Thêm căn cứ, đầu mối, lịch và chỉ tiêu ở trang này.";
                Ok(Answer::done(format!("/chien-dich/{code}?chien-dich={code}"), text))
            }
            Err(CampaignError::Unfit { field, problem }) => {
                let error = FieldError::of(field_of(field), problem);
                page(desk, None, StatusCode::UNPROCESSABLE_ENTITY, vec![error], typed)
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Changes a campaign.
pub async fn save(Posted(desk, typed): Posted<TypedCampaign>, code: web::Path<String>) -> HttpResponse {
    desk.answer(move |desk| write(desk, &code, typed)).await
}

fn write(desk: &Desk, code: &str, typed: TypedCampaign) -> Result<Answer, PageError> {
    let draft = match draft(&typed) {
        Ok(draft) => draft,
        Err(error) => return page(desk, Some(code), StatusCode::UNPROCESSABLE_ENTITY, vec![error], typed),
    };
    let wanted = CampaignChange { draft: Some(draft), ..CampaignChange::default() };
    match edit::change(&desk.state.db, desk.actor(), code, typed.revision, &wanted) {
        Ok(()) => {
            let to = desk.scene()?.links.to(&format!("/chien-dich/{code}"));
            Ok(Answer::done(to, "Đã lưu chiến dịch."))
        }
        Err(CampaignError::Unfit { field, problem }) => {
            let error = FieldError::of(field_of(field), problem);
            page(desk, Some(code), StatusCode::UNPROCESSABLE_ENTITY, vec![error], typed)
        }
        Err(error @ CampaignError::Stale { .. }) => {
            // What was typed stays; sent once more after a look at what differs, it is taken.
            let today = desk.state.today().day();
            let now = campaign::show(&desk.state.db, desk.actor(), code, today)?.line.campaign.revision;
            let text = format!("{error} Kiểm tra rồi bấm lưu lần nữa nếu vẫn giữ nội dung đang sửa.");
            let typed = TypedCampaign { revision: now, ..typed };
            page(desk, Some(code), StatusCode::CONFLICT, vec![FieldError::general(text)], typed)
        }
        Err(error) => Err(error.into()),
    }
}

fn draft(typed: &TypedCampaign) -> Result<CampaignDraft, FieldError> {
    Ok(CampaignDraft {
        code: typed.code.clone(),
        unit: typed.unit.clone(),
        title: typed.title.clone(),
        starts_on: read_day("tu-ngay", &typed.starts_on)?,
        ends_on: read_day("den-het", &typed.ends_on)?,
        default_as_of: match typed.default_as_of.trim() {
            "" => None,
            text => Some(read_day("ngay-mo-san", text)?),
        },
        rounding: Rounding::parse(&typed.rounding).unwrap_or_default(),
        purpose: typed.purpose.clone(),
        retention_until: read_day("luu-den", &typed.retention_until)?,
        support_link: Some(typed.support_link.clone()),
    })
}

/// A day as typed.
pub(super) fn read_day(field: &'static str, typed: &str) -> Result<NaiveDate, FieldError> {
    parse_typed(typed).ok_or_else(|| {
        let text = format!("Không đọc được ngày «{typed}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.");
        FieldError::of(field, text)
    })
}

/// The field of the form that a field of the use case is typed into.
fn field_of(field: &str) -> &'static str {
    match field {
        "code" => "ma",
        "unit" => "don-vi",
        "ends_on" => "den-het",
        "purpose" => "muc-dich",
        "retention_until" => "luu-den",
        "support_link" => "lien-ket",
        _ => "ten",
    }
}
