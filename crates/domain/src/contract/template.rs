//! Holds templates of contract files, and writes a contract from one by what a person says of it.
//!
//! A template is a file like any other, with its comments. A [`ContractOutline`] has the parts of it that are asked for, each as a
//! line of text; what is written is the template with these parts changed, and everything else as it stands there.

mod blocks;
mod home;
mod hours;
mod names;
mod outline;
mod targets;
mod uptime;

pub use home::calendar_of_zone;
pub use names::id_from_name;
pub use outline::{CheckedOutline, ContractOutline, OutlineField};

/// A contract file to begin with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ContractTemplate {
    /// The name that it is asked for by.
    pub name: &'static str,
    /// The text of the file.
    pub text: &'static str,
}

impl ContractTemplate {
    /// All templates, the plainest first.
    pub const ALL: [Self; 6] = [
        Self { name: "office-hours", text: include_str!("../../../../assets/templates/office-hours.toml") },
        Self { name: "round-the-clock", text: include_str!("../../../../assets/templates/round-the-clock.toml") },
        Self { name: "bronze-silver-gold", text: include_str!("../../../../assets/templates/bronze-silver-gold.toml") },
        Self { name: "support-days", text: include_str!("../../../../assets/templates/support-days.toml") },
        Self { name: "phone-at-night", text: include_str!("../../../../assets/templates/phone-at-night.toml") },
        Self { name: "internal-it", text: include_str!("../../../../assets/templates/internal-it.toml") },
    ];

    /// Returns the template of that name, if there is one.
    pub fn named(name: &str) -> Option<&'static Self> {
        let all: &'static [Self] = &Self::ALL;
        all.iter().find(|template| template.name == name)
    }

    /// Returns the sentence that says what it is for, which its first line has.
    pub fn summary(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }
}

#[cfg(test)]
mod tests;
