//! An import of many clients through the use case: how long it takes, and how much memory.

use std::fs;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use portero_bench_measure::{Finding, Quantity, Unit, heading};
use portero_domain::model::{Language, Letter, Limits, Line, Origin, Token};
use portero_domain::port::{Draft, LetterDrafts};
use portero_domain::use_case::{
    Answered, ClientRecord, CredentialToken, Credentials, Import, ImportListener, Once, Portero,
    Ports, ReadRow, RowNote, RowSource,
};
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, NoRateLimits, OsTokenGenerator, SecretKey,
    Sha256Digest, SystemClock, UnicodeDomains, UuidV7Generator, XChaChaSealer,
};

use crate::filled::open;
use crate::people;
use crate::stage::Stage;

/// How many clients are brought in.
const ROWS: u32 = 100_000;

/// Measures it, in a process that has done nothing else yet.
pub async fn run(url: &str) {
    heading(&format!("An import of {ROWS} clients into SQLite, through the use case"));
    let stage = Stage::set(url).await;
    let place = stage.found_account().await;
    let tokens = stage.sign_in(std::slice::from_ref(&place.owner)).await;
    stage.leave().await;
    let portero = portero(url).await;
    let token = tokens.into_iter().next().expect("a token for each");
    let token = CredentialToken::Session(Token::parse(token).expect("a token"));
    let credentials = Credentials { token, origin: Origin::default() };
    let owner = portero.authenticate(&credentials).await.expect("the owner is signed in");
    let before = peak_memory();
    let (mut rows, mut progress) = (Generated, Progress::default());
    let begin = Instant::now();
    let (by, import) = ((&owner, place.account), Import { is_dry_run: false, may_amend: false });
    let answer =
        portero.import_clients(by, import, &mut rows, &mut progress, Once::each_time()).await;
    let took = begin.elapsed();
    let Ok(Answered::Now(report)) = answer else {
        panic!("every row is good: {answer:?}");
    };
    assert_eq!(report.created, u64::from(ROWS));
    Finding::new("all of them, committed", Quantity::time(took)).print();
    Finding::new("one of them", Quantity::time(took / ROWS)).print();
    Finding::new("notes of progress", Quantity::count(progress.notes)).print();
    Finding::new("most memory that the process ever had", peak_memory())
        .against("before the import", before)
        .print();
}

/// Rows that are made when they are asked for, as a file would be read.
struct Generated;

impl RowSource<ClientRecord> for Generated {
    fn rows(&mut self) -> Box<dyn Iterator<Item = ReadRow<ClientRecord>> + Send + '_> {
        Box::new((0..ROWS).map(|number| ReadRow {
            row: u64::from(number) + 1,
            record: record(number),
            faults: Vec::new(),
        }))
    }
}

/// Counts how often it is told how far the import is.
#[derive(Default)]
struct Progress {
    notes: u32,
}

#[async_trait]
impl ImportListener for Progress {
    async fn checked(&mut self, _: Vec<RowNote>, _: u64) {
        self.notes += 1;
    }

    fn written(&mut self, _: u64) {
        self.notes += 1;
    }
}

async fn portero(url: &str) -> Portero {
    let store = Arc::new(open(url).await);
    let key = SecretKey::generate();
    let ports = Ports {
        store: store.clone(),
        directory: store.clone(),
        clients: store.clone(),
        access: store,
        clock: Arc::new(SystemClock),
        ids: Arc::new(UuidV7Generator),
        tokens: Arc::new(OsTokenGenerator),
        digest: Arc::new(Sha256Digest),
        passwords: Arc::new(Argon2Hasher::production()),
        sealer: Arc::new(XChaChaSealer::new(&key)),
        domains: Arc::new(UnicodeDomains),
        rates: Arc::new(NoRateLimits),
        signer: Arc::new(HmacSigner::new(&key)),
        letters: Arc::new(NoLetters),
        html: Arc::new(AmmoniaSanitizer),
    };
    Portero::new(ports, Limits::default())
}

/// Nobody is written to.
struct NoLetters;

impl LetterDrafts for NoLetters {
    fn client_invitation(&self, _: Language, _: &str, _: &str, _: u32) -> Draft {
        Draft { subject: String::new(), text: String::new() }
    }

    fn html(&self, _: Language, _: &Letter) -> String {
        String::new()
    }
}

fn record(number: u32) -> ClientRecord {
    let details = people::details(number, ROWS);
    let text = |line: Option<Line>| line.map_or(String::new(), |line| line.as_str().to_owned());
    ClientRecord {
        email: people::email(number),
        first_name: details.first_name.as_str().to_owned(),
        last_name: details.last_name.as_str().to_owned(),
        company: text(details.company),
        address: text(details.address),
        phone: text(details.phone),
        ..ClientRecord::default()
    }
}

/// The most memory that this process has occupied so far.
fn peak_memory() -> Quantity {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kibibytes: u32 = kibibytes.and_then(|number| number.parse().ok()).unwrap_or_default();
    Quantity { value: f64::from(kibibytes) * 1024.0, unit: Unit::Mebibytes }
}
