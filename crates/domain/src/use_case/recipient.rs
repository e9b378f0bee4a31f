//! Who would receive a communication, asked beforehand.

use super::{Caller, Error, Portero};
use crate::id::AccountId;
use crate::model::{LeftOut, Recipient, recipients};
use crate::policy::{Category, Permission};

/// Who would receive a communication, and who would not, each with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientsView {
    /// Those who would.
    pub items: Vec<Recipient>,
    /// Those who would not.
    pub left_out: Vec<LeftOut>,
}

impl Portero {
    /// Who would receive a communication of this category (N12).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn recipients(
        &self,
        caller: &Caller,
        account: AccountId,
        category: Category,
    ) -> Result<RecipientsView, Error> {
        let visit = self.visit(caller, account, Permission::CommunicationsRead).await?;
        let members = self.ports.directory.candidates(account).await?;
        let (items, left_out) = recipients(&members, category, visit.now);
        Ok(RecipientsView { items, left_out })
    }
}
