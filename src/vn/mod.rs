//! Vietnamese text and forms: names, collation, search keys, legacy encodings, numbers and dates of official style, ID numbers, phones. Knows nothing of the product.

pub mod date;
pub mod fold;
pub mod letter;
pub mod national_id;
pub mod text;
