//! Holds the parts of a contract that a person is asked for, and writes the file from them.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{self, Block, blocks, list, quoted, set_key};
use super::names::id_from_name;
use super::{ContractTemplate, hours, targets, uptime};
use crate::contract::calendar::Calendars;
use crate::contract::model::{Contract, TargetClock};
use crate::contract::read::read_contract;
use crate::problem::Problem;
use crate::time::cut_off_text;

/// A part of a contract that is asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OutlineField {
    /// The name of the vendor.
    Vendor,
    /// The contract's id; where none is given, it is made of the vendor's name.
    Id,
    /// The name of the service; may be left empty.
    Service,
    /// The time zone, by its IANA name.
    Zone,
    /// The holiday calendars, by their ids, with commas between them.
    Holidays,
    /// The support hours: `mon-thu 08:00-16:00, fri 08:00-14:00`.
    Hours,
    /// The time of day from which on a report counts from the next support day; may be left empty.
    CutOff,
    /// The days that are closed besides holidays, with commas between them: `12-24, 2026-05-15`.
    Closed,
    /// The channels that a report may come by, with commas between them; may be left empty for any.
    Channels,
    /// The names of the severities, the most severe first, with commas between them.
    Severities,
    /// The names of the plans, with commas between them.
    Plans,
    /// The uptime that is promised for a month, in percent: `99.5`; may be left empty for none.
    Uptime,
    /// The times of one severity in one plan, both by their ids: `response 30m, correction 3bd`.
    Targets {
        /// The plan's id.
        plan: String,
        /// The severity's id.
        severity: String,
    },
}

/// A contract as it is being written: a template, and the parts of it that are other.
#[derive(Clone, Debug)]
pub struct ContractOutline {
    template: &'static ContractTemplate,
    /// The parts as the template has them.
    own: BTreeMap<OutlineField, String>,
    /// The ids and names of the template's severities and plans.
    severities: Vec<Named>,
    plans: Vec<Named>,
    /// The parts that were set.
    set: BTreeMap<OutlineField, String>,
}

/// What a contract comes to as it is being written.
#[derive(Debug)]
pub struct CheckedOutline {
    /// The contract, where nothing is wrong.
    pub contract: Option<Contract>,
    /// What is wrong, each with the part that it is about, if it is about one.
    pub wrong: Vec<(Option<OutlineField>, Problem)>,
}

/// The id and the name of a severity or a plan.
type Named = (String, String);

impl ContractOutline {
    /// Begins with that template. The template's own calendars have to be among `calendars`.
    ///
    /// # Errors
    /// If the template is no good contract: every problem.
    pub fn new(template: &'static ContractTemplate, calendars: &Calendars) -> Result<Self, Vec<Problem>> {
        let contract = read_contract(template.name, template.text, calendars)?;
        let severities: Vec<Named> = contract.severities.iter().map(|s| (s.id.clone(), s.name.clone())).collect();
        let plans: Vec<Named> = contract.plans.iter().map(|p| (p.id.clone(), p.name.clone())).collect();
        let own = own_fields(&contract, &severities, &plans);
        Ok(Self { template, own, severities, plans, set: BTreeMap::new() })
    }

