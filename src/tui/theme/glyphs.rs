//! Draws each sign with what the terminal has for it. [`SIGNS`] is the one place that says how; no view asks.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::text::width;

/// The signs that a terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GlyphSet {
    /// All that are drawn.
    #[default]
    Unicode,
    /// Those that the font of the Linux console has, whichever of the usual ones is loaded.
    Console,
    /// Those of ASCII.
    Ascii,
}

/// The value that says each set in the settings.
const NAMES: [(&str, GlyphSet); 3] =
    [("unicode", GlyphSet::Unicode), ("console", GlyphSet::Console), ("ascii", GlyphSet::Ascii)];

/// Every sign that is drawn, with what stands for it on the Linux console and in ASCII; each has one column. The signs for
/// the console are in the kernel's own font and in those that distributions load (`Lat15`, `Uni2`, `eurlatgr`).
///
/// Signs that can stand beside each other differ in all three: ‼ and !, ✗ and ✓, ◆ and ✉.
pub const SIGNS: &[(char, char, char)] = &[
    // States, and what happened.
    ('‼', '‼', 'X'),
    ('▶', '▶', '>'),
    ('‖', '║', '='),
    ('☎', 'T', 'T'),
    ('✓', '+', '+'),
    ('✗', 'x', 'x'),
    ('⊘', '/', '/'),
    ('–', '-', '-'),
    ('◆', '♦', '&'),
    ('●', '•', '*'),
    ('◎', '%', '%'),
    ('○', 'o', 'o'),
    ('✉', '@', '@'),
    ('↩', 'r', 'r'),
    ('☾', 'z', 'z'),
    ('⚠', '!', '!'),
    ('⊕', '¤', '+'),
    ('▼', '▼', 'V'),
    ('▽', 'v', 'v'),
    ('◇', 'M', 'M'),
    ('△', 'A', 'A'),
    ('▲', '▲', '^'),
    ('↶', 'u', 'u'),
    ('‹', '<', '<'),
    ('›', '>', '>'),
    ('▸', '»', '>'),
    ('◂', '«', '<'),
    ('★', '*', '*'),
    // Text.
    ('…', '~', '~'),
    ('·', '·', '.'),
    ('—', '-', '-'),
    ('−', '-', '-'),
    ('×', 'x', 'x'),
    ('“', '"', '"'),
    ('”', '"', '"'),
    ('„', '"', '"'),
    ('‘', '\'', '\''),
    ('’', '\'', '\''),
    ('°', '°', 'o'),
    ('±', '±', '~'),
    ('≤', '≤', '<'),
    ('≥', '≥', '>'),
    ('«', '«', '<'),
    ('»', '»', '>'),
    ('\u{a0}', ' ', ' '),
    ('€', 'E', 'E'),
    ('§', '§', 'S'),
    // Keys.
    ('←', '←', '<'),
    ('→', '→', '>'),
    ('↑', '↑', '^'),
    ('↓', '↓', 'v'),
    ('⏎', '¶', '^'),
    ('⌫', '«', '<'),
    // Parts of bars, from the left and from below.
    ('█', '█', '#'),
    ('▉', '█', '#'),
    ('▊', '█', '#'),
    ('▋', '█', '#'),
    ('▌', '█', '|'),
    ('▐', '█', '|'),
    ('▍', '─', '-'),
    ('▎', '─', '-'),
    ('▏', '─', '-'),
    ('▇', '■', '+'),
    ('▆', '■', '+'),
    ('▅', '▒', ':'),
    ('▄', '▒', ':'),
    ('▃', '▒', ':'),
    ('▂', '░', '.'),
    ('▁', '░', '.'),
    ('▀', '■', '+'),
    ('▓', '■', '+'),
    ('▒', '▒', ':'),
    ('░', '░', '.'),
    ('■', '■', '#'),
    // Lines.
    ('─', '─', '-'),
    ('│', '│', '|'),
    ('┃', '║', 'I'),
    ('━', '═', '='),
    ('┌', '┌', '+'),
    ('┐', '┐', '+'),
    ('└', '└', '+'),
    ('┘', '┘', '+'),
    ('╭', '┌', '+'),
    ('╮', '┐', '+'),
    ('╰', '└', '+'),
    ('╯', '┘', '+'),
    ('├', '├', '+'),
    ('┤', '┤', '+'),
    ('┬', '┬', '+'),
    ('┴', '┴', '+'),
    ('┼', '┼', '+'),
    ('╲', '\\', '\\'),
    ('╱', '/', '/'),
    ('⌈', '┌', '['),
    ('⌉', '┐', ']'),
];

/// Tells the characters that flags are written with, a letter each.
const REGIONAL_INDICATORS: fn(char) -> bool = |c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');

