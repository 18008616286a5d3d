//! Writing many rows: pieces of a fixed size, so that the statement is prepared once and stays below the limits of both databases.

/// Rows of one piece. A fixed number lets Diesel cache the prepared statement; 128 × the widest table stays below 30.000 values.
pub const PIECE: usize = 128;

/// Inserts rows in pieces on either connection.
macro_rules! insert_in_pieces {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        on_each!(&mut *$conn, |c| {
            let (pieces, rest) = rows.as_chunks::<{ $crate::store::bulk::PIECE }>();
            for piece in pieces {
                diesel::insert_into($table).values(piece).execute(c)?;
            }
            if !rest.is_empty() {
                diesel::insert_into($table).values(rest).execute(c)?;
            }
        });
    }};
}
pub(super) use insert_in_pieces;
