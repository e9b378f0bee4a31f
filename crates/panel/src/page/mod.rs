//! The pages, one file each.

pub(crate) mod areas;
pub(crate) mod audit;
pub(crate) mod client_area;
pub(crate) mod communications;
pub(crate) mod confirm;
pub(crate) mod contact;
pub(crate) mod contacts;
pub(crate) mod details;
pub(crate) mod home;
pub(crate) mod invitation;
pub(crate) mod invite;
pub(crate) mod keys;
pub(crate) mod link;
pub(crate) mod mailbox;
pub(crate) mod member;
pub(crate) mod ownership;
pub(crate) mod part;
pub(crate) mod password;
pub(crate) mod profile;
pub(crate) mod register;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod unsubscribe;
pub(crate) mod upkeep;
pub(crate) mod users;
pub(crate) mod view_as;
