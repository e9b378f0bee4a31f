//! Rows that are a table of comma-separated values.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use portero_domain::use_case::{FieldProblem, InvalidField, RowFault, SiteShare};

use super::{Column, Row, RowFields, cell};

/// What may stand between two cells. Spreadsheets of many countries write semicolons, for theirs
/// have the comma in numbers.
const SEPARATORS: &[u8] = b",;\t";

/// The most cells of a row that are looked at.
const MOST_CELLS: usize = 256;

/// The most characters of an unknown column's name that are told.
const LONGEST_NAME: usize = 64;

/// Cells, row by row.
pub(super) struct Table<Reading> {
    reading: Reading,
    parser: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// A row of cells, as far as it may be held.
pub(super) enum Cells<'a> {
    /// All of them.
    Whole(Vec<&'a [u8]>),
    /// It has more bytes, or far more cells, than one may have; the rest of it was passed over.
    TooLong,
}

impl<Reading: BufRead> Table<Reading> {
    /// Begins to read. What stands between cells shows in the first line, which names the columns.
    pub(super) fn begin(mut reading: Reading, longest: usize) -> io::Result<Self> {
        let head = reading.fill_buf()?;
        let line = head.split(|byte| b"\r\n".contains(byte)).next().unwrap_or_default();
        let separator = line.iter().copied().find(|byte| SEPARATORS.contains(byte));
        let parser = ReaderBuilder::new().delimiter(separator.unwrap_or(SEPARATORS[0])).build();
        Ok(Self { reading, parser, text: vec![0; longest], ends: vec![0; MOST_CELLS] })
    }

    /// The next row; none at the end. Empty lines are none.
    pub(super) fn next(&mut self) -> io::Result<Option<Cells<'_>>> {
        let (mut text, mut ends, mut is_whole) = (0, 0, true);
        loop {
            let input = self.reading.fill_buf()?;
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut self.text[text..], &mut self.ends[ends..]);
            self.reading.consume(read);
            (text, ends) = (text + written, ends + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    (text, ends, is_whole) = (0, 0, false);
                }
                ReadRecordResult::Record if is_whole => break,
                ReadRecordResult::Record => return Ok(Some(Cells::TooLong)),
                ReadRecordResult::End => return Ok(None),
            }
        }
        let mut begin = 0;
        let cell = |end: &usize| {
            let cell = &self.text[begin..*end];
            begin = *end;
            cell
        };
        Ok(Some(Cells::Whole(self.ends[..ends].iter().map(cell).collect())))
    }
}

/// The columns of a table, in the order in which it has them.
pub(super) struct Header(Vec<&'static str>);

impl Header {
    /// Reads the first row, whose cells name the columns in any order.
    ///
    /// # Errors
    /// Names each that there is not, that is there twice, and that is missing.
    pub(super) fn read<One: Row>(cells: &[&[u8]]) -> Result<Self, Vec<InvalidField>> {
        let (mut columns, mut faults) = (Vec::new(), Vec::new());
        let fault = |field: &str, problem| InvalidField { field: field.to_owned(), problem };
        for cell in cells {
            let Some(name) = str::from_utf8(cell).ok().filter(|name| !name.contains('\0')) else {
                return Err(vec![fault("", FieldProblem::Row(RowFault::NotUtf8))]);
            };
            let given: String = name.trim().to_lowercase().chars().take(LONGEST_NAME).collect();
            match One::COLUMNS.iter().find(|column| column.name == given) {
                None => {
                    let problem =
                        FieldProblem::UnknownName { kind: "column", given: given.clone() };
                    faults.push(fault(&given, problem));
                }
                Some(known) if columns.contains(&known.name) => {
                    faults.push(fault(known.name, FieldProblem::Row(RowFault::Repeated)));
                }
                Some(known) => columns.push(known.name),
            }
        }
        let is_missing = |column: &&Column| column.is_required && !columns.contains(&column.name);
        let missing = One::COLUMNS.iter().filter(is_missing);
        faults
            .extend(missing.map(|column| fault(column.name, FieldProblem::Row(RowFault::Missing))));
        if faults.is_empty() { Ok(Self(columns)) } else { Err(faults) }
    }

    /// Reads a row under these columns, and tells what of it cannot be read.
    pub(super) fn read_row<One: Row>(
        &self,
        cells: &[&[u8]],
        most_sites: usize,
    ) -> (One::Record, Vec<InvalidField>) {
        let (given, expected) = (cells.len(), self.0.len());
        if given != expected {
            let problem = FieldProblem::Row(RowFault::CellCount { given, expected });
            let fault = InvalidField { field: String::new(), problem };
            return (One::Record::default(), vec![fault]);
        }
        let cells = self.0.iter().copied().zip(cells.iter().copied()).collect();
        let mut fields = CellFields { cells, faults: Vec::new(), most_sites };
        let record = One::read(&mut fields);
        (record, fields.faults)
    }
}

/// Takes the cells of one row, and notes which cannot be read.
struct CellFields<'a> {
    cells: Vec<(&'static str, &'a [u8])>,
    faults: Vec<InvalidField>,
    most_sites: usize,
}

