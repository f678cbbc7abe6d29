use proptest::prelude::*;

use frist_testkit::cases;

use super::*;
use crate::time::{Date, parse_wall};

const DAY: i64 = 86_400;

/// Returns a file's text, with `head` for what a test is about.
fn read(text: &str) -> (Option<Rota>, Vec<String>) {
    let levels = ["second line".to_owned(), "management".to_owned()];
    let (rota, problems) = read_rota("o.toml", text, &levels, &["anna", "ola", "kari"]);
    (rota, problems.iter().map(ToString::to_string).collect())
}

fn rota(text: &str) -> Rota {
    let (rota, problems) = read(&format!("time_zone = \"Europe/Oslo\"\n{text}"));
    assert_eq!(problems, Vec::<String>::new());
    rota.unwrap()
}

fn oslo() -> Zone {
    Zone::named("Europe/Oslo").unwrap()
}

fn at(text: &str) -> Instant {
    oslo().exact(parse_wall(text).unwrap(), Instant::FIRST).unwrap()
}

const WEEKS: &str = "[[rota]]\npeople = [\"anna\", \"ola\"]\nfrom = \"2026-01-05 08:00\"\nevery = \"week\"\n";

fn who(rota: &Rota, level: Option<&str>, moment: &str) -> String {
    rota.on_call(level, at(moment)).map_or_else(|| "nobody".to_owned(), |duty| duty.person.to_owned())
}

#[test]
fn people_take_turns_and_hand_over_at_the_second() {
    let rota = rota(WEEKS);
    for (moment, person) in [
        ("2026-01-05 07:59:59", "nobody"),
        ("2026-01-05 08:00", "anna"),
        ("2026-01-12 07:59:59", "anna"),
        ("2026-01-12 08:00", "ola"),
        ("2026-01-19 08:00", "anna"),
        // Summer time has begun on 29 March.
        ("2026-03-30 07:59:59", "ola"),
        ("2026-03-30 08:00", "anna"),
        ("2026-10-26 07:59:59", "ola"),
        ("2026-10-26 08:00", "anna"),
    ] {
        assert_eq!(who(&rota, None, moment), person, "{moment}");
        assert_eq!(who(&rota, Some("first line"), moment), person);
    }
    assert_eq!(who(&rota, Some("management"), "2026-01-12 08:00"), "nobody");
    assert_eq!(rota.on_call(None, Instant::END), None);
}

#[test]
fn lengths_of_a_turn_are_read_as_people_write_them() {
    for (every, after, person) in [
        ("day", "2026-01-06 08:00", "ola"),
        ("2 weeks", "2026-01-19 07:59:59", "anna"),
        ("2 weeks", "2026-01-19 08:00", "ola"),
        ("3 days", "2026-01-08 08:00", "ola"),
        ("12h", "2026-01-05 20:00", "ola"),
        ("12 hours", "2026-01-06 08:00", "anna"),
        // The dial goes on by twelve hours, also in the night in which clocks change.
        ("12h", "2026-03-29 08:00", "anna"),
    ] {
        let rota = rota(&WEEKS.replace("\"week\"", &format!("\"{every}\"")));
        assert_eq!(who(&rota, None, after), person, "{every}");
    }
}

#[test]
fn hand_overs_in_the_week_pass_it_on_each_time() {
    let text = WEEKS.replace("every = \"week\"", "hand_over = [\"fri 16:00\", \"Mon 08:00\"]");
    let rota = rota(&text.replace("2026-01-05 08:00", "2026-01-06 12:00"));
    for (moment, person) in [
        ("2026-01-06 11:59:59", "nobody"),
        ("2026-01-06 12:00", "anna"),
        ("2026-01-09 15:59:59", "anna"),
        ("2026-01-09 16:00", "ola"),
        ("2026-01-12 08:00", "anna"),
        ("2026-01-16 16:00", "ola"),
    ] {
        assert_eq!(who(&rota, None, moment), person, "{moment}");
    }
}

