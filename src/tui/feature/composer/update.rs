//! Gives keys and the desk's answers their meaning while a letter is written.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui_textarea::TextArea;
use tui_input::{Input, InputRequest};

use crate::config::{Draft, DraftOf};
use crate::desk::{Change, Problem};
use crate::domain::ledger::{LedgerFact, Outgoing};
use crate::domain::reply;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{LINE_LIMIT, Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{DeskNews, Page, PageFlow, Tab};
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::form::path_line::PathLine;
use crate::tui::form::{FieldInput, Form, Typing};
use crate::tui::host::{DeskWork, PageAnswer, ScanWork};
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::pager::Pager;
use crate::tui::overlay::send::{SendMenu, WayLookedAt};
use crate::tui::shared::{Effects, OpeningState, PendingOpening, Shared, several};
use crate::tui::widget::VisibleRows;

use super::refused::refused_way;
use super::state::WrongField;
use super::{Composer, ComposerDesk, LetterField, LetterKind, SendHow, view};

/// Opens a letter of that kind about that ticket; a draft comes back.
pub(crate) fn open(id: TicketId, kind: LetterKind, shared: &mut Shared, now: Instant) -> Effects {
    open_with(id, kind, None, shared, now)
}

/// Opens a letter of that kind about that ticket, with the text and the doings of the canned reply of that name. A draft comes back
/// as it was left, without the reply.
pub(crate) fn open_with(
    id: TicketId,
    kind: LetterKind,
    reply: Option<&str>,
    shared: &mut Shared,
    now: Instant,
) -> Effects {
    if let Some(why) = shared.writing_refusal(id) {
        shared.bad(why, now);
        return Effects::new();
    }
    let own = shared.mail.address.clone().unwrap_or_default();
    if let Some(into) = shared.ticket(id).and_then(|ticket| ticket.merged) {
        shared.bad(format!("#{id} was merged into #{into}: letters are written there"), now);
        return Effects::new();
    }
    if shared.ticket(id).is_some_and(|ticket| ticket.withdrawn) {
        shared.bad(format!("#{id} was withdrawn: no letter is written about it"), now);
        return Effects::new();
    }
    let desk = ComposerDesk { own, folder: shared.files.clone(), zone: shared.zone };
    let mut composer = Composer::new(id, kind, desk);
    if let Some(draft) = shared.take_draft(DraftOf::Letter(id)) {
        composer.bring_back(&draft);
        if composer.kind != kind {
            let words = format!(
                "This is the letter that was begun: {}; its first field chooses another kind",
                composer.kind.label()
            );
            shared.info(words, now);
        } else if reply.is_some() {
            let words = "This is the letter that was begun, as it was left; {canned} lists the canned replies";
            shared.info(shared.keys.say(words), now);
        }
    } else {
        composer.canned.await_reply(reply);
    }
    let mut effects = shared.read_drafts();
    effects.extend(shared.replies.clone().map(|folder| ScanWork::Replies(id, folder).into()));
    if let Some(record) = shared.records.get(&id).cloned() {
        composer.take(record, shared);
    } else {
        shared.waits = OpeningState::For(PendingOpening::Ticket(id));
        effects.push(DeskWork::Load(id).into());
    }
    shared.open(composer);
    effects
}

impl Page for Composer {
    fn context(&self) -> Context {
        Context::Form
    }

    fn mode(&self) -> Mode {
        if self.proposed().is_empty() { self.keys_go_to() } else { Mode::Proposals }
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        let what = match self.kind {
            LetterKind::Customer | LetterKind::All => "Answer",
            LetterKind::Vendor => "Letter to the vendor",
            LetterKind::Forward => "Forward",
        };
        format!("#{} ▸ {what}", self.ticket)
    }

    fn labels(&self) -> &'static [(Action, &'static str, &'static str)] {
        &[(Action::Save, "send", "Send the letter: asks how, and says what each way records.")]
    }

    fn tab(&self) -> Tab {
        Tab::Below
    }

    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        Some(self.ticket)
    }

    fn record(&self) -> Option<TicketId> {
        Some(self.ticket)
    }

    fn writes_letter(&self) -> bool {
        true
    }

    fn typing(&self) -> Option<&dyn Typing> {
        Some(self)
    }

    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        Some(self)
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let taken = self.take_at_people(msg).or_else(|| self.take_at_files(msg, shared));
        let flow = match taken.or_else(|| self.take_at_canned(msg, shared)) {
            Some(effects) => PageFlow::Done(effects),
            None => Form::take(self, msg, shared, now),
        };
        self.fill_in(&shared.ledger);
        self.follow_people(&shared.ledger);
        flow
    }

    fn settle(&mut self, shared: &Shared, _now: Instant) {
        self.take_awaited_reply(&shared.ledger, &shared.me.name);
        self.follow_people(&shared.ledger);
    }

    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, _now: Instant) {
        if matches!(news, DeskNews::Ledger | DeskNews::Anew) {
            self.contract = self.record.as_ref().and_then(|record| shared.book.of_ticket(&record.ticket));
            self.fill_in(&shared.ledger);
        }
    }

    fn take_record(&mut self, id: TicketId, read: &Result<Option<Record>, Problem>, shared: &Shared) {
        if id != self.ticket {
            return;
        }
        match read {
            Ok(Some(record)) => self.take(record.clone(), shared),
            Ok(None) => self.wrong = Some(WrongField { field: None, words: format!("There is no ticket #{id}") }),
            Err(error) => self.wrong = Some(WrongField { field: None, words: error.to_string() }),
        }
    }

    fn wants(&mut self) -> Effects {
        self.vendor_to_look_for()
            .map(|contract| ScanWork::VendorAddress(self.ticket, contract).into())
            .into_iter()
            .collect()
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        let (number, sent) = match answer {
            PageAnswer::VendorAddress(ticket, found) if ticket == self.ticket => {
                self.propose_vendor(found);
                return None;
            }
            PageAnswer::Replies(ticket, found, wrong) if ticket == self.ticket => {
                self.canned.put(found, wrong);
                return None;
            }
            PageAnswer::LetterFile(number, sent) => (number, sent),
            other => return Some(other),
        };
        let Some(place) = self.sending.iter().position(|(known, _)| *known == number) else {
            return Some(PageAnswer::LetterFile(number, sent));
        };
        let (_, path) = self.sending.remove(place);
        match sent {
            Ok(file) => self.files.push(file),
            Err(problem) => {
                // What is typed meanwhile stays.
                if !self.path.is_typed() {
                    self.path.put(&path);
                }
                self.wrong = Some(WrongField { field: Some(LetterField::Files), words: problem.to_string() });
            }
        }
        None
    }

    /// A letter happens when it goes, and at no other moment.
    fn refused_in_footer(&self, _shared: &Shared, _now: Instant) -> Vec<Action> {
        let mut refused = vec![Action::Earlier];
        if !self.can_wait_or_close() {
            refused.extend([Action::MailAndWait, Action::MailAndClose]);
        }
        if !self.canned.is_there() {
            refused.push(Action::Canned);
        }
        refused
    }

    fn path_line(&mut self) -> Option<&mut PathLine> {
        Some(&mut self.path)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared, now);
        None
    }
}

