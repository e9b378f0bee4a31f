//! The setup link, as the client opens it.

use chrono::TimeDelta;

use crate::agency::Agency;
use crate::world::PASSWORD;

#[tokio::test]
async fn d17_the_link_says_whose_it_is_and_sets_the_password() {
    let agency = Agency::set().await;
    let (_, link) = agency.invited("lucia@d.example").await;
    let mut lucia = agency.world.browser();

    let taken = lucia.open("/setup").await.text;
    assert!(taken.contains("name=\"token\"") && taken.contains("<script>"), "{taken}");
    let nonsense = lucia.send("/setup", &[("token", "https://panel.example/setup")]).await;
    assert_eq!(nonsense.status, 422);
    let followed = lucia.send("/setup", &[("token", &link)]).await;
    assert_eq!(followed.leads_to(), "/setup/finish");
    for _ in 0..2 {
        let shown = lucia.open("/setup/finish").await.text;
        for said in ["Acme", "lucia@d.example", "Elija su contraseña", "new-password"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains("name=\"email\""), "the address stays fixed: {shown}");
    }
    let short = lucia.send("/setup/finish", &[("password", "corta")]).await;
    assert_eq!(short.status, 422);
    assert!(short.text.contains("al menos 12 caracteres"), "{}", short.text);
    let entered = lucia.send("/setup/finish", &[("password", PASSWORD)]).await;
    assert_eq!(entered.leads_to(), agency.client_area());
    let area = lucia.open(entered.leads_to()).await.text;
    assert!(area.contains("Su acceso está activado") && area.contains("Tienda"), "{area}");

    let form = [("email", "lucia@d.example"), ("password", PASSWORD)];
    let mut elsewhere = agency.world.browser();
    assert_eq!(elsewhere.send("/sign-in", &form).await.leads_to(), "/");
    assert_eq!(elsewhere.open("/").await.leads_to(), agency.client_area());
}

#[tokio::test]
async fn d17_whoever_has_a_user_already_comes_in_with_their_own_password() {
    let agency = Agency::set().await;
    agency.world.register(&mut agency.world.browser(), "lucia@d.example").await;
    let (_, link) = agency.invited("lucia@d.example").await;
    let mut lucia = agency.world.browser();
    lucia.send("/setup", &[("token", &link)]).await;

    let shown = lucia.open("/setup/finish").await.text;
    for said in ["Entre con su contraseña", "current-password", "href=\"/forgot\""] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let wrong = lucia.send("/setup/finish", &[("password", "otra frase distinta")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("La contraseña no es correcta"), "{}", wrong.text);
    let entered = lucia.send("/setup/finish", &[("password", PASSWORD)]).await;
    assert_eq!(entered.leads_to(), agency.client_area());
}

#[tokio::test]
async fn whoever_is_signed_in_needs_no_password_and_another_signs_out_first() {
    let agency = Agency::set().await;
    let mut lucia = agency.world.browser();
    agency.world.register(&mut lucia, "lucia@d.example").await;
    let mut other = agency.world.browser();
    agency.world.register(&mut other, "otra@duero.example").await;
    let (_, link) = agency.invited("lucia@d.example").await;

    other.send("/setup", &[("token", &link)]).await;
    let shown = other.open("/setup/finish").await.text;
    assert!(shown.contains("con otra dirección"), "{shown}");
    assert!(!shown.contains("action=\"/setup/finish\""), "{shown}");
    let by_hand = other.send("/setup/finish", &[("password", PASSWORD)]).await;
    assert_eq!(by_hand.status, 422, "{}", by_hand.text);
    let out = other.send("/sign-out", &[("next", "/setup/finish")]).await;
    assert_eq!(out.leads_to(), "/setup/finish");
    assert!(other.open("/setup/finish").await.text.contains("Entre con su contraseña"));

    lucia.send("/setup", &[("token", &link)]).await;
    let shown = lucia.open("/setup/finish").await.text;
    assert!(shown.contains("no hace falta contraseña"), "{shown}");
    assert!(!shown.contains("type=\"password\""), "{shown}");
    let entered = lucia.send("/setup/finish", &[]).await;
    assert_eq!(entered.leads_to(), agency.client_area());
    assert_eq!(lucia.open(entered.leads_to()).await.status, 200);
}

#[tokio::test]
async fn d16_a_link_that_no_longer_works_says_why_in_words_of_its_own() {
    let agency = Agency::set().await;
    let world = &agency.world;
    let (client, old) = agency.invited("lucia@d.example").await;
    let new = agency.link(client).await;
    let mut lucia = world.browser();
    let said = async |link: &str| {
        let mut browser = world.browser();
        browser.send("/setup", &[("token", link)]).await;
        let shown = browser.open("/setup/finish").await;
        (shown.status.as_u16(), shown.text)
    };

    let (status, text) = said(&old).await;
    assert!(status == 410 && text.contains("Se creó un enlace más reciente"), "{text}");
    let (status, text) = said(&format!("https://panel.example/setup#{}", "A".repeat(43))).await;
    assert!(status == 404 && text.contains("no da acceso a ningún área"), "{text}");

    lucia.send("/setup", &[("token", &new)]).await;
    lucia.send("/setup/finish", &[("password", PASSWORD)]).await;
    let (status, text) = said(&new).await;
    assert!(status == 410 && text.contains("ya se ha utilizado y su acceso"), "{text}");

    let (_, late) = agency.invited("marta@d.example").await;
    world.pass(TimeDelta::days(30));
    let (status, text) = said(&late).await;
    assert!(status == 410 && text.contains("Este enlace ha caducado"), "{text}");
}

#[tokio::test]
async fn d22_the_link_of_a_suspended_client_opens_nothing_for_now() {
    let agency = Agency::set().await;
    let (client, link) = agency.invited("lucia@d.example").await;
    agency.suspend(client).await;
    let mut lucia = agency.world.browser();
    lucia.send("/setup", &[("token", &link)]).await;
    let shown = lucia.open("/setup/finish").await;
    assert_eq!(shown.status, 403);
    assert!(shown.text.contains("Acceso suspendido"), "{}", shown.text);
}
