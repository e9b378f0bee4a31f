//! The panel's cookies: the session, the link that is being followed, what is seen with a client's
//! eyes, and a visitor's language.

use poem::Request;
use poem::http::header;

/// How cookies are named and marked: by whether browsers reach the panel over TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CookieJar {
    secure: bool,
}

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The token of the session; it ends with the browser, or with the session.
    Session,
    /// The token of a mailed link, with the page that it is for.
    Link,
    /// The token of a viewing, beside the session of whoever looks (D25); it ends with the browser, or
    /// with the viewing.
    Viewing,
    /// The language of someone who is not signed in.
    Language,
}

impl Cookie {
    const fn name(self) -> &'static str {
        match self {
            Self::Session => "portero_session",
            Self::Link => "portero_link",
            Self::Viewing => "portero_viewing",
            Self::Language => "portero_language",
        }
    }

    /// How long a browser keeps it, in seconds; nothing means until it is closed.
    const fn seconds(self) -> Option<u32> {
        match self {
            Self::Session | Self::Viewing => None,
            Self::Link => Some(3_600),
            Self::Language => Some(31_536_000),
        }
    }
}

impl CookieJar {
    /// Marks cookies `Secure`, with the prefix that keeps other hosts from setting them, unless
    /// the public URL is plain http.
    pub(crate) fn for_public_url(public_url: &str) -> Self {
        Self { secure: public_url.starts_with("https://") }
    }

    fn full_name(self, cookie: Cookie) -> String {
        let prefix = if self.secure { "__Host-" } else { "" };
        format!("{prefix}{}", cookie.name())
    }

    /// What the browser sent.
    pub(crate) fn read(self, request: &Request, cookie: Cookie) -> Option<String> {
        let name = self.full_name(cookie);
        let lines = request.headers().get_all(header::COOKIE);
        lines
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(present, _)| *present == name)
            .map(|(_, value)| value.to_owned())
    }

    /// The header that sets it.
    pub(crate) fn set(self, cookie: Cookie, value: &str) -> String {
        let age = cookie.seconds().map(|age| format!("; Max-Age={age}")).unwrap_or_default();
        self.written(cookie, value, &age)
    }

    /// The header that takes it away.
    pub(crate) fn unset(self, cookie: Cookie) -> String {
        self.written(cookie, "", "; Max-Age=0")
    }

    fn written(self, cookie: Cookie, value: &str, age: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.full_name(cookie);
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_no_other_host_can_set_a_cookie_of_ours() {
        let jar = CookieJar::for_public_url("https://panel.example");
        assert_eq!(
            jar.set(Cookie::Session, "abc"),
            "__Host-portero_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        let request = Request::builder().header("cookie", "portero_session=evil").finish();
        assert_eq!(jar.read(&request, Cookie::Session), None);
        let request = Request::builder().header("cookie", "a=b; __Host-portero_session=x").finish();
        assert_eq!(jar.read(&request, Cookie::Session).as_deref(), Some("x"));
    }

    #[test]
    fn on_plain_http_the_name_is_plain() {
        let jar = CookieJar::for_public_url("http://127.0.0.1:8080");
        assert!(jar.unset(Cookie::Link).starts_with("portero_link=; Path=/"));
        assert!(!jar.set(Cookie::Link, "x").contains("Secure"));
    }
}
