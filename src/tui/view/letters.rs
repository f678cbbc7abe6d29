//! Says in lines what a letter is: who wrote it to whom and when, what kind it is, how far it is to be believed, what it has
//! with it. The text comes from outside and is cleaned.

use ratatui::text::Line;

use crate::domain::contract::Contract;
use crate::domain::file::FileRef;
use crate::domain::intake::{EarliestDeadline, bare_subject, imagined_row, reporter};
use crate::domain::ledger::{InboxLetter, Outgoing, OutgoingState, Party as _};
use crate::domain::letter::{LetterHead, Mailbox, Trust, Verdict};
use crate::domain::reply::recorded_in_words;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{ConversationEntry, EntryKind, MessageDirection, goes_on_in_words, passages};
use crate::domain::time::{Instant, say_moment};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines};

use super::sheet::TextSheet;
use super::state;

/// The columns of a letter that is opened by itself.
pub const PAGE: usize = 74;
/// The seconds from which on the moment that a letter names itself differs from its receipt.
const DIFFERS_BY: i64 = 900;
/// The most addresses that are shown of a line.
const MOST_SHOWN: usize = 8;

/// Says what kind of letter it was, unless a person wrote it.
pub const fn verdict_words(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Person => None,
        Verdict::Automatic => Some("a machine answered by itself"),
        Verdict::Bounce => Some("a report on a letter's delivery"),
        Verdict::List => Some("a mailing list or newsletter"),
        Verdict::Loop => Some("one of the desk's own letters, come back"),
    }
}

/// Says how far the sender is to be believed, unless the mail server found it right.
pub const fn trust_words(trust: Trust) -> Option<&'static str> {
    match trust {
        Trust::Verified => None,
        Trust::Failed => Some("the mail server found that it is not from whom it says"),
        Trust::Unknown => Some("nothing proves who sent it"),
    }
}

/// Says at first sight that nothing proves the sender, and what the mail server found: `unverified: nothing proves who sent it`.
pub fn doubt_in_words(trust: Trust) -> Option<String> {
    Some(format!("{}: {}", trust.doubt()?, trust_words(trust)?))
}

/// Returns these addresses in words, the first of many.
pub fn mailboxes(all: &[Mailbox]) -> String {
    let shown: Vec<String> = all.iter().take(MOST_SHOWN).map(Mailbox::in_words).collect();
    let more = all.len().saturating_sub(MOST_SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    clean(&format!("{}{more}", shown.join(", "))).into_owned()
}

/// Something that is said of a letter below its head.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LetterFact {
    /// Words.
    Plain(String),
    /// Words that say to be careful.
    Warning(String),
    /// The moment that it names itself, where that differs from its receipt.
    Dated(Instant),
}

/// Returns what is said of a letter on a ticket with that subject: who wrote it to whom, its subject where that is another, the
/// moment that it names itself where that differs, how far it is to be believed, and what it is where no person wrote it.
pub fn letter_facts(entry: &ConversationEntry<'_>, subject: &str) -> Vec<LetterFact> {
    let Some(letter) = entry.letter else { return Vec::new() };
    let came_in = matches!(entry.kind, EntryKind::Message(MessageDirection::In | MessageDirection::VendorIn));
    let from = letter.from.as_ref().map_or_else(|| "nobody named".to_owned(), Mailbox::in_words);
    let own = if came_in { " in their own words" } else { "" };
    let cc = if letter.cc.is_empty() { String::new() } else { format!(", cc {}", mailboxes(&letter.cc)) };
    let to = if letter.to.is_empty() { String::new() } else { format!(", to {}", mailboxes(&letter.to)) };
    let warning = |words: &str| LetterFact::Warning(format!("⚠ {words}"));
    // Before the name, which looks like a proof and is none.
    let doubt = doubt_in_words(letter.trust).filter(|_| came_in);
    let mut facts: Vec<LetterFact> = doubt.as_deref().map(warning).into_iter().collect();
    facts.push(LetterFact::Plain(format!("{}{own}{to}{cc}", clean(&from))));
    let differs = !letter.subject.is_empty() && bare_subject(&letter.subject) != bare_subject(subject);
    facts.extend(differs.then(|| LetterFact::Plain(format!("subject: {}", clean(&letter.subject)))));
    if !came_in {
        facts.extend(letter.perhaps_twice.then(|| warning("perhaps sent twice")));
        return facts;
    }
    facts.extend(dated_otherwise(letter, entry.at).map(LetterFact::Dated));
    facts.extend(verdict_words(letter.verdict).map(|words| LetterFact::Plain(words.to_owned())));
    facts
}

