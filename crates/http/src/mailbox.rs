//! The development mailbox: there only while no mail server is set.

use std::sync::Arc;

use chrono::SecondsFormat;
use poem::web::Html;
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

/// The mails as a page. Each mail's HTML is shown in a frame that may run nothing.
pub(crate) fn page(mailbox: Arc<dyn Mailbox>) -> impl Endpoint<Output = Response> {
    make(move |request: Request| {
        let mailbox = Arc::clone(&mailbox);
        async move {
            let mails = read(&*mailbox, &request).await?;
            let rows: String = mails.iter().map(row).collect();
            let empty = if mails.is_empty() { "<p>No hay correos · No mail yet</p>" } else { "" };
            let answer = Html(format!("{HEAD}{empty}{rows}</main></body></html>"));
            Ok::<_, poem::Error>(
                answer.with_header("content-security-policy", POLICY).into_response(),
            )
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

fn row(mail: &DeliveredMail) -> String {
    format!(
        "<article><h2>{}</h2><p>{} → {} · {}</p><iframe sandbox=\"allow-top-navigation-by-user-activation\" title=\"{}\" srcdoc=\"{}\"></iframe></article>",
        escape(&mail.subject),
        escape(&mail.from),
        escape(&mail.to),
        mail.sent_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        escape(&mail.subject),
        escape(&mail.html),
    )
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
                      frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEAD: &str = "<!doctype html><html lang=\"es\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Buzón de desarrollo · Portero</title>\
<style>body{font:16px system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1c2430}\
main{max-width:46rem;margin:0 auto;padding:1.5rem}article{background:#fff;border:1px solid #d9dde3;\
border-radius:8px;padding:1rem;margin:1rem 0}h2{font-size:1.1rem;margin:0}p{color:#566071}\
iframe{width:100%;height:28rem;border:1px solid #d9dde3}</style></head><body><main>\
<h1>Buzón de desarrollo</h1>";
