//! Measures what a frame costs: 45 rows whose countdowns tick, on a screen of 160 by 48, drawn and compared with the one
//! before.

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use frist::config::{Person, Role};
use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request};
use frist::domain::alert::NotificationSettings;
use frist::domain::contract::Book;
use frist::domain::ticket::NewTicket;
use frist::domain::time::{Instant, Zone};
use frist::tui::action::Action;
use frist::tui::action::Keymap;
use frist::tui::app::{App, ListSettings, OwnCommandSetup, Setup};
use frist::tui::feature::breach::BreachView;
use frist::tui::input::Msg;
use frist::tui::run::Program;
use frist::tui::theme::Theme;
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};

/// The changes that go into one request.
const AT_ONCE: usize = 4_000;

fn app(folder: &std::path::Path, now: Instant, tickets: usize) -> Option<App> {
    let desk = LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now))).ok()?;
    let ticket = |n: usize| NewTicket {
        contract: "markant".to_owned(),
        plan: "extended".to_owned(),
        severity: "critical".to_owned(),
        channel: "phone".to_owned(),
        subject: format!("Checkout gives 502 in shop {n}"),
        ..NewTicket::default()
    };
    let changes: Vec<Change> = (0..tickets).map(|n| Change::New(Box::new(ticket(n)))).collect();
    for part in changes.chunks(AT_ONCE) {
        desk.commit(Request::new("anna", part.to_vec())).ok()?;
    }
    let setup = Setup {
        me: Person { name: "anna".to_owned(), display: "anna".to_owned(), role: Role::Lead },
        drafts: None,
        files: None,
        contracts: None,
        theme: Theme::named("dark")?,
        zone: Zone::named("Europe/Oslo")?,
        keys: Keymap::default(),
        ways: NotificationSettings::default(),
        problems: Vec::new(),
        notices: Vec::new(),
        demo: false,
        has_shell: true,
        own: OwnCommandSetup { store: "/nowhere/store".to_owned(), ticket_json: frist::cli::ticket_json },
        lists: ListSettings::default(),
        mail: frist::tui::app::MailAtDesk::default(),
        replies: None,
        first_start: false,
    };
    App::new(&desk as &dyn Desk, setup).ok()
}

fn frame(c: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let now = Instant::from_secs(1_704_704_400);
    for tickets in [45, 5_000] {
        let place = folder.path().join(tickets.to_string());
        let (Some(app), Ok(mut terminal)) = (app(&place, now, tickets), Terminal::new(TestBackend::new(160, 48)))
        else {
            return;
        };
        let mut second = 0;
        c.bench_function(&format!("frame of 45 ticking rows, {tickets} open tickets"), |b| {
            b.iter(|| {
                second = (second + 1) % 1_500;
                let draw = |frame: &mut Frame<'_>| drop(app.draw(frame, now.plus(second)));
                terminal.draw(draw).is_ok()
            });
        });
    }
}

/// Measures what it costs to open the breach page, and to work it out again as time passes.
fn breach(c: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let now = Instant::from_secs(1_704_704_400);
    let Some(app) = app(folder.path(), now, 20_000) else { return };
    c.bench_function("breach view worked out, 20,000 open tickets", |b| {
        b.iter(|| BreachView::new(&app.shared.queue, app.shared.zone, now.plus(600)).len());
    });
    let Ok(mut terminal) = Terminal::new(TestBackend::new(160, 48));
    let mut app = app;
    c.bench_function("breach view opened and drawn, 20,000 open tickets", |b| {
        b.iter(|| {
            app.update(Msg::Do(Action::ViewBreach), now.plus(600));
            let draw = |frame: &mut Frame<'_>| drop(app.draw(frame, now.plus(600)));
            let drawn = terminal.draw(draw).is_ok();
            app.update(Msg::Do(Action::ViewQueue), now.plus(600));
            drawn
        });
    });
}

criterion_group!(benches, frame, breach);
criterion_main!(benches);
