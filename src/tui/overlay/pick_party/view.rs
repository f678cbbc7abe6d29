//! Draws the list of people or organisations to choose from.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::ledger::Party as _;
use crate::tui::form::people::KnownPerson;
use crate::tui::form::room;
use crate::tui::shared::{PartyId, Shared};
use crate::tui::text::{clean, fit};
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup, put_line};

use super::{PartyPick, PickedFor};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, pick: &PartyPick, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let title = match &pick.of {
        PickedFor::Merge(party) => format!("Merge {} into", party.name(&shared.ledger)),
        PickedFor::Join(name) => format!("Who is “{}”?", clean(name)),
    };
    let rows = pick.found.len().clamp(1, 12) as u16 + 3;
    let inside = popup(frame, area, (72, rows), &title, theme);
    let below =
        draw_input(frame, inside, &room::label(">", pick.line.value()), &pick.line, "a name or an address", theme);
    if pick.found.is_empty() {
        let words = " nobody is like that";
        put_line(frame, below, Line::styled(fit(words, usize::from(below.width)), theme.dim));
    }
    draw_lines(frame, below, &pick.rows, pick.found.len(), theme, |place| {
        Line::raw(format!(" {}", words(pick.found[place], shared)))
    })
}

/// Returns a row: `Kari Nord <kari@acme.example>, Acme AS`.
fn words(party: PartyId, shared: &Shared) -> String {
    match party {
        PartyId::Person(id) => {
            let known = shared.ledger.person(id).map(|person| KnownPerson::of(&shared.ledger, person));
            known.map_or_else(String::new, |person| person.in_words())
        }
        PartyId::Organisation(id) => {
            let domains = shared.ledger.organisation(id).map_or_else(String::new, |(_, it)| it.keys().join(", "));
            clean(&format!("{}  {domains}", party.name(&shared.ledger))).trim_end().to_owned()
        }
    }
}
