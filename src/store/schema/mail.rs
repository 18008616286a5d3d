//! Mail that is sent by itself: addresses, schedules, what became of them, words of reminders.

use diesel::table;

table! {
    mail_address (id) {
        id -> BigInt,
        unit_id -> BigInt,
        address -> Text,
        holder -> Text,
        holder_account_id -> Nullable<BigInt>,
        entered_by -> Nullable<BigInt>,
        entered_at -> Timestamp,
        confirmed_by -> Nullable<BigInt>,
        confirmed_at -> Nullable<Timestamp>,
        retired_by -> Nullable<BigInt>,
        retired_at -> Nullable<Timestamp>,
    }
}

table! {
    mail_schedule (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        name -> Text,
        sends -> Text,
        rhythm -> Text,
        weekday -> Nullable<Integer>,
        days_before -> Nullable<Integer>,
        hour -> Time,
        weekends -> Bool,
        any_hour -> Bool,
        only_changed -> Bool,
        answer_to -> Nullable<Text>,
        handled_until -> Timestamp,
        last_snapshot_id -> Nullable<BigInt>,
        paused_at -> Nullable<Timestamp>,
        retired_at -> Nullable<Timestamp>,
        revision -> BigInt,
        account_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

table! {
    mail_schedule_recipient (schedule_id, position) {
        schedule_id -> BigInt,
        position -> Integer,
        address_id -> Nullable<BigInt>,
        unit_id -> Nullable<BigInt>,
        role -> Nullable<Text>,
    }
}

table! {
    mail_schedule_run (id) {
        id -> BigInt,
        schedule_id -> BigInt,
        due_at -> Timestamp,
        missed -> Integer,
        by_hand -> Bool,
        outcome -> Text,
        reason -> Nullable<Text>,
        snapshot_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        ran_at -> Timestamp,
    }
}

table! {
    mail_schedule_mail (run_id, mail_id) {
        run_id -> BigInt,
        mail_id -> BigInt,
    }
}

table! {
    mail_template (campaign_id, purpose) {
        campaign_id -> BigInt,
        purpose -> Text,
        body -> Text,
        revision -> BigInt,
        account_id -> Nullable<BigInt>,
        changed_at -> Timestamp,
    }
}

table! {
    unsubscription (id) {
        id -> BigInt,
        address_id -> BigInt,
        schedule_id -> Nullable<BigInt>,
        asked -> Text,
        account_id -> Nullable<BigInt>,
        asked_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

table! {
    reminder_rule (campaign_id) {
        campaign_id -> BigInt,
        days_before -> Nullable<Integer>,
        every_days -> Nullable<Integer>,
        escalate_after -> Nullable<Integer>,
        hour -> Time,
        weekends -> Bool,
        answer_to -> Nullable<Text>,
        handled_on -> Nullable<Date>,
        running -> Bool,
        revision -> BigInt,
        account_id -> Nullable<BigInt>,
        changed_at -> Timestamp,
    }
}

table! {
    reminder (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        address -> Text,
        holder -> Text,
        kind -> Text,
        on_day -> Date,
        mail_id -> BigInt,
        sent_at -> Timestamp,
    }
}

table! {
    reminder_item (reminder_id, item) {
        reminder_id -> BigInt,
        item -> Text,
    }
}
