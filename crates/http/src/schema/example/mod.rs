//! The examples of the documentation: one company, Acme S.L., and the same few people throughout.

mod access;
mod account;
mod cast;
mod client;
mod client_area;
mod communication;
mod contact;
mod getting_in;
mod health;
mod invitation;
mod me;
mod member;
mod policy;
mod problem;
mod service_key;
mod site;
mod support;
mod trail;
mod transfer;
