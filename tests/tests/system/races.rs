//! What many do in the same moment ends as if one had done it after the other.

use std::collections::BTreeSet;

use portero_tests::api::Answer;
use portero_tests::stage::{Account, Person, Registration, Stage, password_of};
use serde_json::{Value, json};

use crate::together::{at_once, count, expect_no_fault, on_both_stores};

on_both_stores!(
    sixty_four_accepts_of_one_invitation_give_one_membership,
    sixty_four_confirmations_of_one_registration_give_one_user,
    of_sixty_four_people_with_one_link_only_the_invited_one_joins,
    an_owner_who_transfers_to_two_at_once_has_one_successor,
    a_transfer_racing_the_next_one_leaves_one_owner,
    a_revocation_racing_an_acceptance_never_leaves_both,
    thirty_two_requests_with_one_idempotency_key_count_once,
    sixteen_clients_who_invite_at_once_are_all_served,
);

async fn events_named(reader: &Person, account: &Account, name: &str) -> Vec<Value> {
    let mut events = reader.all(&account.path("/events")).await;
    let numbers: Vec<i64> = events.iter().filter_map(|event| event["number"].as_i64()).collect();
    let gapless: Vec<i64> = (1..).take(events.len()).collect();
    assert_eq!(numbers, gapless, "events are numbered without gaps");
    events.retain(|event| event["name"] == name);
    events
}

async fn sixty_four_accepts_of_one_invitation_give_one_membership(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let ana = stage.person("ana@acme.es").await;
    let token = stage.invited(&carmen, &account, "finance", "ana@acme.es").await;

    let answers = at_once((0..64).map(|_| ana.accept(&token)).collect()).await;

    for answer in answers {
        assert_eq!(answer.expect(200)["state"], "accepted");
    }
    let members = carmen.all(&account.path("/users")).await;
    assert_eq!(members.iter().filter(|one| one["user_id"] == ana.id.as_str()).count(), 1);
    let joined = events_named(&carmen, &account, "member_joined").await;
    let hers = joined.iter().filter(|event| event["data"]["user_id"] == ana.id.as_str());
    assert_eq!(hers.count(), 1, "{joined:?}");
    assert_eq!(events_named(&carmen, &account, "invitation_accepted").await.len(), 1);
    let audited = carmen.all(&account.path("/audit-log?action=invitation.accept")).await;
    assert_eq!(audited.len(), 1, "{audited:?}");
}

async fn sixty_four_confirmations_of_one_registration_give_one_user(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let token = stage.invited(&carmen, &account, "finance", "ana@acme.es").await;
    let registration = Registration::of("ana@acme.es").invitation(&token);
    let _ = stage.api().post("/v1/registrations").json(registration.body()).await.expect(202);
    let link = stage.sink.wait_for_token("ana@acme.es", "confirm", 1).await;

    let body = json!({ "token": link, "password": password_of("ana@acme.es") });
    let confirm = |_| stage.api().post("/v1/registrations/confirm").json(&body);
    let answers = at_once((0..64).map(confirm).collect()).await;

    assert_eq!(count(&answers, 201), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        // So many passwords at once may be too many to check; that is told apart.
        match answer.status {
            503 => assert!(!answer.expect_problem(503, "busy").header("retry-after").is_empty()),
            _ => drop(answer.expect_problem(410, "link_used")),
        }
    }
    assert_eq!(carmen.all(&account.path("/users")).await.len(), 2);
    assert_eq!(events_named(&carmen, &account, "member_joined").await.len(), 2);
    let _ = stage.sign_in("ana@acme.es", &password_of("ana@acme.es")).await.expect(201);
}

async fn of_sixty_four_people_with_one_link_only_the_invited_one_joins(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let ana = stage.person("ana@acme.es").await;
    let stranger = stage.person("eva@otra.es").await;
    let token = stage.invited(&carmen, &account, "finance", "ana@acme.es").await;

    let asker = |number: usize| if number % 32 == 31 { &ana } else { &stranger };
    let answers = at_once((0..64).map(|number| asker(number).accept(&token)).collect()).await;

    for (number, answer) in answers.into_iter().enumerate() {
        if number % 32 == 31 {
            let _ = answer.expect(200);
        } else {
            let _ = answer.expect_problem(403, "invitation_for_another_address");
        }
    }
    assert_eq!(carmen.all(&account.path("/users")).await.len(), 2);
}

async fn owners(reader: &Person, account: &Account) -> Vec<String> {
    let rows = reader.all(&account.path("/users")).await;
    let owners = rows.iter().filter(|row| row["role"] == "owner");
    owners.filter_map(|row| row["user_id"].as_str()).map(str::to_owned).collect()
}

fn transfer(from: &Person, account: &Account, to: &Person) -> portero_tests::api::Request {
    from.post(&account.path("/ownership-transfer"), &json!({ "user_id": to.id }))
}

async fn three_people(stage: &Stage) -> ([Person; 3], Account) {
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let eva = stage.member(&carmen, &account, "administrator", "eva@acme.es").await;
    ([carmen, luis, eva], account)
}

