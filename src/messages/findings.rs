//! The sentence of each finding.
