//! Associating a client area with another person: what is given, changed and taken away.

use portero_tests::stage::Stage;
use serde_json::{Value, json};

use crate::associating::{
    Neighbours, associate, enterable, expect_allowed, expect_unseen, form, grantable, kinds,
    offered,
};

#[tokio::test]
async fn s01_an_associated_person_enters_and_manages_the_account() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::associated(&stage, &json!("all")).await;

    let renamed = ana.patch(&acme.path(""), &json!({ "name": "Acme Dos" })).await.expect(200);

    assert_eq!(renamed["name"], "Acme Dos");
    assert_eq!(carmen.get(&acme.path("")).await.expect(200)["name"], "Acme Dos");
    let eva = stage.member(&ana, &acme, "finance", "eva@acme.es").await;
    let _ = eva.get(&acme.path("")).await.expect(200);
    let _ = ana.delete(&acme.member(&eva, "")).await.expect(204);
    let audited = carmen.all(&acme.path("/audit-log?action=account.update")).await;
    assert_eq!(audited[0]["actor"]["id"], ana.id.as_str(), "in their own name: {audited:?}");
}

#[tokio::test]
async fn s01_without_an_association_another_persons_account_is_not_there() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let _ = offered(&stage, &carmen, &acme, &form(&ana.email, &json!("all"))).await;

    // Invited, but not accepted.
    expect_unseen(&ana, &acme).await;
}

#[tokio::test]
async fn s02_every_client_area_is_listed_and_the_own_one_is_marked() {
    let stage = Stage::set().await;
    let Neighbours { acme, ana, taller, .. } = Neighbours::associated(&stage, &json!("all")).await;
    let luis = stage.person("luis@otra.es").await;
    let otra = luis.found("Otra S.L.").await;
    let form = json!({ "emails": [ana.email], "role": "finance" });
    let _ = luis.post(&otra.path("/invitations"), &form).await.expect(201);
    let token = stage.sink.wait_for_token(&ana.email, "invitation", 2).await;
    let _ = ana.accept(&token).await.expect(200);

    let rows = ana.all("/v1/me/accounts").await;

    let mut listed: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| ["id", "kind", "role"].map(|field| row[field].as_str().unwrap_or_default()))
        .map(|[id, kind, role]| (id, kind, role))
        .collect();
    listed.sort_unstable();
    let mut expected = [
        (acme.id.as_str(), "associated", "user"),
        (taller.id.as_str(), "own", "owner"),
        (otra.id.as_str(), "associated", "finance"),
    ];
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn s02_user_management_lists_the_owner_and_every_associate_with_their_permissions() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } =
        Neighbours::associated(&stage, &json!(["invoices.read", "users.read"])).await;

    for reader in [&carmen, &ana] {
        let rows = reader.all(&acme.path("/users")).await;

        let row = |email: &str| rows.iter().find(|row| row["email"] == email).expect("is listed");
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(row("carmen@acme.es")["role"], "owner");
        assert_eq!(row("ana@taller.es")["role"], "user");
        let mut grants: Vec<&str> = row("ana@taller.es")["grants"]
            .as_array()
            .expect("grants")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        grants.sort_unstable();
        assert_eq!(grants, ["invoices.read", "users.read"]);
    }
}

#[tokio::test]
async fn s03_changed_permissions_count_from_the_next_request_of_an_open_session() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } =
        Neighbours::associated(&stage, &json!(["invoices.read"])).await;
    let _ = ana.get(&acme.path("/users")).await.expect_problem(403, "forbidden");
    let path = acme.member(&ana, "");

    let wider = json!({ "grants": ["users.read", "audit.read"] });
    let changed = carmen.patch(&path, &wider).await.expect(200);

    assert_eq!(changed["grants"].as_array().map(Vec::len), Some(2), "{}", changed.text);
    let _ = ana.get(&acme.path("/users")).await.expect(200);
    let _ = ana.get(&acme.path("/audit-log")).await.expect(200);
    expect_allowed(&ana, &acme, &["audit.read", "users.read"]).await;

    let narrower = json!({ "grants": ["audit.read"] });
    let _ = carmen.patch(&path, &narrower).await.expect(200);

    let _ = ana.get(&acme.path("/users")).await.expect_problem(403, "forbidden");
    let _ = ana.get(&acme.path("/audit-log")).await.expect(200);

    let _ = carmen.patch(&path, &json!({ "grants": [] })).await.expect(200);

    expect_allowed(&ana, &acme, &[]).await;
    let _ = ana.get(&acme.path("/audit-log")).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn s03_all_at_once_and_another_role_are_changes_like_any_other() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } =
        Neighbours::associated(&stage, &json!(["invoices.read"])).await;
    let path = acme.member(&ana, "");

    let _ = carmen.patch(&path, &json!({ "grants": "all" })).await.expect(200);

    expect_allowed(&ana, &acme, &grantable()).await;

    let changed = carmen.patch(&path, &json!({ "role": "finance" })).await.expect(200);

    assert_eq!(changed["grants"], json!([]), "another role drops the grants: {}", changed.text);
    let back = carmen.patch(&path, &json!({ "role": "user" })).await.expect(200);
    assert_eq!(back["grants"], json!([]), "and they do not come back: {}", back.text);
    expect_allowed(&ana, &acme, &[]).await;
}

