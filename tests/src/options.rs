//! How a server is to run.

/// How a server is to run. Unless told otherwise: a fresh `SQLite` file, the development mailbox,
/// no rate limits, and password hashing that costs next to nothing.
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) environment: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self { environment: Vec::new() }
            .env("PORTERO_DATABASE_URL", "sqlite:portero.db")
            .env("PORTERO_LISTEN", "127.0.0.1:0")
            .env("PORTERO_MAIL", "mailbox")
            .env("PORTERO_RATE_LIMITS", "off")
            .env("PORTERO_PASSWORD_HASHING", "cheap-for-tests")
            .env("PORTERO_SECRET_KEY_FILE", "portero.key")
    }
}

impl Options {
    /// The database to use; a relative `SQLite` path is in the server's own folder.
    #[must_use]
    pub fn database(self, url: &str) -> Self {
        self.env("PORTERO_DATABASE_URL", url)
    }

    /// The mail server to use, as [`crate::smtp_sink::SmtpSink::url`] gives it.
    #[must_use]
    pub fn mail(self, url: &str) -> Self {
        self.env("PORTERO_MAIL", url)
    }

    /// With the limits on how often things may be done.
    #[must_use]
    pub fn with_rate_limits(self) -> Self {
        self.env("PORTERO_RATE_LIMITS", "on")
    }

    /// What links in mails begin with.
    #[must_use]
    pub fn public_url(self, url: &str) -> Self {
        self.env("PORTERO_PUBLIC_URL", url)
    }

    /// Without a setting, as if nobody had thought of it.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self
    }

    /// Any other setting; the last one for a name counts.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }
}
