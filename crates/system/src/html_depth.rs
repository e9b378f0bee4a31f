//! How deep the elements of HTML stand in each other.

use std::cell::RefCell;
use std::collections::BTreeMap;

use html5ever::tokenizer::{Tag, TagKind, Token};

use crate::active_html::TOLD;
use crate::html_tokens::find_in;

/// The most elements that may be open at once. Mail has some dozens of them; tens of thousands take a
/// parser, ours or the reader's, time that grows with their square.
const MOST_OPEN: usize = 256;

/// Elements that are never open, or that the next of their kind ends: they make nothing deep.
const SHALLOW: &[&str] = &[
    "area", "br", "col", "hr", "img", "param", "source", "track", "wbr", "html", "head", "body",
    "p", "li", "dt", "dd", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th",
];

/// The element that is open most often where too many are, and how often: `<div> × 255`. They are
/// counted by name, as tags come: an end tag ends one of its own name, wherever that stands.
pub(crate) fn find_too_deep(html: &str) -> Option<String> {
    let open = RefCell::new(Open::default());
    find_in(html, |token| {
        let Token::TagToken(tag) = token else { return None };
        let mut open = open.borrow_mut();
        open.count(tag);
        (open.total > MOST_OPEN).then(|| open.most())
    })
}

/// How many elements are open, in all and by name.
#[derive(Default)]
struct Open {
    total: usize,
    by_name: BTreeMap<String, usize>,
}

impl Open {
    fn count(&mut self, tag: &Tag) {
        if SHALLOW.contains(&&*tag.name) {
            return;
        }
        let count = self.by_name.entry(tag.name.to_string()).or_default();
        match tag.kind {
            TagKind::StartTag => (*count, self.total) = (*count + 1, self.total + 1),
            TagKind::EndTag if *count > 0 => (*count, self.total) = (*count - 1, self.total - 1),
            TagKind::EndTag => {}
        }
    }

    fn most(&self) -> String {
        let most = self.by_name.iter().max_by_key(|(_, count)| **count);
        let (name, count) = most.map_or(("", 0), |(name, count)| (name.as_str(), *count));
        let told: String = name.chars().filter(char::is_ascii_graphic).take(TOLD).collect();
        format!("<{told}> × {count}")
    }
}
