//! The access system of a client area, as a library without input or output.
//!
//! Four rooms on one floor of typed ids ([`id`]), and arrows that go one way only:
//!
//! - [`policy`]: roles, permissions and the one place that decides. Pure and total.
//! - [`model`]: accounts, users, memberships, invitations and their state machines.
//! - [`port`]: what the hexagon needs from outside, one trait a file.
//! - [`use_case`]: what a caller may ask for, gathered on [`use_case::Portero`].
//!
//! # Asking the policy
//!
//! ```
//! use portero_domain::policy::{Decision, GrantSource, Permission, Role, Standing, decide};
//!
//! let finance = Standing::of(Role::Finance);
//! assert_eq!(
//!     decide(&finance, Permission::InvoicesPay),
//!     Decision::Allowed(GrantSource::Role(Role::Finance)),
//! );
//! // Service administration is hidden from finance (N11), and the answer says who holds it.
//! let Decision::Denied(denial) = decide(&finance, Permission::ServicesRead) else {
//!     unreachable!()
//! };
//! assert!(denial.held_by_roles().contains(Role::Administrator));
//! ```

pub mod id;
pub mod model;
pub mod policy;
pub mod port;
pub mod use_case;
