//! A row of the table: how one operation is tried.

use serde_json::Value;

use super::call::Call;
use super::cast::Cast;
use super::things::Things;
use crate::document::Operation;

/// What a body is made from: everyone there, and the things that the request is about.
pub type MakeBody = fn(&Cast, &Things) -> Value;

/// What must have happened before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Nothing,
    /// The account is offered to the caller, or to another where they are no member.
    OfferToCaller,
    OfferToAnother,
    /// Someone has registered and was mailed the link.
    Attempt,
    /// A member has asked for a new password and was mailed the link.
    Reset,
    /// Acme's client was given a way in.
    SetupLink,
    /// Acme's owner has asked to see what the client sees.
    ViewingAddress,
}

/// Whom an operation on a member is tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// A member in finance.
    Member,
    Oneself,
    TheOwner,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// The method and the path, as in the document.
    pub operation: &'static str,
    pub note: &'static str,
    pub before: Before,
    whom: Whom,
    body: Option<MakeBody>,
}

impl Row {
    pub const fn on(operation: &'static str) -> Self {
        Self { operation, note: "", before: Before::Nothing, whom: Whom::Member, body: None }
    }

    /// With a body.
    pub const fn with(mut self, body: MakeBody) -> Self {
        self.body = Some(body);
        self
    }

    /// After something, which is told in the table.
    pub const fn after(mut self, before: Before, note: &'static str) -> Self {
        self.before = before;
        self.note = note;
        self
    }

    /// With something that is told in the table.
    pub const fn noting(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// On someone else than any member.
    pub const fn whom(mut self, whom: Whom, note: &'static str) -> Self {
        self.whom = whom;
        self.note = note;
        self
    }

    /// The head of the row.
    pub fn heading(&self) -> String {
        let path = self.operation.replace("/v1/accounts/{account_id}", "…");
        if self.note.is_empty() { path } else { format!("{path} ({})", self.note) }
    }

    /// Whether it is about an account.
    pub fn is_on_an_account(&self) -> bool {
        self.operation.contains("{account_id}")
    }

    /// The request about things of the caller's own account.
    pub fn own_call(&self, operation: &Operation, cast: &Cast) -> Call {
        let mut things = cast.own();
        things.user = match self.whom {
            Whom::Member => things.user,
            Whom::Oneself => cast.person.id.clone(),
            Whom::TheOwner => cast.acme.owner.id.clone(),
        };
        self.call(operation, cast, &things)
    }

    /// The request about any things.
    pub fn call(&self, operation: &Operation, cast: &Cast, things: &Things) -> Call {
        let as_received = operation.path.starts_with("/v1/me/");
        let path = operation.path_with(|name| match name {
            "account_id" => things.account.clone(),
            "user_id" => things.user.clone(),
            "invitation_id" if as_received => things.received.clone(),
            "invitation_id" => things.invitation.clone(),
            "key_id" => things.key.clone(),
            "contact_id" => things.contact.clone(),
            "communication_id" => things.communication.clone(),
            "client_id" => things.client.clone(),
            "site_id" => things.site.clone(),
            "session_id" => things.session.clone(),
            _ => panic!("{operation}: say here what {name} is"),
        });
        let query = operation.required_query("");
        let path = if query.is_empty() { path } else { format!("{path}?{query}") };
        Call::new(&operation.method, &path, self.body.map(|body| body(cast, things)))
    }
}
