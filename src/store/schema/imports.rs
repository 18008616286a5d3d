//! Files and lists.

use diesel::table;

table! {
    blob (id) {
        id -> BigInt,
        purpose -> Text,
        content -> Binary,
        plain_bytes -> BigInt,
        sha256 -> Binary,
        created_at -> Timestamp,
    }
}

table! {
    blob_piece (blob_id, position) {
        blob_id -> BigInt,
        position -> Integer,
        content -> Binary,
    }
}

table! {
    import_batch (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        account_id -> Nullable<BigInt>,
        file_name -> Text,
        file_blob_id -> Nullable<BigInt>,
        file_sha256 -> Binary,
        listed_on -> Date,
        state -> Text,
        token -> Text,
        counts -> Text,
        sheets -> Text,
        created_at -> Timestamp,
        committed_at -> Nullable<Timestamp>,
        comment -> Nullable<Text>,
        choices -> Nullable<Binary>,
        fingerprint -> Nullable<Binary>,
        continues_id -> Nullable<BigInt>,
        undone_at -> Nullable<Timestamp>,
        undone_by -> Nullable<BigInt>,
        reader -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        readings -> Integer,
        reading_key -> Nullable<Binary>,
    }
}

table! {
    import_chunk (batch_id, position) {
        batch_id -> BigInt,
        position -> Integer,
        row_count -> Integer,
        classes -> Text,
        content -> Binary,
    }
}

table! {
    import_absent (batch_id, position) {
        batch_id -> BigInt,
        position -> Integer,
        person_count -> Integer,
        content -> Binary,
    }
}

table! {
    import_before (batch_id, position) {
        batch_id -> BigInt,
        position -> Integer,
        content -> Binary,
    }
}

table! {
    import_mapping (unit_id, fingerprint) {
        unit_id -> BigInt,
        fingerprint -> Binary,
        choices -> Text,
        account_id -> Nullable<BigInt>,
        used_at -> Timestamp,
    }
}

table! {
    listing (person_id, batch_id, unit_id, place) {
        person_id -> BigInt,
        batch_id -> BigInt,
        unit_id -> BigInt,
        place -> Text,
        departed -> Bool,
        listed_on -> Date,
        row_digest -> Nullable<Binary>,
        person_revision -> Nullable<BigInt>,
    }
}
