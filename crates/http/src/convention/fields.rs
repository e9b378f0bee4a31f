//! Reading the fields of a body: every wrong one is named, not only the first.

use portero_domain::use_case::{Error, FieldProblem, InvalidField};

/// Collects what is wrong with the fields of one body.
#[derive(Default)]
pub struct Fields {
    invalid: Vec<InvalidField>,
}

impl Fields {
    /// Keeps what is wrong with a field, or gives its value.
    pub fn read<Value, Wrong: Into<FieldProblem>>(
        &mut self,
        field: &str,
        parsed: Result<Value, Wrong>,
    ) -> Option<Value> {
        match parsed {
            Ok(value) => Some(value),
            Err(problem) => {
                self.invalid
                    .push(InvalidField { field: field.to_owned(), problem: problem.into() });
                None
            }
        }
    }

    /// The same for a field that may be absent: `Some(None)` when it is.
    #[allow(clippy::option_option, reason = "absent and wrong are different answers")]
    pub fn read_optional<Given, Value, Wrong: Into<FieldProblem>>(
        &mut self,
        field: &str,
        given: Option<Given>,
        parse: impl FnOnce(Given) -> Result<Value, Wrong>,
    ) -> Option<Option<Value>> {
        match given {
            None => Some(None),
            Some(given) => self.read(field, parse(given)).map(Some),
        }
    }

    /// The same for a list: each wrong item is named by its place.
    pub fn read_list<Given, Value, Collected: FromIterator<Value>>(
        &mut self,
        field: &str,
        given: Vec<Given>,
        parse: impl Fn(Given) -> Result<Value, FieldProblem>,
    ) -> Option<Collected> {
        given
            .into_iter()
            .enumerate()
            .map(|(position, item)| self.read(&format!("{field}[{position}]"), parse(item)))
            .collect::<Vec<_>>()
            .into_iter()
            .collect()
    }

    /// Takes over what a use case found wrong with other fields of the same body.
    pub fn adopt<Value>(&mut self, read: Result<Value, Error>) -> Result<Option<Value>, Error> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(Error::Invalid(invalid)) => {
                self.invalid.extend(invalid);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Refuses the body when any field was wrong.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn check(self) -> Result<(), Error> {
        if self.invalid.is_empty() { Ok(()) } else { Err(self.refusal()) }
    }

    /// The refusal that names every wrong field.
    #[must_use]
    pub fn refusal(self) -> Error {
        Error::Invalid(self.invalid)
    }
}
