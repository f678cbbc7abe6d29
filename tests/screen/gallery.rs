//! Pictures of every page: what the gallery draws is what is on the screen, cell by cell, and what is on the screen can be
//! read in each look.

#[path = "../../examples/gallery/drawing/mod.rs"]
mod drawing;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use drawing::looks::{LOOKS, Look, hex};
use drawing::svg::CELL;
use drawing::{DOCUMENTS, Desks, PAGES, Picture};
use frist::tui::harness::buffer_text;
use frist::tui::text;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation as _;

/// A cell as an SVG picture shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct SvgCell {
    symbol: String,
    /// The colour of what is in it; none where it is blank.
    ink: Option<String>,
    paper: Option<String>,
    marks: Modifier,
}

const BLANK: SvgCell = SvgCell { symbol: String::new(), ink: None, paper: None, marks: Modifier::empty() };

/// Returns the cells that the picture shows, as it would be read by eye: from where its rectangles and texts lie.
fn read_svg(svg: &str, (columns, rows): (u16, u16)) -> Vec<SvgCell> {
    let mut cells = vec![BLANK; usize::from(columns) * usize::from(rows)];
    for line in svg.lines().filter(|line| line.starts_with("<rect x=\"") && !line.contains(" rx=")) {
        let (x, y, width) = (column(line, "x"), attribute(line, "y"), column(line, "width"));
        let is_line = attribute(line, "height") == "1";
        for x in x..x + width {
            let cell = &mut cells[row(y) * usize::from(columns) + x];
            if is_line {
                cell.marks |= Modifier::UNDERLINED;
            } else {
                cell.paper = Some(attribute(line, "fill").to_owned());
            }
        }
    }
    for line in svg.lines().filter(|line| line.starts_with("<text ")) {
        let (start, y) = (column(line, "x"), row(attribute(line, "y")));
        let text = line.split_once('>').unwrap().1.strip_suffix("</text>").unwrap();
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let end = put(&mut cells[y * usize::from(columns)..], start, &text, attribute(line, "fill"), line);
        assert_eq!(end - start, column(line, "textLength"), "{line}");
    }
    for line in svg.lines().filter(|line| line.starts_with("<path ")) {
        let place = attribute(line, "transform").strip_prefix("translate(").unwrap().strip_suffix(')').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let start = (x.parse::<f64>().unwrap() / CELL.0).round() as usize;
        let colour = if line.contains(" stroke=") { "stroke" } else { "fill" };
        let text = attribute(line, "data-text");
        put(&mut cells[row(y) * usize::from(columns)..], start, text, attribute(line, colour), line);
    }
    cells
}

/// Puts a text into the cells of a row; returns the column behind it.
fn put(row: &mut [SvgCell], start: usize, text: &str, ink: &str, line: &str) -> usize {
    let mut x = start;
    for symbol in symbols(text) {
        if symbol != " " {
            symbol.clone_into(&mut row[x].symbol);
            row[x].ink = Some(ink.to_owned());
            row[x].marks |= marks(line);
        }
        x += text::width(symbol);
    }
    x
}

/// Returns the characters, each with what has no width behind it.
fn symbols(text: &str) -> Vec<&str> {
    let mut ends: Vec<usize> = Vec::new();
    for (at, grapheme) in text.grapheme_indices(true) {
        let end = at + grapheme.len();
        match ends.last_mut() {
            Some(last) if text::width(grapheme) == 0 => *last = end,
            _ => ends.push(end),
        }
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| &text[start..*end]).collect()
}

fn attribute<'a>(line: &'a str, name: &str) -> &'a str {
    let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("no {name} in {line}"));
    rest.split_once('"').unwrap().0
}

fn column(line: &str, name: &str) -> usize {
    (attribute(line, name).parse::<f64>().unwrap() / CELL.0).round() as usize
}

