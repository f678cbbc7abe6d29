//! One row a mistake: what is changed, on which line, under which key and in which words it is told.

use super::{calendars, changed, problems};
use crate::contract::read_contract_as;
use crate::problem::Problem;
use crate::reader::Strictness;

/// What stands in the good contract, what is put there, a text on the line that is named, the key (`@` stands for the
/// targets of the first severity), words of the message.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn check(rows: &[Row]) {
    for (from, to, on, key, message) in rows {
        let text = changed(from, to);
        let line = text.lines().position(|line| line.contains(on)).expect("the line is there") + 1;
        let key = key.replace('@', "plan.standard.target.critical");
        let found = problems(&text);
        let [problem] = found.as_slice() else { panic!("`{to}` gives {found:#?}") };
        assert_eq!((problem.line(), problem.key()), (Some(line), &*key), "{to}: {problem}");
        assert!(problem.message.contains(message), "{to}: {problem}");
        assert!(!problem.hint.is_empty(), "{to}: {problem}");
    }
}

#[test]
fn in_the_head() {
    const NOTES: &str = "[\"One.\", \"Two.\"]";
    check(&[
        ("id = \"acme\"", "id = \"Acme!\"", "Acme!", "id", "`Acme!` is not an id"),
        ("id = \"acme\"", "id = \"\"", "id = ", "id", "is not an id"),
        ("id = \"acme\"", "id = 4", "id = 4", "id", "this is a number"),
        ("vendor = \"Acme AS\"\n", "", "id = \"acme\"", "vendor", "`vendor` is missing"),
        ("vendor = \"Acme AS\"", "vendor = \" \"", "vendor", "vendor", "the text is empty"),
        ("service = \"Acme hosting\"", "service = true", "service", "service", "this is true or false"),
        ("version = \"2024-01-08\"", "version = 2024-01-08", "version", "version", "this is a date or time"),
        ("effective = 2024-01-08", "effective = \"01-08\"", "effective", "effective", "no year"),
        ("effective = 2024-01-08", "effective = \"2024-02-30\"", "effective", "effective", "is not a date"),
        ("effective = 2024-01-08", "effective = 2024-01-08T10:00:00Z", "effective", "effective", "date or time"),
        ("next_review = 2024-02-01", "next_review = \"+024-02-1\"", "next_review", "next_review", "is not a date"),
        ("time_zone = \"Europe/Oslo\"", "time_zone = \"CEST\"", "CEST", "time_zone", "`CEST` is not a time zone"),
        (NOTES, "\"One.\"", "notes", "notes", "this is a text"),
        (NOTES, "[\"One.\",\n 2]", " 2]", "notes", "this is a number"),
        (NOTES, "[]\nkinds = [\"incident\", \"wish\"]", "kinds", "kinds", "`wish` is unknown"),
        (NOTES, "[]\nkinds = [\"question\", \"question\"]", "kinds", "kinds", "`question` stands here twice"),
        (NOTES, "[]\nkinds = \"question\"", "kinds", "kinds", "this is a text"),
        (NOTES, "[\"One.\"]\nsope = 1", "sope", "sope", "`sope` is not a key"),
    ]);
}

#[test]
fn control_characters_in_any_text() {
    check(&[
        ("\"Acme AS\"", "\"Ac\\u001bme\"", "vendor", "vendor", "U+001B"),
        ("\"Acme AS\"", "\"\"\"A\nB\"\"\"", "vendor", "vendor", "U+000A"),
        ("\"Acme hosting\"", "\"a\tb\"", "service", "service", "U+0009"),
        ("\"One.\"", "\"O\u{9b}ne.\"", "notes", "notes", "U+009B"),
        ("\"Down.\"", "\"Do\u{202e}wn.\"", "means", "severity[1].means", "U+202E"),
        ("\"Kritisk\"", "\"\\u2066\"", "own_name", "severity[1].own_name", "U+2066"),
        ("\"Minor\"", "\"M\\u007f\"", "M\\u007f", "severity[2].name", "U+007F"),
        ("\"Standard\"", "\"\\u0000\"", "\\u0000", "plan.standard.name", "U+0000"),
        ("\"monthly cost\"", "\"m\\u0085\"", "credit", "uptime.credit.of", "U+0085"),
        ("\"security\"", "\"\\u001b\"", "without", "maintenance.without_notice", "U+001B"),
        ("[\"customer\", \"third_party\"]", "[\"customer\", \"\\u2028\"]", "excluded", "scope.excluded", "U+2028"),
    ]);
}

