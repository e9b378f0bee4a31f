//! What is not there and what is not yours to see: the same bytes.

use serde_json::json;

use crate::answer::Answer;
use crate::document::{Operation, secured_operations};
use crate::world::{Company, NOTHING, World};

/// Acme's account with the rest from somewhere else, or all from somewhere else.
fn mixed(world: &World, rest: &Company) -> Company {
    Company { account: world.acme.account.clone(), ..rest.clone() }
}

/// A company of which nothing is there.
fn nowhere(world: &World) -> Company {
    let mut company = world.other.clone();
    for id in [
        &mut company.account,
        &mut company.invitation,
        &mut company.service_key,
        &mut company.contact,
        &mut company.communication,
        &mut company.client,
        &mut company.site,
    ] {
        NOTHING.clone_into(id);
    }
    NOTHING.clone_into(&mut company.member.id);
    company
}

async fn answer(world: &World, operation: &Operation, company: &Company) -> Answer {
    let query = operation.required_query("");
    world.ask(world.on(operation, company).query(&query)).await
}

#[tokio::test]
async fn what_belongs_to_another_company_answers_as_what_is_nowhere() {
    let world = World::new().await;
    let before = world.numbers().await;
    let mut tried = 0;
    for operation in secured_operations() {
        if operation.parameters("path").is_empty() {
            continue;
        }
        let absent = answer(&world, &operation, &nowhere(&world)).await;
        absent.refuses(&operation, 404, "not_found");
        let foreign = answer(&world, &operation, &world.other).await;
        assert_eq!(foreign.text, absent.text, "{operation}");
        assert_eq!(world.numbers().await, before, "{operation} changed something");
        tried += 1;
    }
    assert!(tried > 25, "only {tried} operations were tried");
}

#[tokio::test]
async fn another_companys_thing_in_ones_own_account_answers_as_what_is_nowhere() {
    let world = World::new().await;
    let before = world.numbers().await;
    let mut tried = 0;
    for operation in secured_operations() {
        let parameters = operation.parameters("path");
        if parameters.len() < 2 {
            continue;
        }
        let absent = answer(&world, &operation, &mixed(&world, &nowhere(&world))).await;
        absent.refuses(&operation, 404, "not_found");
        let foreign = answer(&world, &operation, &mixed(&world, &world.other)).await;
        assert_eq!(foreign.text, absent.text, "{operation}");
        tried += 1;
    }
    assert!(tried >= 9, "only {tried} operations were tried");
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn a_mailed_token_that_was_never_issued_is_not_found() {
    let world = World::new().await;
    let before = world.numbers().await;
    let mut tried = 0;
    for operation in crate::document::operations_with_body() {
        if operation.body_schema().unwrap()["properties"].get("token").is_none() {
            continue;
        }
        for token in ["", "x", "S7xq1vLr0aJ3nYd8mPc5uWk2hTz9eGb4fRi6oVs1jQE", "\u{0}"] {
            let mut body = operation.example().unwrap();
            body["token"] = json!(token);
            let answer = world.ask(world.own(&operation).json(&body)).await;
            answer.refuses(&operation, 404, "not_found");
            tried += 1;
        }
    }
    assert!(tried >= 20, "only {tried} tokens were tried");
    assert_eq!(world.numbers().await, before);
}
