//! What a terminal, a paste or a bad line may send: nothing is recorded that nobody did. And what is typed while something
//! is being fetched.

use std::path::Path;
use std::sync::Arc;

use frist::desk::Desk;
use frist::domain::ticket::{EventData, TicketId, event};
use frist::domain::time::Instant;
use frist::tui::app::{App, DeskWork, HostEvent, InlineHost, ScanWork, Setup, Work};
use frist::tui::harness::Harness;
use frist::tui::run::{EndReason, Host, ShellEffect};
use proptest::prelude::*;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};
use frist_testkit::cases;

const TICKETS: u64 = 3;

fn three_tickets() -> AtDesk {
    AtDesk::with(MONDAY, 120, 30, |d| {
        for subject in ["First", "Second", "Third"] {
            log(d, "agent1", new("markant", "standard", "serious", "phone", subject));
        }
    })
}

/// Returns how many tickets there are, and how many events they have.
fn recorded(desk: &AtDesk) -> (usize, usize) {
    let events = |id| desk.desk.record(TicketId(id)).unwrap().unwrap().events.len();
    (desk.desk.open_tickets().unwrap().len(), (1..=TICKETS).map(events).sum())
}

/// Bytes, each after a number of milliseconds.
type Sent = &'static [(u64, &'static [u8])];

