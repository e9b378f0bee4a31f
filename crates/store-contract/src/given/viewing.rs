//! Viewings of what clients see.

use portero_domain::id::ViewingId;
use portero_domain::model::{
    Client, Limits, Message, NewViewing, Session, TokenHash, User, Viewing, ViewingChange,
};

use super::{Given, after, noon};

impl Given<'_> {
    /// A viewing to be, asked for at noon, not yet written.
    pub(crate) fn new_viewing(
        &self,
        client: &Client,
        user: &User,
        session: &Session,
    ) -> ViewingChange {
        let new = NewViewing {
            id: ViewingId::from_uuid(self.id()),
            account_id: client.account_id,
            client_id: client.id,
            user_id: user.id,
            session_id: session.id,
            reason: Message::parse("No ve su tienda.\nHa llamado.").expect("a plain message"),
            link: self.link(),
        };
        Viewing::offer(new, &Limits::default(), noon())
    }

    /// A viewing whose address waits to be opened.
    pub(crate) async fn viewing(&self, client: &Client, user: &User, session: &Session) -> Viewing {
        self.saved(self.new_viewing(client, user, session)).await
    }

    /// The same viewing, opened at noon, and the hash of its session's token.
    pub(crate) async fn opened(&self, viewing: Viewing) -> (Viewing, TokenHash) {
        let token = self.link();
        let opened = viewing.redeem(token, &Limits::default(), noon()).expect("in time");
        (self.saved(opened).await, token)
    }

    /// The same viewing, ended a minute later.
    pub(crate) async fn ended(&self, viewing: Viewing) -> Viewing {
        self.saved(viewing.end(after(1)).expect("it is open")).await
    }
}
