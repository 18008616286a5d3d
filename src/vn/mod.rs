//! Vietnamese text and forms: names, collation, search keys, legacy encodings, numbers and dates of official style, ID numbers, phones, the QR code of cards. Knows nothing of the product.

pub mod birth_date;
pub mod card_qr;
pub mod collation;
pub mod date;
pub mod digits;
pub mod file_name;
pub mod fold;
mod form_of_address;
mod id_reading;
pub mod legacy;
pub mod letter;
pub mod name;
pub mod national_id;
pub mod number;
pub mod phone;
pub mod place_name;
pub mod syllable;
pub mod text;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod properties;
