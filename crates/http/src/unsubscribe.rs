//! The page behind the one-click link of a communication (RFC 8058): looking changes nothing, a POST
//! refuses the category. It needs no sign-in, and works without scripts.

use std::sync::Arc;

use poem::http::{Method, StatusCode, header};
use poem::web::Html;
use poem::{Endpoint, IntoResponse, Request, Response, endpoint::make};
use portero_domain::model::{Language, Origin};
use portero_domain::policy::Category;
use portero_domain::use_case::{Error, Portero};

use crate::mailbox::escape;
use crate::problem::Problem;

/// The path, with the signed text at its end.
pub(crate) const PATH: &str = "/unsubscribe/:link";

/// The page, and what its button does.
pub(crate) fn page(portero: Arc<Portero>) -> impl Endpoint<Output = Response> {
    make(move |request: Request| {
        let portero = Arc::clone(&portero);
        async move { answer(&portero, &request).await }
    })
}

async fn answer(portero: &Portero, request: &Request) -> poem::Result<Response> {
    let language = request.data::<Language>().copied().unwrap_or_default();
    let link: String = request.path_params().unwrap_or_default();
    let done = request.method() == Method::POST;
    let view = match portero.preview_unsubscription(&link).await {
        Ok(view) => view,
        Err(Error::NotFound) => return Ok(shown(StatusCode::NOT_FOUND, language, &lost(language))),
        Err(error) => return Err(Problem::Domain(error).into()),
    };
    if done {
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        portero.unsubscribe(&link, origin).await.map_err(Problem::Domain)?;
    }
    let account = escape(&view.account_name);
    let category = in_words(view.category, language);
    let content = if done {
        refused(&account, category, language)
    } else {
        asked(&account, category, language)
    };
    Ok(shown(StatusCode::OK, language, &content))
}

fn asked(account: &str, category: &str, language: Language) -> String {
    let (heading, sentence, button) = match language {
        Language::Spanish => (
            "Dejar de recibir comunicaciones",
            format!("Dejará de recibir las comunicaciones de {account} sobre {category}."),
            "Dejar de recibirlas",
        ),
        Language::English => (
            "Stop receiving communications",
            format!("You will no longer receive communications of {account} about {category}."),
            "Stop receiving them",
        ),
    };
    format!(
        "<h1>{heading}</h1><p>{sentence}</p><form method=\"post\"><button>{button}</button></form>"
    )
}

fn refused(account: &str, category: &str, language: Language) -> String {
    match language {
        Language::Spanish => format!(
            "<h1>Hecho</h1><p>Ya no recibirá las comunicaciones de {account} sobre {category}. \
             Quien gestiona la cuenta puede volver a activarlas.</p>"
        ),
        Language::English => format!(
            "<h1>Done</h1><p>You will no longer receive communications of {account} about \
             {category}. Whoever manages the account can switch them on again.</p>"
        ),
    }
}

fn lost(language: Language) -> String {
    match language {
        Language::Spanish => {
            "<h1>Enlace no válido</h1><p>Este enlace no es de ninguna comunicación. \
                              Compruebe que lo ha copiado entero.</p>"
                .to_owned()
        }
        Language::English => {
            "<h1>Invalid link</h1><p>This link is of no communication. Check that \
                              you have copied all of it.</p>"
                .to_owned()
        }
    }
}

/// A category in the middle of a sentence.
const fn in_words(category: Category, language: Language) -> &'static str {
    match (category, language) {
        (Category::General, Language::Spanish) => "la cuenta en general",
        (Category::General, Language::English) => "the account in general",
        (Category::Billing, Language::Spanish) => "facturación",
        (Category::Billing, Language::English) => "billing",
        (Category::Orders, Language::Spanish) => "nuevas contrataciones",
        (Category::Orders, Language::English) => "new orders",
        (Category::Technical, Language::Spanish) => "el estado de los servicios",
        (Category::Technical, Language::English) => "the status of services",
        (Category::Support, Language::Spanish) => "consultas de soporte",
        (Category::Support, Language::English) => "support tickets",
        (Category::Domains, Language::Spanish) => "dominios",
        (Category::Domains, Language::English) => "domains",
        (Category::Affiliates, Language::Spanish) => "el programa de afiliados",
        (Category::Affiliates, Language::English) => "the affiliate programme",
    }
}

fn shown(status: StatusCode, language: Language, content: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>Portero</title>\
         <style>{STYLE}</style></head><body><main>{content}</main></body></html>"
    );
    Html(page)
        .with_status(status)
        .with_header(header::CONTENT_SECURITY_POLICY, POLICY)
        .with_header(header::REFERRER_POLICY, "no-referrer")
        .into_response()
}

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;\
color:#1c2430}main{max-width:32rem;margin:4rem auto;padding:2rem;background:#fff;\
border:1px solid #d9dde3;border-radius:8px}h1{font-size:1.4rem;margin:0 0 1rem}\
button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:6px;background:#1f4fb5;color:#fff;\
cursor:pointer}button:focus-visible{outline:3px solid #1c2430;outline-offset:2px}\
@media (prefers-color-scheme:dark){body{background:#12161c;color:#e6eaf0}\
main{background:#1b212a;border-color:#303946}button{background:#3d6fe0}}";
