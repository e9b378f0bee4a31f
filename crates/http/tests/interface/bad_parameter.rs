//! Parameters that no operation takes: in the path, in the query, in the headers.

use serde_json::Value;

use crate::document::{Operation, operations, resolve};
use crate::world::{Ask, NOTHING, World};

#[tokio::test]
async fn an_id_in_the_path_that_is_no_uuid_is_named() {
    let world = World::new().await;
    let before = world.numbers().await;
    for operation in operations() {
        for (wrong, _) in operation.parameters("path") {
            for text in ["not-a-uuid", "%00", "1", "%F0%9F%98%80", "..%2f"] {
                let right = |_: &str| NOTHING.to_owned();
                let value = |name: &str| if name == wrong { text.to_owned() } else { right(name) };
                let mut ask = world.own(&operation);
                ask.path = operation.path_with(value);
                let answer = world.ask(ask).await;
                answer.refuses(&operation, 400, "malformed_request");
                assert_eq!(answer.fields(), [wrong.as_str()], "{operation} {text}: {answer:?}");
            }
        }
    }
    assert_eq!(world.numbers().await, before);
}

/// Values of a query parameter that are wrong, with the status and code that they are answered
/// with: what cannot be read is malformed, what can be read and is not taken is a wrong value.
fn wrong_values(name: &str, schema: &Value) -> Vec<(&'static str, u16, &'static str)> {
    let malformed = |text| (text, 400, "malformed_request");
    let refused = |text| (text, 422, "invalid_fields");
    let schema = if schema.get("type").is_some() { schema } else { resolve(schema) };
    if schema.get("enum").is_some() {
        return vec![refused("unheard-of"), refused(""), refused("%00")];
    }
    match (name, schema["type"].as_str(), schema["format"].as_str()) {
        ("limit", ..) => {
            let mut values: Vec<_> = ["0", "201", "-1", "99999999999"].map(refused).into();
            values.extend(["x", "", "1.5", "%00"].map(malformed));
            values
        }
        ("cursor" | "action", ..) => ["?", "", "%00", "-"].map(refused).into(),
        ("q", ..) => vec![],
        (_, Some("integer"), _) => ["x", "", "1.5", "99999999999999999999"].map(malformed).into(),
        (_, Some("boolean"), _) => ["x", "", "1", "TRUE"].map(malformed).into(),
        (_, Some("string"), Some("uuid")) => ["x", "", "%00"].map(malformed).into(),
        (_, Some("string"), Some("date-time")) => {
            ["yesterday", "", "2026-01-01", "%2B12026-01-01T00:00:00Z"].map(malformed).into()
        }
        _ => panic!("{name}: say here which values are wrong"),
    }
}

#[tokio::test]
async fn a_wrong_value_in_the_query_is_named() {
    let world = World::new().await;
    let before = world.numbers().await;
    let mut tried = 0;
    for operation in operations() {
        for (name, parameter) in operation.parameters("query") {
            for (value, status, code) in wrong_values(&name, &parameter["schema"]) {
                let query = format!("{name}={value}&{}", operation.required_query(&name));
                let answer = world.ask(world.own(&operation).query(&query)).await;
                answer.refuses(&operation, status, code);
                assert_eq!(answer.fields(), [name.as_str()], "{operation} {query}: {answer:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "only {tried} values were tried");
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn a_query_parameter_that_must_be_there_is_missed_by_name() {
    let world = World::new().await;
    for operation in operations() {
        for (name, parameter) in operation.parameters("query") {
            if parameter["required"] == true {
                let answer = world.ask(world.own(&operation)).await;
                answer.refuses(&operation, 400, "malformed_request");
                assert_eq!(answer.fields(), [name.as_str()], "{operation}: {answer:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_parameter_that_nobody_knows_is_ignored() {
    let world = World::new().await;
    for operation in operations().into_iter().filter(|operation| operation.method == "get") {
        let query = operation.required_query("");
        let without = world.ask(world.own(&operation).query(&query)).await;
        let query = format!("{query}utm_source=boletin");
        let with = world.ask(world.own(&operation).query(&query)).await;
        assert_ne!(without.status, 400, "{operation}: {without:?}");
        assert_eq!((with.status, with.text), (without.status, without.text), "{operation}");
    }
}

fn header_of(operation: &Operation, wanted: &str) -> bool {
    operation.parameters("header").iter().any(|(name, _)| name == wanted)
}

#[tokio::test]
async fn an_if_match_that_is_no_version_is_malformed() {
    let world = World::new().await;
    let before = world.numbers().await;
    let mut tried = 0;
    for operation in operations().iter().filter(|operation| header_of(operation, "If-Match")) {
        for tag in ["banana", "1", "\"-1\"", "\"+1\"", "\"one\"", "W/\"1\"", "", "\"\""] {
            let answer = world.ask(world.own(operation).header("if-match", tag)).await;
            answer.refuses(operation, 400, "malformed_request");
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} tags were tried");
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let world = World::new().await;
    let before = world.numbers().await;
    for operation in operations().iter().filter(|operation| header_of(operation, "If-Match")) {
        let mut ask = world.own(operation).header("if-match", "\"41\"");
        if operation.id == "transfer_ownership" {
            ask = ask.json(&serde_json::json!({ "user_id": world.acme.member.id }));
        }
        let answer = world.ask(ask).await;
        answer.refuses(operation, 412, "stale_version");
        assert_eq!(world.numbers().await, before, "{operation} changed something");
    }
}

#[tokio::test]
async fn an_idempotency_key_that_cannot_be_kept_is_malformed() {
    let world = World::new().await;
    let before = world.numbers().await;
    let long = "k".repeat(256);
    let mut tried = 0;
    for operation in operations().iter().filter(|one| header_of(one, "Idempotency-Key")) {
        for key in ["", "two words", &long] {
            let answer = world.ask(world.own(operation).header("idempotency-key", key)).await;
            answer.refuses(operation, 400, "malformed_request");
            tried += 1;
        }
    }
    assert!(tried >= 9, "only {tried} keys were tried");
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn a_method_that_a_path_does_not_know_is_told_with_those_it_knows() {
    let world = World::new().await;
    let all = operations();
    for operation in &all {
        let known: Vec<&str> = all
            .iter()
            .filter(|other| other.path == operation.path)
            .map(|other| other.method.as_str())
            .collect();
        for method in ["get", "put", "post", "patch", "delete", "trace"] {
            if known.contains(&method) {
                continue;
            }
            let path = world.own(operation).path;
            let answer = world.ask(Ask::new(method, &path)).await;
            answer.refuses(operation, 405, "method_not_allowed");
            let allowed = answer.header("allow").to_lowercase();
            let allowed: Vec<&str> = allowed.split(", ").collect();
            assert!(known.iter().all(|method| allowed.contains(method)), "{operation}: {answer:?}");
            assert!(!allowed.contains(&method), "{operation}: {answer:?}");
        }
    }
}
