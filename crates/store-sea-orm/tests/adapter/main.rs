//! What is this adapter's own: its schema, its pools, and what it makes of rows that make no sense.
//! What every store does is proved by the contract. Each test runs on a `SQLite` file and on
//! `PostgreSQL`.

#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test, as it should")]

mod client_given;
mod client_lists;
mod clients;
mod commits;
mod corruption;
mod database;
mod given;
mod lists;
mod mails;
mod migrations;
mod plans;
mod schema;
