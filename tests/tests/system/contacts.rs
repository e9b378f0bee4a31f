//! What the stories of contacts begin with.

use portero_tests::api::{Answer, Request};
use portero_tests::mail::ReceivedMail;
use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

/// A form for a contact without access to the panel.
pub fn form(email: &str, profile: &str) -> Value {
    let first_name = email.split(['@', '.']).next().unwrap_or_default();
    json!({ "first_name": first_name, "last_name": "Ortega", "email": email, "profile": profile })
}

/// The same with a way to the panel.
pub fn form_with(email: &str, profile: &str, panel_access: &Value) -> Value {
    let mut form = form(email, profile);
    form["panel_access"] = panel_access.clone();
    form
}

/// A contact without access to the panel: its id.
pub async fn keep(owner: &Person, account: &Account, email: &str, profile: &str) -> String {
    owner.post(&account.path("/contacts"), &form(email, profile)).await.expect(201).text_at("/id")
}

/// A contact who was invited to the panel, has registered and accepted: its id, and the person.
pub async fn admitted(
    stage: &Stage,
    owner: &Person,
    account: &Account,
    email: &str,
    profile: &str,
) -> (String, Person) {
    let form = form_with(email, profile, &json!("invite"));
    let made = owner.post(&account.path("/contacts"), &form).await.expect(201);
    let token = stage.sink.wait_for_token(email, "invitation", 1).await;
    let registration = portero_tests::stage::Registration::of(email).invitation(&token);
    (made.text_at("/id"), stage.registered(&registration).await)
}

/// A contact as the account sees it.
pub async fn seen(owner: &Person, account: &Account, id: &str) -> Answer {
    owner.get(&account.path(&format!("/contacts/{id}"))).await.expect(200)
}

/// A communication that is about to be sent.
pub fn tell(sender: &Person, account: &Account, category: &str, subject: &str) -> Request {
    sender.post(&account.path("/communications"), &told(category, subject))
}

/// What a communication says.
pub fn told(category: &str, subject: &str) -> Value {
    json!({ "category": category, "subject": subject, "text": "Estimado cliente:\n\nBuenos días." })
}

/// The addresses that an answer lists as recipients, sorted.
pub fn addresses(list: &Value) -> Vec<String> {
    let rows = list.as_array().expect("a list of recipients");
    let email = |row: &Value| row["email"].as_str().unwrap_or_default().to_owned();
    let mut addresses: Vec<String> = rows.iter().map(email).collect();
    addresses.sort();
    addresses
}

/// The path of a mail's one-click link.
pub fn one_click(mail: &ReceivedMail) -> Option<String> {
    let link = mail.header("List-Unsubscribe")?;
    let link = link.strip_prefix('<')?.strip_suffix('>')?.to_owned();
    link.strip_prefix(portero_tests::stage::PUBLIC_URL).map(str::to_owned)
}

/// A service key's secret.
pub async fn key(owner: &Person, account: &Account, scope: &str) -> String {
    let form = json!({ "name": "Sistema", "scopes": [scope] });
    owner.post(&account.path("/service-keys"), &form).await.expect(201).text_at("/key")
}
