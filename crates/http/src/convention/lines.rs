//! Bodies of many rows: one JSON object a line, read one by one.

use std::marker::PhantomData;

use poem::{Request, RequestBody, Result};
use poem_openapi::error::ContentTypeError;
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use portero_domain::use_case::ReadRow;

/// A row of such a body.
pub trait Row: Type {
    /// What the domain makes of it.
    type Record;

    /// Reads a line, or tells which fields cannot be read. It repeats nothing that was sent.
    fn read_line(line: &[u8]) -> ReadRecord<Self::Record>;
}

/// A row that was read, or its fields that cannot be read.
type ReadRecord<Record> = std::result::Result<Record, Vec<portero_domain::use_case::InvalidField>>;

/// Rows in the order in which they came. The body is held as it came; no row is before its turn.
pub struct Lines<One> {
    body: Vec<u8>,
    of: PhantomData<fn() -> One>,
}

impl<One: Row> Lines<One> {
    /// The rows, counted from 1; empty lines are none.
    pub fn rows(&self) -> impl Iterator<Item = ReadRow<One::Record>> + Send {
        let lines = self.body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
        let rows = (1..).zip(lines.filter(|line| !line.is_empty()));
        rows.map(|(row, line)| ReadRow { row, record: One::read_line(line) })
    }
}

impl<One: Row> Payload for Lines<One> {
    const CONTENT_TYPE: &'static str = "application/x-ndjson";

    /// Whatever stands behind the type, such as a character set, does not matter: JSON is UTF-8.
    fn check_content_type(content_type: &str) -> bool {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case(Self::CONTENT_TYPE)
    }

    fn schema_ref() -> MetaSchemaRef {
        One::schema_ref()
    }

    fn register(registry: &mut Registry) {
        One::register(registry);
    }
}

impl<One: Row> ParsePayload for Lines<One> {
    const IS_REQUIRED: bool = true;

    async fn from_request(_: &Request, body: &mut RequestBody) -> Result<Self> {
        let body = body.take()?.into_vec().await?;
        Ok(Self { body, of: PhantomData })
    }
}

impl<'a, One: Row> ApiExtractor<'a> for Lines<One> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let content_type = <Self as Payload>::CONTENT_TYPE;
        let content = vec![MetaMediaType { content_type, schema: <Self as Payload>::schema_ref() }];
        let description = Some("One object a line, in UTF-8.");
        Some(MetaRequest { description, content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        match request.content_type() {
            Some(kind) if Self::check_content_type(kind) => {
                <Self as ParsePayload>::from_request(request, body).await
            }
            Some(kind) => {
                Err(ContentTypeError::NotSupported { content_type: kind.to_owned() }.into())
            }
            None => Err(ContentTypeError::ExpectContentType.into()),
        }
    }
}
