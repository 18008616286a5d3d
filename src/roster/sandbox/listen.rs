//! The parent's ear: frames of a child, which may be hostile, to pieces of a reading. Never more memory than one frame and a small multiple of
//! what has really come.

use std::io::{BufReader, Read};

use super::protocol::{FrameKind, HEAD_BYTES};
use super::{ReadingEvent, SandboxSettings};
use crate::roster::reading::RosterRow;
use crate::roster::wire::{self, Values, WireError};

/// Why listening stopped before the last frame.
pub enum Heard<E> {
    /// The taker wants no more.
    Taker(E),
    /// More bytes than allowed.
    TooMuch,
    /// A frame that makes no sense.
    Nonsense,
    /// The child closed its mouth before the last frame.
    Silence,
}

impl<E> From<WireError> for Heard<E> {
    fn from(_: WireError) -> Self {
        Self::Nonsense
    }
}

/// Takes the frames of a child up to the last one.
pub fn listen<E>(
    output: impl Read,
    settings: &SandboxSettings,
    take: &mut dyn FnMut(ReadingEvent) -> Result<(), E>,
) -> Result<(), Heard<E>> {
    let mut ear = Ear { output: BufReader::with_capacity(64 << 10, output), settings, bytes: 0, frame: Vec::new() };
    let mut said = Said::default();
    loop {
        let kind = ear.next()?;
        if !said.fits(kind, ear.frame.len() as u64, settings) {
            return Err(Heard::Nonsense);
        }
        match kind {
            FrameKind::File => take(ReadingEvent::File(wire::read(&ear.frame)?)).map_err(Heard::Taker)?,
            FrameKind::Sheet => take(ReadingEvent::Sheet(wire::read(&ear.frame)?)).map_err(Heard::Taker)?,
            FrameKind::Rows => said.rows += u64::from(take_rows(&ear.frame, take)?),
            FrameKind::End if wire::read::<u64>(&ear.frame)? == said.rows => return Ok(()),
            FrameKind::End => return Err(Heard::Nonsense),
        }
    }
}

/// Hands over the rows of a frame one by one, and counts them.
fn take_rows<E>(frame: &[u8], take: &mut dyn FnMut(ReadingEvent) -> Result<(), E>) -> Result<u32, Heard<E>> {
    let mut values = Values::of(frame);
    let number = values.next::<u32>()?;
    for _ in 0..number {
        take(ReadingEvent::Row(Box::new(values.next::<RosterRow>()?))).map_err(Heard::Taker)?;
    }
    values.end()?;
    // an endless row of empty frames would keep us busy
    if number == 0 { Err(Heard::Nonsense) } else { Ok(number) }
}

/// What has been said so far, to tell whether a frame may come now.
#[derive(Default)]
struct Said {
    file: bool,
    sheet: bool,
    rows: u64,
    /// Bytes of everything that is no row: the taker keeps it.
    kept_bytes: u64,
}

impl Said {
    fn fits(&mut self, kind: FrameKind, bytes: u64, settings: &SandboxSettings) -> bool {
        if kind != FrameKind::Rows {
            self.kept_bytes += bytes;
        }
        let in_order = match kind {
            FrameKind::File => !self.file,
            FrameKind::Sheet | FrameKind::End => self.file,
            FrameKind::Rows => self.sheet,
        };
        self.file = true;
        self.sheet |= kind == FrameKind::Sheet;
        in_order && self.kept_bytes <= settings.frame_bytes
    }
}

struct Ear<'s, R> {
    output: BufReader<R>,
    settings: &'s SandboxSettings,
    bytes: u64,
    frame: Vec<u8>,
}

