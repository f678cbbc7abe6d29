//! Decides which columns a list of tickets has on a screen, and how wide each is.

use crate::domain::sla::{TicketRow, due_in_list};
use crate::domain::time::Instant;
use crate::tui::shared::{ListColumn, Shared};
use crate::tui::text::width;

/// The columns of the mark, the sign of the state and the blank behind it.
const SIGNS: usize = 3;
/// The number of columns from which on the assignee has a name.
const NAMES_FROM: usize = 120;
/// The fewest and the most columns of that name.
const NAME: (usize, usize) = (5, 10);
const INITIALS: usize = 2;
/// The most columns of the tags, and of a vendor's case number.
const MOST_TAGS: usize = 20;
/// The most columns of a vendor's name.
const VENDOR: usize = 8;
/// The columns of a moment: `since Mon 23`, `Mon 30 11:00`.
const MOMENT: usize = 12;

/// The columns in the order in which they go where there is no room.
const FIRST_TO_GO: [ListColumn; 16] = [
    ListColumn::Until,
    ListColumn::Links,
    ListColumn::Tags,
    ListColumn::VendorCase,
    ListColumn::Used,
    ListColumn::Told,
    ListColumn::Changed,
    ListColumn::Reported,
    ListColumn::Age,
    ListColumn::Customer,
    ListColumn::Due,
    ListColumn::Status,
    ListColumn::Target,
    ListColumn::Vendor,
    ListColumn::Assignee,
    ListColumn::Severity,
];

/// What gets shorter before a column is left out, and to how many columns, in order.
const SHORTER: [(ListColumn, usize); 4] = [
    (ListColumn::Target, 8),
    (ListColumn::Assignee, NAME.0),
    (ListColumn::Target, 6),
    (ListColumn::Assignee, INITIALS),
];

/// The columns that show.
pub(super) struct TableColumns {
    /// The columns of a number.
    pub(super) digits: usize,
    /// The blanks between columns.
    gap: usize,
    /// The blanks before the mark of a severity, which stands apart from its word and from the number by itself.
    gap_of_marks: usize,
    /// The columns in their order, each with its width.
    pub(super) shown: Vec<(ListColumn, usize)>,
}

impl TableColumns {
    /// Returns the chosen columns that fit into `columns` with enough left for the subject.
    pub(super) fn of(shared: &Shared, chosen: &[ListColumn], columns: u16, rows: &[TicketRow], now: Instant) -> Self {
        let columns = usize::from(columns);
        let digits = rows.iter().map(|row| row.ticket.id.to_string().len()).max().unwrap_or(1).max(3);
        let shown = chosen.iter().map(|&column| (column, natural(column, shared, columns, rows, now))).collect();
        let gap_of_marks = if columns < NAMES_FROM { 1 } else { 2 };
        let mut table = Self { digits, gap: if columns < 60 { 1 } else { 2 }, gap_of_marks, shown };
        // At the right end stay free a blank and the column of the scroll bar.
        let room = columns.saturating_sub(SIGNS + digits + 2);
        table.make_room(room, least_subject(columns));
        table
    }

    /// Returns the width of that column; 0 where it does not show.
    pub(super) fn width_of(&self, wanted: ListColumn) -> usize {
        self.shown.iter().find(|(column, _)| *column == wanted).map_or(0, |(_, columns)| *columns)
    }

    /// Leaves out as few columns as it can and makes names as little shorter as it can, so that the subject has at least
    /// `least` columns; then gives it the rest. What has its place at every size costs the gaps before it is left out.
    fn make_room(&mut self, room: usize, least: usize) {
        let all = std::mem::take(&mut self.shown);
        let widest = self.gap;
        let least = if all.iter().any(|(column, _)| *column == ListColumn::Subject) { least } else { 0 };
        let needed = FIRST_TO_GO.iter().position(|column| *column == ListColumn::Target).unwrap_or(0);
        'out: for gone in 0..=FIRST_TO_GO.len() {
            let stays = |column: ListColumn| !FIRST_TO_GO[..gone].contains(&column) || all.len() == 1;
            let narrowest = if gone >= needed { 1 } else { widest };
            for gap in (narrowest..=widest).rev() {
                for shorter in 0..=SHORTER.len() {
                    let kept = all.iter().copied().filter(|(column, _)| stays(*column));
                    let kept = kept.map(|(column, columns)| (column, in_short(column, columns, &SHORTER[..shorter])));
                    (self.shown, self.gap) = (kept.collect(), gap);
                    if self.leaves(room, least) {
                        break 'out;
                    }
                }
            }
        }
        let rest = room.saturating_sub(self.taken());
        let subject = self.shown.iter_mut().filter(|(column, _)| *column == ListColumn::Subject);
        subject.for_each(|(_, columns)| *columns = rest);
    }

    /// Returns the blanks before a column. A figure that stands at the right has blanks of its own before it.
    pub(super) fn gap_before(&self, column: ListColumn) -> usize {
        match column {
            ListColumn::Left | ListColumn::Told => 1,
            ListColumn::Severity => self.gap_of_marks,
            _ => self.gap,
        }
    }

    fn leaves(&self, room: usize, least: usize) -> bool {
        self.taken() + least <= room
    }

    /// Returns the columns that all but the subject take, with all gaps.
    fn taken(&self) -> usize {
        let fixed = self.shown.iter().filter(|(column, _)| *column != ListColumn::Subject);
        let gaps = self.shown.iter().map(|(column, _)| self.gap_before(*column));
        fixed.map(|(_, columns)| columns).sum::<usize>() + gaps.sum::<usize>()
    }
}

