//! How often one address may open the pages behind links. The secrets cannot be guessed; this keeps somebody who tries from keeping the server busy.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Requests that one address has in a window: an office behind one address shares them.
const MOST: u32 = 60;
/// Addresses that are remembered; beyond that the window begins anew for all.
const ADDRESSES: usize = 10_000;

fn window() -> TimeDelta {
    TimeDelta::minutes(1)
}

static SEEN: LazyLock<Mutex<Limiter>> = LazyLock::new(Mutex::default);

/// Requests of each address since its window began.
#[derive(Debug, Default)]
struct Limiter(HashMap<String, (DateTime<Utc>, u32)>);

impl Limiter {
    fn admits(&mut self, address: &str, now: DateTime<Utc>) -> bool {
        if self.0.len() >= ADDRESSES {
            self.0.clear();
        }
        let entry = self.0.entry(address.to_owned()).or_insert((now, 0));
        if now - entry.0 >= window() || now < entry.0 {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= MOST
    }
}

/// Whether one more request of an address is taken.
pub fn admits(address: &str, now: DateTime<Utc>) -> bool {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).admits(address, now)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_a_minute_and_others_their_own() {
        let start: DateTime<Utc> = "2023-06-01T00:00:00Z".parse().unwrap();
        let mut limiter = Limiter::default();
        let taken = (0..MOST + 5).filter(|_| limiter.admits("192.0.2.1", start)).count();
        assert_eq!(taken, MOST as usize);
        assert!(limiter.admits("192.0.2.2", start));
        assert!(!limiter.admits("192.0.2.1", start + TimeDelta::seconds(59)));
        assert!(limiter.admits("192.0.2.1", start + TimeDelta::seconds(60)));
    }
}
