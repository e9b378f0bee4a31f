//! The development mailbox for programs: there only while no mail server is set.

use std::sync::Arc;

use chrono::SecondsFormat;
use poem::{Endpoint, IntoResponse, Request, Response, endpoint::make};
use portero_domain::model::DeliveredMail;
use portero_domain::port::Mailbox;
use serde_json::json;

use crate::problem::Problem;

/// The mails as JSON, newest first; `?to=` for those to one address.
pub(crate) fn json(mailbox: Arc<dyn Mailbox>) -> impl Endpoint<Output = Response> {
    make(move |request: Request| {
        let mailbox = Arc::clone(&mailbox);
        async move {
            let mails = read(&*mailbox, &request).await?;
            let items: Vec<_> = mails.iter().map(item).collect();
            let body = json!({ "items": items }).to_string();
            let answer = body.with_content_type("application/json; charset=utf-8");
            Ok::<_, poem::Error>(answer.into_response())
        }
    })
}

async fn read(mailbox: &dyn Mailbox, request: &Request) -> Result<Vec<DeliveredMail>, Problem> {
    #[derive(serde::Deserialize)]
    struct Wanted {
        to: Option<String>,
    }
    let wanted = request.params::<Wanted>().ok().and_then(|wanted| wanted.to);
    // No address has a control character, and not every database takes one in a question.
    if wanted.as_deref().is_some_and(|to| to.contains(char::is_control)) {
        return Ok(Vec::new());
    }
    let mails = mailbox.read(wanted.as_deref()).await;
    mails.map_err(|error| Problem::Domain(error.into()))
}

fn item(mail: &DeliveredMail) -> serde_json::Value {
    json!({
        "id": mail.id,
        "to": mail.to,
        "from": mail.from,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "links": mail.links,
        "sent_at": mail.sent_at.to_rfc3339_opts(SecondsFormat::Micros, true),
    })
}
