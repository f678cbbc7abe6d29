//! Puts what is generated into the README: the table of keys. Run it after changing an action: `cargo run --example
//! readme`. `tests/house/readme.rs` fails while it is stale.

use std::error::Error;
use std::fs;

use frist::tui::action::keys_markdown;

fn main() -> Result<(), Box<dyn Error>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = fs::read_to_string(file)?;
    let (before, rest) = text.split_once("<!-- keys -->\n").ok_or("no <!-- keys --> in the README")?;
    let (_, after) = rest.split_once("<!-- /keys -->").ok_or("no <!-- /keys --> in the README")?;
    fs::write(file, format!("{before}<!-- keys -->\n{}<!-- /keys -->{after}", keys_markdown()))?;
    Ok(())
}
