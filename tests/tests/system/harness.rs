//! The harness itself: what the stories lean on must hold.

use portero_tests::browser::{Browser, Look, Missing};
use portero_tests::mail::ReceivedMail;
use portero_tests::postgres::Database;
use portero_tests::smtp_sink::{Behaviour, SmtpSink};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

const CONTENT: &str = "From: Portero <p@a.es>\r\nTo: eva@c.es\r\nMessage-ID: <1@a.es>\r\n\
    Subject: =?utf-8?q?Invitaci=C3=B3n?=\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    ..dots\r\nhttp://a.es/invitation#abc-_1\r\n\r\n\
    --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
    <a href=\"http://a.es/invitation#abc-_1\">x</a>\r\n--b--\r\n";

struct Client(BufStream<TcpStream>);

impl Client {
    async fn connect(sink: &SmtpSink) -> Self {
        let address = sink.url().replace("smtp://", "");
        Self(BufStream::new(TcpStream::connect(address).await.expect("a connection")))
    }

    async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.expect("it can be sent");
        self.0.flush().await.expect("it can be sent");
    }

    async fn hear(&mut self, code: &str) {
        let mut line = String::new();
        self.0.read_line(&mut line).await.expect("an answer");
        assert!(line.starts_with(code), "{line:?} instead of {code}");
    }

    /// Everything up to the content, with the answers that a willing sink gives.
    async fn send_content(&mut self) {
        self.hear("220").await;
        for (command, code) in
            [("MAIL FROM:<p@a.es>", "250"), ("RCPT TO:<Eva@c.es>", "250"), ("DATA", "354")]
        {
            self.say(&format!("{command}\r\n")).await;
            self.hear(code).await;
        }
        self.say(CONTENT).await;
        self.say(".\r\n").await;
    }

    async fn is_closed(&mut self) -> bool {
        let mut rest = Vec::new();
        matches!(self.0.read_to_end(&mut rest).await, Ok(0) | Err(_))
    }
}

#[tokio::test]
async fn a_sink_records_envelope_and_content() {
    let sink = SmtpSink::start().await;
    let mut client = Client::connect(&sink).await;

    client.send_content().await;
    client.hear("250").await;

    let mail = sink.wait_for_mail("eva@c.es", 1).await;
    assert_eq!((mail.mail_from.as_str(), mail.rcpt_to[0].as_str()), ("p@a.es", "Eva@c.es"));
    assert_eq!((mail.subject.as_str(), mail.message_id.as_str()), ("Invitación", "<1@a.es>"));
    assert!(mail.text.starts_with(".dots"), "{:?}", mail.text);
    assert_eq!(mail.links(), ["http://a.es/invitation#abc-_1"]);
    assert_eq!(mail.html_links(), mail.links());
    assert_eq!(mail.token("invitation"), "abc-_1");
    assert!(sink.mails_to("luis@b.es").is_empty());
}

#[tokio::test]
async fn a_sink_refuses_when_told() {
    let sink = SmtpSink::start().await;
    sink.behave(Behaviour::RefuseRecipient("451 4.3.0 try again"));
    let mut client = Client::connect(&sink).await;
    client.hear("220").await;

    client.say("MAIL FROM:<p@a.es>\r\nRCPT TO:<eva@c.es>\r\n").await;

    client.hear("250").await;
    client.hear("451").await;
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn a_sink_that_holds_goes_on_when_told() {
    let sink = SmtpSink::start().await;
    sink.behave(Behaviour::Hold);
    let mut client = Client::connect(&sink).await;
    client.send_content().await;
    sink.wait_for_contents(1).await;
    assert!(sink.mails().is_empty());

    sink.behave(Behaviour::Accept);

    client.hear("250").await;
    assert_eq!(sink.mails_to("eva@c.es").len(), 1);
}

#[tokio::test]
async fn a_sink_can_take_a_mail_and_drop_the_connection() {
    let sink = SmtpSink::start().await;
    sink.behave(Behaviour::DropAfterContent);
    let mut client = Client::connect(&sink).await;

    client.send_content().await;

    assert!(client.is_closed().await);
    assert_eq!(sink.wait_for_mails("eva@c.es", 1).await.len(), 1);
}

#[tokio::test]
async fn a_sink_can_drop_every_connection() {
    let sink = SmtpSink::start().await;
    sink.behave(Behaviour::DropConnection);

    let mut client = Client::connect(&sink).await;

    sink.wait_for_connections(1).await;
    assert!(client.is_closed().await);
}

#[test]
fn a_mail_of_one_part_has_a_text_and_no_html() {
    let data = b"Subject: a\r\n\r\nhola\r\n".to_vec();

    let mail = ReceivedMail::read("p@a.es".to_owned(), vec!["eva@c.es".to_owned()], data);

    assert_eq!((mail.text.trim_end(), mail.html.as_str()), ("hola", ""));
}

#[test]
fn every_test_has_a_database_of_its_own() {
    let (Some(first), Some(second)) = (Database::fresh(), Database::fresh()) else { return };

    let none = first.query("CREATE TABLE here (id int)");

    assert_eq!(none, "");
    assert_ne!(first.url(), second.url());
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'here'";
    assert_eq!((first.query(tables).as_str(), second.query(tables).as_str()), ("1", "0"));
}

#[tokio::test]
async fn a_driver_without_a_browser_is_told_from_a_browser_that_fails() {
    let look = Look { scripts: true, language: "es" };

    let started = Browser::start("http://127.0.0.1:9", look, Some("/nowhere/chromium")).await;

    let missing = started.expect_err("there is nothing of the kind");
    if missing == Missing::Driver {
        portero_tests::skip_loudly("there is no chromedriver: install chromium-driver");
    } else {
        assert_eq!(missing, Missing::Chromium);
    }
}
