//! The page of people at the screen: its lists, somebody's page, entering, changing, merging and joining.

use frist::config::{Person as Staff, Role};
use frist::desk::{Change, Desk, LocalDesk, Request};
use frist::domain::ledger::{LedgerFact, LedgerRecordId, Organisation, Outage, Party as _, Person};
use frist::domain::ticket::{NewTicket, TicketId};
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};
use crate::people::{enter, known, of_sesam, with_tickets};

const SIZES: [(u16, u16); 3] = [(80, 24), (160, 45), (40, 12)];

fn person(desk: &LocalDesk, id: u64) -> Person {
    desk.ledger().own_party::<Person>(LedgerRecordId(id)).unwrap().clone()
}

#[test]
fn the_lists_have_open_and_last_tickets_and_the_typed_names() {
    let mut desk = with_tickets(120, 36);
    desk.keys(&["g c"]).is_on("People").sees("[Organisations 1]").sees("People 3").sees("Typed names 1");
    let acme = desk.row("Acme AS");
    assert!(acme.contains("SESAM, Partner") && acme.contains("   2  #4") && acme.contains("Mon 8 Jan"), "{acme}");
    desk.keys(&["Tab"]).sees("[People 3]");
    let kari = desk.row("Kari Nord");
    assert!(kari.contains("Acme AS") && kari.contains("kari@acme.example") && kari.contains("   1  #3"), "{kari}");
    assert!(desk.row("Ola Vik").contains("   0  –"), "{}", desk.text());
    desk.keys(&["Tab"]).sees("[Typed names 1]");
    let typed = desk.row("“kari”");
    assert!(typed.ends_with("1     1"), "{typed}");
    // Where there is no room for its date, the number of the last ticket stands alone.
    desk.screen.resize(80, 24);
    desk.keys(&["Tab"]);
    assert!(desk.row("Acme AS").ends_with("  #4"), "{}", desk.text());
    desk.sees("[Organisations 1]").keys(&["Shift-Tab"]).sees("[Typed names 1]").keys(&["Esc"]).is_on("1 Queue");
}

#[test]
fn a_page_tells_how_somebody_is_reached_what_is_open_and_what_came_last() {
    for (columns, rows) in SIZES {
        let mut desk = with_tickets(columns, rows);
        desk.keys(&["g c", "Tab", "j", "Enter"]).sees("Karl Moe, person").sees("No ticket of theirs is open");
        desk.keys(&["Esc", "k", "Enter"]).sees("Kari Nord, person 2").sees("kari@acme.example");
        if rows > 12 {
            desk.sees("Partner, by Acme AS").sees("OPEN TARGETS, 1 TICKET").sees("LAST TICKETS").sees("First of hers");
        }
        desk.sees("Second of hers").keys(&["G"]).sees("First of hers").keys(&["Enter"]).sees("#1").keys(&["Esc"]);
        desk.sees("First of hers").keys(&["g g"]).sees("Kari Nord, person 2").keys(&["Esc"]).sees("[People 3]");
    }
}

#[test]
fn an_organisations_page_names_its_people_and_what_its_contract_has_no_more() {
    let mut desk = AtDesk::with(MONDAY, 100, 36, |d| {
        known(d, of_sesam());
    });
    desk.keys(&["g c", "Enter"]).sees("Acme AS, organisation 1").sees("Kari Nord, Ola Vik").sees("SESAM, by Acme AS");
}

/// SESAM promises uptime to each customer: an outage counts for those whom it names, and for all where it names nobody.
#[test]
fn the_uptime_that_concerned_an_organisation_stands_on_its_page() {
    for (hit, down) in [("Acme AS", true), ("Another", false)] {
        let mut desk = AtDesk::with(MONDAY, 100, 36, |d| {
            known(d, of_sesam());
            let (from, affects) = (d.now().plus(-7200), vec![hit.to_owned()]);
            let outage = Outage { contract: "sesam".to_owned(), from, affects, ..Outage::default() };
            enter(d, LedgerFact::Outage(outage));
        });
        desk.keys(&["g c", "Enter"]).sees("UPTIME THAT CONCERNED THEM").sees("2024-01, at least 99.5% of a month");
        assert_eq!(desk.row("2024-01").contains("100.000 %"), !down, "{}", desk.text());
    }
}

