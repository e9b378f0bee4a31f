//! An installation in memory: Acme S.L. with its people, and another company that is none of
//! their business.

use std::sync::{Arc, Mutex};

use poem::http::Method;
use poem::{Body, Endpoint, Request, Response};
use portero_domain::model::{Language, Letter, Limits, Token};
use portero_domain::port::{
    Directory, Draft, LetterDrafts, Outbox, OutboxStatus, Page, TokenGenerator,
};
use portero_domain::use_case::{Portero, Ports};
use portero_http::{MailHealth, OriginPolicy, Parts, interface};
use portero_store_memory::MemoryStore;
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, NoRateLimits, OsTokenGenerator, SecretKey,
    Sha256Digest, SystemClock, UnicodeDomains, UuidV7Generator, XChaChaSealer,
};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::document::Operation;

/// Everyone's password.
pub const PASSWORD: &str = "paseo por la orilla";

/// Remembers the token issued last, as a mail would carry it.
#[derive(Default)]
struct RememberingTokens(Mutex<Option<Token>>);

impl TokenGenerator for RememberingTokens {
    fn next_token(&self) -> Token {
        let token = OsTokenGenerator.next_token();
        *self.0.lock().expect("no test panics with it") = Some(token.clone());
        token
    }
}

/// Drafts in the fewest words that will do.
pub struct PlainDrafts;

impl LetterDrafts for PlainDrafts {
    fn client_invitation(&self, _: Language, account: &str, client: &str, _: u32) -> Draft {
        let text = format!("{client}: {{setup_url}} {{user_name}}");
        Draft { subject: account.to_owned(), text }
    }

    fn html(&self, language: Language, _: &Letter) -> String {
        format!("<p lang=\"{language}\">{{setup_url}} {{user_name}}</p>")
    }
}

struct Worker(bool);

impl MailHealth for Worker {
    fn is_alive(&self) -> bool {
        self.0
    }
}

/// Someone with a session.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: String,
    pub token: String,
}

/// A company: its owner, its account, a member in finance, and an invitation that waits.
#[derive(Debug, Clone)]
pub struct Company {
    pub owner: Person,
    pub account: String,
    pub member: Person,
    pub invitation: String,
    pub service_key: String,
    pub contact: String,
    pub communication: String,
    pub client: String,
    pub site: String,
}

/// The installation.
pub struct World {
    interface: Box<dyn Fn(Request) -> Answering>,
    tokens: Arc<RememberingTokens>,
    store: MemoryStore,
    pub acme: Company,
    pub other: Company,
}

type Answering = std::pin::Pin<Box<dyn Future<Output = Response>>>;

/// What would be different had a request changed anything.
#[derive(Debug, PartialEq)]
pub struct Numbers {
    audit: Vec<(String, i64)>,
    events: Vec<usize>,
    mails: OutboxStatus,
}

impl World {
    /// Sets the scene, by the interface itself.
    pub async fn new() -> Self {
        Self::with_mail_worker(true).await
    }

    /// The same, telling whether the mail worker is at work.
    pub async fn with_mail_worker(alive: bool) -> Self {
        let tokens = Arc::new(RememberingTokens::default());
        let store = MemoryStore::new(Arc::new(Sha256Digest));
        let endpoint = Arc::new(interface(Parts {
            portero: Arc::new(portero_with(&store, tokens.clone())),
            mailbox: None,
            mail: Arc::new(Worker(alive)),
            origins: OriginPolicy::default(),
            public_url: "http://portero.example".to_owned(),
        }));
        let interface = move |request| -> Answering {
            let endpoint = Arc::clone(&endpoint);
            Box::pin(async move { endpoint.get_response(request).await })
        };
        let nobody = Person { id: String::new(), token: String::new() };
        let company = Company {
            owner: nobody.clone(),
            account: String::new(),
            member: nobody,
            invitation: String::new(),
            service_key: String::new(),
            contact: String::new(),
            communication: String::new(),
            client: String::new(),
            site: String::new(),
        };
        let interface = Box::new(interface);
        let mut world = Self { interface, tokens, store, acme: company.clone(), other: company };
        world.acme = world.company("Acme S.L.", "acme.example").await;
        world.other = world.company("Vinos del Duero", "duero.example").await;
        world
    }

    async fn company(&self, name: &str, domain: &str) -> Company {
        let owner = self.person(&format!("carmen@{domain}"), None).await;
        let created = self.post(&owner, "/v1/accounts", &json!({ "name": name })).await;
        let account = text(&created["id"]);
        let eva = format!("eva@{domain}");
        self.invite(&owner, &account, &eva).await;
        let member = self.person(&eva, Some(self.mailed())).await;
        let invitation = self.invite(&owner, &account, &format!("mario@{domain}")).await;
        let path = format!("/v1/accounts/{account}/service-keys");
        let key = json!({ "name": "Tienda", "scopes": ["access.check"] });
        let key = self.post(&owner, &path, &key).await;
        let service_key = text(&key["service_key"]["id"]);
        let path = format!("/v1/accounts/{account}/contacts");
        let contact = json!({
            "first_name": "Pablo", "last_name": "Ortega", "email": format!("pablo@{domain}"),
            "profile": "technical",
        });
        let contact = text(&self.post(&owner, &path, &contact).await["id"]);
        let path = format!("/v1/accounts/{account}/communications");
        let told = json!({ "category": "general", "subject": "Hola", "text": "Buenos días." });
        let told = self.post(&owner, &path, &told).await;
        let communication = text(&told["communication"]["id"]);
        let path = format!("/v1/accounts/{account}/sites");
        let site = text(&self.post(&owner, &path, &json!({ "name": "Floristería" })).await["id"]);
        let path = format!("/v1/accounts/{account}/clients");
        let client = json!({
            "first_name": "Marta", "last_name": "Gil", "email": format!("marta@{domain}"),
        });
        let client = text(&self.post(&owner, &path, &client).await["id"]);
        Company {
            owner,
            account,
            member,
            invitation,
            service_key,
            contact,
            communication,
            client,
            site,
        }
    }

