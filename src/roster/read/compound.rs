//! Compound files (MS-CFB), the container of `.xls` and of encrypted OOXML: only as much as it takes to list and read a stream.

use super::ReadError;

const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const DIRECTORY_ENTRY_BYTES: usize = 128;
const HEADER_FAT_ENTRIES: usize = 109;
/// Sector numbers from here on are marks (end of chain, free).
const FIRST_MARK: u32 = 0xFFFF_FFFA;

/// An opened compound file.
pub struct CompoundFile<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    mini_sector_bytes: usize,
    mini_cutoff: u64,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: u64,
}

impl<'a> CompoundFile<'a> {
    /// Reads the tables and the directory.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if !bytes.starts_with(&SIGNATURE) {
            return Err(ReadError::corrupt("compound file header"));
        }
        let (sector_shift, mini_shift) = (u16_at(bytes, 30)?, u16_at(bytes, 32)?);
        if !matches!(sector_shift, 9 | 12) || mini_shift != 6 {
            return Err(ReadError::corrupt("compound file sector size"));
        }
        let mut file = CompoundFile {
            bytes,
            sector_bytes: 1 << sector_shift,
            mini_sector_bytes: 1 << mini_shift,
            mini_cutoff: u64::from(u32_at(bytes, 56)?),
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        file.read_fat()?;
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(DIRECTORY_ENTRY_BYTES).filter_map(Entry::parse).collect();
        file.mini_fat = words(&file.chain(u32_at(bytes, 60)?)?);
        if let Some(root) = file.entries.first() {
            file.mini_stream = file.chain(root.start)?;
        }
        Ok(file)
    }

    fn read_fat(&mut self) -> Result<(), ReadError> {
        let mut fat_sectors: Vec<u32> = Vec::new();
        for index in 0..HEADER_FAT_ENTRIES {
            fat_sectors.push(u32_at(self.bytes, 76 + 4 * index)?);
        }
        let mut next = u32_at(self.bytes, 68)?;
        let sectors = self.bytes.len() / self.sector_bytes;
        for _ in 0..sectors {
            let Some(sector) = self.sector(next) else { break };
            let mut numbers = words(sector);
            next = numbers.pop().unwrap_or(FIRST_MARK);
            fat_sectors.extend(numbers);
        }
        for number in fat_sectors.into_iter().filter(|number| *number < FIRST_MARK).take(sectors) {
            if let Some(sector) = self.sector(number) {
                let numbers = words(sector);
                self.fat.extend(numbers);
            }
        }
        Ok(())
    }

    /// Bytes of a sector; the last one of a file may be cut short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        if number >= FIRST_MARK {
            return None;
        }
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector_bytes)?;
        let end = (start + self.sector_bytes).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// Bytes of a chain of sectors.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] for a chain longer than the file: it runs in a circle, which calamine would follow until there is no more memory.
    fn chain(&self, start: u32) -> Result<Vec<u8>, ReadError> {
        let (mut chain, mut number) = (Vec::new(), start);
        while let Some(sector) = self.sector(number) {
            if chain.len() > self.bytes.len() {
                return Err(ReadError::corrupt("sectors in a circle"));
            }
            chain.extend_from_slice(sector);
            number = self.fat.get(number as usize).copied().unwrap_or(FIRST_MARK);
        }
        Ok(chain)
    }

    fn mini_chain(&self, start: u32) -> Result<Vec<u8>, ReadError> {
        let (mut chain, mut number) = (Vec::new(), start);
        while number < FIRST_MARK {
            let start = number as usize * self.mini_sector_bytes;
            let Some(sector) = self.mini_stream.get(start..start + self.mini_sector_bytes) else { break };
            if chain.len() > self.mini_stream.len() {
                return Err(ReadError::corrupt("small sectors in a circle"));
            }
            chain.extend_from_slice(sector);
            number = self.mini_fat.get(number as usize).copied().unwrap_or(FIRST_MARK);
        }
        Ok(chain)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// Whether there is a stream or storage of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// Whether the directory lists nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes of a stream; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] where its sectors run in a circle.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(entry) = self.entry(name).filter(|entry| entry.is_stream) else { return Ok(None) };
        let is_mini = entry.size < self.mini_cutoff;
        let mut bytes = if is_mini { self.mini_chain(entry.start)? } else { self.chain(entry.start)? };
        bytes.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Ok(Some(bytes))
    }
}

impl Entry {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let kind = *bytes.get(66)?;
        let name_bytes = usize::from(u16_at(bytes, 64).ok()?).clamp(2, 64) - 2;
        let units: Vec<u16> =
            bytes.get(..name_bytes)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0).ok()).collect();
        // Version 3 files may leave rubbish in the upper half of the size.
        let size = u64::from(u32_at(bytes, 120).ok()?);
        matches!(kind, 1 | 2 | 5).then(|| Entry {
            name: String::from_utf16_lossy(&units),
            is_stream: kind == 2,
            start: u32_at(bytes, 116).unwrap_or(FIRST_MARK),
            size,
        })
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0).ok()).collect()
}

/// Little-endian number at a position.
pub fn u16_at(bytes: &[u8], position: usize) -> Result<u16, ReadError> {
    let two = bytes.get(position..position + 2).and_then(|two| two.try_into().ok());
    two.map(u16::from_le_bytes).ok_or_else(|| ReadError::corrupt("a record is too short"))
}

/// Little-endian number at a position.
pub fn u32_at(bytes: &[u8], position: usize) -> Result<u32, ReadError> {
    let four = bytes.get(position..position + 4).and_then(|four| four.try_into().ok());
    four.map(u32::from_le_bytes).ok_or_else(|| ReadError::corrupt("a record is too short"))
}
