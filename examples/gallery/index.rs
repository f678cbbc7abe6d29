//! Writes the page that shows all pictures: each page of the screen in its sizes, in one look at a time.

use std::fmt::Write as _;

use crate::drawing::looks::LOOKS;
use crate::drawing::{PageShown, Picture};

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>frist: every page</title>\n<style>\n\
    body { font-family: sans-serif; margin: 1em; background: #8a8f98 }\n\
    nav { position: sticky; top: 0; background: #8a8f98; padding: .5em 0 }\n\
    section div { display: flex; flex-wrap: wrap; gap: 1em; align-items: start }\n\
    figure { margin: 0 } figcaption { font-size: small }\n\
    img { max-width: 96vw }\n";

/// Returns the page as HTML. Which look is shown is chosen by buttons at the top, without a script.
pub fn html(pages: &[&PageShown]) -> String {
    let mut out = HEAD.to_owned();
    for look in LOOKS {
        let name = look.name;
        let _ = writeln!(out, "body:not(:has(#{name}:checked)) .{name} {{ display: none }}");
    }
    out.push_str("</style>\n<nav>\n");
    for (at, look) in LOOKS.iter().enumerate() {
        let (name, checked) = (look.name, if at == 0 { " checked" } else { "" });
        let _ = writeln!(out, "<label><input type=\"radio\" name=\"look\" id=\"{name}\"{checked}> {name}</label>");
    }
    for page in pages {
        let _ = writeln!(out, "· <a href=\"#page-{0}\">{0}</a>", page.name);
    }
    out.push_str("</nav>\n");
    for page in pages {
        section(&mut out, page);
    }
    out.push_str("</html>\n");
    out
}

fn section(out: &mut String, page: &PageShown) {
    let (name, what, keys) = (page.name, page.what, escaped(page.keys));
    let _ = writeln!(out, "<section id=\"page-{name}\">\n<h2>{name}</h2>\n<p>{what} <kbd>{keys}</kbd></p>");
    for look in LOOKS {
        let _ = writeln!(out, "<div class=\"{}\">", look.name);
        for size in page.sizes(look) {
            let picture = Picture { page, look, size };
            let (svg, text, (columns, rows)) = (picture.file("svg"), picture.file("txt"), size);
            let _ = writeln!(
                out,
                "<figure><a href=\"{svg}\"><img src=\"{svg}\" loading=\"lazy\" alt=\"{name}\"></a>\
                 <figcaption>{columns}×{rows}, <a href=\"{text}\">as text</a></figcaption></figure>"
            );
        }
        out.push_str("</div>\n");
    }
    out.push_str("</section>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