#[test]
fn in_the_support() {
    const CHANNELS: &str = "[\"phone\", \"email\"]";
    check(&[
        ("[\"NO\"]", "[\"XX\"]", "XX", "support.holidays", "no holiday calendar `XX`"),
        ("[\"NO\"]", "[\"NO\", \"NO\"]", "NO", "support.holidays", "stands here twice"),
        ("\"12-31\"", "\"12-32\"", "closed", "support.closed", "`12-32` is not a date"),
        ("\"12-31\"", "12", "closed", "support.closed", "this is a number"),
        ("clock = \"support\"", "clock = \"clock\"", "\"clock\"", "support.clock", "`clock` is unknown"),
        (CHANNELS, "[\"phone\", \"\"]", "\"\"", "support.channels", "the text is empty"),
        (CHANNELS, "[\"phone\", \"phone\"]", "\"phone\", \"phone\"", "support.channels", "stands here twice"),
        ("\"waiting_customer\"", "\"waiting\"", "waiting", "support.pause", "`waiting` is unknown"),
        ("pause =", "pauses =", "pauses", "support.pauses", "is not a key"),
        ("\"04-30\"", "\"30-04\"", "30-04", "support.short_day[1].date", "is not a date"),
        ("\"2025-05-02\"", "04:30:00", "04:30:00", "support.short_day[2].date", "date or time"),
        ("\"2025-05-02\"", "\"04-30\" # 2", "# 2", "support.short_day[2].date", "twice"),
        ("[\"10:00-11:00\"]", "[\"10-11\"]", "10-11", "support.short_day[2].hours", "not a window"),
        ("[\"10:00-11:00\"]", "[]\nopened = []", "opened", "support.short_day[2].opened", "not a key"),
        ("\"easter-1\"", "\"easter-201\"", "closed", "support.closed", "`easter-201` is no day from Easter"),
        ("\"easter-1\"", "\"easter1\"", "closed", "support.closed", "`easter1` is no day from Easter"),
        ("\"2026-04-03\"", "\"04-31\"", "open", "support.open", "`04-31` is not a date"),
        ("\"2026-04-03\"", "\"2026-04-07\"", "open", "support.open", "no calendar"),
        ("\"easter-1\"", "\"easter-3\"", "open =", "support.open", "`closed` names the day too"),
        ("= \"change\"", "= \"changed\"", "changed", "support.severity_change", "`changed` is unknown"),
        ("date = \"04-30\"", "date = \"05-01\"", "05-01", "support.short_day[1].date", "it is a holiday (Labour Day"),
        ("date = \"04-30\"", "date = \"easter+1\"", "easter+1", "support.short_day[1].date", "it is a holiday"),
        ("date = \"04-30\"", "date = \"2027-12-24\"", "2027", "support.short_day[1].date", "`closed` names it"),
        ("]]\ndate = \"04-30\"", "]] # 1", "# 1", "support.short_day[1].date", "is missing"),
    ]);
}

