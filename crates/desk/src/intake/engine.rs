//! Takes in what waits: reads, decides, keeps the files, commits, and then forgets the letter in the spool.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use frist_domain::file::{FileHash, FileRef};
use frist_domain::intake::{
    Destination, IntakeDefaults, LetterFacts, NewTicketLimit, Reporter, SenderRole, TicketTerms, decide, reporter,
    terms_for,
};
use frist_domain::ledger::{InboxLetter, InboxReason, LetterOutcome, is_acknowledged};
use frist_domain::letter::{LetterKey, Mailbox, Verdict};
use frist_domain::ticket::{DESK, Record, TicketId};
use frist_domain::time::Instant;
use frist_letter::{Judged, Letter, MailRules, MboxLetter, judge};
use frist_store::{IncomingFile, keep_together};

use super::acknowledged::acknowledge;
use super::apart;
use super::compose::{self, LetterFiles, is_long, kept_parts};
use super::later::{LaterLetters, ReadLetter};
use super::limits::recent_tickets;
use super::look_up::{AlikeTickets, LookUp, NamedTicket};
use super::reading::LetterReader;
use super::source::{Sources, Waiting};
use super::spool::Spool;
use crate::local::LocalDesk;
use crate::mail::MailInForce;
use crate::{Change, CommitOutcome, Desk as _, Problem, ProblemKind, Request};

/// The most letters that are read and committed together.
const TOGETHER: usize = 192;
/// The most bytes of letters that are read together, but for one that is larger by itself.
const BYTES_TOGETHER: u64 = 24 << 20;
/// The time between two looks for what was left half written.
const TIDIES: Duration = Duration::from_hours(1);
/// The time between two looks whether the state has what was committed.
const LOOK: Duration = Duration::from_millis(1);

/// What came of taking letters in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct IntakeReport {
    /// The number of letters that were taken in.
    pub letters: u64,
    /// The number of those that became a ticket.
    pub tickets: u64,
    /// The number of those that were added to a ticket.
    pub joined: u64,
    /// The number of those that wait in the inbox.
    pub inbox: u64,
    /// The number of those that report that a letter did not arrive.
    pub undelivered: u64,
    /// The number of those whose sender is blocked.
    pub blocked: u64,
    /// The number of those that the store had already.
    pub again: u64,
    /// The number of those in the inbox that could not be read: of them only the headers are known.
    pub unreadable: u64,
    /// The number of those that are kept and ask for nothing, such as a machine's answer to a notice.
    pub dropped: u64,
    /// Whether more letters wait.
    pub more: bool,
}

impl IntakeReport {
    /// Adds what came of further letters.
    pub fn add(&mut self, other: &Self) {
        self.letters += other.letters;
        self.tickets += other.tickets;
        self.joined += other.joined;
        self.inbox += other.inbox;
        self.undelivered += other.undelivered;
        self.blocked += other.blocked;
        self.again += other.again;
        self.unreadable += other.unreadable;
        self.dropped += other.dropped;
        self.more = other.more;
    }
}

/// Takes letters in, for the process that has the store.
pub(crate) struct Intake {
    folder: PathBuf,
    reader: LetterReader,
    /// The letters that were found waiting and are not taken yet: a folder of very many is not read for each few of them.
    found: VecDeque<Waiting>,
    /// The new tickets of each sender in the last minutes, once those of the process before were read.
    limits: Option<HashMap<String, NewTicketLimit>>,
    /// When what was left half written was last looked for.
    tidied: Option<std::time::Instant>,
}

