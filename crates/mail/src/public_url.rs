//! The one address that links in mails begin with.

use std::fmt;

use url::{Host, Url};

/// Why a text is no public URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a public URL has the form https://host or http://host:port, and nothing behind it")]
pub struct PublicUrlRefusal;

/// Where people reach the installation: configured, and never taken from a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Reads a URL. A slash at its end does not count; an international host becomes its A-label.
    ///
    /// # Errors
    /// When it is not `http` or `https`, or has a user, a path, a query or a fragment. Below a path
    /// neither the panel's links nor its cookies would lead anywhere: both begin at the root.
    pub fn parse(text: &str) -> Result<Self, PublicUrlRefusal> {
        let url = Url::parse(text).map_err(|_| PublicUrlRefusal)?;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
        if web && bare { Ok(Self(url)) } else { Err(PublicUrlRefusal) }
    }

    /// Whether whoever is between can read passwords and sessions: plain http, and not to this machine
    /// itself.
    #[must_use]
    pub fn is_read_on_the_way(&self) -> bool {
        let is_here = match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        self.0.scheme() == "http" && !is_here
    }

    /// The host, if it is a name that mail can come from: one with a dot in it, no bare IP address.
    pub(crate) fn mail_domain(&self) -> Option<&str> {
        let domain = self.0.domain()?.trim_end_matches('.');
        domain.contains('.').then_some(domain)
    }

    /// A page, with the token in the fragment, which no server's log and no `Referer` ever sees.
    pub(crate) fn link(&self, page: &str, token: &str) -> String {
        format!("{self}/{page}#{token}")
    }

    /// What a mail program POSTs to by itself (RFC 8058), so that what is signed stands in the path:
    /// servers' logs see it, and all that it can do is switch one category off.
    pub(crate) fn signed_link(&self, page: &str, signed_reference: &str) -> String {
        format!("{self}/{page}/{signed_reference}")
    }
}

/// Without a slash at the end.
impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_the_url_a_page_and_a_fragment() {
        for (url, link) in [
            ("https://panel.example.com", "https://panel.example.com/reset#abc"),
            ("https://panel.example.com/", "https://panel.example.com/reset#abc"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/reset#abc"),
            ("https://españa.es", "https://xn--espaa-rta.es/reset#abc"),
        ] {
            let url = PublicUrl::parse(url).expect("a public URL");
            assert_eq!(url.link("reset", "abc"), link);
        }
    }

    #[test]
    fn whatever_could_lead_elsewhere_is_refused() {
        for text in [
            "",
            "panel.example.com",
            "ftp://panel.example.com",
            "javascript:alert(1)",
            "https://",
            "https://ana@panel.example.com",
            "https://ana:secret@panel.example.com",
            "https://example.com/clients",
            "https://panel.example.com/?to=x",
            "https://panel.example.com/#x",
        ] {
            assert_eq!(PublicUrl::parse(text), Err(PublicUrlRefusal), "{text}");
        }
    }

    #[test]
    fn plain_http_is_read_on_the_way_unless_there_is_none() {
        let is_read = |text| PublicUrl::parse(text).expect("a public URL").is_read_on_the_way();
        for url in ["http://panel.example.com", "http://192.168.1.7:8080", "http://[fd00::2]"] {
            assert!(is_read(url), "{url}");
        }
        for url in [
            "https://panel.example.com",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://localhost:8080",
            "http://panel.localhost",
        ] {
            assert!(!is_read(url), "{url}");
        }
    }

    #[test]
    fn mail_comes_from_names_only() {
        let domain = |text| {
            let url = PublicUrl::parse(text).expect("a public URL");
            url.mail_domain().map(str::to_owned)
        };
        assert_eq!(domain("https://panel.example.com").as_deref(), Some("panel.example.com"));
        assert_eq!(domain("http://127.0.0.1:8080"), None);
        assert_eq!(domain("http://[::1]:8080"), None);
        assert_eq!(domain("http://localhost:8080"), None);
    }
}
