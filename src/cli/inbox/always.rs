//! Carries out `frist inbox always`: what a sender writes is taken in from now on, and what waits of theirs.

use crate::cli::args::SenderArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::setup::Setup;
use crate::desk::{
    AskDesk as _, Change, Desk as _, InboxOf, MOST_TAKEN_TOGETHER, Request, SharedDesk, TakenAs, UNPROVED_FOLLOWS,
    WaitingLetter, is_from,
};
use crate::domain::intake::IntakeDefaults;
use crate::domain::ledger::LetterRule;
use crate::domain::letter::Trust;
use crate::domain::text::counted;

use super::{RuleJson, rule, sender_meant, writer_on};

/// Always takes a sender, with what waits of theirs as far as it follows what that becomes.
pub(super) fn always(
    setup: &Setup,
    desk: &SharedDesk,
    args: &SenderArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let (sender, named) = sender_meant(desk, &args.sender)?;
    let done = rule(setup, desk, (&sender, LetterRule::Always), Vec::new())?;
    let waiting = desk.ask(InboxOf { most: usize::MAX })?.letters;
    let theirs: Vec<WaitingLetter> = waiting.into_iter().filter(|waiting| is_from(&waiting.letter, &sender)).collect();
    let taken = take_all(setup, desk, &theirs)?;
    let left = theirs.len() as u64 - taken;
    let said = format!("letters from {sender} are always taken in");
    output.after(&said, |output| {
        if args.json {
            let (rule, taken, left) = (LetterRule::Always.key(), Some(taken), Some(left));
            return output.json(&RuleJson { sender: &sender, rule, taken, left });
        }
        let was = if done.is_none() { " already" } else { "" };
        let too = if taken == 0 { String::new() } else { format!(", and {} that waited", counted(taken, "letter")) };
        output.line(&format!("{said}{was}{too}"))?;
        if named.is_some_and(|named| named.letter.head.trust != Trust::Verified) {
            output.remark(&format!("nothing proves who sent that letter. {UNPROVED_FOLLOWS}"));
        }
        match left {
            0 => Ok(()),
            left => output.line(&format!(
                "{} of theirs in the inbox still, as something is to be chosen or to be looked at: frist inbox list",
                counted(left, "letter")
            )),
        }
    })
}

/// Takes these letters as far as it follows what they become, and returns how many were.
fn take_all(setup: &Setup, desk: &SharedDesk, letters: &[WaitingLetter]) -> Result<u64, CliError> {
    let (ledger, book, defaults) = (desk.ledger(), desk.book(), IntakeDefaults::from(&setup.settings.mail.defaults));
    let mut changes: Vec<Vec<Change>> = Vec::new();
    for waiting in letters {
        match waiting.taken_as((&ledger, &book), &defaults) {
            TakenAs::Ticket(taken, _) => changes.push(taken),
            TakenAs::Message(ticket) => changes.extend(
                desk.record(ticket)?
                    .map(|record| waiting.join(&record.ticket, writer_on(setup, desk, waiting, &record))),
            ),
            TakenAs::Unchosen(_) | TakenAs::Waits => {}
        }
    }
    let mut taken = 0;
    for together in changes.chunks(MOST_TAKEN_TOGETHER) {
        if desk.commit(Request::new(&setup.me, together.concat())).is_ok() {
            taken += together.len() as u64;
            continue;
        }
        // One that is refused, as where its ticket is full, keeps the others from nothing.
        for alone in together {
            taken += u64::from(desk.commit(Request::new(&setup.me, alone.clone())).is_ok());
        }
    }
    Ok(taken)
}
