//! Everything that knows SQL: connection, schema, sealing, one file per noun.
