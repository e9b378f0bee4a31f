//! An import that is sent, and whose answer is read, piece by piece.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::agency::Agency;

/// An import under way: it was let in, and waits for its rows.
#[derive(Debug)]
pub struct Upload {
    stream: BufReader<TcpStream>,
}

impl Upload {
    /// Begins to bring clients in, as lines of JSON of so many bytes in all, and waits until the server
    /// asks for them. The path may end with a query.
    ///
    /// # Panics
    /// When the server does not ask for them.
    pub async fn begin(agency: &Agency, path: &str, length: usize) -> Self {
        let address = agency.stage.server.base().trim_start_matches("http://");
        let stream = TcpStream::connect(address).await.expect("the server listens");
        let mut upload = Self { stream: BufReader::new(stream) };
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/x-ndjson\r\naccept: application/x-ndjson\r\n\
             content-length: {length}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
            path = agency.path(path),
            token = agency.carmen.token,
        );
        upload.send(head.as_bytes()).await;
        let line = upload.line().await;
        assert!(line.starts_with("HTTP/1.1 100 "), "{line}");
        upload
    }

    /// Sends the next bytes.
    ///
    /// # Panics
    /// When the server went away.
    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("it is sent");
    }

    /// Reads the answer up to a line that has this in it.
    ///
    /// # Panics
    /// When there is none.
    pub async fn wait_for(&mut self, text: &str) {
        loop {
            let line = self.line().await;
            assert!(!line.is_empty(), "the answer ended before {text}");
            if line.contains(text) {
                return;
            }
        }
    }

    /// Reads the rest of the answer.
    ///
    /// # Panics
    /// When the server went away.
    pub async fn rest(mut self) -> String {
        let mut text = String::new();
        self.stream.read_to_string(&mut text).await.expect("an answer");
        text
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).await.expect("an answer");
        line
    }
}
