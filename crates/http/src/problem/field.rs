//! What is wrong with a field: a stable code, and words.

use portero_domain::model::{
    EmailAddressRefusal, HtmlRefusal, Language, PasswordRefusal, TextRefusal,
};
use portero_domain::policy::OfferRefusal;
use portero_domain::use_case::{FieldProblem, InvalidField, RefusedRow, RowFault};

use super::{Code, FieldErrorBody};
use crate::document::Fault;

/// What is wrong with fields, in a language.
#[must_use]
pub fn field_errors(fields: &[InvalidField], language: Language) -> Vec<FieldErrorBody> {
    fields.iter().map(|field| field_error(None, field, language)).collect()
}

/// What is wrong with the rows of an import, field by field.
pub(super) fn row_errors(rows: &[RefusedRow], language: Language) -> Vec<FieldErrorBody> {
    let errors = rows.iter().flat_map(|row| row.fields.iter().map(|field| (row.row, field)));
    errors.map(|(row, field)| field_error(Some(row), field, language)).collect()
}

/// That a client's e-mail never changes.
pub(super) fn fixed_email(language: Language) -> FieldErrorBody {
    let facts = Code::EmailIsFixed.facts();
    FieldErrorBody {
        row: None,
        field: "email".to_owned(),
        code: facts.name.to_owned(),
        detail: Code::EmailIsFixed.title(language).to_owned() + ".",
    }
}

fn field_error(row: Option<u64>, field: &InvalidField, language: Language) -> FieldErrorBody {
    FieldErrorBody {
        row,
        field: field.field.clone(),
        code: code(&field.problem).to_owned(),
        detail: words(&field.problem, language),
    }
}

/// What is wrong with the form of a request, field by field.
pub(super) fn form_errors(faults: &[Fault], language: Language) -> Vec<FieldErrorBody> {
    let error = |fault: &Fault| FieldErrorBody {
        row: None,
        field: fault.place.clone(),
        code: fault.code().to_owned(),
        detail: fault.words(language),
    };
    faults.iter().map(error).collect()
}

const fn code(problem: &FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Text(TextRefusal::Empty)
        | FieldProblem::Html(HtmlRefusal::Empty)
        | FieldProblem::Empty => "empty",
        FieldProblem::Text(TextRefusal::TooLong { .. })
        | FieldProblem::Html(HtmlRefusal::TooLong { .. })
        | FieldProblem::Row(RowFault::TooLong { .. })
        | FieldProblem::Password(PasswordRefusal::TooLong) => "too_long",
        FieldProblem::Html(HtmlRefusal::Active { .. }) => "active_html",
        FieldProblem::Text(TextRefusal::ControlCharacter) => "control_character",
        FieldProblem::Text(TextRefusal::Link) => "link",
        FieldProblem::Address(_) | FieldProblem::MalformedAddress(_) => "malformed_address",
        FieldProblem::Password(PasswordRefusal::TooShort) => "too_short",
        FieldProblem::Password(PasswordRefusal::TooCommon) => "too_common",
        FieldProblem::UnknownName { .. } => "unknown_name",
        FieldProblem::TooMany { .. } | FieldProblem::MoreThan { .. } => "too_many",
        FieldProblem::Row(RowFault::Repeated) => "repeated",
        FieldProblem::Row(RowFault::Missing) => "missing",
        FieldProblem::Row(RowFault::NotUtf8) => "not_utf8",
        FieldProblem::Row(RowFault::Formula) => "formula",
        FieldProblem::Row(RowFault::CellCount { .. }) => "cell_count",
        FieldProblem::OutOfRange { .. } => "out_of_range",
        FieldProblem::NotificationsBeyondRole(_) => "beyond_role",
        FieldProblem::NotificationsNotRefusable(_) => "not_refusable",
        FieldProblem::NotInFuture => "not_in_future",
        FieldProblem::Offer(OfferRefusal::RoleNotOnOffer(_)) => "role_not_on_offer",
        FieldProblem::Offer(OfferRefusal::Reserved(_)) => "reserved",
        FieldProblem::Offer(OfferRefusal::RoleCarriesNoGrants(_)) => "role_carries_no_grants",
        FieldProblem::Offer(OfferRefusal::Exceeds(_) | OfferRefusal::OutlastsGiver(_)) => {
            "beyond_own"
        }
        FieldProblem::ExactlyOneOf(_) => "exactly_one_of",
        FieldProblem::Unreadable => "unreadable",
        FieldProblem::SitePermissionsLacking(_) => "lacking_permissions",
        FieldProblem::PlaceholderMissing(_) => "placeholder_missing",
        FieldProblem::LinkInSubject => "link_in_subject",
        FieldProblem::NotThere { .. } => "not_there",
        FieldProblem::Taken => "taken",
    }
}

fn words(problem: &FieldProblem, language: Language) -> String {
    match language {
        Language::Spanish => spanish(problem),
        Language::English => english(problem),
    }
}

