//! Campaigns created and changed.

use tiendo::access::{AccessError, Actor};
use tiendo::campaign::edit::{
    CampaignChange, CampaignDraft, MeasureKind, NewMeasure, SessionDraft, add_measure, attach_ground, change, create,
    ground_file, retire_measure,
};
use tiendo::campaign::{CampaignError, CampaignSheet, MeasureName, show};
use tiendo::model::as_of::AsOf;
use tiendo::model::campaign::{Activity, CampaignContact, LegalGround};
use tiendo::model::percent::Rounding;
use tiendo::model::person::StaffCategory;
use tiendo::model::role::Role;
use tiendo::model::tally::Audience;
use tiendo::progress::{FigureQuery, figures, verify};
use tiendo::store::Db;

use super::{CODE, day, today};
use crate::roster::steps::{IMPORTED, LOADED};
use crate::support::office::actor;
use crate::support::raw;

fn draft() -> CampaignDraft {
    CampaignDraft {
        code: String::new(),
        unit: "cam-ngoc".to_owned(),
        title: "Đợt cao điểm chữ ký số".to_owned(),
        starts_on: day("2023-06-01"),
        ends_on: day("2023-09-30"),
        default_as_of: None,
        rounding: Rounding::Truncate,
        purpose: "Vận động công dân đăng ký chữ ký số".to_owned(),
        retention_until: day("2024-12-31"),
        support_link: Some("https://zalo.me/g/camngoc".to_owned()),
    }
}

fn sheet(db: &Db, code: &str) -> CampaignSheet {
    show(db, &Actor::operator(), code, day("2023-06-13")).unwrap()
}

fn field_of(error: CampaignError) -> &'static str {
    match error {
        CampaignError::Unfit { field, .. } => field,
        other => panic!("{other}"),
    }
}

