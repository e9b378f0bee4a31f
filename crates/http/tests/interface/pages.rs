//! What a browser shows, and what it may do with it.

use crate::world::{Ask, World};

#[tokio::test]
async fn the_documentation_is_one_page_that_asks_nobody_else() {
    let world = World::new().await;
    let page = world.ask(Ask::new("GET", "/docs")).await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"), "{:?}", page.headers);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.text.trim_start().starts_with("<!doctype html>"));
    assert!(!page.text.contains(" src=\"http"), "it loads something from elsewhere");
    // The page shows the completed document, not the one that the framework derived.
    assert!(page.text.contains("\"additionalProperties\":false"));
}

#[tokio::test]
async fn the_documentation_is_found_with_a_slash_behind() {
    let world = World::new().await;
    let answer = world.ask(Ask::new("GET", "/docs/")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/docs"));
}

#[tokio::test]
async fn the_document_that_is_served_is_the_one_that_is_printed() {
    let world = World::new().await;
    let served = world.ask(Ask::new("GET", "/openapi.json")).await;
    assert_eq!(&served.json(), crate::document::document());
}

#[tokio::test]
async fn no_answer_is_kept_framed_or_taken_for_something_else() {
    let world = World::new().await;
    for path in ["/docs", "/openapi.json", "/v1/policy", "/v1/me", "/nowhere"] {
        let answer = world.ask(Ask::new("GET", path)).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn the_development_mailbox_is_not_there_without_one() {
    let world = World::new().await;
    for path in ["/dev/mailbox", "/dev/mailbox.json", "/docs/nowhere", "/"] {
        let answer = world.ask(Ask::new("GET", path)).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"), "{path}");
        answer.is_problem(path);
    }
}
