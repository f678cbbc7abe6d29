//! stub
/// stub
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub struct Problem {
    pub file: String,
    pub line: usize,
    pub key: String,
    pub message: String,
    pub hint: String,
}
