//! What a story begins with: a server with its mail server, people who can sign in, accounts.

use serde_json::{Value, json};

use crate::api::{Answer, Api, Request};
use crate::options::Options;
use crate::postgres::Database;
use crate::server::Server;
use crate::smtp_sink::SmtpSink;

/// What links in mails begin with, whatever the server listens on.
pub const PUBLIC_URL: &str = "https://panel.example.com";

/// A server and the mail server that it sends through.
#[derive(Debug)]
pub struct Stage {
    /// The server.
    pub server: Server,
    /// Its mail server.
    pub sink: SmtpSink,
    /// Its database, when that is no file of its own; it goes after the server.
    pub database: Option<Database>,
}

/// Someone with a session.
#[derive(Debug, Clone)]
pub struct Person {
    /// The address they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
    /// Their id.
    pub id: String,
    /// The token of their session.
    pub token: String,
    api: Api,
}

/// An account, as the paths below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
}

/// A registration that is about to be sent.
#[derive(Debug, Clone)]
pub struct Registration {
    email: String,
    password: String,
    body: Value,
}

impl Registration {
    /// Of this address, with a password of its own and names made from it.
    #[must_use]
    pub fn of(email: &str) -> Self {
        let first_name = email.split(['@', '.']).next().unwrap_or_default();
        let password = password_of(email);
        let body = json!({
            "email": email, "password": password, "first_name": first_name, "last_name": "Soler",
        });
        Self { email: email.to_owned(), password, body }
    }

    /// With another password.
    #[must_use]
    pub fn password(mut self, password: &str) -> Self {
        password.clone_into(&mut self.password);
        self.field("password", password)
    }

    /// With the token of an invitation.
    #[must_use]
    pub fn invitation(self, token: &str) -> Self {
        self.field("invitation_token", token)
    }

    /// With any other field.
    #[must_use]
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.body[name] = value.into();
        self
    }

    /// The request itself.
    #[must_use]
    pub fn body(&self) -> &Value {
        &self.body
    }
}

/// The password that someone has unless told otherwise: a different one for each.
#[must_use]
pub fn password_of(email: &str) -> String {
    let number =
        email.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("paseo por la orilla {number}")
}

impl Stage {
    /// On `SQLite`.
    ///
    /// # Panics
    /// When the server does not come up.
    pub async fn set() -> Self {
        Self::with(Options::default()).await
    }

    /// On `PostgreSQL`, if there is a server for it.
    ///
    /// # Panics
    /// When the server does not come up.
    pub async fn on_postgres() -> Option<Self> {
        let database = Database::fresh()?;
        let stage = Self::with(Options::default().database(database.url())).await;
        Some(Self { database: Some(database), ..stage })
    }

    /// With these options, but for the mail server and the public URL.
    ///
    /// # Panics
    /// When the server does not come up.
    pub async fn with(options: Options) -> Self {
        let sink = SmtpSink::start().await;
        let options = options.mail(&sink.url()).public_url(PUBLIC_URL);
        Self { server: Server::start(options).await, sink, database: None }
    }

    /// A client of the server as it runs now.
    #[must_use]
    pub fn api(&self) -> Api {
        self.server.api()
    }

