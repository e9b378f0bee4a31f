//! An installation in memory whose clock and mail are in the test's hands.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use poem::{Endpoint, Request, Response};
use portero_domain::model::{Limits, Token};
use portero_domain::port::{Clock, TokenGenerator};
use portero_domain::use_case::{Portero, Ports};
use portero_http::{MailHealth, OriginPolicy, Parts, interface};
use portero_store_memory::MemoryStore;
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, NoRateLimits, OsTokenGenerator, SecretKey,
    Sha256Digest, UnicodeDomains, UuidV7Generator, XChaChaSealer,
};
use serde_json::Value;

use super::call::Call;
use crate::answer::Answer;
use crate::world::PlainDrafts;

/// Tells the time that it is set to, and remembers the token issued last, as a mail would carry it.
struct Props {
    now: Mutex<DateTime<Utc>>,
    token: Mutex<Option<Token>>,
}

impl Clock for Props {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().expect("no test panics with it")
    }
}

impl TokenGenerator for Props {
    fn next_token(&self) -> Token {
        let token = OsTokenGenerator.next_token();
        *self.token.lock().expect("no test panics with it") = Some(token.clone());
        token
    }
}

struct NoWorker;

impl MailHealth for NoWorker {
    fn is_alive(&self) -> bool {
        true
    }
}

type Answering = std::pin::Pin<Box<dyn Future<Output = Response>>>;

/// The installation.
pub struct Stage {
    interface: Box<dyn Fn(Request) -> Answering>,
    props: Arc<Props>,
    pub portero: Arc<Portero>,
}

impl Stage {
    pub fn new() -> Self {
        let start = DateTime::from_timestamp(1_767_225_600, 0).expect("an instant");
        let props = Arc::new(Props { now: Mutex::new(start), token: Mutex::default() });
        let portero = Arc::new(portero(&props));
        let endpoint = Arc::new(interface(Parts {
            portero: Arc::clone(&portero),
            mailbox: None,
            mail: Arc::new(NoWorker),
            origins: OriginPolicy::default(),
            public_url: "http://portero.example".to_owned(),
        }));
        let interface = move |request| -> Answering {
            let endpoint = Arc::clone(&endpoint);
            Box::pin(async move { endpoint.get_response(request).await })
        };
        Self { interface: Box::new(interface), props, portero }
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.props.now.lock().expect("no test panics with it") += time;
    }

    pub fn now(&self) -> DateTime<Utc> {
        Clock::now(&*self.props)
    }

    /// The token that the last mail carried.
    pub fn mailed(&self) -> String {
        let last = self.props.token.lock().expect("no test panics with it");
        last.as_ref().expect("a token was issued").expose().to_owned()
    }

    /// Asks, and reads the answer.
    pub async fn ask(&self, call: &Call, credential: Option<&str>) -> Answer {
        let response = (self.interface)(call.by(credential)).await;
        let (parts, body) = response.into_parts();
        let text = body.into_string().await.expect("an answer is text");
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Does what must succeed for the scene to stand.
    pub async fn does(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Value {
        let call = Call::new(method, path, body);
        let answer = self.ask(&call, (!token.is_empty()).then_some(token)).await;
        assert!(answer.status.is_success(), "{call}: {answer:?}");
        answer.json()
    }
}

fn portero(props: &Arc<Props>) -> Portero {
    let store = Arc::new(MemoryStore::new(Arc::new(Sha256Digest)));
    let ports = Ports {
        store: store.clone(),
        directory: store.clone(),
        clients: store.clone(),
        access: store,
        clock: props.clone(),
        ids: Arc::new(UuidV7Generator),
        tokens: props.clone(),
        digest: Arc::new(Sha256Digest),
        passwords: Arc::new(Argon2Hasher::cheap_for_tests()),
        sealer: Arc::new(XChaChaSealer::new(&SecretKey::generate())),
        domains: Arc::new(UnicodeDomains),
        rates: Arc::new(NoRateLimits),
        signer: Arc::new(HmacSigner::new(&SecretKey::generate())),
        letters: Arc::new(PlainDrafts),
        html: Arc::new(AmmoniaSanitizer),
    };
    Portero::new(ports, Limits::default())
}
