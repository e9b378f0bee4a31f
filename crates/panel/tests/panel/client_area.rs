//! What clients find: their sites, and what they may do on each.

use crate::agency::Agency;
use crate::world::PASSWORD;

#[tokio::test]
async fn d12_the_area_lists_the_sites_and_what_one_may_do_on_each() {
    let agency = Agency::set().await;
    let (client, mut lucia) = agency.admitted("lucia@d.example").await;
    let blog = agency.build("Cuaderno", "https://cuaderno.example").await;
    let odd = agency.build("<i>Raro</i>", "javascript:alert(1)").await;
    agency.assign(client, blog, &["view_stats"]).await;
    agency.assign(client, odd, &[]).await;

    let area = lucia.open(&agency.client_area()).await;

    assert_eq!(area.status, 200);
    for said in [
        "<h1>Acme</h1>",
        "<h2>Tienda</h2>",
        "<li>Gestionar la tienda</li>",
        "<li>Escribir en el blog</li>",
        "<a href=\"https://cuaderno.example/\">https://cuaderno.example</a>",
        "<li>Ver las estadísticas</li>",
        "Todavía no tiene permisos en este sitio",
    ] {
        assert!(area.text.contains(said), "{said}: {}", area.text);
    }
    assert!(!area.text.contains("<i>Raro") && !area.text.contains("href=\"javascript"));
    assert!(!area.text.contains("/users"), "nothing of the account's own sections");
    assert_eq!(lucia.open(&agency.area).await.status, 404, "a client is no member");
}

#[tokio::test]
async fn a_client_area_stands_beside_memberships_in_the_list_and_in_the_switcher() {
    let agency = Agency::set().await;
    let (mut lucia, own) = agency.world.owner("lucia@d.example", "Lucía Vidal").await;
    agency.admit("lucia@d.example", &mut lucia).await;

    assert_eq!(lucia.open("/").await.leads_to(), "/areas", "there are two to choose from");
    let list = lucia.open("/areas").await.text;
    let theirs = agency.client_area();
    for said in [&format!("href=\"{own}\""), &format!("href=\"{theirs}\""), "Cliente"] {
        assert!(list.contains(said), "{said}: {list}");
    }
    for page in [&own, &theirs] {
        let text = lucia.open(page).await.text;
        for said in
            [&format!("href=\"{own}\""), &format!("href=\"{theirs}\""), "Acme · como cliente"]
        {
            assert!(text.contains(said), "{page}: {said}: {text}");
        }
        assert!(text.contains(&format!("href=\"{page}\" aria-current=\"true\"")), "{text}");
    }
}

#[tokio::test]
async fn d19_an_area_without_sites_says_so() {
    let agency = Agency::set().await;
    let (client, mut lucia) = agency.admitted("lucia@d.example").await;
    let site = agency.build("Cuaderno", "").await;
    agency.assign(client, site, &[]).await;
    agency.unassign(client, site).await;
    assert!(lucia.open(&agency.client_area()).await.text.contains("Tienda"));

    let (other, mut marta) = agency.admitted("marta@d.example").await;
    for site in agency.sites_of(other).await {
        agency.unassign(other, site).await;
    }
    let area = marta.open(&agency.client_area()).await;
    assert_eq!(area.status, 200);
    assert!(area.text.contains("No hay ningún sitio"), "{}", area.text);
    assert!(!area.text.contains("Tienda"), "{}", area.text);
}

#[tokio::test]
async fn d22_a_suspended_area_says_so_and_so_does_signing_in() {
    let agency = Agency::set().await;
    let (mut lucia, _) = agency.world.owner("lucia@d.example", "Lucía Vidal").await;
    let client = agency.admit("lucia@d.example", &mut lucia).await;
    let (other, mut marta) = agency.admitted("marta@d.example").await;
    agency.suspend(client).await;
    agency.suspend(other).await;

    let area = lucia.open(&agency.client_area()).await;
    assert_eq!(area.status, 403);
    assert!(area.text.contains("Acceso suspendido"), "{}", area.text);
    assert!(area.text.contains("Sus datos se conservan"), "{}", area.text);
    assert!(!lucia.open("/areas").await.text.contains(&agency.client_area()));

    let ended = marta.open(&agency.client_area()).await;
    assert!(ended.leads_to().starts_with("/sign-in"), "there is nothing else to enter: {ended:?}");
    let form = [("email", "marta@d.example"), ("password", PASSWORD)];
    let refused = agency.world.browser().send("/sign-in", &form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("lo ha suspendido"), "{}", refused.text);
}

#[tokio::test]
async fn nobody_else_finds_a_client_area() {
    let agency = Agency::set().await;
    let (_, mut lucia) = agency.admitted("lucia@d.example").await;
    let (mut other, _) = agency.world.owner("otra@duero.example", "Duero").await;
    let area = agency.client_area();
    assert_eq!(other.open(&area).await.status, 404);
    assert_eq!(lucia.open("/client-areas/nonsense").await.status, 404);
    let visitor = agency.world.browser().open(&area).await;
    assert!(visitor.leads_to().starts_with("/sign-in?next=%2Fclient-areas%2F"), "{visitor:?}");
}
