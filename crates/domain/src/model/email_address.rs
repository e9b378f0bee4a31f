//! E-mail addresses by our own strict grammar, and the lists of them that people paste.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use super::text::is_unprintable;

/// Why a text is no address that we accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailAddressRefusal {
    /// Not of the form `local@domain`.
    #[error("an address has the form name@domain.tld")]
    Form,
    /// More than 254 bytes, or more than 64 before the `@`.
    #[error("the address is too long")]
    TooLong,
    /// The part before the `@` has something other than unquoted ASCII.
    #[error(
        "the part before the @ may have only letters, digits and !#$%&'*+-/=?^_`{{|}}~ with single dots between"
    )]
    LocalPart,
    /// The part after the `@` is no domain name with at least one dot.
    #[error("the part after the @ is not a domain name")]
    Domain,
}

/// One e-mail address: shown as typed, compared by a canonical form made here and nowhere else.
///
/// The local part is ASCII without quotes; an international domain becomes its A-label. The
/// canonical form is the whole in ASCII lower case; nothing is removed from it.
#[derive(Debug, Clone)]
pub struct EmailAddress {
    shown: String,
    canonical: String,
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for EmailAddress {}

impl Hash for EmailAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical.hash(state);
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

impl EmailAddress {
    /// The most bytes in an address, its domain counted as A-label.
    pub const LONGEST: usize = 254;

    /// Parses one address. `to_ascii` gives the A-label form of a domain that is not plain ASCII,
    /// or nothing when it has none or does not survive the way there and back.
    ///
    /// # Errors
    /// Says which part of the grammar the text breaks.
    pub fn parse(
        text: &str,
        to_ascii: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Self, EmailAddressRefusal> {
        let shown = text.trim_matches([' ', '\t', '\r', '\n']);
        let (local, domain) = shown.split_once('@').ok_or(EmailAddressRefusal::Form)?;
        if !is_local_part(local) {
            return Err(EmailAddressRefusal::LocalPart);
        }
        let ascii_domain = ascii_domain(domain, to_ascii).ok_or(EmailAddressRefusal::Domain)?;
        let canonical = format!("{}@{ascii_domain}", local.to_ascii_lowercase());
        if local.len() > 64 || canonical.len() > Self::LONGEST || shown.len() > Self::LONGEST {
            return Err(EmailAddressRefusal::TooLong);
        }
        Ok(Self { shown: shown.to_owned(), canonical })
    }

    /// Rebuilds an address from the two forms that a store kept, or nothing when they cannot
    /// belong together.
    #[must_use]
    pub fn from_stored(shown: String, canonical: String) -> Option<Self> {
        let (local, _) = shown.split_once('@')?;
        let (canonical_local, domain) = canonical.split_once('@')?;
        let together = local.to_ascii_lowercase() == canonical_local
            && is_local_part(local)
            && is_ascii_domain(domain);
        together.then_some(Self { shown, canonical })
    }

    /// The address as it was typed, for people.
    #[must_use]
    pub fn as_shown(&self) -> &str {
        &self.shown
    }

    /// The form that addresses are compared by.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The address for a mail server: the local part as typed, the domain as A-label.
    #[must_use]
    pub fn deliverable(&self) -> String {
        let local = self.shown.split('@').next().unwrap_or_default();
        let domain = self.canonical.rsplit('@').next().unwrap_or_default();
        format!("{local}@{domain}")
    }
}

/// A dot-string of RFC 5321: runs of unquoted ASCII with single dots between.
fn is_local_part(local: &str) -> bool {
    let is_atom_byte = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte))
}

fn ascii_domain(domain: &str, to_ascii: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    // Other characters that some parsers take for a dot, or map to one.
    let false_dots = ['\u{3002}', '\u{FF0E}', '\u{FF61}', '\u{2024}'];
    if domain.contains(false_dots) || domain.chars().any(is_unprintable) {
        return None;
    }
    let lower = domain.to_ascii_lowercase();
    let plain = lower.is_ascii() && !lower.split('.').any(|label| label.starts_with("xn--"));
    let ascii = if plain { lower } else { to_ascii(domain)?.to_ascii_lowercase() };
    let same_labels = ascii.split('.').count() == domain.split('.').count();
    (same_labels && is_ascii_domain(&ascii)).then_some(ascii)
}

fn is_ascii_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(is_label)
        && !top.bytes().all(|b| b.is_ascii_digit())
}

/// One address of a list that cannot be read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MalformedAddress {
    /// The place in the list, from 0.
    pub position: usize,
    /// The text that stands there.
    pub given: String,
    /// What is wrong with it.
    pub refusal: EmailAddressRefusal,
}

/// Why a whole list was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressListRefusal {
    /// There is no address in it.
    Empty,
    /// There are more than allowed.
    TooMany {
        /// How many there are.
        given: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Some cannot be read: each is named, and none is used.
    Malformed(Vec<MalformedAddress>),
}

/// The addresses of one invitation form, in order, each marked when it repeats an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressList {
    /// The addresses as given; `true` marks one that was there before.
    pub entries: Vec<(EmailAddress, bool)>,
}