/// A letter that is decided about and not committed yet.
struct DecidedLetter {
    waiting: Waiting,
    change: Option<Change>,
    came_of: CameOf,
    /// What it would be in the inbox, should the commit be refused.
    otherwise: Option<Change>,
    /// To whom it is acknowledged that the letter came, once it is a ticket.
    acknowledge: Option<Mailbox>,
    /// The ticket that it is already.
    made: Option<TicketId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CameOf {
    Ticket,
    Joined,
    Inbox,
    /// It is in the inbox, as it could not be read.
    Unreadable,
    Undelivered,
    Blocked,
    Again,
    /// It is kept and asks for nothing.
    Dropped,
    /// The desk tries its own mail with it.
    Check,
}

impl DecidedLetter {
    /// Makes one that is not kept.
    const fn nothing(waiting: Waiting, came_of: CameOf) -> Self {
        Self { waiting, change: None, came_of, otherwise: None, acknowledge: None, made: None }
    }
}

/// Letters that are decided about and are committed together.
#[derive(Default)]
struct Wave {
    letters: Vec<DecidedLetter>,
    files: Vec<IncomingFile>,
    /// What later letters could answer to, or be the same as.
    keys: HashSet<LetterKey>,
}

/// What a turn goes by.
pub(super) struct Turn<'a> {
    pub(super) desk: &'a LocalDesk,
    mail: &'a MailInForce,
    pub(super) rules: MailRules,
    /// The same for letters of an archive.
    archive_rules: MailRules,
    defaults: IntakeDefaults,
    sources: Sources,
    /// The open tickets by their subjects, once they are asked for.
    alike: OnceCell<AlikeTickets>,
}

impl Intake {
    /// Makes the intake of the store in `folder`.
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            reader: LetterReader::of_own_program(),
            found: VecDeque::new(),
            limits: None,
            tidied: None,
        }
    }

    /// Returns the folders in which letters arrive.
    pub(super) fn sources(&self, mail: &MailInForce) -> Sources {
        Sources { spool: Spool::of(&self.folder), maildir: mail.settings.maildir.clone() }
    }

    /// Takes in some of the letters that wait, those that came first.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read or the store takes nothing. What is not committed waits on.
    pub(crate) fn turn(&mut self, desk: &LocalDesk) -> Result<IntakeReport, Problem> {
        let mail = desk.mail();
        let turn = Turn::of(desk, &mail, self.sources(&mail));
        // What has arrived since the folders were read comes behind what was found then.
        if self.found.is_empty() {
            self.found = turn.sources.waiting().map_err(|error| unreadable(&error))?.into();
        }
        if self.tidied.is_none_or(|at| at.elapsed() >= TIDIES) {
            turn.sources.spool.tidy();
            self.tidied = Some(std::time::Instant::now());
        }
        let mut limits = match self.limits.take() {
            Some(limits) => limits,
            None => recent_tickets(&desk.reader, desk.now())?,
        };
        limits.retain(|_, limit| !limit.is_over(desk.now()));
        self.limits = Some(limits);
        let waiting: Vec<Waiting> = self.found.drain(..self.found.len().min(TOGETHER)).collect();
        let mut report = IntakeReport::default();
        let mut rest = waiting.into_iter().peekable();
        while rest.peek().is_some() {
            let taken = load(&mut rest).and_then(|some| self.take(&turn, some));
            report.add(&taken.inspect_err(|_| self.found.clear())?);
        }
        report.more = !self.found.is_empty();
        Ok(report)
    }

    fn take(&mut self, turn: &Turn<'_>, letters: Vec<(Waiting, MboxLetter)>) -> Result<IntakeReport, Problem> {
        let (mut waiting, raw): (Vec<Option<Waiting>>, Vec<MboxLetter>) =
            letters.into_iter().map(|(waiting, raw)| (Some(waiting), raw)).unzip();
        let (mut report, mut wave, mut failed) = (IntakeReport::default(), Wave::default(), None);
        let (limits, mut later) = (self.limits.get_or_insert_default(), LaterLetters::default());
        self.reader.read_all(&raw, &mut |place, letter, whole| {
            let Some(waiting) = waiting[place].take().filter(|_| failed.is_none()) else { return };
            let original = FileHash::of(&raw[place].raw);
            let read = ReadLetter { waiting, raw: &raw[place], original, letter, whole };
            failed = turn.decide_or_wait(&mut wave, limits, &mut later, read).err();
        });
        if let Some(error) = failed {
            return Err(error);
        }
        turn.flush(&mut wave, &mut report)?;
        while !later.letters.is_empty() {
            let letters = std::mem::take(&mut later).letters;
            letters.into_iter().try_for_each(|read| turn.decide_or_wait(&mut wave, limits, &mut later, read))?;
            turn.flush(&mut wave, &mut report)?;
        }
        Ok(report)
    }
}

