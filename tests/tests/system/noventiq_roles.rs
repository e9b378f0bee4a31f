//! Who may do what on an account: the employees of a company in the three roles on offer.

use std::collections::BTreeSet;

use portero_tests::stage::{Account, Person, Stage};
use serde_json::{Value, json};

use crate::matrix::{ROLES, held_by, holders_of, permissions};

/// Asks, permission by permission, whether someone may; the one asked about is the asker.
async fn checked(person: &Person, account: &Account) -> Vec<(&'static str, Value)> {
    let checks: Vec<Value> =
        permissions().iter().map(|name| json!({ "permission": name })).collect();
    let path = account.path("/access/check-batch");
    let answer = person.post(&path, &json!({ "checks": checks })).await.expect(200);
    let results = answer["results"].as_array().expect("the answers").clone();
    assert_eq!(results.len(), permissions().len(), "one answer each");
    permissions().into_iter().zip(results).collect()
}

/// What someone may do on an account, by their own checks.
pub async fn allowed(person: &Person, account: &Account) -> BTreeSet<&'static str> {
    let checked = checked(person, account).await;
    checked.into_iter().filter(|(_, one)| one["allowed"] == true).map(|(name, _)| name).collect()
}

async fn role_of(asker: &Person, account: &Account, person: &Person) -> String {
    asker.get(&account.member(person, "")).await.expect(200).text_at("/role")
}

#[tokio::test]
async fn n01_each_role_is_allowed_and_denied_exactly_what_the_table_says() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    assert_eq!(allowed(&carmen, &account).await, held_by("owner"));

    for role in ["administrator", "finance", "user"] {
        let employee = stage.member(&carmen, &account, role, &format!("{role}@acme.es")).await;

        for (permission, answer) in checked(&employee, &account).await {
            let explanation = &answer["explanation"];
            if held_by(role).contains(permission) {
                assert_eq!(answer["allowed"], true, "{role} {permission}: {answer}");
                assert_eq!(explanation["because"]["role"], role, "{permission}: {answer}");
            } else {
                assert_eq!(answer["allowed"], false, "{role} {permission}: {answer}");
                assert_eq!(explanation["missing"], permission, "{role}: {answer}");
                assert_eq!(explanation["held_by_roles"], json!(holders_of(permission)));
            }
        }
    }
}

#[tokio::test]
async fn n01_the_role_on_one_account_gives_nothing_on_another() {
    let stage = Stage::set().await;
    let (carmen, acme) = stage.carmen().await;
    let luis = stage.member(&carmen, &acme, "administrator", "luis@acme.es").await;
    let other = carmen.found("Otra S.L.").await;

    let _ = luis.get(&acme.path("")).await.expect(200);
    let _ = luis.get(&other.path("")).await.expect_problem(404, "not_found");
    let asked = luis.post(&other.path("/access/check"), &json!({ "permission": "users.read" }));
    let _ = asked.await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn n01_the_published_policy_is_the_table_for_all_six_roles() {
    let stage = Stage::set().await;

    let policy = stage.api().get("/v1/policy").await.expect(200);

    let roles = policy["roles"].as_array().expect("roles");
    assert_eq!(roles.len(), ROLES.len(), "{}", policy.text);
    for role in ROLES {
        let found = roles.iter().find(|one| one["name"] == role).expect("the role is there");
        let published = found["permissions"].as_array().expect("its permissions").iter();
        let published: BTreeSet<&str> = published.filter_map(Value::as_str).collect();
        assert_eq!(published, held_by(role), "{role}");
    }
}

#[tokio::test]
async fn n02_a_user_of_the_panel_is_a_user_of_nothing_else() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let stranger = stage.person("ana@acme.es").await;

    let session = stage.sign_in("ana@acme.es", &stranger.password).await.expect(201);

    assert_eq!(session["accounts"], json!([]), "{}", session.text);
    assert_eq!(session["client_areas"], json!([]), "{}", session.text);
    let me = stranger.get("/v1/me").await.expect(200);
    let told: BTreeSet<&str> =
        me.json.as_object().expect("a profile").keys().map(String::as_str).collect();
    let of_the_panel = ["created_at", "email", "email_confirmed", "first_name", "id", "language"];
    let expected: BTreeSet<&str> =
        of_the_panel.into_iter().chain(["last_name", "version"]).collect();
    assert_eq!(told, expected, "nothing of a service");
    // Nor does a user with the same address become a member by being one of the panel.
    assert_eq!(carmen.all(&account.path("/users")).await.len(), 1);
}

