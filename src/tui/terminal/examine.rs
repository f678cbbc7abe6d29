//! Says what is known of the terminal, and what to do where something is missing. Nothing is asked of it.

use super::passed_on::PassedOnBy;
use crate::tui::theme::{Depth, GlyphSet};

/// Something about the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TerminalFinding {
    /// What it is about.
    pub what: String,
    /// Whether it is right; none where that cannot be known.
    pub right: Option<bool>,
    /// What to do, or why it is not known; empty where it is right.
    pub say: String,
}

impl TerminalFinding {
    fn right(what: impl Into<String>) -> Self {
        Self { what: what.into(), right: Some(true), say: String::new() }
    }

    fn wrong(what: impl Into<String>, say: &str) -> Self {
        Self { what: what.into(), right: Some(false), say: say.to_owned() }
    }

    fn unknown(what: impl Into<String>, say: &str) -> Self {
        Self { what: what.into(), right: None, say: say.to_owned() }
    }
}

/// The least columns and rows on which a list can be worked with.
const LEAST: (u16, u16) = (40, 12);

/// Looks at the environment, what the settings say instead (`colours` and `glyphs`), and the size in columns and rows; no
/// size where output is no terminal.
pub fn examine(
    colours: Option<&str>,
    glyphs: Option<&str>,
    env: impl Fn(&str) -> Option<String>,
    size: Option<(u16, u16)>,
) -> Vec<TerminalFinding> {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let term = set("TERM");
    let mut all = vec![match term.as_deref() {
        None => TerminalFinding::wrong("TERM is not set", "run frist in a terminal; over SSH, ask for one with ssh -t"),
        Some("dumb") => {
            TerminalFinding::wrong("TERM=dumb", "this terminal only prints lines; run frist in another one")
        }
        Some(term) => TerminalFinding::right(format!("TERM={term}")),
    }];
    all.push(match size {
        None => TerminalFinding::unknown("the size", "standard output is no terminal here"),
        Some((columns, rows)) => {
            let what = format!("{columns} columns and {rows} rows");
            if columns < LEAST.0 || rows < LEAST.1 {
                TerminalFinding::wrong(what, "make the window larger: 40 by 12 at least, 80 by 24 is better")
            } else {
                TerminalFinding::right(what)
            }
        }
    });
    let depth = Depth::of(term.as_deref(), env("COLORTERM").as_deref());
    all.push(of_colours(colours.and_then(Depth::named), depth, set("NO_COLOR").is_some()));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| set(name).map(|value| (name, value)));
    all.push(of_signs(glyphs.and_then(GlyphSet::named), term.as_deref(), locale));
    match PassedOnBy::of(&env) {
        PassedOnBy::Nothing => {}
        PassedOnBy::Tmux => all.push(TerminalFinding::unknown(
            "tmux",
            "what is copied needs `set -g set-clipboard on`, notifications `set -g allow-passthrough on`",
        )),
        PassedOnBy::Screen => all.push(TerminalFinding::unknown(
            "GNU screen",
            "it passes no copied text on to the terminal; a file does (s on a document)",
        )),
    }
    all
}

fn of_colours(set: Option<Depth>, found: Depth, no_color: bool) -> TerminalFinding {
    if no_color {
        return TerminalFinding::right("no colours: NO_COLOR is set");
    }
    let says = if set.is_some() { "as the settings say" } else { "as TERM and COLORTERM say" };
    match set.unwrap_or(found) {
        Depth::True => TerminalFinding::right(format!("any colour, {says}")),
        Depth::Indexed => TerminalFinding::right(format!("256 colours, {says}")),
        depth if set.is_some() => TerminalFinding::right(format!("colours = \"{}\", {says}", depth.name())),
        Depth::Basic => TerminalFinding::unknown(
            "the terminal's own 16 colours",
            "where it has more: export COLORTERM=truecolor, or colours = \"256\" in the settings",
        ),
        Depth::None => TerminalFinding::unknown("no colours", "where it has some: colours = \"16\" in the settings"),
    }
}

fn of_signs(set: Option<GlyphSet>, term: Option<&str>, locale: Option<(&str, String)>) -> TerminalFinding {
    if let Some(set) = set {
        return TerminalFinding::right(format!("glyphs = \"{}\", as the settings say", set.name()));
    }
    let value = locale.as_ref().map(|(_, value)| value.as_str());
    match (GlyphSet::of(term, value), locale) {
        (GlyphSet::Unicode, _) => TerminalFinding::right("all signs"),
        (GlyphSet::Console, _) => TerminalFinding::right("the signs of the Linux console"),
        (GlyphSet::Ascii, Some((name, value))) => TerminalFinding::wrong(
            format!("the signs of ASCII alone, as {name}={value} says"),
            "where the terminal shows Unicode: export LC_ALL=C.UTF-8, or glyphs = \"unicode\" in the settings",
        ),
        (GlyphSet::Ascii, None) => TerminalFinding::unknown(
            "the signs of ASCII alone",
            "an old terminal; else glyphs = \"unicode\" in the settings",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(vars: &[(&str, &str)], size: Option<(u16, u16)>) -> Vec<String> {
        let env = |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let mark = |right: Option<bool>| right.map_or('?', |right| if right { '+' } else { '-' });
        examine(None, None, env, size).iter().map(|f| format!("{} {}", mark(f.right), f.what)).collect()
    }

    #[test]
    fn a_terminal_of_today_lacks_nothing() {
        let vars = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "nb_NO.UTF-8")];
        assert_eq!(
            found(&vars, Some((80, 24))),
            [
                "+ TERM=xterm-256color",
                "+ 80 columns and 24 rows",
                "+ any colour, as TERM and COLORTERM say",
                "+ all signs"
            ]
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(
            found(&[("LC_ALL", "C"), ("STY", "1")], None),
            [
                "- TERM is not set",
                "? the size",
                "? no colours",
                "- the signs of ASCII alone, as LC_ALL=C says",
                "? GNU screen"
            ]
        );
        let small = found(&[("TERM", "screen"), ("TMUX", "/x")], Some((39, 30)));
        assert_eq!(small[1..3], ["- 39 columns and 30 rows", "? the terminal's own 16 colours"]);
        assert_eq!(small.last().unwrap(), "? tmux");
    }
}
