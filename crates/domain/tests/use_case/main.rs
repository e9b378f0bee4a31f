//! The use cases in isolation: what they ask of their ports, and what they never do.

mod getting_in;
mod inviting;
mod stage;