#[test]
fn a_hand_over_that_the_clocks_skip_comes_right_after_and_one_shown_twice_comes_at_the_first() {
    let rota = rota(&WEEKS.replace("08:00", "02:30").replace("\"week\"", "\"day\""));
    let night = |moment: &str| rota.on_call(None, Instant::parse(moment).unwrap()).unwrap();
    assert_eq!(night("2026-03-29T00:59:59Z").until, Instant::parse("2026-03-29T01:00:00Z").unwrap());
    assert_eq!(night("2026-03-29T01:00:00Z").since, Instant::parse("2026-03-29T01:00:00Z").unwrap());
    assert_eq!(night("2026-10-25T00:30:00Z").since, Instant::parse("2026-10-25T00:30:00Z").unwrap());
    assert_eq!(night("2026-10-25T01:30:00Z").since, Instant::parse("2026-10-25T00:30:00Z").unwrap());
}

const OVERRIDES: &str = "[[rota]]\nlevel = \"second line\"\npeople = [\"kari\"]\nfrom = \"2026-01-05 08:00\"\nevery = \"day\"\n\
    [[override]]\nperson = \"kari\"\nfrom = \"2026-01-06 00:00\"\nto = \"2026-01-08 00:00\"\nnote = \"swap\"\n\
    [[override]]\nperson = \"ola\"\nfrom = \"2026-01-07 00:00\"\nto = \"2026-01-07 12:00\"\n\
    [[override]]\nlevel = \"second line\"\nperson = \"anna\"\nfrom = \"2026-01-01 00:00\"\nto = \"2026-01-02 00:00\"\n";

#[test]
fn an_override_goes_before_the_turn_and_a_later_one_before_an_earlier() {
    let rota = rota(&format!("{WEEKS}{OVERRIDES}"));
    let told = |duty: Duty<'_>| {
        let show = |at| oslo().wall(at).to_string();
        format!("{} {} to {} {:?}", duty.person, show(duty.since), show(duty.until), duty.why)
    };
    let (from, to) = (at("2026-01-01 00:00"), at("2026-01-13 00:00"));
    let duties: Vec<String> = rota.duties(None, from, to).into_iter().map(told).collect();
    assert_eq!(
        duties,
        [
            "anna 2026-01-05 08:00 to 2026-01-06 00:00 Turn",
            "kari 2026-01-06 00:00 to 2026-01-07 00:00 Override(Some(\"swap\"))",
            "ola 2026-01-07 00:00 to 2026-01-07 12:00 Override(None)",
            "kari 2026-01-07 12:00 to 2026-01-08 00:00 Override(Some(\"swap\"))",
            "anna 2026-01-08 00:00 to 2026-01-12 08:00 Turn",
            "ola 2026-01-12 08:00 to 2026-01-19 08:00 Turn",
        ]
    );
    assert_eq!(who(&rota, Some("second line"), "2026-01-01 12:00"), "anna", "also before the first turn");
    assert_eq!(who(&rota, Some("second line"), "2026-01-07 12:00"), "kari");
    assert_eq!(rota.levels().collect::<Vec<_>>(), ["first line", "second line"]);
    assert_eq!(rota.people(), ["anna", "ola", "kari"]);
}

#[test]
fn the_next_hand_over_is_to_somebody_else() {
    let rota = rota(&format!("{WEEKS}{OVERRIDES}"));
    let next = |level, moment: &str| {
        rota.next_hand_over(level, at(moment)).map(|d| (d.person, oslo().wall(d.since).to_string()))
    };
    assert_eq!(next(None, "2026-01-04 12:00"), Some(("anna", "2026-01-05 08:00".to_owned())));
    assert_eq!(next(None, "2026-01-08 12:00"), Some(("ola", "2026-01-12 08:00".to_owned())));
    assert_eq!(next(Some("second line"), "2026-01-01 12:00"), Some(("kari", "2026-01-05 08:00".to_owned())));
    assert_eq!(next(Some("second line"), "2026-01-09 12:00"), None, "she has it alone");
    assert_eq!(Rota::default().next_hand_over(None, at("2026-01-08 12:00")), None);
    assert_eq!(Rota::default().duties(None, at("2026-01-08 12:00"), Instant::END), []);
}