/// The rows of a list of what has gone wrong, and more of their kinds; none of them may record anything.
const SENT: &[Sent] = &[
    &[(0, b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07")],
    &[(0, b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\")],
    &[(0, b"\x1b]4;1;rgb:cc/00/00\x07")],
    &[(0, b"\x1b]11;rgb:1e1e/"), (400, b"1e1e/1e1e\x07")],
    &[(0, b"\x1bP>|xterm(370)\x1b\\")],
    &[(0, b"\x1b^rsf\x1b\\")],
    &[(0, b"\x1bXrsf\x1b\\")],
    &[(0, b"\x1b_rsf\x1b\\")],
    &[(0, b"\x9d11;rgb:0/0/0\x9c")],
    &[(0, b"\x1b[200~rs"), (5_000, b"")],
    &[(0, b"\x1b"), (10, b"[200~hello "), (200, b"i there\x1b[201~")],
    &[(0, b"\x1b["), (200, b"200~rsf"), (900, b"rsf\x1b[20"), (900, b"1~")],
    &[(0, b"Printer down since Friday\rregards\r")],
    &[(0, b"Printer down since Friday\nregards\n")],
    &[(0, b"restart the shop\r\r")],
    &[(0, b"does not start: yes\ry\ry\r")],
    &[(0, b"  * d y *dy\r")],
    &[(0, b"quick question\r")],
    &[(0, b"x\rx\rx\rx\r")],
    // An Esc that was held too long, and the rest of its string.
    &[(0, b"\x1b"), (400, b"]11;rgb:1e1e/1e1e/1e1e\x07")],
];

#[test]
fn what_a_terminal_or_a_paste_sends_records_nothing_and_q_works_afterwards() {
    for sent in SENT {
        for on_ticket in [false, true] {
            let mut desk = three_tickets();
            let before = recorded(&desk);
            if on_ticket {
                desk.keys(&["Enter"]).sees("TIMELINE");
            }
            for (pause, bytes) in *sent {
                desk.screen.silence(*pause).bytes(bytes);
            }
            desk.screen.silence(3_000);
            assert_eq!(recorded(&desk), before, "{sent:?}\n{}", desk.text());
            assert_eq!(desk.screen.ended(), None, "{sent:?}");
            if on_ticket {
                desk.screen.bytes(b"q");
                desk.sees("Queue").sees_not("TIMELINE");
            }
            desk.screen.bytes(b"q");
            assert_eq!(desk.screen.ended(), Some(EndReason::Done), "{sent:?}\n{}", desk.text());
            assert_eq!(recorded(&desk), before);
        }
    }
}

#[test]
fn a_paste_without_marks_says_what_was_left_out_and_once() {
    let mut desk = three_tickets();
    desk.screen.bytes(b"Printer down since Friday\rregards\r");
    desk.sees("keys that record were left out; press them one by one").sees_not("does nothing here");
    desk.keys(&["r"]).sees("#1 responded");
}

#[test]
fn fast_keys_and_held_keys_work() {
    let mut desk = three_tickets();
    desk.screen.bytes(b"jjr");
    desk.sees("#3 responded");
    desk.screen.bytes(&b"k".repeat(1_000));
    desk.sees_not("left out").keys(&["r"]).sees("#1 responded");
    desk.screen.bytes(&b"\x1b[B".repeat(1_000));
    desk.keys(&["s"]).sees("#3 work started");
    desk.keys(&["G"]);
    desk.screen.bytes(b"\x1b").silence(15).bytes(b"[A");
    desk.keys(&["v"]).sees("Why #1 is due").keys(&["Esc", "r"]).sees("answered already");
}

#[test]
fn after_a_key_that_opens_a_text_field_the_rest_is_text() {
    let mut desk = three_tickets();
    let before = recorded(&desk);
    desk.screen.bytes(b"/rsf second");
    desk.sees("rsf second").keys(&["Esc"]);
    desk.screen.bytes(b"/Second\r");
    desk.sees("Second").sees_not("Third").keys(&["k"]).sees("Second").keys(&["Esc"]).sees("Third");
    desk.screen.bytes(b":respond\r");
    desk.sees("respond").sees("left out").keys(&["Esc"]);
    desk.screen.bytes(b"cCalled them\rrsf");
    desk.sees("Called them").sees("rsf");
    assert_eq!(recorded(&desk), before);
    desk.keys(&["Ctrl-S"]).sees("note added");
    desk.screen.bytes(b"t15 minutes\rrsf\r");
    desk.sees("left out").keys(&["Esc"]);
    assert_eq!(recorded(&desk), (before.0, before.1 + 1));
}

#[test]
fn a_text_in_a_field_that_is_open_is_as_ever() {
    let mut desk = three_tickets();
    desk.keys(&["/"]).screen.bytes(b"Second\r");
    desk.sees("Second").sees_not("Third").sees_not("left out");
    // What comes behind the answer is outside of the field.
    desk.keys(&["/"]).screen.bytes(b"\x15Third\rrsf\r");
    desk.sees("left out");
    assert_eq!(recorded(&desk), (3, recorded(&three_tickets()).1));
}

#[test]
fn a_question_is_not_answered_by_a_paste() {
    let mut desk = three_tickets();
    desk.keys(&["Enter", "u"]).sees("Withdraw #1?").screen.bytes(b"yes please\r");
    desk.sees("Withdraw #1?").keys(&["y"]).sees("retracted");
}

#[test]
fn a_huge_paste_is_cut_with_a_sentence_and_holds_nothing_up() {
    let mut desk = three_tickets();
    let paste = format!("\x1b[200~{}\x1b[201~", "lorem ipsum\n".repeat(170_000));
    for read in paste.as_bytes().chunks(4_096) {
        desk.screen.bytes(read);
    }
    desk.sees("no text field here");
    desk.keys(&["c"]);
    for read in paste.as_bytes().chunks(4_096) {
        desk.screen.bytes(read);
    }
    desk.sees("Of 2040000 pasted characters the first 100000 were taken").keys(&["Ctrl-S"]).sees("note added");
    desk.keys(&["/"]);
    for read in paste.as_bytes().chunks(4_096) {
        desk.screen.bytes(read);
    }
    desk.sees("the first 100000 were taken");
}

/// Returns a text as it is copied from anywhere, of four characters at least, so that it is no typing.
fn text() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(vec![
        "Printer down",
        "yes",
        "n",
        "can't log in",
        "the shop is slow",
        "* done",
        "1. restart",
        "closed",
        ":close",
        "/x",
        "@20m",
        "u",
        "Z\u{fc}rich",
    ]);
    let any = "[ -~]{1,12}";
    let word = prop_oneof![words.prop_map(str::to_owned), any.prop_map(String::from)];
    let end = proptest::sample::select(vec!["\r", "\n", "\r\n", " ", "\t", ""]);
    proptest::collection::vec((word, end), 1..8)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, end)| [word, end.to_owned()]).collect::<String>())
        .prop_filter("it may be typing", |text| text.chars().filter(|c| !c.is_control()).count() >= 4)
}

