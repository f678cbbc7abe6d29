use std::collections::VecDeque;
use std::sync::mpsc::channel;

use ratatui::text::Line;

use super::*;
use crate::tui::action::{Action, Context, Key, Keymap};
use crate::tui::harness::Harness;
use crate::tui::input::InputRead;

/// A program that writes down what it is told.
#[derive(Default)]
struct Recorder {
    log: Vec<String>,
    text: String,
    typing: bool,
    done: bool,
    wake: Option<Duration>,
    keys: Keymap,
}

impl Program for Recorder {
    type Event = &'static str;
    type Effect = String;
    type Layout = ();

    fn mode(&self) -> Mode {
        if self.typing { Mode::Line } else { Mode::Command(Context::Queue) }
    }

    fn keys(&self) -> &Keymap {
        &self.keys
    }

    fn update(&mut self, msg: Msg, _now: Instant) -> Vec<Effect<String>> {
        self.log.push(format!("{msg:?}"));
        match msg {
            Msg::Do(Action::New) => self.typing = true,
            Msg::Do(Action::Accept) => {
                self.typing = false;
                return vec![Effect::Host(self.text.clone()), ShellEffect::Bell.into()];
            }
            Msg::Do(Action::Leave) => self.done = true,
            Msg::Edit(tui_input::InputRequest::InsertChar(c)) => self.text.push(c),
            Msg::Paste(text) => self.text.push_str(&text),
            _ => {}
        }
        Vec::new()
    }

    fn host_event(&mut self, event: &'static str, _now: Instant) -> Vec<Effect<String>> {
        self.log.push(format!("host {event}"));
        self.done |= event == "end";
        if event.starts_with("title") { vec![ShellEffect::Title(event.to_owned()).into()] } else { Vec::new() }
    }

    fn draw(&self, frame: &mut Frame<'_>, now: Instant) {
        frame.render_widget(Line::raw(format!("{} {}", now.secs(), self.text)), frame.area());
    }

    fn wake_in(&self, _now: Instant) -> Option<Duration> {
        self.wake
    }

    fn is_done(&self) -> bool {
        self.done
    }
}

/// A host that answers at once.
struct Echo {
    heard: Vec<String>,
    sender: Option<std::sync::mpsc::Sender<Wake<&'static str>>>,
}

impl Host<Recorder> for Echo {
    fn perform(&mut self, effect: String) {
        self.heard.push(effect);
        if let Some(sender) = &self.sender {
            sender.send(Wake::Host("saved")).unwrap();
        }
    }
}

fn harness() -> Harness<Recorder, Echo> {
    let host = |sender| Echo { heard: Vec::new(), sender: Some(sender) };
    Harness::with_host(Recorder::default(), host, 20, 2, Instant::from_secs(1_000))
}

#[test]
fn a_key_press_goes_all_the_way_and_back() {
    let mut h = harness();
    h.key("n").typed("qj").paste("x\ny").key("Enter");
    assert_eq!(h.screen(), "1000 qjx y\n");
    assert_eq!(h.host().heard, ["qjx y"]);
    assert_eq!(h.performed(), [ShellEffect::Bell]);
    assert_eq!(h.program().log.last().unwrap(), "host saved");
}

#[test]
fn a_new_second_is_a_tick_and_only_then() {
    let mut h = harness();
    h.keys(&["j", "k"]).advance(1).advance(5).tell("hello");
    let ticks = h.program().log.iter().filter(|line| *line == "Tick").count();
    assert_eq!(ticks, 3, "{:?}", h.program().log);
    assert!(h.screen().starts_with("1006"));
}

/// A surface that a script keeps from taking frames.
#[derive(Clone, Default)]
struct SlowSurface(std::rc::Rc<std::cell::RefCell<SlowLine>>);

#[derive(Default)]
struct SlowLine {
    is_full: bool,
    asked: bool,
    frames: usize,
}

impl Surface for SlowSurface {
    fn draw(&mut self, _render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.0.borrow_mut().frames += 1;
        Ok(())
    }

