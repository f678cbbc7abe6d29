//! Names the styles. Colour never stands alone: what it says is also said by a glyph or a word.
//!
//! Nothing is asked of the terminal, so its background may be any. Text has the terminal's own colour, or one that shows on black
//! and on white; so do signs, figures and lines. On a background that frist draws itself other colours take their place.

mod depth;
mod glyphs;
mod own;
mod palettes;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

pub use depth::Depth;
pub use glyphs::{GlyphSet, SIGNS};
pub use own::read_theme;

/// The style of everything that is drawn, by what it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    /// Its name in the settings.
    pub name: &'static str,
    /// Plain text.
    pub text: Style,
    /// Text that matters less: labels, times of day, columns' heads.
    pub dim: Style,
    /// The title of a page or a dialog.
    pub title: Style,
    /// The selected row.
    pub selected: Style,
    /// The frame around a dialog.
    pub border: Style,
    /// A message that something went well.
    pub ok: Style,
    /// A target whose clock runs, with time to spare.
    pub running: Style,
    /// A target with little time left.
    pub at_risk: Style,
    /// A target whose time is over.
    pub breached: Style,
    /// A target whose clock stands still: closed support hours, a pause.
    pub stopped: Style,
    /// A target whose clock does not run until something is done, such as a call.
    pub no_clock: Style,
    /// A target that was met in time.
    pub met: Style,
    /// What the eye should find: the present page, a number, a match.
    pub accent: Style,
    /// A key in the footer or the help.
    pub key: Style,
    /// A message that something failed.
    pub error: Style,
    /// A field of a form.
    pub field: Style,
    /// The field that has the keys.
    pub field_focus: Style,
    /// The filled part of a bar.
    pub bar_fill: Style,
    /// The empty part of a bar.
    pub bar_empty: Style,
    /// The signs that the terminal has.
    pub glyphs: GlyphSet,
    /// The colours above, each with the one that takes its place on a background that frist draws itself.
    pub on_own: Vec<(Color, Color)>,
}

