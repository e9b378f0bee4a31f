//! Communications: the account's own words, and the way out of them.

use mailparse::{MailHeaderMap, ParsedMail};
use portero_domain::model::{Language, Letter, Mail};
use portero_mail::{
    Delivery, RenderedMail, SmtpServer as ServerUrl, SmtpTransport, Transport, render,
};

use crate::given::{
    ANA_ON_THE_WIRE, communication, composer, invitation, mail, public_url, token, unsubscribe_link,
};
use crate::smtp_server::{Received, SmtpServer};

const HOSTILE: &str = "</td></p><script>alert(1)</script><a href='https://evil.example'>\"&'";

fn rendered(letter: Letter) -> RenderedMail {
    render(&mail(letter), Some(&token()), &public_url()).expect("a letter")
}

fn with(subject_of: &str, text_of: &str) -> Letter {
    let mut letter = communication(None);
    if let Letter::Communication { subject, text, .. } = &mut letter {
        subject_of.clone_into(subject);
        text_of.clone_into(text);
    }
    letter
}

/// What a server is given of a letter.
async fn delivered(letter: Letter) -> Received {
    let server = SmtpServer::start().await;
    let url = ServerUrl::parse(&server.url()).expect("a mail server");
    let transport = SmtpTransport::new(&url).expect("a transport");
    let message = composer().compose(&mail(letter)).expect("a message");
    assert_eq!(transport.send(&message).await, Ok(Delivery::Taken));
    assert_eq!(server.recipients(), [ANA_ON_THE_WIRE]);
    server.messages().remove(0)
}

fn parsed(received: &Received) -> ParsedMail<'_> {
    mailparse::parse_mail(received.data.as_bytes()).expect("a mail")
}

#[test]
fn subject_and_text_stay_as_they_were_written() {
    for language in Language::ALL {
        let text =
            "Hola:\n\n\tvea https://acme.example/1 o escriba a ana@acme.example\n\n\nAcme.es";
        let letter = with("Novedades: acme.es / www.acme.es", text);
        let mail = Mail { language: *language, ..mail(letter) };
        let rendered = render(&mail, Some(&token()), &public_url()).expect("a letter");
        assert_eq!(rendered.subject, "Novedades: acme.es / www.acme.es");
        assert!(rendered.text.contains(&format!("\n\n{text}\n\n-- \n")), "{}", rendered.text);
    }
}

#[test]
fn without_html_the_text_is_escaped_and_keeps_its_lines() {
    let html = rendered(with("Hola", &format!("uno\ndos\n\n{HOSTILE}"))).html;
    assert!(html.contains(">uno<br>dos</p>"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<a href='"), "{html}");
    assert!(html.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "{html}");
    assert_eq!(html.matches("</td>").count(), html.matches("<td").count());
    assert_eq!(html.matches("</p>").count(), html.matches("<p ").count());
}

#[test]
fn html_that_was_cleaned_stands_as_it_is_in_place_of_the_text() {
    let clean = "<p>Hola, <a href=\"https://acme.example/1\">Ana</a> &amp; acme.es</p>";
    let rendered = rendered(communication(Some(clean)));
    assert!(rendered.html.contains(&format!("\n{clean}\n")), "{}", rendered.html);
    assert!(!rendered.html.contains("2 h"), "the text is in the text part alone");
    assert!(rendered.text.contains("2 h") && !rendered.text.contains("<a "), "{}", rendered.text);
}

#[test]
fn the_accounts_name_makes_no_link() {
    let mut letter = communication(None);
    if let Letter::Communication { account_name, .. } = &mut letter {
        "evil.com".clone_into(account_name);
    }
    let rendered = rendered(letter);
    assert!(!rendered.text.contains("evil.com") && !rendered.html.contains("evil.com"));
}

#[tokio::test]
async fn a_mail_program_can_unsubscribe_with_one_click() {
    let received = delivered(communication(None)).await;
    let parsed = parsed(&received);
    let header = |name| parsed.headers.get_first_value(name);
    assert_eq!(header("List-Unsubscribe"), Some(format!("<{}>", unsubscribe_link())));
    assert_eq!(header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    assert_eq!(header("Precedence"), None);
    assert_eq!(header("Auto-Submitted").as_deref(), Some("auto-generated"));
    let unbroken = format!("\r\nList-Unsubscribe: <{}>\r\n", unsubscribe_link());
    assert!(received.data.contains(&unbroken), "{}", received.data);
}

#[tokio::test]
async fn what_cannot_be_refused_offers_no_way_out() {
    let mut required = communication(None);
    if let Letter::Communication { unsubscribe, .. } = &mut required {
        *unsubscribe = None;
    }
    for letter in [required, invitation()] {
        let received = delivered(letter).await;
        let keys: Vec<String> =
            parsed(&received).headers.iter().map(mailparse::MailHeader::get_key).collect();
        assert!(!keys.iter().any(|key| key.starts_with("List-")), "{keys:?}");
        assert!(!received.data.contains("unsubscribe"), "{}", received.data);
    }
}

#[tokio::test]
async fn a_subject_beyond_ascii_arrives_as_it_was_written() {
    let subject =
        "Facturación de julio: 1.200 € — ñandú 日本 y una línea tan larga que ha de doblarse";
    let received = delivered(with(subject, "Hola")).await;
    assert_eq!(parsed(&received).headers.get_first_value("Subject").as_deref(), Some(subject));
    assert!(received.data.contains("Subject: =?utf-8?"), "{}", received.data);
    let (headers, _) = received.data.split_once("\r\n\r\n").expect("headers");
    assert!(headers.is_ascii(), "{headers}");
}

#[tokio::test]
async fn a_hostile_subject_and_text_make_no_headers_and_no_recipients() {
    let hostile = "Hola\r\nBcc: eva@evil.com\r\nList-Unsubscribe: <https://evil.com>\r\n\r\n.\r\n\
                   RCPT TO:<eva@evil.com>\r\nx";
    let received = delivered(with(hostile, hostile)).await;
    let parsed = parsed(&received);
    let keys: Vec<String> = parsed.headers.iter().map(mailparse::MailHeader::get_key).collect();
    let count = |name: &str| keys.iter().filter(|key| key.eq_ignore_ascii_case(name)).count();
    assert_eq!((count("Bcc"), count("List-Unsubscribe"), count("Subject")), (0, 1, 1), "{keys:?}");
    assert_eq!(parsed.subparts.len(), 2);
    let text = parsed.subparts[0].get_body().expect("a body");
    assert!(text.contains("RCPT TO:<eva@evil.com>"), "{text}");
}
