//! People, their places and milestones.

use diesel::table;

table! {
    person (id) {
        id -> BigInt,
        full_name -> Text,
        match_key -> Text,
        sort_key -> Binary,
        sex -> Nullable<Text>,
        birth_date -> Nullable<Text>,
        national_id_sealed -> Nullable<Binary>,
        national_id_index -> Nullable<Binary>,
        old_card_sealed -> Nullable<Binary>,
        old_card_index -> Nullable<Binary>,
        phone_sealed -> Nullable<Binary>,
        phone_index -> Nullable<Binary>,
        second_phone_sealed -> Nullable<Binary>,
        alive -> Bool,
        died_on -> Nullable<Date>,
        residence_id -> Nullable<BigInt>,
        residence_kind -> Nullable<Text>,
        residence_since -> Nullable<Date>,
        household -> Nullable<Text>,
        address_line -> Nullable<Text>,
        workplace_id -> Nullable<BigInt>,
        post -> Nullable<Text>,
        staff_category -> Nullable<Text>,
        party_member -> Bool,
        listed_on -> Nullable<Date>,
        created_at -> Timestamp,
        revision -> BigInt,
    }
}

table! {
    added_person (person_id) {
        person_id -> BigInt,
        account_id -> BigInt,
        added_at -> Timestamp,
    }
}

table! {
    past_residence (person_id, lived_from) {
        person_id -> BigInt,
        unit_id -> BigInt,
        lived_from -> Date,
        lived_to -> Date,
    }
}

table! {
    residence_move (id) {
        id -> BigInt,
        person_id -> BigInt,
        moved_on -> Date,
        unit_id -> BigInt,
        departed -> Bool,
        outweighs_to -> Date,
        account_id -> BigInt,
        reason -> Nullable<Text>,
        recorded_at -> Timestamp,
    }
}

table! {
    name_token (token, person_id) {
        token -> Text,
        person_id -> BigInt,
    }
}

table! {
    person_barrier (person_id, barrier_code) {
        person_id -> BigInt,
        barrier_code -> Text,
        noted_on -> Date,
        batch_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
    }
}

table! {
    enrollment (id) {
        id -> BigInt,
        person_id -> BigInt,
        programme_id -> BigInt,
        provider_id -> Nullable<BigInt>,
        channel -> Nullable<Text>,
        issued_on -> Nullable<Date>,
        achieved_on -> Nullable<Date>,
        raised_on -> Nullable<Date>,
        expires_on -> Nullable<Date>,
    }
}

table! {
    milestone_event (id) {
        id -> BigInt,
        person_id -> BigInt,
        milestone_id -> BigInt,
        happened_on -> Date,
        precision -> Text,
        batch_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        revokes_id -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        recorded_at -> Timestamp,
    }
}