on_both_databases! {
    fn a_campaign_is_created_with_a_code_of_its_title(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        assert_eq!(create(db, &officer, &draft()).unwrap(), "dot-cao-diem-chu-ky-so-2023");
        assert_eq!(create(db, &officer, &draft()).unwrap(), "dot-cao-diem-chu-ky-so-2023-2");
        let made = sheet(db, "dot-cao-diem-chu-ky-so-2023");
        assert_eq!((made.line.campaign.revision, made.line.unit.slug.as_str(), made.may_change), (1, "cam-ngoc", true));
        let issuers = tiendo::campaign::quotas::issuers(db, &officer, &made.line.campaign.code).unwrap();
        assert_eq!(issuers[0].name, "Xã Cẩm Ngọc");
        for (role, unit) in [(Role::Leader, "cam-ngoc"), (Role::Officer, "cam-ngoc/ngoc-binh"), (Role::Officer, "ha-noi")] {
            assert!(matches!(create(db, &actor(db, role, unit), &draft()).unwrap_err(), CampaignError::Access(_)), "{role:?}");
        }
    }

    fn what_cannot_be_is_refused_with_its_field(db from LOADED) {
        let refused = |draft: CampaignDraft| field_of(create(db, &Actor::operator(), &draft).unwrap_err());
        assert_eq!(refused(CampaignDraft { title: "  ".to_owned(), ..draft() }), "title");
        assert_eq!(refused(CampaignDraft { purpose: String::new(), ..draft() }), "purpose");
        assert_eq!(refused(CampaignDraft { ends_on: day("2023-05-01"), ..draft() }), "ends_on");
        assert_eq!(refused(CampaignDraft { retention_until: day("2023-09-29"), ..draft() }), "retention_until");
        assert_eq!(refused(CampaignDraft { support_link: Some("javascript:alert(1)".to_owned()), ..draft() }), "support_link");
        assert_eq!(refused(CampaignDraft { code: "Xã".to_owned(), ..draft() }), "code");
        assert_eq!(refused(CampaignDraft { code: CODE.to_owned(), ..draft() }), "code");
        assert_eq!(refused(CampaignDraft { unit: "khong-co".to_owned(), ..draft() }), "unit");
    }

    fn an_older_form_is_refused_with_what_differs_now(db from LOADED) {
        let (first, second) = (actor(db, Role::Officer, "cam-ngoc"), actor(db, Role::Admin, "cam-ngoc"));
        let known = sheet(db, CODE).line.campaign.revision;
        let written = |title: &str| CampaignChange { draft: Some(CampaignDraft { title: title.to_owned(), ..draft() }), ..CampaignChange::default() };
        change(db, &first, CODE, known, &written("Tên mới")).unwrap();
        let error = change(db, &second, CODE, known, &written("Tên khác")).unwrap_err();
        assert!(matches!(&error, CampaignError::Stale { now } if now == &["tên chiến dịch là «Tên mới»"]), "{error}");
        assert_eq!(sheet(db, CODE).line.campaign.title, "Tên mới");
        change(db, &second, CODE, sheet(db, CODE).line.campaign.revision, &written("Tên khác")).unwrap();
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        assert!(matches!(change(db, &village, CODE, 1, &written("x")).unwrap_err(), CampaignError::Access(AccessError::Forbidden)));
    }

    fn documents_contacts_and_sessions_are_kept(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let before = sheet(db, CODE);
        let mut grounds: Vec<LegalGround> = before.legal_grounds.iter().map(|filed| filed.ground.clone()).collect();
        attach_ground(db, &officer, CODE, (before.line.campaign.revision, 3), ("Kế hoạch 70.pdf", b"%PDF-1.7 ke hoach 70")).unwrap();
        grounds.remove(0);
        let session = SessionDraft {
            unit: Some("cam-ngoc/ngoc-binh".to_owned()), place: "Nhà văn hóa thôn".to_owned(), held_on: day("2023-06-20"), held_to: day("2023-06-20"),
            from_time: Some("07:30:00".parse().unwrap()), to_time: Some("11:00:00".parse().unwrap()), in_charge: Some("Công an xã".to_owned()),
        };
        let contact = CampaignContact { name: "Phạm Văn A".to_owned(), post: Some("Công chức".to_owned()), phone: Some("02373123456".to_owned()), email: None };
        let wanted = CampaignChange { grounds: Some(grounds), contacts: Some(vec![contact.clone()]), sessions: Some(vec![session.clone()]), draft: None };
        change(db, &officer, CODE, sheet(db, CODE).line.campaign.revision, &wanted).unwrap();
        let after = sheet(db, CODE);
        assert_eq!(after.contacts, [contact]);
        assert_eq!((after.sessions[0].0.from_time, after.sessions[0].1.as_ref().unwrap().name.as_str()), (session.from_time, "Thôn Ngọc Bình"));
        assert_eq!(after.legal_grounds.len(), before.legal_grounds.len() - 1);
        let reader = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let (name, bytes) = ground_file(db, &reader, CODE, 2).unwrap();
        assert_eq!((name.as_str(), bytes.as_slice()), ("Kế hoạch 70.pdf", b"%PDF-1.7 ke hoach 70".as_slice()), "the file follows its document");
        assert!(matches!(ground_file(db, &reader, CODE, 1).unwrap_err(), CampaignError::Gone(_)));
        let stranger = actor(db, Role::Officer, "ha-noi");
        assert!(matches!(ground_file(db, &stranger, CODE, 2).unwrap_err(), CampaignError::NoCampaign(_)));
        let hex = if db.engine() == tiendo::store::Engine::Sqlite { "hex(phone_sealed)" } else { "encode(phone_sealed, 'hex')" };
        let sealed = raw::texts(db, &format!("SELECT {hex} AS value FROM campaign_contact"));
        let plain: String = "02373123456".bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(sealed.len() == 1 && !sealed[0].to_lowercase().contains(&plain), "{sealed:?}");
    }

    fn a_new_measure_counts_those_who_are_known(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let add = |kind: MeasureKind, name: &str| {
            let known = sheet(db, CODE).line.campaign.revision;
            add_measure(db, &officer, CODE, known, &NewMeasure { kind, name: name.to_owned() })
        };
        let people = |milestone: &str, audience, category, with_card| MeasureKind::People { milestone: milestone.to_owned(), audience, category, with_card };
        let any = add(people("vneid.activated", Audience::All, None, false), "Đã kích hoạt, mọi mức").unwrap();
        add(people("vneid2.issued", Audience::Staff, Some(StaffCategory::PublicEmployee), false), "Viên chức có mức 2").unwrap();
        let card = add(people("vneid2.issued", Audience::Residents, None, true), "Có thẻ còn hạn").unwrap();
        assert_eq!(field_of(add(people("vneid.activated", Audience::All, None, true), "Lại").unwrap_err()), "measure");
        assert_eq!(field_of(add(people("khong.co", Audience::All, None, true), "Lại").unwrap_err()), "milestone");
        assert_eq!(field_of(add(people("dvc.registered", Audience::Residents, Some(StaffCategory::Worker), false), "Lại").unwrap_err()), "category");

        let report = figures(db, &officer, &FigureQuery { campaign: CODE.to_owned(), unit: None, as_of: Some(AsOf(day("2023-05-31"))), today: today() }).unwrap();
        let of = |name: &MeasureName| report.own.iter().find(|f| f.measure.code == name.code && f.measure.audience == name.audience).unwrap();
        assert!(of(&any).done >= Some(119 + 1_068), "{:?}", of(&any).done);
        assert_eq!(of(&card).eligible, Some(0), "nobody's card is known in these lists");
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
        let words = sheet(db, CODE);
        let told = |name: &MeasureName| words.definitions[words.measures.iter().position(|m| m.code == name.code && m.audience == name.audience).unwrap()].clone();
        assert!(told(&card).with_card && told(&card).eligible.contains("thẻ căn cước còn hạn"), "{:?}", told(&card));
        assert!(told(&any).done.contains("mỗi người tính một lần"), "{:?}", told(&any));
    }

    fn a_measure_without_persons_is_filled_by_reports_only(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let known = sheet(db, CODE).line.campaign.revision;
        let kind = MeasureKind::Activity(Activity { noun: "buổi".to_owned(), base_noun: None });
        let name = add_measure(db, &officer, CODE, known, &NewMeasure { kind, name: "Buổi tuyên truyền".to_owned() }).unwrap();
        assert_eq!((name.code.as_str(), name.audience), ("activity.buoi", Audience::All));
        let measure = sheet(db, CODE).measures.into_iter().find(|m| m.code == name.code).unwrap();
        assert_eq!(measure.activity.unwrap().noun, "buổi");
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
        let known = sheet(db, CODE).line.campaign.revision;
        retire_measure(db, &officer, CODE, known, (&name, true)).unwrap();
        assert!(sheet(db, CODE).measures.iter().any(|m| m.code == name.code && m.retired), "kept");
        let table = tiendo::campaign::quotas::table(db, &officer, CODE, None, (None, today())).unwrap();
        assert!(!table.measures.iter().any(|m| m.code == name.code));
    }
}
