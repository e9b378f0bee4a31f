//! How much comes in and goes out at once: a client with as many sites as there may be, several imports
//! at a time, and people who work while one goes on.

use portero_tests::agency::{Agency, form};
use portero_tests::api::Answer;
use portero_tests::options::Options;
use portero_tests::stage::{Account, Person, Stage};
use portero_tests::upload::Upload;
use serde_json::{Value, json};

use crate::duda_transfers::{counts, import};
use crate::together::on_both_stores;

on_both_stores!(
    d11_a_client_with_every_site_there_may_be_goes_out_and_comes_in_again,
    people_are_answered_while_an_import_is_written,
);

const LINES: &str = "application/x-ndjson";

/// As many as one client may have.
const MOST_SITES: usize = 1_000;

/// Every site permission there is.
async fn every_permission(carmen: &Person) -> Vec<Value> {
    let policy = carmen.get("/v1/policy").await.expect(200);
    let named = policy["site_permissions"].as_array().expect("permissions").iter();
    named.map(|one| one["name"].clone()).collect()
}

/// The alias of a site, as long as an alias may be, in letters that take the most room.
fn alias(number: usize) -> String {
    let number = format!("{number}");
    format!("{}{number}", "𐌰".repeat(64 - number.len()))
}

async fn sent(person: &Person, account: &Account, below: &str, kind: &str, body: &str) -> Answer {
    person.command(&account.path(below)).body(kind, body).await
}

async fn d11_a_client_with_every_site_there_may_be_goes_out_and_comes_in_again(stage: Stage) {
    let agency = Agency::on(stage).await;
    let carmen = &agency.carmen;
    let permissions = every_permission(carmen).await;
    assert!(permissions.len() > 20, "{permissions:?}");
    let sites: Vec<_> =
        (0..MOST_SITES).map(|one| json!({ "name": "Sitio", "alias": alias(one) })).collect();
    let _ = import(&agency, carmen, "sites", "", &sites).await.expect(200);
    let mut full = form("lucia@d.es");
    full["notes"] = json!("𐌰".repeat(4_000));
    let share = |one: usize| json!({ "site": alias(one), "permissions": permissions });
    full["sites"] = (0..MOST_SITES).map(share).collect();

    let _ = import(&agency, carmen, "clients", "", &[full]).await.expect(200);

    let other = carmen.found("Otra S.L.").await;
    let given = carmen.get(&agency.path("/sites/export")).await.expect(200);
    let _ = sent(carmen, &other, "/sites/import", LINES, &given.text).await.expect(200);
    for (format, kind) in [("ndjson", LINES), ("csv", "text/csv"), ("json", "application/json")] {
        let path = agency.path(&format!("/clients/export?format={format}"));
        let given = carmen.get(&path).await.expect(200).text;
        assert!(given.len() > MOST_SITES * 600, "{format}: {} bytes", given.len());
        let again = sent(carmen, &agency.account, "/clients/import?may_amend=true", kind, &given);
        assert_eq!(
            counts(&again.await.expect(200)),
            [Some(0), Some(0), Some(1), Some(0)],
            "{format}"
        );
        let told = sent(carmen, &other, "/clients/import?dry_run=true", kind, &given).await;
        assert_eq!(counts(&told.expect(200)), [Some(1), Some(0), Some(0), Some(0)], "{format}");
    }
}

#[tokio::test]
async fn clients_and_sites_go_there_and_back_as_an_array() {
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let json = "application/json";
    let send = |path: &str, body: String| carmen.command(&agency.path(path)).body(json, body);
    let none = carmen.get(&agency.path("/clients/export?format=json")).await.expect(200);
    assert_eq!((none.header("content-type"), &none.json), (json, &json!([])));
    let sites = json!([{ "name": "Tienda, [la]", "alias": "tienda" }, { "name": "Cuaderno" }]);
    let report = send("/sites/import", sites.to_string()).await.expect(200);
    assert_eq!(report["created"], 2);
    let mut lucia = form("lucia@d.es");
    lucia["notes"] = json!("Dice: \"]}\",\nsiempre");
    lucia["sites"] = json!([{ "site": "tienda", "permissions": ["blog"] }]);
    let clients: Vec<_> =
        (0..600).map(|one| form(&format!("c{one}@d.es"))).chain([lucia]).collect();

    let body = serde_json::to_string_pretty(&clients).expect("text");
    let report = send("/clients/import", body.clone()).await.expect(200);

    assert_eq!(counts(&report), [Some(601), Some(0), Some(0), Some(0)]);
    let given = carmen.get(&agency.path("/clients/export?format=json")).await.expect(200);
    assert_eq!(given.header("content-disposition"), "attachment; filename=\"clients.json\"");
    assert_eq!(given.json.as_array().map(Vec::len), Some(601), "over several parts");
    assert_eq!(given.json[0]["notes"], "Dice: \"]}\",\nsiempre");
    let again = send("/clients/import?may_amend=true", given.text.clone()).await.expect(200);
    assert_eq!(counts(&again), [Some(0), Some(0), Some(601), Some(0)]);
    let cut = body.trim_end().trim_end_matches(']').to_owned();
    for (body, row) in [(cut, 601), ("{}".to_owned(), 1), ("[{}, 7]".to_owned(), 2)] {
        let refused = send("/clients/import?may_amend=true", body).await;
        let refused = refused.expect_problem(422, "import_refused");
        let last = refused["errors"].as_array().and_then(|errors| errors.last()).expect("one");
        assert_eq!((&last["row"], &last["code"]), (&json!(row), &json!("unreadable")));
    }
}

