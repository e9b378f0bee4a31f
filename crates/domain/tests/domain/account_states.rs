//! Every state of an account, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    Account, AccountAmendment, AccountCommand, AccountEvent, AccountState, Refusal, Transition,
};

use crate::given::{ANA, EVA, an_account, in_days, name, now};
use crate::table::{Table, answer};

type Answer = Result<Transition<Account, AccountEvent>, Refusal<AccountState, AccountCommand>>;

fn give(account: Account, command: AccountCommand) -> Answer {
    match command {
        AccountCommand::Amend => {
            let other = Some(name("Hotel Luna"));
            account.amend(AccountAmendment { name: other, ..AccountAmendment::default() })
        }
        AccountCommand::TransferOwnership => {
            account.transfer_ownership(ANA, EVA).map(Transition::Changed)
        }
        AccountCommand::Close => account.close(now()),
    }
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for state in [AccountState::Active, AccountState::Closed { at: in_days(-1) }] {
        for command in AccountCommand::ALL {
            let told = answer(give(an_account(state), *command), |after| after.state.to_string());
            table.row([state.to_string(), command.to_string(), told]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn an_amendment_that_changes_nothing_is_already_so() {
    let amended = an_account(AccountState::Active).amend(AccountAmendment::default());

    assert!(matches!(amended, Ok(Transition::AlreadySo(_))), "{amended:?}");
}

#[test]
fn a_transfer_bumps_the_version_so_that_two_at_once_collide() {
    let account = an_account(AccountState::Active);
    let version = account.version;

    let change = account.transfer_ownership(ANA, EVA).expect("transferred");

    assert_eq!(change.aggregate().version, version.next());
}
