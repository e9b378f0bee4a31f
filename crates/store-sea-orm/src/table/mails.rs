//! `mails`: a row is a mail in the outbox, with how far it has come.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, MailId};
use portero_domain::model::{Mail, MailState, QueuedMail, SealedSecret};
use portero_domain::port::{SendOutcome, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Columns, Row, micros, row};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) recipient: String,
    pub(crate) recipient_canonical: String,
    pub(crate) language: String,
    pub(crate) letter: String,
    pub(crate) secret: Option<Vec<u8>>,
    pub(crate) created_at: i64,
    pub(crate) state: String,
    pub(crate) kept: bool,
    pub(crate) attempts: i64,
    pub(crate) due_at: i64,
    pub(crate) lease_holder: Option<Uuid>,
    pub(crate) leased_until: Option<i64>,
    pub(crate) problem: Option<String>,
    pub(crate) settled_at: Option<i64>,
}

row!("mails": id, account_id, recipient, recipient_canonical, language, letter, secret, created_at,
    state, kept, attempts, due_at, lease_holder, leased_until, problem, settled_at);

/// The row of a mail that waits for its first attempt.
pub(crate) fn queued(mail: &Mail) -> Result<ActiveModel, StoreError> {
    let letter = serde_json::to_string(&mail.letter);
    Ok(ActiveModel {
        id: Set(mail.id.as_uuid()),
        account_id: Set(mail.account_id.map(AccountId::as_uuid)),
        recipient: Set(mail.to.as_shown().to_owned()),
        recipient_canonical: Set(mail.to.canonical().to_owned()),
        language: Set(mail.language.to_string()),
        letter: Set(TABLE.checked("letter", letter)?),
        secret: Set(mail.secret.as_ref().map(|secret| secret.as_bytes().to_vec())),
        created_at: Set(micros(mail.created_at)),
        state: Set(MailState::Queued.to_string()),
        due_at: Set(micros(mail.created_at)),
        ..<ActiveModel as ActiveModelTrait>::default()
    })
}

/// What becomes of the row, the number of attempts apart.
pub(crate) fn after(outcome: SendOutcome) -> ActiveModel {
    let released = ActiveModel {
        lease_holder: Set(None),
        leased_until: Set(None),
        ..<ActiveModel as ActiveModelTrait>::default()
    };
    match outcome {
        SendOutcome::Sent { at } => ActiveModel {
            state: Set(MailState::Sent.to_string()),
            secret: Set(None),
            settled_at: Set(Some(micros(at))),
            ..released
        },
        SendOutcome::Kept { at } => ActiveModel {
            state: Set(MailState::Sent.to_string()),
            kept: Set(true),
            settled_at: Set(Some(micros(at))),
            ..released
        },
        SendOutcome::Failed { retry_at, problem } => {
            ActiveModel { due_at: Set(micros(retry_at)), problem: Set(Some(problem)), ..released }
        }
        SendOutcome::Undeliverable { at, problem } => ActiveModel {
            state: Set(MailState::Undeliverable.to_string()),
            secret: Set(None),
            problem: Set(Some(problem)),
            settled_at: Set(Some(micros(at))),
            ..released
        },
    }
}

/// Whether it is sent or kept: written out, as in the condition of the index on these.
pub(crate) fn is_sent() -> Expr {
    Expr::cust("mails.state = 'sent'")
}

/// A mail that was just leased, with when it was due.
pub(crate) fn leased(columns: &mut Columns<'_>) -> Result<(i64, QueuedMail), StoreError> {
    let row = Model::read(columns)?;
    let attempts = TABLE.checked("attempts", u32::try_from(row.attempts))?;
    let due_at = row.due_at;
    Ok((due_at, QueuedMail { mail: mail(row)?, attempts }))
}

/// A mail that is done with, and since when.
pub(crate) fn settled(columns: &mut Columns<'_>) -> Result<(Mail, DateTime<Utc>), StoreError> {
    let row = Model::read(columns)?;
    let settled_at = TABLE.optional_instant("settled_at", row.settled_at)?;
    let settled_at =
        settled_at.ok_or_else(|| TABLE.corrupt("settled_at", "a sent mail without an instant"))?;
    Ok((mail(row)?, settled_at))
}

fn mail(row: Model) -> Result<Mail, StoreError> {
    Ok(Mail {
        id: MailId::from_uuid(row.id),
        account_id: row.account_id.map(AccountId::from_uuid),
        to: TABLE.address("recipient", row.recipient, row.recipient_canonical)?,
        language: TABLE.parse("language", &row.language)?,
        letter: TABLE.checked("letter", serde_json::from_str(&row.letter))?,
        secret: row.secret.map(SealedSecret::from_bytes),
        created_at: TABLE.instant("created_at", row.created_at)?,
    })
}
