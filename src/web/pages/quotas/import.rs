//! A table of quotas out of a file: uploaded, looked at, taken. Between the pages the file stays in the store, sealed, without a batch; what is not taken
//! is swept away like a broken-off upload.

use std::collections::BTreeMap;
use std::io::Read;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::campaign::MeasureName;
use crate::campaign::quotas;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::{BlobId, IssuerId};
use crate::roster::{self, Original, QuotaSheet, RosterError, StoredFile, WORKBOOK_BYTES};
use crate::store::{StoreError, blobs, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::incoming::Incoming;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::upload::PostedPaper;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;
use crate::web::view::quota_import::{PlanView, QuotaImportView, column_field};
use crate::web::view::quotas::tabs;

/// Where the forms go.
const HERE: &str = "/chi-tieu/tu-tep";

/// The form.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| page(desk, &desk.query.clone(), StatusCode::OK, Vec::new(), None)).await
}

fn page(
    desk: &Desk,
    typed: &[Pair],
    status: StatusCode,
    errors: Vec<FieldError>,
    plan: Option<PlanView>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let campaign = scene.campaign()?;
    let asked = |name| value(typed, name).unwrap_or_default().to_owned();
    let deadline = Some(asked("han")).filter(|typed| !typed.is_empty()).unwrap_or_else(|| day(campaign.ends_on));
    let issuers = quotas::issuers(&desk.state.db, desk.actor(), &campaign.code)?;
    let chosen = asked("don-vi-giao");
    let view = QuotaImportView {
        errors,
        tabs: tabs(&scene.links, "/chi-tieu"),
        action: scene.links.to(HERE),
        take_action: scene.links.to("/chi-tieu/tu-tep/ghi"),
        units: choices(desk, &scene, &asked("don-vi"))?,
        issuers: issuers.into_iter().map(|i| Choice::new(i.id.to_string(), i.name, &chosen)).collect(),
        deadline,
        document: asked("van-ban"),
        plan,
    };
    let title = "Nhập chỉ tiêu từ tệp";
    let frame = desk.frame(&scene, Section::Campaigns, title, super::crumbs(&scene, title));
    Ok(desk.page_with(status, "quota_import.html", frame, view))
}

/// The unit asked for, the own one and those below it that have units below themselves.
fn choices(desk: &Desk, scene: &Scene, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let (own, on, campaign) = (desk.session.account.unit, scene.as_of.day(), scene.campaign()?.unit);
    let found = desk.state.db.read(|conn| {
        let start = if units::is_below(conn, own, campaign)? { own } else { campaign };
        let mut found: Vec<_> = units::get(conn, start, on)?.into_iter().collect();
        found.extend(units::children(conn, start, on)?.into_iter().filter(|u| u.kind.is_commune_level()));
        if !found.iter().any(|unit| unit.slug == chosen) {
            found.extend(units::find_by_slug(conn, chosen, on)?);
        }
        Ok::<_, StoreError>(found)
    })?;
    Ok(found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, chosen)).collect())
}

/// Takes in a file and shows what it would change.
pub async fn upload(PostedPaper(desk, form): PostedPaper) -> HttpResponse {
    desk.answer(move |desk| look(desk, form)).await
}

fn look(desk: &Desk, form: Incoming) -> Result<Answer, PageError> {
    let refused = |fields: &[Pair], field, text: String| {
        page(desk, fields, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], None)
    };
    let Some(file) = form.file else {
        return refused(&form.fields, "tep", "Chưa chọn tệp. Chọn tệp bảng chỉ tiêu rồi bấm «Xem trước».".to_owned());
    };
    let stored = match file.stored {
        Ok(stored) => stored,
        Err(error) => return refused(&form.fields, "tep", error.to_string()),
    };
    let mut fields = form.fields;
    fields.push(Pair::new("ten-tep", file.name));
    fields.push(Pair::new("ma-tep", ticket(&stored)));
    match planned(desk, &fields, &stored) {
        Ok(view) => page(desk, &fields, StatusCode::OK, Vec::new(), Some(view)),
        Err(error) => {
            roster::forget(&desk.state.db, &stored)?;
            let (field, text) = error?;
            refused(&fields, field, text)
        }
    }
}

