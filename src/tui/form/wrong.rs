//! What is wrong with what a form says, field by field, after the last try to save it.

use crate::domain::problem::{Field, Problem};

/// Everything that was wrong; empty until a try to save is refused.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wrong(Vec<Problem>);

impl Wrong {
    /// What is wrong with the field of that key.
    pub fn with(&self, key: &str) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field.map(Field::key) == Some(key))
    }

    /// Forgets what was wrong with the field of that key: it is being changed.
    pub fn forget(&mut self, key: &str) {
        self.0.retain(|problem| problem.field.map(Field::key) != Some(key));
    }

    /// The place of the first field, in the form's order of keys, that something is wrong with.
    pub fn first<'a>(&self, mut keys: impl Iterator<Item = &'a str>) -> Option<usize> {
        keys.position(|key| self.with(key).is_some())
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
