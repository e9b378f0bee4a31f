//! The panel's pages, asked as a browser asks, on a store in memory.

mod access;
mod browser;
mod contacts;
mod pages;
mod security;
mod stories;
mod world;
