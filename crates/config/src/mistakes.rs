//! Tests each kind of file by one table: a file with several mistakes, and every one of them with its line and what
//! would be right.

use frist_domain::alert::read_alerts;
use frist_domain::contract::{Book, Calendars, read_calendar, read_contract, read_internal_targets};
use frist_domain::problem::Problem;
use frist_domain::rota::read_rota;

use super::Settings;

/// Each line of a file, with what is wrong on it.
type Lines = &'static [(&'static str, &'static [&'static str])];

/// Checks that exactly what stands beside the lines is told, in their order.
fn check(lines: Lines, read: impl Fn(&str) -> Vec<Problem>) {
    let text: String = lines.iter().flat_map(|(line, _)| [*line, "\n"]).collect();
    let wanted =
        (1..).zip(lines).flat_map(|(n, (_, wrong))| wrong.iter().map(move |said| format!("f.toml:{n}: {said}")));
    let problems = read(&text);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, wanted.collect::<Vec<_>>(), "{text}");
    assert!(problems.iter().all(|problem| !problem.hint.is_empty()), "{problems:#?}");
}

#[test]
fn in_a_contract() {
    let lines: Lines = &[
        (
            "id = \"Acme\"",
            &[
                "id: `Acme` is not an id; an id is made of the characters a-z, 0-9, _ and -",
                "vendor: `vendor` is missing; write vendor = \"Acme AS\"",
            ],
        ),
        ("vender = \"Acme AS\"", &["vender: `vender` is not a key that is known here; did you mean `vendor`?"]),
        (
            "time_zone = \"Oslo\"",
            &["time_zone: `Oslo` is not a time zone; write a name of the IANA list: `Europe/Oslo`"],
        ),
        ("[support.hours]", &[]),
        (
            "mon-fri = [\"08:00-16:00\", \"15:00-17:00\"]",
            &[
                "support.hours.mon-fri: the windows 08:00-16:00 and 15:00-17:00 overlap; let one end before or when the next begins",
            ],
        ),
        ("[[severity]]", &[]),
        ("id = \"critical\"", &[]),
        ("name = 1", &["severity[1].name: this is a number; write a text in quotes"]),
        ("[plan.one]", &[]),
        ("name = \"One\"", &[]),
    ];
    check(lines, |text| read_contract("f.toml", text, &Calendars::default()).err().unwrap_or_default());
}

#[test]
fn in_a_calendar() {
    let lines: Lines = &[
        (
            "id = \"N O\"",
            &[
                "id: `n o` is not an id; an id is made of the characters a-z, 0-9, _ and -",
                "name: `name` is missing; write name = \"Norway\"",
            ],
        ),
        ("[[day]]", &[]),
        ("name = \"New Year's Day\"", &[]),
        (
            "date = \"01.01\"",
            &["day[1].date: `01.01` is not a date; write MM-DD for every year, or YYYY-MM-DD for one date"],
        ),
        ("evry = 5", &["day[1].evry: `evry` is not a key that is known here; did you mean `every`?"]),
    ];
    check(lines, |text| read_calendar("f.toml", text).err().unwrap_or_default());
}

#[test]
fn in_a_rota() {
    let lines: Lines = &[
        (
            "time_zone = \"Oslo\"",
            &["time_zone: there is no time zone `Oslo`; write an IANA name, such as \"Europe/Oslo\""],
        ),
        ("[[rota]]", &[]),
        ("people = [\"anna\"]", &[]),
        (
            "from = \"tomorrow\"",
            &["rota[1].from: `tomorrow` is not a date and a time of day; write it as \"2026-01-05 08:00\""],
        ),
        (
            "every = \"fortnight\"",
            &[
                "rota[1].every: `fortnight` is not the length of a turn; write week, day, 2 weeks, 3 days or 12h; at least an hour, at most a year",
            ],
        ),
        (
            "persons = []",
            &[
                "rota[1].persons: `persons` is not a key that is known here; the keys here are `level`, `people`, `from`, `every` and `hand_over`",
            ],
        ),
    ];
    check(lines, |text| read_rota("f.toml", text, &[], &[]).1);
}