impl Theme {
    /// The names that can be set, the default first.
    pub const NAMES: &'static [&'static str] = &["dark", "light", "mono", "colour-blind"];

    /// Returns the theme with this name.
    pub fn named(name: &str) -> Option<Theme> {
        match name {
            "dark" => Some(palettes::dark()),
            "light" => Some(palettes::light()),
            "mono" => Some(palettes::mono()),
            "colour-blind" => Some(palettes::colour_blind()),
            _ => None,
        }
    }

    /// Returns the theme with every colour replaced by the nearest one that a terminal of this depth has; without colours
    /// it is another theme.
    pub fn at_depth(mut self, depth: Depth) -> Theme {
        let nearest = match depth {
            Depth::True => return self,
            Depth::Indexed => depth::indexed_style,
            Depth::Basic => depth::basic_style,
            Depth::None => return Theme { glyphs: self.glyphs, ..palettes::mono() },
        };
        self.styles_mut().into_iter().for_each(|style| *style = nearest(*style));
        // A terminal of 16 colours has no ground of frist's own.
        let pairs = std::mem::take(&mut self.on_own).into_iter().filter(|_| depth == Depth::Indexed);
        self.on_own = pairs.map(|(color, own)| (depth::indexed(color), depth::indexed(own))).collect();
        self
    }

    /// Gives what has been drawn the colours that show on its ground: on a background of frist's own those that were chosen for
    /// it; on the terminal's, words that stand in a colour for signs the terminal's own.
    pub fn settle(&self, drawn: &mut Buffer) {
        let columns = usize::from(drawn.area.width).max(1);
        for row in drawn.content.chunks_mut(columns) {
            self.settle_grounds(row);
            self.settle_words(row);
            self.settle_text(row);
            self.settle_reversed(row);
        }
    }

    /// Gives what has the terminal's own colours those of plain text, where a theme of one's own has any.
    fn settle_text(&self, row: &mut [Cell]) {
        for cell in row.iter_mut().filter(|cell| cell.bg == Color::Reset) {
            cell.fg = if cell.fg == Color::Reset { self.text.fg.unwrap_or(Color::Reset) } else { cell.fg };
            cell.bg = self.text.bg.unwrap_or(Color::Reset);
        }
    }

    /// Takes the colours from what is reversed because it is selected: each would be a ground of its own in the row.
    fn settle_reversed(&self, row: &mut [Cell]) {
        let selected = self.selected.add_modifier;
        if selected.contains(Modifier::REVERSED) {
            row.iter_mut().filter(|cell| cell.modifier.contains(selected)).for_each(|cell| cell.fg = Color::Reset);
        }
    }

    fn settle_grounds(&self, row: &mut [Cell]) {
        let Some(own_text) = self.selected.fg.filter(|_| self.selected.bg.is_some()) else { return };
        for cell in row.iter_mut().filter(|cell| cell.bg != Color::Reset) {
            cell.fg = match self.on_own.iter().find(|(color, _)| *color == cell.fg) {
                Some((_, own)) => *own,
                None if cell.fg == Color::Reset => own_text,
                None => cell.fg,
            };
        }
    }

    /// Gives the terminal's own colour to words, and to what stands between them: from the first word of a stretch of one colour
    /// to its last. A single letter belongs to a figure, as in `28h04`, which keeps its colour.
    fn settle_words(&self, row: &mut [Cell]) {
        let signs = [self.running, self.at_risk, self.breached, self.stopped, self.no_clock, self.met, self.border];
        // With few colours one may be that of letters as well.
        let letters = [self.dim, self.ok, self.accent, self.key, self.error];
        let has = |styles: &[Style], cell: &Cell| styles.iter().any(|style| style.fg == Some(cell.fg));
        let is_sign = |cell: &Cell| {
            cell.fg != Color::Reset && cell.bg == Color::Reset && has(&signs, cell) && !has(&letters, cell)
        };
        let is_letter = |cell: &Cell| cell.symbol().starts_with(char::is_alphabetic);
        for stretch in row.chunk_by_mut(|one, next| (one.fg, one.bg) == (next.fg, next.bg)) {
            let in_word = |at: &usize| stretch[*at..].iter().take(2).filter(|cell| is_letter(cell)).count() == 2;
            let words: Vec<usize> = (0..stretch.len()).filter(in_word).collect();
            if let (true, Some(first), Some(last)) = (is_sign(&stretch[0]), words.first(), words.last()) {
                let is_between = |cell: &&Cell| !cell.symbol().starts_with(char::is_alphanumeric);
                let behind = stretch[last + 2..].iter().take_while(is_between).count();
                stretch[*first..last + 2 + behind].iter_mut().for_each(|cell| cell.fg = Color::Reset);
            }
        }
    }

    /// Returns all styles with their names.
    pub fn styles(&self) -> [(&'static str, Style); 19] {
        [
            ("text", self.text),
            ("dim", self.dim),
            ("title", self.title),
            ("selected", self.selected),
            ("border", self.border),
            ("ok", self.ok),
            ("running", self.running),
            ("at_risk", self.at_risk),
            ("breached", self.breached),
            ("stopped", self.stopped),
            ("no_clock", self.no_clock),
            ("met", self.met),
            ("accent", self.accent),
            ("key", self.key),
            ("error", self.error),
            ("field", self.field),
            ("field_focus", self.field_focus),
            ("bar_fill", self.bar_fill),
            ("bar_empty", self.bar_empty),
        ]
    }

    fn styles_mut(&mut self) -> [&mut Style; 19] {
        [
            &mut self.text,
            &mut self.dim,
            &mut self.title,
            &mut self.selected,
            &mut self.border,
            &mut self.ok,
            &mut self.running,
            &mut self.at_risk,
            &mut self.breached,
            &mut self.stopped,
            &mut self.no_clock,
            &mut self.met,
            &mut self.accent,
            &mut self.key,
            &mut self.error,
            &mut self.field,
            &mut self.field_focus,
            &mut self.bar_fill,
            &mut self.bar_empty,
        ]
    }
}

impl Default for Theme {
    fn default() -> Self {
        palettes::dark()
    }
}

/// Returns the theme to use: without colours if `NO_COLOR` is set, else the configured one, else the default. An unknown
/// name gives the default, as the settings have refused it before.
pub fn choose(no_color: bool, configured: Option<&str>) -> Theme {
    configured.and_then(Theme::named).unwrap_or_default().unless(no_color)
}

impl Theme {
    /// Returns the theme, or the one without any colour where there are to be none.
    fn unless(self, no_color: bool) -> Theme {
        if no_color { palettes::mono() } else { self }
    }
}

