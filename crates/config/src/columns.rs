//! Reads `[columns]` of the settings: which columns the lists of tickets have, and in which order.
//!
//! ```toml
//! [columns]
//! queue  = ["sev", "subject", "customer", "left", "by"]
//! breach = ["target", "left", "due", "subject"]
//! ```

use frist_domain::reader::{Node, nearest};

/// A column of a list of tickets. What a list always has is none: the mark, the sign of the state, the number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ListColumn {
    /// The severity: its mark by rank, and its short form.
    Severity,
    /// The subject; it takes the columns that all others leave.
    Subject,
    /// The vendor, by its short name.
    Vendor,
    /// The customer who reported it.
    Customer,
    /// The target that breaks first.
    Target,
    /// The time left on that target's clock; of a closed ticket, when it was closed.
    Left,
    /// The moment at which that target is due.
    Due,
    /// The assignee, by initials or by name.
    Assignee,
    /// The time since it was reported.
    Age,
    /// The time since it last changed.
    Changed,
    /// The time since the customer was last told something.
    Told,
    /// The share of the target's time that is used, as a bar.
    Used,
    /// Where it stands in its life.
    Status,
    /// When it was reported.
    Reported,
    /// The tags.
    Tags,
    /// The ties to other tickets, in brief.
    Links,
    /// The vendor's case number.
    VendorCase,
    /// The moment until which it is snoozed.
    Until,
}

impl ListColumn {
    /// Every column with its name in the settings.
    pub const ALL: [(&'static str, Self); 18] = [
        ("sev", Self::Severity),
        ("subject", Self::Subject),
        ("vendor", Self::Vendor),
        ("customer", Self::Customer),
        ("target", Self::Target),
        ("left", Self::Left),
        ("due", Self::Due),
        ("by", Self::Assignee),
        ("age", Self::Age),
        ("changed", Self::Changed),
        ("told", Self::Told),
        ("used", Self::Used),
        ("status", Self::Status),
        ("reported", Self::Reported),
        ("tags", Self::Tags),
        ("links", Self::Links),
        ("case", Self::VendorCase),
        ("until", Self::Until),
    ];
}

/// The columns that the person has chosen, by list; none where they have chosen none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ColumnSettings {
    /// The columns of the queue.
    pub queue: Option<Vec<ListColumn>>,
    /// The columns of the breach page's list.
    pub breach: Option<Vec<ListColumn>>,
}

impl ColumnSettings {
    /// Reads `[columns]`. A list with a mistake in it has its usual columns.
    pub(super) fn read(node: &Node<'_>) -> Self {
        let Some(table) = node.as_table() else {
            node.wrong("this is not a table", "write [columns] and below it queue = [\"sev\", \"subject\"]");
            return Self::default();
        };
        let mut settings = Self::default();
        for (key, node) in table.entries() {
            match key {
                "queue" => settings.queue = columns(&node),
                "breach" => settings.breach = columns(&node),
                _ => {
                    let near = nearest(key, ["queue", "breach"]);
                    let hint = near
                        .map_or("the lists are queue and breach".to_owned(), |near| format!("did you mean `{near}`?"));
                    node.wrong("there is no list of that name", &hint);
                }
            }
        }
        settings
    }
}

/// Reads the columns of one list; none where anything is wrong, which is noted.
fn columns(node: &Node<'_>) -> Option<Vec<ListColumn>> {
    if !node.is_list() || node.is_empty_list() {
        node.wrong("this is not a list of columns", "write them in their order: [\"sev\", \"subject\", \"left\"]");
        return None;
    }
    let read: Vec<Option<ListColumn>> = node.list("[\"sev\", \"subject\"]").iter().map(column).collect();
    let columns: Vec<ListColumn> = read.iter().copied().flatten().collect();
    let twice = (1..columns.len()).find(|at| columns[..*at].contains(&columns[*at]));
    if let Some((name, _)) = twice.and_then(|at| ListColumn::ALL.into_iter().find(|(_, known)| *known == columns[at])) {
        node.wrong(&format!("`{name}` stands here twice"), "name it once");
    }
    (twice.is_none() && columns.len() == read.len()).then_some(columns)
}

fn column(node: &Node<'_>) -> Option<ListColumn> {
    let names = || ListColumn::ALL.map(|(name, _)| name);
    let text = node.as_text().unwrap_or_default();
    let known = ListColumn::ALL.into_iter().find(|(name, _)| *name == text);
    if known.is_none() {
        let hint = nearest(text, names()).map_or_else(
            || format!("the columns are {}", names().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        node.wrong(&format!("there is no column `{text}`"), &hint);
    }
    known.map(|(_, column)| column)
}