/// What stands in the place of a line of [`WEEKS`], then what is said.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("every = \"week\"\n", "", "o.toml:2: rota[1].every: `every` is missing; write every = \"week\", or hand_over"),
    (
        "\"week\"",
        "\"fortnight\"",
        "o.toml:5: rota[1].every: `fortnight` is not the length of a turn; write week, day, 2 weeks",
    ),
    ("\"week\"", "\"30m\"", "o.toml:5: rota[1].every: `30m` is not the length of a turn"),
    ("\"week\"", "\"99999999999999 weeks\"", "o.toml:5: rota[1].every: "),
    (
        "\"week\"",
        "\"week\"\nhand_over = [\"mon 08:00\"]",
        "o.toml:6: rota[1].hand_over: there is `every` too; leave one",
    ),
    (
        "every = \"week\"",
        "hand_over = [\"mo 8\"]",
        "o.toml:5: rota[1].hand_over: `mo 8` is not a time of the week; write",
    ),
    ("every = \"week\"", "hand_over = []", "o.toml:5: rota[1].hand_over: there is no time in the list"),
    (
        "every = \"week\"",
        "hand_over = [\"mon 08:00\", \"Mon 8:00\"]",
        "o.toml:5: rota[1].hand_over: this time stands here twice",
    ),
    ("[\"anna\", \"ola\"]", "[]", "o.toml:3: rota[1].people: the list names nobody; name at least one"),
    (
        "2026-01-05 08:00",
        "2026-01-05",
        "o.toml:4: rota[1].from: `2026-01-05` is not a date and a time of day; write it as",
    ),
    ("2026-01-05 08:00", "1926-01-05 08:00", "o.toml:4: rota[1].from: `1926-01-05 08:00` is not"),
    ("every =", "evry =", "o.toml:5: rota[1].evry: `evry` is not a key that is known here; did you mean `every`?"),
    (
        "\"week\"",
        "\"week\"\n[[rota]]\npeople = [\"ola\"]\nfrom = \"2026-01-05 08:00\"\nevery = \"day\"",
        "o.toml:6: rota[2].level: `level` is missing; write `second line`, `management` or `first line`",
    ),
    (
        "\"week\"",
        "\"week\"\n[[rota]]\nlevel = \"first line\"\npeople = [\"ola\"]\nfrom = \"2026-01-05 08:00\"\nevery = \"day\"",
        "o.toml:9: rota[2].from: the [[rota]] of `first line` before it begins no earlier; write a later time",
    ),
    (
        "\"week\"",
        "\"week\"\n[[rota]]\nlevel = \"boss\"",
        "o.toml:7: rota[2].level: the desk has no level `boss`; write",
    ),
    (
        "\"week\"",
        "\"week\"\n[[override]]\nlevel = \"boss\"",
        "o.toml:7: override[1].level: there is no rota for the level `boss`; write `first line`",
    ),
    (
        "\"week\"",
        "\"week\"\n[[override]]\nperson = \"ola\"\nfrom = \"2026-01-06 08:00\"\nto = \"2026-01-06 08:00\"",
        "o.toml:9: override[1].to: it ends before it has begun",
    ),
    ("Europe/Oslo", "Oslo", "o.toml:1: time_zone: there is no time zone `Oslo`; write an IANA name"),
];

#[test]
fn each_mistake_is_named_with_its_line_and_what_would_be_right() {
    for (line, instead, said) in MISTAKES {
        let text = format!("time_zone = \"Europe/Oslo\"\n{WEEKS}").replacen(line, instead, 1);
        let (rota, problems) = read(&text);
        assert!(problems.iter().any(|problem| problem.starts_with(said)), "{text}{problems:#?}");
        assert_eq!(rota, None, "a rota read in part would name the wrong one");
    }
    assert!(read("rota = 3\ntime_zone = \"UTC\"").0.is_none());
}

