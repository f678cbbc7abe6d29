//! Knows what a single control character or a complete escape sequence stands for: the keys, focus and mouse reports of
//! xterm, rxvt and the Linux console.
//!
//! Written out here and not taken from a library: `terminput`, the one that reads single sequences, fails on a mouse report
//! of column 0, and this must stand whatever comes.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// Returns the press of a key.
pub fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

/// Returns the press of a typed character.
pub fn typed(c: char, modifiers: KeyModifiers) -> Event {
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    press(KeyCode::Char(c), modifiers | shift)
}

/// Returns the key of a control character (below 0x20, and 0x7F) that is not Esc.
pub fn control(byte: u8, modifiers: KeyModifiers) -> Event {
    let (code, ctrl) = match byte {
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
        0 => (KeyCode::Char(' '), KeyModifiers::CONTROL),
        0x1c..=0x1f => (KeyCode::Char((byte - 0x1c + b'4') as char), KeyModifiers::CONTROL),
        _ => (KeyCode::Char((byte.saturating_sub(1) + b'a') as char), KeyModifiers::CONTROL),
    };
    press(code, ctrl | modifiers)
}

/// Returns what `ESC O` and this letter stand for.
pub fn ss3(last: u8) -> Option<Event> {
    match last {
        b'M' => Some(press(KeyCode::Enter, KeyModifiers::NONE)), // of the keypad
        _ => letter_key(last).map(|code| press(code, KeyModifiers::NONE)),
    }
}

/// Returns what `ESC [`, these parameters and this last byte stand for; none for a reply, or for what this program does not
/// use.
pub fn csi(parameters: &[u8], last: u8) -> Option<Event> {
    let text = str::from_utf8(parameters).ok()?;
    if let Some(report) = text.strip_prefix('<') {
        return sgr_mouse(report, last);
    }
    if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':')) {
        return None; // `?`, `>` and the like begin replies
    }
    match last {
        b'I' if text.is_empty() => Some(Event::FocusGained),
        b'O' if text.is_empty() => Some(Event::FocusLost),
        b'R' if !text.is_empty() => None, // tells where the cursor is
        b'M' => rxvt_mouse(text),
        b'~' => Some(modified(numbered_key(number(text, 0)?)?, text)),
        b'u' => Some(modified(unicode_key(number(text, 0)?)?, text)),
        _ => Some(modified(letter_key(last)?, text)),
    }
}

/// Returns the function key of the Linux console that `ESC [ [` and this letter stand for.
pub fn linux_console(last: u8) -> Option<Event> {
    matches!(last, b'A'..=b'E').then(|| press(KeyCode::F(last - b'A' + 1), KeyModifiers::NONE))
}

/// Reads a mouse report of three bytes, after `ESC [ M`.
pub fn x10_mouse(report: [u8; 3]) -> Option<Event> {
    let [button, column, row] = report.map(|byte| byte.saturating_sub(32));
    mouse(button, u16::from(column), u16::from(row), false)
}

/// Returns the parameter at this place, counted from 0, without what follows its colon.
fn number(parameters: &str, place: usize) -> Option<u32> {
    parameters.split(';').nth(place)?.split(':').next()?.parse().ok()
}

/// Returns a key with the modifiers of the second parameter, pressed or released.
fn modified(code: KeyCode, parameters: &str) -> Event {
    let mask = number(parameters, 1).unwrap_or(1).saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)] {
        modifiers.set(modifier, mask & bit != 0);
    }
    if code == KeyCode::BackTab || matches!(code, KeyCode::Char(c) if c.is_uppercase()) {
        modifiers |= KeyModifiers::SHIFT;
    }
    let kind = parameters.split(';').nth(1).and_then(|second| second.split(':').nth(1));
    let kind = if kind == Some("3") { KeyEventKind::Release } else { KeyEventKind::Press };
    Event::Key(KeyEvent::new_with_kind(code, modifiers, kind))
}

/// Returns the key of xterm whose sequence ends in that letter.
fn letter_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'Z' => KeyCode::BackTab,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// Returns the key of xterm or the Linux console that a number and `~` stand for.
fn numbered_key(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        n @ 11..=15 => KeyCode::F(n as u8 - 10),
        n @ 17..=21 => KeyCode::F(n as u8 - 11),
        n @ 23..=24 => KeyCode::F(n as u8 - 12),
        _ => return None,
    })
}

/// Returns the key that is told as its character.
fn unicode_key(number: u32) -> Option<KeyCode> {
    Some(match char::from_u32(number)? {
        '\u{1b}' => KeyCode::Esc,
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{7f}' => KeyCode::Backspace,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    })
}

/// Reads the mouse report `button ; column ; row`, ended by `M` for a press and `m` for a release.
fn sgr_mouse(report: &str, last: u8) -> Option<Event> {
    if !matches!(last, b'M' | b'm') {
        return None;
    }
    mouse_of(report, 0, last == b'm')
}

/// Reads the same report with 32 added to the button, as rxvt sends it.
fn rxvt_mouse(report: &str) -> Option<Event> {
    mouse_of(report, 32, false)
}

fn mouse_of(report: &str, added: u32, released: bool) -> Option<Event> {
    let button = number(report, 0)?.checked_sub(added)?.try_into().ok()?;
    let (column, row) = (number(report, 1)?.try_into().ok()?, number(report, 2)?.try_into().ok()?);
    mouse(button, column, row, released)
}

/// Returns the event of a mouse report; column and row count from 1 on the wire and from 0 in the event.
fn mouse(button: u8, column: u16, row: u16, released: bool) -> Option<Event> {
    let kind = match button & !0b1_1100 {
        0 if released => MouseEventKind::Up(MouseButton::Left),
        0 => MouseEventKind::Down(MouseButton::Left),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        // Other buttons, releases and movements are nothing to this program.
        _ => return None,
    };
    let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}
