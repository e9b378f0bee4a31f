//! The panel over plain http at an address of the machine's own, where browsers say less of where a
//! form comes from than they do over TLS and on loopback.

use std::net::{IpAddr, UdpSocket};

use portero_tests::browser::{Browser, Look};
use portero_tests::options::Options;
use portero_tests::server::Server;
use portero_tests::skip_loudly;
use portero_tests::smtp_sink::SmtpSink;
use portero_tests::stage::{Stage, password_of};

/// An address of this machine that is not loopback. Nothing is sent: it is the one that packets to a
/// network elsewhere would leave from.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("198.51.100.1", 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

#[tokio::test]
async fn whoever_comes_by_plain_http_can_sign_in() {
    let Some(address) = own_address() else {
        return skip_loudly("this machine has no address but loopback");
    };
    let sink = SmtpSink::start().await;
    let options = Options::default()
        .mail(&sink.url())
        .env("PORTERO_LISTEN", &format!("{address}:0"))
        .env("PORTERO_PASSWORD_HASHING", "production");
    let server = Server::start(options).await;
    assert!(server.output().contains("can be read on the way"), "{}", server.output());
    let stage = Stage { server, sink, database: None };
    stage.person("carmen@acme.es").await;
    let look = Look { scripts: true, language: "es" };
    let Some(browser) = Browser::open(stage.server.base(), look).await else { return };

    browser.go("/sign-in").await;
    browser.fill("email", "carmen@acme.es").await;
    browser.fill("password", &password_of("carmen@acme.es")).await;
    browser.press("Iniciar sesión").await;
    browser.arrive(|path| path == "/areas").await;

    browser.go("/areas/new").await;
    browser.fill("name", "Acme").await;
    browser.press("Crear").await;
    browser.expect("Resumen").await;
}