    fn perform(&mut self, _effect: ShellEffect) -> io::Result<()> {
        Ok(())
    }

    fn answered(&mut self) {
        let mut line = self.0.borrow_mut();
        (line.is_full, line.asked) = (false, false);
    }

    fn hold_back(&mut self, _cause: FrameCause) -> io::Result<Option<Duration>> {
        let mut line = self.0.borrow_mut();
        line.asked |= line.is_full;
        Ok(line.is_full.then_some(Duration::from_secs(1)))
    }

    fn awaits_answer(&self) -> bool {
        self.0.borrow().asked
    }
}

type SlowShell = Shell<Recorder, Echo, SlowSurface, FixedClock>;

fn on_a_slow_line() -> (SlowShell, SlowSurface) {
    let (surface, host) = (SlowSurface::default(), Echo { heard: Vec::new(), sender: None });
    let shell = Shell::new(Recorder::default(), host, surface.clone(), FixedClock::new(Instant::from_secs(0)));
    (shell, surface)
}

#[test]
fn while_a_frame_is_held_back_keys_act_and_the_answer_draws_once() {
    let ((mut shell, surface), (_sender, wakes)) = (on_a_slow_line(), channel());
    surface.0.borrow_mut().is_full = true;
    for name in ["j", "j", "n", "x"] {
        shell.turn(Some(Wake::Term(input::event_for(Key::parse(name).unwrap()))), &wakes).unwrap();
    }
    assert_eq!((shell.program.text.as_str(), surface.0.borrow().frames), ("x", 0));
    assert_eq!(shell.wait(), Duration::from_secs(1));
    shell.turn(Some(Wake::Read(InputRead { answered: true, ..InputRead::default() }, None)), &wakes).unwrap();
    assert_eq!((surface.0.borrow().frames, shell.wait()), (1, LONGEST_WAIT));
}

#[test]
fn a_program_that_ends_takes_the_terminal_s_last_answer_with_it() {
    let ((mut shell, surface), (sender, wakes)) = (on_a_slow_line(), channel());
    surface.0.borrow_mut().asked = true;
    sender.send(Wake::Term(input::event_for(Key::parse("q").unwrap()))).unwrap();
    assert_eq!(shell.run(&wakes).unwrap(), EndReason::Done);
    sender.send(Wake::Term(input::event_for(Key::parse("j").unwrap()))).unwrap();
    sender.send(Wake::Read(InputRead { answered: true, ..InputRead::default() }, None)).unwrap();
    shell.await_answer(&wakes, Duration::from_secs(20));
    assert!(!surface.awaits_answer() && wakes.try_recv().is_err());
}

#[test]
fn redraw_is_the_shells_affair() {
    let mut h = harness();
    h.key("Ctrl-L");
    assert_eq!(h.performed(), [ShellEffect::Redraw]);
    assert_eq!(h.program().log, ["Tick"]);
}

#[test]
fn it_ends_when_the_program_is_done_and_takes_no_more_keys() {
    let mut h = harness();
    h.keys(&["q", "n"]);
    assert_eq!(h.ended(), Some(EndReason::Done));
    assert_eq!(h.program().log, ["Tick", "Do(Leave)"]);
}

#[test]
fn a_lone_esc_arrives_after_its_hold() {
    let mut h = harness();
    h.bytes(b"\x1b");
    assert_eq!(h.program().log, ["Tick"]);
    h.silence(25);
    assert_eq!(h.program().log, ["Tick", "Do(Back)"]);
}

/// A surface that counts, and can be gone.
#[derive(Default)]
struct Counter {
    frames: usize,
    fails: VecDeque<io::Error>,
    performed: Vec<ShellEffect>,
    /// What the last frame was due for.
    asked_for: Option<FrameCause>,
}

impl Surface for Counter {
    fn draw(&mut self, _render: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.frames += 1;
        self.fails.pop_front().map_or(Ok(()), Err)
    }

    fn perform(&mut self, effect: ShellEffect) -> io::Result<()> {
        self.performed.push(effect);
        Ok(())
    }

