//! Secrets are in the mails and in the answers that show them, and nowhere else.

use std::fs;
use std::path::Path;

use portero_tests::options::Options;
use portero_tests::smtp_sink::Behaviour;
use portero_tests::stage::{Account, PUBLIC_URL, Person, Registration, Stage, password_of};
use serde_json::json;

/// A secret, with a name for the message.
type Secret = (&'static str, String);

/// Every place to be searched, with its content.
type Places = Vec<(String, Vec<u8>)>;

/// The bytes that a token in base64url stands for; nothing for what is none.
fn decoded(token: &str) -> Option<Vec<u8>> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for character in token.bytes() {
        let value = alphabet.iter().position(|one| *one == character)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Where a text, or the bytes it stands for, is found.
fn found(places: &Places, text: &str) -> Vec<String> {
    let raw = decoded(text).filter(|bytes| bytes.len() >= 32).unwrap_or_default();
    let has = |content: &[u8]| {
        contains(content, text.as_bytes()) || (!raw.is_empty() && contains(content, &raw))
    };
    places.iter().filter(|(_, content)| has(content)).map(|(name, _)| name.clone()).collect()
}

/// Every file in a folder: the database, its write-ahead log, and whatever else there is.
fn files(folder: &Path) -> Places {
    let entries = fs::read_dir(folder).expect("the folder").flatten();
    let content = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("a file"))
    };
    entries.map(content).collect()
}

/// All that the installation keeps or prints.
fn kept(stage: &Stage) -> Places {
    let mut places = files(stage.server.folder());
    places.push(("what the server printed".to_owned(), stage.server.output().into_bytes()));
    if let Some(database) = &stage.database {
        let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        for table in database.query(tables).lines() {
            let rows = database.query(&format!("SELECT one::text FROM {table} one"));
            // Bytes are shown in hexadecimal there: what is text among them is searched as text.
            places.push((table.to_owned(), with_bytes(&rows)));
        }
    }
    places
}

/// The text, and behind it the bytes of every `\x…` in it.
fn with_bytes(rows: &str) -> Vec<u8> {
    let mut content = rows.as_bytes().to_vec();
    for part in rows.split("\\x").skip(1) {
        let digits: Vec<u32> = part.chars().map_while(|digit| digit.to_digit(16)).collect();
        let pair = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair[1]).expect("a byte");
        content.extend(digits.chunks_exact(2).map(pair));
        content.push(b'\n');
    }
    content
}

/// Everything that anyone was given in a whole story.
async fn live_through_everything(stage: &Stage) -> Vec<Secret> {
    let (carmen, account) = stage.carmen().await;
    let invitation = stage.invited(&carmen, &account, "administrator", "ana@acme.es").await;
    let ana = stage.registered(&Registration::of("ana@acme.es").invitation(&invitation)).await;
    let confirmation = stage.sink.wait_for_token("ana@acme.es", "confirm", 1).await;
    let (key, new) = (service_key(&carmen, &account).await, "una clave del todo nueva");
    let _ = stage.sign_in("ana@acme.es", "una clave equivocada").await.expect(401);
    let asked = stage.api().post("/v1/password-resets").json(&json!({ "email": "ana@acme.es" }));
    let _ = asked.await.expect(202);
    let reset = stage.sink.wait_for_token("ana@acme.es", "reset", 1).await;
    let body = json!({ "token": reset, "password": new });
    let _ = stage.api().post("/v1/password-resets/confirm").json(&body).await.expect(204);
    let session = stage.sign_in("ana@acme.es", new).await.expect(201).text_at("/token");
    let lost = stage.api().post("/v1/invitations/lookup").json(&json!({ "token": reset })).await;
    let _ = lost.expect_problem(404, "not_found");
    vec![
        ("the invitation's token", invitation),
        ("the confirmation's token", confirmation),
        ("the reset's token", reset),
        ("the owner's session", carmen.token.clone()),
        ("the first session", ana.token.clone()),
        ("the second session", session),
        ("the service key", key.trim_start_matches("portero_").to_owned()),
        ("the owner's password", carmen.password.clone()),
        ("the first password", password_of("ana@acme.es")),
        ("the second password", new.to_owned()),
        ("the wrong password", "una clave equivocada".to_owned()),
    ]
}

async fn service_key(owner: &Person, account: &Account) -> String {
    let body = json!({ "name": "Facturación", "scopes": ["access.check"] });
    owner.post(&account.path("/service-keys"), &body).await.expect(201).text_at("/key")
}

fn expect_none(places: &Places, secrets: &[Secret]) {
    // What is searched is really what was written: an address is in it.
    assert!(!found(places, "ana@acme.es").is_empty(), "the search finds what there is");
    for (name, secret) in secrets {
        assert_eq!(found(places, secret), Vec::<String>::new(), "{name}: {secret}");
    }
}

#[tokio::test]
async fn no_secret_of_a_whole_story_is_in_a_file_or_a_log() {
    let mut stage = Stage::with(Options::default().env("RUST_LOG", "trace")).await;

    let secrets = live_through_everything(&stage).await;

    expect_none(&kept(&stage), &secrets);
    let _ = stage.server.stop().await;
    expect_none(&kept(&stage), &secrets);
}

