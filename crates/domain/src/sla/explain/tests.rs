use super::*;
use crate::contract::ContractTemplate;
use crate::sla::fixture::contract;
use crate::time::parse_moment;

const SHAPES: [&str; 2] = [
    include_str!("../../../../../tests/vectors/shapes/office.toml"),
    include_str!("../../../../../tests/vectors/shapes/tiers.toml"),
];

/// Returns what would happen, line by line; `at` is a wall-clock time of the contract's.
fn told(text: &str, (plan, severity): (&str, &str), at: &str) -> Vec<String> {
    let contract = contract(text);
    let reported = parse_moment(at, contract.zone, Instant::FIRST).unwrap();
    explain(&contract, plan, severity, reported).unwrap().to_text().lines().map(str::to_owned).collect()
}

fn template(name: &str) -> &'static str {
    ContractTemplate::named(name).unwrap().text
}

/// Asserts that these lines are told, in this order.
#[track_caller]
fn says(told: &[String], wanted: &[&str]) {
    let mut rest = told.iter();
    for line in wanted {
        assert!(rest.any(|told| told.contains(line)), "no “{line}” in its place in\n{}", told.join("\n"));
    }
}

#[test]
fn office_hours_before_a_weekend() {
    let told = told(template("office-hours"), ("standard", "critical"), "2024-01-05 15:50");
    let first: Vec<&str> = told.iter().take_while(|line| !line.starts_with("Work start")).map(String::as_str).collect();
    assert_eq!(
        first,
        [
            "Critical at Acme AS, plan Standard, reported Fri 5 Jan 2024 15:50 (Europe/Oslo)",
            "It has to be reported by phone, email or portal: a report by another channel starts no clock",
            "Support is open then, until Fri 5 Jan 2024 16:00",
            "",
            "Response of Acme AS, Standard, Critical: within 1 h of support time",
            "Clocks count from the report by phone at Fri 5 Jan 2024 15:50",
            "  Fri 5 Jan          15:50–16:00         10m",
            "  Sat 6 – Sun 7 Jan  no support hours",
            "  Mon 8 Jan          08:00–08:50         50m, 1h00 so far",
            "Due Mon 8 Jan 2024 08:50, after 1h00 of support time",
            "It is breached after that moment",
            "It is met by the first qualified reply to the customer",
            "Its clock stands still while its hours are closed, and for nothing else",
            "",
        ]
    );
}

#[test]
fn round_the_clock_at_night() {
    let told = told(template("round-the-clock"), ("standard", "critical"), "2024-01-06 23:00");
    says(
        &told,
        &[
            "It has to be phoned in: a report by another channel starts no clock",
            "Support is closed then, and opens Mon 8 Jan 2024 08:00",
            "The hours “always” are open then",
            "Response of Acme AS, Standard, Critical: within 30 min of support time, in the hours “always”",
            "Due Sat 6 Jan 2024 23:30",
            "Update of Acme AS",
            "Due Sun 7 Jan 2024 01:00",
            "It is met by the next word to the customer, and then counts anew from that",
            "Root cause of Acme AS",
            "It counts from when the correction is met, which it is not yet",
            "If the correction is met when it is due, Sun 7 Jan 2024 05:00, this is due Fri 12 Jan 2024 16:00",
            "None of this holds where the cause is customer or third party",
        ],
    );
}

#[test]
fn past_the_cut_off_to_the_end_of_a_day() {
    let told = told(template("support-days"), ("standard", "stop"), "2024-01-08 14:00");
    says(
        &told,
        &[
            "A report by any channel counts",
            "That is past the cut-off of support, 14:00",
            "Response of Acme AS, Standard, Standstill: by the end of the same support day",
            "That is past the cut-off, so it counts from Tue 9 Jan 2024 08:00",
            "Due Tue 9 Jan 2024 16:00",
            "Support is closed from then on: it can be met until Wed 10 Jan 2024 08:00, and is breached after that",
            "Correction of Acme AS",
            "Once no workaround is possible it is due Tue 16 Jan 2024 16:00 instead",
        ],
    );
    let early = super::tests::told(template("support-days"), ("standard", "stop"), "2024-01-08 13:59");
    says(&early, &["That is not past the cut-off of support, 14:00", "Due Mon 8 Jan 2024 16:00"]);
}

