//! What clients rely on beyond single operations.

use serde_json::json;

use crate::answer::Answer;
use crate::world::{Ask, PASSWORD, World};

async fn get(world: &World, path: &str) -> Answer {
    world.ask(Ask::new("GET", path).by(&world.acme.owner)).await
}

#[tokio::test]
async fn an_account_is_created_with_a_path_and_a_version() {
    let world = World::new().await;
    let ask = Ask::new("POST", "/v1/accounts").by(&world.acme.owner);
    let created = world.ask(ask.json(&json!({ "name": "Estudio Vidal" }))).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.header("etag"), "\"1\"");
    let read = get(&world, created.header("location")).await;
    assert_eq!((read.status.as_u16(), read.text), (200, created.text));
}

#[tokio::test]
async fn what_has_a_version_has_it_as_etag_too() {
    let world = World::new().await;
    let account = format!("/v1/accounts/{}", world.acme.account);
    let member = format!("{account}/users/{}", world.acme.member.id);
    let invitation = format!("{account}/invitations/{}", world.acme.invitation);
    for path in ["/v1/me".to_owned(), account, member, invitation] {
        let answer = get(&world, &path).await;
        let version = answer.json()["version"].to_string();
        assert_eq!(answer.header("etag"), format!("\"{version}\""), "{path}");
    }
}

#[tokio::test]
async fn a_change_at_the_right_version_is_made_and_gives_the_next() {
    let world = World::new().await;
    let ask = || Ask::new("PATCH", "/v1/me").by(&world.acme.owner).header("if-match", "\"1\"");
    let changed = world.ask(ask().json(&json!({ "first_name": "Carmela" }))).await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"2\""));
    let again = world.ask(ask().json(&json!({ "first_name": "Carmina" }))).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (412, "stale_version"));
}

#[tokio::test]
async fn times_are_in_utc_and_end_in_z() {
    let world = World::new().await;
    let created_at = get(&world, "/v1/me").await.json()["created_at"].clone();
    let text = created_at.as_str().unwrap_or_default();
    assert_eq!((text.len(), &text[text.len() - 1..]), (27, "Z"), "{text}");
}

#[tokio::test]
async fn the_same_request_twice_counts_once_and_another_with_its_key_is_refused() {
    let world = World::new().await;
    let ask = |name: &str| {
        let ask = Ask::new("POST", "/v1/accounts").by(&world.acme.owner);
        ask.header("idempotency-key", "una-vez").json(&json!({ "name": name }))
    };
    let first = world.ask(ask("Estudio")).await;
    let before = world.numbers().await;
    let second = world.ask(ask("Estudio")).await;
    assert_eq!((second.status, &second.text), (first.status, &first.text));
    assert_eq!(second.header("location"), first.header("location"));
    let other = world.ask(ask("Taller")).await;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (422, "idempotency_key_reused"));
    other.is_problem("another request with the key");
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn where_the_answer_holds_a_secret_the_key_is_ignored() {
    let world = World::new().await;
    let path = format!("/v1/accounts/{}/service-keys", world.acme.account);
    let ask = || {
        let ask = Ask::new("POST", &path).by(&world.acme.owner).header("idempotency-key", "k");
        ask.json(&json!({ "name": "Tienda", "scopes": ["access.check"] }))
    };
    let (first, second) = (world.ask(ask()).await, world.ask(ask()).await);
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201));
    assert_ne!(first.json()["key"], second.json()["key"]);
}

#[tokio::test]
async fn a_list_is_walked_part_by_part_to_its_end() {
    let world = World::new().await;
    let path = format!("/v1/accounts/{}/users", world.acme.account);
    let first = get(&world, &format!("{path}?limit=1")).await.json();
    let cursor = first["next_cursor"].as_str().expect("there is more").to_owned();
    let second = get(&world, &format!("{path}?limit=1&cursor={cursor}")).await.json();
    assert_ne!(first["items"][0]["user_id"], second["items"][0]["user_id"]);
    assert_eq!(second.get("next_cursor"), Some(&json!(null)));
}