#[test]
fn a_filter_narrows_the_list_that_shows() {
    let mut desk = with_tickets(100, 30);
    desk.keys(&["g c", "Tab", "/"]).typed("kar").sees("Kari Nord").sees("Karl Moe").sees_not("Ola Vik").typed("i");
    desk.sees_not("Karl Moe")
        .keys(&["Enter"])
        .sees("Kari Nord")
        .sees_not("Ola Vik")
        .keys(&["/"])
        .typed("x")
        .keys(&["Enter"]);
    desk.sees("Nothing here matches “karix”").keys(&["Backspace"]).sees("Ola Vik");
    desk.keys(&["/"]).typed("vik").keys(&["Esc"]).sees("Kari Nord");
}

#[test]
fn somebody_is_entered_and_changed_in_a_form_and_undo_takes_it_back() {
    let mut desk = with_tickets(100, 30);
    desk.keys(&["g c", "Tab", "N"]).is_on("People ▸ new person").typed("Anne Berg, A. Berg").keys(&["Tab"]);
    desk.typed("anne@berg.example")
        .keys(&["Tab"])
        .typed("+47 22 00 00 01")
        .keys(&["Tab"])
        .typed("acm")
        .sees("takes Acme AS");
    desk.keys(&["Enter"]).keys(&["Ctrl-S"]).sees("person Anne Berg").sees("▌Anne Berg");
    let id = desk.desk.ledger().people().find(|(_, it)| it.name() == "Anne Berg").unwrap().0.0;
    let anne = person(&desk.desk, id);
    assert_eq!((anne.names.len(), anne.organisation), (2, Some(LedgerRecordId(1))));
    desk.keys(&["e"]).sees("Anne Berg, A. Berg").keys(&["Tab", "Tab", "Tab", "Tab"]).typed("nb").keys(&["Ctrl-S"]);
    desk.sees("[People 4]");
    assert_eq!(person(&desk.desk, id), Person { language: Some("nb".to_owned()), ..anne.clone() });
    desk.keys(&["u"]).sees("undone");
    assert_eq!(person(&desk.desk, id), anne);
    desk.keys(&["u"]).sees("[People 3]").sees_not("▌Anne");
}

#[test]
fn an_organisation_has_a_choice_of_contract_plan_and_severity() {
    let mut desk = AtDesk::at(MONDAY, 100, 30);
    desk.keys(&["g c"])
        .sees("No organisation is known yet. N enters one")
        .keys(&["N"])
        .typed("Nordlys")
        .keys(&["Tab", "Tab"]);
    desk.typed("S").keys(&["Tab"]).typed("P").keys(&["Tab"]).typed("E").keys(&["Ctrl-S"]).sees("[Organisations 1]");
    let ledger = desk.desk.ledger();
    let (_, found) = ledger.organisations().next().unwrap();
    let parts = [&found.contract, &found.plan, &found.severity].map(|part| part.clone().unwrap_or_default());
    assert_eq!(parts, ["sesam", "partner", "error"]);
    desk.keys(&["e", "Tab", "Tab", "Home"]).typed("n").keys(&["Ctrl-S"]);
    let ledger = desk.desk.ledger();
    let (_, found) = ledger.organisations().next().unwrap();
    assert_eq!((&found.contract, &found.plan), (&None, &None), "without a contract there is no plan");
}

#[test]
fn what_is_wrong_with_somebody_is_said_at_its_field() {
    let mut desk = with_tickets(100, 30);
    desk.keys(&["g c", "Tab", "N", "Ctrl-S"])
        .sees("there is no name")
        .typed("X")
        .keys(&["Tab"])
        .typed("kari@acme.example");
    desk.keys(&["Ctrl-S"])
        .sees("has kari@acme.example already")
        .keys(&["Tab", "Tab"])
        .typed("Nowhere")
        .keys(&["Ctrl-S"]);
    desk.sees("there is no organisation `Nowhere`").keys(&["Esc"]).sees("brings it back").keys(&["N"]).sees("Nowhere");
}

