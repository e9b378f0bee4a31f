//! May support talk to this person about that? (L04)

use chrono::{DateTime, Utc};

use super::{Caller, Error, Explanation, Portero};
use crate::id::AccountId;
use crate::model::{
    Action, AuditEntry, AuditObject, Candidate, ContactCandidate, EmailAddress, MembershipState,
    ServiceScope, UserState,
};
use crate::policy::{Permission, Permit, Role, named_enum};
use crate::port::AddressHolders;

named_enum! {
    /// Why support may talk to someone about something, or may not.
    VerificationReason, "verification reason" {
        /// Their role, or the profile of the contact, can read it.
        Authorised = "authorised",
        /// The account has nobody at this address.
        Unknown = "unknown",
        /// Their role, or profile, has nothing to do with it.
        NotForRole = "not_for_role",
        /// A user with chosen permissions speaks for nobody: only the owner, administrators, finance
        /// and contacts do.
        NotAuthorised = "not_authorised",
        /// The person or their access is suspended.
        Suspended = "suspended",
    }
}

/// What support is told of someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactVerified {
    /// Why they are authorised, or are not.
    pub reason: VerificationReason,
    /// What they are, and their name; nothing for someone unknown.
    pub person: Option<(Role, String)>,
    /// What it was about.
    pub topic: Permission,
}

impl ContactVerified {
    /// Whether support may talk to them about it.
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        self.reason == VerificationReason::Authorised
    }
}

impl Portero {
    /// Tells whether support may talk to the person with this address about a topic on this account.
    /// The question is put on record. `contacts.read`, or a key's scope `contacts.verify`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`], [`Error::AccountClosed`]
    pub async fn verify_contact(
        &self,
        caller: &Caller,
        account: AccountId,
        email: &EmailAddress,
        topic: Permission,
    ) -> Result<ContactVerified, Error> {
        let (permit, now) = self.admit_inquirer(caller, account).await?;
        let holders = self.ports.directory.find_address_holders(account, email).await?;
        let (verified, object) = verified(&holders, topic, now);
        let entry = AuditEntry::new(permit, Action::ContactVerify, object, caller.origin(), now)
            .with("topic", &topic)
            .with("reason", &verified.reason);
        self.ports.store.record(entry).await?;
        Ok(verified)
    }

    /// Leave to ask about an account's people, for someone whose question is put on record.
    async fn admit_inquirer(
        &self,
        caller: &Caller,
        account: AccountId,
    ) -> Result<(Permit, DateTime<Utc>), Error> {
        let scope = ServiceScope::ContactsVerify;
        let now = self.now();
        let standing = match caller {
            Caller::User { .. } => self.visit(caller, account, scope.permission()).await?.standing,
            Caller::ServiceKey { key, .. } => {
                self.admit_reader(caller, account, scope).await?;
                key.standing()
            }
        };
        let needed = scope.permission();
        let permit = Permit::on_account(caller.actor(), account, &standing, needed);
        let denied = |denial| Error::Denied(Box::new(Explanation::of(denial)));
        Ok((permit.map_err(denied)?, now))
    }
}

/// A member and a contact may share an address: either may make them authorised.
fn verified(
    holders: &AddressHolders,
    topic: Permission,
    now: DateTime<Utc>,
) -> (ContactVerified, AuditObject) {
    let in_time = |member: &&Candidate| !member.membership.has_run_out(now);
    let member = holders.member.as_ref().filter(in_time);
    // The access of a contact counts as the contact, whose address may be another.
    let member = member.filter(|member| !member.membership.role.is_contact());
    let as_member = member.map(|member| {
        let name = member.user.full_name();
        let reason = reason_of_member(member, topic);
        (reason, member.membership.role, name, AuditObject::User(member.user.id))
    });
    let as_contact = holders.contact.as_ref().map(|candidate| {
        let details = &candidate.contact.details;
        let reason = reason_of_contact(candidate, topic, now);
        let object = AuditObject::Contact(candidate.contact.id);
        (reason, details.profile.role(), details.full_name(), object)
    });
    let is_yes = |found: &&(VerificationReason, Role, String, AuditObject)| {
        found.0 == VerificationReason::Authorised
    };
    let found: Vec<_> = as_member.into_iter().chain(as_contact).collect();
    match found.iter().find(is_yes).or(found.first()).cloned() {
        None => {
            let reason = VerificationReason::Unknown;
            (ContactVerified { reason, person: None, topic }, AuditObject::Nothing)
        }
        Some((reason, role, name, object)) => {
            (ContactVerified { reason, person: Some((role, name)), topic }, object)
        }
    }
}

fn reason_of_member(member: &Candidate, topic: Permission) -> VerificationReason {
    let role = member.membership.role;
    if !member.user.is_active() || member.membership.state == MembershipState::Suspended {
        VerificationReason::Suspended
    } else if role.carries_grants() {
        VerificationReason::NotAuthorised
    } else {
        reason_of_role(role, topic)
    }
}

fn reason_of_contact(
    candidate: &ContactCandidate,
    topic: Permission,
    now: DateTime<Utc>,
) -> VerificationReason {
    let suspended = candidate.access.is_some_and(|(access, user)| {
        !access.has_run_out(now)
            && (access.state == MembershipState::Suspended || user == UserState::Suspended)
    });
    if suspended {
        VerificationReason::Suspended
    } else {
        reason_of_role(candidate.contact.details.profile.role(), topic)
    }
}

fn reason_of_role(role: Role, topic: Permission) -> VerificationReason {
    if role.permissions().contains(topic) {
        VerificationReason::Authorised
    } else {
        VerificationReason::NotForRole
    }
}
