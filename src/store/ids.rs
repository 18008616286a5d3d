//! Identities of rows that are written in bulk: handed out in blocks, never twice, also after an undo.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::any::AnyConnection;
use super::error::StoreError;

/// Tables whose identities are handed out in blocks.
#[derive(Debug, Clone, Copy)]
pub enum Sequence {
    /// `person`.
    Person,
    /// `enrollment`.
    Enrollment,
    /// `milestone_event`.
    Event,
}

impl Sequence {
    fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Enrollment => "enrollment",
            Self::Event => "milestone_event",
        }
    }
}

#[derive(QueryableByName)]
struct Identity {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Hands out `count` new identities, ascending.
pub fn reserve(conn: &mut AnyConnection, sequence: Sequence, count: usize) -> Result<Vec<i64>, StoreError> {
    let wanted = i64::try_from(count).map_err(|_| StoreError::corrupt("quá nhiều dòng"))?;
    match conn {
        AnyConnection::Postgres(c) => {
            let query = "SELECT nextval($1::text::regclass) AS id FROM generate_series(1, $2) ORDER BY 1";
            let rows: Vec<Identity> = diesel::sql_query(query)
                .bind::<Text, _>(format!("{}_id_sequence", sequence.name()))
                .bind::<BigInt, _>(wanted)
                .load(c)?;
            Ok(rows.into_iter().map(|row| row.id).collect())
        }
        AnyConnection::Sqlite(c) => {
            let query = "UPDATE id_sequence SET last_id = last_id + $1 WHERE name = $2 RETURNING last_id AS id";
            let last: Identity =
                diesel::sql_query(query).bind::<BigInt, _>(wanted).bind::<Text, _>(sequence.name()).get_result(c)?;
            Ok((last.id - wanted + 1..=last.id).collect())
        }
    }
}
