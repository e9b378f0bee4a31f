//! The system as a whole: its architecture, its tidiness and the stories of its users.

mod architecture;
mod functions;
mod harness;
mod links;
mod source;
mod tidiness;