#[tokio::test]
async fn no_secret_of_a_whole_story_is_in_a_dump_of_postgresql() {
    let Some(stage) = Stage::on_postgres().await else { return };

    let secrets = live_through_everything(&stage).await;

    expect_none(&kept(&stage), &secrets);
}

#[tokio::test]
async fn the_secret_of_a_waiting_mail_is_sealed() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let so_far = stage.sink.mails().len();
    stage.sink.behave(Behaviour::RefuseContent("451 4.3.0 try again"));
    let _ = carmen.invite(&account, "user", "ana@acme.es").await.expect(201);
    stage.sink.wait_for_contents(so_far + 1).await;
    let while_it_waits = kept(&stage);

    stage.sink.behave(Behaviour::Accept);

    let token = stage.sink.wait_for_token("ana@acme.es", "invitation", 1).await;
    expect_none(&while_it_waits, &[("the token", token)]);
}

#[tokio::test]
async fn the_secret_of_a_mail_is_wiped_once_it_is_sent() {
    let Some(stage) = Stage::on_postgres().await else { return };
    let (carmen, account) = stage.carmen().await;
    stage.sink.behave(Behaviour::Hold);
    let _ = carmen.invite(&account, "user", "ana@acme.es").await.expect(201);
    let database = stage.database.as_ref().expect("a database of its own");
    let sealed = "SELECT count(*) FROM mails WHERE secret IS NOT NULL";
    assert_eq!(database.query(sealed), "1");

    stage.sink.behave(Behaviour::Accept);
    let _ = stage.sink.wait_for_mail("ana@acme.es", 1).await;

    // A clean end waits until what was sent is recorded as sent.
    let mut stage = stage;
    assert!(stage.server.stop().await.success());
    let database = stage.database.as_ref().expect("a database of its own");
    assert_eq!(database.query(sealed), "0");
}

#[tokio::test]
async fn whatever_host_a_request_claims_links_begin_with_the_public_url() {
    let stage = Stage::with(Options::default().env("PORTERO_TRUSTED_PROXIES", "127.0.0.1")).await;
    let (carmen, account) = stage.carmen().await;
    let so_far = stage.sink.mails().len();
    let claims = |request: portero_tests::api::Request| {
        let hosts = ["Host", "X-Forwarded-Host", "X-Host", "X-Original-Host"];
        let request =
            hosts.iter().fold(request, |request, name| request.header(name, "evil.example"));
        request
            .header("Forwarded", "host=evil.example;proto=http")
            .header("X-Forwarded-Proto", "http")
            .header("X-Forwarded-Prefix", "/evil.example")
            .header("X-Original-URL", "http://evil.example/")
    };

    let invited = claims(carmen.invite(&account, "user", "ana@acme.es")).await.expect(201);
    let first = stage.sink.wait_for_token("ana@acme.es", "invitation", 1).await;
    let id = invited.text_at("/results/0/invitation/id");
    let resend = carmen.command(&account.path(&format!("/invitations/{id}/resend")));
    let _ = claims(resend).await.expect(200);
    let second = stage.sink.wait_for_token("ana@acme.es", "invitation", 2).await;
    let registration = Registration::of("ana@acme.es").invitation(&second);
    let register = || stage.api().post("/v1/registrations").json(registration.body());
    let _ = claims(register()).await.expect(202);
    let confirmation = stage.sink.wait_for_token("ana@acme.es", "confirm", 1).await;
    let ana = stage.confirm(&confirmation, &password_of("ana@acme.es")).await.expect(201);
    let taken = Registration::of("carmen@acme.es");
    let already = stage.api().post("/v1/registrations").json(taken.body());
    let _ = claims(already).await.expect(202);
    for email in ["ana@acme.es", "nobody@acme.es"] {
        let reset = stage.api().post("/v1/password-resets").json(&json!({ "email": email }));
        let _ = claims(reset).await.expect(202);
    }
    let ana = stage.person_of(&ana, &password_of("ana@acme.es"));
    let body = json!({ "user_id": ana.id });
    let _ = claims(carmen.post(&account.path("/ownership-transfer"), &body)).await.expect(200);
    let _ = stage.sink.wait_for_token("ana@acme.es", "reset", 1).await;
    let _ = stage.sink.wait_for_mail("nobody@acme.es", 1).await;
    // Confirmation, "already registered", "ownership given up".
    let _ = stage.sink.wait_for_mails("carmen@acme.es", 3).await;
    let _ = stage.sink.wait_for_mails("ana@acme.es", 5).await;

    assert_ne!(first, second);
    assert_eq!(stage.sink.mails().len(), so_far + 8);
    for mail in stage.sink.mails() {
        let links = mail.links().into_iter().map(str::to_owned).chain(mail.html_links());
        for link in links {
            assert!(link.starts_with(&format!("{PUBLIC_URL}/")), "{link} in {:?}", mail.subject);
        }
        let data = String::from_utf8_lossy(&mail.data).into_owned()
            + mail.text.as_str()
            + mail.html.as_str();
        assert!(!data.contains("evil.example"), "{data}");
    }
}
