//! The sentences that code raises, in Vietnamese, in one place.

pub mod findings;
