//! Cleaning HTML that someone gave.

use crate::model::{CleanHtml, HtmlRefusal};

/// Cleans HTML: what could act is refused, what does not belong into a mail is left out.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait HtmlSanitizer: Send + Sync {
    /// The same without anything but text, its structure, links and pictures by `https`.
    ///
    /// # Errors
    /// [`HtmlRefusal`] for scripts, event handlers, frames, forms and links that run something.
    fn sanitize(&self, html: &str) -> Result<CleanHtml, HtmlRefusal>;
}