    fn hold_back(&mut self, cause: FrameCause) -> io::Result<Option<Duration>> {
        self.asked_for = Some(cause);
        Ok(None)
    }
}

type TestShell = Shell<Recorder, Echo, Counter, FixedClock>;

fn shell() -> TestShell {
    let host = Echo { heard: Vec::new(), sender: None };
    Shell::new(Recorder::default(), host, Counter::default(), FixedClock::new(Instant::from_secs(5)))
}

fn press(name: &str) -> Wake<&'static str> {
    Wake::Term(input::event_for(Key::parse(name).unwrap()))
}

#[test]
fn all_that_is_queued_is_one_frame() {
    let mut shell = shell();
    let (sender, wakes) = channel();
    for name in ["j", "j", "n", "q", "q", "Enter", "q"] {
        sender.send(press(name)).unwrap();
    }
    assert_eq!(shell.run(&wakes).unwrap(), EndReason::Done);
    assert_eq!(shell.surface.frames, 0, "it was over before a frame was due");
    assert_eq!(shell.host.heard, ["qq"]);

    let mut shell = self::shell();
    sender.send(press("j")).unwrap();
    sender.send(press("k")).unwrap();
    shell.turn(None, &wakes).unwrap();
    assert_eq!(shell.surface.frames, 1);
}

#[test]
fn a_key_goes_before_what_the_host_has_told_and_its_frame_does_not_wait_for_all_of_it() {
    let mut shell = shell();
    let (sender, wakes) = channel();
    for _ in 0..100 {
        sender.send(Wake::Host("changed")).unwrap();
    }
    sender.send(press("j")).unwrap();
    shell.turn(None, &wakes).unwrap();
    let log = &shell.program.log;
    assert_eq!(log[..2], ["Tick", "Do(Down)"]);
    assert_eq!((log.len(), shell.surface.frames), (2 + MOST_BESIDE_KEYS, 1));
    assert_eq!(shell.wait(), Duration::ZERO, "the rest is not slept over");
    shell.turn(None, &wakes).unwrap();
    assert_eq!((shell.program.log.len(), shell.wait()), (2 + 100, LONGEST_WAIT));
}

#[test]
fn a_frame_is_for_the_host_only_where_neither_key_nor_second_has_come() {
    let mut shell = shell();
    let (_sender, wakes) = channel();
    let mut causes = Vec::new();
    for wake in [None, Some(Wake::Host("changed")), Some(press("j")), Some(Wake::Host("changed"))] {
        shell.turn(wake, &wakes).unwrap();
        causes.push(shell.surface.asked_for.unwrap());
    }
    assert_eq!(causes, [FrameCause::Person, FrameCause::Told, FrameCause::Person, FrameCause::Told]);
}

#[test]
fn the_title_is_set_once_with_the_frame_or_with_the_end() {
    let mut shell = shell();
    let (sender, wakes) = channel();
    sender.send(Wake::Host("title 1")).unwrap();
    sender.send(Wake::Host("title 2")).unwrap();
    shell.turn(None, &wakes).unwrap();
    assert_eq!(shell.surface.performed, [ShellEffect::Title("title 2".to_owned())]);
    sender.send(Wake::Host("title 3")).unwrap();
    sender.send(Wake::Host("end")).unwrap();
    shell.turn(None, &wakes).unwrap();
    assert_eq!(shell.surface.performed.last(), Some(&ShellEffect::Title("title 3".to_owned())));
}

#[test]
fn a_signal_or_a_hang_up_ends_it() {
    for why in [EndReason::HungUp, EndReason::Signal(15)] {
        let (sender, wakes) = channel();
        sender.send(Wake::End(why)).unwrap();
        sender.send(press("d")).unwrap();
        let mut shell = shell();
        assert_eq!(shell.run(&wakes).unwrap(), why);
        assert_eq!(shell.program.log, ["Tick"], "nothing after the end is acted upon");
    }
}

