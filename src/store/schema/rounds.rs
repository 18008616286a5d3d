//! Rounds, submissions and field work.

use diesel::table;

table! {
    round (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        name -> Text,
        period_from -> Date,
        period_to -> Date,
        document -> Nullable<Text>,
        note -> Nullable<Text>,
        locked -> Bool,
        account_id -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

table! {
    round_measure (round_id, measure_id) {
        round_id -> BigInt,
        measure_id -> BigInt,
    }
}

table! {
    round_hop (round_id, hop) {
        round_id -> BigInt,
        hop -> Integer,
        receiver_id -> Nullable<BigInt>,
        receiver_name -> Text,
        due_on -> Date,
        due_time -> Nullable<Time>,
        due_wording -> Text,
    }
}

table! {
    round_unit (round_id, hop, unit_id) {
        round_id -> BigInt,
        hop -> Integer,
        unit_id -> BigInt,
    }
}

table! {
    submission (id) {
        id -> BigInt,
        round_id -> BigInt,
        hop -> Integer,
        unit_id -> BigInt,
        state -> Text,
        nil -> Bool,
        source -> Text,
        batch_id -> Nullable<BigInt>,
        note -> Nullable<Text>,
        received_at -> Timestamp,
        account_id -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}

table! {
    round_event (id) {
        id -> BigInt,
        round_id -> BigInt,
        hop -> Nullable<Integer>,
        unit_id -> Nullable<BigInt>,
        submission_id -> Nullable<BigInt>,
        kind -> Text,
        due_on -> Nullable<Date>,
        due_time -> Nullable<Time>,
        due_wording -> Nullable<Text>,
        document -> Nullable<Text>,
        reason -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
        happened_at -> Timestamp,
    }
}

table! {
    round_link (id) {
        id -> BigInt,
        round_id -> BigInt,
        unit_id -> BigInt,
        secret_hash -> Binary,
        account_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    work_list (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        kind -> Text,
        programme_id -> BigInt,
        team -> Nullable<Text>,
        as_of -> Date,
        account_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
    }
}

table! {
    work_list_line (work_list_id, line) {
        work_list_id -> BigInt,
        line -> Integer,
        person_id -> Nullable<BigInt>,
    }
}

table! {
    work_list_result (id) {
        id -> BigInt,
        work_list_id -> BigInt,
        line -> Integer,
        result -> Integer,
        result_on -> Date,
        source -> Text,
        event_id -> Nullable<BigInt>,
        barrier_code -> Nullable<Text>,
        account_id -> BigInt,
        recorded_at -> Timestamp,
    }
}

table! {
    unit_barrier (campaign_id, unit_id, barrier_code) {
        campaign_id -> BigInt,
        unit_id -> BigInt,
        barrier_code -> Text,
        noted_on -> Date,
        note -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
    }
}
