//! Files made to harm: whatever is uploaded, the server answers with a result or a sentence and goes on.

mod bounds;
mod corpus;
mod endless_line;
mod fuzz;
mod mutate;
mod names;
mod random;
mod uploads;

use chrono::{DateTime, Utc};

/// The instant at which these tests happen.
fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}
