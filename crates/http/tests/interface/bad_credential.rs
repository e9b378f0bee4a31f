//! Credentials that open nothing.

use crate::document::secured_operations;
use crate::world::World;

#[tokio::test]
async fn without_a_credential_nothing_secured_is_answered() {
    let world = World::new().await;
    let before = world.numbers().await;
    for operation in secured_operations() {
        let answer = world.ask(world.own(&operation).without("authorization")).await;
        answer.refuses(&operation, 401, "not_signed_in");
    }
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn a_credential_that_was_never_issued_opens_nothing() {
    let never_issued = "S7xq1vLr0aJ3nYd8mPc5uWk2hTz9eGb4fRi6oVs1jQE";
    let credentials = [
        "Bearer x".to_owned(),
        "Bearer ".to_owned(),
        "Basic Y2FybWVuOmh1bnRlcg==".to_owned(),
        format!("Bearer {never_issued}"),
        format!("Bearer portero_{never_issued}"),
        format!("Bearer {never_issued} {never_issued}"),
        never_issued.to_owned(),
    ];
    let world = World::new().await;
    let before = world.numbers().await;
    for operation in secured_operations() {
        for credential in &credentials {
            let ask = world.own(&operation).query(&operation.required_query(""));
            let ask = ask.header("authorization", credential);
            let answer = world.ask(ask).await;
            answer.refuses(&operation, 401, "not_signed_in");
            assert!(!answer.text.contains(never_issued), "{operation}: {answer:?}");
        }
    }
    assert_eq!(world.numbers().await, before);
}

#[tokio::test]
async fn the_name_of_the_scheme_may_be_written_in_any_case() {
    let world = World::new().await;
    let token = &world.acme.owner.token;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let ask = crate::world::Ask::new("GET", "/v1/me");
        let answer = world.ask(ask.header("authorization", &format!("{scheme} {token}"))).await;
        assert_eq!(answer.status, 200, "{scheme}: {answer:?}");
    }
}
