//! A company: its account, and one of everything that an account has.

use serde_json::{Value, json};

use super::stage::Stage;
use super::things::Things;
use crate::world::PASSWORD;

/// Someone with a session.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: String,
    pub email: String,
    pub token: String,
    pub session: String,
}

impl Person {
    /// Registers and confirms, with what an invitation carried if it is given.
    pub async fn register(stage: &Stage, email: &str, invitation: Option<String>) -> Self {
        Self::attempt(stage, email, invitation).await;
        let confirm = json!({ "token": stage.mailed(), "password": PASSWORD });
        let path = "/v1/registrations/confirm";
        let session = stage.does("", "POST", path, Some(confirm)).await;
        Self::of(stage, email, &session).await
    }

    /// Registers, and no more.
    pub async fn attempt(stage: &Stage, email: &str, invitation: Option<String>) {
        let register = json!({
            "email": email, "password": PASSWORD, "first_name": "Carmen", "last_name": "Soler",
            "invitation_token": invitation,
        });
        stage.does("", "POST", "/v1/registrations", Some(register)).await;
    }

    /// Signs in anew.
    pub async fn sign_in(stage: &Stage, email: &str) -> Self {
        let body = json!({ "email": email, "password": PASSWORD });
        let session = stage.does("", "POST", "/v1/sessions", Some(body)).await;
        Self::of(stage, email, &session).await
    }

    async fn of(stage: &Stage, email: &str, session: &Value) -> Self {
        let token = text(&session["token"]);
        let sessions = stage.does(&token, "GET", "/v1/sessions", None).await;
        let items = sessions["items"].as_array().expect("a list");
        let current = items.iter().find(|one| one["current"] == true).expect("the current one");
        let session_id = text(&current["id"]);
        let id = text(&session["user"]["id"]);
        Self { id, email: email.to_owned(), token, session: session_id }
    }
}

/// A company.
#[derive(Debug, Clone)]
pub struct Company {
    pub account: String,
    pub owner: Person,
    pub member: Person,
    pub invitation: String,
    pub link: String,
    pub key: String,
    pub contact: String,
    pub communication: String,
    /// A client who has the site, and has not been given a way in.
    pub client: String,
    pub site: String,
    /// The secret of a key that may check access, and of one that may do everything else.
    pub secret: String,
    pub other_secret: String,
}

impl Company {
    /// Founds one, whose people have their addresses at a domain.
    pub async fn found(stage: &Stage, name: &str, domain: &str) -> Self {
        let owner = Person::register(stage, &format!("carmen@{domain}"), None).await;
        let created =
            stage.does(&owner.token, "POST", "/v1/accounts", Some(json!({ "name": name }))).await;
        let account = text(&created["id"]);
        let finance = json!({ "role": "finance" });
        let eva = format!("eva@{domain}");
        invite(stage, &owner, &account, &eva, finance.clone()).await;
        let member = Person::register(stage, &eva, Some(stage.mailed())).await;
        let mario = format!("mario@{domain}");
        let invitation = invite(stage, &owner, &account, &mario, finance).await;
        let link = stage.mailed();
        let (key, secret) = make_key(stage, &owner, &account, &["access.check"]).await;
        let others = ["events.read", "communications.send", "contacts.verify"];
        let (_, other_secret) = make_key(stage, &owner, &account, &others).await;
        let contact = keep(stage, &owner, &account, &format!("pablo@{domain}"), json!(false)).await;
        let communication = tell(stage, &owner, &account).await;
        let site = make_site(stage, &owner, &account).await;
        let client = serve(stage, &owner, &account, &format!("marta@{domain}"), &site).await;
        Self {
            account,
            owner,
            member,
            invitation,
            link,
            key,
            contact,
            communication,
            client,
            site,
            secret,
            other_secret,
        }
    }

