//! Which arguments are texts that a person writes: these may be `-`, for standard input.

use super::{AbsenceCommand, OrganisationCommand, OutageCommand, PersonCommand, VendorReportCommand, WorkCommand};

impl WorkCommand {
    /// The texts that are given.
    pub(in crate::cli) fn texts(&mut self) -> Vec<&mut String> {
        let given: Vec<&mut Option<String>> = match self {
            Self::New(new) => {
                let others = new.description.iter_mut().chain(&mut new.note);
                return std::iter::once(&mut new.subject).chain(others).collect();
            }
            Self::Do(act) => return act.texts(),
            Self::Reply(reply) => vec![&mut reply.text, &mut reply.subject, &mut reply.reason_text],
            Self::Record(record) => return record.texts(),
            Self::Outage(OutageCommand::Start(start)) => vec![&mut start.about.symptom],
            Self::Outage(OutageCommand::Add(add)) => vec![&mut add.about.symptom, &mut add.solution],
            Self::Outage(OutageCommand::End(end)) => vec![&mut end.solution],
            Self::Outage(OutageCommand::Set(set)) => vec![&mut set.symptom, &mut set.solution],
            Self::VendorReport(VendorReportCommand::Add { note, .. })
            | Self::Absence(AbsenceCommand::Add { note, .. }) => vec![note],
            Self::Person(PersonCommand::Add(add)) => vec![&mut add.note],
            Self::Person(PersonCommand::Set(set)) => vec![&mut set.note],
            Self::Organisation(OrganisationCommand::Add(add)) => vec![&mut add.note],
            Self::Organisation(OrganisationCommand::Set(set)) => vec![&mut set.note],
            _ => Vec::new(),
        };
        given.into_iter().flatten().collect()
    }
}
