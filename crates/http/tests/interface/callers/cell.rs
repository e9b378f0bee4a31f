//! One cell of the table: what one caller was answered.

use std::fmt;

use crate::answer::Answer;

/// A status, and the code of a refusal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    status: u16,
    pub code: String,
}

impl Cell {
    pub fn of(answer: &Answer) -> Self {
        let refused = answer.status.is_client_error() || answer.status.is_server_error();
        let code = if refused { answer.code() } else { String::new() };
        Self { status: answer.status.as_u16(), code }
    }

    /// Whether it answers a request that nobody could have made, or cannot be answered.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.status, 0 | 400 | 405 | 412 | 415 | 500..)
    }
}

/// The status alone where its code is the usual one, else with the initials of the code.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match self.code.as_str() {
            "" | "not_signed_in" | "forbidden" | "not_found" => Ok(()),
            code => {
                let initials = code.split('_').filter_map(|word| word.chars().next());
                write!(f, " {}", initials.collect::<String>())
            }
        }
    }
}
