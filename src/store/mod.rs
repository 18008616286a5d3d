//! Everything that knows SQL: connection, schema, sealing, one file per noun.
//!
//! Rooms above call [`Db::read`] and [`Db::write`] and hand the [`Conn`] they get to the functions of this room; they never see a query. Queries are
//! written once against [`any::AnyConnection`]; where the enum cannot (upserts, batches), [`on_each!`] runs one body on either connection.

#[macro_use]
mod any;
mod bulk;
mod connection;
mod error;
mod ids;
mod kept;
mod migrate;
mod migration_files;
mod people_writing;
#[allow(missing_docs, reason = "tables and columns are explained in migrations/")]
mod schema;
mod seal;
mod sql;

pub mod absent;
pub mod accounts;
pub mod audit;
pub mod barrier_counts;
pub mod batch_before;
pub mod batch_chunks;
pub mod batch_leases;
pub mod batches;
pub mod blobs;
pub mod by_hand;
pub mod campaigns;
pub mod candidates;
pub mod catalogue;
pub mod channels;
pub mod counted_change;
pub mod counters;
pub mod document_attachments;
pub mod document_numbers;
pub mod document_templates;
pub mod documents;
pub mod events;
pub mod incoming_documents;
pub mod issuing_offices;
pub mod last_round;
pub mod listings;
pub mod mail_addresses;
pub mod mail_reminders;
pub mod mail_schedules;
pub mod mail_templates;
pub mod mappings;
pub mod outbox;
pub mod outbox_followup;
pub mod outbox_leases;
pub mod people;
pub mod people_places;
pub mod people_search;
pub mod person_barriers;
pub mod reconciliation;
pub mod recount;
pub mod reported;
pub mod residences;
pub mod rounds;
pub mod sealed_text;
pub mod sessions;
pub mod settings;
pub mod snapshots;
pub mod tasks;
pub mod unit_barriers;
pub mod unit_use;
pub mod units;
pub mod verify;
pub mod visits;
pub mod work_lists;

pub use connection::{AsStoreError, Conn, Db, Engine, Location};
pub use error::StoreError;
pub use kept::Kept;
pub use seal::{Keys, KeysError, SealedText, random};
