//! The tables: one a file, with its columns and what a row of it stands for.

pub(crate) mod accounts;
pub(crate) mod answers;
pub(crate) mod audit_records;
pub(crate) mod client_beginnings;
pub(crate) mod client_words;
pub(crate) mod clients;
pub(crate) mod communication_recipients;
pub(crate) mod communications;
pub(crate) mod contacts;
pub(crate) mod events;
mod field;
pub(crate) mod invitations;
pub(crate) mod mails;
pub(crate) mod memberships;
pub(crate) mod password_resets;
pub(crate) mod registrations;
mod row;
pub(crate) mod service_keys;
pub(crate) mod sessions;
pub(crate) mod site_assignments;
pub(crate) mod site_beginnings;
pub(crate) mod site_words;
pub(crate) mod sites;
pub(crate) mod streams;
pub(crate) mod superseded_links;
pub(crate) mod superseded_setup_links;
pub(crate) mod support_codes;
pub(crate) mod users;
pub(crate) mod viewings;

pub(crate) use field::{Table, beginning, micros, search_patterns, search_text, words};
use field::{beginnings, beginnings_beside};
use row::row;
pub(crate) use row::{Columns, Row, RowOf, Stored};
