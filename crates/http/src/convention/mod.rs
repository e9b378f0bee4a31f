//! What holds for every operation: credentials, pages, versions, repeats, sizes, languages.

mod accept;
mod answer;
mod body_limit;
mod credential;
mod explain;
mod fields;
mod if_match;
mod language;
mod limit;
mod origin;
mod page;
mod panic;
mod repeat;
mod token;

pub use accept::WantsLines;
pub use answer::{Accepted, Created, CreatedOrFound, Done, Found, Made, StatusBody, TakenOn};
pub use body_limit::{is_left_unread, limit_body};
pub use credential::{Credential, OptionalCredential};
pub use explain::explain;
pub use fields::Fields;
pub use if_match::expected_version;
pub use language::{preferred, speak};
pub use limit::Limit;
pub use origin::{OriginPolicy, note_origin};
pub use page::{Page, keyed_page, number_page, uuid_page};
pub use panic::answer_to_panic;
pub use repeat::{Repeat, replay};
pub use token::read_token;
