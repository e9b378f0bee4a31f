//! Whatever commands come to a client, in whatever order.

use portero_domain::model::{
    Client, ClientAccess, ClientCommand, ClientEvent, ClientStatus, Transition, Write,
};
use portero_domain::policy::SitePermissionSet;
use proptest::prelude::*;
use proptest::sample::select;

use crate::given::{EVA, a_client, a_setup_link, an_assignment, now};

fn any_course() -> impl Strategy<Value = Vec<ClientCommand>> {
    proptest::collection::vec(select(ClientCommand::ALL), 1..40)
}

fn take(client: Client, command: ClientCommand) -> Option<Transition<Client, ClientEvent>> {
    let assignment = an_assignment(SitePermissionSet::EMPTY);
    match command {
        ClientCommand::AssignSite => Some(Transition::Changed(client.gain_site(&assignment))),
        ClientCommand::UnassignSite => client.lose_site(&assignment).ok().map(Transition::Changed),
        ClientCommand::GrantAccess => {
            client.grant_access(a_setup_link()).ok().map(Transition::Changed)
        }
        ClientCommand::SignIn => client.sign_in(EVA).ok(),
        ClientCommand::Suspend => Some(client.suspend(now())),
        ClientCommand::Reactivate => client.reactivate().ok().map(Transition::Changed),
        ClientCommand::Delete => Some(Transition::Changed(client.delete())),
    }
}

/// The client after a command that leaves one; a refused one leaves it as it is.
fn after(client: Client, command: ClientCommand) -> Client {
    take(client.clone(), command).map_or(client, |taken| taken.aggregate().clone())
}

/// A course in which nobody is deleted before its end.
fn any_life() -> impl Strategy<Value = Vec<ClientCommand>> {
    let lives = |command: &ClientCommand| *command != ClientCommand::Delete;
    any_course().prop_map(move |course| course.into_iter().filter(lives).collect())
}

/// What is stored after a change: nothing any more after one that deletes.
fn stored(taken: Transition<Client, ClientEvent>) -> Option<Client> {
    match taken {
        Transition::Changed(change) if matches!(change.write(), Write::Delete(_)) => None,
        Transition::Changed(change) => Some(change.into_parts().0),
        Transition::AlreadySo(client) => Some(client),
    }
}

/// The table of the domain, written down a second time: what becomes of a state that is not
/// suspended; nothing for a refusal. `sites` is how many there are before the command.
fn in_the_table(state: ClientStatus, command: ClientCommand, sites: u32) -> Option<ClientStatus> {
    use ClientCommand as Do;
    use ClientStatus as Is;
    match (state, command) {
        (_, Do::Delete) => unreachable!("nothing becomes of it"),
        (Is::Suspended, _) => unreachable!("asked of what is not suspended"),
        (_, Do::UnassignSite) if sites == 0 => None,
        (_, Do::Reactivate)
        | (Is::Prospect | Is::Active, Do::GrantAccess)
        | (Is::Prospect | Is::SiteAssigned, Do::SignIn) => None,
        (_, Do::Suspend) => Some(Is::Suspended),
        (Is::Prospect, Do::AssignSite) => Some(Is::SiteAssigned),
        (Is::SiteAssigned, Do::UnassignSite) if sites == 1 => Some(Is::Prospect),
        (Is::SiteAssigned | Is::Invited, Do::GrantAccess) => Some(Is::Invited),
        (Is::Invited | Is::Active, Do::SignIn) => Some(Is::Active),
        (_, Do::AssignSite | Do::UnassignSite) => Some(state),
    }
}

proptest! {
    #[test]
    fn d21_deleting_ends_every_course_whatever_came_before(course in any_course()) {
        let end = course.iter().position(|command| *command == ClientCommand::Delete);
        let mut client = Some(a_client(0, ClientAccess::None, false));
        for (place, command) in course.into_iter().enumerate() {
            let Some(before) = client.take() else { break };
            client = match take(before.clone(), command) {
                None => Some(before),
                Some(taken) => {
                    let event = match &taken {
                        Transition::Changed(change) => Some(change.event().clone()),
                        Transition::AlreadySo(_) => None,
                    };
                    let deleted = ClientEvent::ClientDeleted { client_id: before.id };
                    let is_end = command == ClientCommand::Delete;
                    prop_assert_eq!(event == Some(deleted), is_end);
                    stored(taken)
                }
            };
            prop_assert_eq!(client.is_none(), Some(place) == end);
        }
    }

    #[test]
    fn no_sequence_leaves_the_table(course in any_life()) {
        let mut client = a_client(0, ClientAccess::None, false);
        for command in course {
            let before = client.clone();
            client = after(client, command);
            if before.is_suspended() {
                continue;
            }
            let expected = in_the_table(before.status(), command, before.site_count);
            prop_assert_eq!(expected.unwrap_or(before.status()), client.status());
            prop_assert_eq!(expected.is_none(), take(before, command).is_none());
        }
    }

    #[test]
    fn d23_reactivating_leads_to_where_the_client_would_be_without_the_suspension(
        course in any_life(),
    ) {
        let mut client = a_client(0, ClientAccess::None, false);
        let mut never_suspended = client.clone();
        for command in course {
            let refused_meanwhile = client.is_suspended()
                && matches!(command, ClientCommand::GrantAccess | ClientCommand::SignIn);
            let about_suspension =
                matches!(command, ClientCommand::Suspend | ClientCommand::Reactivate);
            client = after(client, command);
            if !refused_meanwhile && !about_suspension {
                never_suspended = after(never_suspended, command);
            }
            let reactivated = after(client.clone(), ClientCommand::Reactivate);
            prop_assert_eq!(reactivated.status(), never_suspended.status());
            prop_assert_eq!(reactivated.access, never_suspended.access);
            prop_assert_eq!(reactivated.site_count, never_suspended.site_count);
        }
    }

    #[test]
    fn d22_nobody_is_let_in_while_suspended(course in any_life()) {
        let mut client = a_client(1, ClientAccess::None, false);
        for command in course {
            let before = client.clone();
            client = after(client, command);
            if before.is_suspended() {
                prop_assert_eq!(before.access, client.access);
            }
        }
    }

    #[test]
    fn something_changes_exactly_when_there_is_an_event(course in any_life()) {
        let mut client = a_client(0, ClientAccess::None, false);
        for command in course {
            let before = client.clone();
            let changes = matches!(take(before.clone(), command), Some(Transition::Changed(_)));
            client = after(client, command);
            let expected = if changes { before.version.next() } else { before.version };
            prop_assert_eq!(client.version, expected);
            prop_assert_eq!(changes, before != client);
        }
    }
}
