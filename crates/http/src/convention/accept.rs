//! What form of an answer is asked for, where there are several.

use poem::http::header;
use poem::{FromRequest, Request, RequestBody, Result};

use crate::rows::Format;

/// Whether someone asks for lines of JSON instead of one JSON value.
#[derive(Debug, Clone, Copy)]
pub struct WantsLines(pub bool);

impl<'a> FromRequest<'a> for WantsLines {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let accepted = request.header(header::ACCEPT).unwrap_or_default().split(',');
        let mut formats = accepted.filter_map(Format::of_media_type);
        Ok(Self(formats.any(|format| format == Format::Lines)))
    }
}
