//! What would not act in a mail is left out without a word.

use crate::left_of;

#[test]
fn what_does_not_belong_into_a_mail_is_left_out() {
    for (html, left) in [
        ("<p id=a class=b style='color:red' data-x=1 aria-label=x>x</p>", "<p>x</p>"),
        ("<p style='background:url(javascript:alert(1))'>x</p>", "<p>x</p>"),
        ("<p style='width:expression(alert(1))'>x</p>", "<p>x</p>"),
        ("<p style='-moz-binding:url(//evil.example/x.xml)'>x</p>", "<p>x</p>"),
        ("<style>@import 'https://evil.example/x.css';</style>x", "x"),
        ("<style></p><p title='</style><b>x</b>'></p>", "<b>x</b>'&gt;<p></p>"),
        ("<title>Oferta</title><p>x</p>", "<p>x</p>"),
        ("<!DOCTYPE html><html><head></head><body bgcolor=red><p>x</p></body></html>", "<p>x</p>"),
        ("<!--[if mso]><p>y</p><![endif]--><p>x</p>", "<p>x</p>"),
        ("<o:p>x</o:p><v:rect>y</v:rect>", "xy"),
        ("<font color=red>x</font><marquee>y</marquee>", "xy"),
        (
            "<video poster=https://evil.example/x.png><source src=https://evil.example></video>x",
            "x",
        ),
        ("<bdo dir=rtl>moc.live</bdo>", "moc.live"),
        ("<p>a\u{202E}b\u{1}c\u{2067}&#x202E;&#7;</p>", "<p>abc</p>"),
        ("</td></tr></table></div>x", "x"),
        ("<b><p>x", "<b><p>x</p></b>"),
    ] {
        assert_eq!(left_of(html), left, "{html:?}");
    }
}

#[test]
fn a_text_about_scripts_is_a_text() {
    for text in [
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "javascript: un lenguaje",
        "1 &lt; 2 &amp;&amp; onclick=alert(1)",
    ] {
        assert_eq!(left_of(text), text);
    }
    assert_eq!(left_of("<p title='javascript: x'>x</p>"), "<p title=\"javascript: x\">x</p>");
}

#[test]
fn links_lead_out_and_tell_nobody_from_where() {
    let rel = "rel=\"noopener noreferrer nofollow\"";
    for address in ["https://acme.example/1?a=1", "http://acme.example", "mailto:a@b.es", "tel:+34"]
    {
        let link = format!("<a href=\"{address}\" {rel}>x</a>");
        assert_eq!(left_of(&format!("<a href='{address}' target=_blank rel=opener>x</a>")), link);
    }
    for address in ["/1", "1.html", "#abajo", "//evil.example", "?a=1", "java%73cript:alert(1)"] {
        assert_eq!(left_of(&format!("<a href='{address}'>x</a>")), format!("<a {rel}>x</a>"));
    }
}

#[test]
fn pictures_come_by_https_alone() {
    let picture = "<img src=\"https://acme.example/x.png\" alt=\"x\" width=\"10\">";
    assert_eq!(left_of(picture), picture);
    assert_eq!(left_of(&picture.replace("https", "HTTPS")), picture.replace("https", "HTTPS"));
    for address in ["http://acme.example/x.png", "//acme.example/x.png", "x.png", "mailto:a@b.es"] {
        assert_eq!(left_of(&format!("x<img src='{address}' alt=y>")), "x<img alt=\"y\">");
    }
}
