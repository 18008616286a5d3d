//! ZIP containers written byte by byte, so that they can lie (APPNOTE.TXT 4.3), and deflate streams that grow beyond all measure.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// A deflate stream of pieces, some of them many times over: the repeated piece is packed once.
#[derive(Default)]
pub struct Deflated {
    packed: Vec<u8>,
    plain: Crc,
}

impl Deflated {
    /// Appends a piece so many times.
    pub fn and(mut self, piece: &[u8], times: usize) -> Self {
        // A full flush ends on a whole byte and forgets what came before, so the packed piece can stand anywhere.
        let packed = pack(piece, FlushCompress::Full);
        let mut plain = Crc::new();
        plain.update(piece);
        for _ in 0..times {
            self.packed.extend_from_slice(&packed);
            self.plain.combine(&plain);
        }
        self
    }

    /// The stream, ended, as an honest entry.
    pub fn entry(mut self, name: &str) -> Entry {
        self.packed.extend_from_slice(&pack(b"", FlushCompress::Finish));
        let (size, crc) = (self.plain.amount(), self.plain.sum());
        Entry { name: name.as_bytes().to_vec(), method: 8, packed: self.packed, size, crc, flags: 0, at: None }
    }
}

fn pack(bytes: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() + 1_024);
    let mut state = Compress::new(Compression::best(), false);
    let status = state.compress_vec(bytes, &mut packed, flush).unwrap();
    assert!(matches!(status, Status::Ok | Status::StreamEnd));
    assert_eq!(state.total_in(), bytes.len() as u64, "the space is enough");
    packed
}

/// One entry, with whatever its headers are to say.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub method: u16,
    pub packed: Vec<u8>,
    /// Size that the headers declare.
    pub size: u32,
    pub crc: u32,
    pub flags: u16,
    /// Which earlier entry's bytes the directory points to, instead of its own.
    pub at: Option<usize>,
}

impl Entry {
    /// An honest entry.
    pub fn of(name: &str, content: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        let mut packed = pack(content, FlushCompress::Finish);
        if content.is_empty() {
            packed = vec![3, 0];
        }
        let size = u32::try_from(content.len()).unwrap();
        Self { name: name.as_bytes().to_vec(), method: 8, packed, size, crc: crc.sum(), flags: 0, at: None }
    }
}

/// A container of these entries.
pub fn container(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut offsets = Vec::new();
    for entry in entries {
        offsets.push(entry.at.map_or(bytes.len(), |earlier| offsets[earlier]));
        if entry.at.is_none() {
            bytes.extend_from_slice(b"PK\x03\x04\x14\x00");
            bytes.extend_from_slice(&common(entry));
            bytes.extend_from_slice(&entry.name);
            bytes.extend_from_slice(&entry.packed);
        }
    }
    let directory = bytes.len();
    for (entry, offset) in entries.iter().zip(&offsets) {
        bytes.extend_from_slice(b"PK\x01\x02\x14\x00\x14\x00");
        bytes.extend_from_slice(&common(entry));
        bytes.extend_from_slice(&[0; 10]);
        bytes.extend_from_slice(&number(*offset));
        bytes.extend_from_slice(&entry.name);
    }
    let length = bytes.len() - directory;
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    bytes.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    bytes.extend_from_slice(&[count, count].concat());
    bytes.extend_from_slice(&[number(length), number(directory)].concat());
    bytes.extend_from_slice(&[0, 0]);
    bytes
}

/// What local header and directory share: flags to lengths.
fn common(entry: &Entry) -> Vec<u8> {
    let packed = number(entry.packed.len());
    let name = u16::try_from(entry.name.len()).unwrap();
    let mut bytes = [entry.flags.to_le_bytes(), entry.method.to_le_bytes(), [0, 0], [0x21, 0x56]].concat();
    bytes.extend_from_slice(&[entry.crc.to_le_bytes(), packed, entry.size.to_le_bytes()].concat());
    bytes.extend_from_slice(&[name.to_le_bytes(), [0, 0]].concat());
    bytes
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap().to_le_bytes()
}
