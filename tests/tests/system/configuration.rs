//! A wrong setting is told before anything starts.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use portero_tests::command_line::CommandLine;
use portero_tests::options::Options;
use portero_tests::server::Server;

const LIMITS: [&str; 23] = [
    "invitation_days",
    "confirmation_hours",
    "password_reset_minutes",
    "session_idle_minutes",
    "session_hours",
    "reauthentication_minutes",
    "sessions_per_user",
    "invitations_per_text",
    "invitations_per_list",
    "invitations_per_day",
    "members_per_account",
    "checks_per_batch",
    "sign_in_tries",
    "mails_per_address",
    "mails_per_network",
    "service_keys_per_account",
    "ownership_offer_days",
    "access_notice_days",
    "contacts_per_account",
    "recipients_per_communication",
    "communication_mails_per_day",
    "support_code_minutes",
    "support_code_tries",
];

/// Serves with these options, which must fail for a value; gives the complaint.
async fn refused(options: &Options) -> String {
    let command_line = CommandLine::fresh();
    let complaint = command_line.run(options, &["serve"]).await.expect_failure(2);
    let made = fs::read_dir(command_line.folder()).expect("the folder").count();
    assert_eq!(made, 0, "nothing was started: {complaint}");
    complaint
}

async fn expect_refused(name: &str, value: &str, expected: &str) {
    let complaint = refused(&Options::default().env(name, value)).await;
    let key = name.trim_start_matches("PORTERO_").to_ascii_lowercase();
    let key = key.replace("limits_", "limits.");
    for part in [key.as_str(), value, "expected", expected] {
        assert!(complaint.contains(part), "no {part:?} in {complaint}");
    }
}

#[tokio::test]
async fn a_wrong_value_of_any_key_is_named_with_what_was_expected() {
    for (name, value, expected) in [
        ("PORTERO_DATABASE_URL", "mysql://here", "sqlite:FILE or postgres://"),
        ("PORTERO_LISTEN", "everywhere", "127.0.0.1:8080"),
        ("PORTERO_PUBLIC_URL", "ftp://panel.example.com", "https"),
        ("PORTERO_PUBLIC_URL", "https://example.com/clients", "without path"),
        ("PORTERO_MAIL", "pigeon", "smtp://"),
        ("PORTERO_MAIL_SENDER", "nobody", "Portero <no-reply@example.com>"),
        ("PORTERO_RATE_LIMITS", "perhaps", "on or off"),
        ("PORTERO_TRUSTED_PROXIES", "10.0.0.300", "10.0.0.1"),
        ("PORTERO_PASSWORD_HASHING", "rot13", "production"),
    ] {
        expect_refused(name, value, expected).await;
    }
}

#[tokio::test]
async fn a_key_file_that_is_none_is_named_with_what_was_expected() {
    expect_refused("PORTERO_SECRET_KEY_FILE", ".", "file").await;
}

#[tokio::test]
async fn a_wrong_limit_is_named_with_what_was_expected() {
    for limit in LIMITS {
        let name = format!("PORTERO_LIMITS_{}", limit.to_ascii_uppercase());
        expect_refused(&name, "0", "a whole number from 1 to").await;
    }
    for value in ["many", "-1", "1.5", ""] {
        expect_refused("PORTERO_LIMITS_SESSION_HOURS", value, "a whole number").await;
    }
    expect_refused("PORTERO_LIMITS_INVITATION_DAYS", "31", "from 1 to 30").await;
}

#[tokio::test]
async fn a_key_that_there_is_not_is_named_with_those_that_there_are() {
    let complaint = refused(&Options::default().env("PORTERO_LISTNE", "127.0.0.1:1")).await;

    for part in ["listne", "listen", "database_url", "limits.invitation_days"] {
        assert!(complaint.contains(part), "no {part:?} in {complaint}");
    }
}

#[tokio::test]
async fn the_file_is_read_and_the_environment_stands_above_it() {
    let command_line = CommandLine::fresh();
    let file = command_line.folder().join("portero.toml");
    fs::write(&file, "rate_limits = \"perhaps\"\n").expect("a file");
    let options = Options::default().without("PORTERO_RATE_LIMITS");

    let complaint = command_line.run(&options, &["migrate"]).await.expect_failure(2);
    let above = command_line.run(&Options::default(), &["migrate"]).await;

    assert!(complaint.contains("rate_limits") && complaint.contains("perhaps"), "{complaint}");
    let _ = above.expect_success();
}

#[tokio::test]
async fn a_complaint_never_repeats_a_password() {
    for (name, value) in [
        ("PORTERO_DATABASE_URL", "mysql://me:secret-word@here/x"),
        ("PORTERO_MAIL", "smtps://me:secret-word@mail.example.com/?tls=what"),
        ("PORTERO_MAIL", "smtp://me:secret-word@mail.example.com/?tls=none"),
    ] {
        let complaint = refused(&Options::default().env(name, value)).await;
        assert!(!complaint.contains("secret-word"), "{complaint}");
    }
}

#[tokio::test]
async fn the_development_mailbox_is_refused_where_others_could_read_it() {
    let elsewhere = Options::default().env("PORTERO_LISTEN", "0.0.0.0:0");
    let elsewhere = elsewhere.env("PORTERO_PASSWORD_HASHING", "production");
    for options in [elsewhere.clone(), elsewhere.without("PORTERO_MAIL")] {
        let complaint = refused(&options).await;
        for part in ["mail", "mailbox", "loopback"] {
            assert!(complaint.contains(part), "no {part:?} in {complaint}");
        }
    }
}

#[tokio::test]
async fn cheap_password_hashing_is_refused_where_others_could_sign_in() {
    let options = Options::default().env("PORTERO_LISTEN", "0.0.0.0:0");
    let complaint = refused(&options.mail("smtp://127.0.0.1:1")).await;

    assert!(complaint.contains("password_hashing"), "{complaint}");
}

#[tokio::test]
async fn the_key_of_waiting_secrets_is_made_on_the_first_start_for_its_owner_alone() {
    let mut server = Server::start(Options::default()).await;
    let file = server.folder().join("portero.key");
    let first = fs::read(&file).expect("the key");
    let mode = fs::metadata(&file).expect("the key").permissions().mode();

    assert!(server.stop().await.success());
    server.start_again().await;

    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read(&file).expect("the key"), first, "and then kept");
}

#[tokio::test]
async fn without_limits_on_rates_the_log_says_so() {
    let off = Server::start(Options::default()).await;
    let on = Server::start(Options::default().with_rate_limits()).await;

    assert!(off.output().contains("rate limits are off"), "{}", off.output());
    assert!(!on.output().contains("rate limits are off"), "{}", on.output());
}
