//! Every role and state of a membership, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    Amendment, Membership, MembershipCommand, MembershipState, Transition,
};
use portero_domain::policy::{Category, CategorySet, Permission, PermissionSet, Role};

use crate::given::{a_membership, in_days};
use crate::table::{Table, answer};

fn amendments() -> Vec<(String, Amendment)> {
    let to_role = |role: &Role| {
        (format!("to {role}"), Amendment { role: Some(*role), ..Amendment::default() })
    };
    let grants = Some(PermissionSet::of(&[Permission::InvoicesRead]));
    let notifications = Some(CategorySet::of(&[Category::Orders]));
    let mut all: Vec<_> = Role::ALL.iter().map(to_role).collect();
    all.push(("grants".to_owned(), Amendment { grants, ..Amendment::default() }));
    all.push(("notifications".to_owned(), Amendment { notifications, ..Amendment::default() }));
    let until = Some(Some(in_days(9)));
    all.push(("until".to_owned(), Amendment { until, ..Amendment::default() }));
    all.push(("nothing".to_owned(), Amendment::default()));
    all
}

fn told(membership: &Membership) -> String {
    let grants: Vec<&str> = membership.grants.iter().map(Permission::as_str).collect();
    let until = if membership.until.is_some() { " until" } else { "" };
    let grants = if grants.is_empty() { String::new() } else { format!(" + {}", grants.join(" ")) };
    format!("{} {}{grants}{until}", membership.state, membership.role)
}

fn give(membership: &Membership, command: MembershipCommand) -> Vec<(String, String)> {
    let membership = membership.clone();
    let answered = match command {
        MembershipCommand::Suspend => membership.suspend(),
        MembershipCommand::Reactivate => membership.reactivate(),
        MembershipCommand::TakeOver => membership.take_over().map(Transition::Changed),
        MembershipCommand::HandOver => membership.hand_over().map(Transition::Changed),
        MembershipCommand::TellEnding => membership.tell_ending(),
        MembershipCommand::Remove => membership.remove().map(Transition::Changed),
        MembershipCommand::Amend => {
            let amend = |(what, amendment): (String, Amendment)| {
                let answered = membership.clone().amend(&amendment);
                (format!("amend: {what}"), answer(answered, told))
            };
            return amendments().into_iter().map(amend).collect();
        }
    };
    vec![(command.to_string(), answer(answered, told))]
}

#[test]
fn every_role_state_and_command() {
    let mut table = Table::new(["role", "state", "command", "answer"]);
    for role in Role::ALL {
        for state in MembershipState::ALL {
            let membership = Membership { state: *state, ..a_membership(*role) };
            for command in MembershipCommand::ALL {
                for (given, told) in give(&membership, *command) {
                    table.row([role.to_string(), state.to_string(), given, told]);
                }
            }
        }
    }
    assert_snapshot!(table);
}