proptest! {
    #![proptest_config(cases(12))]

    /// Whatever text is pasted without marks, on whichever page or dialog: nothing is recorded and nothing is left.
    #[test]
    fn a_text_that_came_at_once_records_nothing_anywhere(text in text()) {
        let places: [&[&str]; 14] = [
            &[], &["Enter"], &["2"], &["3"], &["4"], &["4", "Enter"], &["5"], &["6"], &["x"], &["p"], &["v"], &["?"],
            &["Enter", "u"], &["Enter", "U"],
        ];
        let mut desk = three_tickets();
        let before = recorded(&desk);
        for place in places {
            desk.start(setup(&[])).keys(place);
            desk.screen.bytes(text.as_bytes());
            prop_assert_eq!(recorded(&desk), before, "{:?} after {:?}:\n{}", text, place, desk.text());
            prop_assert_eq!(desk.screen.ended(), None);
            prop_assert!(desk.screen.performed().iter().all(|effect| !matches!(effect, ShellEffect::Copy(_))));
        }
    }
}

/// A host that has reading wait until it is let through.
struct Late {
    host: InlineHost,
    waits: Vec<Work>,
}

impl Host<App> for Late {
    fn perform(&mut self, work: Work) {
        match work {
            Work::Desk(DeskWork::Evidence(_) | DeskWork::Load(_) | DeskWork::Audit(_))
            | Work::Scan(ScanWork::Count(_)) => {
                self.waits.push(work);
            }
            other => self.host.perform(other),
        }
    }
}

struct Screen {
    screen: Harness<App, Late>,
    desk: AtDesk,
}

fn late(files: Option<&Path>) -> Screen {
    let desk = three_tickets();
    let app = App::new(desk.desk.as_ref(), Setup { files: files.map(Path::to_owned), ..setup(&[]) }).unwrap();
    let host: Arc<dyn Desk> = desk.desk.clone();
    let start = |out| Late { host: InlineHost::new(host, out), waits: Vec::new() };
    Screen { screen: Harness::with_host(app, start, 120, 30, Instant::parse(MONDAY).unwrap()), desk }
}

impl Screen {
    fn answer(&mut self) -> &mut Self {
        for work in std::mem::take(&mut self.screen.host().waits) {
            self.screen.host().host.perform(work);
        }
        self.screen.settle();
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.screen.bytes(bytes);
        self
    }

    #[track_caller]
    fn sees(&mut self, words: &str) -> &mut Self {
        assert!(self.screen.screen().contains(words), "no “{words}”:\n{}", self.screen.screen());
        self
    }

    #[track_caller]
    fn sees_not(&mut self, words: &str) -> &mut Self {
        assert!(!self.screen.screen().contains(words), "“{words}”:\n{}", self.screen.screen());
        self
    }
}

#[test]
fn what_is_typed_after_a_key_that_opens_something_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    for open in [&b""[..], b"\r"] {
        let mut late = late(Some(folder.path()));
        let before = recorded(&late.desk);
        late.bytes(open).answer().bytes(b"Es").sees("what you type waits for it").sees_not("Evidence on");
        late.answer().sees("Evidence on #1").sees("Written to").sees_not("waits for it");
        late.bytes(b"q").sees_not("Evidence on");
        assert_eq!(recorded(&late.desk), before);
    }
    assert!(folder.path().join("frist-1.md").exists() && folder.path().join("frist-1-2.md").exists());
}