#[test]
fn in_the_settings() {
    let lines: Lines = &[
        ("nam = \"Anna\"", &["nam: this is not a setting; did you mean `name`?"]),
        (
            "theme = \"pink\"",
            &[
                "theme: there is no theme `pink`; the themes are dark, light; one of your own is themes/pink.toml beside the settings",
            ],
        ),
        ("group = 3", &["group: this is not a text; write group = \"…\""]),
        ("[backup]", &[]),
        ("every = \"soon\"", &["backup: every: this is not a length of time; write every = \"1h\", or 15m, or never"]),
        ("daily = -1", &["backup: daily: this is not a number; write 0 to 10000"]),
        ("weakly = 1", &["backup: weakly: [backup] has no such key; did you mean `weekly`?"]),
        ("[files]", &[]),
        (
            "max_size = 25",
            &["files: max_size: this is not a size; write max_size = \"25MiB\", or with KB, MB, GB, KiB or GiB"],
        ),
        ("[columns]", &[]),
        (
            "queue = [\"sev\", \"subjct\", \"colour\"]",
            &[
                "columns.queue: there is no column `subjct`; did you mean `subject`?",
                "columns.queue: there is no column `colour`; the columns are sev, subject, vendor, customer, target, left, due, by, age, changed, told, used, status, reported, tags, links, case, until",
            ],
        ),
        ("breach = [\"due\", \"left\", \"due\"]", &["columns.breach: `due` stands here twice; name it once"]),
        ("quee = 1", &["columns.quee: there is no list of that name; did you mean `queue`?"]),
        ("[views]", &[]),
        ("mine = \"is:mine\"", &[]),
        (
            "late = \"is:breached vendor:\"",
            &[
                "views.late: `vendor:` has no value at place 13; write a contract's id or its vendor's name, or how they begin",
            ],
        ),
        ("none = 3", &["views.none: this is not a filter; write it as a text: \"vendor:markant is:breached\""]),
        ("[staff.anna]", &[]),
        (
            "role = \"boss\"",
            &["staff.anna.role: there is no role `boss`, so they only look; the roles are viewer, agent, lead"],
        ),
        ("acount = \"aberg\"", &["staff.anna.acount: a person has no such key; did you mean `account`?"]),
        ("name = \"\"", &["staff.anna.name: there is no text in it; write a few words"]),
    ];
    check(lines, |text| Settings::read("f.toml", text, &["dark", "light"]).1);
}

#[test]
fn in_what_the_settings_say_of_contracts() {
    let book = Book::built_in();
    let lines: Lines = &[
        ("levels = 3", &["levels: this is a number; write a list, such as [\"…\", \"…\"]"]),
        ("[internal_targets.markant]", &[]),
        (
            "update = \"3bd\"",
            &[
                "internal_targets.markant.update: this is not a length of support time; write update = \"4h\", or 30m, or 1h30m",
            ],
        ),
        (
            "[internal_targets.sesam.gold]",
            &[
                "internal_targets.sesam.gold: sesam has no plan `gold`; write `partner` or `customer`, or look at frist contract show",
            ],
        ),
    ];
    check(lines, |text| read_internal_targets("f.toml", text, &book).1);
    let lines: Lines = &[
        ("[alerts]", &[]),
        (
            "at = [\"soon\"]",
            &["alerts.at: `soon` is not a point of a target's time; write phone, 75%, 15m, 2h, due or breach"],
        ),
        (
            "escalate = \"2bd\"",
            &["alerts.escalate: this is not a length of time; write escalate = \"30m\", or 2h, or 1h30m"],
        ),
        (
            "notify = \"smoke\"",
            &[
                "alerts.notify: `smoke` is not a way to notify; write \"osc9\", \"osc777\", \"osc99\", \"bell\", true or false",
            ],
        ),
        ("timeout = 0", &["alerts.timeout: 0 is out of range; write a whole number from 1 to 600"]),
        (
            "shout = true",
            &[
                "alerts.shout: `shout` is not a key that is known here; the keys here are `at`, `inbox`, `escalate`, `command`, `timeout`, `retries`, `toast`, `bell`, `notify`, `for` and `quiet`",
            ],
        ),
    ];
    check(lines, |text| read_alerts("f.toml", text, &book).1);
}

/// The settings are read by several readers: a mistake of syntax is told once, by the one that reads what can be.
#[test]
fn broken_syntax_is_told_once() {
    let text = "[alerts]\nat = \n[internal_targets.markant]\nupdate = \"3bd\"\n";
    let book = Book::built_in();
    assert_eq!(read_alerts("f.toml", text, &book).1, []);
    assert_eq!(read_internal_targets("f.toml", text, &book).1, []);
    let problems = Settings::read("f.toml", text, &[]).1;
    assert_eq!(problems.iter().map(Problem::line).collect::<Vec<_>>(), [Some(2)]);
}
