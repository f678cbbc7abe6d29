//! Gives keys their meaning on the page of letters that wait.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::file::FileRef;
use crate::domain::text::clean;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, new_ticket, step_of};
use crate::tui::host::{PageAnswer, ScanWork};
use crate::tui::input::Msg;
use crate::tui::overlay::files::FilesList;
use crate::tui::overlay::filter::{FilterLine, FilteredList};
use crate::tui::overlay::join_letter::LetterJoin;
use crate::tui::overlay::pager::Pager;
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::view::letters;
use crate::tui::widget::VisibleRows;

use super::{InboxView, view};

/// What can be done with a letter here.
const ON_LETTERS: [Action; 5] =
    [Action::TakeLetter, Action::JoinLetter, Action::DropLetter, Action::AlwaysTake, Action::BlockSender];

/// Goes back to the page where it is open below, else opens it.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, _now: Instant) -> Effects {
    if !pages.back_to::<InboxView>() {
        let mut page = InboxView::new();
        page.arrange(shared);
        pages.push(page);
    }
    Effects::new()
}

impl Page for InboxView {
    fn context(&self) -> Context {
        Context::Inbox
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Inbox".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewInbox)
    }

    fn counts_marks(&self) -> bool {
        false
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        self.has_moved = true;
        let mut effects = Effects::new();
        if ON_LETTERS.contains(&action) {
            self.end_range();
            effects = self.act(action, shared, now);
        } else {
            match action {
                Action::Open => effects = self.open_selected(shared, now),
                Action::Files => self.open_files(shared, now),
                Action::Copy => effects = self.copy(shared, now),
                Action::Mark => self.turn_mark(),
                Action::MarkAll => self.mark_all(),
                Action::MarkRange => self.tell_range(shared, now),
                Action::Filter => shared.over(FilterLine::new(FilteredList::Inbox, self.filter_text.clone(), None)),
                Action::Back if !self.marks.is_empty() => self.unmark(),
                Action::ClearFilter => InboxView::set_filter(self, "").unwrap_or_default(),
                Action::Back if !self.filter_text.is_empty() => InboxView::set_filter(self, "").unwrap_or_default(),
                _ => match step_of(action) {
                    Some(by) => self.rows.step(by, self.list.len()),
                    None => return PageFlow::Pass,
                },
            }
        }
        self.arrange(shared);
        PageFlow::Done(effects)
    }

    fn filter_text<'a>(&'a self, _shared: &'a Shared) -> &'a str {
        &self.filter_text
    }

    fn set_filter(&mut self, text: &str, shared: &mut Shared, _now: Instant) -> Result<(), String> {
        InboxView::set_filter(self, text)?;
        self.arrange(shared);
        Ok(())
    }

    fn refused(&self, shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        let why = match self.selected() {
            None => Some("No letter waits".to_owned()),
            Some(id) => shared.letter_refusal(id),
        };
        why.map_or_else(Vec::new, |why| ON_LETTERS.into_iter().map(|action| (action, why.clone())).collect())
    }

    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        let mut refused: Vec<Action> = self.refused(shared, now).into_iter().map(|(action, _)| action).collect();
        if self.list.is_empty() {
            refused.extend([
                Action::Open,
                Action::Mark,
                Action::MarkAll,
                Action::MarkRange,
                Action::Copy,
                Action::Files,
            ]);
        }
        refused
    }

    fn settle(&mut self, shared: &Shared, _now: Instant) {
        self.arrange(shared);
    }

    fn wants(&mut self) -> Effects {
        let missing = self.missing();
        if !self.asked.is_empty() || missing.is_empty() {
            return Effects::new();
        }
        self.asked.clone_from(&missing);
        vec![ScanWork::Earliest(missing, Box::new(self.defaults.clone())).into()]
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        match news {
            DeskNews::Ledger => self.is_stale = true,
            DeskNews::Anew => self.forget_deadlines(),
            DeskNews::Ticket { .. } | DeskNews::Entered | DeskNews::Resync => {}
        }
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        let PageAnswer::Earliest(found) = answer else { return Some(answer) };
        self.take(found);
        None
    }

    fn ticks_seconds(&self, _shared: &Shared, _now: Instant) -> bool {
        !self.list.is_empty()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.rows.laid_out(shown);
    }
}

impl InboxView {
    /// Does what an action means for the letters that are meant.
    fn act(&mut self, action: Action, shared: &mut Shared, now: Instant) -> Effects {
        let meant = self.meant();
        let Some(first) = meant.first().copied() else {
            shared.info("No letter waits", now);
            return Effects::new();
        };
        if let Some(why) = shared.letter_refusal(first) {
            shared.bad(why, now);
            return Effects::new();
        }
        if action == Action::DropLetter {
            return shared.drop_letters(&meant, now);
        }
        if meant.len() > 1 {
            let words = "That is for one letter; {back} takes the marks away, {drop-letter} drops the marked ones";
            shared.info(shared.keys.say(words), now);
            return Effects::new();
        }
        match action {
            Action::TakeLetter => return new_ticket::open_of_letter(first, shared, now),
            Action::JoinLetter => {
                if let Some(letter) = shared.inbox_letter(first) {
                    let join = LetterJoin::new(first, letter, shared);
                    shared.over(join);
                }
            }
            Action::AlwaysTake => shared.ask_always_take(first, now),
            _ => shared.ask_block(first, now),
        }
        Effects::new()
    }

    /// Begins a range of marks or ends it, and says so.
    fn tell_range(&mut self, shared: &mut Shared, now: Instant) {
        let words = if self.turn_range() {
            shared.keys.say("Go to the other end of the range; {mark-range} ends it, Esc drops it")
        } else {
            shared.keys.say(&format!("{} marked; {{drop-letter}} drops all of them", self.marks.len()))
        };
        shared.info(words, now);
    }

    /// Opens the selected letter whole; what of its text is only in the store is read.
    fn open_selected(&self, shared: &mut Shared, now: Instant) -> Effects {
        let selected = self.selected().and_then(|id| Some((id, shared.inbox_letter(id)?.clone())));
        let Some((id, letter)) = selected else { return Effects::new() };
        let (head, text) = letters::inbox_text(&letter, self.earliest(id).flatten(), shared, now);
        shared.over(Pager::of_letter(id, head, text));
        letter.text_file.map(|file| ScanWork::LetterText(id, Box::new(file)).into()).into_iter().collect()
    }

    /// Lists the files of the selected letter: its whole text, its attachments, the letter itself.
    fn open_files(&self, shared: &mut Shared, now: Instant) {
        let Some((id, letter)) = self.selected().and_then(|id| Some((id, shared.inbox_letter(id)?))) else { return };
        let files: Vec<FileRef> = letter.all_files().into_iter().cloned().collect();
        if files.is_empty() {
            return shared.info("No file is kept of this letter", now);
        }
        shared.over(FilesList::of_letter(id, files));
    }

    fn copy(&self, shared: &mut Shared, now: Instant) -> Effects {
        let Some(letter) = self.selected().and_then(|id| shared.inbox_letter(id)) else {
            return Effects::new();
        };
        let text = clean(&format!("{}: {}", letter.sender(), letter.head.subject)).into_owned();
        shared.copied("Sender and subject", now);
        vec![ShellEffect::Copy(text).into()]
    }
}
