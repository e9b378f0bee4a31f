//! Many clients at once.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::client::Connection;
use crate::program::Program;

/// How many clients there are.
pub const CLIENTS: usize = 16;
/// How long each round lasts.
const ROUND: Duration = Duration::from_secs(2);

/// A server under load: clients that ask the same thing again and again, each on a connection of its
/// own, each as soon as it has its answer.
pub struct Load<'program> {
    program: &'program Program,
    clients: Vec<(Connection, Vec<u8>)>,
    answered: u32,
    processor_time: Duration,
}

impl<'program> Load<'program> {
    /// Connects the clients; they take the requests in turn.
    pub async fn prepare(program: &'program Program, requests: &[Vec<u8>]) -> Self {
        let mut clients = Vec::with_capacity(CLIENTS);
        for request in requests.iter().cycle().take(CLIENTS) {
            clients.push((Connection::open(program.address).await, request.clone()));
        }
        Self { program, clients, answered: 0, processor_time: Duration::ZERO }
    }

    /// One round: how many requests were answered in a second.
    ///
    /// # Panics
    /// When an answer is not 200: the load would not be what it says.
    pub async fn round(&mut self) -> f64 {
        let used_before = self.program.processor_time();
        let begin = Instant::now();
        let mut running = JoinSet::new();
        for (mut connection, request) in self.clients.drain(..) {
            running.spawn(async move {
                let mut answered = 0_u32;
                while begin.elapsed() < ROUND {
                    let status = connection.send(&request).await;
                    assert_eq!(status, 200, "{}", connection.answer());
                    answered += 1;
                }
                (connection, request, answered)
            });
        }
        let mut answered = 0;
        while let Some(ended) = running.join_next().await {
            let (connection, request, its) = ended.expect("a client does not fail");
            self.clients.push((connection, request));
            answered += its;
        }
        let elapsed = begin.elapsed();
        self.answered += answered;
        self.processor_time += self.program.processor_time().saturating_sub(used_before);
        f64::from(answered) / elapsed.as_secs_f64()
    }

    /// The server's processor time for a request, over all rounds.
    pub fn processor_time_per_request(&self) -> Duration {
        self.processor_time / self.answered.max(1)
    }
}