#[tokio::test]
async fn n05_the_list_of_users_shows_everyone_with_access_and_their_role() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let eva = stage.member(&carmen, &account, "finance", "eva@acme.es").await;
    let _noa = stage.member(&carmen, &account, "user", "noa@acme.es").await;
    // Invited is not yet with access.
    let _ = stage.invited(&carmen, &account, "user", "mario@acme.es").await;

    for reader in [&carmen, &luis, &eva] {
        let rows = reader.all(&account.path("/users")).await;

        let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let listed: BTreeSet<(String, String)> =
            rows.iter().map(|row| (text(row, "email"), text(row, "role"))).collect();
        let expected = [
            ("carmen@acme.es", "owner"),
            ("eva@acme.es", "finance"),
            ("luis@acme.es", "administrator"),
            ("noa@acme.es", "user"),
        ];
        assert_eq!(rows.len(), expected.len());
        assert_eq!(listed, expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
    }
    let found = carmen.all(&account.path("/users?role=finance")).await;
    assert_eq!((found.len(), &found[0]["email"]), (1, &json!("eva@acme.es")));
}

#[tokio::test]
async fn n08_owner_and_contact_roles_are_never_on_offer() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let noa = stage.member(&carmen, &account, "user", "noa@acme.es").await;

    for role in ["owner", "technical_contact", "billing_contact"] {
        for giver in [&carmen, &luis] {
            let invited = giver.invite(&account, role, "ana@acme.es").await;
            let changed = giver.patch(&account.member(&noa, ""), &json!({ "role": role })).await;

            for refused in [invited, changed] {
                let refused = refused.expect_problem(422, "invalid_fields");
                assert_eq!(refused["errors"][0]["field"], "role", "{}", refused.text);
                assert_eq!(refused["errors"][0]["code"], "role_not_on_offer", "{}", refused.text);
            }
        }
    }
    assert_eq!(role_of(&carmen, &account, &noa).await, "user");
    assert_eq!(carmen.all(&account.path("/invitations?q=ana")).await, Vec::<Value>::new());
    assert!(stage.sink.mails_to("ana@acme.es").is_empty());
}

#[tokio::test]
async fn n09_an_administrator_cannot_manage_the_owner() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let owner = account.member(&carmen, "");

    let refused = [
        luis.patch(&owner, &json!({ "role": "user" })).await,
        luis.patch(&owner, &json!({ "notifications": ["general", "billing"] })).await,
        luis.command(&format!("{owner}/suspend")).await,
        luis.command(&format!("{owner}/reactivate")).await,
        luis.delete(&owner).await,
    ];

    for answer in refused {
        let _ = answer.expect_problem(403, "target_is_owner");
    }
    let transfer = luis.post(&account.path("/ownership-transfer"), &json!({ "user_id": luis.id }));
    let transfer = transfer.await.expect_problem(403, "forbidden");
    assert_eq!(transfer["explanation"]["missing"], "account.transfer_ownership");
    assert_eq!(transfer["explanation"]["held_by_roles"], json!(["owner"]));
    let closed = luis.delete(&account.path("")).await.expect_problem(403, "forbidden");
    assert_eq!(closed["explanation"]["missing"], "account.close");
    let still = luis.get(&owner).await.expect(200);
    assert_eq!((&still["role"], &still["state"]), (&json!("owner"), &json!("active")));
}

