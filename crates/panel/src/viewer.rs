//! Who looks with a client's eyes: by a cookie of its own, beside the session of whoever looks (D25).

use portero_domain::model::Token;
use portero_domain::use_case::{CredentialToken, Credentials, Error, Viewer};

use crate::call::{Call, Stop, form_token};
use crate::security;
use crate::view::Viewed;

/// Where it is said that a viewing is over.
pub(crate) const OVER: &str = "/view-as/over";

impl Call {
    /// The viewing that this browser has.
    ///
    /// # Errors
    /// Leads to where it is said that it is over.
    pub(crate) async fn viewer(&self) -> Result<Viewer, Stop> {
        let token = self.viewing().and_then(|sent| Token::parse(sent).ok());
        let token = CredentialToken::Viewing(token.ok_or_else(|| Stop::instead(OVER))?);
        let credentials = Credentials { token, origin: self.origin.clone() };
        self.portero().authenticate_viewer(&credentials).await.map_err(over)
    }

    /// What stands above each page of a viewing: who sees it, with whose eyes, why, until when.
    pub(crate) fn viewed(&self, viewer: &Viewer) -> Viewed {
        let words = self.words.client_side;
        let client = viewer.area().client.details.full_name();
        let who = words.viewing_who.replacen("{}", &viewer.user().full_name(), 1);
        let viewing = viewer.viewing();
        let why = words.viewing_why.replace("{}", viewing.reason.as_str());
        let until = viewing.expires_at().map(crate::page::part::minute);
        let until = until.map(|until| words.viewing_until.replace("{}", &until));
        let lines = [who.replacen("{}", &client, 1), why].into_iter().chain(until);
        Viewed { lines: lines.collect(), token: self.viewing_form_token() }
    }

    /// Whether a form comes from a page of the viewing that this browser has.
    pub(crate) fn is_of_viewing(&self) -> bool {
        security::same(self.form.get("viewing"), &self.viewing_form_token())
    }

    fn viewing_form_token(&self) -> String {
        form_token(self.portero(), self.viewing().unwrap_or_default())
    }
}

/// A viewing that opens nothing any more is over.
pub(crate) fn over(error: Error) -> Stop {
    if matches!(error, Error::NotSignedIn) { Stop::instead(OVER) } else { error.into() }
}
