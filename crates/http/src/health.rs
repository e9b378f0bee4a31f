//! Health and readiness.

/// Tells whether the mail worker is at work.
pub trait MailHealth: Send + Sync {
    /// Whether it has shown a sign of life lately.
    fn is_alive(&self) -> bool;
}

/// For when nobody asks: the document is written without a server.
pub(crate) struct NoMail;

impl MailHealth for NoMail {
    fn is_alive(&self) -> bool {
        false
    }
}
