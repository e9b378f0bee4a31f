//! What mails lead to without a sign-in, and the mails themselves where they are kept.

use async_trait::async_trait;
use portero_domain::id::MailId;
use portero_domain::model::{DeliveredMail, RecipientId, Unsubscription};
use portero_domain::policy::Category;
use portero_domain::port::{Mailbox, StoreError};
use uuid::Uuid;

use crate::agency::Agency;
use crate::world::World;

const ONE_CLICK: &[(&str, &str)] = &[("List-Unsubscribe", "One-Click")];

/// The link with which the owner refuses a category.
async fn link(agency: &Agency, category: Category) -> String {
    let caller = agency.caller().await;
    let user = caller.person().expect("a person").user.id;
    let person = RecipientId::User(user);
    agency.world.one_click(&Unsubscription { account_id: agency.account, person, category })
}

/// Whether the owner receives a category.
async fn receives(agency: &mut Agency, category: Category) -> bool {
    let area = agency.area.clone();
    agency.owner.open(&area).await.text.contains(&format!("value=\"{category}\" checked"))
}

#[tokio::test]
async fn a_category_is_refused_on_a_page_without_signing_in() {
    let mut agency = Agency::set().await;
    let path = link(&agency, Category::Orders).await;
    let mut visitor = agency.world.browser();

    for _ in 0..2 {
        let asked = visitor.open(&path).await;
        assert_eq!(asked.status, 200);
        for said in ["Acme", "«Pedidos»", &format!("action=\"{path}\"")] {
            assert!(asked.text.contains(said), "{said}: {}", asked.text);
        }
    }
    assert!(receives(&mut agency, Category::Orders).await, "looking changes nothing");
    let done = visitor.send(&path, &[]).await;
    assert_eq!(done.status, 200);
    assert!(done.text.contains("Ya no recibirá"), "{}", done.text);
    assert!(!receives(&mut agency, Category::Orders).await);
    assert!(receives(&mut agency, Category::Technical).await, "that one only");
}

#[tokio::test]
async fn a_mail_program_refuses_it_by_one_click_without_cookies_and_without_a_redirect() {
    let mut agency = Agency::set().await;
    let path = link(&agency, Category::Orders).await;
    let foreign = [("origin", "https://webmail.example"), ("sec-fetch-site", "cross-site")];
    for headers in [&[][..], &foreign[..]] {
        let done = agency.world.browser().send_with(&path, ONE_CLICK, "", headers).await;
        assert_eq!(done.status, 200, "{headers:?}");
    }
    assert!(!receives(&mut agency, Category::Orders).await);
    let path = link(&agency, Category::Technical).await;
    let done = agency.owner.send_with(&path, ONE_CLICK, "", &[]).await;
    assert_eq!(done.status, 200, "whoever is signed in, too");
    assert!(!receives(&mut agency, Category::Technical).await);
}

#[tokio::test]
async fn a_link_that_was_never_signed_refuses_nothing() {
    let mut agency = Agency::set().await;
    let path = link(&agency, Category::Orders).await;
    let forged = path.replace("orders", "technical");
    for path in [forged.as_str(), "/unsubscribe/x"] {
        let mut visitor = agency.world.browser();
        let asked = visitor.open(path).await;
        assert_eq!(asked.status, 404, "{path}");
        assert!(asked.text.contains("no es de ninguna comunicación"), "{}", asked.text);
        assert_eq!(visitor.send_with(path, ONE_CLICK, "", &[]).await.status, 404, "{path}");
    }
    assert!(receives(&mut agency, Category::Technical).await);
}

/// Two mails.
struct Kept;

fn mail(number: u128, to: &str, subject: &str) -> DeliveredMail {
    DeliveredMail {
        id: MailId::from_uuid(Uuid::from_u128(number)),
        to: to.to_owned(),
        from: "Portero <portero@panel.example>".to_owned(),
        subject: subject.to_owned(),
        text: "Abra <el> enlace".to_owned(),
        html: "<html><head></head><body style=\"margin:0\">Abra \"el\" enlace</body></html>"
            .to_owned(),
        links: vec!["https://panel.example/confirm#abc".to_owned()],
        sent_at: "2026-11-25T16:24:00Z".parse().expect("an instant"),
    }
}

#[async_trait]
impl Mailbox for Kept {
    async fn read<'a>(&self, to: Option<&'a str>) -> Result<Vec<DeliveredMail>, StoreError> {
        let mails =
            [mail(2, "eva@acme.example", "Bienvenida"), mail(1, "ana@acme.example", "Confirme")];
        let wanted = |mail: &DeliveredMail| to.is_none_or(|to| to == mail.to);
        Ok(mails.into_iter().filter(wanted).collect())
    }
}

#[tokio::test]
async fn the_mailbox_lists_the_mails_and_shows_each_in_a_frame_where_nothing_runs() {
    let mut visitor = World::keeping(Kept).browser();
    let list = visitor.open("/dev/mailbox").await.text;
    let (first, second) = (list.find("Bienvenida"), list.find("Confirme"));
    assert!(first.is_some() && first < second, "newest first: {list}");
    assert!(list.contains("25 de noviembre de 2026, 16:24\u{a0}UTC"), "{list}");
    let some = visitor.open("/dev/mailbox?to=ana%40acme.example").await.text;
    assert!(some.contains("Confirme") && !some.contains("Bienvenida"), "{some}");
    let none = visitor.open("/dev/mailbox?to=x%01y").await.text;
    assert!(none.contains("Todavía no hay correos"), "{none}");

    let path = format!("/dev/mailbox/{}", Uuid::from_u128(1));
    assert!(list.contains(&format!("href=\"{path}\"")), "{list}");
    let shown = visitor.open(&path).await;
    assert_eq!(shown.status, 200);
    for said in [
        "<h1>Confirme</h1>",
        "<a href=\"https://panel.example/confirm#abc\">",
        "sandbox=\"allow-top-navigation-by-user-activation\"",
        "Abra &#60;el&#62; enlace",
    ] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    assert!(!shown.text.contains("<body style"), "{}", shown.text);
    let policy = shown.headers["content-security-policy"].to_str().expect("a text");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert_eq!(visitor.open("/dev/mailbox/nonsense").await.status, 404);
}

#[tokio::test]
async fn without_a_mailbox_there_is_no_page_of_it() {
    let mut visitor = World::new().browser();
    for path in ["/dev/mailbox", "/dev/mailbox/1"] {
        assert_eq!(visitor.open(path).await.status, 404, "{path}");
    }
}
