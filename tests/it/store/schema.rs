//! `src/store/schema/` against the live tables of both databases.

use std::collections::BTreeMap;
use std::fs;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use tiendo::store::Location;

use crate::support::{EMPTY, TestDb, postgres, project};

/// Tables that the program does not query by name through Diesel's DSL: bookkeeping of the migrations and of SQLite's identities.
const NOT_IN_SCHEMA: [&str; 3] = ["__diesel_schema_migrations", "sqlite_sequence", "id_sequence"];

/// Table → column → (type as the engine names it, may be null).
type Tables = BTreeMap<String, BTreeMap<String, (String, bool)>>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    type_name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

fn tables(columns: Vec<Column>) -> Tables {
    let mut tables = Tables::new();
    for column in columns.into_iter().filter(|column| !NOT_IN_SCHEMA.contains(&column.table_name.as_str())) {
        let table = tables.entry(column.table_name).or_default();
        table.insert(column.column_name, (column.type_name, column.nullable));
    }
    tables
}

/// What `schema.rs` says, with Diesel's types in the words of one engine.
fn declared(words: &[(&str, &str)]) -> Tables {
    let words: BTreeMap<&str, &str> = words.iter().copied().collect();
    let text: String = fs::read_dir(project().join("src/store/schema"))
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let mut tables = Tables::new();
    let mut table = None;
    for line in text.lines().map(str::trim) {
        if let Some((column, kind)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> ")) {
            let inner = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            let word = words.get(inner.unwrap_or(kind)).unwrap_or_else(|| panic!("type {kind} has no word here"));
            let columns: &mut BTreeMap<_, _> = tables.get_mut(table.as_ref().unwrap()).unwrap();
            columns.insert(column.to_owned(), ((*word).to_owned(), inner.is_some()));
        } else if let Some((name, _)) = line.strip_suffix(") {").and_then(|line| line.split_once(" (")) {
            tables.insert(name.to_owned(), BTreeMap::new());
            table = Some(name.to_owned());
        }
    }
    assert!(tables.len() > 30, "the schema was not understood: {} tables", tables.len());
    tables
}

#[test]
fn sqlite_has_the_declared_tables() {
    let db = TestDb::sqlite(&EMPTY);
    let Location::Sqlite(path) = db.location() else { panic!("not a file") };
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    let query = "SELECT m.name AS table_name, c.name AS column_name, c.type AS type_name, \
                 (c.\"notnull\" = 0 AND c.pk = 0) AS nullable \
                 FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
    let live = tables(diesel::sql_query(query).load(&mut conn).unwrap());
    let words = [
        ("BigInt", "INTEGER"),
        ("Integer", "INTEGER"),
        ("Bool", "INTEGER"),
        ("Text", "TEXT"),
        ("Date", "TEXT"),
        ("Time", "TEXT"),
        ("Timestamp", "TEXT"),
        ("Binary", "BLOB"),
    ];
    similar(&live, &declared(&words));
}

#[test]
fn postgres_has_the_declared_tables() {
    let Some(database) = postgres::copy_of(&EMPTY) else { return };
    let mut conn = PgConnection::establish(&database.address()).unwrap();
    let query = "SELECT table_name::text, column_name::text, data_type::text AS type_name, \
                 is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_schema = 'public'";
    let live = tables(diesel::sql_query(query).load(&mut conn).unwrap());
    let words = [
        ("BigInt", "bigint"),
        ("Integer", "integer"),
        ("Bool", "boolean"),
        ("Text", "text"),
        ("Date", "date"),
        ("Time", "time without time zone"),
        ("Timestamp", "timestamp without time zone"),
        ("Binary", "bytea"),
    ];
    similar(&live, &declared(&words));
}

/// Equality, told table by table.
fn similar(live: &Tables, declared: &Tables) {
    let names = |tables: &Tables| tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(live), names(declared), "live tables (left) and schema.rs (right)");
    for (name, columns) in live {
        assert_eq!(columns, &declared[name], "table {name}: live (left) and schema.rs (right)");
    }
}
