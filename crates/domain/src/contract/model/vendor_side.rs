//! How the vendor is reached, and what it calls our tickets.

use crate::language::Language;

/// The contents of `[vendor_side]`. Nothing of it is promised, so it is read from the newest file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VendorSide {
    /// The regular expression of the vendor's own numbers for tickets.
    pub case_pattern: Option<String>,
    /// The address of a case on the web; `{case}` stands for the vendor's number.
    pub portal: Option<String>,
    /// The address that mail goes to.
    pub mail: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The people to turn to, in the order of the file.
    pub contacts: Vec<VendorContact>,
    /// The language that documents for the vendor are written in; English where the file names none.
    pub language: Option<Language>,
}

/// A person or a duty of the vendor's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VendorContact {
    /// The name of the person or the duty.
    pub name: String,
    /// The number to call.
    pub phone: Option<String>,
    /// The address that mail goes to.
    pub mail: Option<String>,
    /// The level at which the contact is turned to, in the desk's own word.
    pub level: Option<String>,
}

impl VendorSide {
    /// Returns the language that documents for the vendor are written in, where nobody chooses another.
    pub fn documents(&self) -> Language {
        self.language.unwrap_or_default()
    }

    /// Returns whether the file says nothing of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
