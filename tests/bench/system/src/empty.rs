//! Endpoints that do nothing: what the framework takes by itself.

use poem::endpoint::make_sync;
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::{Route, Server, post};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi, OpenApiService};

use crate::program::READY;

/// The argument with which this program serves them.
pub const ARGUMENT: &str = "serve-empty";

/// The path of an endpoint of poem's that answers with nothing.
pub const POEM: &str = "/empty";

/// The path of an operation of poem-openapi's that reads a small JSON body and writes one.
pub const OPERATION: &str = "/api/operation";

struct Operations;

#[derive(Object)]
struct Question {
    permission: String,
}

#[derive(Object)]
struct Answer {
    allowed: bool,
}

#[OpenApi]
impl Operations {
    #[oai(path = "/operation", method = "post")]
    #[expect(clippy::unused_async, reason = "an operation is asynchronous, whatever it does")]
    async fn operation(&self, body: Json<Question>) -> Json<Answer> {
        Json(Answer { allowed: !body.0.permission.is_empty() })
    }
}

/// Serves them until killed, on as many threads as Portero would.
#[tokio::main]
pub async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0");
    let acceptor = listener.into_acceptor().await.expect("a free port");
    let address = acceptor.local_addr().into_iter().next().expect("an address");
    let address = address.as_socket_addr().copied().expect("an address of the network");
    let operations = OpenApiService::new(Operations, "Empty", "1");
    let route = Route::new()
        .at(POEM, post(make_sync(|_| ())).get(make_sync(|_| ())))
        .nest("/api", operations);
    println!("{READY}{address}");
    Server::new_with_acceptor(acceptor).run(route).await.expect("it serves until it is killed");
}
