//! What became of the due instants of schedules. Whoever moves a schedule on from an instant is the only one to send for it.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::model::id::{AccountId, MailId, MailScheduleId, ScheduleRunId, SnapshotId};
use crate::store::connection::Conn;
use crate::store::error::StoreError;
use crate::store::schema::{mail_schedule, mail_schedule_mail, mail_schedule_run, outbox};

/// The most runs that one list shows.
pub const LIST_LIMIT: i64 = 200;

/// What became of a due instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOutcome {
    /// Mails were queued.
    Queued,
    /// Nothing had changed since the last mail.
    Unchanged,
    /// Nobody is there to send to.
    Nobody,
    /// It could not be made.
    Failed,
}

impl RunOutcome {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Unchanged => "unchanged",
            Self::Nobody => "nobody",
            Self::Failed => "failed",
        }
    }

    fn parse(word: &str) -> Result<Self, StoreError> {
        let known = [Self::Queued, Self::Unchanged, Self::Nobody, Self::Failed];
        let found = known.into_iter().find(|outcome| outcome.as_str() == word);
        found.ok_or_else(|| StoreError::corrupt(format!("kết quả lịch gửi thư {word}")))
    }
}

/// What became of a due instant, as it is written.
#[derive(Debug, Clone)]
pub struct NewRun<'a> {
    /// Which schedule.
    pub schedule: MailScheduleId,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// How often it had been due before without being dealt with.
    pub missed: u32,
    /// Whether somebody pressed the button.
    pub by_hand: bool,
    /// What became of it.
    pub outcome: RunOutcome,
    /// Why not, where nothing was sent.
    pub reason: Option<&'a str>,
    /// The figures.
    pub snapshot: Option<SnapshotId>,
    /// Who pressed the button, or in whose name it sends.
    pub account: Option<AccountId>,
}

/// What became of a due instant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at NewRun")]
pub struct Run {
    pub id: ScheduleRunId,
    pub due_at: DateTime<Utc>,
    pub missed: u32,
    pub by_hand: bool,
    pub outcome: RunOutcome,
    pub reason: Option<String>,
    pub snapshot: Option<SnapshotId>,
    pub account: Option<AccountId>,
    /// When.
    pub ran_at: DateTime<Utc>,
    /// Its mails, in order of their recipients as they were queued.
    pub mails: Vec<SentMail>,
}

/// A mail of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMail {
    /// Which.
    pub mail: MailId,
    /// To whom.
    pub recipient: String,
    /// The stored word of its state.
    pub state: String,
    /// SHA-256 of the bytes that were sent, once they are built.
    pub sha256: Option<Vec<u8>>,
    /// What went wrong last.
    pub error: Option<String>,
}

/// Moves a schedule on from the instant that was dealt with last, for one server alone; `false` where another one was faster, or the schedule was
/// changed, paused or given up meanwhile.
pub fn claim(
    conn: &mut Conn,
    (id, revision): (MailScheduleId, i64),
    handled_before: DateTime<Utc>,
    due_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = mail_schedule::table
        .filter(mail_schedule::id.eq(id.0))
        .filter(mail_schedule::revision.eq(revision))
        .filter(mail_schedule::handled_until.eq(handled_before.naive_utc()))
        .filter(mail_schedule::paused_at.is_null())
        .filter(mail_schedule::retired_at.is_null());
    let moved = diesel::update(open).set(mail_schedule::handled_until.eq(due_at.naive_utc()));
    Ok(moved.execute(&mut *conn.any)? == 1)
}

/// Notes which figures the last mail told.
pub fn told(conn: &mut Conn, id: MailScheduleId, snapshot: SnapshotId) -> Result<(), StoreError> {
    diesel::update(mail_schedule::table.find(id.0))
        .set(mail_schedule::last_snapshot_id.eq(snapshot.0))
        .execute(&mut *conn.any)?;
    Ok(())
}

/// Writes down what became of a due instant.
pub fn insert(conn: &mut Conn, new: &NewRun<'_>, at: DateTime<Utc>) -> Result<ScheduleRunId, StoreError> {
    let row = (
        mail_schedule_run::schedule_id.eq(new.schedule.0),
        mail_schedule_run::due_at.eq(new.due_at.naive_utc()),
        mail_schedule_run::missed.eq(i32::try_from(new.missed).unwrap_or(i32::MAX)),
        mail_schedule_run::by_hand.eq(new.by_hand),
        mail_schedule_run::outcome.eq(new.outcome.as_str()),
        mail_schedule_run::reason.eq(new.reason),
        mail_schedule_run::snapshot_id.eq(new.snapshot.map(|id| id.0)),
        mail_schedule_run::account_id.eq(new.account.map(|id| id.0)),
        mail_schedule_run::ran_at.eq(at.naive_utc()),
    );
    let insert = diesel::insert_into(mail_schedule_run::table).values(row).returning(mail_schedule_run::id);
    Ok(ScheduleRunId(insert.get_result(&mut *conn.any)?))
}

