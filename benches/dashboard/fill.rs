//! A province with 34 groups of communes, 3.321 communes and five villages in each; people with birthdays, accounts and activations. People are written
//! by plain statements, because sealing and searching are not what is measured; the counters follow from them as everywhere.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use tiendo::access::Actor;
use tiendo::campaign::{self, seed};
use tiendo::model::campaign::Target;
use tiendo::model::id::UnitId;
use tiendo::model::percent::Rounding;
use tiendo::model::tally::{Audience, Counted};
use tiendo::model::unit::{UnitKind, Validity};
use tiendo::store::campaigns::{CampaignEntry, MeasureEntry, QuotaEntry};
use tiendo::store::units::{PlacedAbove, Version};
use tiendo::store::{Conn, Db, Location, StoreError, campaigns, catalogue, counters, recount, units};

/// Slug of the province.
pub const PROVINCE: &str = "tinh";
const GROUPS: u32 = 34;
const COMMUNES: u32 = 3_321;
const VILLAGES: u32 = 5;
/// People written with one statement.
const AT_ONCE: u32 = 500;

/// What was filled.
pub struct Filled {
    pub units: usize,
}

struct Node {
    slug: String,
    kind: UnitKind,
    above: Vec<String>,
    order: i32,
}

/// Fills an empty database.
pub fn fill(db: &Db, people: u32) -> Filled {
    campaign::load(db, &Actor::operator(), &[seed::base(), seed::demo()].concat()).unwrap();
    let nodes = nodes();
    let villages: Vec<UnitId> = db.write(|conn| plant(conn, &nodes)).unwrap();
    db.write(|conn| campaign(conn, &nodes, people)).unwrap();
    let [issued, activated] = db.read(milestones).unwrap();
    write_people(db.location(), people, &villages, issued, activated);
    db.write(|conn| {
        recount::refill(conn)?;
        let ids = units::slugs_in_use(conn)?;
        let listed = NaiveDate::from_ymd_opt(2023, 5, 31).unwrap();
        let rosters: Vec<_> = nodes.iter().map(|node| (ids[&node.slug], Audience::Residents, listed)).collect();
        counters::note_rosters(conn, &rosters)
    })
    .unwrap();
    Filled { units: nodes.len() }
}

fn nodes() -> Vec<Node> {
    let mut nodes = vec![Node { slug: PROVINCE.to_owned(), kind: UnitKind::Province, above: vec![], order: 1 }];
    let top = || vec![PROVINCE.to_owned()];
    for group in 1..=GROUPS {
        let order = i32::try_from(group).unwrap();
        nodes.push(Node { slug: format!("cum-{group}"), kind: UnitKind::Group, above: top(), order });
    }
    for commune in 0..COMMUNES {
        let group = format!("cum-{}", commune % GROUPS + 1);
        let above = vec![group, PROVINCE.to_owned()];
        let slug = format!("xa-{commune}");
        let order = i32::try_from(commune).unwrap();
        nodes.push(Node { slug: slug.clone(), kind: UnitKind::Commune, above: above.clone(), order });
        for village in 1..=VILLAGES {
            let above = [vec![slug.clone()], above.clone()].concat();
            let order = i32::try_from(village).unwrap();
            nodes.push(Node { slug: format!("{slug}/thon-{village}"), kind: UnitKind::Village, above, order });
        }
    }
    nodes
}

fn plant(conn: &mut Conn, nodes: &[Node]) -> Result<Vec<UnitId>, StoreError> {
    let slugs: Vec<String> = nodes.iter().map(|node| node.slug.clone()).collect();
    let ids = units::identities(conn, &slugs)?;
    let version = |node: &Node| Version {
        validity: Validity::ALWAYS,
        kind: node.kind,
        name: format!("Đơn vị {}", node.slug),
        official_code: None,
        parent: node.above.first().map(|slug| ids[slug]),
        line_superior: None,
        local_order: node.order,
        search_key: node.slug.clone(),
        sort_key: node.slug.clone().into_bytes(),
    };
    let versions: Vec<(UnitId, Vec<Version>)> =
        nodes.iter().map(|node| (ids[&node.slug], vec![version(node)])).collect();
    let states: Vec<(UnitId, &[Version])> = versions.iter().map(|(id, states)| (*id, states.as_slice())).collect();
    units::replace_versions(conn, &states)?;
    let placed = |node: &Node| -> Vec<PlacedAbove> {
        let chain = std::iter::once(&node.slug).chain(&node.above);
        let at = |(depth, slug): (usize, &String)| PlacedAbove {
            unit: ids[&node.slug],
            ancestor: ids[slug],
            depth: i32::try_from(depth).unwrap(),
            validity: Validity::ALWAYS,
        };
        chain.enumerate().map(at).collect()
    };
    units::replace_closure(conn, &[], &nodes.iter().flat_map(placed).collect::<Vec<_>>())?;
    Ok(nodes.iter().filter(|node| node.kind == UnitKind::Village).map(|node| ids[&node.slug]).collect())
}

