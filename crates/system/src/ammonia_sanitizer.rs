//! Cleaning HTML that someone gave.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use html5ever::tokenizer::{Tag, TagKind, Token};
use portero_domain::model::{CleanHtml, HtmlRefusal};
use portero_domain::port::HtmlSanitizer;

use crate::active_html::{SCHEMES, find_active};
use crate::html_depth::find_too_deep;
use crate::html_tokens::find_in;

/// Refuses what may act, and cleans the rest by ammonia's list of what may stay.
///
/// Elements that stand too deep in each other count as what may act: they keep a reader's program
/// busy, and would keep this one.
///
/// Left out without a word, for ordinary mail is full of it: styles, classes, ids, comments, the
/// title, frames of a whole document, links that lead nowhere, and pictures by anything but `https`.
/// Links tell nobody where they were followed from (`rel`). The two halves do not rely on each other:
/// what the search for active parts might miss does not survive the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct AmmoniaSanitizer;

impl HtmlSanitizer for AmmoniaSanitizer {
    fn sanitize(&self, html: &str) -> Result<CleanHtml, HtmlRefusal> {
        if html.chars().count() > CleanHtml::LIMIT {
            return Err(HtmlRefusal::TooLong { limit: CleanHtml::LIMIT });
        }
        if let Some(what) = find_active(html).or_else(|| find_too_deep(html)) {
            return Err(HtmlRefusal::Active { what });
        }
        let mut clean = CLEANER.clean(html).to_string();
        clean.retain(is_printable);
        let clean = clean.trim();
        if has_content(clean) {
            Ok(CleanHtml::from_sanitized(clean.to_owned()))
        } else {
            Err(HtmlRefusal::Empty)
        }
    }
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        // Areas and maps work by names, which are gone; `bdo` turns the direction of writing around;
        // a mail that folds up hides what is in it.
        .rm_tags(["area", "map", "bdo", "details", "summary"])
        .add_clean_content_tags(["title"])
        .url_schemes(SCHEMES.iter().copied().collect::<HashSet<_>>())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(pictures_by_https_alone);
    cleaner
});

fn pictures_by_https_alone<'value>(
    element: &str,
    attribute: &str,
    value: &'value str,
) -> Option<Cow<'value, str>> {
    let is_https =
        || value.trim_start().get(..6).is_some_and(|it| it.eq_ignore_ascii_case("https:"));
    (element != "img" || attribute != "src" || is_https()).then_some(Cow::Borrowed(value))
}

/// As in every text: no control characters, which no database and no mail wants, and no marks that
/// turn the direction of writing around.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | '\t')
        || !c.is_control()
            && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether there is a word or a picture to be seen.
fn has_content(html: &str) -> bool {
    find_in(html, |token| is_content(token).then_some(())).is_some()
}

fn is_content(token: &Token) -> bool {
    if let Token::CharacterTokens(text) = token {
        return text.chars().any(|c| !c.is_whitespace());
    }
    let Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) = token else {
        return false;
    };
    &**name == "img" && attrs.iter().any(|attribute| &*attribute.name.local == "src")
}
