//! A body on disk, so that nobody has to hold it.

use std::fs::File;
use std::io;

use poem::Body;
use portero_domain::use_case::Portero;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::problem::{Code, Problem};

/// How much of a body is held at a time, in bytes.
const BLOCK: u64 = 64 * 1024;

/// A body in a file without a name, which is gone as soon as nobody reads it any more.
pub(super) struct Spool {
    pub(super) file: File,
    /// Tells it from another body.
    pub(super) fingerprint: [u8; 32],
}

impl Spool {
    /// Reads a body of at most so many bytes.
    ///
    /// # Errors
    /// [`Code::BodyTooLarge`]; [`Code::MalformedBody`] when it ends before its end;
    /// [`Code::InternalError`] when it cannot be kept.
    pub(super) async fn of(portero: &Portero, body: Body, limit: u64) -> Result<Self, Problem> {
        let mut body = body.into_async_read();
        let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(cannot_keep)?);
        let (mut block, mut length, mut fingerprint) = (Vec::new(), 0, [0; 32]);
        loop {
            block.clear();
            let cut_off = |_| Problem::Request(Code::MalformedBody, None);
            let read = (&mut body).take(BLOCK).read_to_end(&mut block).await.map_err(cut_off)?;
            if read == 0 {
                break;
            }
            length += read as u64;
            if length > limit {
                return Err(Problem::Request(Code::BodyTooLarge, None));
            }
            fingerprint = portero.fingerprint(&[&fingerprint, block.as_slice()].concat());
            file.write_all(&block).await.map_err(cannot_keep)?;
        }
        file.flush().await.map_err(cannot_keep)?;
        Ok(Self { file: file.into_std().await, fingerprint })
    }
}

/// What happens to whoever runs out of room for temporary files.
#[allow(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
pub(super) fn cannot_keep(error: io::Error) -> Problem {
    tracing::error!(%error, "the body of an import cannot be kept in a temporary file");
    Problem::Request(Code::InternalError, None)
}
