//! What a client's form asks for, whether they are new or known (D04, D05).

use portero_domain::model::{ClientDetails, Line, Name, Notes};

use crate::call::Call;
use crate::form::Form;
use crate::problem::Problems;
use crate::view::{Field, Kind};
use crate::words::Words;

const OPTIONAL_LINES: [&str; 3] = ["company", "address", "phone"];

/// The fields of a client but for the e-mail: as typed, or as they are.
pub(super) fn fields(form: &Form, details: Option<&ClientDetails>, words: &Words) -> Vec<Field> {
    let shown =
        |name: &str, present: Option<&str>| form.typed_or(name, present.unwrap_or_default());
    let first = details.map(|one| one.first_name.as_str());
    let last = details.map(|one| one.last_name.as_str());
    let mut fields = vec![
        Field::line("first_name", words.first_name, "off").holding(shown("first_name", first)),
        Field::line("last_name", words.last_name, "off").holding(shown("last_name", last)),
    ];
    let others = [
        (words.company, details.and_then(|one| one.company.as_ref())),
        (words.address, details.and_then(|one| one.address.as_ref())),
        (words.phone, details.and_then(|one| one.phone.as_ref())),
    ];
    for (name, (label, present)) in OPTIONAL_LINES.into_iter().zip(others) {
        let value = shown(name, present.map(Line::as_str));
        fields.push(Field::line(name, label, "off").holding(value).optional());
    }
    let notes = details.and_then(|one| one.notes.as_ref()).map(Notes::as_str);
    let own = words.client_pages;
    let notes = Field::new("notes", own.notes, Kind::Lines).holding(shown("notes", notes));
    fields.push(notes.hint(own.notes_hint).optional());
    fields
}

/// What was typed.
pub(super) fn read(call: &Call) -> Result<ClientDetails, Problems> {
    let (form, words) = (&call.form, call.words);
    let mut problems = Problems::default();
    let first_name = problems.read("first_name", Name::parse(form.get("first_name")), words);
    let last_name = problems.read("last_name", Name::parse(form.get("last_name")), words);
    let lines =
        OPTIONAL_LINES.map(|name| problems.read_optional(name, form.get(name), Line::parse, words));
    let notes = problems.read_optional("notes", form.get("notes"), Notes::parse, words);
    match (first_name, last_name, lines, notes) {
        (
            Some(first_name),
            Some(last_name),
            [Some(company), Some(address), Some(phone)],
            Some(notes),
        ) => Ok(ClientDetails { first_name, last_name, company, address, phone, notes }),
        _ => Err(problems),
    }
}
