//! Every stage of a contact's way to the panel, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    Contact, ContactAmendment, ContactCommand, ContactProfile, PanelAccess, Transition, Write,
};
use portero_domain::policy::{
    Category, CategorySet, Offer, OfferRefusal, PermissionSet, Role, Standing,
    may_give_with_contact,
};

use crate::given::{EVA, INVITATION, LUIS, a_contact, address, in_days, now};
use crate::table::{Table, answer, told};

fn state(contact: &Contact) -> String {
    format!("{} {}", contact.details.profile, contact.access.status())
}

fn to_profile(profile: ContactProfile) -> ContactAmendment {
    ContactAmendment { profile: Some(profile), ..ContactAmendment::default() }
}

fn give(contact: &Contact, command: ContactCommand) -> Vec<(String, String)> {
    let contact = contact.clone();
    let refusable = |what: &str, answered| (what.to_owned(), answer(answered, state));
    match command {
        ContactCommand::Amend => ContactProfile::ALL
            .iter()
            .map(|profile| {
                let amended = contact.clone().amend(to_profile(*profile));
                (format!("amend: to {profile}"), told(&amended, state))
            })
            .collect(),
        ContactCommand::Invite => vec![refusable("invite", contact.invite(INVITATION))],
        ContactCommand::Grant => vec![
            refusable("grant: to Eva", contact.clone().grant(EVA)),
            refusable("grant: to Luis", contact.grant(LUIS)),
        ],
        ContactCommand::Withdraw => {
            vec![("withdraw".to_owned(), told(&contact.withdraw(), state))]
        }
        ContactCommand::Delete => {
            let deleted = Transition::Changed(contact.delete());
            vec![("delete".to_owned(), told(&deleted, state))]
        }
    }
}

#[test]
fn every_state_and_command() {
    let stages = [
        PanelAccess::None,
        PanelAccess::Invited(INVITATION),
        PanelAccess::Granted(EVA),
        PanelAccess::Removed,
    ];
    let mut table = Table::new(["state", "command", "answer"]);
    for access in stages {
        let contact = a_contact(ContactProfile::Technical, access);
        for command in ContactCommand::ALL {
            for (given, answered) in give(&contact, *command) {
                table.row([contact.access.status().to_string(), given, answered]);
            }
        }
    }
    assert_snapshot!(table);
}

#[test]
fn l10_another_profile_brings_the_notifications_that_it_receives_at_first() {
    let contact = a_contact(ContactProfile::Technical, PanelAccess::None);

    let amended = contact.amend(to_profile(ContactProfile::Billing));

    let expected = CategorySet::of(&[Category::Billing, Category::Orders]);
    assert_eq!(amended.aggregate().details.notifications, expected);
}

#[test]
fn l13_a_change_keeps_what_it_does_not_name() {
    let contact = a_contact(ContactProfile::Billing, PanelAccess::Granted(EVA));
    let email = Some(address("otra@d.es"));

    let amended = contact.clone().amend(ContactAmendment { email, ..ContactAmendment::default() });

    let Transition::Changed(change) = amended else { panic!("nothing changed") };
    assert_eq!(change.write(), Write::Update(contact.version));
    let mut expected = contact;
    expected.details.email = address("otra@d.es");
    expected.version = expected.version.next();
    assert_eq!(*change.aggregate(), expected);
}

#[test]
fn l09_the_role_of_a_contact_comes_with_the_contact_and_is_the_givers_to_give() {
    let owner = Standing::of(Role::Owner);
    for role in Role::ALL {
        let given = may_give_with_contact(&owner, &Offer::of(*role));
        assert_eq!(given.is_ok(), role.is_contact(), "{role}");
    }
    for role in [Role::TechnicalContact, Role::BillingContact] {
        let held = role.permissions();
        let enough = Standing::of(Role::User).with_grants(held);
        assert_eq!(may_give_with_contact(&enough, &Offer::of(role)), Ok(()));
        let one = held.iter().next().expect("a contact holds something");
        let lacking =
            Standing::of(Role::User).with_grants(held.difference(PermissionSet::of(&[one])));
        let refused = may_give_with_contact(&lacking, &Offer::of(role));
        assert!(
            matches!(refused, Err(OfferRefusal::Exceeds(excess)) if excess.first() == Some(one))
        );
    }
}

#[test]
fn the_access_of_a_contact_never_outlasts_the_givers_own() {
    let giver = Standing::of(Role::Administrator).ending(Some(in_days(1)));
    let until = Some(now());

    let within = Offer { until, ..Offer::of(Role::BillingContact) };
    assert_eq!(may_give_with_contact(&giver, &within), Ok(()));
    let without_end = Offer::of(Role::BillingContact);
    assert!(may_give_with_contact(&giver, &without_end).is_err());
}