#[test]
fn two_records_are_merged_after_a_question_and_parted_by_undo() {
    let mut desk = with_tickets(100, 30);
    desk.keys(&["g c", "Tab", "j"])
        .sees("▌Karl Moe")
        .keys(&["M"])
        .sees("Merge Karl Moe into")
        .typed("kari")
        .keys(&["Enter"]);
    desk.sees("Merge Karl Moe (4) into Kari Nord (2)?").keys(&["n"]).sees("[People 3]").keys(&["M"]).typed("kari");
    desk.keys(&["Enter", "y"]).sees("merged: Karl Moe into Kari Nord").sees("[People 2]");
    assert_eq!(person(&desk.desk, 4).merged_into, Some(LedgerRecordId(2)));
    desk.keys(&["k", "Enter"]).sees("Karl Moe (4)").sees("karl@home.example").keys(&["Esc", "u"]).sees("[People 3]");
    assert_eq!(person(&desk.desk, 4).merged_into, None);
    assert_eq!(person(&desk.desk, 2).addresses, ["kari@acme.example"]);
}

#[test]
fn a_typed_name_is_joined_to_a_person_on_every_ticket() {
    let mut desk = with_tickets(100, 30);
    log(
        &desk.desk,
        "agent1",
        NewTicket { customer: Some("KARI".to_owned()), ..new("sesam", "partner", "error", "phone", "Again") },
    );
    desk.hear()
        .keys(&["g c", "Tab", "Tab"])
        .sees("“KARI”")
        .keys(&["="])
        .sees("Who is “KARI”?")
        .typed("kari")
        .keys(&["Enter"]);
    desk.sees("2 tickets of “KARI”: it is Kari Nord").sees("No ticket has a customer who was only typed");
    for id in [2, 6] {
        let ticket = desk.desk.record(TicketId(id)).unwrap().unwrap().ticket;
        assert_eq!((ticket.person, ticket.organisation), (Some(LedgerRecordId(2)), Some(LedgerRecordId(1))), "#{id}");
    }
    desk.keys(&["u"]).sees("undone").sees("“KARI”");
    assert_eq!(desk.desk.record(TicketId(6)).unwrap().unwrap().ticket.person, None);
}

fn sitting(role: Role) -> AtDesk {
    let mut desk = with_tickets(100, 24);
    let me = Staff { name: "agent1".to_owned(), display: "agent1".to_owned(), role };
    desk.start(Setup { me, ..setup(&[]) });
    desk
}

#[test]
fn viewers_read_agents_enter_and_only_leads_merge() {
    let mut viewer = sitting(Role::Viewer);
    viewer.keys(&["g c", "Tab", "Enter"]).sees("person 2").keys(&["Esc", "N"]).sees("[People 3]").sees("viewer");
    viewer.keys(&["e"]).sees("[People 3]").keys(&["Tab", "="]).sees_not("Who is");
    let mut agent = sitting(Role::Agent);
    agent.keys(&["g c", "Tab", "M"]).sees_not("Merge Kari").sees("lead").keys(&["e"]).sees("People ▸ person");
}

#[test]
fn where_nobody_is_known_every_list_says_what_to_do() {
    for (columns, rows) in SIZES {
        let mut desk = AtDesk::at(MONDAY, columns, rows);
        desk.keys(&["g c"]).sees("No organisation is known yet").keys(&["Tab"]).sees("Nobody is known yet");
        desk.keys(&["Tab"]).sees("No ticket has a customer").keys(&["Enter", "e", "M", "=", "Esc"]).is_on("1 Queue");
    }
}

#[test]
fn the_activity_page_leads_to_whom_an_entry_is_about() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, |d| {
        known(d, of_sesam());
    });
    desk.keys(&["6"])
        .sees("person entered: Karl Moe")
        .keys(&["Enter"])
        .sees("Karl Moe, person 4")
        .keys(&["Esc", "G", "Enter"]);
    desk.sees("Acme AS, organisation 1");
}