#[tokio::test]
async fn a_site_without_an_alias_is_named_by_its_id_and_another_account_says_that_it_has_none_such()
{
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let shop = agency.build("Tienda").await;
    let _ = agency.keep_with("lucia@d.es", &shop, &["blog"]).await;
    let other = carmen.found("Otra S.L.").await;
    let given = carmen.get(&agency.path("/clients/export")).await.expect(200).text;

    let here = sent(carmen, &agency.account, "/clients/import?may_amend=true", LINES, &given).await;
    let there = sent(carmen, &other, "/clients/import", LINES, &given).await;

    assert_eq!(here.expect(200)["unchanged"], 1);
    let there = there.expect_problem(422, "import_refused");
    let error = &there["errors"][0];
    assert_eq!((&error["row"], &error["field"]), (&json!(1), &json!("sites[0].site")));
    assert_eq!(error["code"], "not_there");
    assert!(there.text_at("/errors/0/detail").contains(&shop), "{}", there.text);
}

#[tokio::test]
async fn an_account_imports_one_file_at_a_time_and_a_server_so_many() {
    let options = Options::default().env("PORTERO_LIMITS_IMPORTS_AT_ONCE", "1");
    let agency = Agency::on(Stage::with(options).await).await;
    let carmen = &agency.carmen;
    let other = carmen.found("Otra S.L.").await;
    let line = format!("{}\n", form("lucia@d.es"));
    let mut first = Upload::begin(&agency, "/clients/import", line.len()).await;

    let second = import(&agency, carmen, "sites", "?dry_run=true", &[]).await;
    let elsewhere = || sent(carmen, &other, "/clients/import", LINES, "");
    let busy = elsewhere().await;
    first.send(line.as_bytes()).await;
    let done = first.rest().await;

    assert_eq!(second.expect_problem(429, "too_many_requests").header("retry-after"), "5");
    assert_eq!(busy.expect_problem(503, "busy").header("retry-after"), "1");
    assert!(done.contains("\"created\":1"), "{done}");
    let _ = elsewhere().await.expect(200);
    let _ = import(&agency, carmen, "sites", "", &[]).await.expect(200);
    let gone = Upload::begin(&agency, "/clients/import", line.len()).await;
    drop(gone);
    while elsewhere().await.status == 503 {}
}

async fn people_are_answered_while_an_import_is_written(stage: Stage) {
    let agency = Agency::on(stage).await;
    let line = |number: usize| format!("{}\n", form(&format!("c{number}@d.es")));
    let rows: String = (0..3_000).map(line).collect();
    let mut upload = Upload::begin(&agency, "/clients/import", rows.len()).await;
    upload.send(rows.as_bytes()).await;
    upload.wait_for("\"written\"").await;

    let read = agency.carmen.get(&agency.path("/clients?q=vidal")).await;
    let body = json!({ "email": agency.carmen.email, "password": agency.carmen.password });
    let session = agency.stage.api().post("/v1/sessions").json(&body).await;

    assert_eq!(read.expect(200)["items"], json!([]), "nothing of it counts yet");
    match session.status {
        201 => {}
        _ => assert_eq!(session.expect_problem(503, "unavailable").header("retry-after"), "5"),
    }
    assert!(upload.rest().await.contains("\"created\":3000"));
}

#[tokio::test]
async fn so_many_words_are_sought_and_no_more() {
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let _ = agency.keep("lucia@d.es").await;
    let eleven = "a+b+c+d+e+f+g+h+i+j+k";
    for list in ["clients", "sites", "contacts", "users"] {
        let ask = |q: &str| carmen.get(&agency.path(&format!("/{list}?q={q}")));
        let refused = ask(eleven).await.expect_problem(422, "invalid_fields");
        assert_eq!(refused["errors"][0]["field"], "q", "{list}");
        assert_eq!(refused["errors"][0]["code"], "too_many", "{list}");
        let _ = ask(&eleven[2..]).await.expect(200);
    }
    let typed = "lucia+luc+LUCIA+l+vidal+v+vi+vid+vida+vidal+lu+d+es";
    let found = carmen.get(&agency.path(&format!("/clients?q={typed}"))).await.expect(200);
    assert_eq!(found.items().len(), 1, "what says nothing more does not count");
}
