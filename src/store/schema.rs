//! The tables, once for both databases. A test compares this file with the live schema of either.
use diesel::{allow_tables_to_appear_in_same_query, table};

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
    }
}

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
    }
}

table! {
    quota (id) {
        id -> BigInt,
        measure_id -> BigInt,
        unit_id -> BigInt,
        revision -> Integer,
        people -> Nullable<BigInt>,
        share_hundredths -> Nullable<BigInt>,
        deadline -> Date,
        document -> Nullable<Text>,
        created_at -> Timestamp,
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
    blob_piece (blob_id, position) {
        blob_id -> BigInt,
        position -> Integer,
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
    }
}

allow_tables_to_appear_in_same_query!(
    unit,
    unit_version,
    unit_ancestor,
    unit_change,
    unit_contact,
    provider,
    programme,
    milestone,
    programme_prerequisite,
    package,
    barrier,
    person,
    past_residence,
    residence_move,
    name_token,
    person_barrier,
    enrollment,
    milestone_event,
    campaign,
    legal_ground,
    tally,
    measure,
    quota,
    counter,
    unit_roster,
    account,
    session,
    audit_entry,
    audit_head,
    setting,
    blob,
    blob_piece,
    import_absent,
    import_batch,
    import_before,
    import_chunk,
    import_mapping,
    listing,
    outbox,
);
