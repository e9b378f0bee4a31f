//! A mail server that delivers nothing: it records what it was given, and misbehaves when told.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::mail::ReceivedMail;
use crate::smtp_conversation::converse;

/// What the sink does with those who connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accept,
    /// Answers RCPT TO with this reply, such as `451 4.3.0 try again` or `550 5.1.1 unknown`.
    RefuseRecipient(&'static str),
    /// Answers the whole content with this reply.
    RefuseContent(&'static str),
    /// Takes the content and says nothing until told to behave otherwise; then does that.
    Hold,
    /// Takes the mail, and drops the connection instead of saying so.
    DropAfterContent,
    /// Drops every connection at once.
    DropConnection,
}

/// What the sink has seen so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    pub(crate) mails: Vec<Arc<ReceivedMail>>,
    pub(crate) connections: usize,
    pub(crate) contents: usize,
}

/// A mail server on a free port of this machine. Dropping it closes the port and every connection.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    behaviour: watch::Sender<Behaviour>,
    log: watch::Sender<Log>,
    listening: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts a sink that accepts everything.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let behaviour = watch::Sender::new(Behaviour::Accept);
        let log = watch::Sender::new(Log::default());
        let listening = tokio::spawn(listen(listener, behaviour.clone(), log.clone()));
        Self { address, behaviour, log, listening }
    }

    /// The URL to send through it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// From now on, behaves so; connections that are held go on so, too.
    pub fn behave(&self, behaviour: Behaviour) {
        self.behaviour.send_replace(behaviour);
    }

    /// Every mail so far, in the order in which they came.
    #[must_use]
    pub fn mails(&self) -> Vec<Arc<ReceivedMail>> {
        self.log.borrow().mails.clone()
    }

    /// Every mail so far to this address.
    #[must_use]
    pub fn mails_to(&self, to: &str) -> Vec<Arc<ReceivedMail>> {
        sent_to(&self.log.borrow(), to)
    }

    /// Waits until an address has got so many mails, and gives all that it has got.
    ///
    /// # Panics
    /// When they do not come; the message says what came instead.
    pub async fn wait_for_mails(&self, to: &str, count: usize) -> Vec<Arc<ReceivedMail>> {
        self.wait(&format!("{count} mails to {to}"), |log| sent_to(log, to).len() >= count).await;
        self.mails_to(to)
    }

    /// Waits for the mail number `number` to an address, the first being 1.
    ///
    /// # Panics
    /// When it does not come.
    pub async fn wait_for_mail(&self, to: &str, number: usize) -> Arc<ReceivedMail> {
        self.wait_for_mails(to, number).await.swap_remove(number - 1)
    }

    /// Waits until an address has got so many links to a page, such as `reset` for `…/reset#token`,
    /// and gives the token of the last of these.
    ///
    /// # Panics
    /// When they do not come; the message says what came instead.
    pub async fn wait_for_token(&self, to: &str, page: &str, count: usize) -> String {
        let what = format!("{count} links to /{page} for {to}");
        let leading = |log: &Log| {
            let mut mails = sent_to(log, to);
            mails.retain(|mail| mail.leads_to(page));
            mails
        };
        self.wait(&what, |log| leading(log).len() >= count).await;
        leading(&self.log.borrow())[count - 1].token(page)
    }

    /// Waits until so many connections were made, whatever became of them.
    ///
    /// # Panics
    /// When they are not made.
    pub async fn wait_for_connections(&self, count: usize) {
        self.wait(&format!("{count} connections"), |log| log.connections >= count).await;
    }

    /// Waits until the content of so many mails came in, whether they were taken or not: while
    /// the sink holds, these are the mails under way.
    ///
    /// # Panics
    /// When they do not come.
    pub async fn wait_for_contents(&self, count: usize) {
        self.wait(&format!("{count} contents"), |log| log.contents >= count).await;
    }

    async fn wait(&self, what: &str, enough: impl Fn(&Log) -> bool) {
        let mut seen = self.log.subscribe();
        if timeout(PATIENCE, seen.wait_for(|log| enough(log))).await.is_err() {
            let mails = self.mails();
            let came: Vec<_> = mails.iter().map(|mail| (&mail.rcpt_to, &mail.subject)).collect();
            panic!("waited in vain for {what}; there came {came:?}");
        }
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn sent_to(log: &Log, to: &str) -> Vec<Arc<ReceivedMail>> {
    log.mails.iter().filter(|mail| mail.is_to(to)).cloned().collect()
}

async fn listen(
    listener: TcpListener,
    behaviour: watch::Sender<Behaviour>,
    log: watch::Sender<Log>,
) {
    let mut conversations = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        log.send_modify(|log| log.connections += 1);
        conversations.spawn(converse(stream, behaviour.subscribe(), log.clone()));
    }
}
