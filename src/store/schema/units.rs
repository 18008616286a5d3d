//! Units and their contacts.

use diesel::table;

table! {
    unit (id) {
        id -> BigInt,
        slug -> Text,
    }
}

table! {
    unit_version (id) {
        id -> BigInt,
        unit_id -> BigInt,
        valid_from -> Date,
        valid_to -> Date,
        kind -> Text,
        name -> Text,
        official_code -> Nullable<Text>,
        parent_id -> Nullable<BigInt>,
        line_superior_id -> Nullable<BigInt>,
        local_order -> Integer,
        search_key -> Text,
        sort_key -> Binary,
    }
}

table! {
    unit_ancestor (unit_id, ancestor_id, valid_from) {
        unit_id -> BigInt,
        ancestor_id -> BigInt,
        depth -> Integer,
        valid_from -> Date,
        valid_to -> Date,
    }
}

table! {
    unit_change (id) {
        id -> BigInt,
        effective_on -> Date,
        kind -> Text,
        from_unit_id -> BigInt,
        to_unit_id -> BigInt,
        legal_basis -> Nullable<Text>,
    }
}

table! {
    unit_contact (id) {
        id -> BigInt,
        unit_id -> BigInt,
        position -> Integer,
        name -> Text,
        post -> Nullable<Text>,
        phone_sealed -> Nullable<Binary>,
        email -> Nullable<Text>,
    }
}