fn row(y: &str) -> usize {
    (y.parse::<f64>().unwrap() / CELL.1 + 0.01) as usize
}

fn marks(line: &str) -> Modifier {
    let all = [
        (" font-weight=\"bold\"", Modifier::BOLD),
        (" font-style=\"italic\"", Modifier::ITALIC),
        (" opacity=\"0.6\"", Modifier::DIM),
    ];
    all.into_iter().filter(|(words, _)| line.contains(words)).map(|(_, mark)| mark).collect()
}

/// Returns the cells of a screen as a picture in this look has to show them.
fn expected(buffer: &Buffer, look: &Look) -> Vec<SvgCell> {
    let mut covered = 0;
    let cells = buffer.content.iter().map(|cell| {
        let is_covered = covered > 0;
        covered = if is_covered { covered - 1 } else { text::width(cell.symbol()).saturating_sub(1) };
        let (ink, paper) = colours(cell, look);
        if is_covered || cell.symbol().trim().is_empty() {
            return SvgCell { paper, marks: cell.modifier & Modifier::UNDERLINED, ..BLANK };
        }
        let marks = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED;
        SvgCell { symbol: cell.symbol().to_owned(), ink: Some(ink), paper, marks: cell.modifier & marks }
    });
    cells.collect()
}

/// Returns the colours of what is in a cell and of what is behind it; none where that is the terminal's own.
fn colours(cell: &Cell, look: &Look) -> (String, Option<String>) {
    let (ink, paper) = (hex(cell.fg).unwrap_or_else(|| look.ink.to_owned()), hex(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        return (paper.unwrap_or_else(|| look.paper.to_owned()), Some(ink));
    }
    (ink, paper)
}

#[track_caller]
fn assert_same(name: &str, shown: &[SvgCell], expected: &[SvgCell], columns: u16) {
    assert_eq!(shown.len(), expected.len(), "{name}");
    for (at, (shown, expected)) in shown.iter().zip(expected).enumerate() {
        let (x, y) = (at % usize::from(columns), at / usize::from(columns));
        assert_eq!(shown, expected, "{name}: column {x} of row {y}");
    }
}

/// Does something with every page, in the looks of these names and in sizes of that many columns.
fn all_drawn(looks: &[&str], columns: &[u16], mut look_at: impl FnMut(&Picture<'_>, &Buffer)) {
    let desks = Desks::new();
    for page in PAGES {
        for look in LOOKS.iter().filter(|look| looks.contains(&look.name)) {
            for size in page.sizes(look).into_iter().filter(|size| columns.contains(&size.0)) {
                let picture = Picture { page, look, size };
                let drawn = picture.draw(&desks).unwrap_or_else(|error| panic!("{}: {error}", page.name));
                look_at(&picture, &drawn);
            }
        }
    }
}

/// Fails unless the picture has in each cell what the screen has there. Returns in how many cells there is something.
fn compared(picture: &Picture<'_>, drawn: &Buffer) -> usize {
    let shown = read_svg(&picture.svg(drawn), picture.size);
    assert_same(&picture.file("svg"), &shown, &expected(drawn, picture.look), picture.size.0);
    shown.iter().filter(|cell| cell.ink.is_some()).count()
}

#[test]
fn a_picture_shows_what_is_on_the_screen_cell_by_cell() {
    let mut seen = 0;
    all_drawn(&["dark"], &[40, 160], |picture, drawn| {
        seen += compared(picture, drawn);
        is_whole(picture, drawn);
    });
    assert!(seen > 50_000, "{seen}");
}

/// A theme changes colours and marks, and no words; and no two pages look the same.
#[test]
fn each_page_has_its_own_words_and_the_same_in_each_theme() {
    let mut words: BTreeMap<String, &str> = BTreeMap::new();
    all_drawn(&["dark", "light", "mono", "console"], &[80], |picture, drawn| {
        compared(picture, drawn);
        can_be_read(picture, drawn);
        is_whole(picture, drawn);
        if picture.look.name != "console" {
            let (name, text) = (picture.page.name, buffer_text(drawn));
            let other = *words.entry(text.clone()).or_insert(name);
            assert_eq!(name, other, "{}:\n{text}", picture.look.name);
        }
    });
    assert_eq!(words.len(), PAGES.len(), "a theme has words of its own");
}

#[test]
fn wide_and_combined_characters_stay_in_their_columns_in_a_picture() {
    let mut drawn = Buffer::with_lines(["全部 の e\u{301}e\u{301} <&> ── x", "מבחן 12 │ ▁▂▃ –"]);
    drawn.set_style(ratatui::layout::Rect::new(2, 0, 5, 1), Modifier::UNDERLINED | Modifier::REVERSED);
    let (look, size) = (&LOOKS[0], (drawn.area.width, drawn.area.height));
    let picture = Picture { page: &PAGES[0], look, size };
    compared(&picture, &drawn);
    let svg = picture.svg(&drawn);
    assert!(svg.contains(">全</text>") && svg.contains("data-text=\"──\""), "{svg}");
}

/// Returns the outline with which a picture draws this text.
fn outline(text: &str) -> String {
    let drawn = Buffer::with_lines([text]);
    let svg = Picture { page: &PAGES[0], look: &LOOKS[0], size: (drawn.area.width, 1) }.svg(&drawn);
    let line = svg.lines().find(|line| line.contains(&format!("data-text=\"{text}\"")));
    attribute(line.unwrap_or_else(|| panic!("{text} is no shape:\n{svg}")), "d").to_owned()
}

#[test]
fn lines_and_blocks_reach_the_edges_of_their_cells() {
    let full = |text: &str| outline(text) == "M0.00 0.00H8.40V17.00H0.00Z";
    assert!(["█", "░", "▒", "▓"].into_iter().all(full));
    assert_eq!(outline("███"), "M0.00 0.00H25.20V17.00H0.00Z");
    assert_eq!(outline("▄"), "M0.00 8.50H8.40V17.00H0.00Z");
    assert_eq!(outline("▁"), "M0.00 14.88H8.40V17.00H0.00Z");
    assert_eq!(outline("▏"), "M0.00 0.00H1.05V17.00H0.00Z");
    assert_eq!(outline("▌"), "M0.00 0.00H4.20V17.00H0.00Z");
    assert_eq!(outline("▐"), "M4.20 0.00H8.40V17.00H4.20Z");
    let (left, right, up, down) = ("0.00 8.50", "8.40 8.50", "4.20 0.00", "4.20 17.00");
    let pieces = [
        ("─", vec![left, right]),
        ("│", vec![up, down]),
        ("╭", vec![right, down]),
        ("╮", vec![left, down]),
        ("╰", vec![right, up]),
        ("╯", vec![left, up]),
        ("┌", vec![right, down]),
        ("┘", vec![left, up]),
        ("┤", vec![left, up, down]),
    ];
    for (piece, sides) in pieces {
        let path = outline(piece);
        for side in [left, right, up, down] {
            assert_eq!(path.contains(side), sides.contains(&side), "{piece}: {path}");
        }
    }
}

/// `cargo run --example gallery -- --documents` draws them anew.
#[test]
fn the_pictures_of_the_documents_are_the_program_s_own() {
    let desks = Desks::new();
    for document in DOCUMENTS {
        let picture = document.picture().unwrap_or_else(|| panic!("{}: no such page or look", document.file));
        let drawn = picture.draw(&desks).unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(document.file);
        let there = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", document.file));
        let size = |svg: &str| svg.lines().next().map(str::to_owned);
        assert_eq!(size(&there), size(&picture.svg(&drawn)), "{}", document.file);
        assert_same(document.file, &read_svg(&there, picture.size), &expected(&drawn, picture.look), picture.size.0);
    }
}

#[test]
fn each_page_of_the_gallery_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = PAGES.iter().map(|page| page.name).collect();
    assert_eq!(names.len(), PAGES.len());
}

/// Fails where the colour of what was drawn cannot be told from the one behind it: letters need more than signs, figures and
/// lines. What lies on the terminal's own ground has to show on any.
fn can_be_read(picture: &Picture<'_>, drawn: &Buffer) {
    let look = picture.look;
    for (at, cell) in drawn.content.iter().enumerate().filter(|(_, cell)| !cell.symbol().trim().is_empty()) {
        let has_colour = hex(cell.fg).is_some() || hex(cell.bg).is_some();
        let is_selected = cell.modifier.contains(Modifier::REVERSED | Modifier::BOLD);
        assert!(!(is_selected && has_colour), "{}: `{}` has a colour of its own", picture.file("svg"), cell.symbol());
        // The console's 16 are the person's own, so how they look is not known.
        if !has_colour || look.name == "console" || cell.modifier.contains(Modifier::REVERSED) {
            continue;
        }
        let (ink, paper) = colours(cell, look);
        let is_letter = cell.symbol().starts_with(char::is_alphabetic);
        let is_figure = is_letter && !(beside(drawn, at, 1) || beside(drawn, at, -1));
        let least = if paper.is_some() || is_letter && !is_figure { 4.5 } else { 3.0 };
        let grounds = paper.map_or_else(|| vec!["#000000".to_owned(), "#ffffff".to_owned()], |paper| vec![paper]);
        for ground in grounds {
            let (ratio, (x, y)) = (contrast(&ink, &ground), drawn.pos_of(at));
            let symbol = cell.symbol();
            assert!(
                ratio >= least,
                "{}: “{symbol}” at column {x} of row {y} has {ratio:.2}:1, {ink} on {ground}",
                picture.file("svg")
            );
        }
    }
}

/// Fails where a moment is cut, or what is in a dialog touches the left side of its frame.
fn is_whole(picture: &Picture<'_>, drawn: &Buffer) {
    let text = buffer_text(drawn);
    let cut = text.match_indices('…').find(|(at, _)| ends_in_a_moment(&text[..*at]));
    assert!(cut.is_none(), "{}: a moment is cut\n{text}", picture.file("txt"));
    for y in 0..drawn.area.height {
        for x in (0..drawn.area.width - 1).filter(|x| drawn[(*x, y)].symbol() == "╭") {
            let mut sides = (y + 1..drawn.area.height).take_while(|y| drawn[(x, *y)].symbol() == "│");
            let touches = sides.find(|y| drawn[(x + 1, *y)].symbol().starts_with(char::is_alphanumeric));
            assert!(touches.is_none(), "{}: a frame is touched in row {touches:?}\n{text}", picture.file("txt"));
        }
    }
}

/// Returns whether the text ends within a time of day, or within the words that say when something was entered.
fn ends_in_a_moment(text: &str) -> bool {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_time = before.strip_suffix(':').is_some_and(|hours| hours.ends_with(|c: char| c.is_ascii_digit()));
    let minutes = text.len() - before.len();
    let entered = text.rsplit_once("(entered ").is_some_and(|(_, at)| !at.contains(')') && !at.starts_with("by"));
    is_time && minutes < 2 || entered || ["(enter", "(entere", "(entered"].iter().any(|cut| text.ends_with(cut))
}

/// Returns whether a letter of the same colour stands beside that cell, so that both are of a word.
fn beside(drawn: &Buffer, at: usize, step: isize) -> bool {
    let other = at.checked_add_signed(step).and_then(|other| drawn.content.get(other));
    other.is_some_and(|other| other.symbol().starts_with(char::is_alphabetic) && other.fg == drawn.content[at].fg)
}

/// Returns the contrast ratio of WCAG 2, from 1 to 21.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |hex: &str| {
        let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5))
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
