//! What is wrong with the form of a request.

use portero_domain::model::Language;

use super::Form;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field or the parameter; empty for the body as a whole.
    pub place: String,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What is wrong. It never holds what was sent, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no body.
    NoBody,
    /// The body is no JSON.
    NotJson {
        /// Where reading it ended.
        line: usize,
        /// Where in that line.
        column: usize,
    },
    /// A field is not there.
    Missing,
    /// There is no such field.
    Unknown,
    /// It has another form.
    Expected(Form),
}

impl Fault {
    /// The stable name of what is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.trouble {
            Trouble::NoBody => "no_body",
            Trouble::NotJson { .. } => "not_json",
            Trouble::Missing => "missing",
            Trouble::Unknown => "unknown_field",
            Trouble::Expected(_) => "wrong_type",
        }
    }

    /// What is wrong, and what would be right.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Spanish => self.spanish(),
        }
    }

    fn english(&self) -> String {
        let place = &self.place;
        match self.trouble {
            Trouble::NoBody => "The body is missing: it must be a JSON object.".to_owned(),
            Trouble::NotJson { line, column } => {
                format!("The body is not JSON: see line {line}, column {column}.")
            }
            Trouble::Missing => format!("`{place}` is missing."),
            Trouble::Unknown => format!("There is no field `{place}` here."),
            Trouble::Expected(form) if place.is_empty() => {
                format!("The body must be {}.", form.english())
            }
            Trouble::Expected(form) => format!("`{place}` must be {}.", form.english()),
        }
    }

    fn spanish(&self) -> String {
        let place = &self.place;
        match self.trouble {
            Trouble::NoBody => "Falta el cuerpo: debe ser un objeto JSON.".to_owned(),
            Trouble::NotJson { line, column } => {
                format!("El cuerpo no es JSON: véase la línea {line}, columna {column}.")
            }
            Trouble::Missing => format!("Falta `{place}`."),
            Trouble::Unknown => format!("Aquí no hay ningún campo `{place}`."),
            Trouble::Expected(form) if place.is_empty() => {
                format!("El cuerpo debe ser {}.", form.spanish())
            }
            Trouble::Expected(form) => format!("`{place}` debe ser {}.", form.spanish()),
        }
    }
}