impl Form for Composer {
    const LONGEST_LINE: usize = 20 * LINE_LIMIT;

    fn way(&self) -> FieldInput {
        Composer::way(self)
    }

    fn go(&mut self, forward: bool) {
        self.step(forward);
    }

    fn choose_next(&mut self, forward: bool) {
        self.turn(forward);
    }

    fn choose_by(&mut self, _letter: &str) {}

    fn typed_line(&mut self) -> Option<&mut Input> {
        self.line()
    }

    fn typed_area(&mut self) -> Option<&mut TextArea<'static>> {
        self.wrong = None;
        (self.focus == LetterField::Text).then_some(&mut self.text)
    }

    fn take_suggestion(&mut self) -> bool {
        self.take_proposed()
    }

    fn line_edited(&mut self) {
        if self.focus == LetterField::Files {
            self.path.edited();
        }
    }

    fn go_to_moment(&mut self, shared: &mut Shared, now: Instant) {
        shared.info("A letter happens when it goes", now);
    }

    /// Asks how it is to be sent; first shows what others have said meanwhile.
    fn act(&mut self, action: Action, shared: &mut Shared, now: Instant) -> Effects {
        match action {
            Action::MailAndWait => self.ask_how(Some(Action::SendAndWait), shared, now),
            Action::MailAndClose => self.ask_how(Some(Action::SendAndClose), shared, now),
            _ => self.act_in_form(action, shared, now),
        }
    }

    fn save(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        self.ask_how(None, shared, now)
    }
}

