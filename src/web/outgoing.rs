//! The stored file of a batch on its way to a client, piece by piece, so that the server never holds all of it.

use std::io::Read;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use futures_util::stream;

use super::answer::attachment;
use crate::roster::{Original, OriginalFile};
use crate::store::Db;

/// Bytes of a piece.
const PIECE: usize = 256 << 10;

/// The file as an attachment under its own name. Its type is not told: what was uploaded is never shown in place.
pub fn file(db: &Db, found: &OriginalFile) -> HttpResponse {
    let reader = Original::new(db, found.blob);
    let pieces = stream::unfold(Some(reader), |reader| async move {
        let mut reader = reader?;
        let read = web::block(move || {
            let mut piece = vec![0; PIECE];
            let length = reader.read(&mut piece)?;
            piece.truncate(length);
            Ok::<_, std::io::Error>((reader, piece))
        });
        match read.await {
            Ok(Ok((_, piece))) if piece.is_empty() => None,
            Ok(Ok((reader, piece))) => Some((Ok(Bytes::from(piece)), Some(reader))),
            Ok(Err(error)) => Some((Err(error), None)),
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, attachment(&found.name)))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .content_type("application/octet-stream")
        .no_chunking(found.bytes)
        .streaming(pieces)
}