/// Returns whether anything of an entry is folded at first.
pub fn has_folded(entry: &ConversationEntry<'_>) -> bool {
    let of_letter =
        entry.letter.is_some_and(|letter| verdict_words(letter.verdict).is_some() || !letter.pictures.is_empty());
    of_letter || passages(entry.text).iter().any(|passage| passage.folded)
}

/// Returns the moment that a letter names itself, where that differs from `received`.
pub fn dated_otherwise(head: &LetterHead, received: Instant) -> Option<Instant> {
    head.dated.filter(|dated| dated.since(received).abs() > DIFFERS_BY)
}

/// Returns the subject of a letter, or that it has none.
pub fn subject_or_none(letter: &InboxLetter) -> &str {
    if letter.head.subject.is_empty() { "(no subject)" } else { &letter.head.subject }
}

/// Returns the row of the ticket that a letter would be, if what could be due first were chosen for it.
pub fn imagined(letter: &InboxLetter, found: &EarliestDeadline, shared: &Shared, now: Instant) -> Option<TicketRow> {
    let contract = shared.book.for_new(&found.contract, letter.received)?;
    imagined_row(contract, (&found.plan, &found.severity), letter.received, now)
}

/// Returns what could be due first, in words: `9m58s left if Critical: response under Markant, Extended, due today 09:12`. Where
/// nothing says yet whose agreement it comes under: `at the earliest 9m58s left: if it is a critical one of Markant's (response,
/// Extended, due today 09:12)`.
fn soonest_in_words(
    letter: &InboxLetter,
    found: &EarliestDeadline,
    shared: &Shared,
    now: Instant,
) -> Option<(String, ratatui::style::Style)> {
    let row = imagined(letter, found, shared, now)?;
    let (target, contract) = (row.next()?, row.contract.as_ref()?);
    let left = target.left?.secs();
    let time = state::time(left.abs());
    let time = if left < 0 { format!("overdue by {time}") } else { format!("{time} left") };
    let plan = contract.plan(&found.plan).map_or(found.plan.as_str(), |plan| &plan.name);
    let due = say_moment(shared.zone, found.due, now);
    let (sign, vendor, severity) = (state::sign(target.state), &contract.vendor, row.severity_name());
    let words = if has_agreement(letter, shared) {
        format!("{sign} {time} if {severity}: {} under {vendor}, {plan}, due {due}", target.words())
    } else {
        let severity = severity.to_lowercase();
        let article = if severity.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let it = format!("if it is {article} {severity} one of {vendor}'s");
        format!("{sign} At the earliest {time}: {it} ({}, {plan}, due {due})", target.words())
    };
    Some((words, state::style(target.state, &shared.theme)))
}

/// Returns whether the agreement follows that a ticket of that letter would come under.
fn has_agreement(letter: &InboxLetter, shared: &Shared) -> bool {
    let organisation = reporter(&shared.ledger, letter.customer()).organisation;
    let organisation = organisation.and_then(|id| shared.ledger.organisation(id));
    let own = organisation.and_then(|(_, found)| found.contract.as_deref());
    let known = own.or(shared.mail.defaults.contract.as_deref());
    known.is_some_and(|id| shared.book.for_new(id, letter.received).is_some())
}

/// Returns a letter of the inbox whole, in lines of so many columns; in brief it leaves out what the list says and to whom it went.
pub fn inbox_lines(
    letter: &InboxLetter,
    earliest: Option<&EarliestDeadline>,
    (columns, is_brief): (usize, bool),
    shared: &Shared,
    now: Instant,
) -> Vec<Line<'static>> {
    let mut sheet = TextSheet::new(columns.saturating_sub(2), &shared.theme);
    inbox_head(&mut sheet, letter, earliest, is_brief, shared, now);
    sheet.line(Line::default());
    body(&mut sheet, &letter.text, letter.text_file.as_ref());
    sheet.lines
}

