//! A code that a signed-in person shows, so that support knows whom it is talking to.

use chrono::{DateTime, Utc};

use super::gate::ScopedWork;
use super::{Caller, Error, Portero};
use crate::id::{AccountId, SupportCodeId, UserId};
use crate::model::{
    Action, AuditEntry, AuditObject, EmailAddress, NewSupportCode, PanelAccess, ServiceScope,
    SupportCode, SupportCodeStatus, TokenHash, TokenPurpose, User,
};
use crate::policy::{Permit, named_enum};
use crate::port::UnitOfWork;

/// How many codes there are: six digits.
const CODES: u64 = 1_000_000;

/// A code that was just issued: it is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSupportCodeView {
    /// Six digits.
    pub code: String,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

named_enum! {
    /// What became of checking a code.
    SupportCodeAnswer, "support code answer" {
        /// It is theirs. It works no second time.
        Right = "right",
        /// It is not theirs; they have tries left.
        Wrong = "wrong",
        /// They have no code, or it was used, or its time or its tries are over: they need a new one.
        NoCode = "no_code",
    }
}

/// What support is told of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportCodeChecked {
    /// What became of it.
    pub answer: SupportCodeAnswer,
    /// How many wrong tries are left.
    pub tries_left: u32,
    /// Whose it is, where it was right.
    pub person: Option<(UserId, String)>,
}

impl SupportCodeChecked {
    const NO_CODE: Self = Self { answer: SupportCodeAnswer::NoCode, tries_left: 0, person: None };
}

impl Portero {
    /// Issues a code for the caller to show to support of this account. It takes the place of an
    /// earlier one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member, [`Error::AccountClosed`]
    pub async fn issue_support_code(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<NewSupportCodeView, Error> {
        let mut work = self.enter_open(caller, account).await?;
        let user_id = work.user.id;
        let previous = work.unit.support_codes().find(account, user_id).await?;
        let id = self.new_support_code_id();
        let code = self.next_code();
        let expires_at = work.now + self.limits.support_code_period();
        let new = NewSupportCode {
            id,
            account_id: account,
            user_id,
            code: self.hash_code(id, &code),
            expires_at,
            tries: self.limits.support_code_tries,
        };
        work.unit.support_codes().save(SupportCode::issue(new, previous.as_ref())).await?;
        let permit = Permit::for_own_membership(user_id, account, &work.standing);
        let (origin, now) = (work.origin.clone(), work.now);
        let object = AuditObject::User(user_id);
        work.commit(AuditEntry::new(permit, Action::SupportCodeIssue, object, origin, now)).await?;
        Ok(NewSupportCodeView { code, expires_at })
    }

    /// Checks a code that the person with this address says. `contacts.read`, or a key's scope
    /// `contacts.verify`. Every try is counted before its answer is told, so that no number of tries
    /// at once is more than the code has.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`], [`Error::AccountClosed`]
    pub async fn check_support_code(
        &self,
        caller: &Caller,
        account: AccountId,
        email: &EmailAddress,
        code: &str,
    ) -> Result<SupportCodeChecked, Error> {
        let mut work = self.enter_for(caller, account, ServiceScope::ContactsVerify).await?;
        let person = who_signs_in(&mut *work.unit, account, email).await?;
        let found = match &person {
            Some(user) => work.unit.support_codes().find(account, user.id).await?,
            None => None,
        };
        let open = |found: &SupportCode| found.status(work.now) == SupportCodeStatus::Open;
        let (Some(user), Some(open)) = (person, found.filter(open)) else {
            let ScopedWork { unit, permit, origin, now, .. } = work;
            // Before anything is recorded: a store with one writer would wait for itself.
            drop(unit);
            let object = AuditObject::Nothing;
            let entry = AuditEntry::new(permit, Action::SupportCodeCheck, object, origin, now)
                .with("answer", &SupportCodeAnswer::NoCode);
            self.ports.store.record(entry).await?;
            return Ok(SupportCodeChecked::NO_CODE);
        };
        let said = self.hash_code(open.id, code);
        let change = open.check(&said, work.now)?;
        let checked = checked(change.aggregate(), &user);
        work.unit.support_codes().save(change).await?;
        let ScopedWork { unit, permit, origin, now, .. } = work;
        let object = AuditObject::User(user.id);
        let entry = AuditEntry::new(permit, Action::SupportCodeCheck, object, origin, now)
            .with("answer", &checked.answer);
        unit.commit(entry.into()).await?;
        Ok(checked)
    }

    /// Six digits, from the system's own randomness.
    fn next_code(&self) -> String {
        let token = self.ports.tokens.next_token();
        let bytes = self.ports.digest.sha256(token.expose().as_bytes());
        let number = bytes.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        format!("{:06}", number % CODES)
    }

    /// What is kept of a code: its signature, for a plain hash of six digits is soon guessed.
    fn hash_code(&self, id: SupportCodeId, code: &str) -> TokenHash {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let signature = self.ports.signer.sign(&format!("support code {id} {digits}"));
        self.hash(TokenPurpose::SupportCode, &signature)
    }
}

fn checked(code: &SupportCode, user: &User) -> SupportCodeChecked {
    let answer = if code.used { SupportCodeAnswer::Right } else { SupportCodeAnswer::Wrong };
    let person = code.used.then(|| (user.id, user.full_name()));
    SupportCodeChecked { answer, tries_left: code.tries_left, person }
}

/// The user who signs in with an address, or whose contact has it.
async fn who_signs_in(
    unit: &mut dyn UnitOfWork,
    account: AccountId,
    email: &EmailAddress,
) -> Result<Option<User>, Error> {
    if let Some(user) = unit.users().find_by_email(email).await? {
        return Ok(Some(user));
    }
    match unit.contacts().find_by_email(account, email).await?.map(|contact| contact.access) {
        Some(PanelAccess::Granted(user)) => Ok(unit.users().find(user).await?),
        Some(PanelAccess::None | PanelAccess::Invited(_) | PanelAccess::Removed) | None => Ok(None),
    }
}
