//! The panel's pages, asked as a browser asks, on a store in memory.

mod access;
mod browser;
mod client_access;
mod client_sites;
mod clients;
mod contacts;
mod pages;
mod people;
mod security;
mod sites;
mod stories;
mod world;
