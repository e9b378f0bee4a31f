//! Someone at a browser, who reads one language: what the stories of the panel are told with.

use crate::browser::{Browser, Look};
use crate::said::Said;
use crate::stage::{PUBLIC_URL, Registration, Stage, password_of};

/// Someone at a browser.
#[derive(Debug)]
pub struct Visitor<'a> {
    stage: &'a Stage,
    /// The browser.
    pub browser: Browser,
    said: &'static Said,
    scripts: bool,
}

impl<'a> Visitor<'a> {
    /// Someone with a browser of their own; nothing, loudly, where there is none.
    pub async fn of(stage: &'a Stage, said: &'static Said, scripts: bool) -> Option<Self> {
        let look = Look { scripts, language: said.language };
        let browser = Browser::open(stage.server.base(), look).await?;
        Some(Self { stage, browser, said, scripts })
    }

    /// Opens the link that a mail brought: by clicking it, or by pasting it where no script may run.
    pub async fn follow(&self, email: &str, page: &str) {
        let token = self.stage.sink.wait_for_token(email, page, 1).await;
        self.follow_link(page, &token).await;
    }

    /// The same with a link that came some other way.
    pub async fn follow_link(&self, page: &str, token: &str) {
        self.browser.go(&format!("/{page}#{token}")).await;
        if !self.scripts {
            self.browser.fill("token", &format!("{PUBLIC_URL}/{page}#{token}")).await;
            self.browser.press(self.said.go_on).await;
        }
    }

    /// Fills in the form for new users, and confirms the address.
    pub async fn register(&self, email: &str) {
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

    /// Signs in with the password that this address has unless told otherwise.
    pub async fn sign_in(&self, email: &str) {
        self.sign_in_with(email, &password_of(email)).await;
    }

    /// Signs in.
    pub async fn sign_in_with(&self, email: &str, password: &str) {
        self.browser.go("/sign-in").await;
        self.browser.fill("email", email).await;
        self.browser.fill("password", password).await;
        self.browser.press(self.said.sign_in).await;
        let is_inside = |path: &str| {
            ["/areas", "/client-areas/", "/profile"].iter().any(|start| path.starts_with(start))
        };
        self.browser.arrive(is_inside).await;
    }

    /// Signs out by the menu that bears one's own name.
    pub async fn sign_out(&self, name: &str) {
        self.browser.open_menu(name).await;
        self.browser.press(self.said.sign_out).await;
        self.browser.arrive(|path| path == "/sign-in").await;
    }

    /// Changes to another area by the menu that bears the present one's name.
    pub async fn switch_to(&self, area: &str) {
        self.browser.open_menu(self.said.area).await;
        self.browser.press(area).await;
    }
}

/// The registration of someone who reads the language of a story.
#[must_use]
pub fn reader(said: &Said, email: &str) -> Registration {
    Registration::of(email).field("language", said.language)
}