    /// Returns the template that it began with.
    pub const fn template(&self) -> &'static ContractTemplate {
        self.template
    }

    /// Returns the parts that are asked for, in the order in which they are.
    pub fn fields(&self) -> Vec<OutlineField> {
        use OutlineField::{
            Channels, Closed, CutOff, Holidays, Hours, Id, Plans, Service, Severities, Targets, Uptime, Vendor, Zone,
        };
        let severities = self.named(&Severities);
        let of_plan = |(plan, _): &Named| {
            let target = |(severity, _): &Named| Targets { plan: plan.clone(), severity: severity.clone() };
            severities.iter().map(target).collect::<Vec<_>>()
        };
        let targets = self.named(&Plans).iter().flat_map(of_plan).collect::<Vec<_>>();
        let parts = [Vendor, Id, Service, Zone, Holidays, Hours, CutOff, Closed, Channels, Severities, Plans];
        parts.into_iter().chain(targets).chain([Uptime]).collect()
    }

    /// Returns a part as it was set, else as the template has it: the times of a severity or plan with another name are
    /// those of the one in its place.
    pub fn value(&self, field: &OutlineField) -> String {
        if let Some(set) = self.set.get(field) {
            return set.clone();
        }
        match field {
            OutlineField::Id => id_from_name(&self.value(&OutlineField::Vendor)),
            OutlineField::Targets { plan, severity } => self
                .source_of(plan, severity)
                .map_or_else(String::new, |source| self.own.get(&source).cloned().unwrap_or_default()),
            other => self.own.get(other).cloned().unwrap_or_default(),
        }
    }

    /// Sets a part. An id that is set to nothing is made of the vendor's name again.
    pub fn set(&mut self, field: OutlineField, text: &str) {
        if field == OutlineField::Id && text.trim().is_empty() {
            self.set.remove(&field);
        } else {
            self.set.insert(field, text.to_owned());
        }
    }

    /// Returns whether anything was set to something else than the template has.
    pub fn is_changed(&self) -> bool {
        self.set.iter().any(|(field, text)| self.own.get(field) != Some(text))
    }

    /// Returns the parts that were set.
    pub const fn changes(&self) -> &BTreeMap<OutlineField, String> {
        &self.set
    }

    /// Begins with another template and keeps what was set of the parts that every contract has; severities, plans and
    /// their times are the new template's.
    ///
    /// # Errors
    /// If the template is no good contract: every problem.
    pub fn with_template(
        &self,
        template: &'static ContractTemplate,
        calendars: &Calendars,
    ) -> Result<Self, Vec<Problem>> {
        use OutlineField::{Channels, Closed, CutOff, Holidays, Hours, Id, Service, Uptime, Vendor, Zone};
        let parts = [Vendor, Id, Service, Zone, Holidays, Hours, CutOff, Closed, Channels, Uptime];
        let stays = |field: &OutlineField| parts.contains(field);
        let set = self.set.iter().filter(|(field, _)| stays(field)).map(|(field, text)| (field.clone(), text.clone()));
        Ok(Self { set: set.collect(), ..Self::new(template, calendars)? })
    }

    /// Returns the ids and names that a line of names stands for: a name of the template's keeps its id.
    pub fn named(&self, field: &OutlineField) -> Vec<(String, String)> {
        let known = if *field == OutlineField::Plans { &self.plans } else { &self.severities };
        let id = |name: &str| {
            let same = known.iter().find(|(_, own)| own.eq_ignore_ascii_case(name));
            same.map_or_else(|| id_from_name(name), |(id, _)| id.clone())
        };
        names(&self.value(field)).map(|name| (id(name), name.to_owned())).collect()
    }

    /// Returns the text of the file.
    pub fn text(&self) -> String {
        let all = blocks(self.template.text);
        let (severities, plans) = (self.named(&OutlineField::Severities), self.named(&OutlineField::Plans));
        let (mut out, mut done) = (String::new(), BTreeSet::new());
        for block in &all {
            match kind_of(block.name) {
                BlockKind::Head => out += &self.head(block.body),
                BlockKind::Support => out += &self.support(block),
                BlockKind::Hours => out += &self.hours(block),
                BlockKind::Severity if done.insert("severity") => {
                    apart(&mut out, block.before);
                    severities
                        .iter()
                        .enumerate()
                        .for_each(|(n, named)| apart(&mut out, &self.severity(&all, n, named)));
                }
                BlockKind::Plan if done.insert("plan") => {
                    apart(&mut out, block.before);
                    plans.iter().enumerate().for_each(|(n, named)| apart(&mut out, &self.plan(&all, n, named)));
                }
                BlockKind::Severity | BlockKind::Plan => {}
                BlockKind::Priority => out += &self.priority(block),
                BlockKind::Uptime => out += &self.uptime(block),
                BlockKind::Other => out += &block.text(),
            }
        }
        if !all.iter().any(|block| kind_of(block.name) == BlockKind::Uptime) {
            apart(&mut out, &uptime::new_table(&self.value(&OutlineField::Uptime)));
        }
        format!("{}\n", out.trim_end())
    }

    /// Writes the file and reads it as every contract is read: what is wrong is told with the part that it is about.
    pub fn check(&self, calendars: &Calendars) -> CheckedOutline {
        let id = self.value(&OutlineField::Id);
        match read_contract(&format!("{id}.toml"), &self.text(), calendars) {
            Ok(contract) => match hours::late_cut_off(&contract) {
                None => CheckedOutline { contract: Some(contract), wrong: Vec::new() },
                Some(problem) => CheckedOutline { contract: None, wrong: vec![(Some(OutlineField::CutOff), problem)] },
            },
            Err(problems) => {
                let placed = |problem: Problem| (self.field_of(problem.key()), problem);
                let own = self.wrong_names();
                // What is wrong with the names makes tables that say nothing by themselves.
                let follows = |field: &OutlineField| match field {
                    OutlineField::Targets { .. } => !own.is_empty(),
                    other => own.iter().any(|(named, _)| named.as_ref() == Some(other)),
                };
                let others = problems.into_iter().map(placed);
                let others: Vec<_> = others.filter(|(field, _)| !field.as_ref().is_some_and(follows)).collect();
                CheckedOutline { contract: None, wrong: own.into_iter().chain(others).collect() }
            }
        }
    }

    /// Returns what is wrong with the names of severities and plans: none is there, two give the same id, or one gives none.
    fn wrong_names(&self) -> Vec<(Option<OutlineField>, Problem)> {
        let all = [
            (OutlineField::Severities, "severity", "Critical, Serious, Minor"),
            (OutlineField::Plans, "plan", "Standard"),
        ];
        let wrong = |(field, word, like): (OutlineField, &str, &str)| {
            let named = self.named(&field);
            let mut seen = BTreeSet::new();
            let message = if named.is_empty() {
                format!("there is no {word}")
            } else if let Some((_, name)) = named.iter().find(|(id, _)| id.is_empty()) {
                format!("`{name}` has no letter or digit that an id may have")
            } else {
                let twice = named.iter().find(|(id, _)| !seen.insert(id.clone()));
                format!("the {word} `{}` stands here twice", twice?.1)
            };
            let problem = Problem::refused(message, format!("name each once, with commas between them: {like}"));
            Some((Some(field), problem))
        };
        all.into_iter().filter_map(wrong).collect()
    }

    /// Returns the part that a key of the file belongs to.
    fn field_of(&self, key: &str) -> Option<OutlineField> {
        let parts: Vec<&str> = key.split('.').collect();
        Some(match parts.as_slice() {
            ["vendor", ..] => OutlineField::Vendor,
            ["id", ..] => OutlineField::Id,
            ["service", ..] => OutlineField::Service,
            ["time_zone", ..] => OutlineField::Zone,
            ["support", "holidays", ..] => OutlineField::Holidays,
            ["support", "hours", ..] => OutlineField::Hours,
            ["support", "cut_off", ..] => OutlineField::CutOff,
            ["support", "closed", ..] => OutlineField::Closed,
            ["support", "channels", ..] => OutlineField::Channels,
            ["uptime", ..] => OutlineField::Uptime,
            ["plan", plan, "target", severity, ..] => {
                let target = OutlineField::Targets { plan: (*plan).to_owned(), severity: (*severity).to_owned() };
                if self.fields().contains(&target) { target } else { OutlineField::Severities }
            }
            ["plan", ..] => OutlineField::Plans,
            [severity, "channels", ..] if severity.starts_with("severity") => OutlineField::Channels,
            [severity, ..] if severity.starts_with("severity") => OutlineField::Severities,
            ["priority", ..] => OutlineField::Severities,
            _ => return None,
        })
    }

    /// Returns where in the template the times of that severity in that plan come from.
    fn source_of(&self, plan: &str, severity: &str) -> Option<OutlineField> {
        let place = |field: &OutlineField, id: &str| self.named(field).iter().position(|(own, _)| own == id);
        let plan = source(&self.plans, place(&OutlineField::Plans, plan)?, plan).or(self.plans.last())?;
        let place = place(&OutlineField::Severities, severity)?;
        let severity = source(&self.severities, place, severity).or(self.severities.last())?;
        Some(OutlineField::Targets { plan: plan.0.clone(), severity: severity.0.clone() })
    }

    /// Returns whether a part is still as the template has it.
    fn is_own(&self, field: &OutlineField) -> bool {
        self.set.get(field).is_none_or(|text| self.own.get(field) == Some(text))
    }

    fn head(&self, body: &str) -> String {
        let service = self.value(&OutlineField::Service);
        let service = Some(service.trim()).filter(|service| !service.is_empty()).map(quoted);
        let mut body = set_key(body, "service", service.as_deref());
        for (key, field) in
            [("id", OutlineField::Id), ("vendor", OutlineField::Vendor), ("time_zone", OutlineField::Zone)]
        {
            body = set_key(&body, key, Some(&quoted(self.value(&field).trim())));
        }
        body
    }

    fn support(&self, block: &Block<'_>) -> String {
        let mut body = block.body.to_owned();
        if !self.is_own(&OutlineField::CutOff) {
            let cut_off = self.value(&OutlineField::CutOff);
            let cut_off = Some(cut_off.trim()).filter(|text| !says_none(text)).map(quoted);
            body = set_key(&body, "cut_off", cut_off.as_deref());
        }
        if !self.is_own(&OutlineField::Closed) {
            let closed = self.value(&OutlineField::Closed);
            let closed = Some(list(names(&closed))).filter(|_| !says_none(closed.trim()));
            body = set_key(&body, "closed", closed.as_deref());
        }
        if !self.is_own(&OutlineField::Channels) {
            let channels = self.value(&OutlineField::Channels);
            let channels = Some(list(names(&channels))).filter(|_| !says_none(channels.trim()));
            body = set_key(&body, "channels", channels.as_deref());
        }
        if !self.is_own(&OutlineField::Holidays) {
            body = set_key(&body, "holidays", Some(&list(names(&self.value(&OutlineField::Holidays)))));
        }
        format!("{}{}{body}", block.before, block.header)
    }

    /// Returns the promise of uptime with another percentage; nothing where none is promised any more.
    fn uptime(&self, block: &Block<'_>) -> String {
        if self.is_own(&OutlineField::Uptime) {
            return block.text();
        }
        let Some(percent) = uptime::percent(&self.value(&OutlineField::Uptime)) else { return String::new() };
        let body = set_key(&set_key(block.body, "max_downtime", None), "min_percent", Some(&percent));
        format!("{}{}{body}", block.before, block.header)
    }

    fn hours(&self, block: &Block<'_>) -> String {
        if self.is_own(&OutlineField::Hours) {
            return block.text();
        }
        let lines = blocks::lines(&hours::to_pairs(&self.value(&OutlineField::Hours)));
        format!("{}{}{lines}", block.before, block.header)
    }

    /// Returns the table of the severity in that place.
    fn severity(&self, all: &[Block<'_>], place: usize, (id, name): &Named) -> String {
        let from = source(&self.severities, place, id);
        let own = from.and_then(|(own, _)| {
            let nth = self.severities.iter().position(|(known, _)| known == own)?;
            all.iter().filter(|block| kind_of(block.name) == BlockKind::Severity).nth(nth)
        });
        let Some(own) = own else {
            let means = "\"\"   # what the agreement means by it: it is shown while a ticket is logged".to_owned();
            let pairs = [("id", quoted(id)), ("name", quoted(name)), ("means", means)];
            return format!("[[severity]]\n{}", blocks::lines(&pairs.map(|(key, value)| (key.to_owned(), value))));
        };
        let body = set_key(own.body, "id", Some(&quoted(id)));
        format!("{}{}", own.header, set_key(&body, "name", Some(&quoted(name))))
    }

    /// Returns the tables of the plan in that place: its own, its times by severity, and what else it has.
    fn plan(&self, all: &[Block<'_>], place: usize, (id, name): &Named) -> String {
        let Some((from, _)) = source(&self.plans, place, id).or(self.plans.last()) else { return String::new() };
        let header =
            |block: &Block<'_>| block.header.replacen(&format!("plan.{from}"), &format!("plan.{}", blocks::key(id)), 1);
        let mut out = String::new();
        for block in all.iter().filter(|block| block.name == format!("plan.{from}")) {
            apart(&mut out, &format!("{}{}", header(block), set_key(block.body, "name", Some(&quoted(name)))));
        }
        for (severity, _) in self.named(&OutlineField::Severities) {
            apart(&mut out, &self.targets(all, (id, &severity)));
        }
        let others = all.iter().filter(|block| {
            let part = block.name.strip_prefix(&format!("plan.{from}."));
            part.is_some_and(|part| !part.starts_with("target."))
        });
        others.for_each(|block| apart(&mut out, &format!("{}{}{}", block.before, header(block), block.body)));
        out
    }

    /// Returns the table of the times of that severity in that plan; empty where none are promised.
    fn targets(&self, all: &[Block<'_>], (plan, severity): (&str, &str)) -> String {
        let field = OutlineField::Targets { plan: plan.to_owned(), severity: severity.to_owned() };
        let value = self.value(&field);
        let header = format!("[plan.{}.target.{}]\n", blocks::key(plan), blocks::key(severity));
        let source = self.source_of(plan, severity);
        if let Some(OutlineField::Targets { plan, severity }) =
            source.filter(|source| self.own.get(source) == Some(&value))
        {
            let name = format!("plan.{plan}.target.{severity}");
            let own = all.iter().find(|block| block.name == name);
            return own.map_or_else(String::new, |own| format!("{header}{}", own.body));
        }
        let pairs = targets::to_pairs(&value);
        if pairs.is_empty() { String::new() } else { format!("{header}{}", blocks::lines(&pairs)) }
    }

    /// Returns the matrix with the new ids of the severities; nothing where one of them is gone, as a ticket's severity is
    /// chosen then.
    fn priority(&self, block: &Block<'_>) -> String {
        let now = self.named(&OutlineField::Severities);
        let new_id = |own: &str| {
            let stands_for =
                |(n, (id, _)): &(usize, &Named)| source(&self.severities, *n, id).is_some_and(|s| s.0 == own);
            now.iter().enumerate().find(stands_for).map(|(_, (id, _))| id.clone())
        };
        let ids: Option<Vec<(String, String)>> =
            self.severities.iter().map(|(own, _)| Some((quoted(own), quoted(&new_id(own)?)))).collect();
        let Some(ids) = ids else { return String::new() };
        let cells = block.body.split_inclusive([',', '[', ']', '\n', ' ']);
        let cell = |cell: &str| {
            let own = ids.iter().find(|(own, _)| cell.starts_with(own.as_str()));
            own.map_or_else(|| cell.to_owned(), |(own, new)| cell.replacen(own.as_str(), new, 1))
        };
        format!("{}{}{}", block.before, block.header, cells.map(cell).collect::<String>())
    }
}

/// The tables of a template by what is done with them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Head,
    Support,
    Hours,
    Severity,
    Plan,
    Priority,
    Uptime,
    Other,
}

fn kind_of(name: &str) -> BlockKind {
    match name {
        "" => BlockKind::Head,
        "support" => BlockKind::Support,
        "support.hours" => BlockKind::Hours,
        "severity" => BlockKind::Severity,
        "priority" => BlockKind::Priority,
        "uptime" => BlockKind::Uptime,
        name if name.starts_with("plan.") => BlockKind::Plan,
        _ => BlockKind::Other,
    }
}

/// Returns the severity or plan of the template that the one of that id in that place comes from: that of the same id, else
/// the one in its place.
fn source<'a>(own: &'a [Named], place: usize, id: &str) -> Option<&'a Named> {
    own.iter().find(|(known, _)| known == id).or_else(|| own.get(place))
}

