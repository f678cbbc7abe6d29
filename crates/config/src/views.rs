//! Reads `[views]` of the settings: filters of tickets under names, in the order of the file.
//!
//! ```toml
//! [views]
//! mine          = "is:mine"
//! "late at Markant" = "vendor:markant is:breached"
//! ```

use frist_domain::problem::Problem;
use frist_domain::query::Filter;
use frist_domain::reader::Node;
use frist_domain::ticket::check_line;

/// A filter of tickets under a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedFilter {
    /// The name.
    pub name: String,
    /// The text of the filter, which can be read.
    pub filter: String,
}

/// Reads `[views]`. A filter that cannot be read is told and left out.
pub(super) fn read_views(node: &Node<'_>) -> Vec<NamedFilter> {
    let Some(table) = node.as_table() else {
        node.wrong("this is not a table", "write [views] and below it mine = \"is:mine\"");
        return Vec::new();
    };
    table.entries().into_iter().filter_map(|(name, node)| view(name, &node)).collect()
}

fn view(name: &str, node: &Node<'_>) -> Option<NamedFilter> {
    let Some(text) = node.as_text() else {
        node.wrong("this is not a filter", "write it as a text: \"vendor:markant is:breached\"");
        return None;
    };
    check_line(name).map_err(|error| node.wrong(&error.message(), error.hint())).ok()?;
    match Filter::parse(text) {
        Ok(_) => Some(NamedFilter { name: name.trim().to_owned(), filter: text.trim().to_owned() }),
        Err(error) => {
            let problem = Problem::from(error.clone());
            node.wrong(&format!("{} at place {}", error.message, error.place), &problem.hint);
            None
        }
    }
}
