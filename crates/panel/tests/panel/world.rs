//! An installation in memory, and people who come to it by its pages.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use poem::{Endpoint, Request};
use portero_domain::model::{Language, Letter, Limits, Origin, Token, Unsubscription};
use portero_domain::port::{
    Clock, Draft, LetterDrafts, Mailbox, RateLimiter, Signer, TokenGenerator,
};
use portero_domain::use_case::{Portero, Ports};
use portero_panel::{Parts, panel};
use portero_store_memory::MemoryStore;
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, MemoryRateLimiter, NoRateLimits, OsTokenGenerator,
    SecretKey, Sha256Digest, SystemClock, UnicodeDomains, UuidV7Generator, XChaChaSealer,
};

use crate::browser::{Answering, Browser, between};

/// Everyone's password.
pub const PASSWORD: &str = "paseo por la orilla";

struct PlainDrafts;

impl LetterDrafts for PlainDrafts {
    fn client_invitation(&self, _: Language, account: &str, client: &str, _: u32) -> Draft {
        let text = format!("{client}: {{setup_url}} {{user_name}}");
        Draft { subject: account.to_owned(), text }
    }

    fn html(&self, language: Language, letter: &Letter) -> String {
        let Letter::ClientInvitation { text, .. } = letter else { return String::new() };
        let lines = text.lines().map(|line| format!("<p>{line}</p>"));
        format!("<body lang=\"{language}\"><h1>Mail</h1>{}</body>", lines.collect::<String>())
    }
}

/// Remembers the token issued last, as a mail would carry it.
#[derive(Default)]
struct RememberingTokens(Mutex<Option<Token>>);

impl TokenGenerator for RememberingTokens {
    fn next_token(&self) -> Token {
        let token = OsTokenGenerator.next_token();
        *self.0.lock().expect("no test panics with it") = Some(token.clone());
        token
    }
}

/// The time of the system, and as much later as a test says.
#[derive(Default)]
struct LateClock(Mutex<TimeDelta>);

impl Clock for LateClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + *self.0.lock().expect("no test panics with it")
    }
}

/// The installation.
pub struct World {
    pub portero: Arc<Portero>,
    panel: Arc<dyn Fn(Request) -> Answering>,
    tokens: Arc<RememberingTokens>,
    clock: Arc<LateClock>,
    signer: Arc<dyn Signer>,
}

impl World {
    pub fn at(public_url: &str) -> Self {
        Self::made(public_url, None, Arc::new(NoRateLimits))
    }

    /// One that keeps its mails instead of sending them.
    pub fn keeping(mailbox: impl Mailbox + 'static) -> Self {
        Self::made("https://panel.example", Some(Arc::new(mailbox)), Arc::new(NoRateLimits))
    }

    /// One that counts how often things are tried.
    pub fn counting() -> Self {
        Self::made("https://panel.example", None, Arc::new(MemoryRateLimiter::default()))
    }

    fn made(
        public_url: &str,
        mailbox: Option<Arc<dyn Mailbox>>,
        rates: Arc<dyn RateLimiter>,
    ) -> Self {
        let signer: Arc<dyn Signer> = Arc::new(HmacSigner::new(&SecretKey::generate()));
        let tokens = Arc::new(RememberingTokens::default());
        let clock = Arc::new(LateClock::default());
        let store = Arc::new(MemoryStore::new(Arc::new(Sha256Digest)));
        let ports = Ports {
            store: store.clone(),
            directory: store.clone(),
            clients: store.clone(),
            access: store,
            clock: clock.clone(),
            ids: Arc::new(UuidV7Generator),
            tokens: tokens.clone(),
            digest: Arc::new(Sha256Digest),
            passwords: Arc::new(Argon2Hasher::cheap_for_tests()),
            sealer: Arc::new(XChaChaSealer::new(&SecretKey::generate())),
            domains: Arc::new(UnicodeDomains),
            rates,
            signer: Arc::clone(&signer),
            letters: Arc::new(PlainDrafts),
            html: Arc::new(AmmoniaSanitizer),
        };
        let portero = Arc::new(Portero::new(ports, Limits::default()));
        let endpoint = Arc::new(panel(Parts {
            portero: Arc::clone(&portero),
            public_url: public_url.to_owned(),
            origin_of: Arc::new(|_| Origin::default()),
            mailbox,
        }));
        let panel = move |request| -> Answering {
            let endpoint = Arc::clone(&endpoint);
            Box::pin(async move { endpoint.get_response(request).await })
        };
        Self { portero, panel: Arc::new(panel), tokens, clock, signer }
    }