impl Composer {
    /// Asks how it is to be sent, with the way selected that this action sends; first shows what others have said meanwhile.
    fn ask_how(&mut self, way: Option<Action>, shared: &mut Shared, now: Instant) -> Effects {
        if self.saving.is_some() || self.show_arrived(shared, now) {
            return Effects::new();
        }
        let effects = self.send_files(shared);
        if let Some((_, path)) = self.sending.first() {
            shared.info(format!("{} is still being read; try again", path.display()), now);
            return effects;
        }
        match self.outgoing(&SendHow::Send) {
            Ok(letter) => {
                if let Some(mut menu) = self.menu(&letter, shared, now) {
                    if let Some(way) = way {
                        menu.select(way);
                    }
                    shared.over(menu);
                }
            }
            Err(wrong) => self.put_wrong(wrong),
        }
        effects
    }

    /// Returns whether sending can have the ticket wait, or close it.
    fn can_wait_or_close(&self) -> bool {
        let is_open = self.record.as_ref().is_none_or(|record| record.ticket.is_open());
        is_open && self.kind != LetterKind::Forward
    }

    /// Takes in what moves among those who are proposed; at their ends, the next field or the one before has the keys.
    fn take_at_people(&mut self, msg: &Msg) -> Option<Effects> {
        let forward = match msg {
            Msg::Do(Action::Down) => true,
            Msg::Do(Action::Up) => false,
            _ => return None,
        };
        if self.proposed().is_empty() || self.saving.is_some() {
            return None;
        }
        if !self.step_proposed(forward) {
            self.step(forward);
        }
        Some(Effects::new())
    }

    /// Takes in the ticket as it was read, and fills in what follows from it.
    fn take(&mut self, record: Record, shared: &Shared) {
        let is_first = self.record.is_none();
        self.contract = shared.book.of_ticket(&record.ticket);
        self.put(record, &shared.me.name, &shared.ledger);
        self.take_quote_out_of_text(&shared.ledger);
        self.fill_in(&shared.ledger);
        if is_first {
            self.begin_at_missing();
        }
        self.follow_people(&shared.ledger);
    }

    /// Shows what others have said since the ticket was looked at. Returns whether there was anything.
    fn show_arrived(&mut self, shared: &mut Shared, now: Instant) -> bool {
        if self.arrived.is_empty() {
            return false;
        }
        let lines = view::arrived_text(&self.arrived, shared.zone);
        shared.over(Pager::new(format!("Said on #{} while you wrote", self.ticket), lines));
        shared.info(shared.keys.say_in(Context::Area, "Read it; {save} then asks how to send"), now);
        self.saw_all();
        true
    }

    /// Takes in what means something else where the path of a file is typed: it is taken, or the last file is taken off.
    fn take_at_files(&mut self, msg: &Msg, shared: &mut Shared) -> Option<Effects> {
        if self.focus != LetterField::Files || self.saving.is_some() {
            return None;
        }
        match msg {
            Msg::Do(Action::NextField) if self.path.can_complete() => {
                Some(vec![ScanWork::CompletePath(self.path.question()).into()])
            }
            Msg::Do(Action::NextField | Action::PrevField) if self.path.is_typed() => {
                let effects = self.send_files(shared);
                self.step(*msg == Msg::Do(Action::NextField));
                Some(effects)
            }
            Msg::Do(Action::Accept) if self.path.is_typed() => Some(self.send_files(shared)),
            Msg::Edit(InputRequest::DeletePrevChar) if self.path.line.value().is_empty() => {
                self.files.pop();
                Some(Effects::new())
            }
            _ => None,
        }
    }

