//! Domain names beyond ASCII, by UTS 46.

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use portero_domain::port::InternationalDomains;

/// Turns international domain names into A-labels: UTS 46, non-transitional, with the rules of
/// STD 3, hyphens checked and lengths verified.
///
/// Stricter than UTS 46 in one thing: a label with other than ASCII in it must become an A-label.
/// One that is merely another way to write ASCII (full-width letters, the Kelvin sign) would make
/// one mailbox look like two, so it has no form here.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnicodeDomains;

impl InternationalDomains for UnicodeDomains {
    fn to_ascii(&self, domain: &str) -> Option<String> {
        let ascii = encode(domain)?;
        let (unicode, decoded) =
            Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
        decoded.ok()?;
        let survives = encode(&unicode)? == ascii;
        (survives && has_its_own_labels(domain, &ascii)).then_some(ascii)
    }
}

fn encode(domain: &str) -> Option<String> {
    let ascii = Uts46::new().to_ascii(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::Check,
        DnsLength::Verify,
    );
    ascii.ok().map(|ascii| ascii.to_ascii_lowercase())
}

/// Whether the labels stand where they stood, and each that was not ASCII became an A-label.
fn has_its_own_labels(domain: &str, ascii: &str) -> bool {
    domain.split('.').count() == ascii.split('.').count()
        && domain
            .split('.')
            .zip(ascii.split('.'))
            .all(|(given, encoded)| given.is_ascii() || encoded.starts_with("xn--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_ascii(domain: &str) -> Option<String> {
        UnicodeDomains.to_ascii(domain)
    }

    #[test]
    fn an_international_domain_becomes_its_a_label_in_lower_case() {
        for (domain, ascii) in [
            ("españa.es", "xn--espaa-rta.es"),
            ("ESPAÑA.es", "xn--espaa-rta.es"),
            // Decomposed: n and a combining tilde.
            ("espan\u{0303}a.es", "xn--espaa-rta.es"),
            ("XN--ESPAA-RTA.es", "xn--espaa-rta.es"),
            // Non-transitional: ß is a letter of its own, not ss.
            ("straße.de", "xn--strae-oqa.de"),
            ("例え.jp", "xn--r8jz45g.jp"),
        ] {
            assert_eq!(to_ascii(domain).as_deref(), Some(ascii), "{domain}");
        }
    }

    #[test]
    fn every_form_leads_back_to_itself() {
        for domain in ["xn--espaa-rta.es", "xn--strae-oqa.de", "xn--r8jz45g.jp"] {
            assert_eq!(to_ascii(domain).as_deref(), Some(domain));
        }
    }

    #[test]
    fn what_has_no_form_of_its_own_is_refused() {
        for domain in [
            // Punycode that stands for plain ASCII, that does not decode, that is not normal.
            "xn--abc-.es",
            "xn--\u{e9}.es",
            "xn--aa-.es",
            "xn--a.es",
            // ASCII in disguise: Kelvin sign, full-width letters, a ligature.
            "\u{212A}elvin.es",
            "\u{FF45}vil.es",
            "\u{FB01}n.es",
            // Other dots.
            "ñandú\u{3002}es",
            "ñandú\u{FF0E}es",
            // Not allowed in host names.
            "ñan_dú.es",
            "ñan dú.es",
            "-ñandú.es",
            "ña--ndú.es",
            "ñandú..es",
            "ñandú.es.",
            "",
        ] {
            assert_eq!(to_ascii(domain), None, "{domain}");
        }
    }

    #[test]
    fn a_label_longer_than_63_is_refused() {
        assert_eq!(to_ascii(&format!("{}.es", "ñ".repeat(63))), None);
    }
}
