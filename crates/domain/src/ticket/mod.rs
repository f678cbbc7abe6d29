//! Tickets: what can happen to one (events), its state as a fold over them, and what may happen next.
//!
//! Nothing is edited or deleted. Undo adds a retraction of one's own event, and the ticket is folded again.

mod alert;
mod check;
mod commit;
mod content;
mod conversation;
mod counted;
pub mod event;
mod limit;
mod live;
mod long_text;
mod quoted;
mod say;
mod state;
mod text;
mod workload;

pub use alert::{AlertPoint, AlertPointError, AlertRecord, DESK, GivenAlert, LateReason};
pub use check::{CHANNELS, NewTicket, check_alert, check_event, check_new, new_events};
pub(crate) use check::{check_channel, check_priority, nothing_new, past, refused_text, unknown};
pub use commit::{Commit, CommitId, Edit, Event, TicketId};
pub use content::EventContent;
pub use conversation::{ConversationEntry, EntryKind, conversation, description, entry_at, original_letters};
pub use counted::{Uncounted, uncounted};
pub(crate) use event::check_files;
pub use event::{
    BreachReason, EventData, Kind, MOST_MINUTES, MessageDirection, Snooze, point_in_words, woken_by_clock,
};
pub use limit::{MOST_BYTES, MOST_EVENTS, NEVER_MORE_BYTES, NEVER_MORE_EVENTS, TicketSize, check_room, in_one_piece};
pub use live::live;
pub use long_text::{TYPED_LIMIT, goes_on_in_words, text_in_event};
pub use quoted::{Passage, passages, unfolded};
pub use say::{say, say_at, say_in, say_of};
pub use state::{
    EventMark, Exclusion, FormerTerms, Record, Report, Status, Ticket, WaitingTime, WithdrawnEnd, is_at_hand,
};
pub use text::{LINE_LIMIT, NOTE_LIMIT, TextError, check_line, check_note};
pub use workload::{Workload, share_out};
