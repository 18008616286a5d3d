//! Quotas that were given before there were issuers.

use diesel::backend::Backend;
use diesel::migration::MigrationConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use crate::support::{postgres, project};

/// Migrations before the one that brings issuers.
const BEFORE: usize = 11;

/// A campaign of a renamed commune, with one quota in two revisions and one in percent.
const DATA: [&str; 8] = [
    "INSERT INTO unit (slug) VALUES ('xa-dong')",
    "INSERT INTO unit_version (unit_id, valid_from, valid_to, kind, name, local_order, search_key, sort_key) SELECT id, '1900-01-01', '2023-06-30', 'commune', 'Xã Đông', 1, 'xa dong', SORT FROM unit",
    "INSERT INTO unit_version (unit_id, valid_from, valid_to, kind, name, local_order, search_key, sort_key) SELECT id, '2023-07-01', '9999-12-31', 'commune', 'Xã Đông Hòa', 1, 'xa dong hoa', SORT FROM unit",
    "INSERT INTO campaign (code, unit_id, title, starts_on, ends_on, rounding, purpose, retention_until, created_at) SELECT 'dong', id, 'Đợt cao điểm', '2023-03-21', '2023-06-30', 'truncate', 'Theo dõi', '2024-12-31', '2023-03-01 00:00:00' FROM unit",
    "INSERT INTO tally (audience, category, counted) VALUES ('residents', '', 'eligible:14')",
    "INSERT INTO measure (campaign_id, code, audience, name, position, done_tally_id, eligible_tally_id) SELECT campaign.id, 'vneid2.activated', 'residents', 'Mức 2', 1, tally.id, tally.id FROM campaign, tally",
    "INSERT INTO quota (measure_id, unit_id, revision, people, share_hundredths, deadline, document, created_at) SELECT measure.id, unit.id, 1, 1200, NULL, '2023-06-30', 'Kế hoạch', '2023-03-02 00:00:00' FROM measure, unit",
    "INSERT INTO quota (measure_id, unit_id, revision, people, share_hundredths, deadline, document, created_at) SELECT measure.id, unit.id, 2, NULL, 9500, '2023-06-30', 'Công văn', '2023-05-02 00:00:00' FROM measure, unit",
];

#[derive(QueryableByName, Debug, PartialEq)]
struct Quota {
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    people: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    share: Option<i64>,
    #[diesel(sql_type = Text)]
    document: String,
    #[diesel(sql_type = Text)]
    issuer: String,
}

fn quotas(before: bool) -> String {
    let (issuer, join) = match before {
        true => ("''", ""),
        false => ("issuer.name", "JOIN quota_issuer AS issuer ON issuer.id = quota.issuer_id AND issuer.position = 1"),
    };
    format!(
        "SELECT revision, people, share_hundredths AS share, document, {issuer} AS issuer FROM quota {join} ORDER BY revision"
    )
}

fn expected(issuer: &str) -> Vec<Quota> {
    let quota = |revision, people, share, document: &str| Quota {
        revision,
        people,
        share,
        document: document.to_owned(),
        issuer: issuer.to_owned(),
    };
    vec![quota(1, Some(1200), None, "Kế hoạch"), quota(2, None, Some(9_500), "Công văn")]
}

fn quotas_survive<DB, C>(
    mut conn: C,
    engine: &str,
    sort_key: &str,
    run: impl Fn(&mut C, &str),
    load: impl Fn(&mut C, &str) -> Vec<Quota>,
) where
    DB: Backend,
    C: MigrationHarness<DB> + MigrationConnection,
{
    let files = FileBasedMigrations::from_path(project().join("migrations").join(engine)).unwrap();
    conn.setup().unwrap();
    for _ in 0..BEFORE {
        conn.run_next_migration(files.clone()).unwrap();
    }
    for statement in DATA {
        run(&mut conn, &statement.replace("SORT", sort_key));
    }
    conn.run_next_migration(files.clone()).unwrap();
    assert_eq!(load(&mut conn, &quotas(false)), expected("Xã Đông Hòa"), "the unit leads, by its last name");
    conn.revert_last_migration(files).unwrap();
    assert_eq!(load(&mut conn, &quotas(true)), expected(""));
}

#[test]
fn sqlite_keeps_quotas_and_their_revisions_up_and_down() {
    let conn = SqliteConnection::establish(":memory:").unwrap();
    let run = |c: &mut SqliteConnection, sql: &str| {
        diesel::sql_query(sql).execute(c).unwrap();
    };
    quotas_survive(conn, "sqlite", "x'00'", run, |c, sql| diesel::sql_query(sql).load(c).unwrap());
}

#[test]
fn postgres_keeps_quotas_and_their_revisions_up_and_down() {
    let Some(database) = postgres::bare() else { return };
    let conn = PgConnection::establish(&database.address()).unwrap();
    let run = |c: &mut PgConnection, sql: &str| {
        diesel::sql_query(sql).execute(c).unwrap();
    };
    quotas_survive(conn, "postgres", r"'\x00'", run, |c, sql| diesel::sql_query(sql).load(c).unwrap());
}