async fn an_owner_who_transfers_to_two_at_once_has_one_successor(stage: Stage) {
    let (people, account) = three_people(&stage).await;
    let mut owner = 0;

    for _ in 0..20 {
        let others = [(owner + 1) % 3, (owner + 2) % 3];
        let requests = others.map(|to| transfer(&people[owner], &account, &people[to]));
        let answers = at_once(requests.into()).await;

        assert_eq!((count(&answers, 200), count(&answers, 403)), (1, 1), "{answers:?}");
        let won = answers.iter().position(|answer| answer.status == 200).expect("one won");
        assert_eq!(owners(&people[owner], &account).await, [people[others[won]].id.as_str()]);
        owner = others[won];
    }

    let handed = transfers(&people[owner], &account).await;
    assert_eq!(handed.len(), 20, "one entry a transfer");
}

async fn transfers(reader: &Person, account: &Account) -> Vec<Value> {
    reader.all(&account.path("/audit-log?action=account.transfer_ownership")).await
}

async fn a_transfer_racing_the_next_one_leaves_one_owner(stage: Stage) {
    let (people, account) = three_people(&stage).await;
    let mut owner = 0;

    for _ in 0..20 {
        let (heir, next) = ((owner + 1) % 3, (owner + 2) % 3);
        // The heir hands on what they may not have yet, and takes the old owner's access.
        let answers = at_once(vec![
            transfer(&people[owner], &account, &people[heir]),
            transfer(&people[heir], &account, &people[next]),
            transfer(&people[next], &account, &people[owner]),
        ])
        .await;

        expect_no_fault(&answers);
        let [now] = &owners(&people[owner], &account).await[..] else { panic!("{answers:?}") };
        owner = people.iter().position(|one| one.id == *now).expect("one of the three");
        assert_eq!(answers[0].status, 200, "{}", answers[0].everything());
    }
}

async fn a_revocation_racing_an_acceptance_never_leaves_both(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let ana = stage.person("ana@acme.es").await;

    for round in 1..=20 {
        let sent = carmen.invite(&account, "finance", "ana@acme.es").await.expect(201);
        let id = sent.text_at("/results/0/invitation/id");
        let token = stage.sink.wait_for_token("ana@acme.es", "invitation", round).await;
        let invitation = account.path(&format!("/invitations/{id}"));
        let revoke = carmen.command(&format!("{invitation}/revoke"));
        let [revoked, accepted]: [Answer; 2] =
            at_once(vec![revoke, ana.accept(&token)]).await.try_into().expect("two answers");

        let became = carmen.get(&invitation).await.expect(200).text_at("/state");
        let member = carmen.get(&account.member(&ana, "")).await;
        match (revoked.status, accepted.status) {
            (200, 410) => {
                let _ = accepted.expect_problem(410, "link_revoked");
                assert_eq!((became.as_str(), member.status), ("revoked", 404));
            }
            (409, 200) => {
                let _ = revoked.expect_problem(409, "state_refused");
                assert_eq!((became.as_str(), member.status), ("accepted", 200));
                let _ = carmen.delete(&account.member(&ana, "")).await.expect(204);
            }
            both => panic!("{both:?}: {}{}", revoked.everything(), accepted.everything()),
        }
    }
}

async fn thirty_two_requests_with_one_idempotency_key_count_once(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let emails = "ana@a.es, luis@b.es; eva@c.es";
    let request = |_| {
        let form = carmen.invite(&account, "user", emails);
        form.header("Idempotency-Key", "one-and-the-same")
    };

    let answers = at_once((0..32).map(request).collect()).await;

    let told: BTreeSet<String> =
        answers.into_iter().map(|answer| answer.expect(201).text).collect();
    assert_eq!(told.len(), 1, "one answer: {told:#?}");
    assert_eq!(carmen.all(&account.path("/invitations")).await.len(), 3);
    assert_eq!(events_named(&carmen, &account, "invitation_sent").await.len(), 3);
    let audited = carmen.all(&account.path("/audit-log?action=invitation.send")).await;
    assert_eq!(audited.len(), 1);
    // A later form's mail comes after all of theirs.
    let _ = stage.invited(&carmen, &account, "user", "sol@d.es").await;
    for email in ["ana@a.es", "luis@b.es", "eva@c.es"] {
        assert_eq!(stage.sink.wait_for_mails(email, 1).await.len(), 1, "{email}");
    }
}

async fn sixteen_clients_who_invite_at_once_are_all_served(stage: Stage) {
    let (carmen, account) = stage.carmen().await;
    let form = |client: usize, round: usize| {
        let emails = format!("a{client}.{round}@acme.es b{client}.{round}@acme.es");
        carmen.invite(&account, "user", &emails)
    };

    for round in 0..5 {
        let answers = at_once((0..16).map(|client| form(client, round)).collect()).await;
        for answer in answers {
            let answer = answer.expect(201);
            assert_eq!(answer["results"][1]["outcome"], "invited", "{}", answer.text);
        }
    }

    assert_eq!(carmen.all(&account.path("/invitations")).await.len(), 160);
    assert_eq!(events_named(&carmen, &account, "invitation_sent").await.len(), 160);
    let verified = stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
}
