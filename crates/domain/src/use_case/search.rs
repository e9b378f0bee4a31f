//! What is sought in a list.

use super::{Error, FieldProblem, Portero};
use crate::model::sought_words;

impl Portero {
    /// The words that are sought in a list, as they were typed: each once, and without those that say
    /// nothing beside another.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `q`, for more words than may be sought at once
    pub fn words_sought(&self, typed: &str) -> Result<Vec<String>, Error> {
        let words = sought_words(typed);
        let (given, limit) = (words.len(), self.limits.words_per_search as usize);
        if given > limit {
            return Err(Error::invalid("q", FieldProblem::TooMany { given, limit }));
        }
        Ok(words)
    }
}
