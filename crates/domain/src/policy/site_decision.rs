//! The decision about one site: who may do what on it, and why.

use super::{
    Decision, Denial, DenialReason, GrantSource, Permission, RoleSet, SitePermission,
    SitePermissionSet, Standing, Suspension, decide,
};

/// Where a client stands on one site of an account, at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaStanding {
    /// What they are allowed on the site; nothing when it is not assigned to them.
    pub assigned: Option<SitePermissionSet>,
    /// Whether the account has suspended the client (D22).
    pub is_suspended: bool,
    /// What takes everything from everyone there for now: the account is closed, or the operator
    /// has suspended its owner or this person.
    pub suspension: Option<Suspension>,
}

/// What allows a thing on a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteGrantSource {
    /// The site is assigned to the client, with the permission (D10).
    Assignment,
    /// `sites.manage` holds every site permission on every site; and what allows that.
    SitesManage(GrantSource),
}

/// Why a thing is denied on a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteDenialReason {
    /// The site is assigned to them without the permission.
    NotHeld,
    /// The site is not assigned to them.
    NotAssigned,
    /// The account has suspended the client.
    ClientSuspended,
    /// They are a member, and not one who manages sites.
    Member(DenialReason),
    /// Nobody may, or this person may not, whatever they hold.
    Suspended(Suspension),
}

/// A no about a site, with what would have been needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteDenial {
    /// The site permission that was asked for.
    pub missing: SitePermission,
    /// Why it was denied.
    pub reason: SiteDenialReason,
}

impl SiteDenial {
    /// The roles whose own set has the permission that holds every site permission.
    #[must_use]
    pub fn held_by_roles(&self) -> RoleSet {
        RoleSet::holding(Permission::SitesManage)
    }

    /// What a member would need to hold it.
    #[must_use]
    pub const fn as_denial(&self) -> Denial {
        let reason = match self.reason {
            SiteDenialReason::Member(reason) => reason,
            SiteDenialReason::Suspended(suspension) => DenialReason::Suspended(suspension),
            SiteDenialReason::NotHeld
            | SiteDenialReason::NotAssigned
            | SiteDenialReason::ClientSuspended => DenialReason::NotHeld,
        };
        Denial { missing: Permission::SitesManage, reason }
    }
}

/// The answer to "may this person do that on this site?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteDecision {
    /// Yes, and what allows it.
    Allowed(SiteGrantSource),
    /// No, and why.
    Denied(SiteDenial),
}

impl SiteDecision {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// Decides whether a person may do a thing on a site: as a client to whom it is assigned, or as a
/// member who manages sites. This is the one place that says yes; nothing said yes means no.
#[must_use]
pub fn decide_on_site(
    client: Option<&AreaStanding>,
    member: Option<&Standing>,
    permission: SitePermission,
) -> SiteDecision {
    let as_client = client.map(|client| decide_as_client(client, permission));
    if as_client == Some(SiteDecision::Allowed(SiteGrantSource::Assignment)) {
        return SiteDecision::Allowed(SiteGrantSource::Assignment);
    }
    let as_member = member.map(|member| decide(member, Permission::SitesManage));
    let no = |reason| SiteDecision::Denied(SiteDenial { missing: permission, reason });
    match (as_client, as_member) {
        (_, Some(Decision::Allowed(source))) => {
            SiteDecision::Allowed(SiteGrantSource::SitesManage(source))
        }
        (Some(denied), _) => denied,
        (None, Some(Decision::Denied(denial))) => no(SiteDenialReason::Member(denial.reason)),
        (None, None) => no(SiteDenialReason::Member(DenialReason::NotAMember)),
    }
}

fn decide_as_client(client: &AreaStanding, permission: SitePermission) -> SiteDecision {
    let reason = match (client.suspension, client.is_suspended, client.assigned) {
        (Some(suspension), _, _) => SiteDenialReason::Suspended(suspension),
        (None, true, _) => SiteDenialReason::ClientSuspended,
        (None, false, None) => SiteDenialReason::NotAssigned,
        (None, false, Some(held)) if held.contains(permission) => {
            return SiteDecision::Allowed(SiteGrantSource::Assignment);
        }
        (None, false, Some(_)) => SiteDenialReason::NotHeld,
    };
    SiteDecision::Denied(SiteDenial { missing: permission, reason })
}
