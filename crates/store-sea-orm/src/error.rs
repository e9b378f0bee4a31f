//! What a database says when it will not, in the words of the ports.

use portero_domain::port::StoreError;
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// Why a store could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The address of the database is none that this store serves.
    #[error(
        "the database is given as sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME, and never in memory"
    )]
    UnsupportedUrl,
    /// The database does not let us in.
    #[error("the database cannot be opened: {0}")]
    Unreachable(String),
}

impl ConnectError {
    pub(crate) fn unreachable(error: &DbErr) -> Self {
        Self::Unreachable(describe(error))
    }
}

/// Two who collide are told apart from a database that fails. Codes decide, never messages.
#[allow(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
pub(crate) fn store_error(error: DbErr) -> StoreError {
    match database_error(&error) {
        Some(refusal) if is_collision(refusal) => StoreError::Conflict,
        Some(_) | None => StoreError::Unavailable(describe(&error)),
    }
}

/// A unique place that is taken, a row that is referred to and gone or deleted and still referred to,
/// a serialisation failure, or a deadlock.
fn is_collision(refusal: &dyn sqlx::error::DatabaseError) -> bool {
    refusal.is_unique_violation()
        || refusal.is_foreign_key_violation()
        || matches!(refusal.code().as_deref(), Some("40001" | "40P01"))
}

fn database_error(error: &DbErr) -> Option<&dyn sqlx::error::DatabaseError> {
    if let Some(sqlx::Error::Database(refusal)) = sqlx_error(error) {
        return Some(refusal.as_ref());
    }
    None
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    if let DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error)) = error
    {
        return Some(error);
    }
    None
}

/// What went wrong, without the values of any row: a constraint is named instead of quoting what
/// broke it.
fn describe(error: &DbErr) -> String {
    let Some(refusal) = database_error(error) else {
        return error.to_string();
    };
    match (refusal.code(), refusal.constraint()) {
        (Some(code), Some(constraint)) => format!("error {code} at {constraint}"),
        (Some(code), None) => format!("error {code}: {}", refusal.message()),
        (None, _) => refusal.message().to_owned(),
    }
}
