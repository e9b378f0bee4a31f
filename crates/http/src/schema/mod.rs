//! What goes over the wire, and how it becomes the domain's own.

mod access;
mod account;
mod communication;
mod example;
mod getting_in;
mod grants;
mod health;
mod invitation;
mod me;
mod member;
mod named;
mod ownership_offer;
mod policy;
mod service_key;
mod timestamp;
mod trail;

pub use access::*;
pub use account::*;
pub use communication::*;
pub use getting_in::*;
pub use grants::Grants;
pub use health::*;
pub use invitation::*;
pub use me::*;
pub use member::*;
pub use named::Named;
pub use ownership_offer::*;
pub use policy::*;
pub use service_key::*;
pub use timestamp::Timestamp;
pub use trail::*;
