//! The statements of the access directory. Those on the way to every request are written out once
//! and keep their text, so that each connection has them prepared.

use std::sync::LazyLock;

use portero_domain::id::AccountId;
use portero_domain::port::{Credential, Subject};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Iden, Query, SelectStatement};

use crate::query::aliased_columns;
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

/// Who shows a credential (`$1`), and where they and someone else (`$3`, if the question is about
/// someone) stand on an account (`$2`).
pub(super) fn look_up(credential: Credential, subject: Option<&Subject>) -> &'static str {
    static SESSION: LazyLock<String> = LazyLock::new(|| by_session(None));
    static SESSION_ABOUT_USER: LazyLock<String> = LazyLock::new(|| by_session(Some(BY_ID)));
    static SESSION_ABOUT_EMAIL: LazyLock<String> = LazyLock::new(|| by_session(Some(BY_EMAIL)));
    static KEY: LazyLock<String> = LazyLock::new(|| by_service_key(None));
    static KEY_ABOUT_USER: LazyLock<String> = LazyLock::new(|| by_service_key(Some(BY_ID)));
    static KEY_ABOUT_EMAIL: LazyLock<String> = LazyLock::new(|| by_service_key(Some(BY_EMAIL)));
    match (credential, subject) {
        (Credential::Session(_), None) => &SESSION,
        (Credential::Session(_), Some(Subject::User(_))) => &SESSION_ABOUT_USER,
        (Credential::Session(_), Some(Subject::Email(_))) => &SESSION_ABOUT_EMAIL,
        (Credential::ServiceKey(_), None) => &KEY,
        (Credential::ServiceKey(_), Some(Subject::User(_))) => &KEY_ABOUT_USER,
        (Credential::ServiceKey(_), Some(Subject::Email(_))) => &KEY_ABOUT_EMAIL,
    }
}

/// By what of theirs a subject is found.
const BY_ID: &str = "id";
const BY_EMAIL: &str = "email_canonical";

/// The account, and its owner.
const ACCOUNT: &str = "\
    LEFT JOIN accounts account ON account.id = $2 \
    LEFT JOIN memberships owning ON owning.account_id = $2 AND owning.role = 'owner' \
    LEFT JOIN users owner ON owner.id = owning.user_id";

fn by_session(subject: Option<&str>) -> String {
    let session = named("session", &sessions::PRESENCE);
    let membership = named("membership", &memberships::ACCESS);
    let (about, someone) = about(subject);
    format!(
        "SELECT {session}, caller.must_change_password, caller.id, caller.state, {membership}, \
             account.state, account.closed_at, owner.state{about} \
         FROM sessions session \
         JOIN users caller ON caller.id = session.user_id \
         LEFT JOIN memberships membership \
             ON membership.account_id = $2 AND membership.user_id = session.user_id \
         {ACCOUNT} {someone} \
         WHERE session.token = $1"
    )
}

fn by_service_key(subject: Option<&str>) -> String {
    let key = aliased_columns::<service_keys::Model>("service_key");
    let (about, someone) = about(subject);
    format!(
        "SELECT {key}, account.state, account.closed_at, owner.state{about} \
         FROM service_keys service_key {ACCOUNT} {someone} \
         WHERE service_key.token = $1"
    )
}

/// The columns and the joins that tell where a subject stands; nothing without one.
fn about(subject: Option<&str>) -> (String, String) {
    let Some(column) = subject else {
        return (String::new(), String::new());
    };
    let held = named("held", &memberships::ACCESS);
    let someone = format!(
        "LEFT JOIN users subject ON subject.{column} = $3 \
         LEFT JOIN memberships held ON held.account_id = $2 AND held.user_id = subject.id"
    );
    (format!(", subject.id, subject.state, {held}"), someone)
}

/// Some columns of a table that has an alias.
fn named(alias: &str, columns: &[impl Iden]) -> String {
    let named = columns.iter().map(|column| format!("{alias}.{}", column.to_string()));
    named.collect::<Vec<_>>().join(", ")
}

/// Where people stand on an account: address, id and state of each who is a user, and what they
/// hold.
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
        .columns(memberships::ACCESS.map(|column| (memberships::Entity, column)))
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
            texts.push(look_up(credential, None).to_owned());
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
