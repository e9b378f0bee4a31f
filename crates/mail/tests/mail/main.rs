//! The letters as people read them, and the worker's way with them.

mod at_work;
mod client_invitations;
mod communications;
mod development_mailbox;
mod escaping;
mod faults;
mod given;
mod holding_transport;
mod in_memory_outbox;
mod letters;
mod smtp;
mod smtp_server;
mod worker;