/// Says what a letter of the inbox is: first what decides about it.
fn inbox_head(
    sheet: &mut TextSheet<'_>,
    letter: &InboxLetter,
    earliest: Option<&EarliestDeadline>,
    is_brief: bool,
    shared: &Shared,
    now: Instant,
) {
    let theme = &shared.theme;
    sheet.text(&clean(subject_or_none(letter)), theme.title);
    if let Some(words) = doubt_in_words(letter.head.trust) {
        sheet.text(&format!("⚠ {words}"), theme.at_risk);
    }
    match earliest.and_then(|found| soonest_in_words(letter, found, shared, now)) {
        Some((words, style)) => sheet.text(&words, style),
        None => sheet.remark("No clock would run for a report by email: take it, and phone."),
    }
    senders(sheet, &letter.head);
    if letter.head.trust == Trust::Verified {
        sheet.fact("sender", "the mail server found that it is from whom it says");
    }
    let like = letter.like.filter(|_| letter.is_strangers).and_then(|id| shared.ticket(id));
    let customer = like.as_ref().and_then(|ticket| shared.ledger.customer_of(ticket));
    sheet.fact_in("here because", &clean(&letter.reason_in_words(customer)), theme.at_risk);
    if let Some(known) = known_sender(letter, shared) {
        sheet.fact("known", &known);
    }
    if let Some(words) = suggestion(letter, shared) {
        sheet.fact_in("looks like", &words, theme.accent);
    }
    if let Some(customer) = &letter.customer {
        sheet.fact("passed on of", &clean(&customer.in_words()));
    }
    if let Some(words) = verdict_words(letter.head.verdict) {
        sheet.fact("kind", words);
    }
    files(sheet, &letter.files, &letter.head.pictures);
    if is_brief {
        return;
    }
    receivers(sheet, &letter.head);
    let dated = dated_otherwise(&letter.head, letter.received);
    let dated = dated.map_or_else(String::new, |at| format!(", dated {}", say_moment(shared.zone, at, now)));
    sheet.fact("received", &format!("{}{dated}", say_moment(shared.zone, letter.received, now)));
}

/// Returns what is said of a letter of the inbox, and its own text.
pub fn inbox_text(
    letter: &InboxLetter,
    earliest: Option<&EarliestDeadline>,
    shared: &Shared,
    now: Instant,
) -> (Vec<String>, Vec<String>) {
    let mut head = TextSheet::new(PAGE - 2, &shared.theme);
    inbox_head(&mut head, letter, earliest, false, shared, now);
    head.line(Line::default());
    let mut text = TextSheet::new(PAGE - 2, &shared.theme);
    body(&mut text, &letter.text, letter.text_file.as_ref());
    (as_text(head.lines), as_text(text.lines))
}

fn as_text(lines: Vec<Line<'static>>) -> Vec<String> {
    let plain = |line: Line<'static>| {
        let text = line.to_string();
        text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned()
    };
    lines.into_iter().map(plain).collect()
}

fn senders(sheet: &mut TextSheet<'_>, head: &LetterHead) {
    let from = head.from.as_ref().map_or_else(|| "nobody named".to_owned(), Mailbox::in_words);
    sheet.fact("from", &clean(&from));
    if let Some(reply_to) = &head.reply_to {
        sheet.fact("answers to", &clean(&reply_to.in_words()));
    }
}

fn receivers(sheet: &mut TextSheet<'_>, head: &LetterHead) {
    for (name, all) in [("to", &head.to), ("cc", &head.cc)] {
        if !all.is_empty() {
            sheet.fact(name, &mailboxes(all));
        }
    }
}

/// Says whom the desk knows by the sender's address: `Kari Nord, Acme AS`.
fn known_sender(letter: &InboxLetter, shared: &Shared) -> Option<String> {
    let who = reporter(&shared.ledger, letter.customer());
    let person = who.person.and_then(|id| shared.ledger.person(id)).map(|(_, person)| person.name().to_owned());
    let organisation = who.organisation.and_then(|id| shared.ledger.organisation(id));
    let organisation = organisation.map(|(_, organisation)| organisation.name().to_owned());
    let known: Vec<String> = person.into_iter().chain(organisation).collect();
    (!known.is_empty()).then(|| clean(&known.join(", ")).into_owned())
}

/// Says which ticket the letter seems to belong to.
fn suggestion(letter: &InboxLetter, shared: &Shared) -> Option<String> {
    let like = letter.like?;
    let subject = shared.ticket(like).map_or_else(String::new, |ticket| format!(" {}", clean(&ticket.subject)));
    Some(format!("#{like}{subject}; {} joins it", shared.keys.sign(crate::tui::action::Action::JoinLetter)))
}

fn files(sheet: &mut TextSheet<'_>, files: &[FileRef], pictures: &[FileRef]) {
    if !files.is_empty() {
        let named: Vec<String> = files.iter().map(|file| clean(&file.in_words()).into_owned()).collect();
        sheet.fact("files", &named.join(", "));
    }
    if let Some(words) = pictures_in_words(pictures.len()) {
        sheet.fact("pictures", &words);
    }
}

