//! Maintenance announced in time, a second too late, and not at all, under each agreement.

use super::*;
use crate::contract::Contract;
use crate::ledger::AnnouncedChange;
use crate::time::clock_text;

/// Returns how the announcement of that maintenance stands, and whether it exempts an outage of its whole length.
fn stands(contract: &str, (from, to): (&str, &str), announced: &str, kind: &str) -> String {
    let told = under(contract).work(from, to, announced);
    let told = if kind.is_empty() { told } else { told.of_kind(kind) };
    let notice = notice_of(&told.contract, &told.maintenance[0]);
    let told = told.down(from, to);
    let (downtime, exempt) = told.sums(&from[..7]);
    assert_eq!((downtime == 0, exempt == 0), (notice.exempts(), !notice.exempts()), "{contract} {from} {announced}");
    let zone = told.contract.zone;
    let say = |earliest: Option<Instant>| earliest.map_or_else(|| "never".to_owned(), |at| clock_text(zone, at));
    match notice {
        AnnouncementNotice::InTime { earliest } => format!("in time: {}", say(Some(earliest))),
        AnnouncementNotice::Before => "before".to_owned(),
        AnnouncementNotice::Afterwards { exempt } => format!("afterwards, exempt: {exempt}"),
        AnnouncementNotice::Short => "short".to_owned(),
        AnnouncementNotice::OfKind => "of kind".to_owned(),
        AnnouncementNotice::LateButExempt { earliest } => format!("late but exempt: {}", say(earliest)),
        AnnouncementNotice::Late { earliest } => format!("late: {}", say(earliest)),
        AnnouncementNotice::NoRule => "no rule".to_owned(),
    }
}

#[test]
fn two_days_of_real_time() {
    let at = |announced: &str| stands("sesam", ("2024-04-10 12:00", "2024-04-10 14:00"), announced, "security");
    assert_eq!(at("2024-04-08 12:00"), "in time: Wed 10 Apr 2024 12:00");
    assert_eq!(at("2024-04-08 12:00:01"), "late: Wed 10 Apr 2024 12:00:01");
    assert_eq!(at("2024-04-11 12:00"), "late: Sat 13 Apr 2024 12:00", "afterwards");
    assert_eq!(at(""), "late: never");
    // Over the change to summer time two days end an hour later on the wall.
    let over = |announced| stands("sesam", ("2024-03-31 12:00", "2024-03-31 13:00"), announced, "");
    assert_eq!(over("2024-03-29 11:00"), "in time: Sun 31 Mar 2024 12:00");
    assert_eq!(over("2024-03-29 12:00"), "late: Sun 31 Mar 2024 13:00");
}

#[test]
fn a_day_for_more_than_half_an_hour_and_late_notice_costs_nothing() {
    let hour = |announced: &str| stands("myproduction", ("2024-04-10 12:00", "2024-04-10 13:00"), announced, "");
    assert_eq!(hour("2024-04-09 12:00"), "in time: Wed 10 Apr 2024 12:00");
    assert_eq!(hour("2024-04-09 12:00:01"), "late but exempt: Wed 10 Apr 2024 12:00:01");
    assert_eq!(hour(""), "late but exempt: never");
    let until = |to: &str| stands("myproduction", ("2024-04-10 12:00", to), "", "");
    assert_eq!(
        (until("2024-04-10 12:30"), until("2024-04-10 12:30:01")),
        ("short".into(), "late but exempt: never".into())
    );
}

#[test]
fn two_weeks_on_the_wall_but_for_what_presses() {
    let at = |announced: &str, kind: &str| stands("missoun", ("2024-04-08 09:00", "2024-04-08 11:00"), announced, kind);
    // The clocks have gone forward between.
    assert_eq!(at("2024-03-25 09:00", ""), "in time: Mon 8 Apr 2024 09:00");
    assert_eq!(at("2024-03-25 09:00:01", ""), "late: Mon 8 Apr 2024 09:00:01");
    for (kind, stands) in [
        ("security", "of kind"),
        ("critical", "of kind"),
        ("agreed", "late: never"),
        ("Security", "of kind"),
        (" CRITICAL ", "of kind"),
    ] {
        assert_eq!(at("", kind), stands, "{kind}");
    }
}

