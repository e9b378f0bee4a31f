//! One SMTP conversation, from the server's side.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::mail::ReceivedMail;
use crate::smtp_sink::{Behaviour, Log};

struct Conversation {
    stream: BufStream<TcpStream>,
    behaviour: watch::Receiver<Behaviour>,
    log: watch::Sender<Log>,
    mail_from: String,
    rcpt_to: Vec<String>,
}

/// What comes after a command.
enum Next {
    Continue,
    Close,
}

/// Talks to one client until either side has had enough.
pub(crate) async fn converse(
    stream: TcpStream,
    behaviour: watch::Receiver<Behaviour>,
    log: watch::Sender<Log>,
) {
    if *behaviour.borrow() == Behaviour::DropConnection {
        return;
    }
    let stream = BufStream::new(stream);
    let mut conversation =
        Conversation { stream, behaviour, log, mail_from: String::new(), rcpt_to: Vec::new() };
    // A client that goes away ends the conversation, which is no failure of the sink.
    drop(conversation.run().await);
}

impl Conversation {
    async fn run(&mut self) -> io::Result<()> {
        self.say("220 sink.test ESMTP").await?;
        while let Some(line) = self.hear().await? {
            if matches!(self.obey(&line).await?, Next::Close) {
                break;
            }
        }
        Ok(())
    }

    async fn obey(&mut self, line: &str) -> io::Result<Next> {
        let command = line.to_ascii_uppercase();
        match command.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => self.say("250-sink.test\r\n250 8BITMIME").await?,
            "HELO" | "NOOP" => self.say("250 OK").await?,
            "RSET" => {
                self.forget();
                self.say("250 OK").await?;
            }
            "MAIL" => {
                self.forget();
                self.mail_from = bracketed(line);
                self.say("250 OK").await?;
            }
            "RCPT" => self.recipient(bracketed(line)).await?,
            "DATA" => return self.content().await,
            "QUIT" => {
                self.say("221 bye").await?;
                return Ok(Next::Close);
            }
            _ => self.say("502 not here").await?,
        }
        Ok(Next::Continue)
    }

    fn forget(&mut self) {
        self.mail_from.clear();
        self.rcpt_to.clear();
    }

    async fn recipient(&mut self, address: String) -> io::Result<()> {
        let behaviour = *self.behaviour.borrow();
        if let Behaviour::RefuseRecipient(reply) = behaviour {
            return self.say(reply).await;
        }
        self.rcpt_to.push(address);
        self.say("250 OK").await
    }

    async fn content(&mut self) -> io::Result<Next> {
        if self.rcpt_to.is_empty() {
            self.say("503 no recipient").await?;
            return Ok(Next::Continue);
        }
        self.say("354 go on").await?;
        let Some(data) = self.hear_content().await? else { return Ok(Next::Close) };
        self.log.send_modify(|log| log.contents += 1);
        match self.behaviour_when_let_go().await {
            Behaviour::RefuseContent(reply) | Behaviour::RefuseRecipient(reply) => {
                self.say(reply).await?;
                Ok(Next::Continue)
            }
            Behaviour::Hold | Behaviour::DropConnection => Ok(Next::Close),
            Behaviour::DropAfterContent => {
                self.record(data);
                Ok(Next::Close)
            }
            Behaviour::Accept => {
                self.record(data);
                self.say("250 taken").await?;
                Ok(Next::Continue)
            }
        }
    }

    async fn behaviour_when_let_go(&mut self) -> Behaviour {
        let otherwise = self.behaviour.wait_for(|behaviour| *behaviour != Behaviour::Hold).await;
        otherwise.map_or(Behaviour::Hold, |behaviour| *behaviour)
    }

    fn record(&mut self, data: Vec<u8>) {
        let mail_from = std::mem::take(&mut self.mail_from);
        let rcpt_to = std::mem::take(&mut self.rcpt_to);
        let mail = Arc::new(ReceivedMail::read(mail_from, rcpt_to, data));
        self.log.send_modify(|log| log.mails.push(mail));
    }

    /// The lines up to the lone dot, or nothing when the client went away before it.
    async fn hear_content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut data = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(None);
            }
            if line == b".\r\n" {
                return Ok(Some(data));
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    async fn hear(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let heard = self.stream.read_line(&mut line).await?;
        Ok((heard > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream.write_all(reply.as_bytes()).await?;
        self.stream.write_all(b"\r\n").await?;
        self.stream.flush().await
    }
}

/// What stands between the first `<` and the last `>`, byte for byte.
fn bracketed(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.rsplit_once('>'));
    inside.map(|(inside, _)| inside.to_owned()).unwrap_or_default()
}
