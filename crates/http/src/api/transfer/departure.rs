//! An export, from its place on record to its last row.

use std::io;
use std::marker::PhantomData;
use std::sync::Arc;

use futures_util::stream;
use poem::http::header;
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaHeader, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use portero_domain::id::AccountId;
use portero_domain::use_case::{Credentials, Error, Portero};

use super::kind::Kind;
use crate::problem::Problem;
use crate::rows::{Format, media};

/// Rows that are being given out. It is asked for each part whether the credential still opens it.
struct Departing<One: Kind> {
    portero: Arc<Portero>,
    credentials: Credentials,
    export: One::Export,
    format: Format,
    /// Whether a row was given out.
    has_begun: bool,
}

/// All rows of a kind, as a file.
pub(super) struct Departure<One> {
    format: Format,
    body: Body,
    of: PhantomData<fn() -> One>,
}

/// Puts an export on record, and begins to give rows out.
pub(super) async fn export<One: Kind>(
    portero: &Arc<Portero>,
    credentials: Credentials,
    account: AccountId,
    format: Format,
) -> Result<Departure<One>, Error> {
    let caller = portero.authenticate(&credentials).await?;
    let export = One::begin_export(portero, &caller, account).await?;
    let portero = Arc::clone(portero);
    let departing: Departing<One> =
        Departing { portero, credentials, export, format, has_begun: false };
    let parts = stream::try_unfold(Some((format.head::<One>(), departing)), go_on);
    Ok(Departure { format, body: Body::from_bytes_stream(parts), of: PhantomData })
}

/// What is still to come, with what goes before it; nothing behind the last part.
type Rest<One> = Option<(String, Departing<One>)>;

/// The next part of the answer. The last one ends it, and may be empty.
async fn go_on<One: Kind>(rest: Rest<One>) -> io::Result<Option<(String, Rest<One>)>> {
    let Some((before, mut departing)) = rest else { return Ok(None) };
    let rows = departing.next_part().await.map_err(io::Error::other)?;
    if rows.is_empty() {
        let last = before + departing.format.tail();
        return Ok((!last.is_empty()).then_some((last, None)));
    }
    Ok(Some((before + &rows, Some((String::new(), departing)))))
}

impl<One: Kind> Departing<One> {
    /// The next rows; nothing at the end. The answer is cut off when the caller may no longer, for
    /// what was sent of it cannot be taken back.
    async fn next_part(&mut self) -> Result<String, Problem> {
        let caller = self.portero.authenticate(&self.credentials).await?;
        let records = One::next_rows(&self.portero, &caller, &mut self.export).await;
        let records = records.map_err(Problem::from).inspect_err(Problem::log)?;
        let write = |record| {
            let is_first = !std::mem::replace(&mut self.has_begun, true);
            self.format.write(&One::from(record), is_first)
        };
        Ok(records.into_iter().map(write).collect())
    }
}

impl<One: Kind> IntoResponse for Departure<One> {
    fn into_response(self) -> Response {
        let (format, name) = (self.format, One::NAME);
        let kind = match format {
            Format::Lines | Format::Array => format.media_type().to_owned(),
            Format::Table => format!("{}; charset=utf-8", format.media_type()),
        };
        let file = format!("attachment; filename=\"{name}.{}\"", format.file_extension());
        Response::builder()
            .header(header::CONTENT_TYPE, kind)
            .header(header::CONTENT_DISPOSITION, file)
            .body(self.body)
    }
}

impl<One: Kind> ApiResponse for Departure<One> {
    fn meta() -> MetaResponses {
        let file = MetaHeader {
            name: "Content-Disposition".to_owned(),
            description: Some("`attachment`, with the name of a file".to_owned()),
            required: true,
            deprecated: false,
            schema: String::schema_ref(),
        };
        let response = MetaResponse {
            description: "All rows, as an import takes them",
            status: Some(200),
            status_range: None,
            content: Format::ALL.map(media::<One>).into(),
            headers: vec![file],
        };
        MetaResponses { responses: vec![response] }
    }

    fn register(registry: &mut Registry) {
        One::register(registry);
    }
}