/// What one record has otherwise than the other is said before they are merged: only one of it can stay.
#[test]
fn a_merging_says_what_stays_and_what_is_dropped() {
    let mut desk = with_tickets(100, 30);
    let berg = enter(&desk.desk, Organisation { names: vec!["Berg AS".to_owned()], ..Organisation::default() }.fact());
    let second = Person { names: vec!["K. Nord".to_owned()], organisation: Some(berg), ..Person::default() };
    enter(&desk.desk, second.fact());
    desk.hear().keys(&["g c", "Tab"]).sees("▌K. Nord").keys(&["M"]).typed("kari").keys(&["Enter"]);
    desk.said("Organisation: Acme AS stays, Berg AS is dropped.").keys(&["n", "M"]).typed("karl").keys(&["Enter"]);
    desk.said("Organisation: there is none, Berg AS is taken over.").keys(&["y"]).sees("merged: K. Nord");
    assert_eq!(person(&desk.desk, 4).organisation, Some(berg));
    desk.keys(&["u"]).sees("undone");
    assert_eq!(person(&desk.desk, 4).organisation, None);
    desk.keys(&["Shift-Tab"]).sees("Acme AS").keys(&["j", "M"]).typed("acme").keys(&["Enter"]);
    desk.said("Merge Berg AS (6) into Acme AS (1)?").keys(&["n"]);
    // The other way round the agreement would go.
    desk.keys(&["k", "M"]).typed("berg").keys(&["Enter"]).said("Plan: there is none, and partner is dropped.");
}

impl AtDesk {
    /// Fails unless these words are on the screen, however they are broken into lines in a window.
    #[track_caller]
    fn said(&mut self, words: &str) -> &mut Self {
        let text = self.text().replace(['│', '\n'], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "no “{words}”: {}", self.text());
        self
    }
}

#[test]
fn the_form_of_a_person_goes_by_the_domain_of_the_address() {
    let mut desk = with_tickets(80, 24);
    let acme = Organisation { domains: vec!["acme.example".to_owned()], ..of_sesam() };
    enter_over(&desk, 1, acme.fact());
    desk.hear().keys(&["g c", "Tab", "N"]).typed("Anne Berg").keys(&["Tab"]).typed("anne@shop.ACME.example");
    assert!(desk.row("Organisation").contains("Acme AS, by acme.example; or none"), "{}", desk.text());
    desk.keys(&["Ctrl-S"]).sees("person Anne Berg");
    let id = desk.desk.ledger().people().find(|(_, it)| it.name() == "Anne Berg").unwrap().0.0;
    assert_eq!(person(&desk.desk, id).organisation, Some(LedgerRecordId(1)));
    // Another that is named counts, and so does none.
    desk.keys(&["N"]).typed("Bo Berg").keys(&["Tab"]).typed("bo@acme.example").keys(&["Tab", "Tab"]).typed("none");
    desk.keys(&["Ctrl-S"]).sees("person Bo Berg");
    let bo = desk.desk.ledger().people().find(|(_, it)| it.name() == "Bo Berg").unwrap().0.0;
    assert_eq!(person(&desk.desk, bo).organisation, None);
    // A change of something else gives nobody an organisation; a change of the address does.
    desk.keys(&["e", "Tab", "Tab"]).typed("+47 22 00 00 09").sees_not("by acme.example").keys(&["Ctrl-S"]);
    desk.sees("[People 5]");
    assert_eq!(person(&desk.desk, bo).organisation, None);
    desk.keys(&["e", "Tab"]).typed(", bo.berg@acme.example").sees("by acme.example").keys(&["Ctrl-S"]);
    desk.sees("[People 5]");
    assert_eq!(person(&desk.desk, bo).organisation, Some(LedgerRecordId(1)));
}

/// Writes the next revision of a record, as somebody else.
fn enter_over(desk: &AtDesk, id: u64, fact: LedgerFact) {
    let change = Change::Enter { entry: Some(LedgerRecordId(id)), revision: None, fact: Some(Box::new(fact)) };
    desk.desk.commit(Request::new("berit", vec![change])).unwrap();
}

