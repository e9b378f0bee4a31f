//! An import from its first byte to its answer.

use std::sync::Arc;

use poem::http::header;
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ToJSON, Type};
use portero_domain::id::AccountId;
use portero_domain::model::Language;
use portero_domain::use_case::{
    Answered, Caller, Import, ImportListener, ImportReport, Once, Portero,
};

use super::kind::Kind;
use super::live::live;
use super::turnstile::{Turn, Turnstile};
use crate::convention::{Repeat, replay};
use crate::problem::Problem;
use crate::rows::{Format, SpooledRows, Upload};
use crate::schema::{ImportLineBody, ImportReportBody};

/// Who asks for an import, and how.
pub(super) struct Asked {
    pub(super) caller: Caller,
    pub(super) account: AccountId,
    pub(super) import: Import,
    pub(super) language: Language,
    /// The idempotency key.
    pub(super) key: Option<String>,
    /// Whether the answer is to go on while the import does.
    pub(super) is_live: bool,
}

/// An import whose rows have arrived.
pub(super) struct Arrived<One> {
    portero: Arc<Portero>,
    pub(super) asked: Asked,
    rows: SpooledRows<One>,
    repeat: Option<Repeat>,
    /// Held until the import is over.
    _turn: Turn,
}

/// What an import answers.
pub(super) enum ImportAnswer {
    /// What came of it.
    Report(Box<ImportReportBody>),
    /// Lines, while it goes on.
    Live(Body),
}

/// Reads rows of someone who may bring them in, when it is their turn, and imports them.
pub(super) async fn import<One: Kind>(
    portero: &Arc<Portero>,
    turnstile: &Turnstile,
    asked: Asked,
    upload: Upload<One>,
) -> Result<ImportAnswer, Problem> {
    One::may_import(portero, &asked.caller, asked.account).await?;
    let turn = turnstile.enter(asked.account, portero.limits().imports_at_once as usize)?;
    let (rows, identity) = upload.receive(portero).await?;
    let repeat = asked.repeat::<One>(portero, &identity)?;
    let is_live = asked.is_live;
    let arrived = Arrived { portero: Arc::clone(portero), asked, rows, repeat, _turn: turn };
    if is_live {
        Ok(ImportAnswer::Live(live(arrived)))
    } else {
        Ok(ImportAnswer::Report(Box::new(arrived.run(&mut ()).await?)))
    }
}

impl Asked {
    /// A dry run does nothing that could happen twice.
    fn repeat<One: Kind>(
        &self,
        portero: &Portero,
        identity: &[u8],
    ) -> Result<Option<Repeat>, Problem> {
        if self.import.is_dry_run {
            return Ok(None);
        }
        let operation = format!("import_{} {}", One::NAME, self.account);
        let said = [identity, &[u8::from(self.import.may_amend)]].concat();
        Repeat::of_bytes(portero, operation, self.key.clone(), &said).map(Some)
    }
}

impl<One: Kind> Arrived<One> {
    /// Imports the rows, or tells what would happen to them.
    pub(super) async fn run(
        mut self,
        listener: &mut dyn ImportListener,
    ) -> Result<ImportReportBody, Problem> {
        let Asked { caller, account, import, language, .. } = &self.asked;
        let body =
            |report: &ImportReport| ImportReportBody::of(import.is_dry_run, report, *language);
        let render = |report: &ImportReport| body(report).to_json_string();
        let once = self.repeat.map_or_else(Once::each_time, |repeat| repeat.once(&render));
        let (portero, by) = (&self.portero, (caller, *account));
        match One::import(portero, by, *import, &mut self.rows, listener, once).await? {
            Answered::Now(report) => Ok(body(&report)),
            Answered::Before(answer) => replay(&answer),
        }
    }
}

impl IntoResponse for ImportAnswer {
    fn into_response(self) -> Response {
        match self {
            Self::Report(report) => Json(*report).into_response(),
            Self::Live(body) => Response::builder()
                .header(header::CONTENT_TYPE, Format::Lines.media_type())
                .body(body),
        }
    }
}

impl ApiResponse for ImportAnswer {
    fn meta() -> MetaResponses {
        let json = MetaMediaType {
            content_type: "application/json; charset=utf-8",
            schema: ImportReportBody::schema_ref(),
        };
        let lines = MetaMediaType {
            content_type: Format::Lines.media_type(),
            schema: ImportLineBody::schema_ref(),
        };
        let response = MetaResponse {
            description: "What came of it; with `Accept: application/x-ndjson` line by line, while it \
                          goes on",
            status: Some(200),
            status_range: None,
            content: vec![json, lines],
            headers: Vec::new(),
        };
        MetaResponses { responses: vec![response] }
    }

    fn register(registry: &mut Registry) {
        ImportReportBody::register(registry);
        ImportLineBody::register(registry);
    }
}
