//! Bringing clients and sites in, and giving them out, in the same rows.

mod arrival;
mod departure;
mod kind;
mod live;
mod turnstile;

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use portero_domain::model::{Language, Origin};
use portero_domain::use_case::Import;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, WantsLines};
use crate::problem::Problem;
use crate::rows::{Format, Upload};
use crate::schema::{ClientRowBody, Named, SiteRowBody};
use arrival::{Asked, ImportAnswer, import};
use departure::{Departure, export};
use turnstile::Turnstile;

pub(super) struct Transfers {
    operations: Operations,
    turnstile: Turnstile,
}

impl Transfers {
    pub(super) fn new(operations: Operations) -> Self {
        Self { operations, turnstile: Turnstile::default() }
    }
}

fn how(dry_run: Option<bool>, may_amend: Option<bool>) -> Import {
    Import { is_dry_run: dry_run.unwrap_or_default(), may_amend: may_amend.unwrap_or_default() }
}

fn format_of(format: Option<Named<Format>>) -> Result<Format, Problem> {
    let known = format.map(|format| format.known_in("format")).transpose()?;
    Ok(known.unwrap_or(Format::Lines))
}

#[OpenApi(tag = "Group::Transfers")]
impl Transfers {
    /// Bring clients in
    ///
    /// One JSON object a line, an array of them, or a table of comma-separated values; each row with the
    /// sites that the client is to have. All of them are written, or none: 422 `import_refused` names the
    /// rows. Nobody gets access by it. An account brings in one file at a time. With `Accept: application/x-ndjson` the answer tells how far it has
    /// come, and in a dry run what would happen to each row.
    #[oai(
        path = "/v1/accounts/:account_id/clients/import",
        method = "post",
        operation_id = "import_clients"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the request")]
    async fn import_clients(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        dry_run: Query<Option<bool>>,
        may_amend: Query<Option<bool>>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        wants_lines: WantsLines,
        body: Upload<ClientRowBody>,
    ) -> Result<ImportAnswer, Problem> {
        let asked = Asked {
            caller: self.operations.caller(&credential, &origin).await?,
            account: account(account_id.0),
            import: how(dry_run.0, may_amend.0),
            language: *language.0,
            key: idempotency_key.0,
            is_live: wants_lines.0,
        };
        import(&self.operations.portero, &self.turnstile, asked, body).await
    }

    /// Bring sites in
    ///
    /// One JSON object a line, an array of them, or a table of comma-separated values. All of them are
    /// written, or none.
    /// It answers as an import of clients does.
    #[oai(
        path = "/v1/accounts/:account_id/sites/import",
        method = "post",
        operation_id = "import_sites"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the request")]
    async fn import_sites(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        dry_run: Query<Option<bool>>,
        may_amend: Query<Option<bool>>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        wants_lines: WantsLines,
        body: Upload<SiteRowBody>,
    ) -> Result<ImportAnswer, Problem> {
        let asked = Asked {
            caller: self.operations.caller(&credential, &origin).await?,
            account: account(account_id.0),
            import: how(dry_run.0, may_amend.0),
            language: *language.0,
            key: idempotency_key.0,
            is_live: wants_lines.0,
        };
        import(&self.operations.portero, &self.turnstile, asked, body).await
    }

    /// Give all clients out, newest first
    ///
    /// As one file of the rows that an import takes, with their sites. It is put on record.
    #[oai(
        path = "/v1/accounts/:account_id/clients/export",
        method = "get",
        operation_id = "export_clients"
    )]
    async fn export_clients(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        format: Query<Option<Named<Format>>>,
    ) -> Result<Departure<ClientRowBody>, Problem> {
        let credentials = credential.sent_from(&origin)?;
        let format = format_of(format.0)?;
        Ok(export(&self.operations.portero, credentials, account(account_id.0), format).await?)
    }

    /// Give all sites out, newest first
    ///
    /// As one file of the rows that an import takes. It is put on record.
    #[oai(
        path = "/v1/accounts/:account_id/sites/export",
        method = "get",
        operation_id = "export_sites"
    )]
    async fn export_sites(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        format: Query<Option<Named<Format>>>,
    ) -> Result<Departure<SiteRowBody>, Problem> {
        let credentials = credential.sent_from(&origin)?;
        let format = format_of(format.0)?;
        Ok(export(&self.operations.portero, credentials, account(account_id.0), format).await?)
    }
}
