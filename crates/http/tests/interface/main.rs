//! The interface from outside, on the store in memory: what its document promises, held against
//! every operation that the document knows.

mod answer;
mod bad_body;
mod bad_credential;
mod bad_parameter;
mod callers;
mod clients;
mod codes;
mod conventions;
mod document;
mod foreign;
mod pages;
mod world;
