//! What a process prints, kept for the message of a test that fails.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// The lines that a process has printed so far; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Output(Arc<Mutex<String>>);

impl Output {
    /// Everything so far.
    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds a line.
    pub(crate) fn add(&self, line: &str) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.push_str(line);
        text.push('\n');
    }

    /// Reads lines until the process closes its end, so that it never waits for a reader.
    pub(crate) fn drain(&self, from: impl AsyncRead + Unpin + Send + 'static) {
        let output = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(from).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                output.add(&line);
            }
        });
    }
}