#[test]
fn in_the_hours() {
    const FRIDAY: &str = "fri = [\"08:00-14:00\"]";
    check(&[
        (FRIDAY, "fry = [\"08:00-14:00\"]", "fry", "support.hours.fry", "`fry` is not a day"),
        (FRIDAY, "Fri = [\"08:00-14:00\"]", "Fri", "support.hours.Fri", "`Fri` is not a day"),
        (FRIDAY, "fri-mon-tue = []", "fri-mon", "support.hours.fri-mon-tue", "is not a day"),
        (FRIDAY, "fri = \"08:00-14:00\"", "fri =", "support.hours.fri", "this is a text"),
        (FRIDAY, "fri = [\"8:00-14:00\"]", "fri =", "support.hours.fri", "`8:00-14:00` is not a window"),
        (FRIDAY, "fri = [\"08:00-08:00\"]", "fri =", "support.hours.fri", "is not a window"),
        (FRIDAY, "fri = [\"08:00-24:01\"]", "fri =", "support.hours.fri", "is not a window"),
        (FRIDAY, "fri = [\"12:00-14:00\",\n \"08:00-12:01\"]", "fri =", "support.hours.fri", "overlap"),
        (FRIDAY, "fri = [\"22:00-06:00\",\n \"23:00-23:30\"]", " \"23", "support.hours.fri", "overlap"),
        (FRIDAY, "fri = []", "open =", "support.open", "no support hours"),
        (FRIDAY, "fri = []\nthu = []", "thu = []", "support.hours.thu", "in `mon-thu` and in `thu`"),
        (FRIDAY, "fri-sat = []", "sat = [\"22", "support.hours.sat", "in `fri-sat` and in `sat`"),
    ]);
}

#[test]
fn windows_that_meet_after_midnight() {
    const SATURDAY: &str = "sat = [\"22:00-06:00\"]";
    const SUNDAY: &str = "sun = [\"06:00-24:00\"]";
    const SCOPE: &str = "[scope]";
    check(&[
        (
            SATURDAY,
            "sat = [\"22:00-06:01\"]",
            "sun =",
            "support.hours.sun",
            "sat 22:00-06:01 and sun 06:00-24:00 overlap",
        ),
        (SUNDAY, "sun = [\"22:00-08:01\"]", "mon-thu", "support.hours.mon-thu", "sun 22:00-08:01 and mon 08:00-12:00"),
        (
            SCOPE,
            "[hours.x.days]\nmon = [\"22:00-10:00\"]\ntue = [\"08:00-16:00\"]\n[scope]",
            "tue = [\"08",
            "hours.x.days.tue",
            "mon 22:00-10:00 and tue 08:00-16:00 overlap after midnight",
        ),
        (
            SCOPE,
            "[hours.x.days]\nmon-sun = [\"22:00-06:00\", \"05:00-07:00\"]\n[scope]",
            "mon-sun",
            "hours.x.days.mon-sun",
            "mon 22:00-06:00 and tue 05:00-07:00 overlap",
        ),
    ]);
    let touching = changed(SCOPE, "[hours.x.days]\nmon-sun = [\"22:00-06:00\", \"06:00-07:00\"]\n[scope]");
    assert_eq!(problems(&touching), []);
}

#[test]
fn in_the_severities_and_the_priority() {
    const MINOR: &str = "[[severity]]\nid = \"minor\"\nname = \"Minor\"";
    const CHANNELS: &str = "channels = [\"phone\"]";
    const IMPACT: &str = "impact = [{ id = \"high\", means = \"All.\" }, \"low\"]";
    check(&[
        ("id = \"minor\"", "id = \"minor\"\nrank = 1", "rank", "severity[2].rank", "is not a key"),
        (MINOR, "[[severity]] # 2\nid = \"minor\"", "# 2", "severity[2].name", "is missing"),
        ("means = \"Down.\"", "means = 1", "means", "severity[1].means", "this is a number"),
        (CHANNELS, "channels = [\"fax\"]", "fax", "severity[1].channels", "not among the contract's"),
        (CHANNELS, "channels = [\"\"]", "[\"\"]", "severity[1].channels", "the text is empty"),
        (CHANNELS, "channels = \"phone\"", "= \"phone\"", "severity[1].channels", "this is a text"),
        (IMPACT, "impact = [\"a\", \"a\"]", "impact", "priority.impact", "twice"),
        (IMPACT, "impact = [\"a\"]", "matrix", "priority.matrix", "rows here: 2, names under `impact`: 1"),
        (
            "[priority]\nimpact = [{ id = \"high\", means = \"All.\" }, \"low\"]",
            "[priority]",
            "[priority]",
            "priority.impact",
            "is missing",
        ),
        ("\"critical\", \"critical\", \"minor\"", "\"minor\"", "matrix", "priority.matrix", "`urgency`: 3"),
        ("\"minor\", \"minor\"]]", "\"minor\", \"mayor\"]]", "mayor", "priority.matrix", "no severity `mayor`"),
        ("\"minor\", \"minor\"]]", "\"minor\", 3]]", "3]]", "priority.matrix", "this is a number"),
        (IMPACT, "impact = [{ id = \"high\" }, \"low\"]", "impact", "priority.impact.means", "is missing"),
        (IMPACT, "impact = [{ means = \"All.\" }, \"low\"]", "impact", "priority.impact.id", "is missing"),
        (IMPACT, "impact = [{ id = \"low\", means = \"A\" },\n \"low\"]", " \"low\"]", "priority.impact", "twice"),
        (
            IMPACT,
            "impact = [{ id = \"a\", mean = \"A\", means = \"A\" }, \"low\"]",
            "impact",
            "priority.impact.mean",
            "not a key",
        ),
        (IMPACT, "impact = [3, \"low\"]", "impact", "priority.impact", "this is a number"),
        ("cap = \"minor\"", "cap = \"critical\"", "cap", "priority.workaround_cap", "caps nothing"),
        ("cap = \"minor\"", "cap = \"low\"", "cap", "priority.workaround_cap", "no severity `low`"),
    ]);
}