/// Reads the next letters, as many as go together.
fn load(rest: &mut std::iter::Peekable<impl Iterator<Item = Waiting>>) -> Result<Vec<(Waiting, MboxLetter)>, Problem> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while bytes < BYTES_TOGETHER
        && let Some(waiting) = rest.next()
    {
        let raw = match std::fs::read(&waiting.arrival.path) {
            // Somebody has taken it out of the folder.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            raw => raw.map_err(|error| unreadable(&error))?,
        };
        bytes += raw.len() as u64;
        let size = waiting.arrival.cut.unwrap_or(raw.len() as u64);
        some.push((waiting, MboxLetter { raw, size }));
    }
    Ok(some)
}

impl<'a> Turn<'a> {
    fn of(desk: &'a LocalDesk, mail: &'a MailInForce, sources: Sources) -> Self {
        let settings = &mail.settings;
        let rules = MailRules {
            address: settings.address.clone(),
            own_addresses: Vec::new(),
            trusted_authserv: settings.trusted_authserv.clone(),
            // Milters of Postfix write there, and a server whose results count takes others' away, as RFC 8601 has it (section 5).
            results_below: true,
            of_archive: false,
            trusted_relays: settings.trusted_relays.clone(),
            secret: mail.secret().cloned(),
        };
        let archive_rules = MailRules { of_archive: true, ..rules.clone() };
        Self { desk, mail, rules, archive_rules, defaults: mail.defaults(), sources, alike: OnceCell::new() }
    }

    fn alike(&self) -> &AlikeTickets {
        self.alike.get_or_init(|| AlikeTickets::of(self.desk.tickets()))
    }

