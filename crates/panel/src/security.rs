//! What keeps other sites out: headers, the origin of a post, and the token of a form.

use poem::http::{HeaderValue, header};
use poem::{Request, Response};

/// Takes the token of a mailed link from the fragment, where no log and no `Referer` sees it, and
/// sends it as the form does. Without scripts the form's field takes the pasted link.
pub(crate) const FRAGMENT_SCRIPT: &str = "(()=>{const t=location.hash.slice(1),\
i=document.querySelector('input[name=token]');if(t&&i){history.replaceState(null,'',location.pathname);\
i.value=t;i.form.submit()}})()";

/// The hash by which the policy lets exactly that script run (tested).
const FRAGMENT_SCRIPT_HASH: &str = "sha256-HzMkYWzsHlLlWSI+S1zTNK8zbuevBo5JJV1ag+e9vS8=";

/// Nothing from elsewhere, no script but the one, forms to ourselves only.
fn content_security_policy() -> String {
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src '{FRAGMENT_SCRIPT_HASH}'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The policy of the page that shows a mail: its own styles count, in a frame where nothing runs.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; \
                                      img-src 'self'; frame-src 'self'; form-action 'self'; \
                                      base-uri 'none'; frame-ancestors 'none'";

/// A page on which a mail is shown.
pub(crate) fn showing_mail(mut response: Response) -> Response {
    let policy = HeaderValue::from_static(MAIL_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Sets what every answer of the panel carries.
pub(crate) fn secure(response: &mut Response) {
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy()) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // With `no-referrer` browsers send `Origin: null` with our own forms, too, and nobody could post
    // where `Sec-Fetch-Site` is missing. No other site learns anything by this one either.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    let kept = HeaderValue::from_static("no-store");
    headers.entry(header::CACHE_CONTROL).or_insert(kept);
    let opener = HeaderValue::from_static("same-origin");
    headers.insert("cross-origin-opener-policy", opener.clone());
    headers.insert("cross-origin-resource-policy", opener);
}

/// Whether a post comes from one of our own pages: the browser says so by `Sec-Fetch-Site`, or
/// where that is missing by `Origin`. A post that says neither is not believed.
pub(crate) fn is_our_own(request: &Request, public_url: &str) -> bool {
    match (request.header("sec-fetch-site"), request.header(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin == origin_of(public_url),
        (None, None) => false,
    }
}

/// Scheme and authority of a URL.
fn origin_of(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url[authority..].find('/').map_or(url.len(), |at| authority + at);
    &url[..end]
}

/// Whether two texts are equal, in a time that tells nothing of where they differ.
pub(crate) fn same(left: &str, right: &str) -> bool {
    let differing = left.bytes().zip(right.bytes()).fold(0, |found, (a, b)| found | (a ^ b));
    left.len() == right.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use portero_domain::port::Digest as _;
    use portero_system::Sha256Digest;

    use super::*;

    #[test]
    fn the_policy_pins_the_script_by_its_hash() {
        let hash = STANDARD.encode(Sha256Digest.sha256(FRAGMENT_SCRIPT.as_bytes()));
        assert_eq!(FRAGMENT_SCRIPT_HASH, format!("sha256-{hash}"));
    }

    #[test]
    fn only_our_own_pages_may_post() {
        let url = "https://panel.example/area";
        let post = |name: &str, value: &str| Request::builder().header(name, value).finish();
        assert!(is_our_own(&post("sec-fetch-site", "same-origin"), url));
        assert!(is_our_own(&post("origin", "https://panel.example"), url));
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
            ("origin", "https://panel.example.evil"),
            ("origin", "null"),
            ("host", "panel.example"),
        ] {
            assert!(!is_our_own(&post(name, value), url), "{name}: {value}");
        }
    }

    #[test]
    fn texts_of_different_length_are_not_the_same() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd") && !same("abc", "ab") && !same("", "a"));
    }
}
