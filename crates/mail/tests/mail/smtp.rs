//! Real SMTP conversations.

use portero_domain::model::Letter;
use portero_domain::policy::Role;
use portero_mail::{
    Delivery, KeepInMailbox, OutgoingMessage, SendError, SmtpServer as ServerUrl, SmtpTransport,
    Transport,
};
use tokio::net::TcpListener;

use crate::given::{ANA_ON_THE_WIRE, composer, in_a_week, mail, message, token};
use crate::smtp_server::SmtpServer;

fn transport(url: &str) -> SmtpTransport {
    SmtpTransport::new(&ServerUrl::parse(url).expect("a mail server")).expect("a transport")
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let server = SmtpServer::start().await;
    let sent = transport(&server.url()).send(&message()).await;
    assert_eq!(sent, Ok(Delivery::Taken));

    let received = &server.messages()[0];
    assert_eq!(received.from, "no-reply@panel.example.com");
    assert_eq!(received.to, [ANA_ON_THE_WIRE]);
    let parsed = mailparse::parse_mail(received.data.as_bytes()).expect("a mail");
    let header = |name: &str| {
        let found = parsed.headers.iter().find(|header| header.get_key() == name);
        found.map(mailparse::MailHeader::get_value).unwrap_or_default()
    };
    assert_eq!(header("To"), ANA_ON_THE_WIRE);
    assert_eq!(header("From"), "Portero <no-reply@panel.example.com>");
    assert_eq!(header("Subject"), "Luis Pérez le invita a Acme S.L.");
    let message_id = "<00000000-0000-0000-0000-000000000001@panel.example.com>";
    assert_eq!(header("Message-ID"), message_id);
    assert_eq!(header("Date"), "Sun, 22 Nov 2026 10:30:00 +0000");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(header("Content-Type").starts_with("multipart/alternative"));
    let parts: Vec<(String, String, String)> = parsed
        .subparts
        .iter()
        .map(|part| {
            let body = part.get_body().expect("a body").replace("\r\n", "\n");
            (part.ctype.mimetype.clone(), part.ctype.charset.clone(), body)
        })
        .collect();
    let content = message().content;
    let utf_8 = || "utf-8".to_owned();
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0], ("text/plain".to_owned(), utf_8(), content.text));
    assert_eq!(parts[1], ("text/html".to_owned(), utf_8(), content.html));
}

#[tokio::test]
async fn a_repeat_is_the_same_to_the_last_byte() {
    let server = SmtpServer::start().await;
    server.answer_messages(&["451 4.3.0 try later"]);
    let transport = transport(&server.url());
    let first = transport.send(&message()).await;
    let problem = "the mail server refused it for now (451 4.3.0)".to_owned();
    assert_eq!(first, Err(SendError::Transient(problem)));
    assert_eq!(transport.send(&message()).await, Ok(Delivery::Taken));
    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0], messages[1]);
}

#[tokio::test]
async fn hostile_names_make_no_headers_and_no_recipients() {
    let hostile = "Eva\r\nBcc: eva@evil.com\r\n\r\n.\r\nRCPT TO:<eva@evil.com>".to_owned();
    let letter = Letter::Invitation {
        account_name: hostile.clone(),
        invited_by: hostile.clone(),
        role: Role::User,
        granted: 0,
        message: Some(hostile),
        expires_at: in_a_week(),
    };
    let message = composer().compose(&mail(letter)).expect("a message");
    let server = SmtpServer::start().await;
    assert_eq!(transport(&server.url()).send(&message).await, Ok(Delivery::Taken));
    assert_eq!(server.recipients(), [ANA_ON_THE_WIRE]);
    let received = &server.messages()[0];
    let parsed = mailparse::parse_mail(received.data.as_bytes()).expect("a mail");
    let keys: Vec<String> = parsed.headers.iter().map(mailparse::MailHeader::get_key).collect();
    assert!(!keys.iter().any(|key| key.eq_ignore_ascii_case("bcc")), "{keys:?}");
    assert_eq!(parsed.subparts.len(), 2);
}

#[tokio::test]
async fn refusals_are_told_apart_without_the_servers_words() {
    let server = SmtpServer::start().await;
    server.answer_recipients(&[
        "450 4.2.1 <Ana.Lopez@xn--espaa-rta.es>: full",
        "550 5.1.1 <Ana.Lopez@xn--espaa-rta.es>: unknown",
        "554 no",
    ]);
    let transport = transport(&server.url());
    let transient = |text: &str| Err(SendError::Transient(text.to_owned()));
    let permanent = |text: &str| Err(SendError::Permanent(text.to_owned()));
    for expected in [
        transient("the mail server refused it for now (450 4.2.1)"),
        permanent("the mail server refused it for good (550 5.1.1)"),
        permanent("the mail server refused it for good (554)"),
        Ok(Delivery::Taken),
    ] {
        assert_eq!(transport.send(&message()).await, expected);
    }
}

#[tokio::test]
async fn a_refused_sign_in_is_ours_to_mend_and_costs_no_mail() {
    let server = SmtpServer::start().await;
    server.answer_sign_ins(&["535 5.7.8 no such user", "235 welcome"]);
    let url = server.url().replace("smtp://", "smtp://portero:secret@");
    let transport = transport(&url);
    let refused = SendError::Transient("the mail server refuses our sign-in (535)".to_owned());
    assert_eq!(transport.send(&message()).await, Err(refused));
    assert_eq!(transport.send(&message()).await, Ok(Delivery::Taken));
}

#[tokio::test]
async fn without_the_encryption_asked_for_nothing_is_sent() {
    let server = SmtpServer::start().await;
    let transport = transport(&format!("{}?tls=required", server.url()));
    let problem = "the mail server does not offer what is needed: encryption, or a way to sign in";
    let refused = SendError::Transient(problem.to_owned());
    assert_eq!(transport.send(&message()).await, Err(refused));
    assert!(server.recipients().is_empty());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let sent = transport(&format!("smtp://{address}")).send(&message()).await;
    let problem = "the mail server refuses connections".to_owned();
    assert_eq!(sent, Err(SendError::Transient(problem)));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let sent = transport(&format!("smtp://{address}")).send(&message()).await;
    let problem = "the mail server did not answer in time".to_owned();
    assert_eq!(sent, Err(SendError::Transient(problem)));
}

#[tokio::test]
async fn messages_share_a_connection() {
    let server = SmtpServer::start().await;
    let transport = transport(&server.url());
    for _ in 0..3 {
        assert_eq!(transport.send(&message()).await, Ok(Delivery::Taken));
    }
    assert_eq!((server.messages().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn an_abandoned_conversation_is_never_taken_up_again() {
    let server = SmtpServer::start_holding().await;
    let transport = transport(&server.url());
    let first = message();
    tokio::select! {
        _ = transport.send(&first) => unreachable!("the server holds it"),
        () = server.arrived(1) => {}
    }
    server.answer_messages(&["250 to the first", "550 to the second"]);
    server.let_go(2);
    let refused = SendError::Permanent("the mail server refused it for good (550)".to_owned());
    assert_eq!(transport.send(&message()).await, Err(refused));
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn the_mailbox_keeps_every_message() {
    assert_eq!(KeepInMailbox.send(&message()).await, Ok(Delivery::Kept));
}

#[test]
fn a_message_does_not_print_address_or_secret() {
    let message: OutgoingMessage = message();
    let printed = format!("{message:?}");
    assert!(!printed.contains("Ana") && !printed.contains(token().expose()), "{printed}");
}
