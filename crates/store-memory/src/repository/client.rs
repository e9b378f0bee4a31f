//! Clients in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, ClientId, UserId};
use portero_domain::model::{Client, ClientChange, EmailAddress, TokenHash, Viewing, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{ClientRepository, LinkedClient, StoreError};

use crate::row::{AssignmentPlace, ClientPlace, StoredClient, ViewingPlace};
use crate::state::State;
use crate::table::Row;
use crate::transaction::Transaction;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl ClientRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: ClientId,
    ) -> Result<Option<Client>, StoreError> {
        let found = self.read(|state| state.clients.get(&id).map(|row| row.client.clone()))?;
        Ok(found.filter(|client| client.account_id == account))
    }

    async fn find_by_emails(
        &mut self,
        account: AccountId,
        emails: &[EmailAddress],
    ) -> Result<Vec<Client>, StoreError> {
        self.read(|state| {
            let at = |email| state.clients.at(&ClientPlace::at(account, email));
            emails.iter().filter_map(at).map(|row| row.client.clone()).collect()
        })
    }

    async fn find_by_link(&mut self, link: &TokenHash) -> Result<Option<LinkedClient>, StoreError> {
        self.read(|state| linked(state, link))
    }

    async fn find_by_user(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Client>, StoreError> {
        self.read(|state| of_user(state, account, user).cloned())
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.read(|state| state.clients.count(account))
    }

    async fn save_all(&mut self, changes: Vec<ClientChange>) -> Result<(), StoreError> {
        for change in changes {
            let (client, event, write) = change.into_parts();
            let (id, scope) = (client.id, Scope::Account(client.account_id));
            self.write(|transaction| match write {
                Write::Insert | Write::Update(_) => Ok(()),
                Write::Delete(_) => part_with(transaction, id),
            })?;
            let row = self.read(|state| as_stored(state, client))?;
            self.save(scope, write, row, event)?;
        }
        Ok(())
    }
}

/// Finds a client by their setup link or an earlier one.
pub fn linked(state: &State, link: &TokenHash) -> Option<LinkedClient> {
    let client = state.clients.at(&ClientPlace::of_link(link))?.client.clone();
    let superseded = !client.has_link(link);
    Some(LinkedClient { client, superseded })
}

/// The client of an account who a user is.
pub fn of_user(state: &State, account: AccountId, user: UserId) -> Option<&Client> {
    state.clients.at(&ClientPlace::OfUser(user, account)).map(|row| &row.client)
}

/// A client as it is kept from now on: with the links that it has had, and the later presence.
fn as_stored(state: &State, mut client: Client) -> StoredClient {
    let Some(stored) = state.clients.get(&client.id) else {
        return StoredClient::new(client, Vec::new());
    };
    client.last_active_at = client.last_active_at.max(stored.client.last_active_at);
    let before = stored.client.setup_link().map(|setup| setup.link);
    let replaced = before.filter(|link| !client.has_link(link));
    let links = stored.earlier_links.iter().copied().chain(replaced).collect();
    StoredClient::new(client, links)
}

/// Takes along what goes with a client. Its assignments have ended before.
fn part_with(transaction: &mut Transaction, client: ClientId) -> Result<(), StoreError> {
    let assigned = AssignmentPlace::of_client(client, None);
    if transaction.state().assignments.range(assigned).next().is_some() {
        return Err(StoreError::Conflict);
    }
    let places = ViewingPlace::all_of_client(client);
    let viewings: Vec<_> = transaction.state().viewings.placed(places).map(Row::key).collect();
    for viewing in viewings {
        transaction.remove::<Viewing>(viewing);
    }
    Ok(())
}
