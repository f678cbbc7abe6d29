//! The preview beside the queue: it follows the cursor, but not each key of one that is held.

use crate::at_desk::{AtDesk, MONDAY, log, new};

fn five() -> AtDesk {
    AtDesk::with(MONDAY, 160, 45, |desk| {
        for n in 1..=5 {
            log(desk, "agent1", new("missoun", "standard", "low", "portal", &format!("matter {n}")));
        }
    })
}

/// Returns the number in the title of the preview.
fn previewed(desk: &AtDesk) -> String {
    let text = desk.text();
    let title = text.lines().find_map(|line| line.split_once("│ #")).map(|(_, title)| title.to_owned());
    title.unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned()
}

#[test]
fn the_preview_follows_once_the_cursor_rests() {
    let mut desk = five();
    assert_eq!(previewed(&desk), "1");
    for (key, row) in [("j", "matter 2"), ("j", "matter 3"), ("Down", "matter 4")] {
        desk.screen.held(&[key]);
        assert!(desk.row("▌").contains(row), "{}", desk.text());
        assert_eq!(previewed(&desk), "1", "{}", desk.text());
    }
    desk.screen.pause(149);
    assert_eq!(previewed(&desk), "1");
    desk.screen.pause(1);
    assert_eq!(previewed(&desk), "4", "{}", desk.text());
    // Home is no different.
    desk.screen.held(&["Home"]);
    assert_eq!(previewed(&desk), "4");
    desk.screen.pause(200);
    assert_eq!(previewed(&desk), "1");
}

#[test]
fn a_preview_that_waits_goes_with_its_ticket_when_that_leaves_the_list() {
    let mut desk = five();
    desk.screen.held(&["j", "j"]);
    assert_eq!(previewed(&desk), "1");
    desk.keys(&["/"]).typed("matter 3").keys(&["Enter"]);
    assert_eq!(previewed(&desk), "3", "{}", desk.text());
}
