//! The answer to an import that goes on while the import does.

use std::io;

use futures_util::stream;
use poem::Body;
use poem_openapi::types::ToJSON;
use portero_domain::model::Language;
use portero_domain::use_case::{ImportListener, RowNote};
use tokio::sync::mpsc::{Sender, channel};

use super::arrival::Arrived;
use super::kind::Kind;
use crate::schema::ImportLineBody;

/// How many parts of the answer may wait for whoever reads it: each tells of one chunk of rows.
const WAITING: usize = 4;

/// Runs an import, and gives the answer out as it comes.
pub(super) fn live<One: Kind>(arrived: Arrived<One>) -> Body {
    let (sender, mut receiver) = channel(WAITING);
    tokio::spawn(tell(arrived, sender));
    let parts = stream::poll_fn(move |context| receiver.poll_recv(context));
    Body::from_bytes_stream(futures_util::StreamExt::map(parts, Ok::<String, io::Error>))
}

/// A dry run ends when nobody listens any more; what is to be written is written all the same.
async fn tell<One: Kind>(arrived: Arrived<One>, sender: Sender<String>) {
    let language = arrived.asked.language;
    let is_dry_run = arrived.asked.import.is_dry_run;
    let mut teller = Teller { sender: sender.clone(), tells_rows: is_dry_run, language };
    let running = arrived.run(&mut teller);
    let result = tokio::select! {
        result = running => result,
        () = sender.closed(), if is_dry_run => return,
    };
    let result = result.map_err(|problem| {
        problem.log();
        problem.body(language)
    });
    // Nobody may be there to hear it.
    let _ = sender.send(line(&ImportLineBody::end(result))).await;
}

/// Puts into lines what an import tells.
struct Teller {
    sender: Sender<String>,
    tells_rows: bool,
    language: Language,
}

#[async_trait::async_trait]
impl ImportListener for Teller {
    async fn checked(&mut self, notes: Vec<RowNote>, rows: u64) {
        let mut part = String::new();
        if self.tells_rows {
            part.extend(notes.iter().map(|note| line(&ImportLineBody::row(note, self.language))));
        }
        part += &line(&ImportLineBody::checked(rows));
        let _ = self.sender.send(part).await;
    }

    /// Whoever reads too slowly misses it.
    fn written(&mut self, rows: u64) {
        let _ = self.sender.try_send(line(&ImportLineBody::written(rows)));
    }
}

fn line(body: &ImportLineBody) -> String {
    body.to_json_string() + "\n"
}
