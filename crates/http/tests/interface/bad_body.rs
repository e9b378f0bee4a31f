//! Bodies that no operation takes: each is refused in the same form, and changes nothing.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::document::{Operation, operations, operations_with_body};
use crate::world::{Ask, World};

/// A password that somebody sends as a number. It must not come back.
const SECRET: u64 = 918_273_645;
/// What an ordinary body may have, and what a list of invitations or checks may have.
const ORDINARY: usize = 64 * 1024;
const LISTS: usize = 512 * 1024;

/// What the rows of an import may have.
const IMPORTS: usize = 64 * 1024 * 1024;

/// The operations that take long lists.
const TAKE_LISTS: &[&str] = &["invite", "check_access_batch"];

/// Asks an operation with each of some bodies, insists that nothing was changed, and gives the
/// answers.
async fn refused(
    operations: Vec<Operation>,
    asks: impl Fn(&World, &Operation) -> Vec<Ask>,
    insist: impl Fn(&Operation, &Answer),
) {
    let world = World::new().await;
    let before = world.numbers().await;
    let mut tried = 0;
    for operation in operations {
        for ask in asks(&world, &operation) {
            let told = format!("{ask:?}");
            let answer = world.ask(ask).await;
            insist(&operation, &answer);
            assert_eq!(world.numbers().await, before, "{operation} changed something: {told}");
            tried += 1;
        }
    }
    assert!(tried > 15, "only {tried} bodies were tried");
}

fn properties(operation: &Operation) -> Vec<String> {
    let schema = operation.body_schema().expect("an operation with a body");
    schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn required(operation: &Operation) -> Vec<String> {
    let schema = operation.body_schema().expect("an operation with a body");
    let names = schema["required"].as_array().cloned().unwrap_or_default();
    names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn with(operation: &Operation, name: &str, value: Value) -> Value {
    let mut body = operation.example().expect("an operation with a body");
    body[name] = value;
    body
}

#[tokio::test]
async fn a_body_that_is_no_json_is_malformed() {
    let texts = ["{", "{\"a\": }", "\u{feff}{}", "{'a': 1}", "nul"];
    let asks = |world: &World, operation: &Operation| {
        texts.map(|text| world.own(operation).body(text)).into()
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
        assert_eq!(answer.json()["errors"][0]["code"], "not_json", "{operation}: {answer:?}");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_no_object_is_malformed() {
    let values = [json!(null), json!([]), json!("text"), json!(7), json!(true)];
    let asks = |world: &World, operation: &Operation| {
        values.clone().map(|value| world.own(operation).json(&value)).into()
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
        assert_eq!(answer.fields(), [""], "{operation}: {answer:?}");
    })
    .await;
}

#[tokio::test]
async fn a_field_of_the_wrong_type_is_named_and_never_repeated() {
    let asks = |world: &World, operation: &Operation| {
        let wrong =
            |name: String| world.own(operation).json(&with(operation, &name, json!(SECRET)));
        properties(operation).into_iter().map(wrong).collect()
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
        assert_eq!(answer.json()["errors"][0]["code"], "wrong_type", "{operation}: {answer:?}");
        assert!(properties(operation).contains(&answer.fields()[0]), "{operation}: {answer:?}");
        assert!(!answer.text.contains(&SECRET.to_string()), "{operation}: {answer:?}");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_field_is_refused_by_name() {
    let asks = |world: &World, operation: &Operation| {
        vec![world.own(operation).json(&with(operation, "unheard_of", json!(1)))]
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
        assert_eq!(answer.fields(), ["unheard_of"], "{operation}: {answer:?}");
        assert_eq!(answer.json()["errors"][0]["code"], "unknown_field");
    })
    .await;
}

#[tokio::test]
async fn a_field_that_must_be_there_is_missed_by_name() {
    let asks = |world: &World, operation: &Operation| {
        let without = |name: String| {
            let mut body = operation.example().unwrap();
            body.as_object_mut().unwrap().remove(&name);
            world.own(operation).json(&body)
        };
        required(operation).into_iter().map(without).collect()
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
        assert_eq!(answer.json()["errors"][0]["code"], "missing", "{operation}: {answer:?}");
        assert!(required(operation).contains(&answer.fields()[0]), "{operation}: {answer:?}");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_missing_is_missed() {
    let asks = |world: &World, operation: &Operation| vec![world.own(operation).body("")];
    let needing_one: Vec<Operation> =
        operations_with_body().into_iter().filter(Operation::needs_body).collect();
    refused(needing_one, asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
        assert_eq!(answer.json()["errors"][0]["code"], "no_body", "{operation}: {answer:?}");
    })
    .await;
}

#[tokio::test]
async fn a_body_of_another_media_type_is_not_read() {
    let types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"];
    let asks = |world: &World, operation: &Operation| {
        let of_type = |kind| world.own(operation).header("content-type", kind);
        let untold = world.own(operation).without("content-type");
        types.iter().map(|kind| of_type(kind)).chain([untold]).collect()
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 415, "unsupported_media_type");
    })
    .await;
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read_whatever_the_operation() {
    let asks = |world: &World, operation: &Operation| {
        let limit = limit_of(operation);
        let text = world.own(operation).body(" ".repeat(limit + 1));
        // Nobody says how long this one is going to be.
        let stream = poem::Body::from_async_read(spaces(limit + 1));
        vec![text, world.own(operation).body(stream)]
    };
    refused(operations(), asks, |operation, answer| {
        answer.refuses(operation, 413, "body_too_large");
    })
    .await;
}

#[tokio::test]
async fn a_body_up_to_the_limit_is_read() {
    let asks = |world: &World, operation: &Operation| {
        vec![world.own(operation).body(" ".repeat(limit_of(operation)))]
    };
    refused(operations_with_body(), asks, |operation, answer| {
        answer.refuses(operation, 400, "malformed_body");
    })
    .await;
}

fn limit_of(operation: &Operation) -> usize {
    match operation.id.as_str() {
        "import_clients" | "import_sites" => IMPORTS,
        id if TAKE_LISTS.contains(&id) => LISTS,
        _ => ORDINARY,
    }
}

/// A stream of this many spaces.
fn spaces(length: usize) -> impl tokio::io::AsyncRead + Send {
    use tokio::io::AsyncReadExt as _;
    tokio::io::repeat(b' ').take(length as u64)
}
