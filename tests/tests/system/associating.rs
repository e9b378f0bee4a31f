//! What the stories of associated client areas begin with.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

use crate::matrix::held_by;
use portero_tests::sqlite::by_hand;

/// An id that nothing has.
pub const NOBODY: &str = "01900000-0000-7000-8000-000000000000";

/// Everything that can be granted: all but what is reserved for the owner.
pub fn grantable() -> Vec<&'static str> {
    let reserved = ["account.transfer_ownership", "account.close"];
    held_by("owner").into_iter().filter(|name| !reserved.contains(name)).collect()
}

/// Two people with a client area each, and nothing between them.
pub struct Neighbours {
    pub carmen: Person,
    pub acme: Account,
    pub ana: Person,
    pub taller: Account,
}

impl Neighbours {
    pub async fn on(stage: &Stage) -> Self {
        let (carmen, acme) = stage.carmen().await;
        let ana = stage.person("ana@taller.es").await;
        let taller = ana.found("Taller Ana").await;
        Self { carmen, acme, ana, taller }
    }

    /// The same, after Carmen has associated her client area with Ana, who has accepted.
    pub async fn associated(stage: &Stage, grants: &Value) -> Self {
        let neighbours = Self::on(stage).await;
        let Self { carmen, acme, ana, .. } = &neighbours;
        let token = offered(stage, carmen, acme, &form(&ana.email, grants)).await;
        let _ = ana.accept(&token).await.expect(200);
        neighbours
    }
}

/// An invitation form with chosen grants, or `"all"`.
pub fn form(email: &str, grants: &Value) -> Value {
    json!({ "emails": [email], "role": "user", "grants": grants })
}

/// Sends an invitation form to one address, and gives the token of the first link mailed there.
pub async fn offered(stage: &Stage, inviter: &Person, account: &Account, form: &Value) -> String {
    let sent = inviter.post(&account.path("/invitations"), form).await.expect(201);
    assert_eq!(sent["results"][0]["outcome"], "invited", "{}", sent.everything());
    let email = form["emails"][0].as_str().expect("an address");
    stage.sink.wait_for_token(email, "invitation", 1).await
}

/// Someone with a user who has accepted an invitation on these terms.
pub async fn associate(
    stage: &Stage,
    inviter: &Person,
    account: &Account,
    email: &str,
    grants: &Value,
) -> Person {
    let person = stage.person(email).await;
    let token = offered(stage, inviter, account, &form(email, grants)).await;
    let _ = person.accept(&token).await.expect(200);
    person
}

/// The accounts that someone may enter, each with its kind.
pub async fn enterable(person: &Person) -> Vec<(String, String)> {
    named_kinds(&person.all("/v1/me/accounts").await)
}

/// The names of listed accounts with their kinds, sorted.
pub fn named_kinds(rows: &[Value]) -> Vec<(String, String)> {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let mut named: Vec<(String, String)> =
        rows.iter().map(|row| (text(row, "name"), text(row, "kind"))).collect();
    named.sort();
    named
}

/// The same list, as a test writes it down.
pub fn kinds(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect()
}

/// Insists that someone may do exactly this on an account, by checks of one permission after
/// the other.
pub async fn expect_allowed(person: &Person, account: &Account, expected: &[&str]) {
    let allowed = crate::noventiq_roles::allowed(person, account).await;
    assert_eq!(allowed, expected.iter().copied().collect(), "{}", person.email);
}

/// Insists that an account is to someone as one that never was.
pub async fn expect_unseen(person: &Person, account: &Account) {
    for below in ["", "/users", "/invitations", "/audit-log", "/events", "/service-keys"] {
        let hidden = person.get(&account.path(below)).await.expect_problem(404, "not_found");
        let never = person.get(&format!("/v1/accounts/{NOBODY}{below}")).await.expect(404);
        assert_eq!(hidden.text, never.text, "{below}: the same bytes");
    }
}

/// Alters the sessions in the database while the server is down; nothing without the program for
/// it.
pub async fn alter_sessions(stage: &mut Stage, setting: &str) -> Option<()> {
    assert!(stage.server.stop().await.success());
    let file = stage.server.folder().join("portero.db");
    let altered = by_hand(&file, &format!("UPDATE sessions SET {setting}"));
    stage.server.start_again().await;
    altered
}

/// Someone with the session that they had, after the server was started again.
pub async fn with_old_session(stage: &Stage, person: &Person) -> Person {
    let mut same = stage.again(person).await;
    same.token.clone_from(&person.token);
    same
}

/// The instant so long from now, as the interface writes it.
#[expect(clippy::disallowed_methods, reason = "the server's clock is this machine's")]
pub fn from_now(distance: TimeDelta) -> String {
    let instant = DateTime::<Utc>::from(std::time::SystemTime::now()) + distance;
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}