fn english(problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Text(refusal) => format!("The text is refused: {refusal}."),
        FieldProblem::Address(refusal) => format!("Not an e-mail address: {refusal}."),
        FieldProblem::MalformedAddress(one) => {
            format!("{:?} is not an e-mail address: {}.", one.given, one.refusal)
        }
        FieldProblem::Password(refusal) => format!("The password is refused: {refusal}."),
        FieldProblem::UnknownName { kind, given } => format!("{given:?} is not a {kind}."),
        FieldProblem::Html(refusal) => format!("The HTML is refused: {refusal}."),
        FieldProblem::Empty => "There must be at least one.".to_owned(),
        FieldProblem::TooMany { given, limit } => {
            format!("There are {given}; at most {limit} are allowed.")
        }
        FieldProblem::MoreThan { limit } => {
            format!("There are more than {limit}, which is the most allowed.")
        }
        FieldProblem::Row(fault) => english_row(*fault),
        FieldProblem::OutOfRange { least, most } => {
            format!("The number must be from {least} to {most}.")
        }
        FieldProblem::NotificationsBeyondRole(set) => {
            format!("This role cannot receive: {}.", list(set.iter()))
        }
        FieldProblem::NotificationsNotRefusable(set) => {
            format!("This role cannot refuse: {}.", list(set.iter()))
        }
        FieldProblem::NotInFuture => "The time must be in the future.".to_owned(),
        FieldProblem::Offer(OfferRefusal::RoleNotOnOffer(role)) => {
            format!("The role {role} is not on offer: administrator, finance and user are.")
        }
        FieldProblem::Offer(OfferRefusal::Reserved(set)) => {
            format!("These permissions can never be granted: {}.", list(set.iter()))
        }
        FieldProblem::Offer(OfferRefusal::RoleCarriesNoGrants(role)) => {
            format!("The role {role} carries no grants; only user does.")
        }
        FieldProblem::Offer(OfferRefusal::Exceeds(excess)) => {
            format!("You do not hold: {}.", list(excess.beyond.iter()))
        }
        FieldProblem::Offer(OfferRefusal::OutlastsGiver(until)) => {
            format!("Your own access ends at {until}.")
        }
        FieldProblem::ExactlyOneOf(fields) => {
            format!("Exactly one of these must be given: {}.", fields.join(", "))
        }
        FieldProblem::Unreadable => "The value cannot be read.".to_owned(),
        FieldProblem::SitePermissionsLacking(set) => {
            format!("These are needed beside it: {}.", list(set.iter()))
        }
        FieldProblem::PlaceholderMissing(placeholder) => {
            format!("The text must keep {}.", placeholder.in_text())
        }
        FieldProblem::LinkInSubject => {
            "The subject must not have the link, which is a secret.".to_owned()
        }
        FieldProblem::NotThere { given } => format!("The account has no {given:?}."),
        FieldProblem::Taken => {
            "The account has it already, or an earlier row of this import does.".to_owned()
        }
    }
}

fn spanish(problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Text(refusal) => spanish_text(*refusal),
        FieldProblem::Address(refusal) => {
            format!("No es una dirección de correo: {}.", spanish_address(*refusal))
        }
        FieldProblem::MalformedAddress(one) => {
            let why = spanish_address(one.refusal);
            format!("{:?} no es una dirección de correo: {why}.", one.given)
        }
        FieldProblem::Password(refusal) => spanish_password(*refusal).to_owned(),
        FieldProblem::Html(refusal) => spanish_html(refusal),
        FieldProblem::UnknownName { given, .. } => format!("{given:?} no es un valor conocido."),
        FieldProblem::Empty => "Debe haber al menos un elemento.".to_owned(),
        FieldProblem::TooMany { given, limit } => {
            format!("Hay {given}; se permiten como máximo {limit}.")
        }
        FieldProblem::MoreThan { limit } => {
            format!("Hay más de {limit}, que es el máximo permitido.")
        }
        FieldProblem::Row(fault) => spanish_row(*fault),
        FieldProblem::OutOfRange { least, most } => {
            format!("El número debe estar entre {least} y {most}.")
        }
        FieldProblem::NotificationsBeyondRole(set) => {
            format!("Este rol no puede recibir: {}.", list(set.iter()))
        }
        FieldProblem::NotificationsNotRefusable(set) => {
            format!("Este rol no puede rechazar: {}.", list(set.iter()))
        }
        FieldProblem::NotInFuture => "La fecha debe ser futura.".to_owned(),
        FieldProblem::Offer(OfferRefusal::RoleNotOnOffer(role)) => {
            format!("El rol {role} no se ofrece: puede ser administrator, finance o user.")
        }
        FieldProblem::Offer(OfferRefusal::Reserved(set)) => {
            format!("Estos permisos no se pueden conceder nunca: {}.", list(set.iter()))
        }
        FieldProblem::Offer(OfferRefusal::RoleCarriesNoGrants(role)) => {
            format!("El rol {role} no admite permisos adicionales; solo user los admite.")
        }
        FieldProblem::Offer(OfferRefusal::Exceeds(excess)) => {
            format!("Usted no tiene: {}.", list(excess.beyond.iter()))
        }
        FieldProblem::Offer(OfferRefusal::OutlastsGiver(until)) => {
            format!("Su propio acceso termina el {until}.")
        }
        FieldProblem::ExactlyOneOf(fields) => {
            format!("Debe indicarse exactamente uno de estos: {}.", fields.join(", "))
        }
        FieldProblem::Unreadable => "El valor no se puede leer.".to_owned(),
        FieldProblem::SitePermissionsLacking(set) => {
            format!("Además se necesitan estos: {}.", list(set.iter()))
        }
        FieldProblem::PlaceholderMissing(placeholder) => {
            format!("El texto debe conservar {}.", placeholder.in_text())
        }
        FieldProblem::LinkInSubject => {
            "El asunto no puede llevar el enlace, que es secreto.".to_owned()
        }
        FieldProblem::NotThere { given } => format!("La cuenta no tiene {given:?}."),
        FieldProblem::Taken => {
            "La cuenta ya lo tiene, o lo tiene una fila anterior de esta importación.".to_owned()
        }
    }
}

