//! `portero serve`: the server, its workers, and their orderly end.

use std::future::Future;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use poem::Server;
use poem::listener::{Acceptor, Listener, TcpAcceptor, TcpListener};
use portero_domain::port::{Clock, IdGenerator, Mailbox, Outbox};
use portero_domain::use_case::{Error, Portero};
use portero_http::{MailHealth, OriginPolicy, Parts};
use portero_mail::{
    Composer, DevelopmentMailbox, KeepInMailbox, MailWorker, PublicUrl, Sender, SmtpTransport,
    Transport, WorkerHealth,
};
use portero_store_sea_orm::SeaOrmStore;
use portero_system::UuidV7Generator;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Failure;
use crate::configuration::{Configuration, ConfigurationError, MailSetting};
use crate::front::front;
use crate::wiring::{Assembly, WiringError, assemble};

/// How long requests under way may take to finish once the end was asked for.
const GRACE: Duration = Duration::from_secs(20);
/// How often house is kept.
const HOUSEKEEPING: Duration = Duration::from_hours(1);

/// Serves until it is told to end.
///
/// # Errors
/// [`Failure`]
pub async fn run(configuration: Configuration) -> Result<ExitCode, Failure> {
    let assembly = assemble(&configuration).await?;
    serve(configuration, assembly, |_| {}).await
}

/// Serves what was put together. `announce` is told the address once it is known.
///
/// # Errors
/// [`Failure`]
pub async fn serve(
    configuration: Configuration,
    assembly: Assembly,
    announce: impl FnOnce(&str),
) -> Result<ExitCode, Failure> {
    let (acceptor, base) = bind(&configuration).await?;
    let public_url = public_url(&configuration, &base)?;
    if public_url.is_read_on_the_way() {
        let url = public_url.to_string();
        tracing::warn!(%url, "public_url is plain http: passwords and sessions can be read on the way");
    }
    let sender = configuration.mail_sender.clone();
    let sender = sender.unwrap_or_else(|| Sender::for_public_url(&public_url));
    let composer = Composer::new(Arc::clone(&assembly.sealer), public_url.clone(), sender);
    let (end, ending) = watch::channel(false);
    let worker = mail_worker(&configuration, &assembly, composer.clone())?;
    let health = worker.health();
    let mail = tokio::spawn(worker.run(ending.clone()));
    let housekeeping = tokio::spawn(keep_house(Arc::clone(&assembly.portero), ending));
    let parts = Parts {
        portero: Arc::clone(&assembly.portero),
        mailbox: mailbox(&configuration, &assembly, composer),
        mail: Arc::new(Worker { health, clock: Arc::clone(&assembly.clock) }),
        origins: OriginPolicy { trusted_proxies: configuration.trusted_proxies.clone() },
        public_url: public_url.to_string(),
    };
    let asked_to_end = asked_to_end()?;
    println!("portero listening on {base}");
    announce(&base);
    Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(front(parts), asked_to_end, Some(GRACE))
        .await
        .map_err(|error| Failure::System("serving".to_owned(), error))?;
    finish(end, [mail, housekeeping]).await;
    // Leaves the database in one file, with nothing in a journal beside it.
    let store = SeaOrmStore::clone(&assembly.store);
    store.close().await.map_err(WiringError::from)?;
    Ok(ExitCode::SUCCESS)
}

async fn bind(configuration: &Configuration) -> Result<(TcpAcceptor, String), Failure> {
    let failed = |error| Failure::System(format!("listening on {}", configuration.listen), error);
    let listener = TcpListener::bind(configuration.listen);
    let acceptor = listener.into_acceptor().await.map_err(failed)?;
    let bound = acceptor.local_addr().into_iter().next();
    let address = bound.and_then(|bound| bound.as_socket_addr().copied());
    Ok((acceptor, format!("http://{}", address.unwrap_or(configuration.listen))))
}

fn public_url(configuration: &Configuration, base: &str) -> Result<PublicUrl, ConfigurationError> {
    match &configuration.public_url {
        Some(url) => Ok(url.clone()),
        None => PublicUrl::parse(base).map_err(|_| ConfigurationError::Value {
            key: "public_url".to_owned(),
            value: base.to_owned(),
            expected: "the URL that people reach the server by".to_owned(),
        }),
    }
}

fn mail_worker(
    configuration: &Configuration,
    assembly: &Assembly,
    composer: Composer,
) -> Result<MailWorker, Failure> {
    let transport: Arc<dyn Transport> = match &configuration.mail {
        MailSetting::Mailbox => Arc::new(KeepInMailbox),
        MailSetting::Smtp(server) => {
            Arc::new(SmtpTransport::new(server).map_err(|refusal| ConfigurationError::Value {
                key: "mail".to_owned(),
                value: "smtp://…".to_owned(),
                expected: refusal.to_string(),
            })?)
        }
    };
    let outbox: Arc<dyn Outbox> = assembly.store.clone();
    let clock = Arc::clone(&assembly.clock);
    let wake = assembly.store.mail_waiting();
    Ok(MailWorker::new(outbox, composer, transport, clock, UuidV7Generator.next_id(), wake))
}

fn mailbox(
    configuration: &Configuration,
    assembly: &Assembly,
    composer: Composer,
) -> Option<Arc<dyn Mailbox>> {
    match configuration.mail {
        MailSetting::Mailbox => {
            Some(Arc::new(DevelopmentMailbox::new(assembly.store.clone(), composer)))
        }
        MailSetting::Smtp(_) => None,
    }
}

struct Worker {
    health: Arc<WorkerHealth>,
    clock: Arc<dyn Clock>,
}

impl MailHealth for Worker {
    fn is_alive(&self) -> bool {
        self.health.is_alive(self.clock.now())
    }
}

/// Tells of accesses that are about to end, and forgets what has long been over.
async fn keep_house_once(portero: &Portero) -> Result<(), Error> {
    portero.tell_of_ending_access().await?;
    portero.forget_what_is_over().await
}

/// Keeps house at once, and then every hour.
async fn keep_house(portero: Arc<Portero>, mut ending: watch::Receiver<bool>) {
    let mut hourly = tokio::time::interval(HOUSEKEEPING);
    loop {
        tokio::select! {
            _ = hourly.tick() => {
                if let Err(error) = keep_house_once(&portero).await {
                    tracing::warn!(%error, "housekeeping failed; it will be tried again");
                }
            }
            _ = ending.changed() => return,
        }
    }
}

/// Ready when the process is told to end, by the terminal or by whoever runs it.
fn asked_to_end() -> Result<impl Future<Output = ()>, Failure> {
    let listen = |kind| signal(kind).map_err(|error| Failure::System("signals".to_owned(), error));
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Lets the workers finish what they have begun.
async fn finish(end: watch::Sender<bool>, workers: [JoinHandle<()>; 2]) {
    end.send_replace(true);
    for worker in workers {
        if let Err(error) = worker.await {
            tracing::error!(%error, "a worker did not end in order");
        }
    }
}
