//! Migrations of a database that has rows already.

use chrono::DateTime;
use portero_domain::id::{AccountId, InvitationId, ServiceKeyId, UserId};
use portero_domain::model::{ServiceKey, ServiceScope, ServiceScopeSet, TokenHash, Version};
use portero_domain::policy::{Offer, Role, Scope};
use portero_domain::port::{AccessDirectory, Credential, Directory, Holder, Store};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};
use uuid::Uuid;

use crate::database::{Opened, on_each_empty_database};
use crate::given;

/// The schema of the first release, as a database of that time has it.
const FIRST_TABLES: &str = include_str!("../../src/migration/m0001_first_tables.sql");

const APPLIED: &str = "CREATE TABLE seaql_migrations \
     (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL); \
     INSERT INTO seaql_migrations (version, applied_at) VALUES ('m0001_first_tables', 1)";

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_first_release_survive_the_later_migrations() {
    on_each_empty_database(async |opened| {
        let connection = opened.past_the_store().await;
        connection.execute_unprepared(FIRST_TABLES).await.unwrap();
        connection.execute_unprepared(APPLIED).await.unwrap();
        let first = FirstRelease::with_rows(&connection).await;
        drop(connection);
        let pending = opened.store.pending_migrations().await.unwrap();
        assert_eq!(pending, ["m0002_contacts_and_communications", "m0003_clients_and_sites"]);
        opened.store.migrate().await.unwrap();
        first.is_there(opened).await;
    })
    .await;
}

/// What a database of the first release held.
struct FirstRelease {
    user: Uuid,
    account: Uuid,
    invitation: Uuid,
    key: Uuid,
    token: TokenHash,
}

impl FirstRelease {
    async fn with_rows(connection: &DatabaseConnection) -> Self {
        let [user, account, invitation, key] = [given::id(), given::id(), given::id(), given::id()];
        let (link, token) = (given::hash().as_bytes().to_vec(), given::hash());
        let first = Self { user, account, invitation, key, token };
        let rows: [(&str, Vec<Value>); 5] = [
            (
                "INSERT INTO users (id, email, email_canonical, first_name, last_name, language, \
                     password, address_confirmed, state, created_at, version, search_text) \
                 VALUES ($1, 'Ana@sol.example', 'ana@sol.example', 'Ana', 'López', 'es', 'hash', \
                     TRUE, 'active', 1, 3, ' ana lopez ana sol example')",
                vec![user.into()],
            ),
            (
                "INSERT INTO accounts (id, name, language, state, member_count, created_at, version) \
                 VALUES ($1, 'Hotel Sol', 'es', 'active', 1, 1, 1)",
                vec![account.into()],
            ),
            (
                "INSERT INTO memberships (account_id, user_id, role, grants, notifications, state, \
                     since, version) VALUES ($1, $2, 'owner', '', 'general billing', 'active', 1, 1)",
                vec![account.into(), user.into()],
            ),
            (
                "INSERT INTO invitations (id, account_id, email, email_canonical, role, grants, \
                     language, invited_by, link, expires_at, state, created_at, version) \
                 VALUES ($1, $2, 'x@sol.example', 'x@sol.example', 'finance', '', 'es', $3, $4, 9, \
                     'pending', 1, 1)",
                vec![invitation.into(), account.into(), user.into(), link.into()],
            ),
            (
                "INSERT INTO service_keys (id, account_id, name, scopes, token, created_by, \
                     created_at, revoked_at, version) \
                 VALUES ($1, $2, 'Billing', 'access.check', $3, $4, 1, 5, 2)",
                vec![key.into(), account.into(), token.as_bytes().to_vec().into(), user.into()],
            ),
        ];
        for (text, values) in rows {
            let backend = connection.get_database_backend();
            let statement = Statement::from_sql_and_values(backend, text, values);
            connection.execute_raw(statement).await.unwrap();
        }
        first
    }

    async fn is_there(&self, opened: &Opened) {
        let (store, account) = (&opened.store, AccountId::from_uuid(self.account));
        let mut unit = store.begin().await.unwrap();
        let user = unit.users().find(UserId::from_uuid(self.user)).await.unwrap().unwrap();
        assert_eq!((user.made_by, user.must_change_password), (None, false));
        assert_eq!((user.email.as_shown(), user.version.as_i64()), ("Ana@sol.example", 3));
        let id = InvitationId::from_uuid(self.invitation);
        let invitation = unit.invitations().find(account, id).await.unwrap().unwrap();
        assert_eq!(invitation.terms.offer, Offer::of(Role::Finance));
        assert_eq!(invitation.terms.contact, None);
        assert_eq!(unit.contacts().count(account).await, Ok(0));
        assert_eq!(unit.memberships().count(account).await, Ok(1));
        drop(unit);
        let instant = |micros| DateTime::from_timestamp_micros(micros).unwrap();
        let key = ServiceKey {
            id: ServiceKeyId::from_uuid(self.key),
            reach: Scope::Account(account),
            name: given::name("Billing"),
            scopes: ServiceScopeSet::of(&[ServiceScope::AccessCheck]),
            token: self.token,
            created_by: Some(user.id),
            created_at: instant(1),
            revoked_at: Some(instant(5)),
            last_used_at: None,
            version: Version::from_i64(2),
        };
        let by_token = store.identify(Credential::ServiceKey(key.token)).await;
        assert_eq!(by_token, Ok(Some(Holder::ServiceKey(Box::new(key.clone())))));
        assert_eq!(store.service_keys(key.reach).await, Ok(vec![key]));
    }
}
