//! The repositories: every one of them is the unit of work itself.

mod account;
mod answer;
pub mod client;
mod communication;
mod contact;
pub mod invitation;
mod membership;
mod outbox_writer;
mod password_reset;
mod registration;
mod service_key;
mod session;
mod site;
pub mod site_assignment;
mod support_code;
mod user;
mod viewing;
