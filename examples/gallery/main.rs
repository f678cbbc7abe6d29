//! Makes pictures of every page of the screen, drawn by the program itself at a fixed moment of the demonstration's desk.
//!
//! `cargo run --example gallery` draws each page in each size and each look into `target/gallery`, as SVG and as text, with an
//! `index.html` that shows them all. With words, `… gallery ticket uptime`, it draws only the pages whose name has one of them
//! in it. `… gallery --documents` draws the pictures of the documents anew, which `tests/screen/gallery.rs` holds to what the
//! program draws.

mod drawing;
mod index;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use drawing::looks::LOOKS;
use drawing::{DOCUMENTS, Desks, PAGES, PageShown, Picture};
use frist::tui::harness::buffer_text;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let desks = Desks::new();
    if words.iter().any(|word| word == "--documents") {
        return draw_documents(&desks);
    }
    let is_wanted = |page: &&PageShown| words.is_empty() || words.iter().any(|word| page.name.contains(word.as_str()));
    let pages: Vec<&PageShown> = PAGES.iter().filter(is_wanted).collect();
    let folder = folder();
    fs::create_dir_all(&folder)?;
    for page in &pages {
        for look in LOOKS {
            for size in page.sizes(look) {
                draw(&desks, &folder, &Picture { page, look, size })?;
            }
        }
    }
    let index = folder.join("index.html");
    fs::write(&index, index::html(&pages))?;
    println!("{} pages, shown by {}", pages.len(), index.display());
    Ok(())
}

/// Returns the folder of the gallery, in the one where cargo puts what it makes.
fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("gallery")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn draw(desks: &Desks, folder: &Path, picture: &Picture<'_>) -> Result<(), Box<dyn Error>> {
    let drawn = picture.draw(desks)?;
    fs::write(folder.join(picture.file("svg")), picture.svg(&drawn))?;
    fs::write(folder.join(picture.file("txt")), buffer_text(&drawn) + "\n")?;
    Ok(())
}

fn draw_documents(desks: &Desks) -> Result<(), Box<dyn Error>> {
    for document in DOCUMENTS {
        let picture = document.picture().ok_or_else(|| format!("{}: there is no such page or look", document.file))?;
        let drawn = picture.draw(desks)?;
        fs::write(root().join(document.file), picture.svg(&drawn) + "\n")?;
        println!("{}", document.file);
    }
    Ok(())
}
