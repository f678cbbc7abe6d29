//! Named styles. Colour never stands alone: what it says is also said by a glyph or a word.

use ratatui::style::Style;

/// The style of everything that is drawn, by what it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    /// Its name in the settings.
    pub name: &'static str,
    /// Plain text.
    pub text: Style,
    /// What matters less: labels, times of day, columns' heads.
    pub dim: Style,
    /// The head of a view or a dialog.
    pub title: Style,
    /// The selected row.
    pub selected: Style,
    /// The frame around a dialog.
    pub border: Style,
    /// Something went well.
    pub ok: Style,
    /// Its time runs, with room to spare.
    pub running: Style,
    /// Little time is left.
    pub at_risk: Style,
    /// Its time is over.
    pub breached: Style,
    /// Its time stands still: closed support hours, a pause.
    pub stopped: Style,
    /// Nothing runs until something is done, such as a call.
    pub no_clock: Style,
    /// Reached in time.
    pub met: Style,
    /// What the eye should find: the present view, a number, a match.
    pub accent: Style,
    /// A key in the footer or the help.
    pub key: Style,
    /// Something failed.
    pub error: Style,
    /// A field of a form.
    pub field: Style,
    /// The field that has the keys.
    pub field_focus: Style,
    /// The filled part of a bar.
    pub bar_fill: Style,
    /// The empty part of a bar.
    pub bar_empty: Style,
}
