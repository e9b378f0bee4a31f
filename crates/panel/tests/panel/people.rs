//! Clients and their sites, made as an account's people make them.

use crate::browser::{Browser, between};

/// The form for Pedro Ruiz at this address; what `more` says is added.
pub fn form<'a>(email: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("first_name", "Pedro"), ("last_name", "Ruiz"), ("email", email)];
    form.extend(more);
    form
}

/// Creates a client: the path of their page.
pub async fn add_client(
    browser: &mut Browser,
    area: &str,
    email: &str,
    more: &[(&str, &str)],
) -> String {
    let mut form = form(email, more);
    form.push(("then", "assign"));
    let made = browser.send(&format!("{area}/clients/new"), &form).await;
    let path = made.leads_to().strip_suffix("/sites").unwrap_or_default().to_owned();
    assert!(path.starts_with(&format!("{area}/clients/")), "{}", made.text);
    browser.open(&path).await;
    path
}

/// Creates a site: the path of its page.
pub async fn add_site(browser: &mut Browser, area: &str, name: &str) -> String {
    let made = browser.send(&format!("{area}/sites/new"), &[("name", name)]).await;
    assert_eq!(made.leads_to(), format!("{area}/sites"), "{}", made.text);
    let list = browser.open(made.leads_to()).await.text;
    let rows = list.split_once("<tbody>").map_or("", |(_, rows)| rows);
    let id = between(rows, &format!("href=\"{area}/sites/"), "\"");
    format!("{area}/sites/{id}")
}

/// Where a client's permissions on a site are.
pub fn on_site(client: &str, site: &str) -> String {
    let id = site.rsplit('/').next().unwrap_or_default();
    format!("{client}/sites/{id}")
}

/// Assigns a site with these permissions: the path of the page where they are.
pub async fn assign(
    browser: &mut Browser,
    client: &str,
    site: &str,
    permissions: &[&str],
) -> String {
    let path = on_site(client, site);
    let ticked: Vec<_> = permissions.iter().map(|one| ("permissions", *one)).collect();
    let assigned = browser.send(&path, &ticked).await;
    assert_eq!(assigned.leads_to(), path, "{}", assigned.text);
    browser.open(&path).await;
    path
}