#[test]
fn outside_of_its_hours_and_paused() {
    let at_night = told(template("phone-at-night"), ("standard", "critical"), "2024-01-06 23:00");
    says(
        &at_night,
        &[
            "It has to be phoned in",
            "Acknowledgement of Acme AS",
            "Its hours were closed at Sat 6 Jan 2024 23:00, so 1 h of real time hold instead",
            "Due Sun 7 Jan 2024 00:00",
            "Nothing stops its clock",
            "Workaround of Acme AS",
            "If the response is met when it is due, Sun 7 Jan 2024 02:00, this is due Sun 7 Jan 2024 06:00",
            "Fix of Acme AS",
            "Its clock stands still while its hours are closed, and while the ticket waits on the customer",
        ],
    );
    let by_day = told(template("phone-at-night"), ("standard", "serious"), "2024-01-08 10:00");
    says(
        &by_day,
        &[
            "Due Mon 8 Jan 2024 12:00",
            "For a report while the hours “support” are closed it would be 12 h of real time instead",
        ],
    );
}

#[test]
fn the_shapes_of_public_agreements() {
    says(
        &told(SHAPES[1], ("base", "p1"), "2024-03-29 20:00"),
        &[
            "The hours “always” are open then",
            "Acknowledgement",
            "Due Fri 29 Mar 2024 20:15",
            "Root cause",
            "counts from when the fix is met",
        ],
    );
    says(
        &told(SHAPES[1], ("premium", "p3"), "2024-01-08 10:00"),
        &["expected by the end of the same support day", "Expected Mon 8 Jan 2024 20:00", "Due Tue 9 Jan 2024 20:00"],
    );
    says(
        &told(SHAPES[0], ("p", "b"), "2024-12-31 23:00"),
        &["The hours “service” are closed then, and open", "Update", "Fix", "If the fix is met when it is due"],
    );
}

#[test]
fn where_nothing_is_promised_only_the_report_is_told() {
    let text = template("office-hours").split("[plan.standard.target.serious]").next().unwrap();
    let told = told(text, ("standard", "minor"), "2024-01-08 10:00");
    assert_eq!(told.len(), 3, "{told:#?}");
    let contract = contract(text);
    let late = Instant::parse("2100-12-31T20:00:00Z").unwrap();
    assert!(explain(&contract, "standard", "critical", late).is_err());
}

/// Every target of every template is explained, and its days add up to what was promised.
#[test]
fn every_target_of_every_template_is_explained() {
    for template in ContractTemplate::ALL {
        let contract = contract(template.text);
        let [monday, friday, saturday] =
            example_reports(contract.zone, Instant::parse("2024-01-03T00:00:00Z").unwrap());
        for plan in &contract.plans {
            for (severity, promises) in &plan.targets {
                for at in [monday, friday, saturday] {
                    let explained = explain(&contract, &plan.id, severity, at).unwrap();
                    let kinds: Vec<TargetKind> =
                        explained.targets.iter().map(|target| target.deadline.target).collect();
                    assert_eq!(kinds, promises.all().map(|(kind, _)| kind).collect::<Vec<_>>());
                    for target in &explained.targets {
                        let due = target.deadline.due.map(|due| clock_text(contract.zone, due));
                        let said = target.lines();
                        let told = due
                            .as_ref()
                            .is_none_or(|due| said.iter().any(|line| line.starts_with(&format!("Due {due}"))));
                        assert!(told, "{} {severity} {due:?}: {said:#?}", template.name);
                    }
                }
            }
        }
    }
}

#[test]
fn examples_are_the_next_ones() {
    let zone = Zone::named("Europe/Oslo").unwrap();
    let said = |now: &str| example_reports(zone, Instant::parse(now).unwrap()).map(|at| zone.wall(at).to_string());
    assert_eq!(said("2024-01-08T09:00:00Z"), ["2024-01-08 10:00", "2024-01-12 15:50", "2024-01-13 23:00"]);
    assert_eq!(said("2024-01-08T09:00:01Z"), ["2024-01-15 10:00", "2024-01-12 15:50", "2024-01-13 23:00"]);
}
