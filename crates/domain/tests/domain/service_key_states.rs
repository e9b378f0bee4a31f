//! Every state of a service key, and every command.

use insta::assert_snapshot;
use portero_domain::model::{
    ServiceKey, ServiceKeyCommand, ServiceKeyEvent, ServiceScope, Transition,
};
use portero_domain::policy::Permission;

use crate::given::{a_service_key, in_days, now};
use crate::table::{Table, told};

fn give(key: ServiceKey, command: ServiceKeyCommand) -> Transition<ServiceKey, ServiceKeyEvent> {
    match command {
        ServiceKeyCommand::Revoke => key.revoke(now()),
    }
}

const fn state(key: &ServiceKey) -> &'static str {
    if key.revoked_at.is_some() { "revoked" } else { "live" }
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for key in [a_service_key(None), a_service_key(Some(in_days(-1)))] {
        for command in ServiceKeyCommand::ALL {
            let before = state(&key).to_owned();
            let answer = told(&give(key.clone(), *command), |after| state(after).to_owned());
            table.row([before, command.to_string(), answer]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn a_repeated_revocation_keeps_the_first_time() {
    let revoked = a_service_key(Some(in_days(-1))).revoke(now());

    assert_eq!(revoked.aggregate().revoked_at, Some(in_days(-1)));
}

#[test]
fn every_scope_asks_of_its_maker_what_a_person_would_need() {
    let mut table = Table::new(["scope", "permission"]);
    for scope in ServiceScope::ALL {
        let permission: Permission = scope.permission();
        table.row([scope.as_str(), permission.as_str()]);
    }
    assert_snapshot!(table);
}
