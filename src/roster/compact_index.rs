//! A map from well-mixed 64-bit keys to small numbers that takes some 20 bytes an entry: a million people of a list are remembered while it is read.

/// Marks a place of the table that holds nothing.
const EMPTY: u32 = u32::MAX;

/// Keys with their numbers. Entries are never removed.
#[derive(Debug, Default)]
pub struct CompactIndex {
    keys: Vec<u64>,
    values: Vec<u32>,
    /// Open addressing: places of entries in `keys`; a power of two long, at most three quarters full.
    table: Vec<u32>,
}

impl CompactIndex {
    /// The number of a key.
    pub fn get(&self, key: u64) -> Option<u32> {
        self.values.get(self.place(key)? as usize).copied()
    }

    /// Sets the number of a key.
    pub fn set(&mut self, key: u64, value: u32) {
        match self.place(key).and_then(|place| self.values.get_mut(place as usize)) {
            Some(held) => *held = value,
            None => self.add(key, value),
        }
    }

    /// Sets the number of a key that has none yet.
    pub fn set_if_new(&mut self, key: u64, value: u32) {
        if self.place(key).is_none() {
            self.add(key, value);
        }
    }

    fn place(&self, key: u64) -> Option<u32> {
        let mut at = self.start(key)?;
        loop {
            match self.table.get(at).copied() {
                None | Some(EMPTY) => return None,
                Some(place) if self.keys.get(place as usize) == Some(&key) => return Some(place),
                Some(_) => at = (at + 1) & (self.table.len() - 1),
            }
        }
    }

    fn add(&mut self, key: u64, value: u32) {
        if (self.keys.len() + 1) * 4 > self.table.len() * 3 {
            self.grow();
        }
        let place = u32::try_from(self.keys.len()).unwrap_or(EMPTY);
        self.keys.push(key);
        self.values.push(value);
        self.enter(key, place);
    }

    fn enter(&mut self, key: u64, place: u32) {
        let Some(mut at) = self.start(key) else { return };
        let last = self.table.len() - 1;
        while self.table.get(at).is_some_and(|held| *held != EMPTY) {
            at = (at + 1) & last;
        }
        if let Some(free) = self.table.get_mut(at) {
            *free = place;
        }
    }

    fn grow(&mut self) {
        let size = (self.table.len() * 2).max(64);
        self.table.clear();
        self.table.shrink_to_fit();
        self.table.resize(size, EMPTY);
        let keys = std::mem::take(&mut self.keys);
        for (place, key) in (0_u32..).zip(&keys) {
            self.enter(*key, place);
        }
        self.keys = keys;
    }

    /// Where to look first. Keys may be counted numbers, so they are mixed: Fibonacci hashing.
    fn start(&self, key: u64) -> Option<usize> {
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let last = self.table.len().checked_sub(1)?;
        Some(usize::try_from(mixed).unwrap_or(0) & last)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_says_what_a_map_says(steps in prop::collection::vec((0_u64..400, 0_u32..1000, any::<bool>()), 0..600)) {
            let (mut index, mut map) = (CompactIndex::default(), HashMap::new());
            for (key, value, only_new) in steps {
                if only_new {
                    index.set_if_new(key, value);
                    map.entry(key).or_insert(value);
                } else {
                    index.set(key, value);
                    map.insert(key, value);
                }
            }
            for key in 0..400 {
                prop_assert_eq!(index.get(key), map.get(&key).copied());
            }
        }
    }
}
