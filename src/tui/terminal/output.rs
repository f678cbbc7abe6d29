//! Stands between the drawing library and the terminal: collects frames, and leaves out what says nothing.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::pen::Pen;
use super::{SizeOf, drawn};

/// Bytes reserved for a frame; one that needs more gets it.
const FRAME_BYTES: usize = 64 * 1024;
/// The bytes that begin and end synchronized output: the terminal shows what is between them at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// The most bytes that arrive in one piece anyway; a countdown's tick is not worth wrapping.
const TINY: usize = 256;

/// Collects bytes until they are sent. Clones share what is collected.
pub struct Output<W>(Rc<RefCell<Collected<W>>>);

struct Collected<W> {
    /// The collected bytes, always after [`BEGIN`], so that a frame is one write.
    bytes: Vec<u8>,
    sink: W,
}

impl<W> Clone for Output<W> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<W: Write> Output<W> {
    pub fn new(sink: W) -> Self {
        let mut bytes = Vec::with_capacity(FRAME_BYTES);
        bytes.extend_from_slice(BEGIN);
        Self(Rc::new(RefCell::new(Collected { bytes, sink })))
    }

    /// Writes the collected bytes, if any, in synchronized output, with both its ends in one write. Returns how many they
    /// were.
    pub fn send(&self) -> io::Result<usize> {
        let collected = &mut *self.0.borrow_mut();
        let count = collected.bytes.len() - BEGIN.len();
        let written = match count {
            0 => Ok(()),
            1..=TINY => collected.sink.write_all(&collected.bytes[BEGIN.len()..]),
            _ => {
                collected.bytes.extend_from_slice(END);
                collected.sink.write_all(&collected.bytes)
            }
        };
        collected.bytes.truncate(BEGIN.len());
        written.and_then(|()| collected.sink.flush()).map(|()| count)
    }

    #[cfg(test)]
    pub fn with_sink<T>(&self, look: impl FnOnce(&mut W) -> T) -> T {
        look(&mut self.0.borrow_mut().sink)
    }
}

impl<W> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing, as the drawing library flushes several times a frame. [`Output::send`] writes.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The library's terminal, without the bytes that would change nothing.
pub struct Quiet<W: Write> {
    inner: CrosstermBackend<Output<W>>,
    size: SizeOf,
    /// The place where the cursor was left, and whether it shows, as far as that is known.
    position: Option<Position>,
    shown: Option<bool>,
}

impl<W: Write> Quiet<W> {
    pub fn new(output: Output<W>, size: SizeOf) -> Self {
        Self { inner: CrosstermBackend::new(output), size, position: None, shown: None }
    }

    /// Forgets what is known about the terminal.
    pub fn forget(&mut self) {
        self.position = None;
        self.shown = None;
    }
}

impl<W: Write> Backend for Quiet<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.position = None;
        self.inner.write_all(Pen::paint(content).as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown.replace(false) == Some(false) { Ok(()) } else { self.inner.hide_cursor() }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown.replace(true) == Some(true) { Ok(()) } else { self.inner.show_cursor() }
    }

    /// Returns where the cursor was left. The terminal is never asked: the answer could take seconds.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.position.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.position.replace(position) == Some(position) {
            return Ok(());
        }
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)().map(drawn).map(Size::from)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
