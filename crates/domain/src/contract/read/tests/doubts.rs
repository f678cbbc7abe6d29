//! What a file may say and hardly anybody means: it is told, and refuses nothing. And what is refused only in files that are read
//! from now on.

use super::{GOOD, calendars, changed, problems, read};
use crate::contract::{ContractTemplate, read_contract_as};
use crate::problem::Problem;
use crate::reader::Strictness;

/// Returns what is told of a text that is read from now on, and of the same where it was kept.
fn doubts(text: &str) -> Vec<String> {
    let read = |strictness| read_contract_as(strictness, "acme.toml", text, &calendars()).expect(text).1;
    assert_eq!(read(Strictness::Kept), [], "{text}");
    read(Strictness::New).iter().map(ToString::to_string).collect()
}

#[test]
fn what_may_be_meant_is_told_at_its_line_and_refuses_no_file() {
    const DAYS: &str = "sat = [\"22:00-06:00\"]\nsun = [\"06:00-24:00\"]\n";
    assert_eq!(doubts(GOOD), [""; 0]);
    for (from, to, key, words) in [
        (
            "clock = \"support\"\n",
            "clock = \"support\"\ncut_off = \"06:00\"\n",
            "support.cut_off",
            "support never opens before 06:00",
        ),
        (
            "clock = \"support\"\n",
            "clock = \"support\"\ncut_off = \"31:00\"\n",
            "support.cut_off",
            "support is never open after 30:00",
        ),
        (
            "min_percent = 99.1\ninclusive = false",
            "max_downtime = \"744h\"",
            "uptime.max_downtime",
            "a month has at most 31 days",
        ),
        (
            ", otherwise = \"10bd\"",
            ", otherwise = \"2bd\"",
            "plan.standard.target.critical.correction.otherwise",
            "`2bd` is less time than `3bd`",
        ),
        ("name = \"Minor\"", "name = \"CRITICAL\"", "severity[2].name", "two severities have the name `CRITICAL`"),
        (
            "[uptime]",
            "[plan.gold]\nname = \"STANDARD\"\n[uptime]",
            "plan.gold.name",
            "two plans have the name `STANDARD`",
        ),
    ] {
        let found = doubts(&changed(from, to));
        let [told] = &found[..] else { panic!("{to}: {found:?}") };
        assert!(told.contains(&format!(": {key}: ")) && told.contains(words) && told.contains("; "), "{to}: {told}");
    }
    // These are as they must be: the edge, a short day that opens early, a further set that has no cut-off.
    for (from, to) in [
        ("min_percent = 99.1\ninclusive = false", "max_downtime = \"743h\""),
        (", otherwise = \"10bd\"", ", otherwise = \"3bd\""),
        (", otherwise = \"10bd\"", ", otherwise = \"1d\""),
        (
            "[[severity]]\nid = \"critical\"",
            "[hours.all]\ncut_off = \"24:00\"\n[hours.all.days]\nmon-sun = [\"00:00-24:00\"]\n[[severity]]\nid = \"critical\"",
        ),
    ] {
        assert_eq!(doubts(&changed(from, to)), [""; 0], "{to}");
    }
    let early = changed("clock = \"support\"\n", "clock = \"support\"\ncut_off = \"07:00\"\n").replace(DAYS, "");
    assert_eq!(doubts(&early).len(), 1);
    assert_eq!(doubts(&early.replace("[\"10:00-11:00\"]", "[\"06:30-11:00\"]")), [""; 0], "one day opens before it");
}

#[test]
fn what_comes_with_the_program_leaves_no_doubt() {
    for contract in crate::contract::built_in_contracts() {
        assert_eq!(doubts(&contract.text), [""; 0], "{}", contract.name);
    }
    for template in &ContractTemplate::ALL {
        assert_eq!(doubts(template.text), [""; 0], "{}", template.name);
    }
}

