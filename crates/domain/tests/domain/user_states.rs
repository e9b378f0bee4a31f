//! Every state of a user, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    PasswordHash, Transition, User, UserAmendment, UserCommand, UserEvent, UserState,
};

use crate::given::{EVA, a_user, name};
use crate::table::{Table, told};

fn give(user: User, command: UserCommand) -> Transition<User, UserEvent> {
    match command {
        UserCommand::Suspend => user.suspend(),
        UserCommand::Reactivate => user.reactivate(),
    }
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for state in UserState::ALL {
        for command in UserCommand::ALL {
            let user = User { state: *state, ..a_user(EVA, "eva@c.es") };
            let answer = told(&give(user, *command), |after| after.state.to_string());
            table.row([state.to_string(), command.to_string(), answer]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn a_reset_confirms_the_address_and_another_password_does_not() {
    let unconfirmed = User { address_confirmed: false, ..a_user(EVA, "eva@c.es") };
    let new = PasswordHash::from_phc("$new");

    let by_reset = unconfirmed.clone().reset_password(new.clone());
    let while_signed_in = unconfirmed.change_password(new.clone());

    assert!(by_reset.aggregate().confirmed_address().is_some());
    assert!(while_signed_in.aggregate().confirmed_address().is_none());
    assert_eq!(by_reset.aggregate().password, Some(new.clone()));
    assert_eq!(while_signed_in.aggregate().password, Some(new));
}

#[test]
fn a_profile_that_stays_as_it_is_is_already_so() {
    let same = UserAmendment { first_name: Some(name("Eva")), ..UserAmendment::default() };
    let other = UserAmendment { first_name: Some(name("Noa")), ..UserAmendment::default() };

    assert!(matches!(a_user(EVA, "eva@c.es").amend(same), Transition::AlreadySo(_)));
    let amended = a_user(EVA, "eva@c.es").amend(other);
    assert_eq!(amended.aggregate().full_name(), "Noa Ruiz");
}