#[test]
fn a_severity_that_is_gone_or_there_twice() {
    let twice = problems(&changed("name = \"Minor\"", "name = \"Minor\"\n[[severity]]\nid = \"minor\"\nname = \"B\""));
    assert_eq!((twice.len(), twice[0].line(), twice[0].key()), (1, Some(40), "severity[3].id"), "{twice:#?}");
    assert!(twice[0].message.contains("`minor` stands here twice"));
    let none: Vec<String> =
        problems("id = \"a\"\nvendor = \"A\"\ntime_zone = \"UTC\"\nseverity = []\n[plan.x]\nname=\"X\"")
            .into_iter()
            .map(|p| p.message)
            .collect();
    assert_eq!(none, ["there is no severity"]);
    let table =
        problems("id = \"a\"\nvendor = \"A\"\ntime_zone = \"UTC\"\n[severity]\nid = \"b\"\n[plan.x]\nname=\"X\"");
    assert_eq!(
        (table.len(), table[0].line(), table[0].message.as_str()),
        (1, Some(4), "this is a table"),
        "{table:#?}"
    );
    assert!(table[0].hint.contains("[[severity]]"));
}

#[test]
fn in_the_plans() {
    const TARGET: &str = "response = \"30m\"";
    check(&[
        ("]\nname = \"Standard\"", "] # 1", "# 1", "plan.standard.name", "is missing"),
        ("name = \"Standard\"", "name = \"Standard\"\ncost = 1", "cost", "plan.standard.cost", "is not a key"),
        ("standard.target.minor]", "standard.target.mayor]", "mayor", "plan.standard.target.mayor", "no severity"),
        (TARGET, "respond = \"30m\"", "respond", "@.respond", "is not a key"),
        (TARGET, "response = 30", "response = 30", "@.response", "this is a number"),
        (TARGET, "response = [\"3bd\"]", "[\"3bd\"]", "@.response", "this is a list"),
        (TARGET, "response = \"30 m\"", "30 m", "@.response", "not a length of time"),
        (TARGET, "response = \"99999h\"", "99999h", "@.response", "not a length of time"),
        (TARGET, "response = \"0m\"", "0m\"", "@.response", "no time at all"),
        (TARGET, "response = \"0bd\"", "\"0bd", "@.response", "no time at all"),
        (TARGET, "response = \"8h..6h\"", "8h..6h", "@.response", "`8h` is later than `6h`"),
        (TARGET, "response = \"3bd..2bd\"", "3bd..2bd", "@.response", "`3bd` is later than `2bd`"),
        (TARGET, "response = \"3d..2d\"", "3d..2d", "@.response", "`3d` is later than `2d`"),
        (TARGET, "response = \"1bd..2h\"", "1bd..2h", "@.response", "whether `1bd` is earlier than `2h` depends"),
        (TARGET, "response = \"end of 0bd..2h\"", "end of", "@.response", "whether `end of 0bd` is earlier"),
        (TARGET, "response = \"1h..2h..3h\"", "1h..", "@.response", "`2h..3h` is not a length of time"),
        (TARGET, "response = \"..2h\"", "\"..2h", "@.response", "`` is not a length of time"),
        (TARGET, "response = \"next release\"", "response = \"n", "@.response", "cannot wait for the next release"),
        (TARGET, "response = { within = \"next release\" }", "{ within = \"n", "@.response.within", "cannot wait"),
        (TARGET, "response = { clock = \"support\" }", "{ clock", "@.response.within", "is missing"),
        (TARGET, "response = { within = \"1h\", clock = \"x\" }", "\"x\"", "@.response.clock", "`x` is unknown"),
        (TARGET, "response = { within = \"1h\", goal = 1 }", "goal", "@.response.goal", "this is a number"),
        (TARGET, "response = { within = \"1h..2h\", goal = true }", "goal", "@.response.goal", "one time"),
        ("otherwise = \"10bd\"", "otherwise = \"10bd\", goal = true", "goal", "@.correction.goal", "one time"),
        (TARGET, "response = { within = \"1h\", otherwise = \"2h\" }", "2h", "@.response.otherwise", "no `otherwise`"),
        ("otherwise = \"10bd\"", "otherwise = \"0h\"", "0h\" }", "@.correction.otherwise", "no time at all"),
        ("otherwise = \"10bd\"", "otherwise = \"1h..2h\"", "1h..2h", "@.correction.otherwise", "is a range"),
        ("otherwise = \"10bd\"", "else = \"1h\"", "else", "@.correction.else", "is not a key"),
        (
            "work_start = { within = \"4h\"",
            "work_start = { within = \"4\"",
            "\"4\"",
            "@.work_start.within",
            "not a length",
        ),
    ]);
}