    fn look_up(&self) -> LookUp<'_> {
        LookUp {
            desk: self.desk,
            reopen_business_days: self.mail.settings.reopen_business_days,
            secret: self.rules.secret.as_ref(),
            own: self.rules.address.as_deref().unwrap_or_default(),
        }
    }

    /// Decides about a letter, or has it wait where it could be about one that is decided and not committed yet, or waits.
    fn decide_or_wait<'r>(
        &self,
        wave: &mut Wave,
        limits: &mut HashMap<String, NewTicketLimit>,
        later: &mut LaterLetters<'r>,
        read: ReadLetter<'r>,
    ) -> Result<(), Problem> {
        if read.is_about(&wave.keys) || read.is_about(&later.keys) {
            later.keys.extend(read.key());
            later.letters.push(read);
            return Ok(());
        }
        self.decide(wave, limits, read)
    }

    /// Decides about a letter and writes its files; nothing is committed yet.
    fn decide(
        &self,
        wave: &mut Wave,
        limits: &mut HashMap<String, NewTicketLimit>,
        read: ReadLetter<'_>,
    ) -> Result<(), Problem> {
        let key = read.key();
        let ReadLetter { waiting, raw, letter, whole, .. } = read;
        let arrived = self.arrived(&waiting);
        let rules = if waiting.arrival.of_archive { &self.archive_rules } else { &self.rules };
        let judged = judge(&letter, rules, arrived);
        if let Some(came_of) = self.taken_apart(&waiting, &letter, &judged)? {
            wave.letters.push(DecidedLetter::nothing(waiting, came_of));
            return Ok(());
        }
        let may_be_answered = judged.may_be_answered && !waiting.arrival.of_archive;
        let acknowledge = self.acknowledged_to(may_be_answered, &letter, &judged);
        let look_up = self.look_up();
        if let Some(key) = key {
            if look_up.has(key, &letter, judged.trust)? {
                let made = look_up.made_of(key)?;
                wave.letters.push(DecidedLetter {
                    acknowledge,
                    made,
                    ..DecidedLetter::nothing(waiting, CameOf::Again)
                });
                return Ok(());
            }
            wave.keys.insert(key);
        }
        let mut files = self.keep_files(wave, &letter, &raw.raw)?;
        files.whole_size = raw.is_cut().then_some(raw.size);
        let passed_on = self.passed_on(&letter);
        let kept = InboxLetter { may_be_answered, ..compose::kept(&letter, &judged, passed_on, files) };
        let decided = self.destine(limits, (&letter, &judged, whole), kept)?;
        let acknowledge = acknowledge.filter(|_| decided.came_of == CameOf::Ticket);
        wave.letters.push(DecidedLetter { waiting, acknowledge, ..decided });
        Ok(())
    }

    /// Returns to whom it is told that a letter came which is a ticket: its sender, who was found right, and nobody to whom answers
    /// are to go.
    fn acknowledged_to(&self, may_be_answered: bool, letter: &Letter, judged: &Judged) -> Option<Mailbox> {
        let is_owed =
            self.mail.settings.acknowledge && is_acknowledged(may_be_answered, judged.received_at, self.desk.now());
        letter.from.clone().filter(|_| is_owed)
    }

    fn arrived(&self, waiting: &Waiting) -> Instant {
        let modified = std::fs::metadata(&waiting.arrival.path).and_then(|data| data.modified());
        let since = modified.ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let now = self.desk.now();
        since.map_or(now, |since| Instant::from_secs(since.as_secs().cast_signed()).min(now))
    }

    /// Returns whose letter is passed on, where somebody of the desk passes one on.
    fn passed_on(&self, letter: &Letter) -> Option<Mailbox> {
        let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        let own = domain(self.rules.address.as_deref()?)?;
        let sender = domain(&letter.from.as_ref()?.address)?;
        let forwarded = letter.forwarded.as_ref().filter(|_| sender == own)?;
        Some(forwarded.from.clone())
    }

    /// Writes the letter itself and what came with it.
    fn keep_files(&self, wave: &mut Wave, letter: &Letter, raw: &[u8]) -> Result<LetterFiles, Problem> {
        let mut keep = |bytes: &[u8], name: &str, media_type: &str| -> Result<FileRef, Problem> {
            let mut file = self.desk.files().store.begin()?;
            file.write(bytes)?;
            let (sha256, size) = (file.hash(), file.size());
            wave.files.push(file);
            Ok(FileRef { sha256, name: name.to_owned(), media_type: media_type.to_owned(), size })
        };
        let original = keep(raw, "letter.eml", "message/rfc822")?;
        let text_file =
            is_long(&letter.text).then(|| keep(letter.text.as_bytes(), "letter.txt", "text/plain")).transpose()?;
        let (mut attachments, mut pictures) = (Vec::new(), Vec::new());
        for (part, name, media_type) in kept_parts(letter) {
            let file = keep(&part.bytes, &name, &media_type)?;
            if part.is_shown_picture { pictures.push(file) } else { attachments.push(file) }
        }
        Ok(LetterFiles { original, text_file, attachments, pictures, whole_size: None })
    }

    fn destine(
        &self,
        limits: &mut HashMap<String, NewTicketLimit>,
        (letter, judged, whole): (&Letter, &Judged, bool),
        kept: InboxLetter,
    ) -> Result<DecidedLetter, Problem> {
        let (look_up, ledger, book) = (self.look_up(), self.desk.ledger(), self.desk.book());
        let sender = letter.from.as_ref().map(|from| from.address.to_lowercase());
        let customer = kept.customer.as_ref().or(letter.from.as_ref());
        let who = reporter(&ledger, customer);
        let terms = terms_for(&who, (&ledger, &book), &self.defaults, kept.received);
        let named = look_up.named(letter, judged)?;
        let report = letter.report.as_ref().filter(|report| report.is_failure());
        let lost = report.and_then(|report| report.original_message_id.as_deref());
        let limit = sender.as_ref().and_then(|sender| limits.get(sender));
        let facts = LetterFacts {
            readable: whole,
            verdict: judged.verdict,
            trust: judged.trust,
            rule: sender.as_deref().and_then(|sender| ledger.rule_of_sender(sender)),
            of_notice: apart::is_of_notice(judged),
            undelivered: lost.map(|id| look_up.ticket_of_own(id)).transpose()?.flatten(),
            named: named.iter().map(|it| (it.record.ticket.id, it.clue, it.role, it.stand)).collect(),
            too_many: limit.is_some_and(|limit| limit.is_reached(kept.received)),
            lacks: terms.as_ref().err().copied(),
        };
        let destination = decide(&facts);
        if matches!(destination, Destination::New(_)) {
            limits.entry(sender.unwrap_or_default()).or_default().note(kept.received);
        }
        let suggests = matches!(destination, Destination::Inbox(..));
        let alike = || self.alike().alike(&letter.subject, (who.name.as_deref(), who.person), kept.received);
        let is_strangers = facts.named.first().is_some_and(|(_, _, role, _)| *role == SenderRole::Stranger);
        let like = facts.named.first().map(|(ticket, ..)| *ticket).or_else(|| suggests.then(alike).flatten());
        let kept = InboxLetter { is_strangers, ..kept };
        self.written(destination, (letter, kept), (&who, terms.ok()), (named, like))
    }

    fn written(
        &self,
        destination: Destination,
        (letter, kept): (&Letter, InboxLetter),
        (who, terms): (&Reporter, Option<TicketTerms>),
        (named, like): (Vec<NamedTicket>, Option<TicketId>),
    ) -> Result<DecidedLetter, Problem> {
        let found = |id: TicketId| named.iter().find(|it| it.record.ticket.id == id);
        let (came_of, change) = match destination {
            Destination::Undelivered(ticket) => {
                let record: Option<Record> = self.desk.stored(ticket)?;
                let change = record.and_then(|record| compose::undelivered(&kept, &record, letter));
                (CameOf::Undelivered, change)
            }
            Destination::Ticket { ticket, counts } => {
                let change = found(ticket).map(|it| compose::joined(&kept, it, counts));
                (CameOf::Joined, change)
            }
            Destination::New(follows) => {
                (CameOf::Ticket, terms.map(|terms| compose::as_ticket(&kept, who, &terms, follows)))
            }
            Destination::Inbox(reason @ InboxReason::AnswersNotice, ticket) if !kept.head.verdict.counts() => {
                // A machine's answer is kept, and nobody need look at it; that a notice did not arrive is for people.
                let outcome = (kept.head.verdict != Verdict::Bounce).then_some(LetterOutcome::Dropped);
                let came_of = if outcome.is_some() { CameOf::Dropped } else { CameOf::Inbox };
                (came_of, Some(compose::in_inbox(kept.clone(), reason, ticket.or(like), outcome)))
            }
            Destination::Inbox(reason, ticket) => {
                let came_of = if reason == InboxReason::Unreadable { CameOf::Unreadable } else { CameOf::Inbox };
                (came_of, Some(compose::in_inbox(kept.clone(), reason, ticket.or(like), None)))
            }
            Destination::Blocked => {
                let outcome = Some(LetterOutcome::Blocked);
                (CameOf::Blocked, Some(compose::in_inbox(kept.clone(), InboxReason::default(), None, outcome)))
            }
        };
        let is_kept_as_it_is =
            matches!(came_of, CameOf::Inbox | CameOf::Unreadable | CameOf::Blocked | CameOf::Dropped);
        let otherwise = (!is_kept_as_it_is).then(|| compose::in_inbox(kept, InboxReason::NotFitting, like, None));
        let waiting = Waiting::default();
        Ok(match (change, otherwise) {
            (Some(change), otherwise) => {
                DecidedLetter { change: Some(change), otherwise, ..DecidedLetter::nothing(waiting, came_of) }
            }
            (None, otherwise) => DecidedLetter { change: otherwise, ..DecidedLetter::nothing(waiting, CameOf::Inbox) },
        })
    }

    /// Keeps the files, commits what is decided, acknowledges it, and forgets the letters in the spool. They stay there until they
    /// are acknowledged: whoever takes over after a kill finds them again, and makes up for it.
    fn flush(&self, wave: &mut Wave, report: &mut IntakeReport) -> Result<(), Problem> {
        let Wave { letters, files, .. } = std::mem::take(wave);
        let mut to_acknowledge = Vec::new();
        if letters.is_empty() {
            return Ok(());
        }
        let bytes: u64 = files.iter().map(IncomingFile::size).sum();
        keep_together(files)?;
        self.desk.files().note_kept(bytes);
        let asked: Vec<&DecidedLetter> = letters.iter().filter(|letter| letter.change.is_some()).collect();
        let outcomes = self.desk.write_several(asked.iter().filter_map(|letter| letter.change.clone()).map(by_desk))?;
        let mut outcomes = outcomes.into_iter();
        let mut ended = Vec::with_capacity(letters.len());
        for letter in &letters {
            let outcome = letter.change.as_ref().and_then(|_| outcomes.next());
            let came_of = match outcome {
                Some(Err(refused)) => self.otherwise(letter, refused)?,
                Some(Ok(done)) => {
                    let ticket = done.touched.first().map(|touched| touched.ticket);
                    to_acknowledge.extend(ticket.zip(letter.acknowledge.clone()));
                    letter.came_of
                }
                None => {
                    to_acknowledge.extend(letter.made.zip(letter.acknowledge.clone()));
                    letter.came_of
                }
            };
            report.count(came_of);
            ended.push(came_of);
        }
        self.wait_for_state()?;
        acknowledge(self.desk, &to_acknowledge);
        let waiting: Vec<Waiting> = letters.into_iter().map(|letter| letter.waiting).collect();
        self.sources.spool.tell(waiting.iter().map(|letter| letter.arrival.name.as_str()).zip(ended));
        self.sources.done(&waiting).map_err(|error| unreadable(&error))
    }

    /// Puts a letter into the inbox whose commit was refused, as where its ticket was withdrawn in between.
    fn otherwise(&self, letter: &DecidedLetter, refused: Problem) -> Result<CameOf, Problem> {
        let Some(otherwise) = letter.otherwise.clone().filter(|_| refused.kind != ProblemKind::Store) else {
            return Err(refused);
        };
        let outcomes: Vec<Result<CommitOutcome, Problem>> = self.desk.write_several([by_desk(otherwise)])?;
        outcomes.into_iter().try_for_each(|outcome| outcome.map(drop))?;
        Ok(CameOf::Inbox)
    }

    /// Waits until the letters that were committed are found by their Message-IDs.
    fn wait_for_state(&self) -> Result<(), Problem> {
        while self.desk.has_pending() {
            if let Some(broken) = self.desk.broken() {
                return Err(broken);
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }
}

fn by_desk(change: Change) -> Request {
    Request::new(DESK, vec![change])
}

fn unreadable(error: &std::io::Error) -> Problem {
    let message = format!("letters cannot be taken in: {error}");
    Problem::new(ProblemKind::Store, message, "nothing is lost: they wait where they are, and it is tried again")
}

/// The intake that the desk's own thread and those who ask for it share.
pub(crate) type SharedIntake = Arc<std::sync::Mutex<Intake>>;
