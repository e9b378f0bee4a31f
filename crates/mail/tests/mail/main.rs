//! The letters as people read them, and the worker's way with them.

mod development_mailbox;
mod escaping;
mod given;
mod holding_transport;
mod in_memory_outbox;
mod letters;
mod smtp;
mod smtp_server;
mod worker;