#[test]
fn removing_somebody_asks_and_says_how_many_tickets_are_open() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = with_tickets(columns, rows);
        desk.keys(&["g c", "R"]).said("Remove Acme AS? 2 tickets of theirs are open, and keep the name.").keys(&["n"]);
        desk.keys(&["Tab", "R"]).said("Remove Kari Nord? 1 ticket of theirs is open").keys(&["y"]);
        desk.sees("removed: person Kari Nord").sees("[People 2]").sees_not("▌Kari Nord");
        desk.keys(&["u"]).sees("[People 3]").sees("Kari Nord");
        // On a page of its own likewise.
        desk.keys(&["g g", "j", "Enter"]).sees("person 4").keys(&["R"]).said("Remove Karl Moe? No ticket of theirs");
        desk.keys(&["y"]).sees("It has been removed.").keys(&["u"]).sees("karl@home.example");
    }
}

#[test]
fn somebody_is_entered_for_a_typed_name_and_gets_its_tickets() {
    let mut desk = with_tickets(80, 24);
    desk.keys(&["g c", "Shift-Tab"]).sees("“kari”").keys(&["N"]).sees("new person");
    assert!(desk.row("Names").contains("kari"), "{}", desk.text());
    desk.sees("▌Addresses").keys(&["Ctrl-S"]).said("1 ticket has only the typed name “kari”. Give it to this person?");
    desk.keys(&["y"]).sees("1 ticket of “kari”: it is kari").sees("No ticket has a customer who was only typed");
    let ticket = desk.desk.record(TicketId(2)).unwrap().unwrap().ticket;
    assert!(ticket.person.is_some());
    desk.keys(&["u"]).sees("“kari”").keys(&["u"]).sees("People 3");
    // Who says no has only entered the person.
    desk.keys(&["N", "Ctrl-S"]).said("Give it to this person?").keys(&["n"]).sees("“kari”").sees("People 4");
}

/// The second save keeps what somebody else has made of the record, wherever nothing was typed here.
#[test]
fn a_person_who_was_changed_meanwhile_is_told_and_keeps_theirs_beside_mine() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = with_tickets(columns, rows);
        desk.keys(&["g c", "Tab", "e"]).sees("Kari Nord").keys(&["Tab", "Tab"]).typed("+47 22 00 00 01");
        let kari = person(&desk.desk, 2);
        let theirs = Person { note: Some("mornings".to_owned()), language: Some("nb".to_owned()), ..kari };
        enter_over(&desk, 2, theirs.clone().fact());
        desk.keys(&["Ctrl-S"]).said("berit has changed person Kari Nord meanwhile (Language: nb; Note: mornings)");
        assert!(desk.row("Note").contains("mornings") && desk.row("Phones").contains("+47 22"), "{}", desk.text());
        assert_eq!(person(&desk.desk, 2), theirs, "the first save writes nothing");
        // Somebody is quicker again, now in what is typed here.
        let again = Person { phones: vec!["+47 33 00 00 00".to_owned()], ..theirs };
        enter_over(&desk, 2, again.clone().fact());
        desk.keys(&["Ctrl-S"]).said("(Phones: +47 33 00 00 00)").said("writes yours over Phones").keys(&["Ctrl-S"]);
        desk.sees("[People 3]");
        assert_eq!(person(&desk.desk, 2), Person { phones: vec!["+47 22 00 00 01".to_owned()], ..again });
    }
}

#[test]
fn what_a_viewer_may_not_do_is_dim_in_the_help_and_not_in_the_footer() {
    let mut viewer = sitting(Role::Viewer);
    viewer.keys(&["g c", "Tab"]);
    let footer = |desk: &AtDesk| desk.text().lines().last().unwrap().to_owned();
    for word in ["add", "change", "merge", "join", "remove"] {
        assert!(!footer(&viewer).contains(&format!(" {word}")), "{word}: {}", footer(&viewer));
    }
    viewer
        .keys(&["?"])
        .typed("enter a person")
        .sees("– entering a person is for agents and leads")
        .keys(&["Esc", "Esc"]);
    viewer.keys(&["Enter"]).sees("person 2");
    assert!(!footer(&viewer).contains("change"), "{}", footer(&viewer));
    let mut agent = sitting(Role::Agent);
    agent.keys(&["g c", "Tab"]);
    assert!(footer(&agent).contains("N add") && !footer(&agent).contains("merge"), "{}", footer(&agent));
}