/// A field of the form and what is wrong with it, or an error that no field is to blame for.
type Refused = Result<(&'static str, String), PageError>;

fn planned(desk: &Desk, fields: &[Pair], stored: &StoredFile) -> Result<PlanView, Refused> {
    let sheet = sheet(desk, fields, stored)?;
    let plan = roster::plan_quotas(&desk.state.db, desk.actor(), &sheet, &desk.state.sandbox).map_err(to_blame)?;
    let kept = ["don-vi", "han", "van-ban", "don-vi-giao", "ten-tep", "ma-tep"];
    let hidden = fields.iter().filter(|pair| kept.contains(&pair.name.as_str())).cloned().collect();
    Ok(PlanView::of(&plan, &sheet.file_name, hidden))
}

fn to_blame(error: RosterError) -> Refused {
    match error {
        error @ RosterError::NoUnit(_) => Ok(("don-vi", error.to_string())),
        error @ (RosterError::NoQuotas(_) | RosterError::EmptyFile | RosterError::Reading(_)) => {
            Ok(("tep", error.to_string()))
        }
        error @ RosterError::UnknownQuotaUnit { .. } => Ok(("tep", error.to_string())),
        error => Err(error.into()),
    }
}

fn sheet(desk: &Desk, fields: &[Pair], stored: &StoredFile) -> Result<QuotaSheet, Refused> {
    let asked = |name| value(fields, name).unwrap_or_default();
    let Some(deadline) = parse_typed(asked("han")) else {
        let text = format!("Không đọc được hạn «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 30/06/2023.", asked("han"));
        return Err(Ok(("han", text)));
    };
    let campaign = desk.scene().and_then(|scene| Ok(scene.campaign()?.code.clone())).map_err(Err)?;
    Ok(QuotaSheet {
        campaign,
        unit: asked("don-vi").to_owned(),
        file_name: asked("ten-tep").to_owned(),
        bytes: bytes(desk, stored).map_err(Err)?,
        deadline,
        document: Some(asked("van-ban").to_owned()).filter(|text| !text.is_empty()),
        issuer: asked("don-vi-giao").parse().ok().map(IssuerId),
        columns: columns(fields),
        today: desk.state.today(),
    })
}

/// What was decided about columns: an empty choice is a column that is not taken.
fn columns(fields: &[Pair]) -> BTreeMap<String, Option<(String, crate::model::tally::Audience)>> {
    let prefix = column_field("");
    let decided = fields.iter().filter_map(|pair| {
        let key = pair.name.strip_prefix(&prefix)?.to_owned();
        Some((key, MeasureName::parse(&pair.value).map(|name| (name.code, name.audience))))
    });
    decided.collect()
}

fn bytes(desk: &Desk, stored: &StoredFile) -> Result<Vec<u8>, PageError> {
    if stored.head.bytes > WORKBOOK_BYTES {
        return Err(RosterError::TooBig { most: WORKBOOK_BYTES }.into());
    }
    let mut bytes = Vec::new();
    let read = Original::new(&desk.state.db, stored.blob).read_to_end(&mut bytes);
    read.map_err(|error| PageError::Internal(error.to_string()))?;
    Ok(bytes)
}

/// Names a stored file so that nobody finds another one by counting: its hash belongs to it.
fn ticket(stored: &StoredFile) -> String {
    let hash = hexadecimal(&stored.head.sha256);
    format!("{}-{hash}", stored.blob)
}

/// The file of a ticket; `None` where it is gone or was never there.
fn stored(desk: &Desk, typed: &str) -> Result<Option<StoredFile>, PageError> {
    let Some(blob) = typed.split_once('-').and_then(|(id, _)| id.parse().ok()).map(BlobId) else { return Ok(None) };
    let head = desk.state.db.read(|conn| blobs::head(conn, blob))?;
    let file = head.map(|head| StoredFile { blob, head });
    Ok(file.filter(|file| ticket(file) == typed))
}

/// Shows the table with other columns, or takes it.
pub async fn take(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| {
        let fields: Vec<Pair> = typed.into_iter().map(|(name, value)| Pair { name, value }).collect();
        write(desk, &fields)
    })
    .await
}

fn write(desk: &Desk, fields: &[Pair]) -> Result<Answer, PageError> {
    let gone = "Tệp này không còn trong chương trình (đã nhập xong hoặc để quá lâu). Chọn lại tệp.";
    let refused = |field, text: String| {
        page(desk, fields, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], None)
    };
    let Some(stored) = stored(desk, value(fields, "ma-tep").unwrap_or_default())? else {
        return refused("tep", gone.to_owned());
    };
    if value(fields, "viec") != Some("ghi") {
        return match planned(desk, fields, &stored) {
            Ok(view) => page(desk, fields, StatusCode::OK, Vec::new(), Some(view)),
            Err(error) => error.and_then(|(field, text)| refused(field, text)),
        };
    }
    let sheet = match sheet(desk, fields, &stored) {
        Ok(sheet) => sheet,
        Err(error) => return error.and_then(|(field, text)| refused(field, text)),
    };
    match roster::import_quotas(&desk.state.db, desk.actor(), &sheet, &desk.state.sandbox) {
        Ok(taken) => {
            roster::forget(&desk.state.db, &stored)?;
            let text = format!("Đã giao chỉ tiêu theo tệp: {} chỉ tiêu mới hoặc thay đổi.", taken.changed);
            let to = desk.scene()?.links.with("/chi-tieu", &[Pair::new("don-vi", sheet.unit)]);
            Ok(Answer::done(to, text))
        }
        Err(error) => to_blame(error).and_then(|(field, text)| refused(field, text)),
    }
}
