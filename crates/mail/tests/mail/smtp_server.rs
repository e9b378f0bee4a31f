//! A small SMTP server that records what it was given and answers as it was told.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// A message as the server saw it, whether or not it took it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

#[derive(Default)]
struct Record {
    connections: usize,
    recipients: Vec<String>,
    messages: Vec<Received>,
    /// The next answers to RCPT, to the end of DATA, and to AUTH; when there is none, yes.
    /// [`HANGING_UP`] is one of them.
    to_recipients: VecDeque<String>,
    to_messages: VecDeque<String>,
    to_sign_ins: VecDeque<String>,
}

/// Instead of an answer, the end of the connection.
pub const HANGING_UP: &str = "";

/// Listens on a free port of this machine until it is dropped with its runtime.
pub struct SmtpServer {
    port: u16,
    record: Mutex<Record>,
    arrived: watch::Sender<usize>,
    gate: Semaphore,
    dead: AtomicBool,
}

impl SmtpServer {
    pub async fn start() -> Arc<Self> {
        Self::start_with_gate(Semaphore::MAX_PERMITS).await
    }

    /// A server that answers no message until it is let go.
    pub async fn start_holding() -> Arc<Self> {
        Self::start_with_gate(0).await
    }

    async fn start_with_gate(open: usize) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let server = Arc::new(Self {
            port,
            record: Mutex::default(),
            arrived: watch::Sender::new(0),
            gate: Semaphore::new(open),
            dead: AtomicBool::new(false),
        });
        let listening = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = Arc::clone(&listening);
                if server.dead.load(Ordering::SeqCst) {
                    continue;
                }
                server.record().connections += 1;
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().expect("no panic")
    }

    pub fn answer_recipients(&self, answers: &[&str]) {
        self.record().to_recipients.extend(answers.iter().map(ToString::to_string));
    }

    pub fn answer_messages(&self, answers: &[&str]) {
        self.record().to_messages.extend(answers.iter().map(ToString::to_string));
    }

    pub fn answer_sign_ins(&self, answers: &[&str]) {
        self.record().to_sign_ins.extend(answers.iter().map(ToString::to_string));
    }

    /// From now on whoever connects is hung up on before a word, or is heard again.
    pub fn be_dead(&self, dead: bool) {
        self.dead.store(dead, Ordering::SeqCst);
    }

    pub fn let_go(&self, messages: usize) {
        self.gate.add_permits(messages);
    }

    /// Waits until so many messages have come in all, whatever was answered.
    pub async fn arrived(&self, messages: usize) {
        let mut arrived = self.arrived.subscribe();
        arrived.wait_for(|arrived| *arrived >= messages).await.expect("the sender is here");
    }

    pub fn connections(&self) -> usize {
        self.record().connections
    }

    /// Every RCPT, also those that were refused.
    pub fn recipients(&self) -> Vec<String> {
        self.record().recipients.clone()
    }

    pub fn messages(&self) -> Vec<Received> {
        self.record().messages.clone()
    }

    async fn converse(&self, stream: TcpStream) {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        let mut message = Received::default();
        say(&mut writing, "220 test").await;
        while let Ok(Some(line)) = lines.next_line().await {
            let command = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match command.as_str() {
                "EHLO" => "250-test\r\n250 AUTH PLAIN".to_owned(),
                "AUTH" => next(&mut self.record().to_sign_ins, "235 welcome"),
                "MAIL" => {
                    message = Received { from: bracketed(&line), ..Received::default() };
                    "250 ok".to_owned()
                }
                "RCPT" => {
                    message.to.push(bracketed(&line));
                    let mut record = self.record();
                    record.recipients.push(bracketed(&line));
                    next(&mut record.to_recipients, "250 ok")
                }
                "DATA" => {
                    say(&mut writing, "354 go on").await;
                    message.data = read_data(&mut lines).await;
                    self.receive(message.clone()).await
                }
                "QUIT" => return say(&mut writing, "221 bye").await,
                _ => "250 ok".to_owned(),
            };
            if answer == HANGING_UP {
                return;
            }
            say(&mut writing, &answer).await;
        }
    }

    async fn receive(&self, message: Received) -> String {
        self.record().messages.push(message);
        self.arrived.send_modify(|arrived| *arrived += 1);
        self.gate.acquire().await.expect("it is never closed").forget();
        next(&mut self.record().to_messages, "250 taken")
    }
}

fn next(answers: &mut VecDeque<String>, otherwise: &str) -> String {
    answers.pop_front().unwrap_or_else(|| otherwise.to_owned())
}

fn bracketed(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(inner, _)| inner.to_owned()).unwrap_or_default()
}

async fn read_data(lines: &mut Lines<BufReader<OwnedReadHalf>>) -> String {
    let mut data = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        if line == "." {
            break;
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
        data.push_str("\r\n");
    }
    data
}

async fn say(writing: &mut OwnedWriteHalf, answer: &str) {
    // Whoever hangs up does not hear the answer.
    let _ = writing.write_all(format!("{answer}\r\n").as_bytes()).await;
}
