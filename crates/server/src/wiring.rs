//! Where the adapters meet.

use std::path::Path;
use std::sync::Arc;

use portero_domain::port::{
    Clock, Digest, PasswordHasher, RateLimiter, Sealer, Signer, StoreError, TokenGenerator,
};
use portero_domain::use_case::{Portero, Ports};
use portero_mail::MailDrafts;
use portero_store_sea_orm::{ConnectError, SeaOrmStore, StoreOptions};
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, MemoryRateLimiter, NoRateLimits, OsTokenGenerator,
    SecretKey, Sha256Digest, SystemClock, UnicodeDomains, UuidV7Generator, XChaChaSealer,
    load_or_create_key_file,
};

use crate::configuration::{Configuration, ConfigurationError, PasswordHashing};

/// Why the parts could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum WiringError {
    /// There is no database where the configuration says.
    #[error(
        "database: there is no file {0}; run this where the server runs, or set PORTERO_DATABASE_URL"
    )]
    NoDatabase(String),
    /// The database cannot be used.
    #[error("database: {0}")]
    Connect(#[from] ConnectError),
    /// The tables cannot be brought up to date.
    #[error("database: {0}")]
    Migrate(#[from] StoreError),
    /// The key that seals waiting secrets and signs links cannot be used.
    #[error(transparent)]
    Key(#[from] ConfigurationError),
}

/// The parts, put together.
pub struct Assembly {
    /// The use cases.
    pub portero: Arc<Portero>,
    /// The store behind them.
    pub store: Arc<SeaOrmStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What opens the secrets of waiting mails.
    pub sealer: Arc<dyn Sealer>,
}

/// Puts the parts together on a database that is there already: for commands that look after an
/// installation, and would otherwise make an empty one in a wrong folder.
///
/// # Errors
/// [`WiringError`]
pub async fn assemble_existing(configuration: &Configuration) -> Result<Assembly, WiringError> {
    let url = &configuration.database_url;
    let file = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
    let file = file.map(|path| path.split('?').next().unwrap_or(path));
    match file {
        Some(path) if !Path::new(path).exists() => Err(WiringError::NoDatabase(path.to_owned())),
        Some(_) | None => assemble(configuration).await,
    }
}

/// Opens the database, as it is.
///
/// # Errors
/// [`WiringError::Connect`]
pub async fn open_store(configuration: &Configuration) -> Result<SeaOrmStore, WiringError> {
    let digest: Arc<dyn Digest> = Arc::new(Sha256Digest);
    let url = &configuration.database_url;
    Ok(SeaOrmStore::connect(url, digest, StoreOptions::default()).await?)
}

/// Puts the parts together on a database that is brought up to date first.
///
/// # Errors
/// [`WiringError`]
pub async fn assemble(configuration: &Configuration) -> Result<Assembly, WiringError> {
    assemble_with(configuration, Arc::new(OsTokenGenerator)).await
}

/// The same with tokens from elsewhere, for the demonstration.
///
/// # Errors
/// [`WiringError`]
pub async fn assemble_with(
    configuration: &Configuration,
    tokens: Arc<dyn TokenGenerator>,
) -> Result<Assembly, WiringError> {
    let key = secret_key(&configuration.secret_key_file)?;
    let store = open_store(configuration).await?;
    store.migrate().await?;
    let store = Arc::new(store);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let sealer: Arc<dyn Sealer> = Arc::new(XChaChaSealer::new(&key));
    let signer: Arc<dyn Signer> = Arc::new(HmacSigner::new(&key));
    let ports = Ports {
        store: store.clone(),
        directory: store.clone(),
        clients: store.clone(),
        access: store.clone(),
        clock: Arc::clone(&clock),
        ids: Arc::new(UuidV7Generator),
        tokens,
        digest: Arc::new(Sha256Digest),
        passwords: password_hasher(configuration),
        sealer: Arc::clone(&sealer),
        domains: Arc::new(UnicodeDomains),
        rates: rate_limiter(configuration),
        signer,
        letters: Arc::new(MailDrafts),
        html: Arc::new(AmmoniaSanitizer),
    };
    let portero = Arc::new(Portero::new(ports, configuration.limits.clone()));
    Ok(Assembly { portero, store, clock, sealer })
}

fn secret_key(path: &Path) -> Result<SecretKey, ConfigurationError> {
    load_or_create_key_file(path).map_err(|refusal| ConfigurationError::Value {
        key: "secret_key_file".to_owned(),
        value: path.display().to_string(),
        expected: format!("a file of 32 bytes that only its owner may read ({refusal})"),
    })
}

fn password_hasher(configuration: &Configuration) -> Arc<dyn PasswordHasher> {
    match configuration.password_hashing {
        PasswordHashing::Production => Arc::new(Argon2Hasher::production()),
        PasswordHashing::CheapForTests => {
            tracing::warn!("passwords are hashed cheaply: this is for tests only");
            Arc::new(Argon2Hasher::cheap_for_tests())
        }
    }
}

fn rate_limiter(configuration: &Configuration) -> Arc<dyn RateLimiter> {
    if configuration.rate_limits {
        Arc::new(MemoryRateLimiter::new())
    } else {
        tracing::warn!("rate limits are off: nothing keeps anyone from trying without end");
        Arc::new(NoRateLimits)
    }
}
