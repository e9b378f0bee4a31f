//! Users by their address, and the mailed links on the way to becoming or staying one.

use std::sync::LazyLock;

use portero_domain::model::{EmailAddress, PasswordReset, Registration, TokenHash, User};
use portero_domain::port::{SignInFacts, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, DatabaseConnection};

use crate::query;
use crate::table::{password_resets, registrations, users};

pub(super) async fn has_user(
    reader: &DatabaseConnection,
    address: &EmailAddress,
) -> Result<bool, StoreError> {
    let select = Query::select()
        .expr(Expr::val(1))
        .from(users::Entity)
        .and_where(users::Column::EmailCanonical.eq(address.canonical()))
        .take();
    Ok(query::one(reader, &select, |_| Ok(())).await?.is_some())
}

/// One row, whether or not anything is found: both sides hang from a row that is always there.
pub(super) async fn sign_in(
    reader: &DatabaseConnection,
    address: &EmailAddress,
) -> Result<SignInFacts, StoreError> {
    static SIGN_IN: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {}, {} FROM (SELECT 1 AS always) one \
             LEFT JOIN users u ON u.email_canonical = $1 \
             LEFT JOIN registrations r ON r.id = ( \
                 SELECT id FROM registrations WHERE email_canonical = $1 AND state = 'open' \
                 ORDER BY created_at DESC, id DESC LIMIT 1 \
             )",
            query::aliased_columns::<users::Model>("u"),
            query::aliased_columns::<registrations::Model>("r"),
        )
    });
    let statement = query::statement(reader, &SIGN_IN, [address.canonical().into()]);
    let facts = query::one_of_statement(reader, statement, |columns| {
        let user = columns.stored_or_nothing()?;
        let newest_attempt = columns.stored_or_nothing()?;
        Ok(SignInFacts { user, newest_attempt })
    });
    Ok(facts.await?.unwrap_or_default())
}

pub(super) async fn registration_by_link(
    reader: &DatabaseConnection,
    link: &TokenHash,
) -> Result<Option<Registration>, StoreError> {
    query::find(reader, &registrations::by_link(link)).await
}

pub(super) async fn password_reset_by_link(
    reader: &DatabaseConnection,
    link: &TokenHash,
) -> Result<Option<(PasswordReset, User)>, StoreError> {
    let is_theirs = Expr::col((users::Entity, users::Column::Id))
        .equals((password_resets::Entity, password_resets::Column::UserId));
    let select = password_resets::by_link(link)
        .columns(query::columns_of::<users::Model>())
        .inner_join(users::Entity, is_theirs)
        .take();
    query::one(reader, &select, |columns| Ok((columns.stored()?, columns.stored()?))).await
}
