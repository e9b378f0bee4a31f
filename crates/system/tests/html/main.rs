//! HTML that someone gave, before and after it was cleaned.

mod accepted;
mod ordinary;
mod properties;
mod refused;

use portero_domain::model::HtmlRefusal;
use portero_domain::port::HtmlSanitizer;
use portero_system::AmmoniaSanitizer;

/// What is left of some HTML.
fn clean(html: &str) -> Result<String, HtmlRefusal> {
    AmmoniaSanitizer.sanitize(html).map(|clean| clean.as_str().to_owned())
}

/// What is left of HTML that is accepted.
fn left_of(html: &str) -> String {
    clean(html).unwrap_or_else(|refusal| panic!("{html}: {refusal}"))
}
