//! A server in trouble: what the pages are for that nobody wants to see.

use serde_json::json;

use crate::options::Options;
use crate::server::Server;
use crate::sqlite::by_hand;

/// Whose sign-ins were too many.
pub const HASTY: &str = "hugo@acme.example";

/// Whose were not, so that the store is asked about them.
pub const OTHER: &str = "irene@nueva.example";

/// More sign-ins than any rate allows.
const TRIES: usize = 100;

/// A server that takes no further sign-in of one person, and whose store cannot tell of any other.
#[derive(Debug)]
pub struct Trouble(Server);

impl Trouble {
    /// Brings a server into it; nothing, loudly, without the program that breaks its store.
    ///
    /// # Panics
    /// When the server does not come up, or takes any number of sign-ins.
    pub async fn begin() -> Option<Self> {
        let server = Server::start(Options::default().with_rate_limits()).await;
        let wrong = json!({ "email": HASTY, "password": "no es esta frase" });
        let mut tries = 0;
        while server.api().post("/v1/sessions").json(&wrong).await.status != 429 {
            tries += 1;
            assert!(tries < TRIES, "no rate was exceeded");
        }
        let store = server.folder().join("portero.db");
        by_hand(&store, "ALTER TABLE users RENAME TO users_elsewhere")?;
        Some(Self(server))
    }

    /// Where it listens.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.base()
    }
}
