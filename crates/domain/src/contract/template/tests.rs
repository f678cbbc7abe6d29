use super::*;
use crate::contract::{Calendars, Contract, built_in_calendars, read_calendar, read_contract};
use OutlineField::{Channels, Closed, CutOff, Holidays, Hours, Id, Plans, Service, Severities, Uptime, Vendor, Zone};

fn calendars() -> Calendars {
    let mut calendars = Calendars::default();
    for file in built_in_calendars() {
        calendars.insert(read_calendar(&file.name, &file.text).unwrap());
    }
    calendars
}

fn outline(name: &str) -> ContractOutline {
    ContractOutline::new(ContractTemplate::named(name).unwrap(), &calendars()).unwrap()
}

fn targets(plan: &str, severity: &str) -> OutlineField {
    OutlineField::Targets { plan: plan.to_owned(), severity: severity.to_owned() }
}

#[track_caller]
fn good(outline: &ContractOutline) -> Contract {
    let checked = outline.check(&calendars());
    assert!(checked.wrong.is_empty(), "{:#?}\n{}", checked.wrong, outline.text());
    checked.contract.unwrap()
}

/// Returns what is wrong, as the part it is about and the message.
fn wrong(outline: &ContractOutline) -> Vec<(Option<OutlineField>, String)> {
    outline.check(&calendars()).wrong.into_iter().map(|(field, problem)| (field, problem.message)).collect()
}

#[test]
fn every_template_is_a_good_contract_that_says_what_it_is_for() {
    let calendars = calendars();
    for template in ContractTemplate::ALL {
        let contract = read_contract(template.name, template.text, &calendars);
        let contract = contract.unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert!(template.summary().ends_with('.') && template.summary().len() < 130, "{}", template.summary());
        assert!(template.text.lines().all(|line| line.chars().count() <= 140), "{}", template.name);
        assert!(contract.severities.iter().all(|severity| !severity.means.is_empty()), "{}", template.name);
        // What an installed program does not bring along is pointed to by nothing.
        assert!(!template.text.contains("docs/") && template.text.contains("frist-contract(5)"), "{}", template.name);
        assert_eq!(ContractTemplate::named(template.name), Some(&template));
    }
    assert_eq!(ContractTemplate::named("acme"), None);
}

#[test]
fn a_template_of_which_nothing_is_said_stays_as_it_is_but_for_its_id() {
    for template in ContractTemplate::ALL {
        let mut outline = outline(template.name);
        outline.set(Id, if template.name == "internal-it" { "it" } else { "acme" });
        assert_eq!(outline.text(), template.text);
        assert!(!outline.is_changed());
        // And where each part is said again as it is.
        for field in outline.fields() {
            let value = outline.value(&field);
            outline.set(field, &value);
        }
        assert_eq!(outline.text(), template.text);
    }
}

/// What is written by a line is read to the line again, whatever the template.
#[test]
fn each_part_that_is_said_otherwise_is_written_and_nothing_else() {
    for template in ContractTemplate::ALL {
        let before = outline(template.name);
        for field in before.fields() {
            let mut outline = before.clone();
            let text = match &field {
                Vendor => "Nordic \"Best\" AB",
                Id => "other-id",
                Service => "Something else",
                Zone => "Europe/Amsterdam",
                Holidays => "NL, DE",
                Hours => "mon-thu 09:00-17:00, fri 09:00-12:00 13:00-15:30",
                CutOff => "13:30",
                Closed => "06-05, 2026-06-08, easter-1",
                Channels => "phone, email, chat",
                Uptime => "99.7",
                Severities | Plans => continue,
                OutlineField::Targets { .. } => "response 20m, correction 2bd otherwise 9bd from response",
            };
            outline.set(field.clone(), text);
            let contract = good(&outline);
            assert!(outline.is_changed());
            let again = own_again(&contract, &outline);
            assert_eq!(again.value(&field), text, "{field:?} in {}", template.name);
            for other in before.fields().into_iter().filter(|other| *other != field) {
                let derived = field == Vendor && other == Id;
                assert!(derived || again.value(&other) == before.value(&other), "{other:?} in {}", template.name);
            }
        }
    }
}

