//! Sends texts that are too long for an event to the desk as files, before the commit that names them.

use frist_domain::file::FileRef;
use frist_domain::ticket::{EventData, NewTicket, event};

use super::{Change, Desk, Problem, Request, send_file};

/// Returns the request with every text that is too long for an event as a file, which the desk has by then. One without such a text
/// is returned as it is.
///
/// # Errors
///
/// If a file is larger than files may be, there is no room for it, or the person may not send any.
pub fn with_texts_as_files(desk: &dyn Desk, request: Request) -> Result<Request, Problem> {
    let Request { id, by, changes } = request;
    let mut sent = Vec::with_capacity(changes.len());
    for change in changes {
        match change {
            Change::Add { ticket, revision, happened, what } => {
                let (what, beside) = shortened(desk, *what)?;
                sent.push(Change::Add { ticket, revision, happened, what: Box::new(what) });
                let attach = |files| Box::new(EventData::Attached(event::Attached { files: vec![files] }));
                sent.extend(beside.map(|file| Change::Add { ticket, revision: None, happened, what: attach(file) }));
            }
            Change::New(new) => sent.push(Change::New(Box::new(new_shortened(desk, *new)?))),
            other => sent.push(other),
        }
    }
    Ok(Request { id, by, changes: sent })
}

/// Returns the event with its long text as a file, and that file where the event itself does not bring it.
fn shortened(desk: &dyn Desk, what: EventData) -> Result<(EventData, Option<FileRef>), Problem> {
    let Some((name, text)) = what.long_text() else { return Ok((what, None)) };
    let file = send_file(desk, name, Some(text.len() as u64), &mut text.as_bytes())?;
    let what = what.with_text_file(file.clone());
    let brings = what.files().contains(&&file);
    Ok((what, (!brings).then_some(file)))
}

fn new_shortened(desk: &dyn Desk, mut new: NewTicket) -> Result<NewTicket, Problem> {
    if let Some(text) = new.description.take() {
        let (what, _) = shortened(desk, EventData::Described(event::Described { text, text_file: None }))?;
        if let EventData::Described(described) = what {
            (new.description, new.description_file) = (Some(described.text), described.text_file);
        }
    }
    if let Some(text) = new.note.take() {
        let (what, beside) = shortened(desk, EventData::Note(event::Note { text, to_customer: false }))?;
        if let EventData::Note(note) = what {
            new.note = Some(note.text);
        }
        new.files.extend(beside);
    }
    Ok(new)
}
