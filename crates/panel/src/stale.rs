//! Forms of what others may change, too: which version they were made from, and what has changed
//! since.

use portero_domain::model::Version;

use crate::form::Form;
use crate::problem::Problems;
use crate::view::Field;
use crate::words::Words;

/// The fields that `make` makes: as they were typed, with the version that they stand on. A form that
/// was refused keeps the version that it was made from; once that is a stale one, it says beside each
/// field what is there now, and what is saved then is saved over that, knowingly.
pub(crate) fn fields(
    typed: &Form,
    present: Version,
    problems: &Problems,
    words: &Words,
    make: impl Fn(&Form) -> Vec<Field>,
) -> Vec<Field> {
    let mut fields = make(typed);
    let mut version = present.as_i64().to_string();
    if problems.are_of_a_stale_form() {
        for (field, stored) in fields.iter_mut().zip(make(&Form::default())) {
            let now = stored.said();
            field.now = (field.said() != now).then(|| told(&now, words));
        }
    } else {
        version = typed.typed_or("version", &version);
    }
    fields.push(Field::hidden("version", version));
    fields
}

fn told(now: &str, words: &Words) -> String {
    if now.is_empty() { words.now_empty.to_owned() } else { words.now_says.replace("{}", now) }
}