/// Returns the outline that the written file would have as a template.
fn own_again(contract: &Contract, outline: &ContractOutline) -> ContractOutline {
    let text: &'static str = Box::leak(contract.source.clone().into_boxed_str());
    let template: &'static ContractTemplate =
        Box::leak(Box::new(ContractTemplate { name: outline.template().name, text }));
    let mut again = ContractOutline::new(template, &calendars()).unwrap();
    again.set(Id, &contract.id);
    again
}

#[test]
fn severities_and_plans_may_have_other_names_and_there_may_be_more_or_fewer() {
    let mut outline = outline("office-hours");
    outline.set(Severities, "P1, P2, P3, P4");
    outline.set(Plans, "Basic, Premium");
    outline.set(targets("premium", "p1"), "response 15m");
    outline.set(targets("basic", "p4"), "");
    let contract = good(&outline);
    let ids: Vec<&str> = contract.severities.iter().map(|severity| severity.id.as_str()).collect();
    assert_eq!(ids, ["p1", "p2", "p3", "p4"]);
    assert_eq!(contract.severities[0].means, "Nobody can work, or much is lost as long as it lasts.");
    assert_eq!(contract.severities[3].means, "");
    let promised = |plan: &str, severity: &str| outline.value(&targets(plan, severity));
    assert_eq!(promised("basic", "p1"), "response 1h, work_start 2h, correction 8h");
    assert_eq!(promised("premium", "p1"), "response 15m");
    assert_eq!(promised("premium", "p4"), "response 2bd, correction next release");
    assert!(contract.promises("basic", "p4").is_none() && contract.promises("premium", "p4").is_some());
    outline.set(Severities, "Critical");
    outline.set(Plans, "Only");
    assert_eq!(good(&outline).severities.len(), 1);
}

#[test]
fn an_uptime_and_channels_are_written_and_taken_away() {
    let mut outline = outline("office-hours");
    assert_eq!((outline.value(&Channels).as_str(), outline.value(&Uptime).as_str()), ("phone, email, portal", ""));
    outline.set(Channels, "none");
    outline.set(Uptime, "99.5 %");
    let contract = good(&outline);
    assert_eq!(contract.support.channels, [""; 0]);
    let floor = |contract: &Contract| contract.uptime.as_ref().map(|uptime| format!("{:?}", uptime.floor));
    assert!(floor(&contract).is_some_and(|floor| floor.contains("99.5")), "{}", outline.text());
    assert!(outline.text().trim_end().ends_with("stand here too"), "{}", outline.text());
    outline.set(Uptime, "none");
    assert_eq!(floor(&good(&outline)), None);
    assert!(!outline.text().contains("[uptime]"));
    for (field, text) in [(Uptime, "much"), (Uptime, "120"), (Channels, "e-mail")] {
        let mut outline = outline.clone();
        outline.set(field.clone(), text);
        let wrong = wrong(&outline);
        assert!(!wrong.is_empty() && wrong.iter().all(|(at, _)| *at == Some(field.clone())), "{text}: {wrong:?}");
    }
}

#[test]
fn a_plan_keeps_its_uptime_under_another_name() {
    let mut outline = outline("bronze-silver-gold");
    outline.set(Plans, "Gold, Platinum");
    let contract = good(&outline);
    let floor = |plan: &str| format!("{:?}", contract.plan(plan).unwrap().uptime.as_ref().unwrap().floor);
    assert!(floor("gold").contains("99.9") && floor("platinum").contains("99.5"), "{}", outline.text());
    let text = outline.text();
    assert!(!text.contains("bronze") && text.contains("# The plans, and in each the times by severity"), "{text}");
}

#[test]
fn a_matrix_follows_the_severities_or_goes() {
    let mut outline = outline("internal-it");
    outline.set(Severities, "P1, P2, P3");
    let priority = good(&outline).priority.unwrap();
    assert_eq!(priority.matrix[0], ["p1", "p1", "p2"]);
    outline.set(Severities, "P1, P2");
    assert!(good(&outline).priority.is_none());
}

