//! An account that runs sites for others, with what its people do there.

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{ClientDetails, Line, Message, Name, Origin, SiteDetails, Token};
use portero_domain::policy::SitePermissionSet;
use portero_domain::use_case::{
    Answered, Caller, CredentialToken, Credentials, NewClient, Once, Portero,
};

use crate::browser::Browser;
use crate::world::{PASSWORD, World};

/// The account, and its owner at a browser.
pub struct Agency {
    pub world: World,
    pub owner: Browser,
    pub area: String,
    pub account: AccountId,
}

impl Agency {
    pub async fn set() -> Self {
        let world = World::new();
        let (owner, area) = world.owner("carmen@acme.example", "Acme").await;
        let id = area.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        Self { account: AccountId::from_uuid(id), world, owner, area }
    }

    fn portero(&self) -> &Portero {
        &self.world.portero
    }

    /// The owner, as the use cases know them.
    pub async fn caller(&self) -> Caller {
        let session = self.owner.cookie("__Host-portero_session").expect("a session");
        let token = CredentialToken::Session(Token::parse(session).expect("a token"));
        let credentials = Credentials { token, origin: Origin::default() };
        self.portero().authenticate(&credentials).await.expect("the owner is signed in")
    }

    /// A new client, who has nothing yet.
    pub async fn keep(&self, email: &str) -> ClientId {
        let details = ClientDetails {
            first_name: Name::parse("Lucía").expect("a name"),
            last_name: Name::parse("Vidal").expect("a name"),
            company: None,
            address: None,
            phone: None,
            notes: None,
        };
        let email = self.portero().parse_address(email).expect("an address");
        let (new, once) = (NewClient { email, details }, Once::each_time());
        let caller = self.caller().await;
        let made = self.portero().create_client(&caller, self.account, new, once);
        match made.await.expect("a client") {
            Answered::Now(view) => view.client.id,
            Answered::Before(_) => unreachable!("it is asked for once"),
        }
    }

    /// A new site.
    pub async fn build(&self, name: &str, url: &str) -> SiteId {
        let details = SiteDetails {
            name: Name::parse(name).expect("a name"),
            alias: None,
            url: Line::parse(url).ok(),
            domain: None,
        };
        let (caller, once) = (self.caller().await, Once::each_time());
        let made = self.portero().create_site(&caller, self.account, details, once);
        match made.await.expect("a site") {
            Answered::Now(site) => site.id,
            Answered::Before(_) => unreachable!("it is asked for once"),
        }
    }

    /// Assigns a site, with what the client may do on it.
    pub async fn assign(&self, client: ClientId, site: SiteId, permissions: &[&str]) {
        let permissions: SitePermissionSet =
            permissions.iter().map(|name| name.parse().expect("a site permission")).collect();
        let caller = self.caller().await;
        let assigned =
            self.portero().assign_site(&caller, self.account, client, site, permissions).await;
        assigned.expect("assigned");
    }

    pub async fn unassign(&self, client: ClientId, site: SiteId) {
        let caller = self.caller().await;
        let taken = self.portero().unassign_site(&caller, self.account, client, site).await;
        taken.expect("unassigned");
    }

    /// The sites of a client.
    pub async fn sites_of(&self, client: ClientId) -> Vec<SiteId> {
        let view = self.portero().client(&self.caller().await, self.account, client).await;
        view.expect("a client").sites.iter().map(|one| one.site.id).collect()
    }

    pub async fn suspend(&self, client: ClientId) {
        let caller = self.caller().await;
        self.portero().suspend_client(&caller, self.account, client).await.expect("suspended");
    }

    /// A new client with a site, and the setup link that is theirs.
    pub async fn invited(&self, email: &str) -> (ClientId, String) {
        let (client, site) = (self.keep(email).await, self.build("Tienda", "").await);
        self.assign(client, site, &["blog", "manage_store"]).await;
        (client, self.link(client).await)
    }

    /// A new setup link.
    pub async fn link(&self, client: ClientId) -> String {
        let caller = self.caller().await;
        let made = self.portero().make_setup_link(&caller, self.account, client).await;
        format!("https://panel.example/setup#{}", made.expect("a link").token.expose())
    }

    /// A new client with a site who has come in by their link: the browser they sit at.
    pub async fn admitted(&self, email: &str) -> (ClientId, Browser) {
        let mut browser = self.world.browser();
        let client = self.admit(email, &mut browser).await;
        (client, browser)
    }

    /// A new client with a site, who comes in by their link at this browser.
    pub async fn admit(&self, email: &str, browser: &mut Browser) -> ClientId {
        let (client, link) = self.invited(email).await;
        browser.send("/setup", &[("token", &link)]).await;
        let entered = browser.send("/setup/finish", &[("password", PASSWORD)]).await;
        assert_eq!(entered.leads_to(), self.client_area(), "{}", entered.text);
        client
    }

    /// The address with which the owner sees what a client sees.
    pub async fn view_as(&self, client: ClientId) -> String {
        let reason = Message::parse("No encuentra su tienda").expect("a reason");
        let caller = self.caller().await;
        let made = self.portero().view_as_client(&caller, self.account, client, reason).await;
        format!("https://panel.example/view-as#{}", made.expect("an address").token.expose())
    }

    /// Where its clients find their area.
    pub fn client_area(&self) -> String {
        format!("/client-areas/{}", self.account)
    }
}