#[test]
fn three_support_days_over_holidays() {
    // 17 May 2024 is a Friday and a holiday, and so is the Monday after.
    let wednesday = |announced: &str| stands("markant", ("2024-05-22 10:00", "2024-05-22 12:00"), announced, "");
    assert_eq!(wednesday("2024-05-15 10:00"), "in time: Wed 22 May 2024 10:00");
    assert_eq!(wednesday("2024-05-15 10:00:01"), "late: Wed 22 May 2024 10:00:01");
    // Announced in the evening: three whole support days, up to closing time on Tuesday.
    let tuesday = |from: &str, announced: &str| stands("markant", (from, "2024-05-21 20:00"), announced, "");
    assert_eq!(tuesday("2024-05-21 16:00", "2024-05-14 20:00"), "in time: Tue 21 May 2024 16:00");
    assert_eq!(tuesday("2024-05-21 15:59:59", "2024-05-14 20:00"), "late: Tue 21 May 2024 16:00");
    let agreed = |kind| stands("markant", ("2024-05-22 10:00", "2024-05-22 12:00"), "", kind);
    assert_eq!((agreed("agreed"), agreed("security")), ("of kind".into(), "late: never".into()));
}

#[test]
fn any_notice_as_long_as_it_is_before_the_start() {
    let at = |announced: &str| stands("moocommerce", ("2024-04-10 12:00", "2024-04-10 14:00"), announced, "");
    assert_eq!(at("2024-04-10 11:59:59"), "before");
    assert_eq!(at("2024-04-10 12:00"), "afterwards, exempt: false");
    assert_eq!(at("2024-04-10 13:00"), "afterwards, exempt: false");
    assert_eq!(at(""), "late: never");
}

#[test]
fn where_the_agreement_says_nothing_of_maintenance_none_is_exempt() {
    let told = under("sesam").changed(|contract| contract.maintenance = None);
    let told = told.work("2024-04-10 12:00", "2024-04-10 14:00", "2024-01-01 12:00");
    let notice = notice_of(&told.contract, &told.maintenance[0]);
    assert_eq!((notice, notice.exempts(), notice.is_late()), (AnnouncementNotice::NoRule, false, false));
    assert_eq!(told.down("2024-04-10 12:00", "2024-04-10 14:00").sums("2024-04"), (2 * HOUR, 0));
}

fn change(contract: &Contract, announced: Option<&str>) -> AnnouncementNotice {
    let at = |text: &str| parse_moment(text, contract.zone, Instant::FIRST).unwrap();
    let change = AnnouncedChange {
        contract: contract.id.clone(),
        from: at("2024-04-10 08:00"),
        announced: announced.map(at),
        note: "New log-in".into(),
    };
    notice_of_change(contract, &change)
}

#[test]
fn a_larger_change_is_announced_a_month_before_where_that_is_promised() {
    let mine = BOOK.get("myproduction").unwrap();
    // Thirty days on the wall, over the change to summer time.
    assert!(matches!(change(mine, Some("2024-03-11 08:00")), AnnouncementNotice::InTime { .. }));
    assert!(matches!(change(mine, Some("2024-03-11 08:00:01")), AnnouncementNotice::Late { earliest: Some(_) }));
    assert_eq!(change(mine, None), AnnouncementNotice::Late { earliest: None });
    for contract in BOOK.contracts().filter(|contract| contract.id != "myproduction") {
        assert_eq!(change(contract, Some("2024-04-10 07:00")), AnnouncementNotice::NoRule, "{}", contract.id);
    }
}

#[test]
fn how_an_announcement_stands_in_a_sentence() {
    let sesam = BOOK.get("sesam").unwrap();
    let at = parse_moment("2024-04-10 12:00", sesam.zone, Instant::FIRST).unwrap();
    let too_late = "announced too late: with that notice it may begin on Wed 10 Apr 2024 12:00 at the earliest";
    for (notice, sentence, late) in [
        (
            AnnouncementNotice::InTime { earliest: at },
            "announced in time: it may begin from Wed 10 Apr 2024 12:00 on",
            false,
        ),
        (AnnouncementNotice::Before, "announced in time: before it starts", false),
        (AnnouncementNotice::Afterwards { exempt: false }, "announced too late: not before it starts", true),
        (
            AnnouncementNotice::Afterwards { exempt: true },
            "announced too late: not before it starts; it is exempt all the same",
            true,
        ),
        (AnnouncementNotice::Short, "short enough to need no notice", false),
        (AnnouncementNotice::OfKind, "of a kind that needs no notice", false),
        (
            AnnouncementNotice::LateButExempt { earliest: Some(at) },
            &format!("{too_late}; it is exempt all the same"),
            true,
        ),
        (AnnouncementNotice::LateButExempt { earliest: None }, "not announced; it is exempt all the same", true),
        (AnnouncementNotice::Late { earliest: Some(at) }, too_late, true),
        (AnnouncementNotice::Late { earliest: None }, "not announced", true),
        (AnnouncementNotice::NoRule, "the agreement asks for no notice", false),
    ] {
        assert_eq!(notice_in_full(notice, sesam.zone), sentence);
        assert_eq!(notice.is_late(), late, "{sentence}");
    }
}
