//! Holds the commands of the person's own: a program with arguments from the ticket, or a canned reply to it, and the key for that.

mod argument;
mod read;

use std::borrow::Cow;

use super::{Action, ActionRow, Context, Group, Press};

pub use argument::{Argument, Placeholder};
pub(super) use read::read_own;

/// A command of the person's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnCommand {
    /// What help, palette, footer and messages call it.
    pub name: String,
    /// What is pressed for it; none where only the palette has it.
    pub keys: Vec<Press>,
    /// The program and its arguments; empty where it writes a canned reply.
    pub program: Vec<Argument>,
    /// The name of the canned reply that a letter is begun with, instead of running a program.
    pub reply: Option<String>,
    /// The pages on which it may run.
    pub pages: Vec<Context>,
    /// Whether it has the terminal until it ends; else it runs beside the screen.
    pub waits: bool,
    /// Whether it gets the ticket as JSON on its standard input.
    pub takes_json: bool,
}

impl OwnCommand {
    /// Returns the program as the settings name it.
    pub fn program_name(&self) -> String {
        self.program.first().map_or_else(String::new, Argument::written)
    }

    /// Returns whether it cannot run without a ticket.
    pub fn needs_ticket(&self) -> bool {
        self.reply.is_some() || self.takes_json || self.program.iter().any(Argument::is_of_ticket)
    }

    /// Returns the program with its arguments; `value` says what stands in the place of a placeholder.
    ///
    /// # Errors
    ///
    /// If a value would stand where the program takes options and begins as one does, as a subject from outside may: in
    /// words, with what to write in the settings.
    pub fn argv(&self, value: &dyn Fn(Placeholder) -> String) -> Result<Vec<String>, String> {
        let mut takes_options = true;
        let mut argv = Vec::with_capacity(self.program.len());
        for argument in &self.program {
            let filled = argument.fill(value);
            if let Some(first) = argument.first_value().filter(|_| takes_options && filled.starts_with('-')) {
                let name = first.name();
                return Err(format!(
                    "{{{name}}} begins with “-” here and would be taken for an option; put \"--\" before \"{{{name}}}\" in the settings"
                ));
            }
            takes_options &= filled != "--";
            argv.push(filled);
        }
        Ok(argv)
    }

    /// Returns its row of the table of actions, as the command of that number.
    pub(super) fn row(&self, number: u8) -> ActionRow {
        let place = if self.waits { "on this terminal, until it ends" } else { "beside the screen" };
        let help = match &self.reply {
            Some(reply) => {
                format!("Begin a letter with the canned reply {reply}; what it does is shown before it is sent.")
            }
            None => format!("Run {} {place}.", self.program_name().rsplit('/').next().unwrap_or_default()),
        };
        ActionRow {
            action: Action::Own(number),
            group: Group::Own,
            name: Cow::Owned(self.name.clone()),
            keys: self.keys.clone(),
            contexts: Cow::Owned(self.pages.clone()),
            label: Cow::Owned(self.name.clone()),
            help: Cow::Owned(help),
        }
    }
}