impl AddressList {
    /// Splits a text at white space, commas and semicolons in any mix; empty items do not count
    /// (N06).
    pub fn split(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| c.is_whitespace() || c == ',' || c == ';')
            .filter(|item| !item.is_empty())
    }

    /// Reads every item; one that is malformed refuses the whole list.
    ///
    /// # Errors
    /// Names every malformed item with its position, or says that there are none or too many.
    pub fn parse<'a>(
        items: impl IntoIterator<Item = &'a str>,
        limit: usize,
        to_ascii: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, AddressListRefusal> {
        let items: Vec<&str> = items.into_iter().collect();
        if items.is_empty() {
            return Err(AddressListRefusal::Empty);
        }
        if items.len() > limit {
            return Err(AddressListRefusal::TooMany { given: items.len(), limit });
        }
        let mut seen = HashSet::with_capacity(items.len());
        let mut entries = Vec::with_capacity(items.len());
        let mut malformed = Vec::new();
        for (position, item) in items.iter().enumerate() {
            match EmailAddress::parse(item, &to_ascii) {
                Ok(address) => {
                    let repeated = !seen.insert(address.canonical.clone());
                    entries.push((address, repeated));
                }
                Err(refusal) => {
                    malformed.push(MalformedAddress {
                        position,
                        given: (*item).to_owned(),
                        refusal,
                    });
                }
            }
        }
        if malformed.is_empty() {
            Ok(Self { entries })
        } else {
            Err(AddressListRefusal::Malformed(malformed))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<EmailAddress, EmailAddressRefusal> {
        EmailAddress::parse(text, |domain| (domain == "año.es").then(|| "xn--ao-zja.es".to_owned()))
    }

    #[test]
    fn shown_as_typed_compared_by_the_canonical_form() {
        let typed = parse(" Ana.Lopez@Empresa.ES ").expect("an address");
        assert_eq!(typed.as_shown(), "Ana.Lopez@Empresa.ES");
        assert_eq!(typed.canonical(), "ana.lopez@empresa.es");
        assert_eq!(typed.deliverable(), "Ana.Lopez@empresa.es");
        assert_eq!(Some(&typed), parse("ana.lopez@empresa.es").as_ref().ok());
        assert_ne!(Some(&typed), parse("analopez@empresa.es").as_ref().ok());
    }

    #[test]
    fn an_international_domain_becomes_its_a_label() {
        let typed = parse("ana@año.es").expect("an address");
        assert_eq!(typed.as_shown(), "ana@año.es");
        assert_eq!(typed.deliverable(), "ana@xn--ao-zja.es");
        assert_eq!(parse("ana@ano\u{303}x.es"), Err(EmailAddressRefusal::Domain));
    }

    #[test]
    fn what_parsers_disagree_on_is_refused() {
        for text in [
            "ana",
            "@a.es",
            "ana@",
            "ana@localhost",
            "ana@@a.es",
            "ana@a..es",
            "ana@.a.es",
            "ana@a.es.",
            "ana@-a.es",
            "ana@a-.es",
            "ana@1.2",
            "ana@[127.0.0.1]",
            ".ana@a.es",
            "ana.@a.es",
            "a..na@a.es",
            "\"a@evil.com x\"@corp.com",
            "ana(x)@a.es",
            "ana@a.es(x)",
            "<ana@a.es>",
            "ana@a。es",
            "ana@a．es",
            "aña@a.es",
            "ana@a.es\0",
            "ana\r\nBcc:x@a.es",
            "=?utf-8?q?ana?=@a_b.es",
            "ana@a_b.es",
            "\u{212A}@a.es",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert_eq!(parse(&format!("{}@a.es", "a".repeat(65))), Err(EmailAddressRefusal::TooLong));
        let long = format!("ana@{}.es", ["a".repeat(62).as_str(); 4].join("."));
        assert_eq!(parse(&long), Err(EmailAddressRefusal::TooLong));
    }

    #[test]
    fn a_stored_pair_that_cannot_belong_together_is_refused() {
        let rebuild = |shown: &str, canonical: &str| {
            EmailAddress::from_stored(shown.to_owned(), canonical.to_owned())
        };
        assert!(rebuild("Ana@año.es", "ana@xn--ao-zja.es").is_some());
        assert!(rebuild("Ana@a.es", "eva@a.es").is_none());
        assert!(rebuild("Ana@a.es", "ana").is_none());
    }

    #[test]
    fn n06_separators_may_be_mixed_and_empty_items_do_not_count() {
        let text = " ana@a.es, luis@b.es;eva@c.es\t,;\n\r\n;;  noa@d.es ;";
        let items: Vec<_> = AddressList::split(text).collect();
        assert_eq!(items, ["ana@a.es", "luis@b.es", "eva@c.es", "noa@d.es"]);
        assert_eq!(AddressList::split(" ,; \n").count(), 0);
    }

    #[test]
    fn one_malformed_address_refuses_the_whole_list_and_all_are_named() {
        let parsed = AddressList::parse(["ana@a.es", "luis", "eva@c.es", "@d"], 10, |_| None);
        let Err(AddressListRefusal::Malformed(malformed)) = parsed else {
            panic!("it was accepted");
        };
        let named: Vec<_> =
            malformed.iter().map(|one| (one.position, one.given.as_str())).collect();
        assert_eq!(named, [(1, "luis"), (3, "@d")]);
    }

    #[test]
    fn a_repeated_address_is_marked_whatever_its_case() {
        let list = AddressList::parse(["ana@a.es", "ANA@A.es"], 10, |_| None).expect("a list");
        let repeated: Vec<_> = list.entries.iter().map(|(_, repeated)| *repeated).collect();
        assert_eq!(repeated, [false, true]);
    }
}
