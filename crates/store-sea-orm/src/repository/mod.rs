//! The repositories: what a unit of work reads and writes, one aggregate a file.

mod accounts;
mod answers;
mod invitations;
mod memberships;
mod outbox_writer;
mod password_resets;
mod registrations;
mod service_keys;
mod sessions;
mod users;
