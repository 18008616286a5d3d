//! Measures of one category of staff that were there before they could stand beside each other.

use diesel::backend::Backend;
use diesel::migration::MigrationConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use crate::support::{postgres, project};

/// The number of the migration.
const OWN: &str = "20261121000019";

/// A measure of public employees and one of all staff in another campaign.
const DATA: [&str; 6] = [
    "INSERT INTO unit (slug) VALUES ('xa-dong')",
    "INSERT INTO campaign (code, unit_id, title, starts_on, ends_on, rounding, purpose, retention_until, created_at, revision) SELECT 'dong', id, 'Đợt 1', '2023-03-21', '2023-06-30', 'truncate', 'Theo dõi', '2024-12-31', '2023-03-01 00:00:00', 1 FROM unit",
    "INSERT INTO tally (audience, category, counted) VALUES ('staff', 'public_employee', 'activated:vneid:2')",
    "INSERT INTO tally (audience, category, counted) VALUES ('staff', '', 'activated:vneid:2')",
    "INSERT INTO measure (campaign_id, code, audience, name, position, done_tally_id, eligible_tally_id, retired) SELECT campaign.id, 'vneid2.activated', 'staff', 'Mức 2', 1, tally.id, tally.id, FALSE FROM campaign, tally WHERE tally.category <> ''",
    "INSERT INTO measure (campaign_id, code, audience, name, position, done_tally_id, eligible_tally_id, retired) SELECT campaign.id, 'vneid2.issued', 'staff', 'Mức 2', 2, tally.id, tally.id, FALSE FROM campaign, tally WHERE tally.category = ''",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SHOWN: &str = "SELECT audience || ' ' || name AS line FROM measure ORDER BY position";

fn category_moves_into_the_audience<DB, C>(
    mut conn: C,
    engine: &str,
    run: impl Fn(&mut C, &str),
    load: impl Fn(&mut C) -> Vec<Line>,
) where
    DB: Backend,
    C: MigrationHarness<DB> + MigrationConnection,
{
    let files = FileBasedMigrations::from_path(project().join("migrations").join(engine)).unwrap();
    conn.setup().unwrap();
    let next = |conn: &mut C| conn.pending_migrations(files.clone()).unwrap()[0].name().version().to_string();
    while next(&mut conn) != OWN {
        conn.run_next_migration(files.clone()).unwrap();
    }
    DATA.iter().for_each(|statement| run(&mut conn, statement));
    conn.run_next_migration(files.clone()).unwrap();
    let lines = |conn: &mut C| -> Vec<String> { load(conn).into_iter().map(|found| found.line).collect() };
    assert_eq!(lines(&mut conn), ["staff:public_employee Viên chức: Mức 2", "staff Mức 2"]);
    conn.revert_last_migration(files).unwrap();
    assert_eq!(lines(&mut conn), ["staff Viên chức: Mức 2", "staff Mức 2"]);
}

#[test]
fn sqlite_moves_the_category_into_the_audience() {
    let conn = SqliteConnection::establish(":memory:").unwrap();
    let run = |c: &mut SqliteConnection, sql: &str| {
        diesel::sql_query(sql).execute(c).unwrap();
    };
    category_moves_into_the_audience(conn, "sqlite", run, |c| diesel::sql_query(SHOWN).load(c).unwrap());
}

#[test]
fn postgres_moves_the_category_into_the_audience() {
    let Some(database) = postgres::bare() else { return };
    let conn = PgConnection::establish(&database.address()).unwrap();
    let run = |c: &mut PgConnection, sql: &str| {
        diesel::sql_query(sql).execute(c).unwrap();
    };
    category_moves_into_the_audience(conn, "postgres", run, |c| diesel::sql_query(SHOWN).load(c).unwrap());
}
