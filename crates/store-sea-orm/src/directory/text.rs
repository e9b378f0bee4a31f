//! A statement in the making.

use sea_orm::{ConnectionTrait, Statement, Value};

use crate::query;

/// Its text so far, and what its parameters stand for.
#[derive(Debug, Default)]
pub(super) struct Text {
    text: String,
    values: Vec<Value>,
}

impl Text {
    /// Says more.
    pub(super) fn say(&mut self, more: &str) {
        self.text += more;
    }

    /// Takes a parameter, and gives what stands for it.
    pub(super) fn given(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The statement.
    pub(super) fn statement(self, connection: &impl ConnectionTrait) -> Statement {
        query::statement(connection, &self.text, self.values)
    }
}
