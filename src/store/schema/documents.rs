//! Official documents, their numbers and templates, and documents that came in.

use diesel::table;

table! {
    document (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        body -> Text,
        kind -> Text,
        snapshot_id -> BigInt,
        state -> Text,
        subject -> Text,
        search_key -> Text,
        content -> Binary,
        composed -> Binary,
        revision -> BigInt,
        issued_on -> Nullable<Date>,
        pdf_blob_id -> Nullable<BigInt>,
        docx_blob_id -> Nullable<BigInt>,
        signed_blob_id -> Nullable<BigInt>,
        signed_name -> Nullable<Text>,
        superseded_by -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

table! {
    document_number (unit_id, body, series, year, number) {
        unit_id -> BigInt,
        body -> Text,
        series -> Text,
        year -> Integer,
        number -> Integer,
        symbol -> Text,
        document_id -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        given_on -> Date,
        account_id -> Nullable<BigInt>,
        given_at -> Timestamp,
    }
}

table! {
    incoming_document (unit_id, year, number) {
        unit_id -> BigInt,
        year -> Integer,
        number -> Integer,
        arrived_on -> Date,
        author -> Text,
        symbol -> Text,
        dated_on -> Date,
        subject -> Text,
        receiver -> Text,
        forwarded_on -> Nullable<Date>,
        note -> Nullable<Text>,
        blob_id -> Nullable<BigInt>,
        file_name -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
        recorded_at -> Timestamp,
    }
}

table! {
    issuing_office (unit_id, body) {
        unit_id -> BigInt,
        body -> Text,
        superior -> Nullable<Text>,
        agency -> Text,
        place -> Text,
        name -> Text,
        abbreviation -> Text,
        drafter -> Text,
        authority -> Text,
        signer -> Nullable<Text>,
        copies -> Text,
        numbering -> Text,
        account_id -> Nullable<BigInt>,
        changed_at -> Timestamp,
    }
}

table! {
    document_attachment (document_id, position) {
        document_id -> BigInt,
        position -> Integer,
        blob_id -> BigInt,
        file_name -> Text,
        title -> Text,
        source -> Text,
        pages -> Integer,
        bytes -> BigInt,
        account_id -> Nullable<BigInt>,
        attached_at -> Timestamp,
    }
}

table! {
    document_template (id) {
        id -> BigInt,
        unit_id -> BigInt,
        kind -> Nullable<Text>,
        name -> Text,
        blob_id -> BigInt,
        file_name -> Text,
        account_id -> Nullable<BigInt>,
        added_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}