/// Adds a part, with an empty line before it where a part is above it.
fn apart(out: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    let above_is_whole = out.is_empty() || out.ends_with("\n\n");
    let comment_above = out.lines().next_back().is_some_and(|line| line.starts_with('#'));
    if !above_is_whole && !comment_above {
        out.push('\n');
    }
    out.push_str(part);
}

/// Returns whether a line says that there is nothing of the kind.
fn says_none(line: &str) -> bool {
    line.is_empty() || line.eq_ignore_ascii_case("none")
}

fn names(line: &str) -> impl Iterator<Item = &str> {
    line.split(',').map(str::trim).filter(|name| !name.is_empty())
}

fn own_fields(contract: &Contract, severities: &[Named], plans: &[Named]) -> BTreeMap<OutlineField, String> {
    let names = |all: &[Named]| all.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let support = contract.support.clock.hours();
    let closed = support.closed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut own = BTreeMap::from([
        (OutlineField::Vendor, contract.vendor.clone()),
        (OutlineField::Id, contract.id.clone()),
        (OutlineField::Service, contract.service.clone().unwrap_or_default()),
        (OutlineField::Zone, contract.zone.name().to_owned()),
        (OutlineField::Holidays, contract.support.holidays.join(", ")),
        (OutlineField::Hours, hours::to_line(&support.week)),
        (OutlineField::CutOff, support.cut_off.map(cut_off_text).unwrap_or_default()),
        (OutlineField::Closed, closed),
        (OutlineField::Channels, contract.support.channels.join(", ")),
        (OutlineField::Uptime, uptime::to_line(contract)),
        (OutlineField::Severities, names(severities)),
        (OutlineField::Plans, names(plans)),
    ]);
    for plan in &contract.plans {
        for severity in &contract.severities {
            let counted = severity.clock.clone().or_else(|| plan.clock.clone());
            let counted = counted.unwrap_or(TargetClock { kind: contract.support.default_clock, hours: None });
            let line = plan.targets.get(&severity.id).map(|promises| targets::to_line(promises, &counted));
            let field = OutlineField::Targets { plan: plan.id.clone(), severity: severity.id.clone() };
            own.insert(field, line.unwrap_or_default());
        }
    }
    own
}
