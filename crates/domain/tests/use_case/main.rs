//! The use cases in isolation: what they ask of their ports, and what they never do.

mod client_given;
mod clients;
mod exporting;
mod getting_in;
mod importing;
mod importing_sites;
mod inviting;
mod setup_links;
mod site_questions;
mod stage;
mod viewing;
