//! What the operator does at the command line, beside the running server.

use std::fs;

use portero_tests::command_line::CommandLine;
use portero_tests::options::Options;
use portero_tests::sqlite::by_hand;
use portero_tests::stage::Stage;
use serde_json::{Value, json};

use crate::matrix::{ROLES, held_by, permissions};

/// The word that follows a label in what a command printed.
fn after<'a>(label: &str, printed: &'a str) -> &'a str {
    let rest = printed.split_once(label).unwrap_or_else(|| panic!("no {label:?} in {printed:?}"));
    rest.1.split_whitespace().next().expect("a word")
}

#[tokio::test]
async fn a_service_key_is_made_listed_and_revoked() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let create = ["service-keys", "create", "--account", &account.id, "--name", "Facturas"];
    let create = [&create[..], &["--scope", "access.check", "--scope", "events.read"]].concat();

    let made = stage.server.run(&create).await.expect_success();

    let key = after("key: ", &made).to_owned();
    let id = made.split_whitespace().next().expect("an id").to_owned();
    let list = ["service-keys", "list", "--account", &account.id];
    let listed = stage.server.run(&list).await.expect_success();
    assert!(listed.trim_end().ends_with("Facturas  never used"), "{listed}");
    let events = || stage.api().get(&account.path("/events")).bearer(&key);
    let _ = events().await.expect(200);
    let question = json!({ "email": "carmen@acme.es", "permission": "account.close" });
    let check = stage.api().post(&account.path("/access/check")).bearer(&key).json(&question);
    assert_eq!(check.await.expect(200)["allowed"], true);
    // What it has no scope for it cannot do.
    let _ = stage.api().get(&account.path("/users")).bearer(&key).await.expect(403);
    let listed = stage.server.run(&list).await.expect_success();
    assert!(listed.contains(&id) && listed.contains("live") && listed.contains("Facturas"));
    let used = after("Facturas  used ", &listed);
    assert!(
        used.len() == "2026-11-22T11:53Z".len() && used.ends_with('Z'),
        "to the minute: {used}"
    );
    assert!(!listed.contains(&key), "the secret was shown that once: {listed}");
    // The owner is told by mail, though the operator did it.
    let mail = stage.sink.wait_for_mail(&carmen.email, 2).await;
    assert_eq!(mail.subject, "Nueva clave de servicio en Acme S.L.");

    let revoke = ["service-keys", "revoke", "--account", &account.id, &id];
    let _ = stage.server.run(&revoke).await.expect_success();

    let _ = events().await.expect_problem(401, "not_signed_in");
    let listed = stage.server.run(&list).await.expect_success();
    assert!(listed.contains("revoked"), "{listed}");
}

#[tokio::test]
async fn a_key_is_for_one_account_or_for_all_and_that_has_to_be_said() {
    let stage = Stage::set().await;
    let (_carmen, account) = stage.carmen().await;
    let create = ["service-keys", "create", "--name", "x", "--scope", "events.read"];
    let both = ["--installation", "--account", &account.id];
    for reach in [&[][..], &both] {
        let said = stage.server.run(&[&create[..], reach].concat()).await.expect_failure(2);
        assert!(said.contains("--installation") && said.contains("--account"), "{said}");
    }

    let made = stage.server.run(&[&create[..], &["--installation"]].concat()).await;

    let id = made.expect_success().split_whitespace().next().expect("an id").to_owned();
    let list = ["service-keys", "list"];
    let of_account = [&list[..], &["--account", &account.id]].concat();
    assert_eq!(stage.server.run(&of_account).await.expect_success(), "");
    let listed = stage.server.run(&[&list[..], &["--installation"]].concat()).await;
    let listed = listed.expect_success();
    assert_eq!(listed, format!("{id}  live  events.read  x  never used\n"));
}

#[tokio::test]
async fn what_cannot_be_done_is_said_and_fails() {
    let stage = Stage::set().await;
    let (_carmen, account) = stage.carmen().await;
    let nobody = "01900000-0000-7000-8000-000000000000";
    let key = |account: &str, scope: &str| {
        ["service-keys", "create", "--account", account, "--name", "x", "--scope", scope]
            .map(str::to_owned)
            .to_vec()
    };
    let cases = [
        (key(nobody, "access.check"), "not found"),
        (key(&account.id, "everything"), "expected one of access.check"),
        (["users", "suspend", "nobody@acme.es"].map(str::to_owned).to_vec(), "not found"),
        (["users", "suspend", "nobody"].map(str::to_owned).to_vec(), "not an e-mail address"),
        (
            ["accounts", "transfer", nobody, "--to", "carmen@acme.es"].map(str::to_owned).to_vec(),
            "not found",
        ),
    ];
    for (arguments, complaint) in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = stage.server.run(&arguments).await.expect_failure(1);
        assert!(said.contains(complaint), "{arguments:?}: {said}");
    }
}

