//! Every state of a viewing, and every command (D24, D25).

use chrono::TimeDelta;
use insta::assert_snapshot;
use portero_domain::id::ClientId;
use portero_domain::model::{
    Action, AuditEntry, AuditHash, AuditObject, Limits, Origin, Transition, Viewing,
    ViewingCommand, ViewingState,
};
use portero_domain::policy::{Actor, Permission, Permit, Role, Standing};

use crate::given::{ACCOUNT, ANA, CLIENT, a_viewing, in_days, link, now};
use crate::table::{Table, answer};

fn every_state() -> [ViewingState; 5] {
    let (address, token) = (link(1), link(2));
    [
        ViewingState::Offered { link: address, expires_at: now() + TimeDelta::seconds(1) },
        ViewingState::Offered { link: address, expires_at: now() },
        ViewingState::Open { link: address, token, expires_at: now() + TimeDelta::seconds(1) },
        ViewingState::Open { link: address, token, expires_at: now() },
        ViewingState::Ended { link: address, at: in_days(-1) },
    ]
}

fn stored(state: ViewingState) -> &'static str {
    match state {
        ViewingState::Offered { .. } => "offered",
        ViewingState::Open { .. } => "open",
        ViewingState::Ended { .. } => "ended",
    }
}

#[test]
fn every_state_and_command() {
    let limits = Limits::default();
    let state = |viewing: &Viewing| viewing.status(now()).to_string();
    let mut table = Table::new(["stored", "state", "command", "answer"]);
    for stored_state in every_state() {
        for command in ViewingCommand::ALL {
            let viewing = a_viewing(stored_state);
            let before = state(&viewing);
            let answered = match command {
                ViewingCommand::Redeem => viewing.redeem(link(3), &limits, now()),
                ViewingCommand::End => viewing.end(now()),
            };
            let told = answer(answered.map(Transition::Changed), state);
            table.row([stored(stored_state).to_owned(), before, command.to_string(), told]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn d24_an_address_lasts_a_minute_and_a_viewing_a_quarter_of_an_hour() {
    let limits = Limits::default();
    let address = ViewingState::Offered { link: link(1), expires_at: now() + TimeDelta::days(1) };

    let opened = a_viewing(address).redeem(link(2), &limits, now()).expect("opened in time");

    assert_eq!(limits.viewing_address_period(), TimeDelta::seconds(60));
    let end = now() + TimeDelta::minutes(15);
    assert_eq!(opened.aggregate().expires_at(), Some(end));
}

#[test]
fn a_record_of_a_viewing_names_both_people() {
    let standing = Standing::of(Role::Administrator);
    let permit =
        Permit::on_account(Actor::User(ANA), ACCOUNT, &standing, Permission::ClientsViewAs)
            .expect("an administrator may")
            .on_behalf_of_client(CLIENT);
    let object = AuditObject::Viewing(a_viewing(every_state()[0]).id);

    let entry = AuditEntry::new(permit, Action::ViewingRead, object, Origin::default(), now());
    let record = entry.into_record(1, AuditHash::ZERO);

    assert_eq!(record.actor_id, Some(ANA.as_uuid()));
    let named = record.details.get("on_behalf_of_client_id").map(String::as_str);
    assert_eq!(named, Some(ClientId::to_string(&CLIENT).as_str()));
}
