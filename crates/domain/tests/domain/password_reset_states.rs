//! Every state of a password reset, and every command.

use insta::assert_snapshot;
use portero_domain::model::{PasswordReset, PasswordResetCommand, PasswordResetState, Transition};

use crate::given::{a_password_reset, in_days, now};
use crate::table::{Table, answer};

fn every_state() -> Vec<(&'static str, PasswordReset)> {
    let mut late = a_password_reset(PasswordResetState::Open);
    late.expires_at = now();
    vec![
        ("open", a_password_reset(PasswordResetState::Open)),
        ("open, past its period", late),
        ("used", a_password_reset(PasswordResetState::Used)),
        ("superseded", a_password_reset(PasswordResetState::Superseded)),
    ]
}

fn give(reset: PasswordReset, command: PasswordResetCommand) -> String {
    let answered = match command {
        PasswordResetCommand::Use => reset.consume(now()).map(Transition::Changed),
        PasswordResetCommand::Supersede => reset.supersede(),
    };
    answer(answered, |after| after.status(now()).to_string())
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for (state, reset) in every_state() {
        for command in PasswordResetCommand::ALL {
            table.row([state.to_owned(), command.to_string(), give(reset.clone(), *command)]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn a_link_works_until_its_period_is_over() {
    let reset = a_password_reset(PasswordResetState::Open);
    let just_before = in_days(1) - chrono::TimeDelta::microseconds(1);

    assert!(reset.clone().consume(just_before).is_ok());
    assert!(reset.consume(in_days(1)).is_err());
}
