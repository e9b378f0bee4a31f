//! Seeing what a client sees, beside one's own session.

use chrono::TimeDelta;

use crate::agency::Agency;
use crate::browser::{Browser, Shown, between};

const OURS: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

/// Opens an address in the owner's browser: where it leads.
async fn open(agency: &mut Agency, address: &str) -> Shown {
    agency.owner.send("/view-as", &[("token", address)]).await
}

/// Presses the button of a page of a viewing.
async fn leave(browser: &mut Browser, page: &str) -> Shown {
    let form_token = between(page, "name=\"form_token\" value=\"", "\"").to_owned();
    let viewing = between(page, "name=\"viewing\" value=\"", "\"").to_owned();
    let form = [("viewing", viewing.as_str())];
    browser.send_with("/view-as/end", &form, &form_token, OURS).await
}

/// What stands on a page below its header.
fn content(page: &str) -> &str {
    between(page, "<main ", "</main>")
}

#[tokio::test]
async fn d24_the_page_is_exactly_the_clients_below_a_banner() {
    let mut agency = Agency::set().await;
    let (client, mut lucia) = agency.admitted("lucia@d.example").await;
    let _ = lucia.open(&agency.client_area()).await;
    let address = agency.view_as(client).await;

    let begun = open(&mut agency, &address).await;
    assert_eq!(begun.leads_to(), format!("/view-as/{client}"));
    let seen = agency.owner.open(begun.leads_to()).await.text;

    let hers = lucia.open(&agency.client_area()).await.text;
    assert!(content(&seen).contains("Gestionar la tienda"), "{seen}");
    assert_eq!(content(&seen), content(&hers));
    let banner = between(&seen, "<section class=\"viewing\"", "</section>");
    for said in ["Ana López", "Lucía Vidal", "Motivo: No encuentra su tienda", "UTC"] {
        assert!(banner.contains(said), "{said}: {banner}");
    }
    assert!(!hers.contains("class=\"viewing\""), "{hers}");
    assert!(!seen.contains("action=\"/language\"") && !seen.contains("/profile"), "{seen}");
}

#[tokio::test]
async fn d25_a_viewing_stands_beside_ones_own_session_and_ends_alone() {
    let mut agency = Agency::set().await;
    let (client, _) = agency.admitted("lucia@d.example").await;
    let session = agency.owner.cookie("__Host-portero_session").map(str::to_owned);
    let address = agency.view_as(client).await;
    let page = open(&mut agency, &address).await.leads_to().to_owned();

    let seen = agency.owner.open(&page).await.text;
    assert!(agency.owner.cookie("__Host-portero_viewing").is_some());
    assert_eq!(agency.owner.cookie("__Host-portero_session"), session.as_deref());
    let users = format!("{}/users", agency.area);
    assert_eq!(agency.owner.open(&users).await.status, 200, "still who they are");
    assert_eq!(agency.owner.open(&agency.client_area()).await.status, 404, "and no client");

    let forged = [("viewing", "0")];
    let form_token = between(&seen, "name=\"form_token\" value=\"", "\"").to_owned();
    let refused = agency.owner.send_with("/view-as/end", &forged, &form_token, OURS).await;
    assert_eq!(refused.status, 403);
    assert_eq!(agency.owner.open(&page).await.status, 200, "it goes on");

    assert_eq!(leave(&mut agency.owner, &seen).await.leads_to(), "/view-as/over");
    assert_eq!(agency.owner.cookie("__Host-portero_viewing"), None);
    assert!(agency.owner.open("/view-as/over").await.text.contains("ha terminado"));
    assert_eq!(agency.owner.open(&page).await.leads_to(), "/view-as/over");
    assert_eq!(agency.owner.open(&users).await.status, 200, "nothing else has ended");
}