fn campaign(conn: &mut Conn, nodes: &[Node], people: u32) -> Result<(), StoreError> {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let ids = units::slugs_in_use(conn)?;
    let entry = CampaignEntry {
        code: "tinh-2023".to_owned(),
        unit: ids[PROVINCE],
        title: "Định danh điện tử toàn tỉnh".to_owned(),
        starts_on: day("2023-02-01"),
        ends_on: day("2023-06-30"),
        default_as_of: Some(day("2023-05-31")),
        rounding: Rounding::Truncate,
        purpose: "Đo tốc độ".to_owned(),
        retention_until: day("2030-12-31"),
        support_link: None,
    };
    let id = campaigns::put_campaign(conn, &entry)?;
    let mut tally = |code: &str| -> Result<_, StoreError> {
        Ok(campaigns::put_tally(conn, Audience::Residents, &Counted::parse(code).unwrap())?.0)
    };
    let eligible = tally("eligible:14")?;
    let counted = [
        ("vneid2.activated", "Mức 2 đã kích hoạt", tally("activated:vneid:2")?, Some(tally("issued:vneid:2")?)),
        ("vneid.issued", "Tài khoản đã cấp", tally("issued:vneid")?, None),
    ];
    let known = campaigns::get(conn, id)?.unwrap();
    let issuer = campaigns::leading_issuer(conn, &known)?;
    for (position, (code, name, done, issued)) in (1..).zip(counted) {
        let measure = MeasureEntry {
            campaign: id,
            code: code.to_owned(),
            audience: Audience::Residents,
            name: name.to_owned(),
            position,
            done,
            issued,
            eligible,
            activity: None,
            retired: false,
        };
        let measure = campaigns::put_measure(conn, &measure)?;
        for node in nodes.iter().filter(|node| issued.is_some() && node.kind != UnitKind::Village) {
            let share = match node.kind {
                UnitKind::Province => people,
                UnitKind::Group => people / GROUPS,
                _ => people / COMMUNES,
            };
            let quota = QuotaEntry {
                measure,
                unit: ids[&node.slug],
                issuer,
                target: Some(Target::Absolute(i64::from(share) * 6 / 10)),
                deadline: day("2023-06-30"),
                document: None,
                reason: None,
                account: None,
            };
            campaigns::put_quota(conn, &quota)?;
        }
    }
    Ok(())
}

fn milestones(conn: &mut Conn) -> Result<[i64; 2], StoreError> {
    let catalogue = catalogue::load(conn)?;
    Ok(["vneid2.issued", "vneid2.activated"].map(|dotted| catalogue.milestone(dotted).unwrap().1.id.0))
}

fn write_people(location: &Location, people: u32, villages: &[UnitId], issued: i64, activated: i64) {
    let mut conn: Box<dyn FnMut(&str)> = match location {
        Location::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
            Box::new(move |text| conn.batch_execute(text).unwrap())
        }
        Location::Postgres(address) => {
            let mut conn = PgConnection::establish(address).unwrap();
            Box::new(move |text| conn.batch_execute(text).unwrap())
        }
    };
    let blob = if matches!(location, Location::Sqlite(_)) { "X'01'" } else { "'\\x01'::bytea" };
    conn("BEGIN");
    for first in (1..=people).step_by(AT_ONCE as usize) {
        let (mut persons, mut events) = (String::new(), String::new());
        for id in first..(first + AT_ONCE).min(people + 1) {
            let village = villages[id as usize % villages.len()];
            add(&mut persons, &mut events, id, village, blob, [issued, activated]);
        }
        conn(&format!(
            "INSERT INTO person (id, full_name, match_key, sort_key, birth_date, alive, residence_id, residence_kind, party_member, created_at, revision) \
             VALUES {}",
            persons.trim_end_matches(',')
        ));
        if !events.is_empty() {
            conn(&format!(
                "INSERT INTO milestone_event (id, person_id, milestone_id, happened_on, precision, batch_id, recorded_at) VALUES {}",
                events.trim_end_matches(',')
            ));
        }
    }
    conn("COMMIT");
}

/// Seven of ten have an account, six of seven of those have activated it, on some day of the campaign.
fn add(persons: &mut String, events: &mut String, id: u32, village: UnitId, blob: &str, [issued, activated]: [i64; 2]) {
    let dice = id.wrapping_mul(2_654_435_761);
    let born = NaiveDate::from_ymd_opt(1940, 1, 1).unwrap() + Days::new(u64::from(dice % 27_700));
    write!(
        persons,
        "({id},'Nguyễn Văn A','nguyễn văn a',{blob},'{born}',TRUE,{village},'permanent',FALSE,'2023-05-31 00:00:00',1),"
    )
    .unwrap();
    let chance = dice / 27_700 % 10;
    if chance < 7 {
        let day = NaiveDate::from_ymd_opt(2023, 2, 1).unwrap() + Days::new(u64::from(dice / 77 % 119));
        write!(events, "({},{id},{issued},'{day}','exact',1,'2023-05-31 00:00:00'),", 2 * id).unwrap();
        if chance < 6 {
            write!(events, "({},{id},{activated},'{day}','exact',1,'2023-05-31 00:00:00'),", 2 * id + 1).unwrap();
        }
    }
}
