//! The system as a whole: its architecture, its tidiness and the stories of its users.

mod architecture;
mod configuration;
mod conventions;
mod crashes;
mod documents;
mod functions;
mod getting_in;
mod harness;
mod links;
mod matrix;
mod noventiq_invitations;
mod noventiq_roles;
mod operator;
mod races;
mod secrets;
mod source;
mod stopping_access;
mod tidiness;
mod together;
