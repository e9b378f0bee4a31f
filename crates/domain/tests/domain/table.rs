//! Tables as text, for snapshots that people review; and the answers of state machines in words.

use std::fmt::{Debug, Display, Write};

use portero_domain::model::{Change, Refusal, Transition, Write as HowWritten};

/// Rows of cells, every column as wide as its widest cell.
pub struct Table(Vec<Vec<String>>);

impl Table {
    pub fn new<Cell: Display>(heading: impl IntoIterator<Item = Cell>) -> Self {
        Self(vec![cells(heading)])
    }

    pub fn row<Cell: Display>(&mut self, row: impl IntoIterator<Item = Cell>) {
        self.0.push(cells(row));
    }
}

fn cells<Cell: Display>(row: impl IntoIterator<Item = Cell>) -> Vec<String> {
    row.into_iter().map(|cell| cell.to_string()).collect()
}

impl Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let width = |column: usize| {
            let cells = self.0.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        for row in &self.0 {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                write!(line, "{cell:<width$}  ", width = width(column))?;
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// What a state machine answered, in words; `state` tells the new state.
pub fn answer<A, E: Debug, S: Display, C: Display>(
    answered: Result<Transition<A, E>, Refusal<S, C>>,
    state: impl Fn(&A) -> String,
) -> String {
    match answered {
        Ok(transition) => told(&transition, state),
        Err(refusal) => format!("refused: {refusal}"),
    }
}

/// What a state machine that refuses nothing answered, in words.
pub fn told<A, E: Debug>(transition: &Transition<A, E>, state: impl Fn(&A) -> String) -> String {
    match transition {
        Transition::Changed(change) => changed(change, state),
        Transition::AlreadySo(aggregate) => format!("already so: {}", state(aggregate)),
    }
}

/// A change in words: the new state, and the event without its data.
fn changed<A, E: Debug>(change: &Change<A, E>, state: impl Fn(&A) -> String) -> String {
    let event = format!("{:?}", change.event());
    let event = event.split([' ', '{']).next().unwrap_or_default();
    let becomes = match change.write() {
        HowWritten::Insert | HowWritten::Update(_) => state(change.aggregate()),
        HowWritten::Delete(_) => "gone".to_owned(),
    };
    format!("-> {becomes}, {event}")
}
