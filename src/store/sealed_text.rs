//! Text that leaves the program sealed and comes back: only the program reads it, and only for the purpose it was sealed for.

use super::connection::Conn;
use super::error::StoreError;
use crate::model::hexadecimal::hexadecimal;

/// Seals a text into hexadecimal digits.
pub fn seal(conn: &Conn, purpose: &str, text: &str) -> Result<String, StoreError> {
    let sealed = conn.keys.seal_text(purpose, text)?;
    Ok(hexadecimal(&sealed))
}

/// Opens it again; `None` for anything that was not sealed here for this purpose.
pub fn open(conn: &Conn, purpose: &str, sealed: &str) -> Option<String> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = sealed.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
    conn.keys.open_text(purpose, &bytes).ok()
}