#[test]
fn a_further_rota_of_a_level_follows_the_one_before_from_its_own_time_on() {
    let rota = rota(&format!(
        "{WEEKS}[[rota]]\nlevel = \"first line\"\npeople = [\"anna\", \"ola\", \"kari\"]\nfrom = \"2026-01-21 08:00\"\nevery = \"week\"\n\
         [[rota]]\nlevel = \"first line\"\npeople = []\nfrom = \"2026-02-11 08:00\"\nevery = \"week\"\n"
    ));
    for (moment, person) in [
        ("2026-01-19 08:00", "anna"),
        ("2026-01-21 07:59:59", "anna"),
        ("2026-01-21 08:00", "anna"),
        ("2026-01-28 08:00", "ola"),
        ("2026-02-04 08:00", "kari"),
        ("2026-02-11 07:59:59", "kari"),
        ("2026-02-11 08:00", "nobody"),
        ("2027-01-01 00:00", "nobody"),
    ] {
        assert_eq!(who(&rota, None, moment), person, "{moment}");
    }
    let cut = rota.on_call(None, at("2026-01-20 12:00")).unwrap();
    assert_eq!(cut.until, at("2026-01-21 08:00"), "the one that follows ends the turn before it");
    assert_eq!(rota.levels().collect::<Vec<_>>(), ["first line"]);
    let ahead = rota.duties(None, at("2026-01-20 12:00"), at("2026-12-01 00:00"));
    assert_eq!(ahead.iter().map(|d| d.person).collect::<Vec<_>>(), ["anna", "anna", "ola", "kari"]);
}

/// Returns the rota in force after each of these files was read, at these moments.
fn read_at(files: &[(&str, Rota)]) -> RotaInForce {
    let mut kept: Vec<(Instant, Rota)> = Vec::new();
    let mut last = None;
    for (moment, file) in files {
        let known: Vec<(Instant, &Rota)> = kept.iter().map(|(at, rota)| (*at, rota)).collect();
        let read = Rota::in_force(&known, file, at(moment));
        if read.is_new {
            kept.push((at(moment), file.clone()));
        }
        last = Some(read);
    }
    last.unwrap()
}

#[test]
fn adding_somebody_at_the_end_does_not_move_the_turn_that_has_begun() {
    let (two, three) = (rota(WEEKS), rota(&WEEKS.replace("\"ola\"", "\"ola\", \"kari\"")));
    // In its third week anna has it; of three people it would be kari's.
    let read = read_at(&[("2026-01-05 09:00", two.clone()), ("2026-01-20 09:00", three.clone())]);
    assert_eq!((read.is_new, &read.rota), (false, &two));
    assert_eq!(
        read.refused.unwrap().to_string(),
        "the turn of anna at first line, 2026-01-19 08:00 to 2026-01-26 08:00, has begun, and the file would change it, so the \
         rota from before stays in force; leave that [[rota]] as it was, with people = [\"anna\", \"ola\"] and from = \
         \"2026-01-05 08:00\", and write the change as a further [[rota]] below it, with level = \"first line\" and from = \
         \"2026-01-26 08:00\""
    );
    // In its second week it is ola's by both: what is to come may be another's.
    let read = read_at(&[("2026-01-05 09:00", two.clone()), ("2026-01-13 09:00", three)]);
    assert!(read.is_new && read.refused.is_none());
    assert_eq!(who(&read.rota, None, "2026-01-19 08:00"), "kari");
    // As the sentence says.
    let further = "[[rota]]\nlevel = \"first line\"\npeople = [\"kari\", \"anna\"]\nfrom = \"2026-01-26 08:00\"\nevery = \"week\"\n";
    let read = read_at(&[("2026-01-05 09:00", two), ("2026-01-20 09:00", rota(&format!("{WEEKS}{further}")))]);
    assert!(read.is_new && read.refused.is_none());
    assert_eq!(who(&read.rota, None, "2026-01-25 08:00"), "anna");
    assert_eq!(who(&read.rota, None, "2026-01-26 08:00"), "kari");
}

