//! The demonstration that `portero demo` serves, with a little more in it: where every page has
//! something believable to show.

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::api::Request;
use crate::options::Options;
use crate::server::Server;

/// The password of everyone there.
pub const PASSWORD: &str = "paseo por la orilla";

/// The mails whose links lead to pages: to whom, and to which page.
const LINKS: &[(&str, &str)] = &[
    ("mario@gestoria.example", "invitation"),
    ("irene@nueva.example", "confirm"),
    ("eva@acme.example", "reset"),
    ("julian@clinicarobles.example", "setup"),
];

/// How often Eva asks for a new password: the later link ends the earlier one.
const RESETS: usize = 2;

/// Whose communication has a link that refuses more of its kind.
const REFUSING: &str = "berta@gestion.example";

/// The demonstration as it is served, and what there is to be seen.
#[derive(Debug)]
pub struct Demonstration {
    server: Server,
    owner: String,
    account: String,
    members: Value,
    contacts: Value,
    clients: Value,
    sites: Value,
    communications: Value,
    mails: Value,
}

impl Demonstration {
    /// Serves it.
    ///
    /// # Panics
    /// When it does not come up, or has not what is expected there.
    pub async fn begin() -> Self {
        let server = Server::demonstrate(Options::default().without("PORTERO_MAIL")).await;
        let owner = token(&server, "carmen@acme.example").await;
        let accounts = server.api().get("/v1/me/accounts").bearer(&owner).await.expect(200);
        let mut this = Self {
            server,
            owner,
            account: accounts.text_at("/items/0/id"),
            members: Value::Null,
            contacts: Value::Null,
            clients: Value::Null,
            sites: Value::Null,
            communications: Value::Null,
            mails: Value::Null,
        };
        this.add().await;
        this.members = this.list("/users").await;
        this.contacts = this.list("/contacts").await;
        this.clients = this.list("/clients").await;
        this.sites = this.list("/sites").await;
        this.communications = this.list("/communications").await;
        this.mails = this.delivered().await;
        this
    }

    /// What is not in it by itself: a key, an offer, an invitation to someone who has areas, and
    /// people in the middle of getting in.
    async fn add(&self) {
        let key = json!({ "name": "Tienda en línea", "scopes": ["access.check", "events.read"] });
        let _ = self.post("/service-keys", &key).await.expect(201);
        let luis = id_of(&self.list("/users").await, "user_id", "luis@acme.example");
        let _ = self.post("/ownership-offer", &json!({ "user_id": luis })).await.expect(201);

        let api = self.server.api();
        let luis = token(&self.server, "luis@acme.example").await;
        let workshop = json!({ "name": "Taller Romero" });
        let workshop = api.post("/v1/accounts").bearer(&luis).json(&workshop).await.expect(201);
        let path = format!("/v1/accounts/{}/invitations", workshop.text_at("/id"));
        let noa = json!({ "emails": "noa@estudio.example", "role": "administrator" });
        let _ = api.post(&path).bearer(&luis).json(&noa).await.expect(201);

        let irene = json!({
            "email": "irene@nueva.example", "password": PASSWORD, "first_name": "Irene",
            "last_name": "Prats", "language": "es",
        });
        let _ = api.post("/v1/registrations").json(&irene).await.expect(202);
        let eva = json!({ "email": "eva@acme.example" });
        for _ in 0..RESETS {
            let _ = api.post("/v1/password-resets").json(&eva).await.expect(202);
        }
        let pilar = json!({
            "email": "pilar@sistemas.example", "first_name": "Pilar", "last_name": "Sáez",
            "profile": "technical", "panel_access": { "password": PASSWORD },
        });
        let _ = self.post("/contacts", &pilar).await.expect(201);
    }

    fn post(&self, below: &str, body: &Value) -> Request {
        let path = format!("/v1/accounts/{}{below}", self.account);
        self.server.api().post(&path).bearer(&self.owner).json(body)
    }

    async fn list(&self, below: &str) -> Value {
        let path = format!("/v1/accounts/{}{below}", self.account);
        let listed = self.server.api().get(&path).bearer(&self.owner).await.expect(200);
        listed["items"].clone()
    }

    /// The mailbox, once every link that is needed is in it.
    async fn delivered(&self) -> Value {
        let waiting = timeout(PATIENCE, async {
            loop {
                let mails = self.server.api().get("/dev/mailbox.json").await.expect(200);
                let mails = mails["items"].clone();
                let is_there = |to, page| link_in(&mails, to, &format!("/{page}#")).is_some();
                let can_refuse = link_in(&mails, REFUSING, "/unsubscribe/").is_some();
                let resets = links_in(&mails, "eva@acme.example", "/reset#").count();
                if can_refuse
                    && resets == RESETS
                    && LINKS.iter().all(|(to, page)| is_there(to, page))
                {
                    return mails;
                }
            }
        });
        waiting.await.expect("the mails arrive")
    }

