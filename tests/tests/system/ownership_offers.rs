//! Handing an account over by two: the owner offers, the other accepts, either calls it off.

use std::collections::BTreeMap;

use portero_tests::api::Request;
use portero_tests::stage::{Account, Person, Registration, Stage};
use serde_json::{Value, json};

use crate::associating::{NOBODY, alter_sessions, with_old_session};
use crate::together::{at_once, count, expect_no_fault, on_both_stores};

on_both_stores!(
    of_many_acceptances_at_once_one_counts,
    an_acceptance_racing_its_calling_off_has_one_winner,
    two_offers_at_once_leave_one_who_can_accept,
);

/// An account with an owner who writes Spanish, a member who writes English, and a third one.
struct Company {
    stage: Stage,
    carmen: Person,
    luis: Person,
    eva: Person,
    acme: Account,
}

impl Company {
    async fn set() -> Self {
        Self::on(Stage::set().await).await
    }

    async fn on(stage: Stage) -> Self {
        let (carmen, acme) = stage.carmen().await;
        let token = stage.invited(&carmen, &acme, "user", "luis@acme.es").await;
        let luis = Registration::of("luis@acme.es").invitation(&token).field("language", "en");
        let luis = stage.registered(&luis).await;
        let eva = stage.member(&carmen, &acme, "administrator", "eva@acme.es").await;
        Self { stage, carmen, luis, eva, acme }
    }

    fn path(&self) -> String {
        self.acme.path("/ownership-offer")
    }

    fn offer(&self, to: &Person) -> Request {
        self.carmen.post(&self.path(), &json!({ "user_id": to.id }))
    }

    async fn offered_to(&self, to: &Person) {
        let made = self.offer(to).await.expect(201);
        assert_eq!(made["to_user_id"], to.id.as_str(), "{}", made.text);
    }

    fn accept(&self, by: &Person) -> Request {
        by.command(&format!("{}/accept", self.path()))
    }

    /// Everyone's role, by address, as this member sees it.
    async fn roles(&self, reader: &Person) -> BTreeMap<String, String> {
        let rows = reader.all(&self.acme.path("/users")).await;
        let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        rows.iter().map(|row| (text(row, "email"), text(row, "role"))).collect()
    }

    /// Whether the list of someone's accounts says that this one is offered to them.
    async fn is_told_of_an_offer(&self, person: &Person) -> Value {
        let rows = person.all("/v1/me/accounts").await;
        let row = rows.iter().find(|row| row["id"] == self.acme.id.as_str());
        row.expect("it is listed")["ownership_offered"].clone()
    }

    /// Insists that to these people no offer is there: the same bytes as for no account at all.
    async fn expect_no_offer_for(&self, people: &[&Person]) {
        for person in people {
            let never = person.get(&format!("/v1/accounts/{NOBODY}/ownership-offer")).await;
            let never = never.expect_problem(404, "not_found");
            for refused in [
                person.get(&self.path()).await,
                self.accept(person).await,
                person.delete(&self.path()).await,
            ] {
                assert_eq!(refused.status, 404, "{}", refused.everything());
                assert_eq!(refused.text, never.text, "the same bytes");
            }
        }
    }
}

fn roles(expected: [(&str, &str); 3]) -> BTreeMap<String, String> {
    expected.map(|(name, role)| (format!("{name}@acme.es"), role.to_owned())).into()
}

const AT_FIRST: [(&str, &str); 3] =
    [("carmen", "owner"), ("eva", "administrator"), ("luis", "user")];

#[tokio::test]
async fn an_offer_changes_nothing_until_it_is_accepted() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, eva, .. } = &company;

    company.offered_to(luis).await;

    assert_eq!(company.roles(carmen).await, roles(AT_FIRST));
    for side in [carmen, luis] {
        let seen = side.get(&company.path()).await.expect(200);
        assert_eq!(seen["by_user_id"], carmen.id.as_str(), "{}", seen.text);
        assert_eq!(seen["to_user_id"], luis.id.as_str(), "{}", seen.text);
        assert!(seen.text_at("/expires_at") > seen.text_at("/offered_at"), "{}", seen.text);
    }
    assert_eq!(company.is_told_of_an_offer(luis).await, true);
    assert_eq!(company.is_told_of_an_offer(carmen).await, false);
    assert_eq!(company.is_told_of_an_offer(eva).await, false);
    let refused = luis.get(&company.acme.path("/users")).await;
    let _ = refused.expect_problem(403, "forbidden");
    let mail = stage.sink.wait_for_mail("luis@acme.es", 3).await;
    assert_eq!(mail.subject, "carmen Soler offers you the ownership of Acme S.L.");
}

