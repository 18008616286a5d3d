//! The nouns of the product as plain types with their rules. No I/O, no SQL, no HTTP.
