//! Trying everything, and writing down what came of it.

use std::collections::BTreeSet;
use std::fmt;

use super::caller::{Caller, Setting};
use super::cast::Cast;
use super::cell::Cell;
use super::foreign::compare;
use super::row::{Before, Row};
use super::rows;
use super::stage::Stage;
use crate::document::operations;

/// What each caller was answered.
pub struct Table {
    headings: Vec<String>,
    columns: Vec<Column>,
    pub compared: usize,
    pub told_apart: Vec<String>,
}

/// What one caller was answered, row by row.
struct Column {
    heading: &'static str,
    cells: Vec<Cell>,
    compared: usize,
    told_apart: Vec<String>,
}

impl Table {
    /// Tries some rows by some callers, each caller on a stage of their own. A row that changed
    /// something leaves its people behind: the next has others.
    pub fn of(setting: Setting, callers: &[Caller], wanted: impl Fn(&Row) -> bool) -> Self {
        let rows: Vec<Row> = rows::all().into_iter().filter(wanted).collect();
        let rows = &rows;
        let columns: Vec<Column> = std::thread::scope(|scope| {
            let tried = |caller| scope.spawn(move || column(caller, setting, rows));
            let tried: Vec<_> = callers.iter().copied().map(tried).collect();
            tried.into_iter().map(|column| column.join().expect("a column")).collect()
        });
        Self {
            headings: rows.iter().map(Row::heading).collect(),
            compared: columns.iter().map(|column| column.compared).sum(),
            told_apart: columns.iter().flat_map(|column| column.told_apart.clone()).collect(),
            columns,
        }
    }

    /// The cells of requests that nobody could have made.
    pub fn unreadable(&self) -> Vec<String> {
        let mut found = Vec::new();
        for column in &self.columns {
            for (heading, cell) in self.headings.iter().zip(&column.cells) {
                if cell.is_unreadable() {
                    found.push(format!("{}: {heading}: {cell}", column.heading));
                }
            }
        }
        found
    }
}

#[tokio::main(flavor = "current_thread")]
async fn column(caller: Caller, setting: Setting, rows: &[Row]) -> Column {
    let stage = Stage::new();
    let operations = operations();
    let mut column =
        Column { heading: caller.heading(), cells: vec![], compared: 0, told_apart: vec![] };
    let mut unused: Option<(Before, Cast)> = None;
    for (scene, row) in rows.iter().enumerate() {
        let Some(operation) = operations.iter().find(|one| one.to_string() == row.operation) else {
            column.cells.push(Cell::default());
            continue;
        };
        let cast = match unused.take() {
            Some((before, cast)) if before == row.before => cast,
            _ => Cast::assemble(&stage, scene, caller, setting, row.before).await,
        };
        let compared = compare(&stage, &cast, caller, (row, operation)).await;
        column.compared += compared.pairs;
        column.told_apart.extend(compared.told_apart);
        let call = row.own_call(operation, &cast);
        let answer = stage.ask(&call, cast.credential.as_deref()).await;
        column.cells.push(Cell::of(&answer));
        // What was only read or refused has used nobody up.
        if call.method == "GET" || !answer.status.is_success() {
            unused = Some((row.before, cast));
        }
    }
    column
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_legend(f)?;
        let width = |texts: &[String]| texts.iter().map(|text| text.chars().count()).max();
        let first = width(&self.headings).unwrap_or_default();
        let widths = self.columns.iter().map(|column| {
            let cells: Vec<String> = column.cells.iter().map(ToString::to_string).collect();
            width(&cells).unwrap_or_default().max(column.heading.len())
        });
        let widths: Vec<usize> = widths.collect();
        write!(f, "{:first$}", "")?;
        for (column, width) in self.columns.iter().zip(&widths) {
            write!(f, " | {:width$}", column.heading)?;
        }
        for (number, heading) in self.headings.iter().enumerate() {
            write!(f, "\n{heading:first$}")?;
            for (column, width) in self.columns.iter().zip(&widths) {
                write!(f, " | {:width$}", column.cells[number].to_string())?;
            }
        }
        Ok(())
    }
}

impl Table {
    /// The codes whose initials stand in the cells.
    fn write_legend(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.columns.iter().flat_map(|column| &column.cells);
        let codes: BTreeSet<(String, &str)> =
            cells.map(|cell| (cell.to_string(), cell.code.as_str())).collect();
        for (cell, code) in codes.iter().filter(|(_, code)| !code.is_empty()) {
            writeln!(f, "{cell}: {code}")?;
        }
        writeln!(f)
    }
}
