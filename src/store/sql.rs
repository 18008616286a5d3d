//! Putting a query together. Numbers and days come from types and are written into the text; words are always bound.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::connection::Conn;
use super::error::StoreError;

/// A query under construction: its text and the words bound in it, in order.
#[derive(Debug, Default)]
pub struct Sql {
    text: String,
    words: Vec<String>,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl Sql {
    /// Begins with a text.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), words: Vec::new() }
    }

    /// Appends text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Puts text without words before and after.
    pub fn between(self, before: &str, after: &str) -> Self {
        Self { text: format!("{before}{}{after}", self.text), words: self.words }
    }

    /// Appends the place of a word. Both databases number the places `$1`, `$2`, … in the order of the text.
    pub fn bind(&mut self, word: &str) -> &mut Self {
        self.words.push(word.to_owned());
        self.text.push_str(&format!("${}", self.words.len()));
        self
    }

    /// Appends the condition that a column begins with a word. Compared byte by byte on both databases, so that it is a range of an index.
    pub fn begins(&mut self, column: &str, word: &str) -> &mut Self {
        self.push(column).push(" >= ").bind(word);
        self.push(" AND ").push(column).push(" < ").bind(&format!("{word}\u{10FFFF}"))
    }

    /// The single column `n` of every row.
    pub fn numbers(&self, conn: &mut Conn) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<Number> = on_each!(&mut *conn.any, |c| {
            let mut query = diesel::sql_query(&self.text).into_boxed();
            for word in &self.words {
                query = query.bind::<Text, _>(word);
            }
            query.load(c)?
        });
        Ok(rows.into_iter().map(|row| row.n).collect())
    }

    /// The single number of the single row, where it is a count.
    pub fn count(&self, conn: &mut Conn) -> Result<usize, StoreError> {
        let count = self.numbers(conn)?.first().copied().unwrap_or_default();
        usize::try_from(count).map_err(|_| StoreError::corrupt("số đếm âm"))
    }
}
