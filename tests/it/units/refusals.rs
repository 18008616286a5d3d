//! What cannot be done to the tree changes nothing and says why.

use tiendo::campaign::unit_changes::{
    ContactLine, Heir, NewUnit, Part, UnitAction, UnitOrder, plan, set_contacts, set_order,
};
use tiendo::model::role::Role;
use tiendo::model::unit::UnitKind;
use tiendo::store::units;

use super::steps::{ON, admin, done, merged, order, slugs, somebody, village};
use crate::roster::steps::{IMPORTED, day};

const ONE: &str = "cam-ngoc/ngoc-binh";
const TWO: &str = "cam-ngoc/ngoc-son";

fn renamed(unit: &str, name: &str, unit_kind: UnitKind) -> UnitOrder {
    let becomes = NewUnit { name: name.to_owned(), unit_kind };
    order(UnitAction::Rename { unit: unit.to_owned(), becomes })
}

on_both_databases! {
    fn every_refusal_says_what_and_what_to_do(db from IMPORTED) {
        let (admin, officer) = (admin(db), somebody(db, Role::Officer, "cam-ngoc"));
        let close = |unit: &str| order(UnitAction::Close { unit: unit.to_owned() });
        let mut without_basis = close(ONE);
        without_basis.legal_basis = " ".to_owned();
        let split = |parts: Vec<Part>| order(UnitAction::Split { unit: ONE.to_owned(), keeps: false, parts });
        let part = |name: &str| Part { heir: village(name), units: Vec::new() };
        let moved = |unit: &str, to: &str| order(UnitAction::Move { units: slugs(&[unit]), to: to.to_owned() });
        for (actor, order, said) in [
            (&officer, close(ONE), "Thôn Ngọc Bình còn 629 người"),
            (&admin, close("cam-ngoc"), "còn 1"),
            (&officer, without_basis, "Chưa ghi văn bản"),
            (&officer, renamed("cam-ngoc", "Xã Khác", UnitKind::Commune), "chính đơn vị của tài khoản"),
            (&officer, renamed("thanh-hoa", "Tỉnh Khác", UnitKind::Province), "Không có đơn vị «thanh-hoa»"),
            (&officer, renamed(ONE, " ", UnitKind::Village), "Chưa ghi tên đơn vị"),
            (&officer, renamed(ONE, "thôn ngọc sơn", UnitKind::Village), "đã có đơn vị tên «thôn ngọc sơn»"),
            (&officer, renamed(ONE, "Trường Ngọc Bình", UnitKind::School), "không cùng loại"),
            (&officer, renamed(ONE, "Thôn Ngọc Bình", UnitKind::Village), "Không có gì thay đổi"),
            (&officer, merged(&[ONE], village("Thôn Mới")), "ít nhất hai đơn vị"),
            (&officer, merged(&[ONE], Heir::Existing(ONE.to_owned())), "ít nhất hai đơn vị"),
            (&officer, merged(&[ONE, "cam-ngoc/khong-co"], village("Thôn Mới")), "Không có đơn vị «cam-ngoc/khong-co»"),
            (&officer, split(vec![part("Thôn A")]), "ít nhất 2 đơn vị mới"),
            (&officer, split(vec![part("Thôn A"), part("Thôn A")]), "đã có đơn vị tên «Thôn A»"),
            (&officer, moved(ONE, TWO), "không thể trực thuộc Thôn Ngọc Sơn"),
            (&officer, moved(ONE, "cam-ngoc"), "Không có gì thay đổi"),
        ] {
            let refused = plan(db, actor, &order).unwrap_err().to_string();
            assert!(refused.contains(said), "{order:?}\n{refused}");
            assert_eq!(tiendo::campaign::unit_changes::apply(db, actor, &order).unwrap_err().to_string(), refused);
        }
    }

    fn a_change_before_another_one_is_refused(db from IMPORTED) {
        let admin = admin(db);
        done(db, &admin, &renamed(ONE, "Thôn Ngọc Bình Mới", UnitKind::Village)).unwrap();
        let mut earlier = renamed(ONE, "Thôn Khác", UnitKind::Village);
        earlier.effective_on = day("2023-06-01");
        let refused = plan(db, &admin, &earlier).unwrap_err().to_string();
        assert_eq!(refused, "Thôn Ngọc Bình Mới đã có thay đổi từ ngày 01/7/2023. Ngày hiệu lực phải sau ngày đó.");
    }

    fn contacts_and_order_change_at_once(db from IMPORTED) {
        let officer = somebody(db, Role::Officer, "cam-ngoc");
        let line = |name: &str, phone: &str| ContactLine {
            name: name.to_owned(),
            post: Some("Trưởng thôn".to_owned()),
            phone: Some(phone.to_owned()),
            email: None,
        };
        set_contacts(db, &officer, ONE, &[line("Phạm Văn  Lợi", "0912 000 111"), line("", "")], day(ON)).unwrap();
        let wrong = set_contacts(db, &officer, ONE, &[line("Lê A", "12345")], day(ON)).unwrap_err();
        assert!(wrong.to_string().contains("Số điện thoại của Lê A không hợp lệ"), "{wrong}");
        set_order(db, &officer, "cam-ngoc", &slugs(&[TWO, ONE]), day(ON)).unwrap();
        db.read(|c| {
            let one = units::find_by_slug(c, ONE, day(ON))?.unwrap();
            let contacts = units::contacts(c, one.id)?;
            assert_eq!(contacts.iter().map(|c| (c.name.as_str(), c.phone.as_deref())).collect::<Vec<_>>(), [
                ("Phạm Văn Lợi", Some("0912000111"))
            ]);
            let children = units::children(c, one.parent.unwrap(), day(ON))?;
            let first: Vec<_> = children.iter().take(2).map(|unit| unit.slug.as_str()).collect();
            assert_eq!(first, [TWO, ONE]);
            Ok::<_, tiendo::store::StoreError>(())
        })
        .unwrap();
    }
}