#[test]
fn an_edit_that_moves_ends_or_takes_a_turn_is_not_taken_and_nobody_is_without_on_call() {
    let second =
        "[[rota]]\nlevel = \"second line\"\npeople = [\"kari\"]\nfrom = \"2026-01-05 08:00\"\nevery = \"day\"\n";
    let before = format!("{WEEKS}{second}");
    let swapped = format!("{}{WEEKS}", second.replace("level = \"second line\"\n", "")).replacen(
        "[[rota]]\npeople = [\"anna",
        "[[rota]]\nlevel = \"second line\"\npeople = [\"anna",
        1,
    );
    for (what, edit, taken) in [
        ("others", before.replace("[\"anna\", \"ola\"]", "[\"ola\", \"anna\"]"), false),
        ("longer turns", before.replace("\"week\"", "\"2 weeks\""), false),
        ("another hour", before.replacen("08:00", "09:00", 1), false),
        ("a level gone", WEEKS.to_owned(), false),
        ("levels the other way round", swapped, false),
        (
            "an override",
            format!(
                "{before}[[override]]\nperson = \"kari\"\nfrom = \"2026-01-07 08:00\"\nto = \"2026-01-08 08:00\"\n"
            ),
            true,
        ),
        ("the same", before.clone(), true),
    ] {
        let read = read_at(&[("2026-01-05 09:00", rota(&before)), ("2026-01-07 10:00", rota(&edit))]);
        assert_eq!(read.refused.is_none(), taken, "{what}");
        for level in [None, Some("second line")] {
            assert_ne!(who(&read.rota, level, "2026-01-07 10:00"), "nobody", "{what}");
        }
    }
    // A file that is broken or gone.
    let read = read_at(&[("2026-01-05 09:00", rota(&before)), ("2026-01-07 10:00", Rota::default())]);
    assert_eq!(
        (read.is_new, read.refused.is_none(), who(&read.rota, None, "2026-01-07 10:00")),
        (false, true, "anna".into())
    );
    let read = read_at(&[("2026-01-05 09:00", Rota::default())]);
    assert!(!read.is_new && read.rota.is_empty());
}

#[test]
fn who_was_on_call_stays_who_it_was() {
    let (two, three) = (rota(WEEKS), rota(&WEEKS.replace("\"ola\"", "\"ola\", \"kari\"")));
    let swap = "[[override]]\nperson = \"kari\"\nfrom = \"2026-02-24 08:00\"\nto = \"2026-02-26 08:00\"\n";
    // Anna's by both in the week in which it is read, and ola's in the next.
    let late = rota(&format!("{}{swap}", WEEKS.replace("\"ola\"", "\"ola\", \"kari\"")));
    let read = read_at(&[("2026-01-05 09:00", two.clone()), ("2026-02-17 09:00", three), ("2026-02-25 10:00", late)]);
    for moment in ["2025-12-31 12:00", "2026-01-05 12:00", "2026-01-20 12:00", "2026-02-10 12:00"] {
        assert_eq!(who(&read.rota, None, moment), who(&two, None, moment), "{moment}");
    }
    // What was entered late holds from then on, and not before.
    let duties = read.rota.duties(None, at("2026-02-23 12:00"), at("2026-02-27 12:00"));
    let told: Vec<String> = duties.iter().map(|d| format!("{} {}", d.person, oslo().wall(d.since))).collect();
    assert_eq!(told, ["ola 2026-02-23 08:00", "kari 2026-02-25 10:00", "ola 2026-02-26 08:00"]);
    for pair in duties.windows(2) {
        assert_eq!(pair[0].until, pair[1].since);
    }
}

#[test]
fn whoever_is_not_known_is_told_and_keeps_their_turn() {
    let text = format!("time_zone = \"Europe/Oslo\"\n{}{OVERRIDES}", WEEKS.replace("\"ola\"", "\"olla\""));
    let (rota, problems) = read(&text.replace("person = \"kari\"", "person = \"x\""));
    assert_eq!(rota.unwrap().people(), ["anna", "olla", "kari", "x", "ola"]);
    assert_eq!(
        problems,
        [
            "o.toml:3: rota.people: nobody in [staff] of the settings is called `olla`; did you mean `ola`?",
            "o.toml:12: override.person: nobody in [staff] of the settings is called `x`; write a NAME of the settings' [staff.NAME], or \
             add it there",
        ]
    );
}

