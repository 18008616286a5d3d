//! At most two children at once: they may use half a gigabyte each. Others wait, but only so many.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many children may run at once.
pub const CHILDREN_AT_ONCE: usize = 2;

/// Children that run, and callers that wait for them.
struct Queue {
    running: usize,
    waiting: usize,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue { running: 0, waiting: 0 });
static FREED: Condvar = Condvar::new();

/// The right to run a child; given back when dropped.
pub struct Slot(());

/// Waits for a free slot; `None` where `most_waiting` callers wait already.
pub fn take(most_waiting: usize) -> Option<Slot> {
    let mut queue = QUEUE.lock().unwrap_or_else(PoisonError::into_inner);
    if queue.running >= CHILDREN_AT_ONCE {
        if queue.waiting >= most_waiting {
            return None;
        }
        queue.waiting += 1;
        let full = |queue: &mut Queue| queue.running >= CHILDREN_AT_ONCE;
        queue = FREED.wait_while(queue, full).unwrap_or_else(PoisonError::into_inner);
        queue.waiting -= 1;
    }
    queue.running += 1;
    Some(Slot(()))
}

impl Drop for Slot {
    fn drop(&mut self) {
        QUEUE.lock().unwrap_or_else(PoisonError::into_inner).running -= 1;
        FREED.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn never_more_than_two_at_once() {
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _slot = take(usize::MAX);
                        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        running.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), CHILDREN_AT_ONCE);
    }

    #[test]
    fn whoever_would_wait_too_long_is_told() {
        let (first, second) = (take(usize::MAX), take(usize::MAX));
        assert!(take(0).is_none());
        drop((first, second));
    }
}
