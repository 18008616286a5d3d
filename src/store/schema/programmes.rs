//! What people enrol in.

use diesel::table;

table! {
    provider (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        spelling_keys -> Text,
        position -> Integer,
    }
}

table! {
    programme (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        ladder -> Nullable<Text>,
        level -> Nullable<Integer>,
        min_age -> Integer,
        term_months -> Nullable<Integer>,
        holder -> Text,
        retired_on -> Nullable<Date>,
        position -> Integer,
    }
}

table! {
    milestone (id) {
        id -> BigInt,
        programme_id -> BigInt,
        code -> Text,
        name -> Text,
        meaning -> Text,
        position -> Integer,
    }
}

table! {
    programme_channel (programme_id, code) {
        programme_id -> BigInt,
        code -> Text,
        name -> Text,
        position -> Integer,
    }
}

table! {
    programme_prerequisite (programme_id, milestone_id, channel) {
        programme_id -> BigInt,
        milestone_id -> BigInt,
        channel -> Text,
    }
}

table! {
    package (id) {
        id -> BigInt,
        programme_id -> BigInt,
        provider_id -> Nullable<BigInt>,
        code -> Text,
        name -> Text,
        price_dong -> Nullable<BigInt>,
        term_months -> Nullable<Integer>,
        position -> Integer,
    }
}

table! {
    barrier (code) {
        code -> Text,
        name -> Text,
        cause -> Text,
        position -> Integer,
        of_units -> Bool,
    }
}