#[test]
fn with_a_host_that_answers_at_once_it_is_the_same() {
    let mut desk = three_tickets();
    let before = recorded(&desk);
    desk.screen.bytes(b"Es");
    desk.sees("Evidence on #1").sees("No file can be written from here");
    desk.screen.burst(&["Esc", "E", "s", "q", "j", "E"]);
    desk.sees("Evidence on #2");
    assert_eq!(recorded(&desk), before);
}

#[test]
fn a_ticket_the_activity_and_the_reports_are_waited_for_too() {
    let mut late = late(None);
    late.bytes(b"\rU").sees_not("Retract").answer().sees("Retract which entry of #1?");
    late.bytes(b"\x1b").screen.silence(30);
    late.bytes(b"6\r").answer().answer().sees("TIMELINE");
    late.bytes(b"q").bytes(b"5E").sees_not("nothing to write down").answer().sees("Attainment");
}

#[test]
fn esc_and_ctrl_c_stop_the_waiting() {
    for stop in [&b"\x1b"[..], b"\x03"] {
        let mut late = late(None);
        let before = recorded(&late.desk);
        late.bytes(b"E").bytes(b"s").bytes(stop).screen.silence(30);
        let said = if stop == b"\x03" { "Ctrl-C again quits" } else { "No longer waited for" };
        late.sees(said).answer().sees_not("Evidence on");
        late.bytes(b"j").bytes(b"r");
        assert_eq!(recorded(&late.desk), (before.0, before.1 + 1));
        late.sees("#2 responded");
    }
    // A ticket's view shows already, and Esc leaves it.
    let mut late = late(None);
    late.bytes(b"\r").bytes(b"r").bytes(b"\x1b").screen.silence(30);
    late.sees("Queue").sees_not("TIMELINE").answer().sees_not("TIMELINE").bytes(b"q");
    assert_eq!(late.screen.ended(), Some(EndReason::Done));
}

#[test]
fn what_was_typed_for_something_that_cannot_open_is_dropped_with_a_sentence() {
    let mut late = late(None);
    let before = recorded(&late.desk);
    late.bytes(b"Es").screen.host().waits.clear();
    late.screen.tell(HostEvent::Evidence(TicketId(1), Ok(None)));
    late.sees("There is no ticket #1; what you typed meanwhile was dropped");
    assert_eq!(recorded(&late.desk), before);
    late.bytes(b"j").bytes(b"r").sees("#2 responded");
}

#[test]
fn no_more_waits_than_there_is_room_for() {
    let mut late = late(None);
    late.bytes(b"E");
    for _ in 0..700 {
        late.bytes(b"js");
    }
    late.sees("Too much was typed").answer().sees("Evidence on #1");
}

#[test]
fn a_size_is_taken_while_something_is_waited_for() {
    let mut late = late(None);
    late.bytes(b"Es").screen.resize(60, 20);
    late.sees("waits").answer().sees("Evidence on #1");
}

#[test]
fn a_line_that_comes_near_its_limit_tells_how_long_it_is() {
    let mut desk = three_tickets();
    desk.keys(&["Enter", "a"]).typed(&"x".repeat(179)).sees("Assign #1 to").sees_not("/200");
    desk.typed("y").sees("180/200").typed(&"z".repeat(30)).sees("210/200");
}

#[test]
fn what_others_do_takes_no_refusal_away() {
    let mut desk = three_tickets();
    let writes = |desk: &AtDesk, text: &str| {
        happen(
            &desk.desk,
            "agent2",
            TicketId(1),
            EventData::Note(event::Note { text: text.to_owned(), to_customer: false }),
        );
    };
    desk.keys(&["Enter"]).screen.bytes(b"rsfd\r");
    desk.sees("keys that record were left out");
    writes(&desk, "One");
    desk.hear().sees("keys that record were left out").sees_not("has changed #1");
    desk.pass(60).sees("keys that record were left out").keys(&["j"]).sees_not("were left out");
    writes(&desk, "Two");
    desk.hear().sees("agent2 has changed #1").sees_not("were left out");
}