/// Letters of other alphabets' Latin, with the letter that stands for each in ASCII.
const LETTERS: [(&str, char); 44] = [
    ("ÀÁÂÃÄÅĀĂĄÆ", 'A'),
    ("àáâãäåāăąæª", 'a'),
    ("ÇĆĈĊČ", 'C'),
    ("çćĉċč", 'c'),
    ("ÐĎĐ", 'D'),
    ("ðďđ", 'd'),
    ("ÈÉÊËĒĔĖĘĚ", 'E'),
    ("èéêëēĕėęě", 'e'),
    ("ĜĞĠĢ", 'G'),
    ("ĝğġģ", 'g'),
    ("ĤĦ", 'H'),
    ("ĥħ", 'h'),
    ("ÌÍÎÏĨĪĬĮİĲ", 'I'),
    ("ìíîïĩīĭįıĳ", 'i'),
    ("Ĵ", 'J'),
    ("ĵ", 'j'),
    ("Ķ", 'K'),
    ("ķĸ", 'k'),
    ("ĹĻĽĿŁ", 'L'),
    ("ĺļľŀł", 'l'),
    ("ÑŃŅŇŊ", 'N'),
    ("ñńņňŉŋ", 'n'),
    ("ÒÓÔÕÖØŌŎŐŒ", 'O'),
    ("òóôõöøōŏőœº", 'o'),
    ("ŔŖŘ", 'R'),
    ("ŕŗř", 'r'),
    ("ŚŜŞŠȘ", 'S'),
    ("śŝşšșß", 's'),
    ("ŢŤŦȚ", 'T'),
    ("ţťŧț", 't'),
    ("ÙÚÛÜŨŪŬŮŰŲ", 'U'),
    ("ùúûüũūŭůűųµ", 'u'),
    ("Ŵ", 'W'),
    ("ŵ", 'w'),
    ("ÝŶŸ", 'Y'),
    ("ýŷÿ", 'y'),
    ("ŹŻŽ", 'Z'),
    ("źżž", 'z'),
    ("Þ", 'P'),
    ("þ", 'p'),
    ("¡", '!'),
    ("¿", '?'),
    ("¹", '1'),
    ("²", '2'),
];

/// What stands for a character that cannot be shown.
const UNKNOWN: char = '?';

impl GlyphSet {
    /// Returns the set that this value of the settings says.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, set)| *set)
    }

    /// Returns the value of the settings that says this set.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, set)| *set == self).map_or("", |(name, _)| *name)
    }

    /// Reads the environment's `TERM`, and the locale of `LC_ALL`, `LC_CTYPE` or `LANG`. Where no locale is named, a
    /// terminal is taken to show Unicode, as those of today do.
    pub fn of(term: Option<&str>, locale: Option<&str>) -> Self {
        let encoded = |locale: &str| locale.to_ascii_lowercase().replace('-', "").contains("utf8");
        let term = term.unwrap_or_default();
        let old = ["vt52", "vt1", "vt2", "vt3", "vt4"].iter().any(|name| term.starts_with(name));
        match locale {
            Some(locale) if !encoded(locale) => GlyphSet::Ascii,
            _ if old => GlyphSet::Ascii,
            _ if term == "linux" => GlyphSet::Console,
            _ => GlyphSet::Unicode,
        }
    }

    /// Returns what is drawn in the cells of this grapheme, in as many columns; none where it is drawn as it is.
    pub fn instead(self, grapheme: &str) -> Option<String> {
        let first = grapheme.chars().next()?;
        if let Some(letters) = flag_letters(grapheme) {
            return Some(letters);
        }
        if self == GlyphSet::Unicode || grapheme.is_ascii() {
            return None;
        }
        if let Some((_, console, ascii)) = SIGNS.iter().find(|(sign, ..)| *sign == first) {
            let sign = if self == GlyphSet::Console { *console } else { *ascii };
            return (sign != first || grapheme.len() > first.len_utf8()).then(|| sign.to_string());
        }
        let columns = width(grapheme);
        if columns > 1 {
            return Some(UNKNOWN.to_string().repeat(columns));
        }
        match self {
            // The console has no marks above letters apart from those of whole letters.
            GlyphSet::Console => (grapheme.len() > first.len_utf8()).then(|| first.to_string()),
            _ if first.is_ascii() => Some(first.to_string()),
            _ => Some(plain_letter(first).unwrap_or(UNKNOWN).to_string()),
        }
    }

    /// Returns a text as it is drawn.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        if text.is_ascii() || self == GlyphSet::Unicode && !text.contains(REGIONAL_INDICATORS) {
            return Cow::Borrowed(text);
        }
        let drawn = |grapheme| self.instead(grapheme).map_or(Cow::Borrowed(grapheme), Cow::Owned);
        Cow::Owned(text.graphemes(true).map(drawn).collect())
    }
}

