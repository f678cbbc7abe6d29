//! What is wrong with what a form says, field by field, after the last try to save it.

use crate::domain::problem::{Field, Problem};

/// Everything that was wrong; empty until a try to save is refused.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wrong(Vec<Problem>);

impl Wrong {
    /// What is wrong with that field; with none, what is wrong with the record as a whole.
    pub fn with(&self, field: Option<Field>) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field == field)
    }

    /// Forgets what was wrong with that field: it is being changed.
    pub fn forget(&mut self, field: Option<Field>) {
        self.0.retain(|problem| problem.field != field);
    }

    /// The place of the first of these fields, in the form's order, that something is wrong with.
    pub fn first(&self, mut fields: impl Iterator<Item = Option<Field>>) -> Option<usize> {
        fields.position(|field| self.with(field).is_some())
    }

    /// Each of them, in the order in which they were found.
    pub fn each(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// Whether nothing is.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Problem>> for Wrong {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}
