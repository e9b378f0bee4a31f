//! The cases, by what they are about.

pub mod access;
pub mod account;
pub mod account_list;
pub mod answer;
pub mod audit;
pub mod audit_list;
pub mod communication;
pub mod concurrency;
pub mod contact;
pub mod contact_list;
pub mod event;
pub mod forgetting;
pub mod invitation;
pub mod invitation_list;
pub mod member_list;
pub mod membership;
pub mod outbox;
pub mod password_reset;
pub mod registration;
pub mod service_key;
pub mod session;
pub mod sign_in;
pub mod support_code;
pub mod unit_of_work;
pub mod user;
