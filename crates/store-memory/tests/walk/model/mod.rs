//! Who was given what, by whom: the laws, once more and independently.
//!
//! The model never decides whether something should succeed. It is told what did, refuses to
//! believe what breaks a law, and then knows what everyone holds. That is also how one account is
//! known to be out of another's reach: a success on one is written down on that one alone.

mod given;
mod invitations;
mod law;
mod members;

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::policy::{Permission, PermissionSet, Role};

use self::given::{Given, all_but_reserved};
use self::law::require;
use crate::command::{Account, Command, Grants, Hours, Invited, Person};

/// How long an invitation, or an offer of ownership, stands.
const DAYS_OPEN: TimeDelta = TimeDelta::days(7);

/// What went wrong, in words.
pub type Breach = String;

#[derive(Debug, Clone, Copy)]
struct Member {
    given: Given,
    suspended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    Open,
    Accepted,
    Declined,
    Revoked,
}

#[derive(Debug, Clone, Copy)]
struct Invitation {
    offered: Given,
    by: Person,
    expires: DateTime<Utc>,
    course: Course,
}

#[derive(Debug, Clone, Copy)]
struct Offer {
    by: Person,
    to: Person,
    expires: DateTime<Utc>,
}

/// One account: six places for members, and the newest invitation for each.
#[derive(Debug, Clone, Copy, Default)]
struct Books {
    members: [Option<Member>; 6],
    invitations: [Option<Invitation>; 6],
    offer: Option<Offer>,
    closed: bool,
}

/// All that is known of everyone.
pub struct Model {
    pub now: DateTime<Utc>,
    accounts: [Books; 2],
    stopped_by_operator: [bool; 6],
}

/// Looking.
impl Model {
    /// Two accounts, each with its founder and nobody else.
    pub fn new(now: DateTime<Utc>) -> Self {
        let mut model =
            Self { now, accounts: [Books::default(); 2], stopped_by_operator: [false; 6] };
        for on in Account::ALL {
            model.set(on, on.founder(), Given::OWNER);
        }
        model
    }

    pub const fn is_closed(&self, on: Account) -> bool {
        self.accounts[on as usize].closed
    }

    /// An account has exactly one owner.
    pub fn owner(&self, on: Account) -> Person {
        let owns = |who: &Person| {
            self.accounts[on as usize].members[*who as usize]
                .is_some_and(|member| member.given.role == Role::Owner)
        };
        Person::ALL.into_iter().find(owns).expect("an owner")
    }

    /// A member, unless their time has run out.
    fn member(&self, on: Account, who: Person) -> Option<Member> {
        let member = self.accounts[on as usize].members[who as usize];
        member.filter(|member| member.given.until.is_none_or(|until| self.now < until))
    }

    /// A member whom nothing stops: neither the account, nor its owner's state, nor their own.
    fn active_member(&self, on: Account, who: Person) -> Option<Member> {
        let stopped = |person: Person| self.stopped_by_operator[person as usize];
        let open = !self.is_closed(on) && !stopped(who) && !stopped(self.owner(on));
        self.member(on, who).filter(|member| open && !member.suspended)
    }

    /// What someone may do at this moment.
    pub fn holds(&self, on: Account, who: Person) -> PermissionSet {
        self.active_member(on, who).map_or(PermissionSet::EMPTY, |member| member.given.holds())
    }

    /// An open invitation, in time.
    fn open_invitation(&self, invited: Invited) -> Option<Invitation> {
        self.newest(invited).filter(|one| one.course == Course::Open && self.now < one.expires)
    }

    fn newest(&self, invited: Invited) -> Option<Invitation> {
        self.accounts[invited.by as usize].invitations[invited.to as usize]
    }

    /// An offer of ownership, in time.
    fn standing_offer(&self, on: Account) -> Option<Offer> {
        self.accounts[on as usize].offer.filter(|offer| self.now < offer.expires)
    }
}

/// Writing down what succeeded.
impl Model {
    /// Believes that a command succeeded, if that breaks no law.
    pub fn succeeded(&mut self, command: &Command) -> Result<(), Breach> {
        match *command {
            Command::Invite { by, on, to, role, grants, until } => {
                let grants = self.chosen(on, by, grants);
                self.invited(by, Invited { to, by: on }, role, grants, until)
            }
            Command::Accept { by, invitation } => self.accepted(by, invitation),
            Command::Decline { by, invitation } => self.declined(by, invitation),
            Command::Revoke { by, on, invitation } => self.revoked(by, on, invitation),
            Command::Resend { by, on, invitation } => self.resent(by, on, invitation),
            Command::Amend { by, on, whom, change } => self.amended(by, on, whom, change),
            Command::Suspend { by, on, whom } => self.put_in_force(by, on, whom, false),
            Command::Reactivate { by, on, whom } => self.put_in_force(by, on, whom, true),
            Command::Remove { by, on, whom } if by == whom => self.left(by, on),
            Command::Leave { by, on } => self.left(by, on),
            Command::Remove { by, on, whom } => {
                self.may_manage(on, by, whom)?;
                self.accounts[on as usize].members[whom as usize] = None;
                Ok(())
            }
            Command::OfferOwnership { by, on, to } => self.ownership_offered(by, on, to),
            Command::AcceptOwnership { by, on } => self.ownership_accepted(by, on),
            Command::CallOffOwnership { by, on } => self.ownership_called_off(by, on),
            Command::TransferOwnership { by, on, to } => self.handed_over(by, on, to),
            Command::Close { by, on } => {
                let may = self.holds(on, by).contains(Permission::AccountClose);
                self.accounts[on as usize].closed = true;
                require(may, "closed what is not theirs to close")
            }
            Command::OperatorSuspends { whom } => {
                self.stopped_by_operator[whom as usize] = true;
                Ok(())
            }
            Command::OperatorReactivates { whom } => {
                self.stopped_by_operator[whom as usize] = false;
                Ok(())
            }
            Command::TimePasses { hours } => {
                self.now += TimeDelta::hours(hours);
                Ok(())
            }
        }
    }

    /// "All" is all that the giver holds at this moment and may grant.
    fn chosen(&self, on: Account, by: Person, grants: Grants) -> PermissionSet {
        match grants {
            Grants::These(grants) => grants,
            Grants::All => self.holds(on, by).intersection(all_but_reserved()),
        }
    }

    fn after(&self, hours: Hours) -> Option<DateTime<Utc>> {
        hours.map(|hours| self.now + TimeDelta::hours(hours))
    }

    const fn set(&mut self, on: Account, who: Person, given: Given) {
        let member = Member { given, suspended: false };
        self.accounts[on as usize].members[who as usize] = Some(member);
    }

    const fn set_invitation(&mut self, invited: Invited, invitation: Invitation) {
        self.accounts[invited.by as usize].invitations[invited.to as usize] = Some(invitation);
    }
}