#[test]
fn a_plan_that_is_gone_or_has_no_good_id() {
    let head = "id = \"a\"\nvendor = \"A\"\ntime_zone = \"UTC\"\n[[severity]]\nid = \"b\"\nname = \"B\"\n";
    let found = |tail: &str| problems(&format!("{head}{tail}")).into_iter().map(|p| p.to_string()).collect::<Vec<_>>();
    assert_eq!(found(""), ["acme.toml:1: plan: `plan` is missing; write [plan.standard] with a name"]);
    assert_eq!(found("[plan]"), ["acme.toml:7: plan: there is no plan; write [plan.standard] with a name"]);
    assert_eq!(
        found("[plan.\"Big One\"]\nname = \"x\""),
        ["acme.toml:7: plan.Big One: `Big One` is not an id; an id is made of the characters a-z, 0-9, _ and -"]
    );
}

#[test]
fn in_the_uptime_the_maintenance_and_the_scope() {
    const FLOOR: &str = "min_percent = 99.1";
    const WINDOW: &str = "{ days = \"tue\", hours = \"00:00-06:30\" }";
    check(&[
        (FLOOR, "min_percent = 100.1", "100.1", "uptime.min_percent", "out of range"),
        (FLOOR, "min_percent = -1", "= -1", "uptime.min_percent", "out of range"),
        (FLOOR, "min_percent = nan", "nan", "uptime.min_percent", "out of range"),
        (FLOOR, "min_percent = \"99\"", "\"99\"", "uptime.min_percent", "this is a text"),
        (FLOOR, "", "[uptime]", "uptime.min_percent", "is missing"),
        (FLOOR, "min_percent = 99\nmax_downtime = \"1h\"", "max_", "uptime.max_downtime", "are given"),
        (FLOOR, "max_downtime = \"3bd\"", "max_", "uptime.max_downtime", "counted in days"),
        (FLOOR, "min_percent = 100", "inclusive", "uptime.inclusive", "can never be kept"),
        (FLOOR, "max_downtime = \"6h30m\"", "stated", "uptime.stated", "decides already"),
        ("from = \"report\"", "from = \"call\"", "call", "uptime.counts_from", "`call` is unknown"),
        ("per = \"customer\"", "per = \"user\"", "user", "uptime.per", "`user` is unknown"),
        ("stated = { max_downtime = \"6h30m\" }", "stated = {}", "stated", "uptime.stated.min_percent", "is missing"),
        ("stated = { max_downtime = \"6h30m\" }", "stated = \"6h\"", "stated", "uptime.stated", "this is a text"),
        (
            "stated = { max_downtime = \"6h30m\" }",
            "stated = { hours = 6, min_percent = 99 }",
            "stated",
            "uptime.stated.hours",
            "not a key",
        ),
        ("strict = true", "window_consent = \"1d\"", "1d", "maintenance.window_consent", "counted in days"),
        ("strict = true", "window_consent = 15", "15", "maintenance.window_consent", "this is a number"),
        (
            "windows = [{ days = \"tue\", hours = \"00:00-06:30\" }]\nnotice = \"3bd\"\nnotice_over = \"30m\"\nstrict = true\n\
             without_notice = [\"security\"]\nwindows_not_for = [\"vendor\"]",
            "window_consent = \"15m\"",
            "window_consent",
            "maintenance.window_consent",
            "no window",
        ),
        ("min_outage = \"10m\"", "monthly_report = \"yes\"", "yes", "uptime.monthly_report", "this is a text"),
        ("[\"vendor\"]", "[\"third_party\"]", "not_for", "maintenance.windows_not_for", "is excluded from uptime"),
        ("[\"vendor\"]", "\"vendor\"", "not_for", "maintenance.windows_not_for", "this is a text"),
        (
            "excluded_uptime = [\"force_majeure\"]",
            "excluded_uptime = [\"customer\"]",
            "excluded_u",
            "scope.excluded_uptime",
            "from everything already",
        ),
        (
            "excluded_tickets = [\"unpaid\"]",
            "excluded_tickets = [\"force_majeure\"]",
            "excluded_t",
            "scope.excluded_tickets",
            "under `excluded_uptime` as well",
        ),
        (
            "billable = [\"customer\"]",
            "billable = [\"force_majeure\"]",
            "billable",
            "scope.billable",
            "not among the excluded",
        ),
        ("approval = false", "approval = []", "approval", "scope.approval", "names no cause"),
        ("approval = false", "approval = [\"unpaid\"]", "approval", "scope.approval", "not among the billable"),
        (
            "billable = [\"customer\"]\napproval = false",
            "approval = true",
            "approval",
            "scope.approval",
            "nothing is billable",
        ),
        ("inclusive = false", "inclusive = 0", "inclusive", "uptime.inclusive", "this is a number"),
        ("min_outage = \"10m\"", "min_outage = \"10\"", "min_outage", "uptime.min_outage", "not a length of time"),
        ("min_outage = \"10m\"", "log = [\"weather\"]", "weather", "uptime.log", "is nothing that is logged"),
        ("min_outage = \"10m\"", "log = \"cause\"", "log", "uptime.log", "this is a text"),
        ("percent = 50", "percent = 101", "101", "uptime.credit.percent", "out of range"),
        ("{ percent = 50, of", "{ of", "credit", "uptime.credit.percent", "is missing"),
        (", of = \"monthly cost\"", "", "credit", "uptime.credit.of", "is missing"),
        ("\"tue\"", "\"every day\"", "every day", "maintenance.windows[1].days", "is not a day"),
        ("hours = \"00:00-06:30\"", "hours = [\"00:00-06:30\"]", "tue", "maintenance.windows[1].hours", "a list"),
        (WINDOW, "{ hours = \"00:00-06:30\" }", "windows", "maintenance.windows[1].days", "is missing"),
        (
            "windows = [{ days = \"tue\", hours = \"00:00-06:30\" }]",
            "",
            "not_for",
            "maintenance.windows_not_for",
            "no window",
        ),
        (WINDOW, "\"00:00-06:30\"", "windows", "maintenance.windows[1]", "this is a text"),
        ("notice = \"3bd\"", "notice = \"3 days\"", "3 days", "maintenance.notice", "not a length of time"),
        ("notice_over = \"30m\"", "notice_over = \"1d\"", "1d", "maintenance.notice_over", "counted in days"),
        ("strict = true", "strict = \"yes\"", "strict", "maintenance.strict", "this is a text"),
        ("billable = [\"customer\"]", "billable = [\"fire\"]", "fire", "scope.billable", "not among the excluded"),
        ("billable = [\"customer\"]", "bilable = []", "bilable", "scope.bilable", "is not a key"),
        ("approval = false", "approval = 1", "approval", "scope.approval", "this is a number"),
    ]);
}

