//! Communications in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, CommunicationId};
use portero_domain::model::{Communication, CommunicationChange, Delivery, Version, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{CommunicationRepository, StoreError};
use sea_orm::{DatabaseTransaction, EntityTrait};

use crate::directory::communications as listed;
use crate::error::store_error;
use crate::table::{communication_recipients, communications};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::{query, write};

#[async_trait]
impl CommunicationRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: CommunicationId,
    ) -> Result<Option<Communication>, StoreError> {
        let step = self.step()?;
        let found = listed::find(step.transaction, account, id).await?;
        step.done(found)
    }

    async fn save(&mut self, change: CommunicationChange) -> Result<(), StoreError> {
        let (communication, event, how) = change.into_parts();
        let step = self.step()?;
        match how {
            Write::Insert => insert(step.transaction, &communication).await?,
            Write::Update(from) => update(step.transaction, &communication, from).await?,
            // What was sent is kept: no transition deletes it.
            Write::Delete(_) => return Err(StoreError::Conflict),
        }
        step.done(())?;
        self.keep_event(Scope::Account(communication.account_id), event);
        Ok(())
    }
}

async fn insert(
    transaction: &DatabaseTransaction,
    communication: &Communication,
) -> Result<(), StoreError> {
    let row: communications::ActiveModel = communications::row_of(communication).into();
    let insert = communications::Entity::insert(row).exec_without_returning(transaction).await;
    insert.map_err(store_error)?;
    let id = communication.id.as_uuid();
    let rows = (0..).zip(&communication.addressees);
    let rows = rows.map(|(place, one)| communication_recipients::row_of(id, place, one)).collect();
    write::insert_all::<communication_recipients::Entity, _>(transaction, rows).await
}

/// Those whose mail is another than the one stored are queued anew; whatever was settled meanwhile
/// stays as it is.
async fn update(
    transaction: &DatabaseTransaction,
    communication: &Communication,
    from: Version,
) -> Result<(), StoreError> {
    const COMMUNICATION: &str =
        "UPDATE communications SET version = $3 WHERE id = $1 AND version = $2";
    const RECIPIENT: &str = "UPDATE communication_recipients \
         SET mail_id = $3, state = 'queued', problem = $4, settled_at = NULL \
         WHERE communication_id = $1 AND place = $2 AND mail_id <> $3";
    let id = communication.id.as_uuid();
    let version = communication.version.as_i64();
    let values = [id.into(), from.as_i64().into(), version.into()];
    let statement = query::statement(transaction, COMMUNICATION, values);
    write::matched(write::execute(transaction, statement).await?)?;
    for (place, addressee) in (0_i64..).zip(&communication.addressees) {
        if let Delivery::Queued { problem } = &addressee.delivery {
            let mail = addressee.mail_id.as_uuid();
            let values = [id.into(), place.into(), mail.into(), problem.clone().into()];
            write::execute(transaction, query::statement(transaction, RECIPIENT, values)).await?;
        }
    }
    Ok(())
}
