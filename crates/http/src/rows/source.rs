//! The rows of a body on disk, as often as the import wants to read them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek};
use std::marker::PhantomData;

use portero_domain::use_case::{Error, FieldProblem, InvalidField, ReadRow, RowFault, RowSource};

use super::array::Array;
use super::line::{Line, next_line};
use super::spool::{Spool, cannot_keep};
use super::table::{Cells, Header, Table};
use super::{Format, Row, RowLimits, line};
use crate::problem::Problem;

/// What a file of UTF-8 may begin with. It means nothing.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// What a file of UTF-16 begins with.
const WIDE: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Rows on disk, of which one is held at a time.
pub struct SpooledRows<One> {
    file: File,
    format: Format,
    limits: RowLimits,
    of: PhantomData<fn() -> One>,
}

impl<One: Row> SpooledRows<One> {
    /// Looks at the beginning of a body, which tells whether its rows can be read at all.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the columns that are wrong
    pub(super) fn open(spool: Spool, format: Format, limits: RowLimits) -> Result<Self, Problem> {
        let mut rows = Self { file: spool.file, format, limits, of: PhantomData };
        let mut reading = rows.begin().map_err(cannot_keep)?;
        let head = reading.fill_buf().map_err(cannot_keep)?;
        if WIDE.iter().any(|wide| head.starts_with(wide)) {
            return Err(Error::invalid("", FieldProblem::Row(RowFault::NotUtf8)).into());
        }
        match format {
            Format::Lines | Format::Array => {}
            Format::Table => {
                let mut table = Table::begin(reading, limits.bytes).map_err(cannot_keep)?;
                header::<One>(&mut table).map_err(cannot_keep)?.map_err(Error::Invalid)?;
            }
        }
        Ok(rows)
    }

    /// Begins to read behind the mark.
    fn begin(&mut self) -> io::Result<BufReader<&File>> {
        self.file.rewind()?;
        let mut reading = BufReader::new(&self.file);
        if reading.fill_buf()?.starts_with(MARK) {
            reading.consume(MARK.len());
        }
        Ok(reading)
    }

    fn all(&mut self) -> io::Result<Reading<'_, One>> {
        let (format, limits) = (self.format, self.limits);
        let reading = self.begin()?;
        let rows = match format {
            Format::Lines => Rows::Lines(reading),
            Format::Array => Rows::Array(Array::begin(reading)),
            Format::Table => {
                let mut table = Table::begin(reading, limits.bytes)?;
                let header = header::<One>(&mut table)?;
                Rows::Table(
                    Box::new(table),
                    header.map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?,
                )
            }
        };
        Ok(Reading { rows, row: 0, limits, of: PhantomData })
    }
}

impl<One: Row + 'static> RowSource<One::Record> for SpooledRows<One> {
    fn rows(&mut self) -> Box<dyn Iterator<Item = ReadRow<One::Record>> + Send + '_> {
        match self.all() {
            Ok(rows) => Box::new(rows),
            Err(error) => Box::new(std::iter::once(lost::<One>(1, &error))),
        }
    }
}

/// The columns that the first row of a table names.
fn header<One: Row>(
    table: &mut Table<impl BufRead>,
) -> io::Result<Result<Header, Vec<InvalidField>>> {
    Ok(match table.next()? {
        Some(Cells::Whole(cells)) => Header::read::<One>(&cells),
        Some(Cells::TooLong) => {
            Err(vec![InvalidField { field: String::new(), problem: FieldProblem::Unreadable }])
        }
        None => Header::read::<One>(&[]),
    })
}

/// Rows in the order in which they came.
struct Reading<'a, One> {
    rows: Rows<'a>,
    row: u64,
    limits: RowLimits,
    of: PhantomData<fn() -> One>,
}

enum Rows<'a> {
    Lines(BufReader<&'a File>),
    Array(Array<BufReader<&'a File>>),
    Table(Box<Table<BufReader<&'a File>>>, Header),
    /// The end, or what could not be read further.
    Over,
}

/// What could be read of a row, and what could not.
type Found<Record> = (Record, Vec<InvalidField>);

impl<One: Row> Reading<'_, One> {
    fn read(&mut self) -> io::Result<Option<Found<One::Record>>> {
        let limits = self.limits;
        let nothing = |problem| {
            let fault = InvalidField { field: String::new(), problem };
            (One::Record::default(), vec![fault])
        };
        let too_long = FieldProblem::Row(RowFault::TooLong { limit: limits.bytes });
        let read = |line| match line {
            Line::Whole(line) => line::read::<One>(&line, limits),
            Line::TooLong => nothing(too_long.clone()),
            Line::Broken => nothing(FieldProblem::Unreadable),
        };
        Ok(match &mut self.rows {
            Rows::Lines(reading) => next_line(reading, limits.bytes)?.map(read),
            Rows::Array(array) => array.next(limits.bytes)?.map(read),
            Rows::Table(table, header) => table.next()?.map(|cells| match cells {
                Cells::Whole(cells) => header.read_row::<One>(&cells, limits.sites),
                Cells::TooLong => nothing(too_long.clone()),
            }),
            Rows::Over => None,
        })
    }
}

impl<One: Row> Iterator for Reading<'_, One> {
    type Item = ReadRow<One::Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row += 1;
        match self.read() {
            Ok(found) => {
                let (record, faults) = found?;
                Some(ReadRow { row: self.row, record, faults })
            }
            Err(error) => {
                self.rows = Rows::Over;
                Some(lost::<One>(self.row, &error))
            }
        }
    }
}

/// A row that the disk does not give back.
fn lost<One: Row>(row: u64, error: &io::Error) -> ReadRow<One::Record> {
    tracing::error!(%error, "the body of an import cannot be read from its temporary file");
    let fault = InvalidField { field: String::new(), problem: FieldProblem::Unreadable };
    ReadRow { row, record: One::Record::default(), faults: vec![fault] }
}