    async fn person(&self, email: &str, invitation: Option<String>) -> Person {
        let nobody = Person { id: String::new(), token: String::new() };
        let register = json!({
            "email": email, "password": PASSWORD, "first_name": "Carmen", "last_name": "Soler",
            "invitation_token": invitation,
        });
        self.post(&nobody, "/v1/registrations", &register).await;
        let confirm = json!({ "token": self.mailed(), "password": PASSWORD });
        let session = self.post(&nobody, "/v1/registrations/confirm", &confirm).await;
        Person { id: text(&session["user"]["id"]), token: text(&session["token"]) }
    }

    async fn invite(&self, owner: &Person, account: &str, email: &str) -> String {
        let form = json!({ "emails": email, "role": "finance" });
        let path = format!("/v1/accounts/{account}/invitations");
        let results = self.post(owner, &path, &form).await;
        text(&results["results"][0]["invitation"]["id"])
    }

    /// The token that the last mail carried.
    pub fn mailed(&self) -> String {
        let last = self.tokens.0.lock().expect("no test panics with it");
        last.as_ref().expect("a token was issued").expose().to_owned()
    }

    /// Posts what must succeed.
    pub async fn post(&self, person: &Person, path: &str, body: &Value) -> Value {
        let answer = self.ask(Ask::new("POST", path).by(person).json(body)).await;
        assert!(answer.status.is_success(), "{path}: {answer:?}");
        answer.json()
    }

    /// Asks, and reads the answer.
    pub async fn ask(&self, ask: Ask) -> Answer {
        let method: Method = ask.method.parse().expect("a method");
        let uri = ask.path.parse().expect("a path");
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let response = (self.interface)(request.body(ask.body)).await;
        let (parts, body) = response.into_parts();
        let text = body.into_string().await.expect("an answer is text");
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Where the trail and the outbox end.
    pub async fn numbers(&self) -> Numbers {
        let heads = self.store.audit_heads(Page { after: None, limit: 100 }).await.expect("heads");
        let mut events = Vec::new();
        for head in &heads {
            let page = Page { after: None, limit: 1_000 };
            events.push(self.store.events(head.scope, page).await.expect("events").len());
        }
        let audit = heads.iter().map(|head| (head.scope.to_string(), head.number)).collect();
        Numbers { audit, events, mails: self.store.status().await.expect("a status") }
    }

    /// An operation on a company's own things.
    pub fn own(&self, operation: &Operation) -> Ask {
        self.on(operation, &self.acme)
    }

    /// An operation of Acme's owner on the things of any company.
    pub fn on(&self, operation: &Operation, company: &Company) -> Ask {
        let path = operation.path_with(|name| match name {
            "account_id" => company.account.clone(),
            "user_id" => company.member.id.clone(),
            "invitation_id" => company.invitation.clone(),
            "key_id" => company.service_key.clone(),
            "contact_id" => company.contact.clone(),
            "communication_id" => company.communication.clone(),
            "client_id" => company.client.clone(),
            "site_id" => company.site.clone(),
            _ => NOTHING.to_owned(),
        });
        let mut ask = Ask::new(&operation.method, &path);
        if operation.secured {
            ask = ask.by(&self.acme.owner);
        }
        match operation.example() {
            Some(body) => ask.json(&body).header("content-type", operation.content_type()),
            None => ask,
        }
    }
}

/// An id that nothing has.
pub const NOTHING: &str = "019a20a3-1500-7000-8000-000000000000";

/// A request in the making.
#[derive(Debug)]
pub struct Ask {
    pub method: String,
    pub path: String,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

impl Ask {
    pub fn new(method: &str, path: &str) -> Self {
        let method = method.to_uppercase();
        Self { method, path: path.to_owned(), headers: Vec::new(), body: Body::empty() }
    }

    /// By someone who is signed in.
    pub fn by(self, person: &Person) -> Self {
        self.header("authorization", &format!("Bearer {}", person.token))
    }

    /// With a header, in place of any of that name.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(present, _)| *present != name);
        self
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    /// With a body as it stands.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// With something behind the path.
    pub fn query(mut self, query: &str) -> Self {
        self.path = format!("{}?{query}", self.path);
        self
    }
}

/// The use cases on a store, for the document.
pub fn portero_on(store: &MemoryStore) -> Portero {
    portero_with(store, Arc::new(OsTokenGenerator))
}

fn portero_with(store: &MemoryStore, tokens: Arc<dyn TokenGenerator>) -> Portero {
    let store = Arc::new(store.clone());
    let ports = Ports {
        store: store.clone(),
        directory: store.clone(),
        clients: store.clone(),
        access: store,
        clock: Arc::new(SystemClock),
        ids: Arc::new(UuidV7Generator),
        tokens,
        digest: Arc::new(Sha256Digest),
        passwords: Arc::new(Argon2Hasher::cheap_for_tests()),
        sealer: Arc::new(XChaChaSealer::new(&SecretKey::generate())),
        domains: Arc::new(UnicodeDomains),
        rates: Arc::new(NoRateLimits),
        signer: Arc::new(HmacSigner::new(&SecretKey::generate())),
        letters: Arc::new(PlainDrafts),
        html: Arc::new(AmmoniaSanitizer),
    };
    Portero::new(ports, Limits::default())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}
