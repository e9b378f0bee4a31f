//! The statements of the access directory. Those on the way to every request are written out once
//! and keep their text, so that each connection has them prepared.

use std::sync::LazyLock;

use portero_domain::port::{AccessQuestion, Credential, Subject};
use sea_orm::sea_query::Iden;

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

/// Who shows a credential (`$1`), and where they and someone else (the next parameter, if the question
/// is about someone) stand on an account (`$2`), and on a site of it (the last parameter, if the
/// question is about one).
pub(super) fn look_up(question: &AccessQuestion) -> &'static str {
    static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let askers = [by_session, by_service_key];
        let subjects = [None, Some(BY_ID), Some(BY_EMAIL)];
        let kinds = askers.into_iter().flat_map(|asker| subjects.map(|subject| (asker, subject)));
        kinds.flat_map(|(by, subject)| [false, true].map(|on_site| by(subject, on_site))).collect()
    });
    let asker = match question.credential {
        Credential::Session(_) => 0,
        Credential::ServiceKey(_) => 1,
    };
    let subject = match question.subject {
        None => 0,
        Some(Subject::User(_)) => 1,
        Some(Subject::Email(_)) => 2,
    };
    &TEXTS[asker * 6 + subject * 2 + usize::from(question.site.is_some())]
}

/// By what of theirs a subject is found.
const BY_ID: &str = "id";
const BY_EMAIL: &str = "email_canonical";

/// The account, and its owner.
const ACCOUNT: &str = "\
    LEFT JOIN accounts account ON account.id = $2 \
    LEFT JOIN memberships owning ON owning.account_id = $2 AND owning.role = 'owner' \
    LEFT JOIN users owner ON owner.id = owning.user_id";

fn by_session(subject: Option<&str>, on_site: bool) -> String {
    let session = named("session", &sessions::PRESENCE);
    let asked_site = asked_site(subject, on_site);
    let caller = stand("caller", asked_site);
    let about = about(subject, asked_site);
    format!(
        "SELECT {session}, caller.must_change_password, {}, \
             account.state, account.closed_at, owner.state{} \
         FROM sessions session \
         JOIN users caller ON caller.id = session.user_id {} {ACCOUNT} {} \
         WHERE session.token = $1",
        caller.columns, about.columns, caller.joins, about.joins,
    )
}

fn by_service_key(subject: Option<&str>, on_site: bool) -> String {
    let key = aliased_columns::<service_keys::Model>("service_key");
    let about = about(subject, asked_site(subject, on_site));
    format!(
        "SELECT {key}, account.state, account.closed_at, owner.state{} \
         FROM service_keys service_key {ACCOUNT} {} \
         WHERE service_key.token = $1",
        about.columns, about.joins,
    )
}

/// The parameter that is the site, if the question is about one.
fn asked_site(subject: Option<&str>, on_site: bool) -> Option<&'static str> {
    on_site.then_some(if subject.is_some() { "$4" } else { "$3" })
}

/// A part of a statement.
#[derive(Default)]
struct Part {
    columns: String,
    joins: String,
}

impl Part {
    fn and(self, more: &Self) -> Self {
        Self { columns: self.columns + &more.columns, joins: self.joins + &more.joins }
    }
}

/// Where a user who is joined already stands: as a member, and as a client.
fn stand(user: &str, asked_site: Option<&str>) -> Part {
    let access = named(&format!("{user}_membership"), &memberships::ACCESS);
    let as_anyone = Part {
        columns: format!(
            "{user}.id, {user}.state, {access}, {user}_client.id, {user}_client.suspended_at"
        ),
        joins: format!(
            "LEFT JOIN memberships {user}_membership \
                 ON {user}_membership.account_id = $2 AND {user}_membership.user_id = {user}.id \
             LEFT JOIN clients {user}_client \
                 ON {user}_client.account_id = $2 AND {user}_client.user_id = {user}.id"
        ),
    };
    let Some(site) = asked_site else { return as_anyone };
    as_anyone.and(&Part {
        columns: format!(", {user}_assigned.permissions"),
        joins: format!(
            " LEFT JOIN site_assignments {user}_assigned ON {user}_assigned.account_id = $2 \
             AND {user}_assigned.client_id = {user}_client.id AND {user}_assigned.site_id = {site}"
        ),
    })
}

/// What tells where a subject stands, and whether the site is there; nothing without them.
fn about(subject: Option<&str>, asked_site: Option<&str>) -> Part {
    let someone = subject.map(|column| {
        let stand = stand("subject", asked_site);
        Part {
            columns: format!(", {}", stand.columns),
            joins: format!("LEFT JOIN users subject ON subject.{column} = $3 {}", stand.joins),
        }
    });
    let site = asked_site.map(|site| Part {
        columns: ", site.id".to_owned(),
        joins: format!(" LEFT JOIN sites site ON site.account_id = $2 AND site.id = {site}"),
    });
    someone.iter().chain(&site).fold(Part::default(), Part::and)
}

/// Some columns of a table that has an alias.
fn named(alias: &str, columns: &[impl Iden]) -> String {
    let named = columns.iter().map(|column| format!("{alias}.{}", column.to_string()));
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use portero_domain::id::{AccountId, SiteId, UserId};
    use portero_domain::model::{EmailAddress, TokenHash};
    use portero_domain::port::Asked;
    use sea_orm::ConnectionTrait;
    use sea_orm::sea_query::SqliteQueryBuilder;
    use sea_orm_migration::MigratorTrait;
    use uuid::Uuid;

    use super::super::batch;
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
        let account = AccountId::from_uuid(Uuid::nil());
        let mut texts: Vec<String> = Vec::new();
        for credential in credentials {
            texts.push(identify(credential).to_owned());
            for subject in [None].into_iter().chain(subjects.iter().cloned().map(Some)) {
                for site in [None, Some(SiteId::from_uuid(Uuid::nil()))] {
                    let subject = subject.clone();
                    let question = AccessQuestion { credential, account, subject, site };
                    texts.push(look_up(&question).to_owned());
                }
            }
        }
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 14, "each kind of question has a statement of its own");
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("plans.db").display());
        let pools = Pools::connect(&url, StoreOptions::DEFAULT).await.unwrap();
        Migrator::up(&pools.writer, None).await.unwrap();
        let asked =
            subjects.map(|subject| Asked { subject, site: Some(SiteId::from_uuid(Uuid::nil())) });
        texts.push(batch::select(account, &asked).to_string(SqliteQueryBuilder));
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