#[test]
fn it_is_the_same_after_it_has_gone_over_the_socket() {
    let rota = rota(&format!("{WEEKS}{OVERRIDES}"));
    let json = serde_json::to_string(&rota).unwrap();
    assert_eq!(serde_json::from_str::<Rota>(&json).unwrap(), rota);
}

#[test]
fn a_rota_that_nobody_could_have_read_from_a_file_stops_nothing() {
    for rhythm in [Rhythm::Every(0), Rhythm::Every(-5), Rhythm::Weekly(Vec::new())] {
        for people in [vec![], vec!["anna".to_owned()]] {
            let mut rota = rota(WEEKS);
            (rota.lines[0].rhythm, rota.lines[0].people) = (rhythm.clone(), people);
            let _ = rota.on_call(None, at("2026-03-30 08:00"));
            let _ = rota.next_hand_over(None, at("2026-03-30 08:00"));
        }
    }
}

/// Returns a line of any rhythm, beginning somewhere in 2026.
fn line(level: &'static str) -> impl Strategy<Value = RotaLine> {
    let every = prop_oneof![1_i64..50, Just(24), Just(168), Just(336)].prop_map(|hours| Rhythm::Every(hours * 3_600));
    let weekly = prop::collection::btree_set(0_i64..7 * 48, 1..5)
        .prop_map(|times| Rhythm::Weekly(times.into_iter().map(|half| half * 1_800).collect()));
    let from =
        (0_i64..365 * 48).prop_map(|half| Wall { date: Date::new(2026, 1, 1).unwrap(), second: 0 }.plus(half * 1_800));
    (1_usize..5, from, prop_oneof![every, weekly]).prop_map(move |(people, from, rhythm)| {
        let people = (0..people).map(|n| format!("p{n}")).collect();
        RotaLine { level: level.to_owned(), people, from, rhythm }
    })
}

fn zones() -> impl Strategy<Value = Zone> {
    let names = ["Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"];
    prop::sample::select(names.to_vec()).prop_map(|name| Zone::named(name).unwrap())
}

/// Returns the first instant at which the dial shows `wall` or later. Going through the night second by second would
/// take too long: half hours do, for every change of clocks and every time in here falls on one.
fn first_showing(zone: Zone, wall: Wall) -> Instant {
    let utc = Zone::utc().earliest(wall);
    (-48..=48).map(|half| utc.plus(half * 1_800)).find(|at| zone.wall(*at) >= wall).unwrap()
}

/// Returns who has it, worked out plainly: one dial time after the other, from the first hand-over on.
fn plainly(rota: &Rota, line: &RotaLine, at: Instant) -> Option<String> {
    let zone = rota.zone.unwrap();
    let held = rota.overrides.iter().rev().find(|o| o.level == line.level && o.from <= at && at < o.to);
    if let Some(held) = held {
        return Some(held.person.clone());
    }
    if first_showing(zone, line.from) > at {
        return None;
    }
    let (mut wall, mut turn) = (line.from, 0);
    loop {
        wall = wall.plus(1_800);
        let monday = i64::from(wall.second) + wall.date.weekday().index() as i64 * DAY;
        let passes_on = match &line.rhythm {
            Rhythm::Every(seconds) => wall.since(line.from) % seconds == 0,
            Rhythm::Weekly(times) => times.contains(&monday),
        };
        if passes_on {
            if first_showing(zone, wall) > at {
                return Some(line.people[turn % line.people.len()].clone());
            }
            turn += 1;
        }
    }
}

