//! The panel's pages, asked as a browser asks, on a store in memory.

mod access;
mod agency;
mod audit;
mod browser;
mod client_access;
mod client_area;
mod client_sites;
mod clients;
mod confirming;
mod contacts;
mod ends;
mod languages;
mod light;
mod mails;
mod pages;
mod people;
mod refusals;
mod security;
mod setup;
mod sites;
mod stories;
mod viewing;
mod world;
