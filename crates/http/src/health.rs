//! Health and readiness.

use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Endpoint, IntoResponse, Response, endpoint::make};
use portero_domain::use_case::Portero;

use crate::problem::{Code, Problem};

/// Tells whether the mail worker is at work.
pub trait MailHealth: Send + Sync {
    /// Whether it has shown a sign of life lately.
    fn is_alive(&self) -> bool;
}

/// What has to be there for the server to be ready.
pub struct Readiness {
    /// The use cases, for the store behind them.
    pub portero: Arc<Portero>,
    /// The mail worker.
    pub mail: Arc<dyn MailHealth>,
}

/// Answers whether the database answers and the mail worker is at work.
pub(crate) fn readiness(readiness: Readiness) -> impl Endpoint<Output = Response> {
    let readiness = Arc::new(readiness);
    make(move |_| {
        let readiness = Arc::clone(&readiness);
        async move {
            readiness.portero.ping().await.map_err(Problem::from)?;
            if !readiness.mail.is_alive() {
                let detail = "The mail worker is not at work.".to_owned();
                return Err(Problem::Request(Code::Unavailable, Some(detail)).into());
            }
            let ready =
                r#"{"status":"ready"}"#.with_content_type("application/json; charset=utf-8");
            Ok::<_, poem::Error>(ready.with_status(StatusCode::OK).into_response())
        }
    })
}
