//! Accounts, sessions, the audit chain, mail.

use diesel::table;

table! {
    account (id) {
        id -> BigInt,
        name -> Text,
        display_name -> Text,
        role -> Text,
        unit_id -> BigInt,
        password_hash -> Text,
        must_change_password -> Bool,
        disabled_at -> Nullable<Timestamp>,
        failed_logins -> Integer,
        locked_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        last_login_at -> Nullable<Timestamp>,
    }
}

table! {
    session (id) {
        id -> BigInt,
        account_id -> BigInt,
        door -> Text,
        secret_hash -> Binary,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        source -> Text,
    }
}

table! {
    audit_entry (id) {
        id -> BigInt,
        at -> Timestamp,
        account_id -> Nullable<BigInt>,
        door -> Text,
        source -> Text,
        action -> Text,
        object -> Text,
        object_id -> Nullable<BigInt>,
        unit_id -> Nullable<BigInt>,
        detail -> Text,
        previous_hash -> Binary,
        hash -> Binary,
    }
}

table! {
    audit_head (id) {
        id -> Integer,
        last_id -> BigInt,
        hash -> Binary,
    }
}

table! {
    setting (name) {
        name -> Text,
        value -> Text,
    }
}

table! {
    outbox (id) {
        id -> BigInt,
        message_id -> Text,
        form_key -> Text,
        account_id -> Nullable<BigInt>,
        unit_id -> BigInt,
        campaign_id -> Nullable<BigInt>,
        recipient -> Text,
        subject -> Text,
        content -> Binary,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        dispatch -> Nullable<BigInt>,
        schedule_id -> Nullable<BigInt>,
        message -> Nullable<Binary>,
        message_sha256 -> Nullable<Binary>,
        first_attempt_at -> Nullable<Timestamp>,
        leased_by -> Nullable<Text>,
        server_answer -> Nullable<Text>,
        copy_of -> Nullable<BigInt>,
        settled_at -> Nullable<Timestamp>,
    }
}
