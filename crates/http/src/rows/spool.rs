//! A body on disk, so that nobody has to hold it.

use std::fs::File;
use std::io;
use std::time::Duration;

use poem::Body;
use portero_domain::use_case::Portero;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use crate::problem::{Code, Problem};

/// How much of a body is held at a time, in bytes.
const BLOCK: u64 = 64 * 1024;

/// How long one block may take to come: whoever is slower keeps others from their turn.
const PATIENCE: Duration = Duration::from_mins(1);

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
    /// [`Code::BodyTooLarge`]; [`Code::MalformedBody`] when it ends before its end, or does not come;
    /// [`Code::InternalError`] when it cannot be kept.
    pub(super) async fn of(portero: &Portero, body: Body, limit: u64) -> Result<Self, Problem> {
        let mut body = body.into_async_read();
        let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(cannot_keep)?);
        let (mut block, mut length, mut fingerprint) = (Vec::new(), 0, [0; 32]);
        loop {
            let read = read_block(&mut body, &mut block, PATIENCE).await?;
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

/// Reads the next block of a body; nothing at its end.
async fn read_block(
    body: &mut (impl AsyncRead + Unpin),
    block: &mut Vec<u8>,
    patience: Duration,
) -> Result<usize, Problem> {
    block.clear();
    let mut part = body.take(BLOCK);
    let read = tokio::time::timeout(patience, part.read_to_end(block)).await;
    let read = read.unwrap_or_else(|late| Err(io::Error::from(late)));
    read.map_err(|_| Problem::Request(Code::MalformedBody, None))
}

/// What happens to whoever runs out of room for temporary files.
#[allow(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
pub(super) fn cannot_keep(error: io::Error) -> Problem {
    tracing::error!(%error, "the body of an import cannot be kept in a temporary file");
    Problem::Request(Code::InternalError, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn blocks(body: &mut (impl AsyncRead + Unpin)) -> Vec<Result<usize, Code>> {
        let (mut block, mut blocks) = (Vec::new(), Vec::new());
        loop {
            let read = read_block(body, &mut block, Duration::from_millis(20)).await;
            blocks.push(read.map_err(|problem| problem.code()));
            if !matches!(blocks.last(), Some(Ok(1..))) {
                return blocks;
            }
        }
    }

    #[tokio::test]
    async fn a_body_is_read_block_by_block_as_long_as_it_comes() {
        let length = usize::try_from(BLOCK).expect("a few bytes");
        let whole = vec![1; length + 7];
        assert_eq!(blocks(&mut &whole[..]).await, [Ok(length), Ok(7), Ok(0)]);
        let (mut sender, mut body) = tokio::io::duplex(16);
        sender.write_all(b"{").await.expect("there is room");
        assert_eq!(blocks(&mut body).await, [Err(Code::MalformedBody)], "nothing more comes");
    }
}