#[tokio::test]
async fn an_accepted_offer_swaps_owner_and_administrator_and_tells_both() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, acme, .. } = &company;
    company.offered_to(luis).await;

    let taken = company.accept(luis).await.expect(200);

    assert_eq!(taken["id"], acme.id.as_str(), "{}", taken.text);
    let swapped = [("carmen", "administrator"), ("eva", "administrator"), ("luis", "owner")];
    assert_eq!(company.roles(luis).await, roles(swapped));
    let refused = carmen.delete(&acme.path("")).await.expect_problem(403, "forbidden");
    assert_eq!(refused["explanation"]["missing"], "account.close", "{}", refused.text);
    company.expect_no_offer_for(&[carmen, luis]).await;
    assert_eq!(company.is_told_of_an_offer(luis).await, false);
    let to_luis = stage.sink.wait_for_mail("luis@acme.es", 4).await;
    assert_eq!(to_luis.subject, "The account Acme S.L. is now yours");
    let to_carmen = stage.sink.wait_for_mail("carmen@acme.es", 2).await;
    assert_eq!(to_carmen.subject, "La cuenta Acme S.L. ha cambiado de propietario");
    let audited = luis.all(&acme.path("/audit-log?action=account.transfer_ownership")).await;
    assert_eq!((audited.len(), &audited[0]["actor"]["id"]), (1, &json!(luis.id)));
}

#[tokio::test]
async fn either_side_calls_it_off_and_the_other_is_told() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, .. } = &company;
    company.offered_to(luis).await;

    let _ = carmen.delete(&company.path()).await.expect(204);

    company.expect_no_offer_for(&[carmen, luis]).await;
    assert_eq!(company.is_told_of_an_offer(luis).await, false);
    let told = stage.sink.wait_for_mail("luis@acme.es", 4).await;
    assert_eq!(told.subject, "The transfer of Acme S.L. was called off");
    assert!(told.text.contains("carmen Soler"), "{}", told.text);

    company.offered_to(luis).await;
    let _ = luis.delete(&company.path()).await.expect(204);

    company.expect_no_offer_for(&[carmen, luis]).await;
    let told = stage.sink.wait_for_mail("carmen@acme.es", 2).await;
    assert_eq!(told.subject, "La transferencia de Acme S.L. se ha cancelado");
    assert!(told.text.contains("luis Soler"), "{}", told.text);
    assert_eq!(company.roles(carmen).await, roles(AT_FIRST));
}

#[tokio::test]
async fn to_a_third_member_and_to_strangers_the_offer_is_not_there() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, eva, .. } = &company;
    let stranger = stage.person("mar@otra.es").await;
    company.offered_to(luis).await;

    company.expect_no_offer_for(&[eva, &stranger]).await;

    let seen = luis.get(&company.path()).await.expect(200);
    assert_eq!(seen["by_user_id"], carmen.id.as_str(), "it still stands: {}", seen.text);
    assert_eq!(company.roles(carmen).await, roles(AT_FIRST));
}

#[tokio::test]
async fn only_the_owner_offers_and_only_to_an_active_member() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, eva, acme } = &company;
    let stranger = stage.person("mar@otra.es").await;

    let to_stranger = company.offer(&stranger).await.expect_problem(404, "not_found");
    let to_nobody = carmen.post(&company.path(), &json!({ "user_id": NOBODY })).await;
    assert_eq!(to_stranger.text, to_nobody.expect(404).text, "the same bytes");
    let _ = company.offer(carmen).await.expect_problem(409, "state_refused");
    let by_eva = eva.post(&company.path(), &json!({ "user_id": luis.id })).await;
    let by_eva = by_eva.expect_problem(403, "forbidden");
    assert_eq!(by_eva["explanation"]["missing"], "account.transfer_ownership");
    let _ = carmen.command(&acme.member(luis, "/suspend")).await.expect(204);
    let _ = company.offer(luis).await.expect_problem(409, "state_refused");
    let _ = carmen.command(&acme.member(luis, "/reactivate")).await.expect(204);
    let _ = stage.server.run(&["users", "suspend", "luis@acme.es"]).await.expect_success();
    let _ = company.offer(luis).await.expect_problem(409, "state_refused");

    company.expect_no_offer_for(&[carmen, eva]).await;
    assert_eq!(stage.sink.mails_to("luis@acme.es").len(), 2, "nothing was offered");
}

