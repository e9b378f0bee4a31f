//! What the hexagon needs from outside: one trait a file.
//!
//! To add a store, implement [`Store`], [`UnitOfWork`] and its repositories, [`Directory`],
//! [`ClientDirectory`], [`AccessDirectory`] and [`Outbox`], and run the suite of `portero-store-contract` against
//! them: what the comments here ask of an adapter, a case there proves.
//!
//! With the feature `mock`, each trait has a `Mock…` made by mockall.

#![cfg_attr(feature = "mock", allow(clippy::ref_option_ref, reason = "mockall's own code"))]

mod access_directory;
mod account_repository;
mod answer_repository;
mod client_directory;
mod client_repository;
mod clock;
mod communication_repository;
mod contact_repository;
mod digest;
mod directory;
mod html_sanitizer;
mod id_generator;
mod international_domains;
mod invitation_repository;
mod letter_draft;
mod mailbox;
mod membership_repository;
mod outbox;
mod outbox_writer;
mod password_hasher;
mod password_reset_repository;
mod rate_limiter;
mod registration_repository;
mod sealer;
mod service_key_repository;
mod session_repository;
mod signer;
mod site_repository;
mod store;
mod support_code_repository;
mod token_generator;
mod unit_of_work;
mod user_repository;
mod viewing_repository;

pub use access_directory::*;
pub use account_repository::*;
pub use answer_repository::*;
pub use client_directory::*;
pub use client_repository::*;
pub use clock::*;
pub use communication_repository::*;
pub use contact_repository::*;
pub use digest::*;
pub use directory::*;
pub use html_sanitizer::*;
pub use id_generator::*;
pub use international_domains::*;
pub use invitation_repository::*;
pub use letter_draft::*;
pub use mailbox::*;
pub use membership_repository::*;
pub use outbox::*;
pub use outbox_writer::*;
pub use password_hasher::*;
pub use password_reset_repository::*;
pub use rate_limiter::*;
pub use registration_repository::*;
pub use sealer::*;
pub use service_key_repository::*;
pub use session_repository::*;
pub use signer::*;
pub use site_repository::*;
pub use store::*;
pub use support_code_repository::*;
pub use token_generator::*;
pub use unit_of_work::*;
pub use user_repository::*;
pub use viewing_repository::*;