#[tokio::test]
async fn d25_a_viewing_opens_no_page_of_anyones_own() {
    let agency = Agency::set().await;
    let (client, _) = agency.admitted("lucia@d.example").await;
    let address = agency.view_as(client).await;
    let mut alone = agency.world.browser();
    let page = alone.send("/view-as", &[("token", &address)]).await.leads_to().to_owned();

    assert_eq!(alone.open(&page).await.status, 200);
    let client_area = agency.client_area();
    for path in [client_area.as_str(), &agency.area, "/areas", "/profile", "/"] {
        assert!(alone.open(path).await.leads_to().starts_with("/sign-in"), "{path}");
    }
    for path in ["/profile", "/areas/new", &format!("{}/leave", agency.area)] {
        let sent = alone.send_with(path, &[("name", "Otra")], "", OURS).await;
        assert!(sent.leads_to().starts_with("/sign-in"), "{path}: {sent:?}");
    }
}

#[tokio::test]
async fn d25_another_viewing_takes_the_place_of_the_one_before() {
    let mut agency = Agency::set().await;
    let (first, _) = agency.admitted("lucia@d.example").await;
    let (second, _) = agency.admitted("marta@d.example").await;
    let (one, other) = (agency.view_as(first).await, agency.view_as(second).await);
    let earlier = open(&mut agency, &one).await.leads_to().to_owned();
    let shown = agency.owner.open(&earlier).await.text;
    let before = agency.owner.cookies.clone();

    let later = open(&mut agency, &other).await.leads_to().to_owned();

    assert_eq!(agency.owner.open(&earlier).await.leads_to(), "/view-as/over");
    assert_eq!(leave(&mut agency.owner, &shown).await.status, 403, "a button of the one before");
    assert_eq!(agency.owner.open(&later).await.status, 200);
    let mut old = agency.world.browser();
    old.cookies = before;
    assert_eq!(old.open(&earlier).await.leads_to(), "/view-as/over", "it was ended");
}

#[tokio::test]
async fn d24_an_address_that_opens_nothing_says_why() {
    let mut agency = Agency::set().await;
    let (client, _) = agency.admitted("lucia@d.example").await;
    assert!(agency.owner.open("/view-as").await.text.contains("<script>"));
    let nonsense = open(&mut agency, "https://panel.example/view-as").await;
    assert_eq!(nonsense.status, 422);
    let unknown = open(&mut agency, &"A".repeat(43)).await;
    assert!(unknown.text.contains("no lleva a ninguna vista"), "{}", unknown.text);
    let address = agency.view_as(client).await;
    open(&mut agency, &address).await;
    let used = open(&mut agency, &address).await;
    assert_eq!(used.status, 410);
    assert!(used.text.contains("sirve una sola vez"), "{}", used.text);
    let address = agency.view_as(client).await;
    agency.world.pass(TimeDelta::seconds(60));
    let expired = open(&mut agency, &address).await;
    assert_eq!(expired.status, 410);
    assert!(expired.text.contains("no se abrió a tiempo"), "{}", expired.text);
}

#[tokio::test]
async fn d24_a_viewing_is_over_after_its_time_and_with_the_session_it_began_from() {
    let mut agency = Agency::set().await;
    let (client, _) = agency.admitted("lucia@d.example").await;
    let address = agency.view_as(client).await;
    let page = open(&mut agency, &address).await.leads_to().to_owned();
    agency.world.pass(TimeDelta::minutes(15));
    assert_eq!(agency.owner.open(&page).await.leads_to(), "/view-as/over");

    let form = [("email", "carmen@acme.example"), ("password", crate::world::PASSWORD)];
    agency.owner.send("/sign-in", &form).await;
    let address = agency.view_as(client).await;
    let page = open(&mut agency, &address).await.leads_to().to_owned();
    assert_eq!(agency.owner.open(&page).await.status, 200);
    agency.owner.send("/sign-out", &[]).await;
    assert_eq!(agency.owner.open(&page).await.leads_to(), "/view-as/over");
}

#[tokio::test]
async fn d22_a_suspended_client_is_seen_as_they_would_see_it() {
    let mut agency = Agency::set().await;
    let (client, _) = agency.admitted("lucia@d.example").await;
    agency.suspend(client).await;
    let address = agency.view_as(client).await;
    let page = open(&mut agency, &address).await.leads_to().to_owned();
    let seen = agency.owner.open(&page).await;
    assert_eq!(seen.status, 403);
    assert!(seen.text.contains("Acceso suspendido"), "{}", seen.text);
    assert!(seen.text.contains("class=\"viewing\""), "{}", seen.text);
}
