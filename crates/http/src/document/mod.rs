//! The `OpenAPI` document: completed where the framework cannot say what holds, and read again to
//! explain what is wrong with a request.

mod complete;
mod fault;
mod form;
mod outline;
mod refusals;
mod routes;

use std::sync::OnceLock;

pub use fault::{Fault, Trouble};
pub use form::Form;
pub use routes::Routes;

/// The document as it is served. It is made when it is first needed: a server at rest is small, and
/// starts at once.
pub struct Document {
    derive: Box<dyn Fn() -> String + Send + Sync>,
    beside: &'static [(&'static str, &'static [&'static str])],
    text: OnceLock<String>,
    routes: OnceLock<Routes>,
}

impl Document {
    /// The document of what `derive` gives: the framework's own, from the operations. `beside` are
    /// the paths that it does not know, with their methods.
    #[must_use]
    pub fn of(
        derive: impl Fn() -> String + Send + Sync + 'static,
        beside: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        let (text, routes) = (OnceLock::new(), OnceLock::new());
        Self { derive: Box::new(derive), beside, text, routes }
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| complete::completed(&(self.derive)()))
    }

    /// Which paths there are, and what each takes.
    #[must_use]
    pub fn routes(&self) -> &Routes {
        self.routes.get_or_init(|| Routes::of(self.text(), self.beside))
    }
}
