//! The story of Noventiq as people click through it, in a real browser: in Spanish, and in English
//! with scripts switched off.

use portero_tests::browser::{Browser, Look};
use portero_tests::stage::{PUBLIC_URL, Stage, password_of};

/// What people click and read, in the words of one language.
struct Said {
    language: &'static str,
    register: &'static str,
    confirm: &'static str,
    create: &'static str,
    users: &'static str,
    invite: &'static str,
    not_sent_yet: &'static str,
    send: &'static str,
    sent: &'static str,
    already_there: &'static str,
    register_to_accept: &'static str,
    finance: &'static str,
    go_on: &'static str,
}

const SPANISH: Said = Said {
    language: "es",
    register: "Registrarse",
    confirm: "Confirmar",
    create: "Crear",
    users: "Usuarios",
    invite: "Invitar usuario",
    not_sent_yet: "Todavía no se ha enviado nada",
    send: "Enviar invitación",
    sent: "Invitación enviada",
    already_there: "Ya tiene acceso",
    register_to_accept: "Registrarse para aceptar",
    finance: "Administrador de finanzas",
    go_on: "Continuar",
};

const ENGLISH: Said = Said {
    language: "en",
    register: "Register",
    confirm: "Confirm",
    create: "Create",
    users: "Users",
    invite: "Invite user",
    not_sent_yet: "Nothing has been sent yet",
    send: "Send invitation",
    sent: "Invitation sent",
    already_there: "Has access already",
    register_to_accept: "Register to accept",
    finance: "Finance",
    go_on: "Continue",
};

/// Someone at a browser.
struct Visitor<'a> {
    stage: &'a Stage,
    browser: Browser,
    said: &'static Said,
    scripts: bool,
}

impl<'a> Visitor<'a> {
    async fn of(stage: &'a Stage, said: &'static Said, scripts: bool) -> Option<Self> {
        let look = Look { scripts, language: said.language };
        let browser = Browser::open(stage.server.base(), look).await?;
        Some(Self { stage, browser, said, scripts })
    }

    /// Opens the link that a mail brought: by clicking it, or by pasting it where no script may run.
    async fn follow(&self, email: &str, page: &str) {
        let token = self.stage.sink.wait_for_token(email, page, 1).await;
        self.browser.go(&format!("/{page}#{token}")).await;
        if !self.scripts {
            self.browser.fill("token", &format!("{PUBLIC_URL}/{page}#{token}")).await;
            self.browser.press(self.said.go_on).await;
        }
    }

    /// Fills in the form for new users, and confirms the address.
    async fn register(&self, email: &str) {
        let password = password_of(email);
        let fields = [("first_name", "Ana"), ("last_name", "Soler"), ("email", email)];
        for (name, value) in fields {
            self.browser.fill(name, value).await;
        }
        self.browser.fill("password", &password).await;
        self.browser.press(self.said.register).await;
        self.follow(email, "confirm").await;
        self.browser.fill("password", &password).await;
        self.browser.press(self.said.confirm).await;
    }
}

/// Carmen founds an area and invites; Eva follows her mail, registers and is in.
async fn a_company_invites(said: &'static Said, scripts: bool) {
    let stage = Stage::set().await;
    let Some(carmen) = Visitor::of(&stage, said, scripts).await else { return };
    carmen.browser.go("/register").await;
    carmen.register("carmen@acme.es").await;
    carmen.browser.go("/areas/new").await;
    carmen.browser.fill("name", "Acme").await;
    carmen.browser.press(said.create).await;

    carmen.browser.press(said.users).await;
    carmen.browser.press(said.invite).await;
    carmen.browser.fill("emails", "eva@acme.es, carmen@acme.es").await;
    carmen.browser.choose("role", "finance").await;
    carmen.browser.press(said.go_on).await;
    carmen.browser.expect(said.not_sent_yet).await;
    assert!(stage.sink.mails_to("eva@acme.es").is_empty(), "looking sends nothing");
    carmen.browser.press(said.send).await;
    carmen.browser.expect(said.sent).await;
    carmen.browser.expect(said.already_there).await;

    let Some(eva) = Visitor::of(&stage, said, scripts).await else { return };
    eva.follow("eva@acme.es", "invitation").await;
    eva.browser.expect("Acme").await;
    eva.browser.expect(said.finance).await;
    eva.browser.press(said.register_to_accept).await;
    eva.register("eva@acme.es").await;
    eva.browser.expect(said.finance).await;
    assert!(eva.browser.path().await.starts_with("/areas/"), "{}", eva.browser.path().await);

    carmen.browser.press(said.users).await;
    carmen.browser.expect("eva@acme.es").await;
}

#[tokio::test]
async fn n02_n06_n08_n16_a_company_invites_in_spanish() {
    a_company_invites(&SPANISH, true).await;
}

#[tokio::test]
async fn n02_n06_n08_n16_a_company_invites_in_english_and_without_scripts() {
    a_company_invites(&ENGLISH, false).await;
}
