//! The trail: what was done, what happened, and whether the record of it still holds.

use uuid::Uuid;

use super::{Caller, Error, Listed, PageRequest, Portero};
use crate::id::AccountId;
use crate::model::{AuditHash, AuditRecord, ChainBreak, NumberedEvent, ServiceScope};
use crate::policy::Permission;
use crate::port::{AuditFilter, AuditHead, Page};

/// How many records are read at a time while a chain is verified.
const STRIDE: u32 = 500;

/// What became of verifying one chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// The account, or nothing for the installation's chain.
    pub account: Option<AccountId>,
    /// How many records were read.
    pub records: i64,
    /// Where the chain does not hold.
    pub broken: Option<ChainBreak>,
}

impl Portero {
    /// An account's audit log, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`]
    pub async fn audit_log(
        &self,
        caller: &Caller,
        account: AccountId,
        filter: &AuditFilter,
        page: PageRequest<i64>,
    ) -> Result<Listed<AuditRecord, i64>, Error> {
        self.visit(caller, account, Permission::AuditRead).await?;
        let directory = &self.ports.directory;
        let rows = directory.audit_records(account.as_uuid(), filter, page.probe()).await?;
        Ok(Listed::cut(rows, page.limit, |row| row.number))
    }

    /// An account's numbered events behind `page.after`, in order, for services that follow.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`]
    pub async fn events(
        &self,
        caller: &Caller,
        account: AccountId,
        page: PageRequest<i64>,
    ) -> Result<Listed<NumberedEvent, i64>, Error> {
        self.admit_reader(caller, account, ServiceScope::EventsRead).await?;
        let rows = self.ports.directory.events(account.as_uuid(), page.probe()).await?;
        Ok(Listed::cut(rows, page.limit, |row| row.number))
    }

    /// Verifies every audit chain of the installation, for the command line.
    ///
    /// # Errors
    /// [`Error::Store`]
    pub async fn verify_audit(&self) -> Result<Vec<ChainReport>, Error> {
        let mut reports = Vec::new();
        let mut after = None;
        loop {
            let heads = self.ports.directory.audit_heads(Page { after, limit: STRIDE }).await?;
            let Some(last) = heads.last() else {
                return Ok(reports);
            };
            after = Some(last.scope);
            for head in heads {
                reports.push(self.verify_chain(head).await?);
            }
        }
    }

    async fn verify_chain(&self, head: AuditHead) -> Result<ChainReport, Error> {
        let account = (head.scope != Uuid::nil()).then(|| AccountId::from_uuid(head.scope));
        let mut number = 0;
        let mut previous = AuditHash::ZERO;
        loop {
            let page = Page { after: Some(number), limit: STRIDE };
            let records = self.ports.directory.audit_chain(head.scope, page).await?;
            if records.is_empty() {
                break;
            }
            for record in records {
                let hash = |bytes: &[u8]| self.ports.digest.sha256(bytes);
                if let Err(broken) = record.verify(number + 1, previous, hash) {
                    return Ok(ChainReport { account, records: number, broken: Some(broken) });
                }
                number += 1;
                previous = record.hash;
            }
        }
        let broken = if number > head.number {
            Some(ChainBreak::Number { expected: head.number, found: number })
        } else if number < head.number {
            Some(ChainBreak::Truncated { expected: head.number, found: number })
        } else if previous != head.hash {
            Some(ChainBreak::Content(number))
        } else {
            None
        };
        Ok(ChainReport { account, records: number, broken })
    }
}