fn english_row(fault: RowFault) -> String {
    match fault {
        RowFault::Repeated => "It is there twice.".to_owned(),
        RowFault::Missing => "There must be a column of this name.".to_owned(),
        RowFault::NotUtf8 => {
            "This is not written in UTF-8: save the file as UTF-8 and send it again.".to_owned()
        }
        RowFault::Formula => {
            "A spreadsheet would run this as a formula: put an apostrophe before it.".to_owned()
        }
        RowFault::CellCount { given, expected } => {
            format!("The row has {given} cells, and the header has {expected} columns.")
        }
        RowFault::TooLong { limit } => format!("A row may have at most {limit} bytes."),
    }
}

fn spanish_row(fault: RowFault) -> String {
    match fault {
        RowFault::Repeated => "Aparece dos veces.".to_owned(),
        RowFault::Missing => "Falta una columna con este nombre.".to_owned(),
        RowFault::NotUtf8 => {
            "Esto no está escrito en UTF-8: guarde el archivo como UTF-8 y envíelo de nuevo."
                .to_owned()
        }
        RowFault::Formula => {
            "Una hoja de cálculo lo ejecutaría como fórmula: anteponga un apóstrofo.".to_owned()
        }
        RowFault::CellCount { given, expected } => {
            format!("La fila tiene {given} celdas, y la cabecera, {expected} columnas.")
        }
        RowFault::TooLong { limit } => {
            format!("Una fila puede tener como máximo {limit} bytes.")
        }
    }
}

const fn spanish_password(refusal: PasswordRefusal) -> &'static str {
    match refusal {
        PasswordRefusal::TooShort => "La contraseña debe tener al menos 12 caracteres.",
        PasswordRefusal::TooLong => "La contraseña puede tener como máximo 128 caracteres.",
        PasswordRefusal::TooCommon => "La contraseña es demasiado común.",
    }
}

fn spanish_html(refusal: &HtmlRefusal) -> String {
    match refusal {
        HtmlRefusal::Active { what } => {
            format!("El HTML contiene {what}, que podría actuar en el correo de quien lo recibe.")
        }
        HtmlRefusal::TooLong { limit } => {
            format!("El HTML puede tener como máximo {limit} caracteres.")
        }
        HtmlRefusal::Empty => "El HTML no contiene ningún texto.".to_owned(),
    }
}

fn spanish_text(refusal: TextRefusal) -> String {
    match refusal {
        TextRefusal::Empty => "El texto está vacío.".to_owned(),
        TextRefusal::TooLong { limit } => {
            format!("El texto puede tener como máximo {limit} caracteres.")
        }
        TextRefusal::ControlCharacter => {
            "El texto contiene caracteres de control, que no se admiten.".to_owned()
        }
        TextRefusal::Link => "El texto contiene un enlace, que no se admite.".to_owned(),
    }
}

const fn spanish_address(refusal: EmailAddressRefusal) -> &'static str {
    match refusal {
        EmailAddressRefusal::Form => "tiene la forma nombre@dominio.tld",
        EmailAddressRefusal::TooLong => "es demasiado larga",
        EmailAddressRefusal::LocalPart => {
            "la parte anterior a la @ solo admite letras sin acento, cifras y algunos signos"
        }
        EmailAddressRefusal::Domain => "la parte posterior a la @ no es un nombre de dominio",
    }
}

fn list<Name: std::fmt::Display>(names: impl Iterator<Item = Name>) -> String {
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}
