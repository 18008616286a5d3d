//! The tables, once for both databases. A test compares these files with the live schema of either.

mod access;
mod campaigns;
mod documents;
mod imports;
mod mail;
mod people;
mod programmes;
mod rounds;
mod units;

use diesel::allow_tables_to_appear_in_same_query;

pub use access::*;
pub use campaigns::*;
pub use documents::*;
pub use imports::*;
pub use mail::*;
pub use people::*;
pub use programmes::*;
pub use rounds::*;
pub use units::*;

allow_tables_to_appear_in_same_query!(
    account,
    added_person,
    audit_entry,
    audit_head,
    barrier,
    blob,
    blob_piece,
    campaign,
    campaign_contact,
    campaign_session,
    campaign_task,
    counter,
    document,
    document_attachment,
    document_number,
    document_template,
    enrollment,
    import_absent,
    import_batch,
    import_before,
    import_chunk,
    import_mapping,
    incoming_document,
    issuing_office,
    last_visit,
    legal_ground,
    listing,
    mail_address,
    mail_schedule,
    mail_schedule_mail,
    mail_schedule_recipient,
    mail_schedule_run,
    mail_template,
    measure,
    milestone,
    milestone_event,
    name_token,
    outbox,
    package,
    past_residence,
    person,
    person_barrier,
    programme,
    programme_channel,
    programme_prerequisite,
    provider,
    quota,
    quota_issuer,
    reminder,
    reminder_item,
    reminder_rule,
    reported_figure,
    residence_move,
    round,
    round_event,
    round_hop,
    round_link,
    round_measure,
    round_unit,
    session,
    setting,
    snapshot,
    submission,
    tally,
    task_note,
    unit,
    unit_ancestor,
    unit_barrier,
    unit_change,
    unit_contact,
    unit_roster,
    unit_version,
    unsubscription,
    work_list,
    work_list_line,
    work_list_result,
);