#[test]
fn support_hours_are_needed_as_soon_as_anything_counts_them() {
    let file = |support: &str, target: &str| {
        format!(
            "id = \"a\"\nvendor = \"A\"\ntime_zone = \"UTC\"\n{support}\n[[severity]]\nid = \"b\"\nname = \"B\"\n\
             [plan.x]\nname = \"X\"\n[plan.x.target.b]\n{target}\n"
        )
    };
    let calendar = "[support]\nclock = \"calendar\"";
    for (support, target) in [
        ("", "response = { within = \"1h\", clock = \"calendar\" }"),
        (calendar, "response = \"1h\"\ncorrection = \"next release\""),
        ("", "response = \"14d\""),
        ("[support.hours]\nmon = [\"08:00-09:00\"]", "response = \"1h\""),
        ("[[support.short_day]]\ndate = \"12-31\"\nhours = [\"08:00-09:00\"]", "response = \"1h\""),
    ] {
        assert_eq!(problems(&file(support, target)), [], "{support} {target}");
    }
    for (support, target, line) in [
        ("", "response = \"1h\"", 1),
        ("[support]\n[support.hours]", "response = \"1h\"", 5),
        ("[support.hours]\nmon-sun = []", "response = \"1h\"", 4),
        (calendar, "response = \"2bd\"", 4),
        (calendar, "response = \"2bd..3d\"", 4),
        (calendar, "correction = { within = \"2h\", otherwise = \"3bd\" }", 4),
        (calendar, "response = { within = \"2h\", clock = \"support\" }", 4),
        (calendar, "[maintenance]\nnotice = \"3bd\"", 4),
    ] {
        let found = problems(&file(support, target));
        assert_eq!(found.len(), 1, "{support} {target}: {found:#?}");
        assert_eq!((found[0].line(), found[0].key()), (Some(line), "support.hours"), "{support} {target}");
        assert!(found[0].message.contains("counts support time"), "{found:#?}");
    }
}

