//! What an account tells its people.

use portero_domain::policy::Category;

use super::notice;
use crate::text::{Body, Written};

/// The account's own words, under its name, and why the reader gets them.
pub(super) fn communication(account_name: &str, category: Category, written: Written) -> Body {
    let why = format!(
        "You get this message because communications of {account_name} about {} are sent to you.",
        in_words(category)
    );
    let refusal = Some("Stop receiving these communications");
    Body { written: Some(written), refusal, ..notice(account_name, Vec::new(), why) }
}

/// A category in the middle of a sentence.
const fn in_words(category: Category) -> &'static str {
    match category {
        Category::General => "the account in general",
        Category::Billing => "billing",
        Category::Orders => "new orders",
        Category::Technical => "the status of services",
        Category::Support => "support tickets",
        Category::Domains => "domains",
        Category::Affiliates => "the affiliate programme",
    }
}
