//! What in HTML may act in a reader's mail program.

use html5ever::tokenizer::{Tag, TagKind, Token};

use crate::html_tokens::find_in;

/// Elements that run something, fetch a document, take input, or change how the rest is read. Nobody
/// writes them into a mail by mistake, so they are refused and not left out in silence.
const ELEMENTS: &[&str] = &[
    // They run, or fetch what runs.
    "script",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "portal",
    "fencedframe",
    // They take input.
    "form",
    "input",
    "button",
    "select",
    "option",
    "optgroup",
    "textarea",
    "output",
    "keygen",
    "isindex",
    // They say something about the whole document, which is ours.
    "meta",
    "base",
    "link",
    // What is inside of them is read by other rules: the favourite hiding place of scripts.
    "svg",
    "math",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "background",
    "poster",
    "cite",
    "data",
    "dynsrc",
    "lowsrc",
    "longdesc",
    "usemap",
    "xlink:href",
    "ping",
    "manifest",
    "codebase",
    "classid",
    "archive",
    "profile",
];

/// Attributes that hold a document of its own.
const DOCUMENTS: &[&str] = &["srcdoc"];

/// Where a link may lead.
pub(crate) const SCHEMES: &[&str] = &["https", "http", "mailto", "tel"];

/// The most characters of a name that are told.
pub(crate) const TOLD: usize = 32;

/// The first element, attribute or kind of address that may act: `<script>`, `onclick`,
/// `javascript:`. An address without a scheme leads nowhere in a mail, and does not act.
pub(crate) fn find_active(html: &str) -> Option<String> {
    find_in(html, |token| if let Token::TagToken(tag) = token { active_part(tag) } else { None })
}

fn active_part(tag: &Tag) -> Option<String> {
    let name = visible(&tag.name);
    if ELEMENTS.contains(&name.as_str()) {
        return Some(format!("<{name}>"));
    }
    if tag.kind == TagKind::EndTag {
        return None;
    }
    tag.attrs.iter().find_map(|attribute| {
        let name = visible(&attribute.name.local);
        if (name.starts_with("on") && name.len() > 2) || DOCUMENTS.contains(&name.as_str()) {
            return Some(name.chars().take(TOLD).collect());
        }
        if !ADDRESSES.contains(&name.as_str()) {
            return None;
        }
        let scheme = scheme(&attribute.value)?;
        let leads_somewhere = SCHEMES.contains(&scheme.as_str());
        (!leads_somewhere).then(|| scheme.chars().take(TOLD).chain([':']).collect())
    })
}

/// The scheme of an address, in lower case.
fn scheme(address: &str) -> Option<String> {
    let address = visible(address);
    let (scheme, _) = address.split_once(':')?;
    let begins_well = scheme.starts_with(|c: char| c.is_ascii_lowercase());
    let is_scheme = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c);
    (begins_well && scheme.chars().all(is_scheme)).then(|| scheme.to_owned())
}

/// A text in lower case with only what can be seen of it, in ASCII. Some browser or other has read
/// over each of the rest: NUL and other control characters, white space, what cannot be decoded.
fn visible(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).map(|c| c.to_ascii_lowercase()).collect()
}
