//! Bringing clients and sites in, and giving them out, in the same rows.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use portero_domain::id::{ClientId, SiteId};
use portero_domain::model::{Language, Origin};
use portero_domain::use_case::{Import, ImportNote};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, Limit, Lines, Page, uuid_page};
use crate::problem::Problem;
use crate::schema::{ClientRowBody, ImportReportBody, RowOutcomeBody, SiteRowBody};

pub(super) struct Transfers(pub(super) Operations);

/// What an import tells while it goes on, kept where someone asked what would happen.
struct Told {
    is_kept: bool,
    language: Language,
    outcomes: Vec<RowOutcomeBody>,
}

impl Told {
    const fn of(import: Import, language: Language) -> Self {
        Self { is_kept: import.is_dry_run, language, outcomes: Vec::new() }
    }

    fn note(&mut self, note: &ImportNote) {
        if self.is_kept {
            self.outcomes.extend(RowOutcomeBody::told(note, self.language));
        }
    }
}

fn import(dry_run: Option<bool>, may_amend: Option<bool>) -> Import {
    Import { is_dry_run: dry_run.unwrap_or_default(), may_amend: may_amend.unwrap_or_default() }
}

#[OpenApi(tag = "Group::Transfers")]
impl Transfers {
    /// Bring clients in
    ///
    /// One JSON object a line, up to 32 MiB, each with the sites that the client is to have. All of
    /// them are written, or none: 422 `import_refused` names the rows. Nobody gets access by it.
    #[oai(
        path = "/v1/accounts/:account_id/clients/import",
        method = "post",
        operation_id = "import_clients"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn import_clients(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        dry_run: Query<Option<bool>>,
        may_amend: Query<Option<bool>>,
        body: Lines<ClientRowBody>,
    ) -> Result<Json<ImportReportBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let import = import(dry_run.0, may_amend.0);
        let mut told = Told::of(import, *language.0);
        let (id, mut rows) = (account(account_id.0), body.rows());
        let mut tell = |note: ImportNote| told.note(&note);
        let portero = &self.0.portero;
        let report = portero.import_clients(&caller, id, import, &mut rows, &mut tell).await?;
        Ok(Json(ImportReportBody::of(import.is_dry_run, &report, told.outcomes)))
    }

    /// Bring sites in
    ///
    /// One JSON object a line, up to 32 MiB. All of them are written, or none.
    #[oai(
        path = "/v1/accounts/:account_id/sites/import",
        method = "post",
        operation_id = "import_sites"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn import_sites(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        dry_run: Query<Option<bool>>,
        may_amend: Query<Option<bool>>,
        body: Lines<SiteRowBody>,
    ) -> Result<Json<ImportReportBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let import = import(dry_run.0, may_amend.0);
        let mut told = Told::of(import, *language.0);
        let (id, mut rows) = (account(account_id.0), body.rows());
        let mut tell = |note: ImportNote| told.note(&note);
        let portero = &self.0.portero;
        let report = portero.import_sites(&caller, id, import, &mut rows, &mut tell).await?;
        Ok(Json(ImportReportBody::of(import.is_dry_run, &report, told.outcomes)))
    }

    /// Give clients out, newest first
    ///
    /// In the rows that an import takes, with their sites. It is put on record.
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
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<ClientRowBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, ClientId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.export_clients(&caller, id, page).await?)))
    }

    /// Give sites out, newest first
    ///
    /// In the rows that an import takes.
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
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<SiteRowBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, SiteId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.export_sites(&caller, id, page).await?)))
    }
}