/// A short day that a holiday swallows, a promise that cannot be kept, a cap that caps nothing, an approval of nothing, and
/// what has two meanings: files that are read from now on are refused for them; a text that was kept counts on, and the problem is told.
#[test]
fn newer_checks_refuse_no_kept_text() {
    for (from, to, key) in [
        ("date = \"04-30\"", "date = \"05-01\"", "support.short_day[1].date"),
        ("date = \"04-30\"", "date = \"12-24\"", "support.short_day[1].date"),
        ("min_percent = 99.1", "min_percent = 100", "uptime.inclusive"),
        ("min_percent = 99.1", "min_percent = 0.991", "uptime.min_percent"),
        ("sat = [\"22:00-06:00\"]", "sat = [\"22:00-07:00\"]", "support.hours.sun"),
        ("response = \"30m\"", "response = \"1bd..30m\"", "plan.standard.target.critical.response"),
        ("[\"phone\", \"email\"]", "[\"phone\", \"e-mail\"]", "support.channels"),
        ("[\"customer\", \"third_party\"]", "[\"customer\", \"Vendor\"]", "scope.excluded"),
        ("cap = \"minor\"", "cap = \"critical\"", "priority.workaround_cap"),
        ("billable = [\"customer\"]\napproval = false", "approval = true", "scope.approval"),
    ] {
        let text = changed(from, to);
        assert_eq!(problems(&text).len(), 1, "{to}");
        let (contract, told) = read_contract_as(Strictness::Kept, "acme.toml", &text, &calendars()).expect(to);
        assert_eq!(told.iter().map(Problem::key).collect::<Vec<_>>(), [key], "{to}");
        assert_eq!((contract.id.as_str(), told == problems(&text)), ("acme", true), "{to}");
    }
    let broken = changed("vendor = \"Acme AS\"\n", "");
    assert!(read_contract_as(Strictness::Kept, "acme.toml", &broken, &calendars()).is_err());
}