#[tokio::test]
async fn n09_an_administrator_manages_everyone_else() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let eva = stage.member(&luis, &account, "finance", "eva@acme.es").await;
    let other = stage.member(&luis, &account, "administrator", "otro@acme.es").await;

    let path = account.member(&eva, "");
    let changed = luis.patch(&path, &json!({ "role": "user" })).await.expect(200);
    assert_eq!(changed["role"], "user");
    for command in ["/suspend", "/reactivate"] {
        let _ = luis.command(&account.member(&eva, command)).await.expect(204);
    }
    let _ = luis.delete(&path).await.expect(204);
    let _ = luis.get(&path).await.expect_problem(404, "not_found");
    // Someone who holds the same is within an administrator's power, too; oneself is not.
    let _ = luis.command(&account.member(&other, "/suspend")).await.expect(204);
    let own = luis.patch(&account.member(&luis, ""), &json!({ "role": "finance" })).await;
    let _ = own.expect_problem(403, "own_access");
}

#[tokio::test]
async fn n10_finance_updates_the_account_pays_and_generates_reports() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let eva = stage.member(&carmen, &account, "finance", "eva@acme.es").await;

    let details = json!({ "details": { "company": "Acme Sociedad Limitada", "tax_id": "B1" } });
    let updated = eva.patch(&account.path(""), &details).await.expect(200);

    assert_eq!(updated["details"], details["details"]);
    let seen = carmen.get(&account.path("")).await.expect(200);
    assert_eq!(seen["details"], details["details"]);
    let allowed = allowed(&eva, &account).await;
    for permission in ["account.update", "invoices.pay", "reports.generate"] {
        assert!(allowed.contains(permission), "{permission}");
    }
    let _ = eva.invite(&account, "user", "ana@acme.es").await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn n11_finance_reads_every_section_except_service_administration() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let luis = stage.member(&carmen, &account, "administrator", "luis@acme.es").await;
    let eva = stage.member(&carmen, &account, "finance", "eva@acme.es").await;

    for section in ["", "/users", "/audit-log", "/events"] {
        let _ = eva.get(&account.path(section)).await.expect(200);
    }

    let finance = allowed(&eva, &account).await;
    let readable: BTreeSet<&str> =
        permissions().into_iter().filter(|name| name.split('.').nth(1) == Some("read")).collect();
    let hidden: Vec<&str> =
        readable.iter().copied().filter(|name| !finance.contains(name)).collect();
    assert_eq!(hidden, ["services.read"]);
    for administration in ["services.read", "services.manage", "services.sign_in"] {
        assert!(!finance.contains(administration), "{administration}");
        for above in [&carmen, &luis] {
            assert!(allowed(above, &account).await.contains(administration), "{administration}");
        }
    }
}

#[tokio::test]
async fn n12_a_user_sees_no_section_but_receives_financial_notifications_once_granted() {
    let stage = Stage::set().await;
    let (carmen, account) = stage.carmen().await;
    let noa = stage.member(&carmen, &account, "user", "noa@acme.es").await;
    for section in ["", "/users", "/invitations", "/audit-log", "/events", "/service-keys"] {
        let refused = noa.get(&account.path(section)).await.expect_problem(403, "forbidden");
        let explanation = &refused["explanation"];
        assert!(explanation["missing"].is_string(), "{}", refused.text);
        assert!(explanation["held_by_roles"].is_array(), "{}", refused.text);
        assert!(explanation.get("could_be_given_by").is_none(), "no names: {}", refused.text);
    }
    let recipients = account.path("/communications/recipients?category=billing");
    let billed = |answer: &portero_tests::api::Answer, list: &str| {
        let people = answer[list].as_array().expect("people");
        people.iter().any(|one| one["email"] == "noa@acme.es")
    };
    let before = carmen.get(&recipients).await.expect(200);
    assert!(!billed(&before, "items") && billed(&before, "left_out"), "{}", before.text);

    let granted = json!({ "notifications": ["billing"] });
    let _ = carmen.patch(&account.member(&noa, ""), &granted).await.expect(200);

    let after = carmen.get(&recipients).await.expect(200);
    assert!(billed(&after, "items") && !billed(&after, "left_out"), "{}", after.text);
    assert_eq!(allowed(&noa, &account).await, BTreeSet::new(), "and still sees nothing");
    let beyond = json!({ "notifications": ["technical"] });
    let refused = carmen.patch(&account.member(&noa, ""), &beyond).await;
    let refused = refused.expect_problem(422, "invalid_fields");
    assert_eq!(refused["errors"][0]["code"], "beyond_role", "{}", refused.text);
}
