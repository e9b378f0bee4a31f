//! Rows that are lines of JSON.

use std::io::{self, BufRead};

use portero_domain::use_case::{FieldProblem, InvalidField, RowFault, SiteShare};
use serde_json::{Map, Value};

use super::{Row, RowFields, RowLimits};

/// A line, as far as it may be held.
pub(super) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// It has more bytes than one may have; the rest of it was passed over.
    TooLong,
    /// What should be around it is not there.
    Broken,
}

/// The next line that is not empty; none at the end.
pub(super) fn next_line(reader: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    loop {
        let mut line = Vec::new();
        // One byte more than it may have, and its end.
        let most = longest as u64 + 2;
        if io::Read::take(&mut *reader, most).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let is_whole = line.ends_with(b"\n");
        let text = line.trim_ascii();
        if text.len() > longest || (!is_whole && line.len() as u64 == most) {
            if !is_whole {
                reader.skip_until(b'\n')?;
            }
            return Ok(Some(Line::TooLong));
        }
        if !text.is_empty() {
            return Ok(Some(Line::Whole(text.to_owned())));
        }
    }
}

/// Reads a line, and tells what of it cannot be read. It repeats nothing that was sent.
pub(super) fn read<One: Row>(line: &[u8], limits: RowLimits) -> (One::Record, Vec<InvalidField>) {
    match LineFields::of(line, limits) {
        Ok(mut fields) => {
            let record = One::read(&mut fields);
            (record, fields.done())
        }
        Err(problem) => {
            (One::Record::default(), vec![InvalidField { field: String::new(), problem }])
        }
    }
}

/// How many values a line has, at most, told without taking it apart: a value in memory is many times
/// as large as its text.
fn values_in(line: &[u8]) -> usize {
    let (mut values, mut is_in_text, mut is_escaped) = (1, false, false);
    for byte in line {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_text => is_escaped = true,
            b'"' => is_in_text = !is_in_text,
            b'{' | b'[' | b',' if !is_in_text => values += 1,
            _ => {}
        }
    }
    values
}

/// Takes the fields of one object, and notes which cannot be read.
struct LineFields {
    within: String,
    fields: Map<String, Value>,
    faults: Vec<InvalidField>,
    limits: RowLimits,
}

/// The most characters of an unknown field's name that are told.
const LONGEST_NAME: usize = 64;

impl LineFields {
    fn of(line: &[u8], limits: RowLimits) -> Result<Self, FieldProblem> {
        let limit = limits.values();
        // A short line has no more values than bytes, and need not be looked at.
        if line.len() >= limit && values_in(line) > limit {
            return Err(FieldProblem::MoreThan { limit });
        }
        let text = str::from_utf8(line).map_err(|_| FieldProblem::Row(RowFault::NotUtf8))?;
        match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Ok(Self::within(String::new(), fields, limits)),
            Ok(_) | Err(_) => Err(FieldProblem::Unreadable),
        }
    }

    const fn within(within: String, fields: Map<String, Value>, limits: RowLimits) -> Self {
        Self { within, fields, faults: Vec::new(), limits }
    }

    fn place(&self, name: &str) -> String {
        format!("{}{name}", self.within)
    }

    fn cannot_read(&mut self, field: String) {
        self.faults.push(InvalidField { field, problem: FieldProblem::Unreadable });
    }

    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.fields.remove(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
                self.cannot_read(self.place(name));
                Vec::new()
            }
        }
    }

    fn texts(&mut self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (position, item) in self.list(name).into_iter().enumerate() {
            match item {
                Value::String(text) => texts.push(text),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => self.cannot_read(self.place(&format!("{name}[{position}]"))),
            }
        }
        texts
    }

    /// What could not be read. Whatever is left over is a field that there is not.
    fn done(mut self) -> Vec<InvalidField> {
        for name in std::mem::take(&mut self.fields).into_iter().map(|(name, _)| name) {
            let given: String = name.chars().take(LONGEST_NAME).collect();
            let problem = FieldProblem::UnknownName { kind: "field", given: given.clone() };
            self.faults.push(InvalidField { field: self.place(&given), problem });
        }
        self.faults
    }
}

