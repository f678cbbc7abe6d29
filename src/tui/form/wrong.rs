//! Holds what is wrong with a form, field by field, after the last try to save it.

use crate::domain::problem::{Field, Problem};

/// The problems of a form; empty until a try to save is refused.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wrong(Vec<Problem>);

impl Wrong {
    /// Returns the problem of that field; without a field, that of the record as a whole.
    pub fn with(&self, field: Option<Field>) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field == field)
    }

    /// Forgets the problem of that field, because it is being changed.
    pub fn forget(&mut self, field: Option<Field>) {
        self.0.retain(|problem| problem.field != field);
    }

    /// Says what is wrong with a field, in the place of what was said of it before.
    pub fn put(&mut self, problem: Problem) {
        self.forget(problem.field);
        self.0.push(problem);
    }

    /// Returns the place of the first of these fields, in the form's order, that has a problem.
    pub fn first(&self, mut fields: impl Iterator<Item = Option<Field>>) -> Option<usize> {
        fields.position(|field| self.with(field).is_some())
    }

    /// Returns the problems in the order in which they were found.
    pub fn each(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// Returns whether there is no problem.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Problem>> for Wrong {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}
