//! The repositories: what a unit of work reads and writes, one aggregate a file.

mod account_counts;
mod accounts;
mod answers;
mod communications;
mod contacts;
mod invitations;
mod memberships;
mod outbox_writer;
mod password_resets;
mod registrations;
mod service_keys;
mod sessions;
mod support_codes;
mod users;