impl RowFields for LineFields {
    fn text(&mut self, name: &str) -> String {
        match self.fields.remove(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text,
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                self.cannot_read(self.place(name));
                String::new()
            }
        }
    }

    /// A share that is no object is empty, so that those behind it keep their places. One more than a
    /// client may have is enough to be refused.
    fn shares(&mut self, name: &str) -> Vec<SiteShare> {
        let mut shares = Vec::new();
        let list = self.list(name).into_iter().take(self.limits.sites + 1);
        for (position, item) in list.enumerate() {
            let place = self.place(&format!("{name}[{position}]"));
            let Value::Object(fields) = item else {
                self.cannot_read(place);
                shares.push(SiteShare::default());
                continue;
            };
            let mut share = Self::within(format!("{place}."), fields, self.limits);
            let (site, permissions) = (share.text("site"), share.texts("permissions"));
            shares.push(SiteShare { site, permissions });
            self.faults.extend(share.done());
        }
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ClientRowBody;

    const LIMITS: RowLimits = RowLimits { bytes: 1_000, sites: 2 };

    fn refused(line: &str) -> Vec<String> {
        let (_, faults) = read::<ClientRowBody>(line.as_bytes(), LIMITS);
        faults.into_iter().map(|one| one.field).collect()
    }

    #[test]
    fn a_row_is_read_with_its_sites() {
        let line = r#"{"email": "a@b.es", "first_name": "Ana", "last_name": "Ruiz", "phone": null,
                       "sites": [{"site": "tienda", "permissions": ["edit", "blog"]}]}"#;
        let (record, faults) = read::<ClientRowBody>(line.as_bytes(), LIMITS);
        let permissions = vec!["edit".to_owned(), "blog".to_owned()];
        assert_eq!(record.sites, [SiteShare { site: "tienda".to_owned(), permissions }]);
        assert_eq!((record.email.as_str(), record.phone.as_str()), ("a@b.es", ""));
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn what_cannot_be_read_is_named_field_by_field() {
        assert_eq!(refused("{"), [""]);
        assert_eq!(refused("[]"), [""]);
        assert_eq!(refused(r#"{"email": 7, "hunter": 2}"#), ["email", "hunter"]);
        assert_eq!(refused(r#"{"sites": "tienda"}"#), ["sites"]);
        let line = r#"{"sites": [{"site": 1, "permissions": ["edit", 2], "x": 1}, 3]}"#;
        let expected = ["sites[0].site", "sites[0].permissions[1]", "sites[0].x", "sites[1]"];
        assert_eq!(refused(line), expected);
    }

    #[test]
    fn no_more_sites_are_held_than_it_takes_to_be_refused() {
        let share = r#"{"site": "a"}"#;
        let line = format!(r#"{{"sites": [{}]}}"#, [share; 50].join(","));
        let (record, faults) = read::<ClientRowBody>(line.as_bytes(), LIMITS);
        assert_eq!((record.sites.len(), faults.len()), (LIMITS.sites + 1, 0));
    }

    #[test]
    fn a_line_of_more_values_than_a_row_can_have_is_not_taken_apart() {
        let limit = LIMITS.values();
        let list = |values: usize| format!(r#"{{"sites": [{}0]}}"#, "0,".repeat(values - 4));
        let told = |values| {
            let (_, faults) = read::<ClientRowBody>(list(values).as_bytes(), LIMITS);
            faults.into_iter().next().map(|fault| (fault.field, fault.problem))
        };
        let refused = Some((String::new(), FieldProblem::MoreThan { limit }));
        assert_eq!(told(limit + 2), refused);
        assert_ne!(told(limit), refused);
        let text = format!(r#"{{"notes": "{}\"{{"}}"#, "[,".repeat(limit));
        assert!(read::<ClientRowBody>(text.as_bytes(), LIMITS).1.is_empty(), "a text is one value");
    }

    #[test]
    fn a_line_is_held_up_to_its_limit_and_the_next_one_is_read_all_the_same() {
        let text = format!("\r\n{}\r\n{}\n{}\n  \nb", "a".repeat(8), "a".repeat(9), "a".repeat(90));
        let mut reader = text.as_bytes();
        let mut lengths = Vec::new();
        while let Some(line) = next_line(&mut reader, 8).expect("memory can be read") {
            lengths.push(match line {
                Line::Whole(line) => Some(line.len()),
                Line::TooLong | Line::Broken => None,
            });
        }
        assert_eq!(lengths, [Some(8), None, None, Some(1)]);
    }
}
