//! The statements of the access directory. Those on the way to every request are written out once
//! and keep their text, so that each connection has them prepared.

use std::sync::LazyLock;

use portero_domain::id::AccountId;
use portero_domain::port::{Credential, Subject};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};

use crate::query::{aliased_columns, columns_of};
use crate::table::{memberships, service_keys, sessions, users};

/// Who shows a credential (`$1`).
pub(super) fn identify(credential: Credential) -> &'static str {
    static BY_SESSION: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {}, {} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = $1",
            aliased_columns::<sessions::Model>("s"),
            aliased_columns::<users::Model>("u"),
        )
    });
    static BY_SERVICE_KEY: LazyLock<String> = LazyLock::new(|| {
        let key = aliased_columns::<service_keys::Model>("k");
        format!("SELECT {key} FROM service_keys k WHERE k.token = $1")
    });
    match credential {
        Credential::Session(_) => &BY_SESSION,
        Credential::ServiceKey(_) => &BY_SERVICE_KEY,
    }
}

/// Who shows a credential (`$1`), and where they and someone else (`$3`, NULL for nobody) stand on
/// an account (`$2`).
pub(super) fn look_up(credential: Credential, subject: Option<&Subject>) -> &'static str {
    static SESSION_ABOUT_USER: LazyLock<String> = LazyLock::new(|| by_session("id"));
    static SESSION_ABOUT_EMAIL: LazyLock<String> = LazyLock::new(|| by_session("email_canonical"));
    static KEY_ABOUT_USER: LazyLock<String> = LazyLock::new(|| by_service_key("id"));
    static KEY_ABOUT_EMAIL: LazyLock<String> = LazyLock::new(|| by_service_key("email_canonical"));
    match (credential, subject) {
        (Credential::Session(_), None | Some(Subject::User(_))) => &SESSION_ABOUT_USER,
        (Credential::Session(_), Some(Subject::Email(_))) => &SESSION_ABOUT_EMAIL,
        (Credential::ServiceKey(_), None | Some(Subject::User(_))) => &KEY_ABOUT_USER,
        (Credential::ServiceKey(_), Some(Subject::Email(_))) => &KEY_ABOUT_EMAIL,
    }
}

fn by_session(subject_column: &str) -> String {
    format!(
        "SELECT {session}, {user}, account.state, account.closed_at, owner.state, \
             subject.id, subject.state, {subject_membership}, {membership} \
         FROM sessions session \
         JOIN users caller ON caller.id = session.user_id \
         LEFT JOIN accounts account ON account.id = $2 \
         LEFT JOIN memberships owning ON owning.account_id = $2 AND owning.role = 'owner' \
         LEFT JOIN users owner ON owner.id = owning.user_id \
         LEFT JOIN users subject ON subject.{subject_column} = $3 \
         LEFT JOIN memberships subject_membership \
             ON subject_membership.account_id = $2 AND subject_membership.user_id = subject.id \
         LEFT JOIN memberships membership \
             ON membership.account_id = $2 AND membership.user_id = session.user_id \
         WHERE session.token = $1",
        session = aliased_columns::<sessions::Model>("session"),
        user = aliased_columns::<users::Model>("caller"),
        subject_membership = aliased_columns::<memberships::Model>("subject_membership"),
        membership = aliased_columns::<memberships::Model>("membership"),
    )
}

fn by_service_key(subject_column: &str) -> String {
    format!(
        "SELECT {key}, account.state, account.closed_at, owner.state, \
             subject.id, subject.state, {subject_membership} \
         FROM service_keys service_key \
         LEFT JOIN accounts account ON account.id = $2 \
         LEFT JOIN memberships owning ON owning.account_id = $2 AND owning.role = 'owner' \
         LEFT JOIN users owner ON owner.id = owning.user_id \
         LEFT JOIN users subject ON subject.{subject_column} = $3 \
         LEFT JOIN memberships subject_membership \
             ON subject_membership.account_id = $2 AND subject_membership.user_id = subject.id \
         WHERE service_key.token = $1",
        key = aliased_columns::<service_keys::Model>("service_key"),
        subject_membership = aliased_columns::<memberships::Model>("subject_membership"),
    )
}

/// Where people stand on an account: address, id and state of each who is a user, and their
/// membership.
pub(super) fn people(account: AccountId, subjects: &[Subject]) -> SelectStatement {
    let ids = subjects.iter().filter_map(|subject| match subject {
        Subject::User(id) => Some(id.as_uuid()),
        Subject::Email(_) => None,
    });
    let addresses = subjects.iter().filter_map(|subject| match subject {
        Subject::Email(address) => Some(address.canonical()),
        Subject::User(_) => None,
    });
    let on_account =
        Condition::all().add(memberships::Column::AccountId.eq(account.as_uuid())).add(
            Expr::col((memberships::Entity, memberships::Column::UserId))
                .equals((users::Entity, users::Column::Id)),
        );
    Query::select()
        .columns(users::ADDRESS)
        .columns([users::Column::Id, users::Column::State].map(|column| (users::Entity, column)))
        .columns(columns_of::<memberships::Model>())
        .from(users::Entity)
        .left_join(memberships::Entity, on_account)
        .cond_where(
            Condition::any()
                .add(users::Column::Id.is_in(ids))
                .add(users::Column::EmailCanonical.is_in(addresses)),
        )
        .take()
}

#[cfg(test)]
mod tests {
    use portero_domain::id::UserId;
    use portero_domain::model::{EmailAddress, TokenHash};
    use sea_orm::ConnectionTrait;
    use sea_orm::sea_query::SqliteQueryBuilder;
    use sea_orm_migration::MigratorTrait;
    use uuid::Uuid;

    use super::*;
    use crate::connection::{Pools, StoreOptions};
    use crate::migration::Migrator;
    use crate::query;

    #[tokio::test]
    async fn no_look_up_goes_through_a_whole_table() {
        let hash = TokenHash::from_bytes([0; 32]);
        let credentials = [Credential::Session(hash), Credential::ServiceKey(hash)];
        let address = EmailAddress::from_stored("a@b.es".to_owned(), "a@b.es".to_owned()).unwrap();
        let subjects = [Subject::User(UserId::from_uuid(Uuid::nil())), Subject::Email(address)];
        let mut texts: Vec<String> = Vec::new();
        for credential in credentials {
            texts.push(identify(credential).to_owned());
            texts.extend(subjects.iter().map(|one| look_up(credential, Some(one)).to_owned()));
        }
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("plans.db").display());
        let pools = Pools::connect(&url, StoreOptions::DEFAULT).await.unwrap();
        Migrator::up(&pools.writer, None).await.unwrap();
        let people = people(AccountId::from_uuid(Uuid::nil()), &subjects);
        texts.push(people.to_string(SqliteQueryBuilder));
        for text in texts {
            let explain =
                query::statement(&pools.reader, &format!("EXPLAIN QUERY PLAN {text}"), []);
            for line in pools.reader.query_all_raw(explain).await.unwrap() {
                let step: String = line.try_get("", "detail").unwrap();
                assert!(!step.starts_with("SCAN"), "{step} in {text}");
            }
        }
    }
}
