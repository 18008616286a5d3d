//! Contacts, and the order of the units below.

use actix_web::HttpResponse;

use super::all;
use crate::campaign::unit_changes::{self, ContactLine};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::links::Pair;
use crate::web::view::units::sheet_href;

/// Replaces the contacts.
pub async fn contacts(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| write_contacts(desk, typed)).await
}

fn write_contacts(desk: &Desk, typed: Vec<(String, String)>) -> Result<Answer, PageError> {
    let of = |name: &str| -> Vec<String> {
        typed.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    };
    let (names, posts, phones, emails) = (of("ten"), of("chuc-danh"), of("dien-thoai"), of("thu"));
    let at = |list: &[String], place: usize| list.get(place).filter(|text| !text.trim().is_empty()).cloned();
    let lines: Vec<ContactLine> = names
        .into_iter()
        .enumerate()
        .map(|(place, name)| ContactLine {
            name,
            post: at(&posts, place),
            phone: at(&phones, place),
            email: at(&emails, place),
        })
        .collect();
    let (scene, unit) = (desk.scene()?, desk.asked("don-vi").unwrap_or_default());
    unit_changes::set_contacts(&desk.state.db, desk.actor(), unit, &lines, scene.as_of.day())?;
    Ok(Answer::done(sheet_href(&scene.links, unit), "Đã lưu đầu mối liên hệ."))
}

/// Puts the units below into the order of the numbers typed beside them.
pub async fn order(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| write_order(desk, typed)).await
}

fn write_order(desk: &Desk, typed: Vec<(String, String)>) -> Result<Answer, PageError> {
    let pairs: Vec<Pair> = typed.into_iter().map(|(name, value)| Pair { name, value }).collect();
    let (slugs, places) = (all(&pairs, "don-vi"), all(&pairs, "thu-tu"));
    if slugs.len() != places.len() {
        return Err(PageError::refused("Ghi số thứ tự cho mọi đơn vị rồi lưu lại."));
    }
    let mut numbered = Vec::with_capacity(slugs.len());
    for (slug, place) in slugs.into_iter().zip(places) {
        let unreadable = || PageError::refused(format!("Không đọc được số thứ tự «{place}»; ghi một số, ví dụ 3."));
        numbered.push((place.parse::<u32>().map_err(|_| unreadable())?, slug.to_owned()));
    }
    numbered.sort_by_key(|(place, _)| *place);
    let ordered: Vec<String> = numbered.into_iter().map(|(_, slug)| slug).collect();
    let (scene, unit) = (desk.scene()?, desk.asked("don-vi").unwrap_or_default());
    unit_changes::set_order(&desk.state.db, desk.actor(), unit, &ordered, scene.as_of.day())?;
    Ok(Answer::done(sheet_href(&scene.links, unit), "Đã lưu thứ tự; bảng và phụ lục xếp theo thứ tự này."))
}
