//! Every state of a client, and every command (D03).

use insta::assert_snapshot;
use portero_domain::model::{
    Client, ClientAccess, ClientAmendment, ClientCommand, Line, Notes, Transition, Write,
};
use portero_domain::policy::SitePermissionSet;

use crate::given::{EVA, LUIS, a_client, a_setup_link, an_assignment, in_days, name, now};
use crate::table::{Table, answer, told};

pub fn state(client: &Client) -> String {
    let count = client.site_count;
    match client.status() {
        status if client.is_suspended() => {
            format!("{status}, {count} sites, behind it {}", client.status_behind_suspension())
        }
        status => format!("{status}, {count} sites"),
    }
}

pub fn every_access() -> [ClientAccess; 3] {
    let link = a_setup_link();
    [ClientAccess::None, ClientAccess::Invited(link), ClientAccess::Active { user: EVA, link }]
}

fn give(client: Client, command: ClientCommand) -> Vec<(String, String)> {
    let assignment = an_assignment(SitePermissionSet::EMPTY);
    let one = |what: &str, told: String| vec![(what.to_owned(), told)];
    match command {
        ClientCommand::AssignSite => {
            one("assign site", told(&Transition::Changed(client.gain_site(&assignment)), state))
        }
        ClientCommand::UnassignSite => {
            let lost = client.lose_site(&assignment).map(Transition::Changed);
            one("unassign site", answer(lost, state))
        }
        ClientCommand::GrantAccess => {
            let granted = client.grant_access(a_setup_link()).map(Transition::Changed);
            one("grant access", answer(granted, state))
        }
        ClientCommand::SignIn => vec![
            ("sign in: Eva".to_owned(), answer(client.clone().sign_in(EVA), state)),
            ("sign in: Luis".to_owned(), answer(client.sign_in(LUIS), state)),
        ],
        ClientCommand::Suspend => one("suspend", told(&client.suspend(now()), state)),
        ClientCommand::Reactivate => {
            one("reactivate", answer(client.reactivate().map(Transition::Changed), state))
        }
        ClientCommand::Delete => one("delete", told(&Transition::Changed(client.delete()), state)),
    }
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for suspended in [false, true] {
        for access in every_access() {
            for site_count in 0..3 {
                let client = a_client(site_count, access, suspended);
                for command in ClientCommand::ALL {
                    for (given, answered) in give(client.clone(), *command) {
                        table.row([state(&client), given, answered]);
                    }
                }
            }
        }
    }
    assert_snapshot!(table);
}

#[test]
fn d03_a_new_client_is_a_prospect() {
    let before = a_client(0, ClientAccess::None, false);

    let created =
        Client::create(before.id, before.account_id, before.email, before.details, in_days(0));

    assert_eq!(state(created.aggregate()), "prospect, 0 sites");
    assert_eq!(created.write(), Write::Insert);
}

#[test]
fn d06_nothing_that_changes_a_client_changes_its_email() {
    let before = a_client(1, ClientAccess::None, false);
    let amendment =
        ClientAmendment { first_name: Some(name("Berta")), ..ClientAmendment::default() };

    let amended = before.clone().amend(amendment);

    assert_eq!(amended.aggregate().details.full_name(), "Berta García Muñoz");
    assert_eq!(amended.aggregate().email, before.email);
    let same = before.clone().details.as_amendment();
    assert!(matches!(before.amend(same), Transition::AlreadySo(_)));
}

#[test]
fn a_new_link_takes_the_place_of_the_one_before() {
    let first = a_client(1, ClientAccess::Invited(a_setup_link()), false);
    let mut second = a_setup_link();
    second.link = crate::given::link(7);

    let granted = first.grant_access(second).expect("another link");

    assert!(granted.aggregate().has_link(&second.link));
    assert!(!granted.aggregate().has_link(&a_setup_link().link));
}

#[test]
fn d16_a_link_works_until_the_very_end_of_its_period() {
    let link = a_setup_link();

    assert!(!link.has_expired(link.expires_at - chrono::TimeDelta::microseconds(1)));
    assert!(link.has_expired(link.expires_at));
}

#[test]
fn a_list_is_ordered_by_family_name_whatever_case_and_accents() {
    let client = a_client(0, ClientAccess::None, false);

    assert_eq!(client.details.sort_name(), "garcia munoz carla");
}

#[test]
fn d02_a_client_is_found_by_the_words_of_name_company_email_phone_and_address() {
    let mut client = a_client(0, ClientAccess::None, false);
    client.details.company = Line::parse("Hotel Sol").ok();
    client.details.phone = Line::parse("+34 600").ok();
    client.details.address = Line::parse("Calle Ávila").ok();
    client.details.notes = Notes::parse("secreto").ok();

    let words = client.search_words();

    let expected =
        ["34", "600", "avila", "calle", "carla", "es", "garcia", "hotel", "munoz", "sol"];
    assert_eq!(words, expected);
}
