//! A client that takes next to nothing: requests made ready beforehand, answers read just far
//! enough to know their status and their end.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// A request without a body.
pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes()
}

/// A request for a page, by whoever has this session: on loopback its cookie has its plain name.
pub fn get_as(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: portero_session={token}\r\n\r\n")
        .into_bytes()
}

/// A request with a JSON body, by whoever holds the token.
pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server accepts connections");
        stream.set_nodelay(true).expect("a connection of TCP");
        Self { stream, received: Vec::with_capacity(16 * 1024) }
    }

    /// Sends a request and waits for the whole answer; gives its status.
    pub async fn send(&mut self, request: &[u8]) -> u16 {
        self.stream.write_all(request).await.expect("the server reads");
        self.received.clear();
        loop {
            let read = self.stream.read_buf(&mut self.received).await.expect("the server answers");
            assert!(read > 0, "the server hung up");
            if let Some(length) = length_of(&self.received)
                && self.received.len() >= length
            {
                return status_of(&self.received);
            }
        }
    }

    /// The answer that came last, head and body.
    pub fn answer(&self) -> String {
        String::from_utf8_lossy(&self.received).into_owned()
    }
}

/// How long an answer is, once its head is there.
fn length_of(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(head + 4 + body_length(&answer[..head]))
}

fn body_length(head: &[u8]) -> usize {
    const NAME: &[u8] = b"content-length: ";
    let value = head.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        name.eq_ignore_ascii_case(NAME).then(|| value.trim_ascii_end())
    });
    let value = value.and_then(|digits| std::str::from_utf8(digits).ok());
    value.and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// The three digits behind `HTTP/1.1`.
fn status_of(answer: &[u8]) -> u16 {
    let digits = answer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).expect("an answer begins with its status")
}
