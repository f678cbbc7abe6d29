//! Puts what is generated into the documents: the keys and the command line. Run it after changing an action, a command or
//! an option: `cargo run --example documents`. `tests/house/generated.rs` fails while one of them is stale.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    put("docs/keys.md", "keys", &frist::tui::action::keys_markdown())?;
    put("docs/command-line.md", "command-line", &frist::cli::command_line_markdown())
}

/// Puts a text between the page's marks of that name.
fn put(page: &str, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let old = fs::read_to_string(&file)?;
    let (before, rest) = old.split_once(&begin).ok_or_else(|| format!("no {begin} in {page}"))?;
    let (_, after) = rest.split_once(&end).ok_or_else(|| format!("no {end} in {page}"))?;
    fs::write(file, format!("{before}{begin}\n{text}{end}{after}"))?;
    Ok(())
}
