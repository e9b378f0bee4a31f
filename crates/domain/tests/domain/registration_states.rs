//! Every state of a registration attempt, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    Registration, RegistrationCommand, RegistrationState, Transition, User,
};

use crate::given::{EVA, a_registration, in_days, now};
use crate::table::{Table, answer};

fn every_state() -> Vec<(&'static str, Registration)> {
    let mut late = a_registration(RegistrationState::Open);
    late.expires_at = now();
    vec![
        ("open", a_registration(RegistrationState::Open)),
        ("open, past its period", late),
        ("confirmed", a_registration(RegistrationState::Confirmed)),
        ("superseded", a_registration(RegistrationState::Superseded)),
    ]
}

fn give(attempt: Registration, command: RegistrationCommand) -> String {
    let answered = match command {
        RegistrationCommand::Confirm => attempt.confirm(now()).map(Transition::Changed),
        RegistrationCommand::Supersede => attempt.supersede(),
    };
    answer(answered, |after| after.status(now()).to_string())
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for (state, attempt) in every_state() {
        for command in RegistrationCommand::ALL {
            table.row([state.to_owned(), command.to_string(), give(attempt.clone(), *command)]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn a_new_attempt_is_open_whatever_it_was_put_together_from() {
    let change = a_registration(RegistrationState::Confirmed).attempt();

    assert_eq!(change.aggregate().state, RegistrationState::Open);
}

#[test]
fn n15_a_link_works_until_its_period_is_over() {
    let attempt = a_registration(RegistrationState::Open);
    let just_before = in_days(1) - chrono::TimeDelta::microseconds(1);

    assert!(attempt.clone().confirm(just_before).is_ok());
    assert!(attempt.confirm(in_days(1)).is_err());
}

#[test]
fn n15_the_user_of_a_confirmed_attempt_has_its_password_and_a_confirmed_address() {
    let attempt = a_registration(RegistrationState::Open);

    let change = User::from_registration(EVA, &attempt, now());

    let user = change.aggregate();
    assert_eq!(user.password.as_ref(), Some(&attempt.password));
    assert_eq!(user.confirmed_address(), Some(&attempt.email));
    assert!(user.is_active());
}