#[tokio::test]
async fn someone_suspended_or_removed_since_the_offer_cannot_take_the_account() {
    let company = Company::set().await;
    let Company { carmen, luis, acme, .. } = &company;
    company.offered_to(luis).await;

    let _ = carmen.command(&acme.member(luis, "/suspend")).await.expect(204);
    let _ = company.accept(luis).await.expect_problem(409, "state_refused");
    let _ = carmen.delete(&acme.member(luis, "")).await.expect(204);
    let _ = company.accept(luis).await.expect_problem(404, "not_found");

    assert_eq!(company.roles(carmen).await.get("carmen@acme.es"), Some(&"owner".to_owned()));
}

#[tokio::test]
async fn an_offer_waits_while_the_operator_keeps_its_owner_out() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, eva, .. } = &company;
    company.offered_to(luis).await;

    let _ = stage.server.run(&["users", "suspend", "carmen@acme.es"]).await.expect_success();
    let _ = company.accept(luis).await.expect_problem(409, "state_refused");
    let _ = stage.server.run(&["users", "reactivate", "carmen@acme.es"]).await.expect_success();

    assert_eq!(company.roles(eva).await, roles(AT_FIRST));
    let _ = company.accept(luis).await.expect(200);
    let _ = stage.again(carmen).await.get(&company.acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn an_offer_does_not_outlive_the_membership_it_was_made_to() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, eva, acme } = &company;
    company.offered_to(luis).await;
    let _ = eva.delete(&acme.member(luis, "")).await.expect(204);

    // Back as someone with nothing, by another's invitation.
    let _ = eva.invite(acme, "user", "luis@acme.es").await.expect(201);
    let token = stage.sink.wait_for_token("luis@acme.es", "invitation", 2).await;
    let _ = luis.accept(&token).await.expect(200);

    let _ = company.accept(luis).await.expect_problem(404, "not_found");
    assert_eq!(company.roles(carmen).await, roles(AT_FIRST));
}

#[tokio::test]
async fn a_direct_transfer_ends_the_offer() {
    let company = Company::set().await;
    let Company { carmen, luis, eva, acme, .. } = &company;
    company.offered_to(luis).await;

    let transfer = carmen.post(&acme.path("/ownership-transfer"), &json!({ "user_id": eva.id }));
    let _ = transfer.await.expect(200);

    company.expect_no_offer_for(&[carmen, luis, eva]).await;
    assert_eq!(company.is_told_of_an_offer(luis).await, false);
    let transferred = [("carmen", "administrator"), ("eva", "owner"), ("luis", "user")];
    assert_eq!(company.roles(eva).await, roles(transferred));
}

#[tokio::test]
async fn a_new_offer_takes_the_place_of_the_earlier_one() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, eva, .. } = &company;
    company.offered_to(luis).await;
    company.offered_to(eva).await;

    company.expect_no_offer_for(&[luis]).await;
    assert_eq!(company.is_told_of_an_offer(luis).await, false);
    assert_eq!(company.is_told_of_an_offer(eva).await, true);
    // The same offer again is the same offer.
    company.offered_to(eva).await;
    let _ = company.accept(eva).await.expect(200);

    let taken = [("carmen", "administrator"), ("eva", "owner"), ("luis", "user")];
    assert_eq!(company.roles(eva).await, roles(taken));
    let _ = stage.sink.wait_for_mail("carmen@acme.es", 2).await;
    let mails = stage.sink.mails_to("eva@acme.es");
    let offers = mails.iter().filter(|mail| mail.subject.starts_with("carmen Soler le ofrece"));
    assert_eq!(offers.count(), 1, "one mail for one offer");
    company.expect_no_offer_for(&[carmen, luis]).await;
}