    /// Someone who has registered, confirmed the address and signed in by that.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn person(&self, email: &str) -> Person {
        self.registered(&Registration::of(email)).await
    }

    /// The same with a registration of the caller's making, the first of its address.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn registered(&self, registration: &Registration) -> Person {
        let sent = self.api().post("/v1/registrations").json(registration.body()).await;
        let _ = sent.expect(202);
        let token = self.sink.wait_for_token(&registration.email, "confirm", 1).await;
        let session = self.confirm(&token, &registration.password).await.expect(201);
        self.person_of(&session, &registration.password)
    }

    /// Confirms a registration with the mailed token.
    pub async fn confirm(&self, token: &str, password: &str) -> Answer {
        let body = json!({ "token": token, "password": password });
        self.api().post("/v1/registrations/confirm").json(&body).await
    }

    /// Asks for a session.
    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password });
        self.api().post("/v1/sessions").json(&body).await
    }

    /// The person whose session an answer holds.
    #[must_use]
    pub fn person_of(&self, session: &Answer, password: &str) -> Person {
        Person {
            email: session.text_at("/user/email"),
            password: password.to_owned(),
            id: session.text_at("/user/id"),
            token: session.text_at("/token"),
            api: self.api(),
        }
    }

    /// The person with a new session; the server may have been started again since.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn again(&self, person: &Person) -> Person {
        let session = self.sign_in(&person.email, &person.password).await.expect(201);
        self.person_of(&session, &person.password)
    }

    /// An invitation's token, from the first mail with one to this address.
    ///
    /// # Panics
    /// When the invitation is refused, or does not arrive.
    pub async fn invited(
        &self,
        inviter: &Person,
        account: &Account,
        role: &str,
        email: &str,
    ) -> String {
        let answer = inviter.invite(account, role, email).await.expect(201);
        assert_eq!(answer["results"][0]["outcome"], "invited", "{}", answer.everything());
        self.sink.wait_for_token(email, "invitation", 1).await
    }

    /// Someone without a user until now who was invited, has registered and confirmed, and so is
    /// a member.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn member(
        &self,
        inviter: &Person,
        account: &Account,
        role: &str,
        email: &str,
    ) -> Person {
        let token = self.invited(inviter, account, role, email).await;
        self.registered(&Registration::of(email).invitation(&token)).await
    }

    /// An account with its owner, Carmen.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn carmen(&self) -> (Person, Account) {
        let carmen = self.person("carmen@acme.es").await;
        let account = carmen.found("Acme S.L.").await;
        (carmen, account)
    }
}

impl Person {
    /// A signed-in GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Request {
        self.api.get(path).bearer(&self.token)
    }

    /// A signed-in POST of a body.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Request {
        self.api.post(path).bearer(&self.token).json(body)
    }

    /// A signed-in POST without a body.
    #[must_use]
    pub fn command(&self, path: &str) -> Request {
        self.api.post(path).bearer(&self.token)
    }

    /// A signed-in PATCH.
    #[must_use]
    pub fn patch(&self, path: &str, body: &Value) -> Request {
        self.api.patch(path).bearer(&self.token).json(body)
    }

    /// A signed-in PUT.
    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Request {
        self.api.put(path).bearer(&self.token).json(body)
    }

    /// A signed-in DELETE.
    #[must_use]
    pub fn delete(&self, path: &str) -> Request {
        self.api.delete(path).bearer(&self.token)
    }

    /// An account of their own.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn found(&self, name: &str) -> Account {
        let made = self.post("/v1/accounts", &json!({ "name": name })).await.expect(201);
        Account { id: made.text_at("/id") }
    }

    /// Invites the addresses of a text.
    #[must_use]
    pub fn invite(&self, account: &Account, role: &str, emails: &str) -> Request {
        let body = json!({ "emails": emails, "role": role });
        self.post(&account.path("/invitations"), &body)
    }

    /// Accepts an invitation by its link's token.
    #[must_use]
    pub fn accept(&self, token: &str) -> Request {
        self.post("/v1/invitations/accept", &json!({ "token": token }))
    }

    /// Every row of a list, through all its pages.
    ///
    /// # Panics
    /// When a page is refused.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let separator = if path.contains('?') { '&' } else { '?' };
        let mut rows = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("{path}{separator}limit=200{cursor}")).await.expect(200);
            rows.extend_from_slice(page.items());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return rows,
            }
        }
    }
}

impl Account {
    /// A path below this account's, such as `/users`.
    #[must_use]
    pub fn path(&self, below: &str) -> String {
        format!("/v1/accounts/{}{below}", self.id)
    }

    /// A member's path, with more below it.
    #[must_use]
    pub fn member(&self, person: &Person, below: &str) -> String {
        self.path(&format!("/users/{}{below}", person.id))
    }
}
