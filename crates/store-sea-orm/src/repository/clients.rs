//! Clients in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ClientId, UserId};
use portero_domain::model::{Client, ClientChange, ClientEvent, EmailAddress, TokenHash};
use portero_domain::policy::Scope;
use portero_domain::port::{ClientRepository, LinkedClient, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction};

use super::account_counts::{Counted, count_all, differences};
use crate::table::{client_beginnings, client_words, clients, superseded_setup_links, viewings};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::write_all::{Part, waves, write_wave};
use crate::{query, write};

impl SeaOrmUnitOfWork {
    async fn find_client(
        &mut self,
        account: AccountId,
        which: Expr,
    ) -> Result<Option<Client>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Client>()
            .and_where(clients::Column::AccountId.eq(account.as_uuid()))
            .and_where(which)
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }
}

#[async_trait]
impl ClientRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ClientId,
    ) -> Result<Option<Client>, StoreError> {
        self.find_client(account, clients::Column::Id.eq(id.as_uuid())).await
    }

    async fn find_by_emails(
        &mut self,
        account: AccountId,
        emails: &[EmailAddress],
    ) -> Result<Vec<Client>, StoreError> {
        let step = self.step()?;
        let canonical = emails.iter().map(EmailAddress::canonical);
        let of_account = query::select::<Client>()
            .and_where(clients::Column::AccountId.eq(account.as_uuid()))
            .take();
        let column = clients::Column::EmailCanonical;
        let found = query::find_among(step.transaction, &of_account, column, canonical).await?;
        step.done(found)
    }

    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<LinkedClient>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Client>().and_where(clients::has_had(link)).take();
        let found: Option<Client> = query::find(step.transaction, &select).await?;
        step.done(found.map(|client| LinkedClient { superseded: !client.has_link(link), client }))
    }

    async fn find_by_user(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Client>, StoreError> {
        self.find_client(account, clients::Column::UserId.eq(user.as_uuid())).await
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.count_of(account, Counted::Clients).await
    }

    async fn save_all(&mut self, changes: Vec<ClientChange>) -> Result<(), StoreError> {
        let counts = changes.iter().map(|change| (change.aggregate().account_id, change.write()));
        let differences = differences(counts);
        let mut happened = Vec::with_capacity(changes.len());
        let step = self.step()?;
        for wave in waves(changes, |client| client.id) {
            save(step.transaction, &wave).await?;
            happened.extend(wave.into_iter().map(|(client, event, _)| (client.account_id, event)));
        }
        count_all(step.transaction, Counted::Clients, differences).await?;
        step.done(())?;
        for (account, event) in happened {
            self.keep_event(Scope::Account(account), event);
        }
        Ok(())
    }
}

/// What changes beside the rows of clients: their words, the links that no longer work, and what goes
/// with one who is deleted.
#[derive(Default)]
struct Beside<'w> {
    invited: Vec<&'w Part<Client, ClientEvent>>,
    forgotten: Vec<ClientId>,
    gone: Vec<ClientId>,
    words: Vec<client_words::Model>,
    beginnings: Vec<client_beginnings::Model>,
}

impl<'w> Beside<'w> {
    fn of(wave: &'w [Part<Client, ClientEvent>]) -> Self {
        let mut beside = Self::default();
        for part in wave {
            let (client, event, _) = part;
            match event {
                ClientEvent::ClientCreated { .. } => beside.find_by_words(client),
                ClientEvent::ClientAmended { .. } => {
                    beside.forgotten.push(client.id);
                    beside.find_by_words(client);
                }
                ClientEvent::ClientInvited { .. } => beside.invited.push(part),
                ClientEvent::ClientDeleted { .. } => beside.gone.push(client.id),
                ClientEvent::ClientGainedSite { .. }
                | ClientEvent::ClientLostSite { .. }
                | ClientEvent::ClientActivated { .. }
                | ClientEvent::ClientSuspended { .. }
                | ClientEvent::ClientReactivated { .. } => {}
            }
        }
        beside
    }

    fn find_by_words(&mut self, client: &Client) {
        self.words.extend(client_words::of(client));
        self.beginnings.extend(client_beginnings::of(client));
    }
}

async fn save(
    transaction: &DatabaseTransaction,
    wave: &[Part<Client, ClientEvent>],
) -> Result<(), StoreError> {
    let beside = Beside::of(wave);
    for (client, _, _) in &beside.invited {
        keep_link(transaction, client).await?;
    }
    let gone: Vec<_> = beside.gone.iter().map(|id| id.as_uuid()).collect();
    write::delete_among(transaction, superseded_setup_links::Column::ClientId, &gone).await?;
    write::delete_among(transaction, viewings::Column::ClientId, &gone).await?;
    let mut wordless: Vec<_> = beside.forgotten.iter().map(|id| id.as_uuid()).collect();
    wordless.extend(&gone);
    write::delete_among(transaction, client_words::Column::ClientId, &wordless).await?;
    write::delete_among(transaction, client_beginnings::Column::ClientId, &wordless).await?;
    write_wave(transaction, wave, Some("last_active_at")).await?;
    write::insert_all::<client_words::Entity, _>(transaction, beside.words).await?;
    write::insert_all::<client_beginnings::Entity, _>(transaction, beside.beginnings).await
}

/// The link that is about to be replaced, if there is one, is copied before it is lost.
async fn keep_link(transaction: &DatabaseTransaction, client: &Client) -> Result<(), StoreError> {
    const KEEP_LINK: &str = "INSERT INTO superseded_setup_links (link, client_id) \
         SELECT link, id FROM clients WHERE id = $1 AND link <> $2";
    let Some(link) = client.setup_link() else { return Ok(()) };
    let values = [client.id.as_uuid().into(), link.link.as_bytes().to_vec().into()];
    write::execute(transaction, query::statement(transaction, KEEP_LINK, values)).await.map(drop)
}
