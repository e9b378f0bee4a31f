//! Who calls, and where they stand: the way to every answer, so each question is one statement.

mod batch;
mod facts;
mod statements;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ServiceKeyId, SessionId};
use portero_domain::port::{
    AccessDirectory, AccessFacts, AccessQuestion, Asked, AskedFacts, Credential, Holder,
    StoreError, Subject,
};
use sea_orm::Value;

use crate::store::SeaOrmStore;
use crate::table::micros;
use crate::{query, write};

#[async_trait]
impl AccessDirectory for SeaOrmStore {
    async fn identify(&self, credential: Credential) -> Result<Option<Holder>, StoreError> {
        let reader = &self.pools.reader;
        let text = statements::identify(credential);
        let statement = query::statement(reader, text, [hash(credential)]);
        query::one_of_statement(reader, statement, |columns| facts::holder(columns, credential))
            .await
    }

    async fn look_up(&self, question: &AccessQuestion) -> Result<Option<AccessFacts>, StoreError> {
        let reader = &self.pools.reader;
        let text = statements::look_up(question);
        let subject = question.subject.as_ref().map(|subject| match subject {
            Subject::User(id) => Value::from(id.as_uuid()),
            Subject::Email(address) => address.canonical().into(),
        });
        let site = question.site.map(|site| Value::from(site.as_uuid()));
        let values = [hash(question.credential), question.account.as_uuid().into()];
        let values = values.into_iter().chain(subject).chain(site);
        let statement = query::statement(reader, text, values);
        query::one_of_statement(reader, statement, |columns| facts::access(columns, question)).await
    }

    async fn look_up_all(
        &self,
        account: AccountId,
        asked: &[Asked],
    ) -> Result<Vec<AskedFacts>, StoreError> {
        let select = batch::select(account, asked);
        let told = query::all(&self.pools.reader, &select, facts::told).await?;
        let found = batch::Found::of(told);
        Ok(asked.iter().map(|asked| found.facts_of(asked)).collect())
    }

    async fn note_presence(&self, session: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
        const NOTE: &str =
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
        let writer = &self.pools.writer;
        let values = [session.as_uuid().into(), micros(at).into()];
        write::execute(writer, query::statement(writer, NOTE, values)).await.map(drop)
    }

    async fn note_key_use(&self, key: ServiceKeyId, at: DateTime<Utc>) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE service_keys SET last_used_at = $2 \
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
        let writer = &self.pools.writer;
        let values = [key.as_uuid().into(), micros(at).into()];
        write::execute(writer, query::statement(writer, NOTE, values)).await.map(drop)
    }
}

fn hash(credential: Credential) -> Value {
    let (Credential::Session(hash) | Credential::ServiceKey(hash)) = credential;
    hash.as_bytes().to_vec().into()
}
