//! The panel: the pages that people use, on the same use cases as the REST interface.
//!
//! [`panel`] puts it together, one file a page in `page`. A page reads what was sent, asks its
//! use case, and puts parts together that the one template knows; it has no rules of its own.
//! What the policy denies is absent, and reached by hand it is a page that says why.

mod call;
mod cookie;
mod form;
mod moment;
mod note;
mod page;
mod problem;
mod route;
mod security;
mod stale;
mod switcher;
mod view;
mod viewer;
mod words;

use std::sync::Arc;

use poem::{Endpoint, Request, Response};
use portero_domain::model::Origin;
use portero_domain::port::Mailbox;
use portero_domain::use_case::Portero;

use cookie::CookieJar;
use note::Notes;

pub use route::takes;

/// Where a request comes from, as the server sees it.
pub type OriginOf = dyn Fn(&Request) -> Origin + Send + Sync;

/// What the panel is put together from.
pub struct Parts {
    /// The use cases.
    pub portero: Arc<Portero>,
    /// The URL that people reach the panel by: it decides how cookies are marked, and which origin
    /// a post may have.
    pub public_url: String,
    /// Where a request comes from.
    pub origin_of: Arc<OriginOf>,
    /// The development mailbox, if there is one.
    pub mailbox: Option<Arc<dyn Mailbox>>,
}

/// What every page works with.
pub(crate) struct Panel {
    portero: Arc<Portero>,
    public_url: String,
    origin_of: Arc<OriginOf>,
    mailbox: Option<Arc<dyn Mailbox>>,
    jar: CookieJar,
    notes: Notes,
}

/// The whole panel, as an endpoint to serve.
#[must_use]
pub fn panel(parts: Parts) -> impl Endpoint<Output = Response> + use<> {
    let Parts { portero, public_url, origin_of, mailbox } = parts;
    let jar = CookieJar::for_public_url(&public_url);
    let notes = Notes::default();
    let panel = Panel { portero, public_url, origin_of, mailbox, jar, notes };
    route::routes(&Arc::new(panel))
}
