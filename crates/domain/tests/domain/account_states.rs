//! Every state of an account, and every command.

use insta::assert_snapshot;
use portero_domain::id::UserId;
use portero_domain::model::{
    Account, AccountAmendment, AccountCommand, AccountEvent, AccountState, OwnershipOffer, Refusal,
    Transition,
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
        AccountCommand::OfferOwnership => account.offer_ownership(offer(EVA)),
        AccountCommand::CallOffOwnership => account.call_off_ownership(),
        AccountCommand::Close => account.close(now()),
    }
}

fn offer(to: UserId) -> OwnershipOffer {
    OwnershipOffer { by: ANA, to, at: now(), expires_at: in_days(7) }
}

/// An account without an offer, with one, and closed.
fn accounts() -> [Account; 3] {
    let open = an_account(AccountState::Active);
    let offered = Account { ownership_offer: Some(offer(EVA)), ..open.clone() };
    [open, offered, an_account(AccountState::Closed { at: in_days(-1) })]
}

fn told(account: &Account) -> String {
    let offered = if account.ownership_offer.is_some() { ", offered" } else { "" };
    format!("{}{offered}", account.state)
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for account in accounts() {
        for command in AccountCommand::ALL {
            let answered = answer(give(account.clone(), *command), told);
            table.row([told(&account), command.to_string(), answered]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn an_offer_gives_way_to_a_new_one_and_ends_by_the_clock() {
    let [_, offered, _] = accounts();
    assert_eq!(offered.standing_offer(in_days(7)), None);
    let other = offered.offer_ownership(offer(ANA)).expect("open").changed().expect("another");
    assert_eq!(other.aggregate().ownership_offer, Some(offer(ANA)));
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