/// Returns the width of a column after these steps of making names shorter.
fn in_short(column: ListColumn, columns: usize, steps: &[(ListColumn, usize)]) -> usize {
    let most = steps.iter().filter(|(shorter, _)| *shorter == column).map(|(_, most)| *most).min();
    most.map_or(columns, |most| most.min(columns))
}

/// Returns the fewest columns of a subject: 20 of 40, 34 of 80, 56 of 120 and more.
const fn least_subject(columns: usize) -> usize {
    match columns {
        0..40 => columns / 2,
        40..80 => 20 + (columns - 40) * 14 / 40,
        80..120 => 34 + (columns - 80) * 22 / 40,
        _ => 56,
    }
}

/// Returns the width that a column has where there is room.
fn natural(column: ListColumn, shared: &Shared, columns: usize, rows: &[TicketRow], now: Instant) -> usize {
    match column {
        ListColumn::Subject => 0,
        ListColumn::Vendor => {
            let names = shared.book.contracts().map(|contract| width(contract.vendor_in(VENDOR)).min(VENDOR));
            names.max().unwrap_or(VENDOR).max(width(head(column).0))
        }
        ListColumn::Customer if columns < NAMES_FROM => 12,
        ListColumn::Customer => 18,
        ListColumn::Due => {
            let due = |row: &TicketRow| row.next().and_then(|target| due_in_list(target, shared.zone, now));
            rows.iter().filter_map(due).map(|due| width(&due)).max().unwrap_or(0).max(MOMENT)
        }
        ListColumn::Assignee if columns < NAMES_FROM => INITIALS,
        ListColumn::Assignee => NAME.1,
        ListColumn::Severity | ListColumn::Told => 6,
        ListColumn::Age => 5,
        ListColumn::Left | ListColumn::Changed => 7,
        ListColumn::Target | ListColumn::Used => 10,
        ListColumn::Tags => {
            let tags = |row: &TicketRow| width(&row.ticket.tags.join(" "));
            rows.iter().map(tags).max().unwrap_or(0).clamp(width(head(column).0), MOST_TAGS)
        }
        ListColumn::VendorCase => {
            let case = |row: &TicketRow| width(row.ticket.vendor_case.as_deref().unwrap_or_default());
            rows.iter().map(case).max().unwrap_or(0).clamp(width(head(column).0), MOST_TAGS)
        }
        ListColumn::Links | ListColumn::Until => MOMENT,
        ListColumn::Status => 13,
        ListColumn::Reported => 8,
    }
}

/// Returns the head of a column, and whether it stands at the right.
pub(super) const fn head(column: ListColumn) -> (&'static str, bool) {
    match column {
        ListColumn::Severity => ("SEV", false),
        ListColumn::Subject => ("SUBJECT", false),
        ListColumn::Vendor => ("VENDOR", false),
        ListColumn::Customer => ("CUSTOMER", false),
        ListColumn::Target => ("TARGET", false),
        ListColumn::Left => ("LEFT", true),
        ListColumn::Due => ("DUE", false),
        ListColumn::Assignee => ("BY", false),
        ListColumn::Age => ("AGE", true),
        ListColumn::Changed => ("CHANGED", true),
        ListColumn::Told => ("UPDATE", true),
        ListColumn::Used => ("USED", false),
        ListColumn::Status => ("STATUS", false),
        ListColumn::Reported => ("REPORTED", false),
        ListColumn::Tags => ("TAGS", false),
        ListColumn::Links => ("LINKS", false),
        ListColumn::VendorCase => ("CASE", false),
        ListColumn::Until => ("UNTIL", false),
    }
}