impl<R: Read> Ear<'_, R> {
    /// Reads the next frame.
    fn next<E>(&mut self) -> Result<FrameKind, Heard<E>> {
        let mut head = [0; HEAD_BYTES];
        self.output.read_exact(&mut head).map_err(|_| Heard::Silence)?;
        let (kind, length) = FrameKind::of_head(head);
        let kind = kind.ok_or(Heard::Nonsense)?;
        self.bytes += (HEAD_BYTES as u64) + u64::from(length);
        if u64::from(length) > self.settings.frame_bytes || self.bytes > self.settings.output_bytes {
            return Err(Heard::TooMuch);
        }
        self.frame.clear();
        // grows with what comes, not with what was announced
        let came = self.output.by_ref().take(length.into()).read_to_end(&mut self.frame).map_err(|_| Heard::Silence)?;
        if came as u64 == u64::from(length) { Ok(kind) } else { Err(Heard::Silence) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::roster::reading::{FindingCode, SheetReading};
    use crate::roster::sandbox::protocol::FrameWriter;

    fn heard(bytes: &[u8]) -> Result<Vec<ReadingEvent>, &'static str> {
        let settings = SandboxSettings { frame_bytes: 100_000, output_bytes: 1_000_000, ..SandboxSettings::default() };
        let mut events = Vec::new();
        let end = listen::<()>(bytes, &settings, &mut |event| {
            events.push(event);
            Ok(())
        });
        match end {
            Ok(()) => Ok(events),
            Err(Heard::Taker(())) => Err("taker"),
            Err(Heard::TooMuch) => Err("too much"),
            Err(Heard::Nonsense) => Err("nonsense"),
            Err(Heard::Silence) => Err("silence"),
        }
    }

    fn spoken(rows: u32) -> (Vec<u8>, Vec<ReadingEvent>) {
        let (mut bytes, mut events) = (Vec::new(), Vec::new());
        let mut writer = FrameWriter::new(&mut bytes);
        events.extend([
            ReadingEvent::File(vec![FindingCode::FileMacros]),
            ReadingEvent::Sheet(SheetReading { name: "DS".to_owned(), ..SheetReading::default() }),
        ]);
        for number in 1..=rows {
            let row = RosterRow { row: number, full_name: Some("Lê Thị Bình".to_owned()), ..RosterRow::default() };
            events.push(ReadingEvent::Row(Box::new(row)));
        }
        assert!(events.iter().all(|event| writer.say(event.clone()).is_ok()));
        assert!(writer.end().is_ok());
        (bytes, events)
    }

    #[test]
    fn what_is_said_is_heard() {
        for rows in [0, 1, 5_000] {
            let (bytes, events) = spoken(rows);
            assert_eq!(heard(&bytes), Ok(events));
        }
    }

    #[test]
    fn frames_out_of_order_are_nonsense() {
        let frame =
            |kind: u8, content: &[u8]| [&[kind, u8::try_from(content.len()).unwrap_or(0), 0, 0, 0], content].concat();
        let (file, end) = (frame(1, &[0x90]), frame(4, &[0]));
        for (bytes, reason) in [
            (end.clone(), "nonsense"),
            ([file.clone(), file.clone()].concat(), "nonsense"),
            ([file.clone(), frame(3, &[0])].concat(), "nonsense"),
            ([file.clone(), frame(4, &[1])].concat(), "nonsense"),
            ([file.clone(), frame(4, &[0, 0])].concat(), "nonsense"),
            ([file.clone(), frame(9, &[0])].concat(), "nonsense"),
            (file.clone(), "silence"),
            ([file.clone(), vec![3, 0xff, 0xff, 0xff, 0xff]].concat(), "too much"),
            ([file.clone(), vec![3, 9, 0, 0, 0, 1]].concat(), "silence"),
        ] {
            assert_eq!(heard(&bytes), Err(reason), "{bytes:?}");
        }
        assert_eq!(heard(&[file, end].concat()), Ok(vec![ReadingEvent::File(Vec::new())]));
    }

    proptest! {
        #[test]
        fn damaged_talk_never_passes_for_more_rows(at in 0usize..2_000, byte in any::<u8>(), cut in 0usize..2_000) {
            let (mut bytes, events) = spoken(30);
            let end = bytes.len().saturating_sub(cut % bytes.len());
            if let Some(place) = bytes.get_mut(at % end.max(1)) {
                *place = byte;
            }
            if let Ok(heard) = heard(bytes.get(..end).unwrap_or_default()) {
                prop_assert_eq!(heard.len(), events.len());
            }
        }
    }
}
