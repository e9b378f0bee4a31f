//! The body of an import: taken as it comes, and read when it is known that the caller may.

use std::marker::PhantomData;

use poem::http::header;
use poem::{Body, Request, RequestBody, Result};
use poem_openapi::error::ContentTypeError;
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use portero_domain::use_case::Portero;

use super::spool::Spool;
use super::{Format, Row, RowLimits, SpooledRows};
use crate::problem::{Code, Problem};

/// A body of rows of which nothing was read yet.
pub struct Upload<One> {
    format: Format,
    body: Body,
    /// How long it says that it is.
    announced: Option<u64>,
    of: PhantomData<fn() -> One>,
}

impl<One: Row> Upload<One> {
    /// Reads it onto disk, and looks at its beginning. What comes with the rows tells this body from
    /// any other.
    ///
    /// # Errors
    /// [`Code::BodyTooLarge`], [`Code::MalformedBody`], [`Code::InternalError`];
    /// [`Code::InvalidFields`] naming the columns that are wrong
    pub async fn receive(self, portero: &Portero) -> Result<(SpooledRows<One>, Vec<u8>), Problem> {
        let limits = portero.limits();
        let limit = u64::from(limits.import_mebibytes) * 1024 * 1024;
        if self.announced.is_some_and(|length| length > limit) {
            return Err(Problem::Request(Code::BodyTooLarge, None));
        }
        let spool = Spool::of(portero, self.body, limit).await?;
        let identity = [self.format.media_type().as_bytes(), &spool.fingerprint].concat();
        let sites = limits.sites_per_client as usize;
        let limits = RowLimits { bytes: limits.import_row_bytes(), sites };
        Ok((SpooledRows::open(spool, self.format, limits)?, identity))
    }
}

impl<'a, One: Row> ApiExtractor<'a> for Upload<One> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        One::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let content = Format::ALL.map(media::<One>).into();
        let description = "One object a line, an array of them, or a table whose first row names the \
                           columns; UTF-8.";
        Some(MetaRequest { description: Some(description), content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let kind = request.content_type().ok_or(ContentTypeError::ExpectContentType)?;
        let unknown = || ContentTypeError::NotSupported { content_type: kind.to_owned() };
        let format = Format::of_media_type(kind).ok_or_else(unknown)?;
        let announced = request.header(header::CONTENT_LENGTH).and_then(|text| text.parse().ok());
        Ok(Self { format, body: body.take()?, announced, of: PhantomData })
    }
}

/// How the document describes rows in a format.
pub fn media<One: Row>(format: Format) -> MetaMediaType {
    let schema = match format {
        Format::Lines => One::schema_ref(),
        Format::Array => {
            let mut schema = MetaSchema::new("array");
            schema.items = Some(Box::new(One::schema_ref()));
            MetaSchemaRef::Inline(Box::new(schema))
        }
        Format::Table => {
            let mut schema = MetaSchema::new("string");
            schema.example = Some(format.head::<One>().into());
            MetaSchemaRef::Inline(Box::new(schema))
        }
    };
    MetaMediaType { content_type: format.media_type(), schema }
}