#[tokio::test]
async fn errors_speak_the_language_that_is_asked_for() {
    let world = World::new().await;
    for (wanted, language, title) in [
        ("es-ES,es;q=0.9,en;q=0.8", "es", "Sesión no iniciada"),
        ("en", "en", "Not signed in"),
        ("fr", "en", "Not signed in"),
        ("*;;q=,", "en", "Not signed in"),
    ] {
        let ask = Ask::new("GET", "/v1/me").header("accept-language", wanted);
        let answer = world.ask(ask).await;
        assert_eq!(answer.json()["title"], title, "{wanted}");
        assert_eq!(answer.header("content-language"), language, "{wanted}");
        assert_eq!(answer.header("vary"), "Accept-Language", "{wanted}");
    }
}

#[tokio::test]
async fn a_malformed_body_is_explained_in_the_language_that_is_asked_for() {
    let world = World::new().await;
    let ask = Ask::new("POST", "/v1/sessions").header("accept-language", "es");
    let answer = world.ask(ask.json(&json!({ "email": 7, "password": PASSWORD }))).await;
    assert_eq!(answer.json()["detail"], "`email` debe ser un texto.");
}

#[tokio::test]
async fn head_answers_as_get_and_options_tells_the_methods() {
    let world = World::new().await;
    for path in ["/healthz", "/readyz", "/v1/policy", "/openapi.json", "/docs"] {
        assert_eq!(world.ask(Ask::new("HEAD", path)).await.status, 200, "{path}");
        let options = world.ask(Ask::new("OPTIONS", path)).await;
        let told = (options.status.as_u16(), options.header("allow"));
        assert_eq!(told, (204, "GET, HEAD, OPTIONS"), "{path}");
    }
    assert_eq!(world.ask(Ask::new("OPTIONS", "/nowhere")).await.status, 404);
}

#[tokio::test]
async fn a_body_with_a_get_is_not_minded() {
    let world = World::new().await;
    let answer = world.ask(Ask::new("GET", "/v1/policy").body("what?")).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn without_a_mail_worker_it_is_not_ready_and_says_when_to_ask_again() {
    let world = World::with_mail_worker(false).await;
    assert_eq!(world.ask(Ask::new("GET", "/healthz")).await.status, 200);
    let answer = world.ask(Ask::new("GET", "/readyz")).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "unavailable"));
    answer.is_problem("/readyz");
}

#[tokio::test]
async fn states_and_removals_answer_without_a_body() {
    let world = World::new().await;
    let member = format!("/v1/accounts/{}/users/{}", world.acme.account, world.acme.member.id);
    for (method, path) in [
        ("POST", format!("{member}/suspend")),
        ("POST", format!("{member}/reactivate")),
        ("DELETE", member),
        ("DELETE", "/v1/sessions/current".to_owned()),
    ] {
        let answer = world.ask(Ask::new(method, &path).by(&world.acme.owner)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""), "{path}");
    }
}

#[tokio::test]
async fn a_search_with_a_control_character_is_refused_and_not_passed_on() {
    let world = World::new().await;
    let path = format!("/v1/accounts/{}/invitations?q=%00", world.acme.account);
    let answer = get(&world, &path).await;
    assert_eq!((answer.status.as_u16(), answer.fields()), (422, vec!["q".to_owned()]));
}

#[tokio::test]
async fn a_check_about_a_site_must_name_the_site() {
    let world = World::new().await;
    let path = format!("/v1/accounts/{}/access/check-batch", world.acme.account);
    let checks =
        json!({ "checks": [{ "permission": "audit.read" }, { "site_permission": "edit" }] });
    let answer = world.ask(Ask::new("POST", &path).by(&world.acme.owner).json(&checks)).await;
    let told = (answer.status.as_u16(), answer.fields());
    assert_eq!(told, (422, vec!["checks[1].site_id".to_owned()]), "{answer:?}");
}
