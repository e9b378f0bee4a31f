//! HTML, token by token, as a browser cuts it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What `look` finds first in a text.
///
/// Inside of `title` and `style` a browser sees no tags, so none is seen here either. Other elements
/// of that kind are left to `look`: whoever lets them pass sees tags where a browser may see none.
pub(crate) fn find_in<T>(html: &str, look: impl Fn(&Token) -> Option<T>) -> Option<T> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let seeker = Seeker { look, found: RefCell::new(None) };
    let tokenizer = Tokenizer::new(seeker, TokenizerOpts::default());
    // It pauses only for scripts and encodings that its sink points out: this one does neither.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.into_inner()
}

/// Shows each token to `look` until something is found.
struct Seeker<T, Look> {
    look: Look,
    found: RefCell<Option<T>>,
}

impl<T, Look: Fn(&Token) -> Option<T>> TokenSink for Seeker<T, Look> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.found.borrow_mut();
        if found.is_none() {
            *found = (self.look)(&token);
        }
        let Token::TagToken(Tag { kind: TagKind::StartTag, name, .. }) = token else {
            return TokenSinkResult::Continue;
        };
        match &*name {
            "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}
