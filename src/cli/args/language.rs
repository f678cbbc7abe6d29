//! The language in which a document is written.

use clap::{Args, ValueEnum};

use crate::domain::contract::Contract;
use crate::domain::language::Language;

/// The language of a document.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::cli) struct LanguageArgs {
    /// The language to write it in [default: that of `[vendor_side]` in the contract's file, else English]
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<DocumentLanguage>,
}

/// A language that documents are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum DocumentLanguage {
    /// English
    En,
    /// Norwegian bokmål
    #[value(alias = "nb")]
    No,
    /// Dutch
    Nl,
}

impl LanguageArgs {
    /// Returns the language that was chosen, else that of documents for the contract's vendor.
    pub(in crate::cli) fn or_of(self, contract: &Contract) -> Language {
        match self.language {
            None => contract.vendor_side.documents(),
            Some(DocumentLanguage::En) => Language::English,
            Some(DocumentLanguage::No) => Language::Norwegian,
            Some(DocumentLanguage::Nl) => Language::Dutch,
        }
    }
}
