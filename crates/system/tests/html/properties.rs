//! Whatever is accepted does not act when it is read again.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use proptest::prelude::*;

use crate::clean;

/// All that may be left. None of these changes how the rest is cut into tokens.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Those without an end.
const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

const ATTRIBUTES: &[&str] = &[
    "align", "alt", "char", "charoff", "cite", "colspan", "datetime", "headers", "height", "href",
    "hreflang", "lang", "rel", "rowspan", "scope", "size", "span", "src", "start", "summary",
    "title", "value", "width",
];

/// What ordinary HTML is made of.
const ORDINARY: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=",
    "<a href='",
    "<a href='https://a.es'>",
    "</a>",
    "<img src=\"",
    "<img src='http://a.es/1.png'>",
    "<img src='https://a.es/1.png' alt=x>",
    "<img ",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<li>",
    "</ul>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<?",
    "</",
    "https://a.es",
    "http://a.es",
    "mailto:",
    "=",
    "'",
    "\"",
    ">",
    "/>",
    "<",
    "&lt;",
    "&gt;",
    "&quot;",
    "&",
    "\0",
    "\u{c}",
    " ",
    "\n",
    "hola",
    " title='",
    " style=",
    " class=x",
    "\u{202E}",
    "<center>",
    "<font color=",
    "<blockquote>",
];

/// What acts, and what it hides in.
const ACTIVE: &[&str] = &[
    "<svg>",
    "<math>",
    "<mtext>",
    "<script>",
    "</script>",
    "<noscript>",
    "<template>",
    "<select>",
    "<textarea>",
    "<xmp>",
    "<plaintext>",
    "javascript:",
    "&#106;avascript:",
    "java\tscript:",
    "data:text/html,",
    " onerror=alert(1) ",
    "onclick",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        16 => proptest::sample::select(ORDINARY).prop_map(str::to_owned),
        1 => proptest::sample::select(ACTIVE).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Collects what is wrong with HTML that was accepted.
#[derive(Default)]
struct Inspector {
    open: RefCell<Vec<String>>,
    wrong: RefCell<Vec<String>>,
}

impl TokenSink for Inspector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.inspect(&tag),
            Token::CharacterTokens(_) | Token::EOFToken | Token::ParseError(_) => {}
            Token::DoctypeToken(_) | Token::CommentToken(_) | Token::NullCharacterToken => {
                self.wrong.borrow_mut().push(format!("{token:?}"));
            }
        }
        TokenSinkResult::Continue
    }
}

impl Inspector {
    fn inspect(&self, tag: &Tag) {
        let name = tag.name.to_string();
        self.require(ELEMENTS.contains(&name.as_str()), &name);
        for attribute in &tag.attrs {
            let attribute_name = attribute.name.local.to_string();
            self.require(ATTRIBUTES.contains(&attribute_name.as_str()), &attribute_name);
            let value = attribute.value.to_ascii_lowercase();
            let schemes: &[&str] = match (name.as_str(), attribute_name.as_str()) {
                ("img", "src") => &["https:"],
                (_, "href" | "src" | "cite") => &["https:", "http:", "mailto:", "tel:"],
                _ => &[""],
            };
            let value = value.trim_start();
            self.require(schemes.iter().any(|scheme| value.starts_with(scheme)), value);
        }
        if VOID.contains(&name.as_str()) {
            return;
        }
        if tag.kind == TagKind::StartTag {
            self.open.borrow_mut().push(name);
        } else {
            let opened = self.open.borrow_mut().pop();
            self.require(opened.as_deref() == Some(&*name), &format!("</{name}> ends nothing"));
        }
    }

    fn require(&self, right: bool, what: &str) {
        if !right {
            self.wrong.borrow_mut().push(what.to_owned());
        }
    }
}

/// Everything in it that is not on the lists above, or does not end where it began.
fn faults(html: &str) -> Vec<String> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Inspector::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let Inspector { open, wrong } = tokenizer.sink;
    let unended = open.into_inner().into_iter().map(|name| format!("<{name}> does not end"));
    wrong.into_inner().into_iter().chain(unended).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_accepted_does_not_act_and_stays_in_its_place(
        pieces in proptest::collection::vec(piece(), 1..24),
    ) {
        if let Ok(left) = clean(&pieces.concat()) {
            prop_assert_eq!(faults(&left), Vec::<String>::new(), "{}", &left);
            let again = clean(&left);
            prop_assert!(again.is_ok(), "{}: {:?}", left, again);
        }
    }
}

#[test]
fn a_fault_would_be_found() {
    for html in [
        "<script>x</script>",
        "<p onclick=x>y</p>",
        "<a href='javascript:x'>y</a>",
        "<img src='http://a.es/x.png'>",
        "<!-- x -->",
        "</td>",
        "<td>",
    ] {
        assert!(!faults(html).is_empty(), "{html}");
    }
}
