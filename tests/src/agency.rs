//! What the stories of clients begin with: an account that runs sites for others.

use serde_json::{Value, json};

use crate::api::{Answer, Request};
use crate::stage::{Account, PUBLIC_URL, Person, Stage, password_of};

/// A server, an account that runs sites there, and its owner.
#[derive(Debug)]
pub struct Agency {
    /// The server and its mail server.
    pub stage: Stage,
    /// The owner.
    pub carmen: Person,
    /// The account.
    pub account: Account,
}

/// A form for a client with no more than what is required (D04).
#[must_use]
pub fn form(email: &str) -> Value {
    let first_name = email.split(['@', '.']).next().unwrap_or_default();
    json!({ "first_name": first_name, "last_name": "Vidal", "email": email })
}

/// The token in an address of a page that was shown, such as `setup` for `…/setup#token`.
///
/// # Panics
/// When the address leads elsewhere, or has its token anywhere but in the fragment.
#[must_use]
pub fn token_in(shown: &Answer, page: &str) -> String {
    let url = shown.text_at("/url");
    let token = url.strip_prefix(&format!("{PUBLIC_URL}/{page}#"));
    token.unwrap_or_else(|| panic!("{url} is no address of /{page}")).to_owned()
}

/// The same person with another credential, such as that of a viewing.
#[must_use]
pub fn with_token(person: &Person, token: &str) -> Person {
    let mut same = person.clone();
    token.clone_into(&mut same.token);
    same
}

impl Agency {
    /// On `SQLite`.
    pub async fn set() -> Self {
        Self::on(Stage::set().await).await
    }

    /// On this stage.
    pub async fn on(stage: Stage) -> Self {
        let (carmen, account) = stage.carmen().await;
        Self { stage, carmen, account }
    }

    /// A path below the account's.
    #[must_use]
    pub fn path(&self, below: &str) -> String {
        self.account.path(below)
    }

    /// A client's path, with more below it.
    #[must_use]
    pub fn client(&self, id: &str, below: &str) -> String {
        self.path(&format!("/clients/{id}{below}"))
    }

    /// The path of a site of a client.
    #[must_use]
    pub fn assignment(&self, client: &str, site: &str) -> String {
        self.client(client, &format!("/sites/{site}"))
    }

    /// A new client, who has nothing yet: the id.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn keep(&self, email: &str) -> String {
        let made = self.carmen.post(&self.path("/clients"), &form(email)).await.expect(201);
        made.text_at("/id")
    }

    /// A new site that is assigned to nobody: the id.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn build(&self, name: &str) -> String {
        let form = json!({ "name": name });
        self.carmen.post(&self.path("/sites"), &form).await.expect(201).text_at("/id")
    }

    /// Assigns a site, with what the client may do on it.
    #[must_use]
    pub fn assign(&self, client: &str, site: &str, permissions: &[&str]) -> Request {
        let body = json!({ "permissions": permissions });
        self.carmen.put(&self.assignment(client, site), &body)
    }

    /// A new client with a site: the id.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn keep_with(&self, email: &str, site: &str, permissions: &[&str]) -> String {
        let id = self.keep(email).await;
        let _ = self.assign(&id, site, permissions).await.expect(200);
        id
    }

    /// A client as the account sees them.
    ///
    /// # Panics
    /// When they are not there.
    pub async fn seen(&self, id: &str) -> Answer {
        self.carmen.get(&self.client(id, "")).await.expect(200)
    }

    /// What a client is.
    ///
    /// # Panics
    /// When they are not there.
    pub async fn status(&self, id: &str) -> String {
        self.seen(id).await.text_at("/status")
    }

    /// Makes a setup link to be copied.
    #[must_use]
    pub fn make_link(&self, id: &str) -> Request {
        self.carmen.command(&self.client(id, "/setup-link"))
    }

    /// The token of a new setup link that was copied.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn link(&self, id: &str) -> String {
        token_in(&self.make_link(id).await.expect(201), "setup")
    }

    /// Sends the invitation mail as it is drafted.
    #[must_use]
    pub fn mail_link(&self, id: &str) -> Request {
        self.carmen.command(&self.client(id, "/invitation-mail"))
    }

    /// Looks at a setup link.
    #[must_use]
    pub fn look_up(&self, token: &str) -> Request {
        self.stage.api().post("/v1/setup-links/lookup").json(&json!({ "token": token }))
    }

    /// Uses a setup link with a password, signed in as nobody.
    #[must_use]
    pub fn redeem(&self, token: &str, password: &str) -> Request {
        let body = json!({ "token": token, "password": password });
        self.stage.api().post("/v1/setup-links/redeem").json(&body)
    }

    /// A client with a site who was invited by mail and has set a password: the id, and the person.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn admitted(
        &self,
        email: &str,
        site: &str,
        permissions: &[&str],
    ) -> (String, Person) {
        let id = self.keep_with(email, site, permissions).await;
        let _ = self.mail_link(&id).await.expect(202);
        let token = self.stage.sink.wait_for_token(email, "setup", 1).await;
        let password = password_of(email);
        let session = self.redeem(&token, &password).await.expect(201);
        (id, self.stage.person_of(&session, &password))
    }

    /// What someone sees of the account as its client.
    #[must_use]
    pub fn area(&self, visitor: &Person) -> Request {
        visitor.get(&format!("/v1/client-areas/{}", self.account.id))
    }

    /// Someone's question whether they may do a thing on a site.
    #[must_use]
    pub fn ask(&self, asker: &Person, site: &str, permission: &str) -> Request {
        let question = json!({ "site_permission": permission, "site_id": site });
        asker.post(&self.path("/access/check"), &question)
    }

    /// Asks for the address from which someone sees what a client sees.
    #[must_use]
    pub fn view_as(&self, asker: &Person, client: &str) -> Request {
        let body = json!({ "reason": "Dice que no encuentra su tienda" });
        asker.post(&self.client(client, "/view-as"), &body)
    }

    /// Opens such an address.
    #[must_use]
    pub fn open(&self, token: &str) -> Request {
        self.stage.api().post("/v1/view-as/redeem").json(&json!({ "token": token }))
    }

    /// Someone with the eyes of a client: the same person, with the session of the viewing.
    ///
    /// # Panics
    /// When any of it is refused.
    pub async fn looking(&self, asker: &Person, client: &str) -> Person {
        let offered = self.view_as(asker, client).await.expect(201);
        let session = self.open(&token_in(&offered, "view-as")).await.expect(201);
        with_token(asker, &session.text_at("/token"))
    }

    /// The account's events of one name, oldest first.
    ///
    /// # Panics
    /// When they are refused.
    pub async fn events(&self, name: &str) -> Vec<Value> {
        let mut events = self.carmen.all(&self.path("/events")).await;
        events.retain(|event| event["name"] == name);
        events
    }

    /// The entries of the audit log about one action.
    ///
    /// # Panics
    /// When they are refused.
    pub async fn audited(&self, action: &str) -> Vec<Value> {
        self.carmen.all(&self.path(&format!("/audit-log?action={action}"))).await
    }
}