fn any_rota() -> impl Strategy<Value = Rota> {
    let one = (0_i64..400 * 48, 1_i64..200, any::<bool>(), 0..3).prop_map(|(start, length, first, who)| {
        let from = Instant::parse("2026-01-01T00:00:00Z").unwrap().plus(start * 1_800);
        let level = if first { "first line" } else { "second line" }.to_owned();
        Override { level, person: format!("o{who}"), from, to: from.plus(length * 1_800), note: None }
    });
    (zones(), line("first line"), line("second line"), prop::collection::vec(one, 0..8)).prop_map(
        |(zone, first, second, overrides)| Rota {
            zone: Some(zone),
            lines: vec![first, second],
            overrides,
            earlier: Vec::new(),
        },
    )
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn it_says_what_a_plain_count_says(rota in any_rota(), moments in prop::collection::vec(0_i64..400 * DAY, 6)) {
        for line in &rota.lines {
            for secs in &moments {
                let at = Instant::parse("2026-01-01T00:00:00Z").unwrap().plus(*secs);
                let said = rota.on_call(Some(&line.level), at).map(|duty| duty.person.to_owned());
                prop_assert_eq!(said, plainly(&rota, line, at), "{} {:?}", at, rota);
            }
        }
    }

    #[test]
    fn somebody_is_on_call_at_every_instant_from_the_first_hand_over_on(rota in any_rota(), secs in 0_i64..700 * DAY) {
        for line in &rota.lines {
            let at = rota.zone.unwrap().earliest(line.from).plus(secs);
            let duty = rota.on_call(Some(&line.level), at).unwrap();
            prop_assert!(duty.since <= at && at < duty.until);
            for edge in [duty.since, duty.until.plus(-1)] {
                let again = rota.on_call(Some(&line.level), edge);
                prop_assert_eq!(again.as_ref(), Some(&duty));
            }
        }
    }

    #[test]
    fn a_turn_begins_at_its_time_of_day_whatever_the_clocks_have_done(line in line("first line"), turn in 1_i64..700, zone in zones()) {
        let begins = zone.wall(line.begins(zone, turn));
        let on_the_dial = match &line.rhythm {
            Rhythm::Every(seconds) => line.from.plus(turn * seconds),
            Rhythm::Weekly(times) => {
                let time = i64::from(begins.second) + begins.date.weekday().index() as i64 * DAY;
                let skipped = zone.wall(zone.earliest(begins).plus(-1)).plus(1) != begins;
                prop_assert!(times.contains(&time) || skipped, "{} of {:?}", begins, times);
                begins
            }
        };
        prop_assert_eq!(begins, zone.wall(zone.earliest(on_the_dial)));
        let exists = zone.exact(on_the_dial, Instant::FIRST).is_ok();
        prop_assert!(!exists || begins == on_the_dial);
    }

    #[test]
    fn whatever_is_read_nobody_loses_the_turn_that_has_begun(first in any_rota(), second in any_rota(), secs in 0_i64..400 * DAY) {
        let at = Instant::parse("2026-01-01T00:00:00Z").unwrap().plus(secs);
        let read = Rota::in_force(&[(Instant::parse("2026-01-01T00:00:00Z").unwrap(), &first)], &second, at);
        let bare = |rota: &Rota, level: &str| {
            let alone = Rota { overrides: Vec::new(), earlier: Vec::new(), ..rota.clone() };
            alone.on_call(Some(level), at).map(|duty| duty.person.to_owned())
        };
        for line in &first.lines {
            let had = bare(&first, &line.level);
            prop_assert!(had.is_none() || bare(&read.rota, &line.level) == had);
            let before = at.plus(-1);
            let was = first.on_call(Some(&line.level), before).map(|duty| duty.person);
            prop_assert_eq!(read.rota.on_call(Some(&line.level), before).map(|duty| duty.person), was);
        }
    }

    #[test]
    fn stretches_follow_each_other_without_a_hole(rota in any_rota(), from in 0_i64..300 * DAY) {
        let from = Instant::parse("2026-01-01T00:00:00Z").unwrap().plus(from);
        for line in &rota.lines {
            let duties = rota.duties(Some(&line.level), from, from.plus(20 * DAY));
            for pair in duties.windows(2) {
                let first_turn = rota.zone.unwrap().earliest(line.from);
                prop_assert!(pair[0].until == pair[1].since || pair[0].until < first_turn);
            }
        }
    }
}
