//! Zstandard, any number of frames, skippable ones passed over. Everything decoded before a fault is delivered.

use std::io::{self, ErrorKind, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::fault::FaultKind;
use super::feed::{Feed, ReadOutcome};

/// Compressed bytes held at a time.
const CHUNK: usize = 64 << 10;

/// An empty last block and room for a checksum: makes a decoder that failed give up the window it holds back.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// Decodes a feed. The decoder holds back one window (8 MiB as a rule, 128 MiB at most) until the frame ends.
pub(super) struct Zstd<F> {
    source: DecoderInput<F>,
    decoder: FrameDecoder,
    within: bool,
    failed: Option<FaultKind>,
}

impl<F: Feed> Zstd<F> {
    pub(super) fn new(feed: F) -> Self {
        let source = DecoderInput {
            feed,
            chunk: vec![0; CHUNK],
            at: 0,
            end: 0,
            trouble: None,
        };
        Self {
            source,
            decoder: FrameDecoder::new(),
            within: false,
            failed: None,
        }
    }

    /// The next frame's header, and whether there is one.
    fn begin(&mut self) -> Result<bool, io::Error> {
        if self.source.fill()? == 0 {
            return Ok(false);
        }
        match self.decoder.init(&mut self.source) {
            Ok(()) => self.within = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                let length = u64::from(length);
                if io::copy(&mut (&mut self.source).take(length), &mut io::sink())? < length {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
            }
            Err(error) => return Err(broken(&error)),
        }
        Ok(true)
    }

    /// Decodes on within a frame, or checks the sum at its end; all that was decoded has been taken.
    fn proceed(&mut self) -> Result<(), io::Error> {
        if !self.decoder.is_finished() {
            let step = BlockDecodingStrategy::UptoBlocks(1);
            return self
                .decoder
                .decode_blocks(&mut self.source, step)
                .map(drop)
                .map_err(|error| broken(&error));
        }
        self.within = false;
        match self.decoder.get_checksum_from_data() {
            Some(sum) if self.decoder.get_calculated_checksum() != Some(sum) => {
                Err(damaged("checksum does not match"))
            }
            _ => Ok(()),
        }
    }
}

impl<F: Feed> Feed for Zstd<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        loop {
            let count = self.decoder.read(buffer).map_err(FaultKind::Read)?;
            if count > 0 {
                return Ok(ReadOutcome::Bytes(count));
            }
            if let Some(failed) = self.failed.take() {
                return Err(failed);
            }
            let step = if self.within {
                self.proceed().map(|()| true)
            } else {
                self.begin()
            };
            match step {
                Ok(true) => continue,
                Ok(false) => return Ok(ReadOutcome::End),
                Err(error) => match self.source.trouble.take() {
                    Some(Trouble::Stopped) => return Ok(ReadOutcome::Stopped),
                    Some(Trouble::Fault(kind)) => self.failed = Some(kind),
                    None => {
                        self.failed = Some(FaultKind::Decompress {
                            format: "zstd",
                            error,
                        });
                    }
                },
            }
            if self.within {
                drop(
                    self.decoder
                        .decode_blocks(&LAST_BLOCK[..], BlockDecodingStrategy::All),
                );
            }
        }
    }
}

/// The feed as the decoder wants it; what went wrong with it is kept aside.
struct DecoderInput<F> {
    feed: F,
    chunk: Vec<u8>,
    at: usize,
    end: usize,
    trouble: Option<Trouble>,
}

enum Trouble {
    Stopped,
    Fault(FaultKind),
}

impl<F: Feed> DecoderInput<F> {
    /// Bytes at hand, 0 at the end of the feed.
    fn fill(&mut self) -> io::Result<usize> {
        if self.at == self.end {
            self.trouble = match self.feed.read(&mut self.chunk) {
                Ok(ReadOutcome::Bytes(count)) => {
                    (self.at, self.end) = (0, count);
                    return Ok(count);
                }
                Ok(ReadOutcome::End) => return Ok(0),
                Ok(ReadOutcome::Stopped) => Some(Trouble::Stopped),
                Err(kind) => Some(Trouble::Fault(kind)),
            };
            return Err(ErrorKind::Other.into());
        }
        Ok(self.end - self.at)
    }
}

impl<F: Feed> Read for DecoderInput<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill()?.min(buffer.len());
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// The decoder's fault in words; its own are the names of its types.
fn broken(error: &FrameDecoderError) -> io::Error {
    let text = error.to_string();
    damaged(match &text {
        text if text.contains("UnexpectedEof") => "unexpected end of file",
        text if text.contains("MagicNumber") => "what follows a frame is none",
        _ => "it does not decode",
    })
}

fn damaged(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}
