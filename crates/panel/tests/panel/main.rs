//! The panel's pages, asked as a browser asks, on a store in memory.

mod access;
mod agency;
mod browser;
mod client_area;
mod confirming;
mod contacts;
mod languages;
mod mails;
mod pages;
mod security;
mod setup;
mod stories;
mod viewing;
mod world;