/// Says how many pictures of a letter are folded; none where it has none.
pub fn pictures_in_words(number: usize) -> Option<String> {
    match number {
        0 => None,
        1 => Some("1 picture of its text or signature".to_owned()),
        many => Some(format!("{many} pictures of its text or signature")),
    }
}

/// Says that a text is only the beginning of a letter's, with the size of the whole.
pub fn whole_in_words(file: &FileRef) -> String {
    clean(&goes_on_in_words(file)).into_owned()
}

fn body(sheet: &mut TextSheet<'_>, text: &str, whole: Option<&FileRef>) {
    let text = clean_lines(text);
    if text.trim().is_empty() {
        sheet.remark("It has no text.");
    }
    for line in text.trim_end().lines() {
        // A line without words keeps the paragraphs apart.
        if line.trim().is_empty() { sheet.line(Line::default()) } else { sheet.text(line, sheet.theme.text) }
    }
    if let Some(whole) = whole {
        sheet.remark(&whole_in_words(whole));
    }
}

/// Returns a letter of the outbox whole, in lines of so many columns.
pub fn outgoing_lines(letter: &Outgoing, columns: usize, shared: &Shared, now: Instant) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let mut sheet = TextSheet::new(columns.saturating_sub(2), theme);
    sheet.text(&clean(&letter.head.subject), theme.title);
    let style = if letter.state.needs_a_look() { theme.at_risk } else { theme.text };
    sheet.text(&clean(&standing_in_words(letter, shared, now)), style);
    let ticket = shared.ticket(letter.ticket);
    let subject = ticket.map_or_else(String::new, |ticket| format!(" {}", clean(&ticket.subject)));
    sheet.fact("ticket", &format!("#{}{subject}", letter.ticket));
    receivers(&mut sheet, &letter.head);
    if letter.tries > 0 {
        sheet.fact("tried", &crate::domain::text::counted(u64::from(letter.tries), "time"));
    }
    if letter.perhaps_twice {
        sheet.fact_in("perhaps", "an earlier try may have sent it already", theme.at_risk);
    }
    if let Some(row) = shared.row(letter.ticket, now) {
        let contract: Option<&Contract> = row.contract.as_deref();
        sheet.fact("records", &clean(&recorded_in_words(letter, &row.ticket, contract)));
    }
    files(&mut sheet, &letter.files, &[]);
    sheet.line(Line::default());
    body(&mut sheet, &letter.text, None);
    sheet.lines
}

/// Returns a letter of the outbox whole, as a text.
pub fn outgoing_text(letter: &Outgoing, shared: &Shared, now: Instant) -> Vec<String> {
    as_text(outgoing_lines(letter, PAGE, shared, now))
}

/// Says where a letter of the outbox stands, and what somebody can do about it.
fn standing_in_words(letter: &Outgoing, shared: &Shared, now: Instant) -> String {
    let keys = |words: &str| shared.keys.say(words);
    match &letter.state {
        OutgoingState::Held { until } if *until > now => {
            let keys = keys("{recall-letter} recalls it, {send-now} sends it now.");
            format!("It goes in {} s. {keys}", until.since(now))
        }
        OutgoingState::Held { .. } => keys("It goes as soon as its turn comes. {recall-letter} recalls it."),
        OutgoingState::Going { .. } => "It is being given to the mail server.".to_owned(),
        OutgoingState::Failed { reason, next: Some(next) } => {
            let keys = keys("{send-now} tries it now, {recall-letter} recalls it.");
            let next = say_moment(shared.zone, *next, now);
            format!("The mail server did not take it: {reason}. It is tried again {next}. {keys}")
        }
        OutgoingState::Failed { reason, next: None } => {
            let keys = keys("{send-now} tries it again, {recall-letter} recalls it.");
            format!("It was not sent, and is tried no more: {reason}. {keys}")
        }
        OutgoingState::Unsure { restored: true, .. } => keys(
            "It waited in a store that was restored or taken in, so perhaps it was sent before that. {was-sent} says that it was, \
             {send-now} sends it, {recall-letter} recalls it.",
        ),
        OutgoingState::Unsure { .. } => keys(
            "The desk was stopped while it was being sent, so perhaps it was. {was-sent} says that it was, {send-now} sends it \
             again, {recall-letter} recalls it.",
        ),
        OutgoingState::Unrecorded { reason, .. } => {
            let keys = keys("{was-sent} tries that again, {recall-letter} takes it off the list.");
            format!("It was sent, and its ticket could not be given what it records: {reason}. {keys}")
        }
    }
}
