//! Identities of the nouns: numbers given by the store, one type per noun so that they cannot be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! identities {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

identities! {
    /// An organisational unit.
    UnitId,
    /// A natural person.
    PersonId,
    /// A programme people enrol in.
    ProgrammeId,
    /// A milestone of a programme.
    MilestoneId,
    /// A dated milestone event.
    EventId,
    /// A counted quantity.
    TallyId,
    /// A Word file of an office that is filled from documents.
    TemplateId,
    /// An official document.
    DocumentId,
    /// A campaign.
    CampaignId,
    /// A measure of a campaign.
    MeasureId,
    /// A quota.
    QuotaId,
    /// Somebody who gives quotas in a campaign.
    IssuerId,
    /// A task that a document gives an addressee.
    TaskId,
    /// A round of reports.
    RoundId,
    /// What a unit handed in for a round.
    SubmissionId,
    /// A reported total.
    ReportedFigureId,
    /// Frozen figures.
    SnapshotId,
    /// A printed list of people to visit.
    WorkListId,
    /// One imported file.
    BatchId,
    /// An account.
    AccountId,
    /// A signed-in session.
    SessionId,
    /// A stored sealed file.
    BlobId,
    /// A mail in the outbox.
    MailId,
    /// One sending: the mails to all its recipients.
    DispatchId,
    /// What sends mails by itself.
    MailScheduleId,
    /// An address that reports are sent to by themselves.
    AddressId,
    /// What became of a due instant of a schedule.
    ScheduleRunId,
}