#[test]
fn it_ends_when_nobody_can_wake_it() {
    let (sender, wakes) = channel();
    drop(sender);
    assert_eq!(shell().run(&wakes).unwrap(), EndReason::HungUp);
}

#[test]
fn a_terminal_that_is_gone_is_an_end_and_no_error() {
    let (_sender, wakes) = channel();
    for error in [io::Error::from(io::ErrorKind::BrokenPipe), io::Error::from_raw_os_error(5)] {
        let mut shell = shell();
        shell.surface.fails.push_back(error);
        assert_eq!(shell.run(&wakes).unwrap(), EndReason::HungUp);
    }
    let mut shell = shell();
    shell.surface.fails.push_back(io::Error::from(io::ErrorKind::PermissionDenied));
    assert!(shell.run(&wakes).is_err());
}

#[test]
fn it_sleeps_until_the_screen_changes_by_itself() {
    let mut shell = shell();
    assert_eq!(shell.wait(), LONGEST_WAIT);
    shell.program.wake = Some(Duration::from_secs(7));
    assert_eq!(shell.wait(), Duration::from_secs(7));
}

#[test]
fn wakes_fall_on_whole_seconds() {
    let ms = Duration::from_millis;
    assert_eq!(on_the_second(ms(1_000), ms(300)), ms(700));
    assert_eq!(on_the_second(ms(60_000), ms(999)), ms(59_001));
    assert_eq!(on_the_second(ms(200), ms(300)), ms(200));
}

#[test]
fn a_text_that_comes_at_once_is_put_in_at_once() {
    let mut harness = harness();
    harness.bytes(b"nShop down\rsince Friday");
    let log = &harness.program().log;
    let pasted: Vec<&String> =
        log.iter().filter(|line| line.starts_with("Paste") || line.starts_with("Edit")).collect();
    assert_eq!(pasted, ["Paste(\"Shop down\")", "Paste(\" since Friday\")"], "{log:?}");
    assert_eq!(harness.program().text, "Shop down since Friday");
}

/// A program that has something follow once the keys rest.
#[derive(Default)]
struct Follower {
    behind: bool,
    keys: Keymap,
}

impl Program for Follower {
    type Event = ();
    type Effect = ();
    type Layout = ();

    fn mode(&self) -> Mode {
        Mode::Command(Context::Queue)
    }

    fn keys(&self) -> &Keymap {
        &self.keys
    }

    fn update(&mut self, msg: Msg, _now: Instant) -> Vec<Effect<()>> {
        self.behind |= matches!(msg, Msg::Do(_));
        Vec::new()
    }

    fn host_event(&mut self, (): (), _now: Instant) -> Vec<Effect<()>> {
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, _now: Instant) {
        frame.render_widget(Line::raw(if self.behind { "behind" } else { "there" }), frame.area());
    }

    fn wake_in(&self, _now: Instant) -> Option<Duration> {
        None
    }

    fn waits_for_rest(&self) -> bool {
        self.behind
    }

    fn rested(&mut self) {
        self.behind = false;
    }

    fn is_done(&self) -> bool {
        false
    }
}

struct Nothing;

impl Host<Follower> for Nothing {
    fn perform(&mut self, (): ()) {}
}

#[test]
fn what_waits_for_the_keys_to_rest_follows_then_and_the_loop_wakes_for_it() {
    let mut h = Harness::new(Follower::default(), Nothing, 20, 1, Instant::from_secs(0));
    assert_eq!(h.wait(), LONGEST_WAIT);
    h.held(&["j", "j", "j"]);
    assert_eq!((h.screen().as_str(), h.wait()), ("behind", REST));
    h.pause(100);
    assert_eq!((h.screen().as_str(), h.wait()), ("behind", REST.saturating_sub(Duration::from_millis(100))));
    // A key that comes meanwhile begins it anew.
    h.held(&["j"]).pause(100);
    assert_eq!(h.screen(), "behind");
    h.pause(50);
    assert_eq!((h.screen().as_str(), h.wait()), ("there", LONGEST_WAIT));
}
