//! A state machine's no.

use std::fmt::{self, Debug, Display};

/// A command that the state does not allow. It names both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal<State, Command> {
    /// The state in which the command came.
    pub state: State,
    /// The command that was refused.
    pub command: Command,
}

impl<State: Display, Command: Display> Display for Refusal<State, Command> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} what is {}", self.command, self.state)
    }
}

impl<State: Debug + Display, Command: Debug + Display> std::error::Error
    for Refusal<State, Command>
{
}
