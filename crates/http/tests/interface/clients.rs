//! Clients beyond single operations: links, lists, rows, and eyes that are borrowed.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::world::{Ask, PASSWORD, Person, World};

fn path(world: &World, rest: &str) -> String {
    format!("/v1/accounts/{}{rest}", world.acme.account)
}

async fn get(world: &World, path: &str) -> Answer {
    world.ask(Ask::new("GET", path).by(&world.acme.owner)).await
}

/// Assigns the site to the client, and gives the client a way in.
async fn setup_link(world: &World) -> Value {
    let client = path(world, &format!("/clients/{}", world.acme.client));
    let site = format!("{client}/sites/{}", world.acme.site);
    let permissions = json!({ "permissions": ["view_stats"] });
    let put = Ask::new("PUT", &site).by(&world.acme.owner).json(&permissions);
    assert_eq!(world.ask(put).await.status, 200);
    world.post(&world.acme.owner, &format!("{client}/setup-link"), &json!({})).await
}

#[tokio::test]
async fn a_setup_link_is_under_the_public_url_and_opens_the_area() {
    let world = World::new().await;
    let link = setup_link(&world).await;
    let token = world.mailed();
    assert_eq!(link["url"], format!("http://portero.example/setup#{token}"));
    let form = json!({ "token": token, "password": PASSWORD });
    let session = world.ask(Ask::new("POST", "/v1/setup-links/redeem").json(&form)).await;
    let body = session.json();
    assert_eq!(session.status, 201, "{session:?}");
    assert_eq!(body["client_areas"], json!([{ "id": world.acme.account, "name": "Acme S.L." }]));
    assert_eq!(body["client_area"]["sites"][0]["permissions"], json!(["view_stats"]));
    let again = world.ask(Ask::new("POST", "/v1/setup-links/redeem").json(&form)).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (410, "link_used"));
}

#[tokio::test]
async fn a_viewing_reads_what_the_client_sees_and_does_nothing_else() {
    let world = World::new().await;
    setup_link(&world).await;
    let asked = path(&world, &format!("/clients/{}/view-as", world.acme.client));
    let link = world.post(&world.acme.owner, &asked, &json!({ "reason": "Soporte" })).await;
    let token = world.mailed();
    assert_eq!(link["url"], format!("http://portero.example/view-as#{token}"));
    let form = json!({ "token": token });
    let begun = world.ask(Ask::new("POST", "/v1/view-as/redeem").json(&form)).await.json();
    let token = begun["token"].as_str().expect("a token").to_owned();
    assert!(token.starts_with("portero_view_"), "{token}");
    let viewer = Person { id: String::new(), token };
    let area = format!("/v1/client-areas/{}", world.acme.account);
    let seen = world.ask(Ask::new("GET", &area).by(&viewer)).await;
    assert_eq!(seen.json()["sites"][0]["id"], world.acme.site.as_str(), "{seen:?}");
    let wanted = json!({ "site_permission": "view_stats", "site_id": world.acme.site });
    let check = Ask::new("POST", &path(&world, "/access/check")).by(&viewer).json(&wanted);
    let checked = world.ask(check).await.json();
    assert_eq!(checked["explanation"]["because"], json!({ "assignment": "view_stats" }));
    let denied = world.ask(Ask::new("DELETE", &asked.replace("/view-as", "")).by(&viewer)).await;
    assert_eq!((denied.status.as_u16(), denied.code().as_str()), (403, "view_only"));
    assert_eq!(world.ask(Ask::new("DELETE", "/v1/view-as/current").by(&viewer)).await.status, 204);
    assert_eq!(world.ask(Ask::new("GET", &area).by(&viewer)).await.status, 401);
}

#[tokio::test]
async fn d06_the_email_of_a_client_is_fixed() {
    let world = World::new().await;
    let client = path(&world, &format!("/clients/{}", world.acme.client));
    for email in [json!("otra@acme.example"), json!(null)] {
        let patch =
            Ask::new("PATCH", &client).by(&world.acme.owner).json(&json!({ "email": email }));
        let answer = world.ask(patch).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "email_is_fixed"));
        assert_eq!(answer.fields(), ["email"]);
    }
}

