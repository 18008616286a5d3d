//! Campaigns, quotas, tasks and what is counted.

use diesel::table;

table! {
    campaign (id) {
        id -> BigInt,
        code -> Text,
        unit_id -> BigInt,
        title -> Text,
        starts_on -> Date,
        ends_on -> Date,
        default_as_of -> Nullable<Date>,
        rounding -> Text,
        purpose -> Text,
        retention_until -> Date,
        support_link -> Nullable<Text>,
        created_at -> Timestamp,
        revision -> BigInt,
    }
}

table! {
    legal_ground (campaign_id, position) {
        campaign_id -> BigInt,
        position -> Integer,
        number -> Text,
        issued_on -> Date,
        issuer -> Text,
        subject -> Text,
        blob_id -> Nullable<BigInt>,
        file_name -> Nullable<Text>,
    }
}

table! {
    campaign_contact (campaign_id, position) {
        campaign_id -> BigInt,
        position -> Integer,
        name -> Text,
        post -> Nullable<Text>,
        phone_sealed -> Nullable<Binary>,
        email -> Nullable<Text>,
    }
}

table! {
    campaign_session (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> Nullable<BigInt>,
        place -> Text,
        held_on -> Date,
        held_to -> Date,
        from_time -> Nullable<Time>,
        to_time -> Nullable<Time>,
        in_charge -> Nullable<Text>,
    }
}

table! {
    tally (id) {
        id -> BigInt,
        audience -> Text,
        category -> Text,
        counted -> Text,
    }
}

table! {
    measure (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        code -> Text,
        audience -> Text,
        name -> Text,
        position -> Integer,
        done_tally_id -> BigInt,
        issued_tally_id -> Nullable<BigInt>,
        eligible_tally_id -> BigInt,
        noun -> Nullable<Text>,
        base_noun -> Nullable<Text>,
        retired -> Bool,
    }
}

table! {
    quota_issuer (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        position -> Integer,
        name -> Text,
    }
}

table! {
    quota (id) {
        id -> BigInt,
        measure_id -> BigInt,
        unit_id -> BigInt,
        issuer_id -> BigInt,
        revision -> Integer,
        people -> Nullable<BigInt>,
        share_hundredths -> Nullable<BigInt>,
        deadline -> Date,
        document -> Nullable<Text>,
        reason -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

table! {
    campaign_task (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        position -> Integer,
        addressee -> Text,
        unit_id -> Nullable<BigInt>,
        content -> Text,
        due_on -> Nullable<Date>,
        due_wording -> Nullable<Text>,
        document -> Nullable<Text>,
        state -> Text,
        done_on -> Nullable<Date>,
        answer -> Nullable<Text>,
        revision -> BigInt,
        created_at -> Timestamp,
    }
}

table! {
    task_note (id) {
        id -> BigInt,
        task_id -> BigInt,
        state -> Text,
        note -> Nullable<Text>,
        blob_id -> Nullable<BigInt>,
        file_name -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
        noted_at -> Timestamp,
    }
}

table! {
    counter (unit_id, tally_id, day) {
        unit_id -> BigInt,
        tally_id -> BigInt,
        day -> Date,
        delta -> BigInt,
    }
}

table! {
    unit_roster (unit_id, audience) {
        unit_id -> BigInt,
        audience -> Text,
        listed_on -> Date,
    }
}

table! {
    reported_figure (id) {
        id -> BigInt,
        measure_id -> BigInt,
        unit_id -> BigInt,
        as_of -> Date,
        value -> BigInt,
        base -> Nullable<BigInt>,
        source -> Text,
        submission_id -> Nullable<BigInt>,
        note -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
        recorded_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        revoked_by -> Nullable<BigInt>,
    }
}

table! {
    snapshot (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        as_of -> Date,
        name -> Text,
        content -> Binary,
        sha256 -> Binary,
        account_id -> Nullable<BigInt>,
        taken_at -> Timestamp,
    }
}

table! {
    last_visit (account_id, campaign_id, unit_id) {
        account_id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        seen_at -> Timestamp,
        figures -> Text,
        before_at -> Nullable<Timestamp>,
        before_figures -> Nullable<Text>,
    }
}