    /// Opens the list of canned replies where one is asked for.
    fn take_at_canned(&self, msg: &Msg, shared: &mut Shared) -> Option<Effects> {
        let at_field = matches!(msg, Msg::Do(Action::Accept | Action::NextChoice | Action::PrevChoice))
            && self.focus == LetterField::Canned;
        let asks = at_field || *msg == Msg::Do(Action::Canned) && self.canned.is_there();
        if self.saving.is_some() || !asks {
            return None;
        }
        if let Some(list) = self.canned_list(&shared.ledger, &shared.me.name) {
            shared.over(list);
        }
        Some(Effects::new())
    }

    fn menu(&self, letter: &Outgoing, shared: &Shared, now: Instant) -> Option<SendMenu> {
        let record = self.record.as_ref()?;
        let contract = self.contract.as_deref();
        let row = TicketRow::new(record.ticket.clone(), self.contract.clone(), now);
        let look = |how: &SendHow| {
            let letter = self.outgoing(how).ok();
            let refused = letter.as_ref().and_then(|letter| refused_way(letter, record, contract, (shared, now)));
            let records = letter.map(|letter| reply::recorded_in_words(&letter, &record.ticket, contract));
            WayLookedAt { refused, records: records.unwrap_or_default() }
        };
        let mut notices: Vec<String> = shared.writing_too(self.ticket).into_iter().collect();
        notices.extend((!record.ticket.is_open()).then(|| format!("#{} is closed, and stays so", self.ticket)));
        let open = shared.open_children(self.ticket);
        notices.extend((!open.is_empty()).then(|| format!("its children are open: {}", several(&open))));
        Some(SendMenu::new(letter, &row, shared.mail.hold, notices, &look))
    }

    /// Sends it that way: it stands in the outbox until it goes.
    pub(crate) fn send(&mut self, how: &SendHow, shared: &mut Shared, now: Instant) -> Effects {
        if self.saving.is_some() || self.show_arrived(shared, now) {
            return Effects::new();
        }
        let letter = match self.outgoing(how) {
            Ok(letter) => letter,
            Err(wrong) => {
                self.put_wrong(wrong);
                return Effects::new();
            }
        };
        let step = Composer::keep(self, now);
        let mut effects = shared.done_by(step);
        let label = format!("#{} letter to {}", self.ticket, letter.to_in_brief());
        let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(letter))));
        let change = Change::Enter { entry: None, revision: None, fact };
        let (tag, effect) = shared.commit_draft(label, vec![change], self.autosave.id());
        self.saving = Some(tag);
        effects.push(effect);
        effects
    }

    /// Has the files whose paths are typed sent to the desk.
    fn send_files(&mut self, shared: &mut Shared) -> Effects {
        let paths = if shared.files.is_some() { self.path.take_paths() } else { Vec::new() };
        let send = |path: PathBuf| {
            let number = shared.next_tag();
            self.sending.push((number, path.clone()));
            ScanWork::SendLetterFile(number, path).into()
        };
        paths.into_iter().map(send).collect()
    }
}

impl Typing for Composer {
    fn words(&self) -> &'static str {
        "letter"
    }

    fn is_dirty(&self) -> bool {
        Composer::is_dirty(self)
    }

    fn keep(&mut self, now: Instant) -> DraftChanges {
        Composer::keep(self, now)
    }

    fn autosave(&mut self) -> &mut Autosave {
        &mut self.autosave
    }

    fn wants(&self) -> Option<DraftOf> {
        (self.autosave.is_fresh() && !Composer::is_dirty(self)).then_some(DraftOf::Letter(self.ticket))
    }

    fn bring_back(&mut self, draft: &Draft) {
        Composer::bring_back(self, draft);
    }

    fn comes_back(&self) -> String {
        format!("{{reply}} on #{} brings it back", self.ticket)
    }

    fn drop_question(&self) -> &'static str {
        "Drop this letter? What you typed is lost."
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        self.reject(error);
    }
}
