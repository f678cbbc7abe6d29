//! Names the pictures that the documents show.

use super::Picture;
use super::looks::Look;
use super::pages::PageShown;

/// A picture of the documents.
#[derive(Debug)]
pub struct Document {
    /// Its file, from the root of the repository.
    pub file: &'static str,
    page: &'static str,
    look: &'static str,
    size: (u16, u16),
}

const fn dark(file: &'static str, page: &'static str, size: (u16, u16)) -> Document {
    Document { file, page, look: "dark", size }
}

/// The pictures of the documents.
pub const DOCUMENTS: &[Document] = &[
    dark("docs/queue.svg", "queue", (112, 24)),
    dark("docs/breach.svg", "breach", (112, 30)),
    dark("docs/uptime.svg", "uptime-vendor", (112, 30)),
    dark("docs/reports.svg", "report-trend", (112, 30)),
    dark("docs/ticket.svg", "ticket", (112, 30)),
    dark("docs/composer.svg", "composer", (112, 30)),
    dark("docs/why.svg", "why", (112, 24)),
    dark("docs/new-ticket.svg", "new-ticket", (112, 24)),
    dark("docs/vendor.svg", "vendor", (112, 30)),
    dark("docs/help.svg", "help", (112, 30)),
    dark("docs/go.svg", "go", (80, 24)),
    dark("docs/inbox.svg", "inbox", (112, 24)),
    dark("docs/activity.svg", "activity", (112, 24)),
    Document { look: "light", ..dark("docs/queue-light.svg", "queue", (80, 24)) },
    Document { look: "console", ..dark("docs/queue-console.svg", "queue", (80, 24)) },
    dark("docs/phone.svg", "ticket", (40, 12)),
];

impl Document {
    /// Returns the picture that it shows.
    pub fn picture(&self) -> Option<Picture<'static>> {
        Some(Picture { page: PageShown::named(self.page)?, look: Look::named(self.look)?, size: self.size })
    }
}