#[test]
fn what_can_never_be_kept_missed_or_claimed_is_refused_in_new_files_alone() {
    let many = |rest: &str| format!("{GOOD}[[attainment]]\n{rest}\nperiod = \"month\"\n");
    let windows = |second: &str| changed("\"00:00-06:30\" }]", &format!("\"00:00-06:30\" }}, {second}]"));
    let claim = |within: &str| changed("[maintenance]", &format!("claim_within = \"{within}\"\n[maintenance]"));
    let goal = "correction = { within = \"3bd\", goal = true }";
    let goals = many("target = \"correction\"\nseverity = [\"critical\"]\npercent = 90");
    let goals = goals.replace("correction = { within = \"3bd\", otherwise = \"10bd\" }", goal);
    for (text, key, words) in [
        (
            many("target = \"response\"\npercent = 0.95"),
            "attainment[1].percent",
            "this is 0.95 %, hardly any of the targets; write percent = 95",
        ),
        (many("target = \"response\"\npercent = 1"), "attainment[1].percent", "this is 1 %"),
        (goals, "attainment[1].target", "the correction of these severities is a goal everywhere"),
        (claim("0d"), "uptime.claim_within", "`0d` is no time at all, so nothing could ever be claimed"),
        (
            windows("{ days = \"mon-wed\", hours = \"06:00-07:00\" }"),
            "maintenance.windows[2].hours",
            "the windows tue 00:00-06:30 and mon-wed 06:00-07:00 overlap",
        ),
        (windows("{ days = \"mon\", hours = \"23:00-01:00\" }"), "maintenance.windows[2].hours", "overlap"),
    ] {
        let found = problems(&text);
        let [problem] = &found[..] else { panic!("{words}: {found:#?}") };
        assert_eq!(problem.key(), key, "{problem}");
        assert!(problem.to_string().contains(words), "{problem}");
        let (_, told) = read_contract_as(Strictness::Kept, "acme.toml", &text, &calendars()).expect(words);
        assert_eq!(told, found, "a kept text counts on");
    }
    for text in [
        many("target = \"response\"\npercent = 1.5"),
        many("target = \"correction\"\npercent = 90"),
        claim("1d"),
        windows("{ days = \"tue\", hours = \"06:30-07:00\" }"),
        windows("{ days = \"mon\", hours = \"23:00-24:00\" }"),
        windows("{ days = \"sun\", hours = \"22:00-06:00\" }"),
    ] {
        assert_eq!(problems(&text), [], "{text}");
    }
}

#[test]
fn only_the_real_mistake_is_told() {
    const HOURS: &str = "mon-thu = [\"08:00-12:00\", \"12:30-16:00\"]\nfri = [\"08:00-14:00\"]\nsat = [\"22:00-06:00\"]\nsun = [\"06:00-24:00\"]\n";
    let hours = |line: &str| {
        let text = changed(HOURS, line).replace("open = [\"easter-3\", \"2026-04-03\"]\n", "");
        let from = text.find("[[support.short_day]]").unwrap();
        let to = text.find("[[severity]]").unwrap();
        problems(&format!("{}{}", &text[..from], &text[to..]))
    };
    let told = |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let one = |found: Vec<Problem>, words: &[&str]| {
        let found = told(found);
        assert!(found.len() == 1 && words.iter().all(|words| found[0].contains(words)), "{found:#?}");
    };
    one(hours("mon-fri = \"08:00-16:00\"\n"), &["support.hours.mon-fri: this is a text"]);
    one(
        hours("8-16 = []\n"),
        &["`8-16` is not a day; did you mean mon-fri 08:00-16:00, in a file mon-fri = [\"08:00-16:00\"]?"],
    );
    one(hours("mon-fri = []\n"), &["no support hours are given"]);
    // Two severities of one id are one in every hint.
    let twice = changed("id = \"minor\"", "id = \"critical\"");
    let found = told(problems(&twice));
    assert!(found[0].contains("the severity `critical` stands here twice"), "{found:#?}");
    assert!(found.iter().all(|said| !said.contains("`critical` or `critical`")), "{found:#?}");
    // A plan's own uptime is no plan.
    let stray = GOOD.replace("[maintenance]", "[plan.gold.uptime]\nmin_percent = 99.9\n[maintenance]");
    one(
        read(&stray).unwrap_err(),
        &["plan.gold.uptime: there is no plan `gold`; write `standard`, or add [plan.gold] with a name"],
    );
}
