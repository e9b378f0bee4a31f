//! Requests that are released together, and stories that are told on both stores.

use std::sync::Arc;

use portero_tests::api::{Answer, Request};
use tokio::sync::Barrier;

/// Sends every request in the same moment, as far as a machine can; the answers are in order.
pub async fn at_once(requests: Vec<Request>) -> Vec<Answer> {
    let gate = Arc::new(Barrier::new(requests.len()));
    let release = |request: Request| {
        let gate = Arc::clone(&gate);
        tokio::spawn(async move {
            gate.wait().await;
            request.send().await
        })
    };
    let sent: Vec<_> = requests.into_iter().map(release).collect();
    let mut answers = Vec::with_capacity(sent.len());
    for one in sent {
        answers.push(one.await.expect("an answer"));
    }
    answers
}

/// How many answers have this status.
pub fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// Insists that the server is to blame for nothing.
pub fn expect_no_fault(answers: &[Answer]) {
    if let Some(fault) = answers.iter().find(|answer| answer.status >= 500) {
        panic!("{}", fault.everything());
    }
}

/// Tells every story twice: on `SQLite`, and on `PostgreSQL` if there is a server for it.
macro_rules! on_both_stores {
    ( $( $story:ident ),+ $(,)? ) => {
        mod on_sqlite { $(
            #[tokio::test]
            async fn $story() {
                super::$story(portero_tests::stage::Stage::set().await).await;
            }
        )+ }

        mod on_postgresql { $(
            #[tokio::test]
            async fn $story() {
                if let Some(stage) = portero_tests::stage::Stage::on_postgres().await {
                    super::$story(stage).await;
                }
            }
        )+ }
    };
}

pub(crate) use on_both_stores;
