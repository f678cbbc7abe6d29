//! stub
use super::{Contract, Problem};
use crate::domain::time::Instant;
use std::sync::Arc;
/// stub
#[derive(Debug, Default)]
pub struct Book {}
#[allow(missing_docs)]
impl Book {
    pub fn built_in() -> Self {
        Self {}
    }
    pub fn contracts(&self) -> impl Iterator<Item = &Arc<Contract>> {
        [].iter()
    }
    pub fn get(&self, _id: &str) -> Option<Arc<Contract>> {
        None
    }
    pub fn version(&self, _id: &str, _version: &str) -> Option<Arc<Contract>> {
        None
    }
    pub fn for_report(&self, _id: &str, _at: Instant) -> Option<Arc<Contract>> {
        None
    }
    pub fn of_ticket(&self, _id: &str, _version: &str) -> Option<Arc<Contract>> {
        None
    }
    pub fn problems(&self) -> &[Problem] {
        &[]
    }
}