/// Returns the letters of a flag, which is written as two of them: `🇳🇴` as `NO`. Terminals draw flags in one to four columns, and
/// what is drawn beside them is left standing.
fn flag_letters(grapheme: &str) -> Option<String> {
    let is_flag = grapheme.starts_with(REGIONAL_INDICATORS);
    let letter = |c: char| char::from_u32(u32::from('A') + u32::from(c).checked_sub(0x1f1e6)?);
    is_flag.then(|| grapheme.chars().filter(|c| REGIONAL_INDICATORS(*c)).filter_map(letter).collect())
}

fn plain_letter(c: char) -> Option<char> {
    LETTERS.iter().find(|(letters, _)| letters.contains(c)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signs beyond Latin 1 that the kernel's own font has and the fonts that distributions load have too.
    const ON_THE_CONSOLE: &str = "•‼←↑→↓≤≥─│┌┐└┘├┤┬┴┼═║█░▒■▲▶▼◀♦";

    #[test]
    fn each_sign_stands_once_and_each_terminal_has_what_stands_for_it() {
        for (at, (sign, console, ascii)) in SIGNS.iter().enumerate() {
            assert!(SIGNS[..at].iter().all(|(other, ..)| other != sign), "{sign} stands twice");
            assert!(ascii.is_ascii_graphic() || *ascii == ' ', "{sign}");
            let latin = matches!(console, ' '..='~' | '\u{a1}'..='\u{ff}');
            assert!(latin || ON_THE_CONSOLE.contains(*console), "{sign}: {console} is not on every console");
            for drawn in [sign, console, ascii] {
                assert_eq!(width(&drawn.to_string()), 1, "{drawn}");
            }
        }
    }

    #[test]
    fn states_differ_in_every_set() {
        let states = "‼ ! ▶ ‖ ☎ ▼ ✓ ✗ ⊘ – ◆ ✉ ●";
        for set in [GlyphSet::Unicode, GlyphSet::Console, GlyphSet::Ascii] {
            let drawn = set.text(states).into_owned();
            let mut signs: Vec<&str> = drawn.split(' ').collect();
            signs.sort_unstable();
            signs.dedup();
            assert_eq!(signs.len(), states.split(' ').count(), "{drawn}");
        }
    }

    #[test]
    fn text_is_drawn_with_what_there_is() {
        let text = "Kassen på Lørdag: 全部 – “e\u{301}t” … 🙂 Щ";
        assert_eq!(GlyphSet::Unicode.text(text), text);
        assert_eq!(GlyphSet::Console.text(text), "Kassen på Lørdag: ???? - \"et\" ~ ?? Щ");
        assert_eq!(GlyphSet::Ascii.text(text), "Kassen pa Lordag: ???? - \"et\" ~ ?? ?");
        for set in [GlyphSet::Console, GlyphSet::Ascii] {
            assert_eq!(width(&set.text(text)), width(text));
        }
    }

    #[test]
    fn a_flag_is_drawn_as_its_letters_in_as_many_columns() {
        for set in [GlyphSet::Unicode, GlyphSet::Console, GlyphSet::Ascii] {
            for (text, drawn) in [("a 🇳🇴 b", "a NO b"), ("🇳🇴🇳🇱", "NONL"), ("x🇳", "xN")] {
                assert_eq!((set.text(text).as_ref(), width(drawn)), (drawn, width(text)), "{text}");
            }
        }
    }

    #[test]
    fn a_terminal_has_the_signs_that_it_says() {
        let cases = [
            (Some("xterm-256color"), Some("en_US.UTF-8"), GlyphSet::Unicode),
            (Some("xterm-256color"), Some("C.utf8"), GlyphSet::Unicode),
            (Some("xterm-256color"), Some("UTF-8"), GlyphSet::Unicode),
            (Some("xterm-256color"), None, GlyphSet::Unicode),
            (Some("xterm-256color"), Some("C"), GlyphSet::Ascii),
            (Some("xterm-256color"), Some("nb_NO.ISO-8859-1"), GlyphSet::Ascii),
            (Some("linux"), Some("nb_NO.UTF-8"), GlyphSet::Console),
            (Some("linux"), None, GlyphSet::Console),
            (Some("linux"), Some("POSIX"), GlyphSet::Ascii),
            (Some("vt220"), None, GlyphSet::Ascii),
        ];
        for (term, locale, set) in cases {
            assert_eq!(GlyphSet::of(term, locale), set, "{term:?} {locale:?}");
        }
        for name in frist_config::GLYPHS {
            assert_eq!(GlyphSet::named(name).map(GlyphSet::name), Some(name));
        }
        assert_eq!(NAMES.len(), frist_config::GLYPHS.len());
    }
}
