//! Lists in: upload, preview, commit, history.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::model::id::BatchId;
use crate::roster::staged::RowClass;
use crate::roster::{self, BatchLine, RosterError, StagedFilter};
use crate::store::{StoreError, catalogue, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::upload::{PostedFile, Upload};
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::import_change::Names;
use crate::web::view::imports::{BatchRow, ImportsView, PreviewView};
use crate::web::view::links::Pair;
use crate::web::view::pager::{Asked, Pager};
use crate::web::view::people::lower_first;
use crate::web::view::{day, number};

/// The form and the history.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show_list(desk, StatusCode::OK, Vec::new(), desk.asked("don-vi").unwrap_or(""), "")).await
}

fn show_list(
    desk: &Desk,
    status: StatusCode,
    errors: Vec<FieldError>,
    unit: &str,
    listed_on: &str,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
    let batches = roster::history(&desk.state.db, desk.actor(), asked.page, asked.per_page)?;
    let more = u32::try_from(batches.len()).is_ok_and(|found| found == asked.per_page);
    let listed_on =
        if listed_on.is_empty() { day(usual_list_day(desk, &scene, &batches)) } else { listed_on.to_owned() };
    let view = ImportsView {
        errors,
        units: choices(desk, &scene, unit)?,
        listed_on,
        batches: batches.iter().map(|batch| BatchRow::of(batch, &scene.links)).collect(),
        pager: (more || asked.page > 1).then(|| Pager::open_ended(asked, more, &scene.links, "/nhap-lieu")),
    };
    Ok(desk.page_with(
        status,
        "imports.html",
        desk.frame(&scene, Section::Imports, "Nhập danh sách", crumbs(&scene, None)),
        view,
    ))
}

/// Today; in a campaign that is over, the day of the latest list, because a list of it is a revision of those.
fn usual_list_day(desk: &Desk, scene: &Scene, batches: &[BatchLine]) -> NaiveDate {
    let today = desk.state.today().day();
    match &scene.campaign {
        Some(campaign) if campaign.ends_on < today => {
            batches.iter().map(|batch| batch.listed_on).max().unwrap_or(scene.as_of.day().min(today))
        }
        _ => today,
    }
}

/// The unit of the account and those right below it.
fn choices(desk: &Desk, scene: &Scene, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let today = desk.state.today().day();
    let on = scene.campaign.as_ref().map_or(today, |campaign| today.min(campaign.ends_on));
    let own = desk.session.account.unit;
    let found = desk.state.db.read(|conn| {
        let mut found: Vec<_> = units::get(conn, own, on)?.into_iter().collect();
        found.extend(units::children(conn, own, on)?);
        Ok::<_, StoreError>(found)
    })?;
    Ok(found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, chosen)).collect())
}

fn crumbs(scene: &Scene, batch: Option<i64>) -> Vec<Crumb> {
    let list = "Nhập danh sách".to_owned();
    match batch {
        None => vec![Crumb { label: list, href: None }],
        Some(number) => vec![
            Crumb { label: list, href: Some(scene.links.to("/nhap-lieu")) },
            Crumb { label: format!("Lượt {number}"), href: None },
        ],
    }
}

/// Reads a file and leads to its preview.
pub async fn upload(PostedFile(desk, upload): PostedFile) -> HttpResponse {
    desk.answer(move |desk| take(desk, upload)).await
}

fn take(desk: &Desk, upload: Upload) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (unit, listed_on) = (upload.field("don-vi").to_owned(), upload.field("ngay-lap").to_owned());
    let refused = |field, text: String| {
        show_list(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], &unit, &listed_on)
    };
    let Some(date) = parse_typed(&listed_on) else {
        return refused(
            "ngay-lap",
            format!("Không đọc được ngày «{listed_on}»; nhập theo dạng ngày/tháng/năm, ví dụ 12/06/2023."),
        );
    };
    let Some(file) = upload.file else {
        return refused("tep", "Chưa chọn tệp. Chọn tệp danh sách rồi bấm «Xem trước».".to_owned());
    };
    let wanted = roster::Upload {
        details: roster::ListDetails {
            campaign: scene.campaign()?.code.clone(),
            unit: unit.clone(),
            file_name: file.name,
            listed_on: Some(date),
            today: desk.state.today(),
            comment: None,
        },
        bytes: file.bytes,
    };
    match roster::preview(&desk.state.db, desk.actor(), &wanted, &desk.state.sandbox) {
        Ok(preview) => {
            let to = scene.links.to(&format!("/nhap-lieu/{}", preview.batch));
            Ok(Answer::Redirect {
                to,
                notice: preview.twin.map(|twin| format!("Tệp này đã được ghi nhận ở lượt {twin}.")),
            })
        }
        Err(error @ (RosterError::ListedInFuture(_) | RosterError::NotThen { .. } | RosterError::NoUnit(_))) => {
            refused("ngay-lap", error.to_string())
        }
        Err(
            error @ (RosterError::EmptyFile
            | RosterError::WrongFile(_)
            | RosterError::NoPeople(_)
            | RosterError::Reading(_)),
        ) => refused("tep", error.to_string()),
        Err(error) => Err(error.into()),
    }
}

/// The preview of a file, or what became of it.
pub async fn show(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| preview(desk, BatchId(batch.into_inner()))).await
}

fn preview(desk: &Desk, batch: BatchId) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let class = desk.asked("loai").and_then(RowClass::parse);
    let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
    let filter = StagedFilter { class, page: asked.page, per_page: asked.per_page, ..StagedFilter::default() };
    let page = roster::staged(&desk.state.db, desk.actor(), batch, &filter)?;
    let kept = [Pair::new("loai", class.map_or("", RowClass::as_str))];
    let pager = Pager::of(asked, page.total.into(), &scene.links, &format!("/nhap-lieu/{batch}"), &kept);
    let view = PreviewView::of(&page, class, &scene.links, &names(desk)?, pager);
    let title = format!("Lượt nhập {batch}: {}", page.batch.unit_name);
    let frame = desk.frame(&scene, Section::Imports, &title, crumbs(&scene, Some(batch.0)));
    Ok(desk.page("import.html", frame, view))
}

fn names(desk: &Desk) -> Result<Names, PageError> {
    let (programmes, barriers) =
        desk.state.db.read(|conn| Ok::<_, StoreError>((catalogue::load(conn)?, catalogue::barriers(conn)?)))?;
    let mut names = Names::default();
    for programme in programmes.programmes() {
        for milestone in &programme.milestones {
            names
                .milestones
                .insert(milestone.id.to_string(), format!("{}: {}", programme.name, lower_first(&milestone.name)));
        }
    }
    names.barriers = barriers.into_iter().map(|barrier| (barrier.code, barrier.name)).collect();
    Ok(names)
}

/// What confirms a commit.
#[derive(Deserialize)]
pub struct Confirmation {
    ma: String,
}

/// Applies a preview.
pub async fn commit(Posted(desk, confirmation): Posted<Confirmation>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        let scene = desk.scene()?;
        let done = roster::commit(&desk.state.db, desk.actor(), batch, &confirmation.ma, roster::CommitMode::GoodRows)?;
        let counts = &done.counts;
        let notice = format!(
            "Đã ghi nhận lượt {batch}: {} người mới, {} thay đổi, {} không đổi, {} dòng chưa nhận.",
            number(counts.new.into()),
            number(counts.changed.into()),
            number(counts.unchanged.into()),
            number((counts.held + counts.conflict).into()),
        );
        Ok(Answer::done(scene.links.to(&format!("/nhap-lieu/{batch}")), notice))
    })
    .await
}