impl RowFields for CellFields<'_> {
    fn text(&mut self, name: &str) -> String {
        let cell = self.cells.iter().find(|(column, _)| *column == name);
        let text = cell.map_or(Ok(""), |(_, cell)| {
            let text = str::from_utf8(cell).map_err(|_| FieldProblem::Row(RowFault::NotUtf8))?;
            cell::read(text)
        });
        match text {
            Ok(text) => text.to_owned(),
            Err(problem) => {
                self.faults.push(InvalidField { field: name.to_owned(), problem });
                String::new()
            }
        }
    }

    fn shares(&mut self, name: &str) -> Vec<SiteShare> {
        cell::split_shares(&self.text(name), self.most_sites)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ClientRowBody;

    const LONGEST: usize = 100;

    type Told = Vec<(String, FieldProblem)>;

    fn told(faults: &[InvalidField]) -> Told {
        faults.iter().map(|one| (one.field.clone(), one.problem.clone())).collect()
    }

    /// The e-mail of each row, or what is wrong with it.
    fn read(text: &[u8]) -> Result<Vec<Result<String, Told>>, Vec<InvalidField>> {
        let mut table = Table::begin(text, LONGEST).expect("memory can be read");
        let header = match table.next().expect("memory can be read") {
            Some(Cells::Whole(cells)) => Header::read::<ClientRowBody>(&cells)?,
            Some(Cells::TooLong) | None => Header::read::<ClientRowBody>(&[])?,
        };
        let mut rows = Vec::new();
        while let Some(cells) = table.next().expect("memory can be read") {
            rows.push(match cells {
                Cells::TooLong => Err(vec![(
                    String::new(),
                    FieldProblem::Row(RowFault::TooLong { limit: LONGEST }),
                )]),
                Cells::Whole(cells) => match header.read_row::<ClientRowBody>(&cells, 9) {
                    (record, faults) if faults.is_empty() => Ok(record.email),
                    (_, faults) => Err(told(&faults)),
                },
            });
        }
        Ok(rows)
    }

    fn emails(text: &str) -> Vec<String> {
        let rows = read(text.as_bytes()).expect("a header");
        rows.into_iter().map(|row| row.expect("a row")).collect()
    }

    #[test]
    fn columns_come_in_any_order_between_any_of_three_separators() {
        for separator in [",", ";", "\t"] {
            let text = "Last_Name,email ,\"first_name\"\r\nRuiz,a@d.es,Ana\n\nGil,b@d.es,Eva";
            assert_eq!(
                emails(&text.replace(',', separator)),
                ["a@d.es", "b@d.es"],
                "{separator:?}"
            );
        }
    }

    #[test]
    fn a_cell_in_quotes_may_have_anything() {
        let text =
            "email;first_name;last_name;notes\na@d.es;Ana;Ruiz;\"un \"\"a\"\";\r\nb\"\nb@d.es;B;C;";
        assert_eq!(emails(text), ["a@d.es", "b@d.es"]);
    }

    #[test]
    fn a_header_is_refused_by_the_names_in_it() {
        let faults = read(b"email;EMAIL;edad;last_name\n").expect_err("no header");
        let unknown = FieldProblem::UnknownName { kind: "column", given: "edad".to_owned() };
        let expected = [
            ("email".to_owned(), FieldProblem::Row(RowFault::Repeated)),
            ("edad".to_owned(), unknown),
            ("first_name".to_owned(), FieldProblem::Row(RowFault::Missing)),
        ];
        assert_eq!(told(&faults), expected);
        let missing = read(b"").expect_err("no header");
        assert_eq!(missing.len(), 3);
        let wide = read(b"e\0m\0a\0i\0l\0,\0").expect_err("no header");
        assert_eq!(told(&wide), [(String::new(), FieldProblem::Row(RowFault::NotUtf8))]);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told_by_its_column_and_the_next_one_is_read() {
        let long = "x".repeat(2 * LONGEST);
        let head = b"email,first_name,last_name\na@d.es,Jos\xe9,=1\na@d.es,Ana\n".to_vec();
        let text = [head, format!("a@d.es,{long},b\nb@d.es,Eva,Gil\n").into_bytes()].concat();
        let rows = read(&text).expect("a header");
        let column = |name: &str, problem| (name.to_owned(), problem);
        let expected = [
            Err(vec![
                column("first_name", FieldProblem::Row(RowFault::NotUtf8)),
                column("last_name", FieldProblem::Row(RowFault::Formula)),
            ]),
            Err(vec![column("", FieldProblem::Row(RowFault::CellCount { given: 2, expected: 3 }))]),
            Err(vec![column("", FieldProblem::Row(RowFault::TooLong { limit: LONGEST }))]),
            Ok("b@d.es".to_owned()),
        ];
        assert_eq!(rows, expected);
    }
}