    /// Where it is served.
    #[must_use]
    pub fn base(&self) -> &str {
        self.server.base()
    }

    /// A page of Acme's area.
    #[must_use]
    pub fn area(&self, below: &str) -> String {
        format!("/areas/{}{below}", self.account)
    }

    /// The page of someone with access to Acme's area.
    ///
    /// # Panics
    /// When there is no such person.
    #[must_use]
    pub fn member(&self, email: &str) -> String {
        self.area(&format!("/users/{}", id_of(&self.members, "user_id", email)))
    }

    /// The page of a contact of Acme's.
    ///
    /// # Panics
    /// When there is no such contact.
    #[must_use]
    pub fn contact(&self, email: &str) -> String {
        self.area(&format!("/contacts/{}", id_of(&self.contacts, "id", email)))
    }

    /// A page of a client of Acme's, or their first one.
    ///
    /// # Panics
    /// When there is no such client.
    #[must_use]
    pub fn client(&self, email: &str, below: &str) -> String {
        self.area(&format!("/clients/{}{below}", id_of(&self.clients, "id", email)))
    }

    /// The id of a site of Acme's.
    ///
    /// # Panics
    /// When there is no such site.
    #[must_use]
    pub fn site(&self, name: &str) -> &str {
        let mut sites = self.sites.as_array().into_iter().flatten();
        let found = sites.find(|one| one["name"] == name).and_then(|one| one["id"].as_str());
        found.unwrap_or_else(|| panic!("{name} is not in {:#}", self.sites))
    }

    /// What Acme's clients enter.
    #[must_use]
    pub fn client_area(&self) -> String {
        format!("/client-areas/{}", self.account)
    }

    /// The page of what was sent last.
    ///
    /// # Panics
    /// When nothing was sent.
    #[must_use]
    pub fn communication(&self) -> String {
        let id = self.communications[0]["id"].as_str().expect("something was sent");
        self.area(&format!("/communications/{id}"))
    }

    /// Where the link of a mail leads, token included.
    ///
    /// # Panics
    /// When no such mail came.
    #[must_use]
    pub fn link(&self, to: &str, page: &str) -> String {
        let found = link_in(&self.mails, to, &format!("/{page}#"));
        found.unwrap_or_else(|| panic!("{to} has no link to /{page}")).to_owned()
    }

    /// The same for the first mail of its kind, whose link a later one has ended.
    ///
    /// # Panics
    /// When no such mail came.
    #[must_use]
    pub fn earlier_link(&self, to: &str, page: &str) -> String {
        let found = links_in(&self.mails, to, &format!("/{page}#")).last();
        found.unwrap_or_else(|| panic!("{to} has no link to /{page}")).to_owned()
    }

    /// Where someone refuses more communications of a kind that they got.
    ///
    /// # Panics
    /// When no mail has such a link.
    #[must_use]
    pub fn refusal(&self) -> String {
        link_in(&self.mails, REFUSING, "/unsubscribe/").expect("a link that refuses").to_owned()
    }
}

/// The token of a new session.
async fn token(server: &Server, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD });
    server.api().post("/v1/sessions").json(&body).await.expect(201).text_at("/token")
}

/// The id of a person in a list, under the name that it has there.
fn id_of(list: &Value, name: &str, email: &str) -> String {
    let people = list.as_array().into_iter().flatten();
    let found = people.into_iter().find(|one| one["email"] == email);
    let found = found.unwrap_or_else(|| panic!("{email} is not in {list:#}"));
    found[name].as_str().expect("an id").to_owned()
}

/// The path and fragment of a link that leads this way, in the newest mail to someone that has one.
fn link_in<'a>(mails: &'a Value, to: &str, way: &str) -> Option<&'a str> {
    links_in(mails, to, way).next()
}

/// The same of every mail, newest first.
fn links_in<'a>(mails: &'a Value, to: &str, way: &str) -> impl Iterator<Item = &'a str> {
    let sent = mails.as_array().into_iter().flatten().filter(move |mail| mail["to"] == to);
    let links = sent.filter_map(|mail| mail["links"].as_array()).flatten();
    links
        .filter_map(move |link| link.as_str().and_then(|link| link.find(way).map(|at| &link[at..])))
}