#[tokio::test]
async fn s03_an_associate_changes_neither_their_own_permissions_nor_beyond_them() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } =
        Neighbours::associated(&stage, &json!(["users.read", "users.manage"])).await;
    let noa = associate(&stage, &carmen, &acme, "noa@acme.es", &json!([])).await;
    let more = json!({ "grants": ["users.read", "invoices.pay"] });

    let own = ana.patch(&acme.member(&ana, ""), &more).await;
    let others = ana.patch(&acme.member(&noa, ""), &more).await;

    let _ = own.expect_problem(403, "own_access");
    let others = others.expect_problem(403, "exceeds_own_permissions");
    assert_eq!(others["explanation"]["missing"], "invoices.pay", "{}", others.text);
    expect_allowed(&noa, &acme, &[]).await;
    let within = json!({ "grants": "all" });
    let _ = ana.patch(&acme.member(&noa, ""), &within).await.expect(200);
    expect_allowed(&noa, &acme, &["users.manage", "users.read"]).await;
}

#[tokio::test]
async fn s04_access_taken_away_is_gone_from_the_next_request_of_an_open_session() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, taller } =
        Neighbours::associated(&stage, &json!("all")).await;
    let token = stage.sink.wait_for_token(&ana.email, "invitation", 1).await;
    let _ = ana.get(&acme.path("/users")).await.expect(200);

    let _ = carmen.delete(&acme.member(&ana, "")).await.expect(204);

    expect_unseen(&ana, &acme).await;
    let asked = ana.post(&acme.path("/access/check"), &json!({ "permission": "users.read" }));
    let _ = asked.await.expect_problem(404, "not_found");
    assert_eq!(enterable(&ana).await, kinds(&[("Taller Ana", "own")]));
    assert_eq!(carmen.all(&acme.path("/users")).await.len(), 1);
    // The session goes on for what is theirs; the old link brings nothing back.
    let _ = ana.get(&taller.path("")).await.expect(200);
    let _ = ana.accept(&token).await;
    expect_unseen(&ana, &acme).await;
    let _ = carmen.get(&acme.member(&ana, "")).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn s04_an_associate_may_leave_by_themselves() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::associated(&stage, &json!([])).await;

    let _ = ana.delete(&acme.member(&ana, "")).await.expect(204);

    expect_unseen(&ana, &acme).await;
    assert_eq!(carmen.all(&acme.path("/users")).await.len(), 1);
}

#[tokio::test]
async fn s05_the_invitation_is_for_the_one_address_whoever_has_the_link() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::on(&stage).await;
    let luis = stage.person("luis@otra.es").await;

    let token = offered(&stage, &carmen, &acme, &form(&ana.email, &json!("all"))).await;

    let refused = luis.accept(&token).await;
    let _ = refused.expect_problem(403, "invitation_for_another_address");
    let declined = luis.post("/v1/invitations/decline", &json!({ "token": token })).await;
    let _ = declined.expect_problem(403, "invitation_for_another_address");
    assert!(luis.all("/v1/me/invitations").await.is_empty());
    expect_unseen(&luis, &acme).await;
    let mails = stage.sink.mails();
    let carriers: Vec<_> = mails.iter().filter(|mail| mail.leads_to("invitation")).collect();
    assert_eq!((carriers.len(), &carriers[0].rcpt_to[..]), (1, &[ana.email.clone()][..]));
    let _ = ana.accept(&token).await.expect(200);
    let _ = ana.get(&acme.path("/users")).await.expect(200);
}

#[tokio::test]
async fn s06_exactly_the_chosen_permissions_are_given() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let sets: [&[&str]; 3] =
        [&[], &["services.sign_in"], &["domains.manage", "invoices.pay", "users.invite"]];

    for (number, chosen) in sets.into_iter().enumerate() {
        let email = format!("ana{number}@taller.es");
        let ana = associate(&stage, &carmen, &acme, &email, &json!(chosen)).await;

        expect_allowed(&ana, &acme, chosen).await;
    }
}