/// Returns the theme for the terminal that this environment tells of, with what the settings say of it instead: the names
/// of a theme, of how many colours there are, and of the set of signs.
pub fn for_terminal(
    theme: Option<&str>,
    colours: Option<&str>,
    glyphs: Option<&str>,
    env: impl Fn(&str) -> Option<String>,
) -> Theme {
    in_terminal(theme.and_then(Theme::named).unwrap_or_default(), colours, glyphs, env)
}

/// Returns this theme for that terminal, as [`for_terminal`] does.
pub fn in_terminal(
    theme: Theme,
    colours: Option<&str>,
    glyphs: Option<&str>,
    env: impl Fn(&str) -> Option<String>,
) -> Theme {
    let (term, colorterm) = (env("TERM"), env("COLORTERM"));
    let named = |name: &str| env(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(named);
    let depth = colours.and_then(Depth::named);
    let depth = depth.unwrap_or_else(|| Depth::of(term.as_deref(), colorterm.as_deref()));
    let glyphs = glyphs.and_then(GlyphSet::named);
    let glyphs = glyphs.unwrap_or_else(|| GlyphSet::of(term.as_deref(), locale.as_deref()));
    Theme { glyphs, ..theme.unless(named("NO_COLOR").is_some()).at_depth(depth) }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::own::contrast;
    use super::*;

    /// The styles of letters; all others draw signs, figures and lines, beside words that say the same.
    const LETTERS: [&str; 9] = ["text", "dim", "title", "ok", "accent", "key", "error", "field", "field_focus"];
    const BLACK: Color = Color::Rgb(0, 0, 0);
    const WHITE: Color = Color::Rgb(255, 255, 255);

    fn coloured() -> impl Iterator<Item = (Depth, Theme)> {
        let themes = ["dark", "light", "colour-blind"];
        let at = move |depth| themes.map(|name| (depth, Theme::named(name).unwrap().at_depth(depth)));
        [Depth::True, Depth::Indexed].into_iter().flat_map(at)
    }

    /// No setting says how the terminal's background is, so every colour has to show on any.
    #[test]
    fn what_is_drawn_on_the_terminals_ground_shows_on_black_and_on_white() {
        let mut judged = 0;
        for (depth, theme) in coloured() {
            for (name, style) in theme.styles().into_iter().filter(|(_, style)| style.bg.is_none()) {
                // The terminal's own pair is the person's own choice.
                let Some(fg) = style.fg else { continue };
                let least = if LETTERS.contains(&name) { 4.5 } else { 3.0 };
                for ground in [BLACK, WHITE] {
                    let ratio = contrast(fg, ground);
                    assert!(ratio >= least, "{} {depth:?}: {name} has {ratio:.2} on {ground:?}", theme.name);
                    judged += 1;
                }
            }
        }
        assert!(judged > 100, "{judged}");
    }

    #[test]
    fn every_colour_shows_on_the_grounds_that_frist_draws_itself() {
        for (depth, theme) in coloured() {
            let grounds = [theme.selected, theme.field, theme.field_focus];
            for ground in grounds {
                let (fg, bg) = (ground.fg.unwrap(), ground.bg.unwrap());
                let own = theme.on_own.iter().map(|(_, own)| *own).chain([fg]);
                for color in own {
                    let ratio = contrast(color, bg);
                    assert!(ratio >= 4.5, "{} {depth:?}: {color:?} has {ratio:.2} on {bg:?}", theme.name);
                }
            }
        }
    }

    /// A colour without a pair would be drawn on the selected row as it is.
    #[test]
    fn every_colour_has_its_pair_and_no_colour_two() {
        for (depth, theme) in coloured() {
            for (name, style) in theme.styles().into_iter().filter(|(_, style)| style.bg.is_none()) {
                let pairs = theme.on_own.iter().filter(|(color, _)| Some(*color) == style.fg);
                let owns: std::collections::HashSet<Color> = pairs.map(|(_, own)| *own).collect();
                assert_eq!(owns.len(), usize::from(style.fg.is_some()), "{} {depth:?}: {name}", theme.name);
            }
        }
    }

    #[test]
    fn the_selected_row_gets_its_own_colours_and_the_rest_stays() {
        use ratatui::layout::Rect;
        let theme = Theme::default();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "ab", theme.dim);
        buffer.set_string(2, 0, "c", theme.dim.bg(theme.selected.bg.unwrap()));
        buffer.set_string(3, 0, "d", Style::new().bg(theme.field.bg.unwrap()));
        theme.settle(&mut buffer);
        let fg = |x: u16| buffer[(x, 0)].fg;
        assert_eq!((fg(0), fg(1)), (theme.dim.fg.unwrap(), theme.dim.fg.unwrap()));
        assert!(contrast(fg(2), theme.selected.bg.unwrap()) >= 4.5);
        assert_eq!(fg(3), theme.field.fg.unwrap());
    }

    #[test]
    fn words_have_the_terminals_own_colour_and_figures_that_of_their_sign() {
        use ratatui::layout::Rect;
        let theme = Theme::default();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(0, 0, "‼ 3 breached 28h04", theme.breached);
        buffer.set_string(0, 1, "kept", theme.accent);
        theme.settle(&mut buffer);
        let coloured: String =
            (0..18).filter(|x| buffer[(*x, 0)].fg != Color::Reset).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(coloured.replace(' ', ""), "‼328h04");
        assert_eq!(buffer[(0, 1)].fg, theme.accent.fg.unwrap());
    }

    /// Titles, words behind signs, figures without a state: all that has no colour of its own.
    #[test]
    fn the_colour_of_text_is_that_of_all_that_has_no_other() {
        use ratatui::layout::Rect;
        let text = "text = { fg = \"#101010\", bg = \"#f0f0f0\" }";
        let theme = read_theme("mine.toml", text).unwrap().0;
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 2));
        buffer.set_string(0, 0, "plain", Style::new());
        buffer.set_string(6, 0, "‼ 3 breached", theme.breached);
        buffer.set_string(20, 0, "kept", theme.accent);
        buffer.set_string(0, 1, "own", theme.selected);
        theme.settle(&mut buffer);
        let (ink, paper) = (Color::Rgb(0x10, 0x10, 0x10), Color::Rgb(0xf0, 0xf0, 0xf0));
        let colours = |x: u16, y: u16| (buffer[(x, y)].fg, buffer[(x, y)].bg);
        assert_eq!((colours(0, 0), colours(12, 0)), ((ink, paper), (ink, paper)));
        assert_eq!(colours(6, 0), (theme.breached.fg.unwrap(), paper));
        assert_eq!((colours(20, 0), colours(29, 0).1), ((theme.accent.fg.unwrap(), paper), paper));
        assert_eq!(colours(0, 1).1, theme.selected.bg.unwrap());
    }

    #[test]
    fn the_selected_row_stands_out() {
        for name in Theme::NAMES {
            let theme = Theme::named(name).unwrap();
            assert_ne!(theme.selected, theme.text, "{name}");
            assert!(theme.selected.add_modifier.intersects(Modifier::REVERSED | Modifier::BOLD), "{name}");
        }
    }

    #[test]
    fn mono_has_no_colours() {
        for (name, style) in Theme::named("mono").unwrap().styles() {
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None), "{name}");
        }
        assert!(choose(true, Some("dark")).selected.add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn themes_are_chosen_by_name() {
        for name in Theme::NAMES {
            assert_eq!(Theme::named(name).unwrap().name, *name);
            assert_eq!(choose(false, Some(name)).name, *name);
        }
        assert_eq!(Theme::named("pink"), None);
        assert_eq!(choose(false, None).name, Theme::NAMES[0]);
        assert_eq!(choose(false, Some("pink")), Theme::default());
        assert_eq!(choose(true, Some("light")).name, "mono");
    }

    #[test]
    fn what_is_set_goes_before_what_the_terminal_says() {
        let on = |vars: &'static [(&str, &str)]| {
            move |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let console = &[("TERM", "linux"), ("LC_ALL", ""), ("LANG", "nb_NO.UTF-8")];
        let theme = for_terminal(None, None, None, on(console));
        assert_eq!((theme.glyphs, theme.breached.fg), (GlyphSet::Console, Some(Color::Red)));
        let theme = for_terminal(Some("light"), Some("truecolor"), Some("unicode"), on(console));
        assert_eq!(theme, Theme::named("light").unwrap());
        let theme = for_terminal(Some("light"), Some("truecolor"), None, on(&[("NO_COLOR", "1"), ("LC_ALL", "C")]));
        assert_eq!((theme.name, theme.glyphs), ("mono", GlyphSet::Ascii));
    }
}