#[tokio::test]
async fn closing_the_account_ends_the_offer() {
    let company = Company::set().await;
    let Company { carmen, luis, acme, .. } = &company;
    company.offered_to(luis).await;

    let _ = carmen.delete(&acme.path("")).await.expect(204);

    for person in [carmen, luis] {
        let offer = person.get(&acme.path("/ownership-offer")).await;
        let _ = offer.expect_problem(409, "account_closed");
    }
    let again = company.offer(luis).await;
    assert!(matches!(again.status, 403 | 404), "{}", again.everything());
}

#[tokio::test]
async fn offering_and_accepting_need_the_password_anew_and_calling_off_does_not() {
    let mut company = Company::set().await;
    let long_ago = "authenticated_at = authenticated_at - 660000000";
    let Some(()) = alter_sessions(&mut company.stage, long_ago).await else { return };
    for person in [&mut company.carmen, &mut company.luis] {
        *person = with_old_session(&company.stage, person).await;
    }
    let Company { stage, carmen, luis, eva, .. } = &company;
    let anew = |person: &Person| {
        let body = json!({ "password": person.password });
        person.post("/v1/sessions/current/reauthenticate", &body)
    };

    let refused = company.offer(luis).await;
    let _ = refused.expect_problem(403, "reauthentication_required");
    let confirmed = anew(carmen).await;
    assert!(matches!(confirmed.status, 200..=204), "{}", confirmed.everything());
    company.offered_to(luis).await;
    let refused = company.accept(luis).await;
    let _ = refused.expect_problem(403, "reauthentication_required");
    let _ = luis.delete(&company.path()).await.expect(204);
    company.offered_to(luis).await;
    let confirmed = anew(luis).await;
    assert!(matches!(confirmed.status, 200..=204), "{}", confirmed.everything());

    let _ = company.accept(luis).await.expect(200);
    let swapped = [("carmen", "administrator"), ("eva", "administrator"), ("luis", "owner")];
    assert_eq!(company.roles(&stage.again(eva).await).await, roles(swapped));
}

async fn of_many_acceptances_at_once_one_counts(stage: Stage) {
    let company = Company::on(stage).await;
    let Company { luis, acme, .. } = &company;
    company.offered_to(luis).await;

    let answers = at_once((0..8).map(|_| company.accept(luis)).collect()).await;

    expect_no_fault(&answers);
    assert_eq!((count(&answers, 200), count(&answers, 404)), (1, 7), "{answers:?}");
    let swapped = [("carmen", "administrator"), ("eva", "administrator"), ("luis", "owner")];
    assert_eq!(company.roles(luis).await, roles(swapped));
    let audited = luis.all(&acme.path("/audit-log?action=account.transfer_ownership")).await;
    assert_eq!(audited.len(), 1, "{audited:?}");
}

async fn an_acceptance_racing_its_calling_off_has_one_winner(stage: Stage) {
    let company = Company::on(stage).await;
    let Company { carmen, luis, eva, .. } = &company;
    company.offered_to(luis).await;

    let answers = at_once(vec![company.accept(luis), carmen.delete(&company.path())]).await;

    let owner = match (answers[0].status, answers[1].status) {
        (200, 404) => "luis@acme.es",
        (404, 204) => "carmen@acme.es",
        _ => panic!("{answers:?}"),
    };
    let now = company.roles(eva).await;
    let owners: Vec<&String> =
        now.iter().filter(|(_, role)| *role == "owner").map(|(email, _)| email).collect();
    assert_eq!(owners, [owner]);
}

async fn two_offers_at_once_leave_one_who_can_accept(stage: Stage) {
    let company = Company::on(stage).await;
    let Company { carmen, luis, eva, .. } = &company;

    let offers = at_once(vec![company.offer(luis), company.offer(eva)]).await;

    expect_no_fault(&offers);
    let standing = carmen.get(&company.path()).await.expect(200).text_at("/to_user_id");
    let taken = at_once(vec![company.accept(luis), company.accept(eva)]).await;
    expect_no_fault(&taken);
    assert_eq!((count(&taken, 200), count(&taken, 404)), (1, 1), "{taken:?}");
    let winner = if taken[0].status == 200 { luis } else { eva };
    assert_eq!(winner.id, standing);
}
