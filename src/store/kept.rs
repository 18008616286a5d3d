//! What was made from the database, kept as long as nothing in it has changed.
//!
//! Every use case that changes something appends to the audit chain in its own transaction (a test walks the source for those that do not), so the
//! length of the chain tells whether anything can have changed since; whoever asks has read that length from the database. Several servers need not
//! speak with each other for it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Things made from the database, by what they were made for. Cheap to clone; clones share what they keep. What is kept under a key must follow from the
/// key and the state of the database alone: rights that decide what is shown belong into the key.
pub struct Kept<K, V> {
    most: usize,
    entries: Arc<Mutex<Entries<K, V>>>,
}

/// What was made, and in which state of the database.
type Entries<K, V> = HashMap<K, (i64, Arc<V>)>;

impl<K, V> Clone for Kept<K, V> {
    fn clone(&self) -> Self {
        Self { most: self.most, entries: Arc::clone(&self.entries) }
    }
}

impl<K: Hash + Eq, V> Kept<K, V> {
    /// Keeps at most so many things.
    pub fn at_most(most: usize) -> Self {
        Self { most, entries: Arc::default() }
    }

    /// What was made in this state of the database, or else what is made now. `state` was read before anything that is made from it, so that what is
    /// kept may be newer than it says, never older.
    ///
    /// # Errors
    ///
    /// Those of making it; then nothing is kept.
    pub fn get_or_make<E>(&self, state: i64, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<Arc<V>, E> {
        if let Some(known) = self.known(state, &key) {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        self.keep(state, key, Arc::clone(&made));
        Ok(made)
    }

    fn known(&self, state: i64, key: &K) -> Option<Arc<V>> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(key).filter(|(then, _)| *then == state).map(|(_, known)| Arc::clone(known))
    }

    fn keep(&self, state: i64, key: K, made: Arc<V>) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.most && !entries.contains_key(&key) {
            // Those of an earlier state are of no use; if all are of this one, any may go.
            entries.retain(|_, (then, _)| *then == state);
            if entries.len() >= self.most {
                entries.clear();
            }
        }
        entries.insert(key, (state, made));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_made_once_for_each_state_and_room_is_made_for_new_ones() {
        let kept: Kept<u32, u32> = Kept::at_most(2);
        let made = |state, key, value| *kept.get_or_make(state, key, || Ok::<_, ()>(value)).unwrap();
        assert_eq!((made(1, 7, 10), made(1, 7, 11)), (10, 10), "nothing has changed");
        assert_eq!((made(2, 7, 12), made(2, 8, 13)), (12, 13), "something has");
        assert_eq!((made(2, 9, 14), made(2, 9, 15)), (14, 14), "room was made");
        assert_eq!(kept.get_or_make(3, 9, || Err("no")), Err("no"));
        assert_eq!(made(3, 9, 16), 16, "a failure is not kept");
    }
}