#[test]
fn each_mistake_is_told_at_its_part() {
    for (field, text, message) in [
        (Vendor, " ", "the text is empty"),
        (Id, "Acme!", "`Acme!` is not an id"),
        (Zone, "Oslo", "`Oslo` is not a time zone"),
        (Holidays, "XX", "there is no holiday calendar `XX`"),
        (Hours, "mon-fri 8-16", "`8-16` is not a window"),
        (Closed, "24.12.", "`24.12.` is not a date"),
        (Hours, "Mo 08:00-16:00", "`mo` is not a day"),
        (Hours, "mon 08:00-16:00, mon 17:00-18:00", "duplicate key"),
        (Hours, "", "no support hours are given, but `plan.standard.target.critical.response` counts support time"),
        (Severities, "", "there is no severity"),
        (Severities, "P1, P1", "the severity `P1` stands here twice"),
        (Severities, "P1, 漢字", "`漢字` has no letter or digit that an id may have"),
        (Plans, "", "there is no plan"),
        (Plans, "Gold, gold", "the plan `gold` stands here twice"),
        (targets("standard", "serious"), "response 4 hours", "`4 hours` is not a length of time"),
        (targets("standard", "serious"), "sla 4h", "`sla` is not a key that is known here"),
        (targets("standard", "minor"), "response 1h from moon", "cannot count from `moon`"),
    ] {
        let mut outline = outline("office-hours");
        outline.set(field.clone(), text);
        let wrong = wrong(&outline);
        let told = wrong.iter().any(|(at, words)| *at == Some(field.clone()) && words.contains(message));
        assert!(told, "{field:?} = `{text}`: {wrong:#?}\n{}", outline.text());
    }
}

/// A template's cut-off and closed days show, may be others, and may go.
#[test]
fn a_cut_off_and_closed_days_are_parts_too() {
    let mut outline = outline("support-days");
    assert_eq!([CutOff, Closed].map(|field| outline.value(&field)), ["14:00", "12-24, 12-31"]);
    outline.set(Hours, "mon-fri 16:00-20:00");
    let checked = outline.check(&calendars());
    let [(Some(CutOff), problem)] = checked.wrong.as_slice() else { panic!("{:#?}", checked.wrong) };
    assert_eq!(problem.message, "every report is past this cut-off: support never opens before 16:00");
    outline.set(CutOff, "18:00");
    assert!(good(&outline).source.contains("cut_off  = \"18:00\""), "{}", outline.text());
    for nothing in ["", " ", "none"] {
        outline.set(CutOff, nothing);
        outline.set(Closed, nothing);
        let contract = good(&outline);
        let hours = contract.support.clock.hours();
        assert_eq!((hours.cut_off, hours.closed.len()), (None, 0), "{}", outline.text());
    }
    outline.set(CutOff, "20");
    assert_eq!(wrong(&outline), [(Some(CutOff), "`20` is no time of a support day".to_owned())]);
}

#[test]
fn another_template_keeps_what_every_contract_has() {
    let mut before = outline("office-hours");
    before.set(Vendor, "Nordic AB");
    before.set(Hours, "mon-fri 07:00-19:00");
    before.set(Severities, "P1, P2");
    let after = before.with_template(ContractTemplate::named("support-days").unwrap(), &calendars()).unwrap();
    let kept = [Vendor, Id, Hours, Severities].map(|field| after.value(&field));
    assert_eq!(kept, ["Nordic AB", "nordic", "mon-fri 07:00-19:00", "Standstill, Fault, Question"]);
    good(&after);
}

#[test]
fn an_id_is_made_of_a_name() {
    for (name, id) in [
        ("Acme AS", "acme"),
        ("Acme Hosting, Inc.", "acme-hosting"),
        ("Blåbær Øl & Sønn", "blabar-ol-sonn"),
        ("AS", "as"),
        ("漢字", ""),
        ("  ", ""),
        ("P1", "p1"),
    ] {
        assert_eq!(id_from_name(name), id, "{name}");
    }
    let mut outline = outline("office-hours");
    outline.set(Vendor, "Nordic AB");
    assert_eq!(outline.value(&Id), "nordic");
    outline.set(Id, "own");
    outline.set(Id, " ");
    assert_eq!(outline.value(&Id), "nordic");
}