    pub fn new() -> Self {
        Self::at("https://panel.example")
    }

    /// The path of the one-click link that a communication carries.
    pub fn one_click(&self, refused: &Unsubscription) -> String {
        let signature = self.signer.sign(&refused.signed_text());
        format!("/unsubscribe/{}", refused.signed_reference(&signature))
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.clock.0.lock().expect("no test panics with it") += time;
    }

    pub fn browser(&self) -> Browser {
        Browser::new(Arc::clone(&self.panel))
    }

    /// The link that the last mail carried, as someone pastes it.
    pub fn mailed(&self, page: &str) -> String {
        let last = self.tokens.0.lock().expect("no test panics with it");
        format!("https://panel.example/{page}#{}", last.as_ref().expect("a token").expose())
    }

    /// Registers and confirms, in this browser: signed in afterwards.
    pub async fn register(&self, browser: &mut Browser, email: &str) {
        self.register_as(browser, ("Ana", "López"), email).await;
    }

    /// The same under another name.
    pub async fn register_as(
        &self,
        browser: &mut Browser,
        (first_name, last_name): (&str, &str),
        email: &str,
    ) {
        let form = [
            ("first_name", first_name),
            ("last_name", last_name),
            ("email", email),
            ("password", PASSWORD),
        ];
        assert_eq!(browser.send("/register", &form).await.leads_to(), "/register/sent");
        let link = self.mailed("confirm");
        let followed = browser.send("/confirm", &[("token", &link)]).await;
        assert_eq!(followed.leads_to(), "/confirm/finish");
        let confirmed = browser.send("/confirm/finish", &[("password", PASSWORD)]).await;
        assert_eq!(confirmed.leads_to(), "/", "{}", confirmed.text);
    }

    /// Someone with an area of their own: the browser, and the area's path.
    pub async fn owner(&self, email: &str, area: &str) -> (Browser, String) {
        let mut browser = self.browser();
        self.register(&mut browser, email).await;
        let created = browser.send("/areas/new", &[("name", area)]).await;
        let path = created.leads_to().to_owned();
        assert!(path.starts_with("/areas/"), "{created:?}");
        (browser, path)
    }

    /// Invites an address, and has its person register by the invitation.
    pub async fn join(&self, owner: &mut Browser, area: &str, email: &str, role: &str) -> Browser {
        let form = [("emails", email), ("role", role), ("step", "send")];
        let sent = owner.send(&format!("{area}/users/invite"), &form).await;
        assert_eq!(sent.leads_to(), format!("{area}/users"), "{}", sent.text);
        let mut invitee = self.browser();
        let link = self.mailed("invitation");
        invitee.send("/invitation", &[("token", &link)]).await;
        self.register(&mut invitee, email).await;
        invitee
    }

    /// The page of the person whose address stands in the list of users.
    pub async fn person(&self, browser: &mut Browser, area: &str, email: &str) -> String {
        let list = browser.open(&format!("{area}/users?q={email}")).await.text;
        let id = between(&list, &format!("href=\"{area}/users/"), "\"");
        let id = if id == "invite" {
            let rest = list.split_once("<tbody>").map_or("", |(_, rest)| rest);
            between(rest, &format!("href=\"{area}/users/"), "\"")
        } else {
            id
        };
        format!("{area}/users/{id}")
    }
}
