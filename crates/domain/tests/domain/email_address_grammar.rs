//! The address grammar, against texts that were made to break it.

use portero_domain::model::{AddressList, EmailAddress};
use proptest::prelude::*;

/// A stand-in for international domains: knows the Spanish ones, and A-labels as themselves.
fn to_ascii(domain: &str) -> Option<String> {
    let label = |label: &str| match label.to_lowercase().as_str() {
        "año" => Some("xn--ao-zja".to_owned()),
        "ñu" => Some("xn--u-zia".to_owned()),
        plain if plain.is_ascii() => Some(plain.to_owned()),
        _ => None,
    };
    let labels: Option<Vec<String>> = domain.split('.').map(label).collect();
    labels.map(|labels| labels.join("."))
}

/// Texts that are nearly addresses: pieces that parsers disagree on, in any order.
fn nearly_an_address() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-zA-Z0-9]{1,8}".prop_map(|text| text),
        4 => Just("@".to_owned()),
        4 => Just(".".to_owned()),
        2 => Just("año".to_owned()),
        2 => Just("xn--ao-zja".to_owned()),
        1 => "[ \\t\\r\\n\\x00-\\x1f\\x7f\"<>(),:;\\\\\\[\\]]",
        1 => "[!#$%&'*+/=?^_`{|}~-]{1,3}",
        1 => "[\u{3002}\u{FF0E}\u{FF61}\u{2024}\u{FF20}\u{212A}\u{130}\u{AD}\u{202E}\u{85}]",
        1 => "[a-z]{60,70}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn an_address() -> impl Strategy<Value = String> {
    let local = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\\.[a-zA-Z0-9]{1,10}){0,3}";
    let label = prop_oneof![
        "[a-zA-Z0-9]([a-zA-Z0-9-]{0,10}[a-zA-Z0-9])?"
            .prop_filter("no A-label by chance", |label| !label.to_lowercase().starts_with("xn--")),
        Just("Año".to_owned()),
        Just("ñu".to_owned()),
        Just("XN--ao-zja".to_owned()),
    ];
    let domain = proptest::collection::vec(label, 1..4).prop_map(|labels| labels.join("."));
    (local, domain, "[a-z]{2,6}").prop_map(|(local, domain, top)| format!("{local}@{domain}.{top}"))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), nearly_an_address(), an_address()]
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_one_plain_address(text in any_text()) {
        let Ok(address) = EmailAddress::parse(&text, to_ascii) else { return Ok(()) };

        for form in [address.as_shown(), address.canonical(), &address.deliverable()] {
            prop_assert_eq!(form.matches('@').count(), 1, "{:?}", form);
            prop_assert!(!form.chars().any(|c| c.is_control() || c.is_whitespace()), "{:?}", form);
            prop_assert!(form.len() <= EmailAddress::LONGEST);
        }
        prop_assert!(address.canonical().is_ascii());
        prop_assert!(address.deliverable().is_ascii());
        prop_assert_eq!(address.deliverable().to_ascii_lowercase(), address.canonical());
    }

    #[test]
    fn every_form_of_an_address_leads_back_to_it(text in any_text()) {
        let Ok(address) = EmailAddress::parse(&text, to_ascii) else { return Ok(()) };

        for form in [address.as_shown(), address.canonical(), &address.deliverable()] {
            let again = EmailAddress::parse(form, to_ascii);
            let canonical = again.as_ref().map(EmailAddress::canonical);
            prop_assert_eq!(canonical, Ok(address.canonical()), "{:?}", form);
        }
        let canonical = EmailAddress::parse(address.canonical(), to_ascii).expect("parsed before");
        prop_assert_eq!(canonical.as_shown(), address.canonical());
    }

    #[test]
    fn what_is_stored_can_be_rebuilt(text in any_text()) {
        let Ok(address) = EmailAddress::parse(&text, to_ascii) else { return Ok(()) };

        let (shown, canonical) = (address.as_shown().to_owned(), address.canonical().to_owned());
        prop_assert_eq!(EmailAddress::from_stored(shown, canonical), Some(address));
    }

    #[test]
    fn a_plain_address_is_accepted_whatever_its_case(text in an_address()) {
        let parsed = EmailAddress::parse(&text, to_ascii);
        let shouted = EmailAddress::parse(&text.to_ascii_uppercase(), to_ascii);

        prop_assert!(parsed.is_ok(), "{text}: {parsed:?}");
        prop_assert_eq!(parsed, shouted);
    }

    #[test]
    fn n06_no_item_of_a_split_list_is_empty_or_holds_a_separator(text in any::<String>()) {
        for item in AddressList::split(&text) {
            prop_assert!(!item.is_empty());
            prop_assert!(!item.contains([',', ';']) && !item.contains(char::is_whitespace));
        }
    }

    #[test]
    fn n06_any_mix_of_separators_gives_the_same_addresses(
        addresses in proptest::collection::vec(an_address(), 1..6),
        separators in proptest::collection::vec("[ ,;\t\r\n]{1,4}", 6),
    ) {
        let mixed: String =
            addresses.iter().zip(&separators).flat_map(|(a, s)| [a.as_str(), s.as_str()]).collect();

        let items: Vec<&str> = AddressList::split(&mixed).collect();

        prop_assert_eq!(items, addresses);
    }
}
