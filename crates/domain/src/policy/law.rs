//! The two laws: no one gives more than they hold, and no one manages a member who holds more.

use chrono::{DateTime, Utc};

use super::{Permission, PermissionSet, Role, SitePermissionSet, Standing};

/// The access that one person wants to give another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The role on offer.
    pub role: Role,
    /// What is granted beside it.
    pub grants: PermissionSet,
    /// When the access is to end, if it is.
    pub until: Option<DateTime<Utc>>,
}

impl Offer {
    /// A role and nothing beside it.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self { role, grants: PermissionSet::EMPTY, until: None }
    }

    /// What the receiver would hold.
    #[must_use]
    pub const fn held(&self) -> PermissionSet {
        Standing::of(self.role).with_grants(self.grants).held()
    }
}

/// Which grants someone wants to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantChoice {
    /// These, and no others.
    These(PermissionSet),
    /// Every permission that the giver may give (S06).
    All,
}

impl GrantChoice {
    /// The grants, as this giver can give them.
    #[must_use]
    pub const fn given_by(self, giver: &Standing) -> PermissionSet {
        match self {
            Self::These(grants) => grants,
            Self::All => giver.effective().intersection(PermissionSet::GRANTABLE),
        }
    }
}

/// What one person holds and another does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// The permissions beyond the actor's own.
    pub beyond: PermissionSet,
}

/// Why an offer cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferRefusal {
    /// This role is never on offer: the owner by transfer only, contacts with a contact only (N08).
    RoleNotOnOffer(Role),
    /// Reserved permissions can never be granted.
    Reserved(PermissionSet),
    /// Only [`Role::User`] carries grants.
    RoleCarriesNoGrants(Role),
    /// The giver does not hold all of it.
    Exceeds(Excess),
    /// The access would outlast the giver's own.
    OutlastsGiver(DateTime<Utc>),
}

/// The first law: role and grants given must be within the giver's own effective permissions, and
/// the access must not outlast the giver's.
///
/// # Errors
/// Says which part of the offer is not the giver's to give.
pub fn may_give(giver: &Standing, offer: &Offer) -> Result<(), OfferRefusal> {
    if !offer.role.is_invitable() {
        return Err(OfferRefusal::RoleNotOnOffer(offer.role));
    }
    may_grant(giver, offer)
}

/// The first law, for the panel access of a contact: its role comes with the contact, and must be
/// within what the giver holds like any other.
///
/// # Errors
/// Says which part of the offer is not the giver's to give.
pub fn may_give_with_contact(giver: &Standing, offer: &Offer) -> Result<(), OfferRefusal> {
    if !offer.role.is_contact() {
        return Err(OfferRefusal::RoleNotOnOffer(offer.role));
    }
    may_grant(giver, offer)
}

/// The first law, for what a client is allowed on a site: `sites.manage` holds every site permission,
/// so whoever gives any must hold that. Nothing to give is anyone's to give.
///
/// # Errors
/// Says that `sites.manage` is beyond the giver.
pub fn may_give_on_site(giver: &Standing, added: SitePermissionSet) -> Result<(), OfferRefusal> {
    let beyond = PermissionSet::of(&[Permission::SitesManage]).difference(giver.effective());
    if added.is_empty() || beyond.is_empty() {
        Ok(())
    } else {
        Err(OfferRefusal::Exceeds(Excess { beyond }))
    }
}

fn may_grant(giver: &Standing, offer: &Offer) -> Result<(), OfferRefusal> {
    let reserved = offer.grants.difference(PermissionSet::GRANTABLE);
    if !reserved.is_empty() {
        return Err(OfferRefusal::Reserved(reserved));
    }
    if !offer.role.carries_grants() && !offer.grants.is_empty() {
        return Err(OfferRefusal::RoleCarriesNoGrants(offer.role));
    }
    let beyond = offer.held().difference(giver.effective());
    if !beyond.is_empty() {
        return Err(OfferRefusal::Exceeds(Excess { beyond }));
    }
    match (giver.until(), offer.until) {
        (Some(own), Some(offered)) if offered <= own => Ok(()),
        (Some(own), _) => Err(OfferRefusal::OutlastsGiver(own)),
        (None, _) => Ok(()),
    }
}

/// Why a member cannot be managed by this actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetRefusal {
    /// Nobody touches the owner, but by transfer or by closing the account (N09).
    TargetIsOwner,
    /// The member holds something that the actor does not.
    HoldsMore(Excess),
}

/// The second law: no one manages a member who holds anything they do not, counted as if that
/// member were active.
///
/// # Errors
/// Says what the member holds beyond the actor, or that they are the owner.
pub fn may_manage(actor: &Standing, target: &Standing) -> Result<(), TargetRefusal> {
    if target.role() == Role::Owner {
        return Err(TargetRefusal::TargetIsOwner);
    }
    let beyond = target.held().difference(actor.effective());
    if beyond.is_empty() { Ok(()) } else { Err(TargetRefusal::HoldsMore(Excess { beyond })) }
}

impl Excess {
    /// One of the permissions in excess, for a message that names an example.
    #[must_use]
    pub fn first(&self) -> Option<Permission> {
        self.beyond.iter().next()
    }
}
