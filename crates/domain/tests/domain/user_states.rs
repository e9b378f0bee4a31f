//! Every state of a user, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    PasswordHash, Refusal, Transition, User, UserAmendment, UserCommand, UserEvent, UserState,
};

use crate::given::{EVA, a_user, name};
use crate::table::{Table, answer};

/// A user refuses nothing; the type says so, and the table's words need one that could.
type Answer = Result<Transition<User, UserEvent>, Refusal<UserState, UserCommand>>;

fn give(user: User, command: UserCommand) -> Answer {
    match command {
        UserCommand::Suspend => Ok(user.suspend()),
        UserCommand::Reactivate => Ok(user.reactivate()),
    }
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for state in UserState::ALL {
        for command in UserCommand::ALL {
            let user = User { state: *state, ..a_user(EVA, "eva@c.es") };
            let told = answer(give(user, *command), |after| after.state.to_string());
            table.row([state.to_string(), command.to_string(), told]);
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
