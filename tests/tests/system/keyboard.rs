//! The panel by keyboard alone, in a real browser: every step has a focus that is seen.

use portero_tests::browser::{Browser, Look};
use portero_tests::said::SPANISH;
use portero_tests::stage::{Stage, password_of};
use serde_json::Value;
use thirtyfour::Key;

/// How often Tab is pressed on the way to something before it counts as out of reach.
const STEPS: usize = 80;

/// Someone with nothing but a keyboard.
struct Typist(Browser);

impl Typist {
    async fn on(stage: &Stage) -> Option<Self> {
        let look = Look { scripts: true, language: SPANISH.language };
        Browser::open(stage.server.base(), look).await.map(Self)
    }

    /// What has the focus, one of its attributes, and insists that it is seen.
    async fn focused(&self, attribute: &str) -> String {
        let script = "const one = document.activeElement, style = getComputedStyle(one);
            const box = one.getBoundingClientRect();
            return {
                // Between its last part and its first, the page itself has it.
                seen: one === document.body
                    || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                    && box.right > 0 && box.bottom > 0 && box.left < innerWidth
                    && box.top < innerHeight,
                html: one.cloneNode().outerHTML,
                name: one.getAttribute('name'), value: one.getAttribute('value'),
                text: one.textContent.trim(),
            }";
        let focused = self.0.ask(script).await;
        assert_eq!(focused["seen"], true, "the focus is not seen on {}", focused["html"]);
        focused[attribute].as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until something is reached.
    async fn tab_to(&self, attribute: &str, wanted: &str) {
        for _ in 0..STEPS {
            self.0.keys(Key::Tab).await;
            if self.focused(attribute).await == wanted {
                return;
            }
        }
        panic!("{wanted} cannot be reached on {}", self.0.path().await);
    }

    async fn sign_in(&self, email: &str) {
        self.0.go("/sign-in").await;
        self.tab_to("name", "email").await;
        self.0.keys(email).await;
        self.tab_to("name", "password").await;
        self.0.keys(password_of(email)).await;
        self.0.enter().await;
        self.0.arrive(|path| path.starts_with("/areas/")).await;
    }
}

#[tokio::test]
async fn a_company_invites_by_keyboard_alone() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let Some(typist) = Typist::on(&stage).await else { return };
    typist.sign_in(&carmen.email).await;

    typist.tab_to("text", SPANISH.users).await;
    typist.0.enter().await;
    typist.tab_to("text", SPANISH.invite).await;
    typist.0.enter().await;
    typist.tab_to("name", "emails").await;
    typist.0.keys("eva@acme.es").await;
    typist.tab_to("value", "administrator").await;
    typist.0.keys(Key::Down).await;
    assert_eq!(typist.focused("value").await, "finance", "arrows choose among roles");
    typist.tab_to("text", SPANISH.go_on).await;
    typist.0.enter().await;
    typist.tab_to("text", SPANISH.send).await;
    typist.0.enter().await;
    typist.0.expect("eva@acme.es").await;

    let invited = carmen.all(&account.path("/invitations")).await;
    let terms: Vec<&Value> = invited.iter().map(|one| &one["role"]).collect();
    assert_eq!(terms, ["finance"]);
}

#[tokio::test]
async fn the_first_step_leads_past_what_stands_above_every_page() {
    let stage = Stage::set().await;
    let (carmen, _) = stage.carmen().await;
    let Some(typist) = Typist::on(&stage).await else { return };
    typist.sign_in(&carmen.email).await;

    typist.0.keys(Key::Tab).await;
    assert_eq!(typist.focused("text").await, "Ir al contenido");
    typist.0.keys(Key::Enter).await;
    typist.0.keys(Key::Tab).await;

    let inside = "return document.activeElement.closest('main') !== null";
    assert_eq!(typist.0.ask(inside).await, true);
}
