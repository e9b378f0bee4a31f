//! The repositories: what a unit of work reads and writes, one aggregate a file.

mod account_counts;
mod accounts;
mod answers;
mod clients;
mod communications;
mod contacts;
mod invitations;
mod memberships;
mod outbox_writer;
mod password_resets;
mod registrations;
mod service_keys;
mod sessions;
mod site_assignments;
mod sites;
mod support_codes;
mod users;
mod viewings;