#[tokio::test]
async fn s06_all_is_everything_that_the_giver_may_give_and_never_what_is_reserved() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = stage.member(&carmen, &acme, "administrator", "luis@acme.es").await;

    for (giver, email) in [(&carmen, "ana@taller.es"), (&luis, "eva@taller.es")] {
        let associated = associate(&stage, giver, &acme, email, &json!("all")).await;

        expect_allowed(&associated, &acme, &grantable()).await;
        let closed = associated.delete(&acme.path("")).await;
        let _ = closed.expect_problem(403, "forbidden");
    }
    for reserved in ["account.close", "account.transfer_ownership"] {
        let form = form("noa@acme.es", &json!([reserved]));
        let refused = carmen.post(&acme.path("/invitations"), &form).await;
        let _ = refused.expect_problem(422, "invalid_fields");
    }
    assert!(stage.sink.mails_to("noa@acme.es").is_empty());
}

#[tokio::test]
async fn s06_the_choice_is_a_list_or_all_and_no_other_word() {
    let stage = Stage::set().await;
    let Neighbours { carmen, acme, ana, .. } = Neighbours::associated(&stage, &json!([])).await;
    let beside_a_role =
        json!({ "emails": ["noa@acme.es"], "role": "administrator", "grants": "all" });
    let forms = [
        form("noa@acme.es", &json!("everything")),
        form("noa@acme.es", &json!(["invoices.read", "all"])),
        beside_a_role,
    ];

    for form in forms {
        let refused = carmen.post(&acme.path("/invitations"), &form).await;
        let _ = refused.expect_problem(422, "invalid_fields");
    }
    let changed = carmen.patch(&acme.member(&ana, ""), &json!({ "grants": "everything" })).await;

    let _ = changed.expect_problem(422, "invalid_fields");
    expect_allowed(&ana, &acme, &[]).await;
    assert!(carmen.all(&acme.path("/invitations?q=noa")).await.is_empty());
}

#[tokio::test]
async fn s06_an_associate_who_invites_gives_no_more_than_they_were_given() {
    let stage = Stage::set().await;
    let held = ["invoices.read", "services.read", "users.invite"];
    let Neighbours { acme, ana, .. } = Neighbours::associated(&stage, &json!(held)).await;
    let path = acme.path("/invitations");

    for beyond in [json!(["domains.read"]), json!(["invoices.read", "domains.read"])] {
        let refused = ana.post(&path, &form("noa@acme.es", &beyond)).await;
        let refused = refused.expect_problem(403, "exceeds_own_permissions");
        assert_eq!(refused["explanation"]["missing"], "domains.read", "{}", refused.text);
    }
    for role in ["administrator", "finance"] {
        let refused = ana.invite(&acme, role, "noa@acme.es").await;
        let _ = refused.expect_problem(403, "exceeds_own_permissions");
    }
    assert!(stage.sink.mails_to("noa@acme.es").is_empty());

    let noa = associate(&stage, &ana, &acme, "noa@acme.es", &json!("all")).await;
    let eva = associate(&stage, &ana, &acme, "eva@acme.es", &json!(["services.read"])).await;

    expect_allowed(&noa, &acme, &held).await;
    expect_allowed(&eva, &acme, &["services.read"]).await;
}

#[tokio::test]
async fn s06_all_is_what_the_giver_held_when_inviting_and_must_still_hold_at_acceptance() {
    let stage = Stage::set().await;
    let held = json!(["invoices.read", "users.invite"]);
    let Neighbours { carmen, acme, ana, .. } = Neighbours::associated(&stage, &held).await;
    let noa = stage.person("noa@acme.es").await;
    let token = offered(&stage, &ana, &acme, &form("noa@acme.es", &json!("all"))).await;
    let fewer = json!({ "grants": ["users.invite"] });
    let _ = carmen.patch(&acme.member(&ana, ""), &fewer).await.expect(200);

    let refused = noa.accept(&token).await;

    let _ = refused.expect_problem(409, "inviter_cannot_give");
    expect_unseen(&noa, &acme).await;
    // Whoever can give it makes the invitation good by sending it again.
    let waiting = noa.get("/v1/me/invitations").await.expect(200).text_at("/items/0/id");
    let resend = carmen.command(&acme.path(&format!("/invitations/{waiting}/resend")));
    let _ = resend.await.expect(200);
    let token = stage.sink.wait_for_token("noa@acme.es", "invitation", 2).await;
    let _ = noa.accept(&token).await.expect(200);
    expect_allowed(&noa, &acme, &["invoices.read", "users.invite"]).await;
}