    /// One of everything that it has.
    pub fn things(&self) -> Things {
        Things {
            account: self.account.clone(),
            user: self.member.id.clone(),
            email: self.member.email.clone(),
            invitation: self.invitation.clone(),
            key: self.key.clone(),
            contact: self.contact.clone(),
            communication: self.communication.clone(),
            client: self.client.clone(),
            site: self.site.clone(),
            session: self.member.session.clone(),
            received: self.invitation.clone(),
        }
    }

    /// The path of something that its account has.
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/accounts/{}{rest}", self.account)
    }
}

/// Invites an address on some terms.
pub async fn invite(
    stage: &Stage,
    owner: &Person,
    account: &str,
    email: &str,
    mut terms: Value,
) -> String {
    terms["emails"] = json!(email);
    let path = format!("/v1/accounts/{account}/invitations");
    let results = stage.does(&owner.token, "POST", &path, Some(terms)).await;
    text(&results["results"][0]["invitation"]["id"])
}

/// Keeps a technical contact, with a way to the panel or without.
pub async fn keep(
    stage: &Stage,
    owner: &Person,
    account: &str,
    email: &str,
    panel_access: Value,
) -> String {
    let form = json!({
        "first_name": "Pablo", "last_name": "Ortega", "email": email, "profile": "technical",
        "panel_access": panel_access,
    });
    let path = format!("/v1/accounts/{account}/contacts");
    text(&stage.does(&owner.token, "POST", &path, Some(form)).await["id"])
}

async fn make_site(stage: &Stage, owner: &Person, account: &str) -> String {
    let path = format!("/v1/accounts/{account}/sites");
    let form = json!({ "name": "Floristería", "alias": "floristeria" });
    text(&stage.does(&owner.token, "POST", &path, Some(form)).await["id"])
}

/// Makes a client who has a site.
pub async fn serve(
    stage: &Stage,
    owner: &Person,
    account: &str,
    email: &str,
    site: &str,
) -> String {
    let form = json!({ "first_name": "Marta", "last_name": "Gil", "email": email });
    let path = format!("/v1/accounts/{account}/clients");
    let client = text(&stage.does(&owner.token, "POST", &path, Some(form)).await["id"]);
    let path = format!("{path}/{client}/sites/{site}");
    let permissions = json!({ "permissions": ["view_stats"] });
    stage.does(&owner.token, "PUT", &path, Some(permissions)).await;
    client
}

/// Gives a client a way in, and uses it: the client's user, signed in.
pub async fn let_in(stage: &Stage, company: &Company, client: &str, email: &str) -> Person {
    let path = company.path(&format!("/clients/{client}/setup-link"));
    stage.does(&company.owner.token, "POST", &path, None).await;
    let form = json!({ "token": stage.mailed(), "password": PASSWORD });
    let session = stage.does("", "POST", "/v1/setup-links/redeem", Some(form)).await;
    Person::of(stage, email, &session).await
}

/// Someone of a company sees what a client sees: the token of it.
pub async fn look_as(stage: &Stage, company: &Company, client: &str) -> String {
    let path = company.path(&format!("/clients/{client}/view-as"));
    let reason = json!({ "reason": "No encuentra su sitio" });
    stage.does(&company.owner.token, "POST", &path, Some(reason)).await;
    let form = json!({ "token": stage.mailed() });
    text(&stage.does("", "POST", "/v1/view-as/redeem", Some(form)).await["token"])
}

async fn tell(stage: &Stage, owner: &Person, account: &str) -> String {
    let form = json!({ "category": "general", "subject": "Hola", "text": "Buenos días." });
    let path = format!("/v1/accounts/{account}/communications");
    let sent = stage.does(&owner.token, "POST", &path, Some(form)).await;
    text(&sent["communication"]["id"])
}

/// Makes a key, and gives its id and its secret.
async fn make_key(
    stage: &Stage,
    owner: &Person,
    account: &str,
    scopes: &[&str],
) -> (String, String) {
    let path = format!("/v1/accounts/{account}/service-keys");
    let form = json!({ "name": "Tienda", "scopes": scopes });
    let made = stage.does(&owner.token, "POST", &path, Some(form)).await;
    (text(&made["service_key"]["id"]), text(&made["key"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}