#[tokio::test]
async fn an_account_whose_owner_is_gone_is_handed_over() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "finance", "luis@acme.es").await;
    let _ = stage.server.run(&["users", "suspend", "carmen@acme.es"]).await.expect_success();

    let transfer = ["accounts", "transfer", &account.id, "--to", "luis@acme.es"];
    let said = stage.server.run(&transfer).await.expect_success();

    assert!(said.contains("Acme S.L.") && said.contains("luis@acme.es"), "{said}");
    let rows = luis.all(&account.path("/users")).await;
    let role =
        |email: &str| rows.iter().find(|row| row["email"] == email).map(|row| row["role"].clone());
    assert_eq!(role("luis@acme.es"), Some(json!("owner")));
    assert_eq!(role("carmen@acme.es"), Some(json!("administrator")));
    let path = account.path("/audit-log?action=account.transfer_ownership");
    let audited = luis.all(&path).await;
    assert_eq!((audited.len(), &audited[0]["actor"]["kind"]), (1, &json!("operator")));
    let mail = stage.sink.wait_for_mail("luis@acme.es", 3).await;
    assert_eq!(mail.subject, "La cuenta Acme S.L. ahora es suya");
}

/// Ways to alter the record, each of which the chain must show.
const ALTERATIONS: [&str; 5] = [
    "UPDATE audit_records SET action = 'account.create' WHERE action = 'account.update'",
    "UPDATE audit_records SET ground = 'oneself' WHERE ground = 'founder'",
    "UPDATE audit_records SET happened_at = happened_at + 1 WHERE action = 'account.create'",
    "DELETE FROM audit_records WHERE action = 'account.create'",
    // The last of the chain.
    "DELETE FROM audit_records WHERE action = 'account.update'",
];

#[tokio::test]
async fn the_audit_verification_finds_a_record_that_was_altered_by_hand() {
    let mut stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let _ = carmen.patch(&account.path(""), &json!({ "name": "Acme Dos" })).await.expect(200);
    assert!(stage.server.stop().await.success());
    let verify = ["audit", "verify"];
    let sound = stage.server.run(&verify).await.expect_success();
    assert!(sound.ends_with(" 0 broken\n"), "{sound}");

    for alteration in ALTERATIONS {
        let copy = CommandLine::fresh();
        for entry in fs::read_dir(stage.server.folder()).expect("the folder").flatten() {
            fs::copy(entry.path(), copy.folder().join(entry.file_name())).expect("a copy");
        }
        let Some(()) = by_hand(&copy.folder().join("portero.db"), alteration) else { return };

        let verified = copy.run(&Options::default(), &verify).await;

        assert_eq!(verified.code, Some(1), "{alteration}: {verified:#?}");
        assert!(verified.stdout.contains("BROKEN"), "{alteration}: {verified:#?}");
        assert!(verified.stdout.contains(&account.id), "{alteration}: {verified:#?}");
    }
}

#[tokio::test]
async fn the_audit_verification_finds_what_was_altered_in_postgresql() {
    let Some(stage) = Stage::on_postgres().await else { return };
    let (carmen, account) = stage.carmen().await;
    let _ = carmen.patch(&account.path(""), &json!({ "name": "Acme Dos" })).await.expect(200);
    let database = stage.database.as_ref().expect("a database of its own");
    let verify = ["audit", "verify"];
    let _ = stage.server.run(&verify).await.expect_success();

    let _ = database.query(ALTERATIONS[4]);

    let verified = stage.server.run(&verify).await;
    // The last record of a chain is gone: the chain's own count still knows of it.
    assert_eq!(verified.code, Some(1), "{verified:#?}");
    assert!(verified.stdout.contains(&account.id), "{verified:#?}");
}

#[tokio::test]
async fn migrating_says_what_it_applied_and_then_that_nothing_is_left() {
    let command_line = CommandLine::fresh();
    let options = Options::default();

    let first = command_line.run(&options, &["migrate"]).await.expect_success();
    let second = command_line.run(&options, &["migrate"]).await.expect_success();

    assert!(first.starts_with("applied m0001"), "{first}");
    assert_eq!(second, "The database is up to date.\n");
}

#[tokio::test]
async fn the_printed_policy_is_the_table() {
    let command_line = CommandLine::fresh();

    let printed = command_line.run(&Options::default(), &["policy"]).await.expect_success();

    let heading = format!("| Permission | {} |", ROLES.join(" | "));
    assert_eq!(printed.lines().next(), Some(heading.as_str()));
    for permission in permissions() {
        let row = printed.lines().find(|line| line.starts_with(&format!("| `{permission}`")));
        let cells: Vec<&str> =
            row.expect("a row").split('|').skip(2).take(ROLES.len()).map(str::trim).collect();
        let marks = ROLES.map(|role| if held_by(role).contains(permission) { "x" } else { "" });
        assert_eq!(cells, marks, "{permission}");
    }
    assert_eq!(fs::read_dir(command_line.folder()).expect("the folder").count(), 0);
}

#[tokio::test]
async fn the_printed_openapi_document_is_the_one_that_is_served() {
    let stage = Stage::set().await;

    let printed = stage.server.run(&["openapi"]).await.expect_success();

    let printed: Value = serde_json::from_str(&printed).expect("a document");
    let served = stage.api().get("/openapi.json").await.expect(200);
    assert_eq!(printed, served.json);
    assert!(printed["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    assert!(printed["paths"]["/v1/sessions"]["post"].is_object());
}
