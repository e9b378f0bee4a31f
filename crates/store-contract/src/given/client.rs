//! Clients, with their ways in.

use portero_domain::id::{ClientId, UserId};
use portero_domain::model::{
    Account, Client, ClientChange, ClientDetails, Language, Notes, SetupLink, Site, SiteAssignment,
    User, UserChange,
};
use portero_domain::policy::{Scope, SitePermission, SitePermissionSet};

use super::{Given, address, after, hash_of, line, name, noon, save, trail};

/// What a client may do on a site, where the case is not about that.
pub(crate) const ALLOWED: SitePermissionSet =
    SitePermissionSet::of(&[SitePermission::Publish, SitePermission::ViewStats]);

/// All that an account can know of a client with this name.
pub(crate) fn client_details(first: &str, last: &str) -> ClientDetails {
    ClientDetails {
        first_name: name(first),
        last_name: name(last),
        company: Some(line("Gestoría Mar")),
        address: Some(line("Calle Mayor 1, Cádiz")),
        phone: Some(line("+34 600 111 222")),
        notes: Some(Notes::parse("Llamar\n\tpor la tarde").expect("plain notes")),
    }
}

impl Given<'_> {
    /// A client to be, not yet written.
    pub(crate) fn new_client(&self, account: &Account, email: &str) -> ClientChange {
        self.new_client_with(account, email, client_details("Carla", "García Muñoz"))
    }

    /// A client to be of whom the account knows this, not yet written.
    pub(crate) fn new_client_with(
        &self,
        account: &Account,
        email: &str,
        details: ClientDetails,
    ) -> ClientChange {
        let id = ClientId::from_uuid(self.id());
        Client::create(id, account.id, address(email), details, noon())
    }

    /// A client without site or access.
    pub(crate) async fn client(&self, account: &Account, email: &str) -> Client {
        self.saved(self.new_client(account, email)).await
    }

    /// A setup link that was mailed, and works for an hour.
    pub(crate) fn setup_link(&self) -> SetupLink {
        SetupLink { link: self.link(), expires_at: after(60), mailed: true }
    }

    /// The same client with one site more, and the assignment.
    pub(crate) async fn assigned(
        &self,
        client: Client,
        site: &Site,
        permissions: SitePermissionSet,
    ) -> (Client, SiteAssignment) {
        let scope = Scope::Account(client.account_id);
        let to = (client.account_id, client.id);
        let assign =
            SiteAssignment::assign(to, site.id, permissions, noon()).expect("it can stand");
        let assignment = assign.aggregate().clone();
        let gain = client.gain_site(&assignment);
        let client = gain.aggregate().clone();
        let mut unit = self.faces.begin().await;
        save(&mut *unit, gain).await;
        save(&mut *unit, assign).await;
        unit.commit(trail(&[scope])).await.expect("a site can be assigned");
        (client, assignment)
    }

    /// The same client without this site.
    pub(crate) async fn unassigned(&self, client: Client, assignment: SiteAssignment) -> Client {
        let scope = Scope::Account(client.account_id);
        let lose = client.lose_site(&assignment).expect("there is one");
        let client = lose.aggregate().clone();
        let mut unit = self.faces.begin().await;
        save(&mut *unit, assignment.unassign()).await;
        save(&mut *unit, lose).await;
        unit.commit(trail(&[scope])).await.expect("a site can be unassigned");
        client
    }

    /// A client who has a site and a setup link.
    pub(crate) async fn invited_client(&self, account: &Account, email: &str) -> Client {
        let client = self.client(account, email).await;
        let site = self.site(account, "Hotel Sol").await;
        let (client, _) = self.assigned(client, &site, ALLOWED).await;
        self.saved(client.grant_access(self.setup_link()).expect("it has a site")).await
    }

    /// A client of this address with a site, who this user is.
    pub(crate) async fn active_client(
        &self,
        account: &Account,
        email: &str,
        user: &User,
    ) -> Client {
        let invited = self.invited_client(account, email).await;
        let bound = invited.sign_in(user.id).expect("invited").changed().expect("a change");
        self.saved(bound).await
    }

    /// The same client, suspended.
    pub(crate) async fn suspended(&self, client: Client) -> Client {
        self.saved(client.suspend(after(5)).changed().expect("a change")).await
    }

    /// The user of a client to be, not yet written, with a password of their own.
    pub(crate) fn new_user_of_client(&self, client: &Client) -> UserChange {
        let id = UserId::from_uuid(self.id());
        User::made_for_client(id, client, Language::Spanish, hash_of("own"), false, noon())
    }
}
