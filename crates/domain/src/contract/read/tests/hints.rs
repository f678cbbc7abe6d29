//! What a hint says is what may be written: one row a mistake, with the words of its hint.

use super::{changed, problems};

/// What stands in the good contract, what is put there, and words of the hint.
type Row = (&'static str, &'static str, &'static str);

fn check(rows: &[Row]) {
    for (from, to, hint) in rows {
        let found = problems(&changed(from, to));
        let [problem] = found.as_slice() else { panic!("`{to}` gives {found:#?}") };
        assert!(problem.hint.contains(hint), "{to}: {problem}");
    }
}

#[test]
fn names_that_are_nearly_known_ones() {
    const CHANNELS: &str = "[\"phone\", \"email\"]";
    const CAUSES: &str = "[\"customer\", \"third_party\"]";
    check(&[
        (CHANNELS, "[\"phone\", \"telephone\"]", "did you mean `phone`?"),
        (CHANNELS, "[\"phone\", \"e-mail\"]", "did you mean `email`?"),
        (CHANNELS, "[\"phone\", \"E-Mail\"]", "did you mean `email`?"),
        (CHANNELS, "[\"phone\", \"Phone\"]", "did you mean `phone`?"),
        (CHANNELS, "[\"phone\", \"portl\"]", "did you mean `portal`?"),
        (CAUSES, "[\"customer\", \"Customer\"]", "did you mean `customer`?"),
        (CAUSES, "[\"customer\", \"third party\"]", "did you mean `third_party`?"),
        ("[\"unpaid\"]", "[\"Unpaid\"]", "did you mean `unpaid`?"),
        ("[\"vendor\"]", "[\"vendors\"]", "did you mean `vendor`?"),
        ("[\"NO\"]", "[\"UK\"]", "write `GB-ENG`, `GB-SCT` or `GB-NIR`"),
        ("[\"NO\"]", "[\"EN\"]", "write `GB-ENG`"),
        ("[\"NO\"]", "[\"SCO\"]", "write `GB-SCT`"),
        ("[\"NO\"]", "[\"Holland\"]", "write `NL`"),
        ("[\"NO\"]", "[\"GB\"]", "`GB-ENG`, `GB-NIR` or `GB-SCT`"),
    ]);
}

#[test]
fn what_is_offered_may_stand_there() {
    const FLOOR: &str = "min_percent = 99.1";
    const OUTAGE: &str = "min_outage = \"10m\"";
    const FROM: &str = "effective = 2024-01-08";
    const WINDOW: &str = "{ days = \"tue\", hours = \"00:00-06:30\" }";
    const CLOCK: &str = "within = \"4h\", clock = \"calendar\"";
    check(&[
        (FLOOR, "max_downtime = \"1 day\"", "did you mean `24h`?"),
        (FLOOR, "max_downtime = \"1d\"", "write 24h"),
        (FLOOR, "min_percent = 0.995", "write min_percent = 99.5"),
        (OUTAGE, "claim_within = \"1 month\"", "did you mean `30d`? Or write 30m, 2h, 14d (calendar days) or 3bd"),
        (OUTAGE, "claim_within = \"next business day\"", "write 30m, 2h, 14d"),
        (OUTAGE, "hours = \"calendar\"", "leave `hours` out"),
        (OUTAGE, "hours = \"24/7\"", "leave `hours` out"),
        (CLOCK, "within = \"4h\", clock = \"24/7\"", "write `calendar`, which counts day and night"),
        (CLOCK, "within = \"4h\", clock = \"business\"", "add [hours.business.days] with the days, as in mon-fri ="),
        (CLOCK, "within = \"4h\", clock = \"Business Hours\"", "add [hours.business_hours.days]"),
        (WINDOW, "\"tue 00:00-04:00\"", "write windows = [{ days = \"tue\", hours = \"00:00-04:00\" }]"),
        (WINDOW, "\"at night\"", "write windows = [{ days = \"tue\", hours = \"00:00-04:00\" }]"),
        (FROM, "effective = \"1.1.2024\"", "write 2024-01-01"),
        (FROM, "effective = \"soon\"", "write it as 2024-01-08"),
        ("closed = [\"12-24\"", "closed = [\"24.12.2025\"", "write 2025-12-24"),
        ("fri = [\"08:00-14:00\"]", "\"24/7\" = [\"08:00-14:00\"]", "mon-sun = [\"00:00-24:00\"]"),
        ("work_start = { within = \"4h\", clock = \"calendar\" }", "sla = { high = 1 }", "the keys here are"),
        ("[scope]", "[sla.high]\nresponse = \"1h\"\n[scope]", "under [plan.PLAN.target.SEVERITY]"),
    ]);
    let targets = problems(&changed("[scope]", "[plan.standard.targets.high]\nresponse = \"1h\"\n[scope]"));
    assert!(targets[0].hint.contains("under [plan.PLAN.target.SEVERITY]"), "{targets:#?}");
    let levels = "id = \"a\"\nvendor = \"A\"\ntime_zone = \"UTC\"\n[[priority]]\nid = \"p1\"\n[[severity]]\nid = \"b\"\n\
                  name = \"B\"\n[plan.x]\nname = \"X\"\n";
    let levels = problems(levels);
    assert_eq!((levels.len(), levels[0].key()), (1, "priority"), "{levels:#?}");
    assert!(levels[0].hint.starts_with("write [[severity]] once for each level"), "{levels:#?}");
}

#[test]
fn an_article_suits_its_word() {
    let messages =
        |to: &str| problems(&changed("response = \"30m\"", to)).into_iter().map(|p| p.message).collect::<Vec<_>>();
    assert_eq!(messages("update = \"next release\""), ["an update cannot wait for the next release"]);
    assert_eq!(messages("response = \"next release\""), ["a response cannot wait for the next release"]);
}
