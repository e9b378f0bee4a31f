//! Communications in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, CommunicationId};
use portero_domain::model::{Addressee, Communication, CommunicationChange, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{CommunicationRepository, StoreError};

use crate::directory::communication_list;
use crate::row::StoredAddressee;
use crate::table::Row;
use crate::transaction::Transaction;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl CommunicationRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Option<Communication>, StoreError> {
        self.read(|state| communication_list::find(state, account, id))
    }

    async fn save(&mut self, change: CommunicationChange) -> Result<(), StoreError> {
        let (mut communication, event, write) = change.into_parts();
        let addressees = std::mem::take(&mut communication.addressees);
        let (id, scope) = (communication.id, Scope::Account(communication.account_id));
        self.save(scope, write, communication, event)?;
        self.write(|transaction| match write {
            Write::Insert | Write::Update(_) => keep(transaction, id, addressees),
            Write::Delete(_) => {
                remove(transaction, id);
                Ok(())
            }
        })
    }
}

/// Writes those that go out in another mail than the one stored. All others stay as they are, for
/// their mails may have been settled since they were read.
fn keep(
    transaction: &mut Transaction,
    communication: CommunicationId,
    addressees: Vec<Addressee>,
) -> Result<(), StoreError> {
    for (position, addressee) in addressees.into_iter().enumerate() {
        let row = StoredAddressee { communication, position, addressee };
        let stored = transaction.state().addressees.get(&row.key());
        if stored.is_some_and(|stored| stored.addressee.mail_id == row.addressee.mail_id) {
            continue;
        }
        if !transaction.state().addressees.admits(&row) {
            return Err(StoreError::Conflict);
        }
        transaction.put(row);
    }
    Ok(())
}

fn remove(transaction: &mut Transaction, communication: CommunicationId) {
    let rows = transaction.state().addressees.range(StoredAddressee::all_of(communication));
    let keys: Vec<_> = rows.map(Row::key).collect();
    for key in keys {
        transaction.remove::<StoredAddressee>(key);
    }
}
