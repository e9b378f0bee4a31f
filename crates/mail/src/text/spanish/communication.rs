//! What an account tells its people.

use portero_domain::policy::Category;

use super::notice;
use crate::text::{Body, Written};

/// The account's own words, under its name, and why the reader gets them.
pub(super) fn communication(account_name: &str, category: Category, written: Written) -> Body {
    let why = format!(
        "Recibe este mensaje porque le corresponden las comunicaciones de {account_name} sobre {}.",
        in_words(category)
    );
    let refusal = Some("Dejar de recibir estas comunicaciones");
    Body { written: Some(written), refusal, ..notice(account_name, Vec::new(), why) }
}

/// A category in the middle of a sentence.
const fn in_words(category: Category) -> &'static str {
    match category {
        Category::General => "la cuenta en general",
        Category::Billing => "facturación",
        Category::Orders => "nuevas contrataciones",
        Category::Technical => "el estado de los servicios",
        Category::Support => "consultas de soporte",
        Category::Domains => "dominios",
        Category::Affiliates => "el programa de afiliados",
    }
}
