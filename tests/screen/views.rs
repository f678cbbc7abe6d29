//! Filters under names, the person's own and the desk's, and those that were entered before.

use frist::config::NamedFilter;
use frist::desk::{Change, Desk, LocalDesk, Request};
use frist::domain::ledger::{LedgerFact, SavedView};
use frist::tui::app::{ListSettings, Setup};

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};

fn two_vendors(desk: &LocalDesk) {
    log(desk, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
    log(desk, "agent1", new("markant", "standard", "minor", "phone", "Typo in the footer"));
    log(desk, "agent1", new("sesam", "partner", "error", "email", "Sync lags"));
}

fn with_own(views: &[(&str, &str)]) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, 100, 24, two_vendors);
    let view = |(name, filter): &(&str, &str)| NamedFilter { name: (*name).to_owned(), filter: (*filter).to_owned() };
    let views = views.iter().map(view).collect();
    desk.start(Setup { lists: ListSettings { views, ..ListSettings::default() }, ..setup(&[]) });
    desk
}

#[test]
fn a_digit_lists_what_the_view_matches_and_each_has_its_counter() {
    let mut desk = with_own(&[("sesam", "vendor:sesam"), ("Markant's", "vendor:markant"), ("old", "is:closed")]);
    desk.keys(&["2", "'"]).sees("1  sesam").sees("3  old");
    assert!(desk.row("Markant's").contains(" 2  vendor:markant"), "{}", desk.text());
    assert!(desk.row("is:closed").contains(" ·  is:closed"), "{}", desk.text());
    desk.keys(&["2"]).sees("/vendor:markant").sees("Shop down").sees("Typo").sees_not("Sync lags").is_on("1 Queue");
    // Letters look for a name, and what no view has leaves everything as it is.
    desk.keys(&["'", "s", "Enter"]).sees("/vendor:sesam").sees("Sync lags").sees_not("Typo");
    desk.keys(&["'", "9"]).sees("No view of that name.").keys(&["Esc"]).sees("/vendor:sesam");
}

#[test]
fn a_view_with_a_name_that_no_contract_has_leaves_the_list() {
    let mut desk = with_own(&[("urgent ones", "sev:urgent"), ("gone", "vendor:gone is:closed")]);
    desk.keys(&["' 1"]).sees("urgent ones: no severity is called `urgent`").sees("Shop down").sees("Sync lags");
    // Closed tickets may be of a vendor whose contract is gone.
    desk.keys(&["' 2"]).sees("/vendor:gone is:closed").sees_not("Shop down");
}

#[test]
fn a_filter_is_saved_for_the_desk_and_deleted_again_and_both_can_be_undone() {
    let mut desk = with_own(&[]);
    desk.keys(&["'"]).sees("No filter has a name yet").keys(&["Esc", "+"]).sees("There is no filter to save");
    desk.keys(&["/"]).typed("vendor:markant\n").keys(&["+"]).sees("Save /vendor:markant").keys(&["Enter"]);
    desk.sees("there is no text in it").typed("theirs\n").sees("view theirs saved · u undoes it");
    let views = |desk: &AtDesk| {
        let ledger = desk.desk.ledger();
        ledger.views().map(|(_, view)| (view.name.clone(), view.filter.clone())).collect::<Vec<_>>()
    };
    let theirs = |filter: &str| vec![("theirs".to_owned(), filter.to_owned())];
    assert_eq!(views(&desk), theirs("vendor:markant"));
    // The same name again changes it.
    desk.keys(&["/", "Ctrl-U"]).typed("vendor:sesam\n").keys(&["+"]).typed("Theirs").sees("has a view of that name");
    desk.keys(&["Enter"]).sees("view Theirs saved").keys(&["u"]).sees("undone");
    assert_eq!(views(&desk), theirs("vendor:markant"));
    desk.keys(&["'"]).sees("1  theirs").keys(&["F8"]).sees("view theirs deleted");
    assert_eq!(views(&desk), []);
    desk.keys(&["u"]).sees("undone").keys(&["'", "1"]).sees("/vendor:markant");
    assert_eq!(views(&desk), theirs("vendor:markant"));
    desk.keys(&["6"]).sees("view removed: theirs: vendor:markant");
}

#[test]
fn what_somebody_else_saves_is_there_at_once() {
    let mut desk = with_own(&[("mine", "is:mine")]);
    let view = SavedView { name: "late".to_owned(), filter: "is:breached".to_owned() };
    let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::SavedView(view))) };
    desk.desk.commit(Request::new("ola", vec![change])).unwrap();
    desk.hear().keys(&["'"]).sees("1  mine").sees("2  late");
    // One's own cannot be deleted here.
    desk.keys(&["F8"]).sees("mine stands in [views] of your settings");
}

#[test]
fn up_brings_back_what_was_entered_before_and_down_what_was_typed() {
    let mut desk = with_own(&[]);
    for filter in ["vendor:sesam", "shop"] {
        desk.keys(&["/", "Ctrl-U"]).typed(filter).keys(&["Enter"]);
    }
    desk.keys(&["Esc", "/"]).typed("ty").sees("Typo").sees_not("Shop").keys(&["Up"]).sees("Shop down").sees_not("Typo");
    desk.keys(&["Up"]).sees("Sync lags").sees_not("Shop down").keys(&["Up"]).sees("Sync lags");
    desk.keys(&["Down", "Down"]).sees("Typo").sees_not("Shop down");
    // A wrong one keeps the list of before, and Esc brings it back.
    desk.typed(" is:lat").sees("does not know `lat` at place 4").sees("Shop down").keys(&["Esc"]).sees("Sync lags");
}
