//! Every state of a support code, and what checking it does.

use insta::assert_snapshot;
use portero_domain::model::{NewSupportCode, SupportCode, SupportCodeStatus, Transition, Write};

use crate::given::{a_support_code, in_days, link, now};
use crate::table::{Table, answer};

fn state(code: &SupportCode) -> String {
    format!("{}, {} tries left", code.status(now()), code.tries_left)
}

#[test]
fn every_state_and_answer() {
    let codes = [
        a_support_code(),
        SupportCode { tries_left: 1, ..a_support_code() },
        SupportCode { tries_left: 0, ..a_support_code() },
        SupportCode { used: true, ..a_support_code() },
        SupportCode { expires_at: now(), ..a_support_code() },
    ];
    let mut table = Table::new(["state", "command", "answer"]);
    for code in codes {
        for (said, hash) in [("right", link(5)), ("wrong", link(6))] {
            let answered = code.clone().check(&hash, now()).map(Transition::Changed);
            table.row([state(&code), format!("check: {said}"), answer(answered, state)]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn a_new_code_takes_the_place_of_an_earlier_one_whatever_became_of_it() {
    let earlier = SupportCode { used: true, tries_left: 0, ..a_support_code() };
    let new = NewSupportCode {
        id: earlier.id,
        account_id: earlier.account_id,
        user_id: earlier.user_id,
        code: link(7),
        expires_at: in_days(1),
        tries: 3,
    };

    let issued = SupportCode::issue(new, Some(&earlier));

    assert_eq!(issued.write(), Write::Update(earlier.version));
    assert_eq!(issued.aggregate().status(now()), SupportCodeStatus::Open);
    assert_eq!(issued.aggregate().tries_left, 3);
}
