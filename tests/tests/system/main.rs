//! The system as a whole: its architecture, its tidiness and the stories of its users.

mod architecture;
mod associates;
mod associates_joining;
mod associating;
mod configuration;
mod conventions;
mod crashes;
mod documents;
mod ending_access;
mod explanations;
mod functions;
mod getting_in;
mod harness;
mod links;
mod matrix;
mod noventiq_invitations;
mod noventiq_roles;
mod operator;
mod ownership_offers;
mod races;
mod secrets;
mod source;
mod stopping_access;
mod tidiness;
mod together;
