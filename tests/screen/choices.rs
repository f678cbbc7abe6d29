//! What the new-ticket form says of an agreement while it is filled in: the matrix, ranges, kinds, channels.

use frist::desk::Desk;
use frist::domain::ticket::{Kind, TicketId};

use crate::at_desk::{AtDesk, MONDAY};

/// Opens the form for that vendor with its first plan, at the first field after it.
fn form(vendor: &str, columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::at(MONDAY, columns, rows);
    desk.keys(&["n"]);
    while !desk.row("Vendor").contains(&format!("[{vendor}]")) {
        desk.keys(&["Right"]);
    }
    desk.keys(&["Tab", "Right", "Tab"]);
    desk
}

/// Markant's extended plan has to be signed apart, SESAM's two differ in what counts: neither is taken for granted.
#[test]
fn no_plan_is_preselected_where_there_are_several() {
    for (vendor, plans) in [("Markant", " Standard  Extended"), ("SESAM", " Partner  Customer")] {
        let mut desk = AtDesk::at(MONDAY, 80, 24);
        desk.keys(&["n"]).typed(&vendor[..1]);
        while !desk.row("Vendor").contains(&format!("[{vendor}]")) {
            desk.typed(&vendor[..1]);
        }
        assert!(desk.row("Plan ").contains(plans), "{}", desk.text());
        desk.keys(&["Tab", "Tab"]).typed("c").keys(&["Tab"]).typed("p").keys(&["Tab"]).typed("Down");
        desk.sees("Choose a plan").keys(&["Ctrl-S"]).sees("choose the plan");
        assert!(desk.desk.open_tickets().unwrap().is_empty());
        desk.keys(&["Right", "Ctrl-S"]).sees("#1 logged");
    }
    for vendor in ["Missoun", "MooCommerce", "MyProduction"] {
        assert!(form(vendor, 80, 24).row("Plan ").contains("[Standard]"), "{vendor}");
    }
}

/// Missoun, "Priority Levels": "Priority levels are determined based on impact and urgency".
#[test]
fn missouns_matrix_marks_what_is_chosen_without_colour() {
    let mut desk = form("Missoun", 80, 24);
    desk.keys(&["Right"]).sees(" impact╲urgency  high    medium  low").sees("[high]           High    High    Medium");
    desk.keys(&["Tab"]).typed("l");
    desk.sees(" impact╲urgency  high    medium [low]").sees("[high]           High    High   [Medium]");
    desk.sees("low: The work is hardly disrupted").typed("m").sees("[high]           High   [High]   Medium");
    insta::assert_snapshot!(desk.text());
}

#[test]
fn the_matrix_stands_beside_the_form_at_160_by_45() {
    let mut desk = form("Missoun", 160, 45);
    desk.typed("m").keys(&["Tab"]).typed("h").keys(&["Tab", "Tab"]);
    insta::assert_snapshot!(desk.text());
}

#[test]
fn an_agreement_that_names_severities_has_no_matrix() {
    for vendor in ["Markant", "MooCommerce", "MyProduction", "SESAM"] {
        form(vendor, 160, 45).sees_not("impact").sees("Severity");
    }
}

/// Missoun, "All support requests (incidents and change requests)"; SESAM, "Problems or questions".
#[test]
fn a_kind_is_asked_for_where_the_agreement_tells_several_apart() {
    for (vendor, kinds) in [("Missoun", "[incident] change request"), ("SESAM", "[incident] question")] {
        let desk = form(vendor, 80, 24);
        assert!(desk.row("Kind").contains(kinds), "{}", desk.text());
        assert!(!desk.row("Kind").contains(if vendor == "Missoun" { "question" } else { "change" }), "{}", desk.text());
    }
    for vendor in ["Markant", "MooCommerce", "MyProduction"] {
        form(vendor, 80, 24).sees_not("Kind");
    }
    let mut desk = form("Missoun", 80, 24);
    desk.keys(&["Right", "Tab", "Right", "Tab", "Tab"]).typed("A new size").keys(&["Tab", "Tab", "Tab", "Right"]);
    desk.keys(&["Ctrl-S"]);
    desk.sees("#1 logged").keys(&["Enter"]).sees("logged as change request");
    let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
    assert_eq!(record.ticket.kind, Kind::ChangeRequest);
}

/// Another vendor's form begins with an incident again, whatever was chosen before.
#[test]
fn the_kind_does_not_carry_over_to_another_vendor() {
    let mut desk = form("Missoun", 80, 24);
    desk.keys(&["Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Right"]);
    assert!(desk.row("Kind").contains("[change request]"), "{}", desk.text());
    desk.keys(&["Up"; 8]).typed("S");
    assert!(desk.row("Kind").contains("[incident]"), "{}", desk.text());
}

/// `MooCommerce`, "Avvikstype": 6 to 8 hours.
#[test]
fn a_range_shows_when_it_is_expected_and_when_it_is_late() {
    let mut desk = form("MooCommerce", 160, 45);
    desk.typed("s").keys(&["Tab"]).typed("p");
    desk.sees("response    due tomorrow 10:00  8h00, expected today 16:00");
    desk.sees("work start  due today 14:00  4h00, expected today 13:00");
    desk.keys(&["Tab"]).typed("Slow").keys(&["Ctrl-S", "Enter"]);
    desk.sees("due tomorrow 10:00").sees("expected by today 16:00").sees("expected by today 13:00");
    desk.pass(5 * 3600).sees("due today 14:00").sees_not("expected by today 13:00");
    desk.keys(&["r"]).sees_not("expected by today 16:00");
}

/// `MyProduction`, "support via web tickets, chat, and email"; Markant, "Henvendelser skal kun skje via overnevnte
/// e-postadresse eller telefonnummer"; Missoun, "by submitting a ticket in the Support Portal".
#[test]
fn a_channel_that_the_agreement_does_not_take_is_said_before_saving() {
    for (vendor, severity, channel, words) in [
        ("MyProduction", "c", "p", "to be reported by web, chat or email: this channel does not count for it"),
        ("Markant", "s", "c", "to be reported by phone or email: this channel does not count for it"),
        ("Markant", "c", "e", "to be phoned in: this channel does not count for it"),
        ("MooCommerce", "s", "e", "to be phoned in: this channel does not count for it"),
    ] {
        let mut desk = form(vendor, 160, 45);
        desk.typed(severity).keys(&["Tab"]).typed(channel);
        let text = desk.text();
        let beside = text.lines().filter_map(|line| line.split_once('│')).map(|(_, said)| said.trim());
        let said = beside.collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{vendor} {severity} {channel}: {}", desk.text());
    }
    let mut desk = form("Missoun", 160, 45);
    desk.keys(&["Right", "Tab", "Right", "Tab"]).typed("e").sees("This agreement wants it reported by portal.");
}
