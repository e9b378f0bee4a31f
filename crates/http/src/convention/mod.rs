//! What holds for every operation: credentials, pages, versions, repeats, sizes, languages.

mod allow;
mod answer;
mod body_limit;
mod credential;
mod fields;
mod if_match;
mod language;
mod origin;
mod page;
mod repeat;
mod token;

pub use allow::AllowTable;
pub use answer::{Accepted, Created, Done, Found};
pub use body_limit::limit_body;
pub use credential::Credential;
pub use fields::Fields;
pub use if_match::expected_version;
pub use language::{preferred, speak};
pub use origin::{OriginPolicy, note_origin};
pub use page::{Page, number_page, uuid_page};
pub use repeat::{Repeat, replay};
pub use token::read_token;