/// Notes a mail of a run.
pub fn add_mail(conn: &mut Conn, run: ScheduleRunId, mail: MailId) -> Result<(), StoreError> {
    let row = (mail_schedule_mail::run_id.eq(run.0), mail_schedule_mail::mail_id.eq(mail.0));
    diesel::insert_into(mail_schedule_mail::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// The due instant of the latest run that nobody started by hand.
pub fn last_due(conn: &mut Conn, id: MailScheduleId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let due: Option<NaiveDateTime> = mail_schedule_run::table
        .filter(mail_schedule_run::schedule_id.eq(id.0))
        .filter(mail_schedule_run::by_hand.eq(false))
        .order(mail_schedule_run::id.desc())
        .select(mail_schedule_run::due_at)
        .first(&mut *conn.any)
        .optional()?;
    Ok(due.map(|due| due.and_utc()))
}

/// When mails of a schedule were queued last.
pub fn last_queued(conn: &mut Conn, id: MailScheduleId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<NaiveDateTime> = mail_schedule_run::table
        .filter(mail_schedule_run::schedule_id.eq(id.0))
        .filter(mail_schedule_run::outcome.eq(RunOutcome::Queued.as_str()))
        .order(mail_schedule_run::id.desc())
        .select(mail_schedule_run::ran_at)
        .first(&mut *conn.any)
        .optional()?;
    Ok(at.map(|at| at.and_utc()))
}

/// What became of a schedule's due instants, latest first.
pub fn of_schedule(conn: &mut Conn, id: MailScheduleId) -> Result<Vec<Run>, StoreError> {
    latest(conn, id, LIST_LIMIT)
}

/// The latest runs of a schedule, so many of them.
pub fn latest(conn: &mut Conn, id: MailScheduleId, count: i64) -> Result<Vec<Run>, StoreError> {
    type Row = (i64, NaiveDateTime, i32, bool, String, Option<String>, Option<i64>, Option<i64>, NaiveDateTime);
    let rows: Vec<Row> = mail_schedule_run::table
        .filter(mail_schedule_run::schedule_id.eq(id.0))
        .order(mail_schedule_run::id.desc())
        .limit(count)
        .select((
            mail_schedule_run::id,
            mail_schedule_run::due_at,
            mail_schedule_run::missed,
            mail_schedule_run::by_hand,
            mail_schedule_run::outcome,
            mail_schedule_run::reason,
            mail_schedule_run::snapshot_id,
            mail_schedule_run::account_id,
            mail_schedule_run::ran_at,
        ))
        .load(&mut *conn.any)?;
    let mut mails = mails_of(conn, &rows.iter().map(|row| row.0).collect::<Vec<_>>())?;
    let mut runs = Vec::with_capacity(rows.len());
    for (id, due_at, missed, by_hand, outcome, reason, snapshot, account, ran_at) in rows {
        let (own, others) = mails.into_iter().partition(|(run, _)| *run == id);
        mails = others;
        let own: Vec<(i64, SentMail)> = own;
        runs.push(Run {
            id: ScheduleRunId(id),
            due_at: due_at.and_utc(),
            missed: u32::try_from(missed).unwrap_or(0),
            by_hand,
            outcome: RunOutcome::parse(&outcome)?,
            reason,
            snapshot: snapshot.map(SnapshotId),
            account: account.map(AccountId),
            ran_at: ran_at.and_utc(),
            mails: own.into_iter().map(|(_, mail)| mail).collect(),
        });
    }
    Ok(runs)
}

fn mails_of(conn: &mut Conn, runs: &[i64]) -> Result<Vec<(i64, SentMail)>, StoreError> {
    type Row = (i64, i64, String, String, Option<Vec<u8>>, Option<String>);
    let rows: Vec<Row> = mail_schedule_mail::table
        .inner_join(outbox::table.on(outbox::id.eq(mail_schedule_mail::mail_id)))
        .filter(mail_schedule_mail::run_id.eq_any(runs))
        .order((mail_schedule_mail::run_id, mail_schedule_mail::mail_id))
        .select((
            mail_schedule_mail::run_id,
            mail_schedule_mail::mail_id,
            outbox::recipient,
            outbox::state,
            outbox::message_sha256,
            outbox::last_error,
        ))
        .load(&mut *conn.any)?;
    let mail = |(run, mail, recipient, state, sha256, error): Row| {
        (run, SentMail { mail: MailId(mail), recipient, state, sha256, error })
    };
    Ok(rows.into_iter().map(mail).collect())
}