#[tokio::test]
async fn clients_are_walked_in_every_order_without_skipping_any() {
    let world = World::new().await;
    for (place, name) in ["Álava", "Ñuño", "zamora"].iter().enumerate() {
        let form = json!({
            "first_name": "Ana", "last_name": name, "email": format!("c{place}@acme.example"),
        });
        world.post(&world.acme.owner, &path(&world, "/clients"), &form).await;
    }
    for (sort, expected) in [
        ("name", ["Álava", "Gil", "Ñuño", "zamora"]),
        ("newest", ["zamora", "Ñuño", "Álava", "Gil"]),
        ("last_activity", ["zamora", "Ñuño", "Álava", "Gil"]),
    ] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let query = path(&world, &format!("/clients?limit=1&sort={sort}{cursor}"));
            let part = get(&world, &query).await.json();
            walked.push(part["items"][0]["last_name"].as_str().expect("a name").to_owned());
            match part["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(walked, expected, "{sort}");
    }
}

#[tokio::test]
async fn an_import_names_rows_and_fields_and_writes_all_or_nothing() {
    let world = World::new().await;
    let import = |query: &str, lines: &str| {
        let ask = Ask::new("POST", &path(&world, &format!("/clients/import{query}")));
        let ask = ask.by(&world.acme.owner).header("content-type", "application/x-ndjson");
        ask.body(lines.to_owned())
    };
    let good = r#"{"email":"a@acme.example","first_name":"Ana","last_name":"Ruiz"}"#;
    let taken = r#"{"email":"marta@acme.example","first_name":"Marta","last_name":"Gil"}"#;
    let lines = format!("{good}\n\n{taken}\r\n{{\"email\":7}}\nnot json\n");
    let before = world.numbers().await;
    let told = world.ask(import("?dry_run=true", &lines)).await.json();
    let rows = told["refused_rows"].as_array().unwrap().iter().map(|one| one["row"].as_u64());
    assert_eq!(rows.collect::<Vec<_>>(), [Some(2), Some(3), Some(4)], "{told}");
    assert_eq!((&told["created"], &told["more_refused"]), (&json!(1), &json!(false)), "{told}");
    let live = import("?dry_run=true", &lines).header("accept", "application/x-ndjson");
    let live = world.ask(live).await;
    assert_eq!(live.header("content-type"), "application/x-ndjson");
    let live: Vec<Value> =
        live.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<&str> = live.iter().filter_map(|line| line["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["create", "refused", "refused", "refused"], "{live:?}");
    assert_eq!(live[4], json!({ "progress": { "rows": 4, "step": "checked" } }));
    assert_eq!(live[5]["report"], told);
    let refused = world.ask(import("", &lines)).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "import_refused"));
    refused.is_problem("an import");
    let body = refused.json();
    let errors = body["errors"].as_array().unwrap();
    let named: Vec<(u64, &str, &str)> = errors
        .iter()
        .map(|e| {
            (e["row"].as_u64().unwrap(), e["field"].as_str().unwrap(), e["code"].as_str().unwrap())
        })
        .collect();
    let expected = [
        (2, "email", "taken"),
        (3, "email", "unreadable"),
        (3, "first_name", "empty"),
        (3, "last_name", "empty"),
        (4, "", "unreadable"),
    ];
    assert_eq!(named, expected);
    assert_eq!(world.numbers().await, before);
    let done = world.ask(import("?may_amend=true", &format!("{good}\n{taken}"))).await.json();
    assert_eq!((&done["created"], &done["unchanged"]), (&json!(1), &json!(1)), "{done}");
    let given_out = get(&world, &path(&world, "/clients/export?format=csv")).await;
    assert_eq!(given_out.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(given_out.header("content-disposition"), "attachment; filename=\"clients.csv\"");
    let mut rows = given_out.text.lines();
    let columns = "email,first_name,last_name,company,address,phone,notes,sites";
    assert_eq!((rows.next(), rows.next()), (Some(columns), Some("a@acme.example,Ana,Ruiz,,,,,")));
    let other = get(&world, &path(&world, "/clients/export?format=xlsx")).await;
    assert_eq!((other.status.as_u16(), other.fields()), (422, vec!["format".to_owned()]));
}

#[tokio::test]
async fn rows_of_an_import_in_another_media_type_are_not_read() {
    let world = World::new().await;
    for kind in ["application/xml", "text/plain", "application/x-ndjsonx"] {
        let ask = Ask::new("POST", &path(&world, "/sites/import")).by(&world.acme.owner);
        let answer = world.ask(ask.header("content-type", kind).body("{\"name\":\"a\"}")).await;
        assert_eq!(answer.status.as_u16(), 415, "{kind}: {answer:?}");
        for named in ["application/x-ndjson", "application/json", "text/csv"] {
            assert!(answer.text.contains(named), "{named} is not named: {answer:?}");
        }
    }
}
