//! Every decision explains itself in words that a person can act on, and names nobody to someone
//! who may not see the account's users.

use std::collections::BTreeSet;

use portero_tests::api::Answer;
use portero_tests::stage::{Account, Person, Registration, Stage, password_of};
use serde_json::{Value, json};

use crate::associating::{associate, form, from_now};

/// Everyone on the account: an owner, an administrator, finance, and someone with one grant.
struct Company {
    stage: Stage,
    carmen: Person,
    luis: Person,
    eva: Person,
    noa: Person,
    acme: Account,
}

impl Company {
    async fn set() -> Self {
        let stage = Stage::set().await;
        let (carmen, acme) = stage.carmen().await;
        let luis = stage.member(&carmen, &acme, "administrator", "luis@acme.es").await;
        let eva = stage.member(&carmen, &acme, "finance", "eva@acme.es").await;
        let grants = json!(["invoices.read"]);
        let noa = associate(&stage, &carmen, &acme, "noa@taller.es", &grants).await;
        Self { stage, carmen, luis, eva, noa, acme }
    }

    /// The answer to a check of one's own, in a language.
    async fn check(&self, person: &Person, permission: &str, language: &str) -> Answer {
        let question = json!({ "permission": permission });
        let path = self.acme.path("/access/check");
        person.post(&path, &question).header("Accept-Language", language).await.expect(200)
    }

    /// Insists that an answer names none of the others, wherever in it.
    fn expect_nobody_named(&self, answer: &Answer, but: &Person) {
        let others = [&self.carmen, &self.luis, &self.eva, &self.noa];
        for other in others.into_iter().filter(|one| one.id != but.id) {
            let name = other.email.split('@').next().expect("a name");
            for telling in [name, &other.email, &other.id] {
                assert!(!answer.text.contains(telling), "{telling}: {}", answer.everything());
            }
        }
        assert!(!answer.text.contains("Soler"), "{}", answer.everything());
    }
}

fn text_of(answer: &Answer) -> String {
    answer.text_at("/explanation/text")
}

#[tokio::test]
async fn a_yes_names_the_role_or_the_grant_that_allows_it() {
    let company = Company::set().await;
    let Company { luis, noa, .. } = &company;
    let cases = [
        (luis, "users.read", "en", "The role administrator allows it."),
        (luis, "users.read", "es", "Lo permite el rol administrator."),
        (
            noa,
            "invoices.read",
            "en",
            "The permission invoices.read, granted to this person, allows it.",
        ),
        (
            noa,
            "invoices.read",
            "es",
            "Lo permite el permiso invoices.read, concedido a esta persona.",
        ),
    ];

    for (person, permission, language, words) in cases {
        let answer = company.check(person, permission, language).await;

        assert_eq!(answer["allowed"], true, "{}", answer.text);
        assert_eq!(text_of(&answer), words);
        let because = &answer["explanation"]["because"];
        let expected = if person.id == luis.id {
            json!({ "role": "administrator" })
        } else {
            json!({ "grant": "invoices.read" })
        };
        assert_eq!(*because, expected, "{}", answer.text);
        company.expect_nobody_named(&answer, person);
    }
}

#[tokio::test]
async fn a_no_names_what_is_missing_the_roles_and_who_can_give_it() {
    let company = Company::set().await;
    let Company { eva, carmen, luis, .. } = &company;
    let cases = [
        ("en", "This needs services.manage, which these roles have: owner, administrator."),
        ("es", "Se necesita services.manage, que tienen estos roles: owner, administrator."),
    ];

    for (language, words) in cases {
        let answer = company.check(eva, "services.manage", language).await;

        assert_eq!(answer["allowed"], false, "{}", answer.text);
        let explanation = &answer["explanation"];
        assert_eq!(explanation["missing"], "services.manage", "{}", answer.text);
        assert_eq!(explanation["held_by_roles"], json!(["owner", "administrator"]));
        let givers = explanation["could_be_given_by"].as_array().expect("people");
        let mut ids: Vec<&str> = givers.iter().filter_map(|one| one["user_id"].as_str()).collect();
        ids.sort_unstable();
        let mut expected = [carmen.id.as_str(), luis.id.as_str()];
        expected.sort_unstable();
        assert_eq!(ids, expected, "those who hold it and manage users: {}", answer.text);
        let text = text_of(&answer);
        assert!(text.starts_with(words), "{text}");
        for named in ["carmen Soler (owner)", "luis Soler (administrator)"] {
            assert!(text.contains(named), "{text}");
        }
        assert!(!text.contains("noa") && !text.contains("eva"), "{text}");
    }
}

#[tokio::test]
async fn a_refusal_explains_itself_as_a_check_does() {
    let company = Company::set().await;
    let Company { eva, acme, .. } = &company;

    for language in ["en", "es"] {
        let form = form("mar@otra.es", &json!([]));
        let refused = eva.post(&acme.path("/invitations"), &form);
        let refused = refused.header("Accept-Language", language).await;
        let refused = refused.expect_problem(403, "forbidden");
        let checked = company.check(eva, "users.invite", language).await;

        assert_eq!(refused["explanation"], checked["explanation"], "{}", refused.text);
        assert_eq!(refused.header("content-language"), language);
        assert_eq!(refused["detail"], refused["explanation"]["text"], "{}", refused.text);
        assert!(text_of(&refused).contains("luis Soler (administrator)"), "{}", refused.text);
    }
}

/// Everything that someone without `users.read` can be refused, and every check they can make.
async fn everything_refused_to(company: &Company, person: &Person, language: &str) -> Vec<Answer> {
    let Company { acme, eva, .. } = company;
    let member = acme.member(eva, "");
    let mut requests = vec![
        person.invite(acme, "user", "mar@otra.es"),
        person.patch(&acme.path(""), &json!({ "name": "Mío" })),
        person.delete(&acme.path("")),
        person.patch(&member, &json!({ "role": "user" })),
        person.command(&format!("{member}/suspend")),
        person.command(&format!("{member}/reactivate")),
        person.delete(&member),
        person.post(&acme.path("/ownership-offer"), &json!({ "user_id": person.id })),
        person.post(&acme.path("/ownership-transfer"), &json!({ "user_id": person.id })),
        person.get(&member),
    ];
    let sections = [
        "",
        "/users",
        "/invitations",
        "/audit-log",
        "/events",
        "/service-keys",
        "/access/who?permission=users.read",
        "/communications/recipients?category=billing",
    ];
    requests.extend(sections.map(|section| person.get(&acme.path(section))));
    let others = ["carmen@acme.es", "mar@otra.es"];
    requests.extend(others.map(|email| {
        let question = json!({ "email": email, "permission": "users.read" });
        person.post(&acme.path("/access/check"), &question)
    }));
    let mut answers = Vec::new();
    for request in requests {
        answers.push(request.header("Accept-Language", language).await);
    }
    answers
}

#[tokio::test]
async fn nobody_is_ever_named_to_someone_who_may_not_see_the_users() {
    let company = Company::set().await;
    let Company { carmen, noa, luis, acme, .. } = &company;
    let suspended = acme.member(luis, "/suspend");

    for language in ["en", "es"] {
        for refused in everything_refused_to(&company, noa, language).await {
            let refused = refused.expect_problem(403, "forbidden");
            let explanation = &refused["explanation"];
            assert!(explanation["missing"].is_string(), "{}", refused.text);
            assert!(explanation["held_by_roles"].is_array(), "{}", refused.text);
            assert!(!text_of(&refused).is_empty(), "{}", refused.text);
            assert!(explanation.get("could_be_given_by").is_none(), "{}", refused.text);
            company.expect_nobody_named(&refused, noa);
        }
        for permission in crate::matrix::permissions() {
            company.expect_nobody_named(&company.check(noa, permission, language).await, noa);
        }
    }
    // Nor to an administrator while suspended, who sees no users then.
    let _ = carmen.command(&suspended).await.expect(204);
    for refused in everything_refused_to(&company, luis, "en").await {
        let refused = refused.expect_problem(403, "forbidden");
        assert_eq!(refused["explanation"]["reason"], "membership_suspended", "{}", refused.text);
        company.expect_nobody_named(&refused, luis);
    }
}

#[tokio::test]
async fn a_batch_of_checks_explains_each_and_names_as_little() {
    let company = Company::set().await;
    let Company { eva, noa, acme, .. } = &company;
    let names = crate::matrix::permissions();
    let checks: Vec<Value> = names.iter().map(|name| json!({ "permission": name })).collect();
    let path = acme.path("/access/check-batch");

    for (person, language, named) in [(noa, "es", false), (noa, "en", false), (eva, "en", true)] {
        let batch = person.post(&path, &json!({ "checks": checks }));
        let batch = batch.header("Accept-Language", language).await.expect(200);

        for (permission, result) in names.iter().zip(batch["results"].as_array().expect("all")) {
            let alone = company.check(person, permission, language).await;
            assert_eq!(*result, alone.json, "{permission}: the same as alone");
        }
        if named {
            assert!(batch.text.contains("carmen Soler (owner)"), "{}", batch.text);
        } else {
            company.expect_nobody_named(&batch, person);
        }
    }
}

#[tokio::test]
async fn a_suspension_says_who_has_suspended_what() {
    let company = Company::set().await;
    let Company { stage, carmen, noa, eva, acme, .. } = &company;
    let _ = carmen.command(&acme.member(noa, "/suspend")).await.expect(204);
    for (language, words) in [
        ("en", "The account has suspended this person's access."),
        ("es", "La cuenta ha suspendido el acceso de esta persona."),
    ] {
        let answer = company.check(noa, "invoices.read", language).await;
        assert_eq!(answer["explanation"]["reason"], "membership_suspended", "{}", answer.text);
        assert_eq!(text_of(&answer), words);
    }

    let _ = stage.server.run(&["users", "suspend", "carmen@acme.es"]).await.expect_success();

    for (language, words) in [
        ("en", "Whoever runs the service has suspended the account's owner"),
        ("es", "Quien presta el servicio ha suspendido al propietario de la cuenta"),
    ] {
        let refused = eva.get(&acme.path("/users")).header("Accept-Language", language).await;
        let refused = refused.expect_problem(403, "forbidden");
        assert_eq!(refused["explanation"]["reason"], "owner_suspended", "{}", refused.text);
        assert!(text_of(&refused).starts_with(words), "{}", refused.text);
        company.expect_nobody_named(&refused, eva);
    }
}

#[tokio::test]
async fn who_may_do_a_thing_is_told_with_why_and_only_to_those_who_see_the_users() {
    let company = Company::set().await;
    let Company { eva, noa, carmen, acme, .. } = &company;
    let path = acme.path("/access/who?permission=invoices.read");

    for (language, by_role, by_grant) in [
        ("en", "The role owner allows it.", "The permission invoices.read, granted"),
        ("es", "Lo permite el rol owner.", "Lo permite el permiso invoices.read"),
    ] {
        let who = eva.get(&path).header("Accept-Language", language).await.expect(200);

        let of = |person: &Person| {
            who.items().iter().find(|row| row["user_id"] == person.id.as_str()).expect("may")
        };
        assert_eq!(who.items().len(), 4, "{}", who.text);
        assert_eq!(of(carmen)["text"], by_role);
        assert_eq!(of(noa)["because"], json!({ "grant": "invoices.read" }));
        let text = of(noa)["text"].as_str().expect("words");
        assert!(text.starts_with(by_grant), "{text}");
    }
    let refused = noa.get(&path).await.expect_problem(403, "forbidden");
    company.expect_nobody_named(&refused, noa);
}

#[tokio::test]
async fn every_other_refusal_has_words_in_both_languages_too() {
    let company = Company::set().await;
    let Company { stage, carmen, luis, noa, acme, .. } = &company;
    let mar = stage.person("mar@otra.es").await;
    let token = stage.invited(carmen, acme, "user", "leo@otra.es").await;
    let until = json!({ "until": from_now(chrono::TimeDelta::days(3)) });
    let _ = carmen.patch(&acme.member(luis, ""), &until).await.expect(200);
    let _ = carmen.patch(&acme.member(noa, ""), &json!({ "grants": ["users.invite"] })).await;
    let later = json!({ "until": from_now(chrono::TimeDelta::days(9)) });
    let requests = || {
        [
            ("own_access", luis.patch(&acme.member(luis, ""), &json!({ "role": "user" }))),
            ("target_is_owner", luis.delete(&acme.member(carmen, ""))),
            ("exceeds_own_permissions", noa.invite(acme, "finance", "mar@otra.es")),
            ("outlasts_own_access", luis.patch(&acme.member(noa, ""), &later)),
            ("invitation_for_another_address", mar.accept(&token)),
        ]
    };

    let mut spoken = Vec::new();
    for language in ["en", "es"] {
        for (code, request) in requests() {
            let refused = request.header("Accept-Language", language).await;
            let refused = refused.expect_problem(403, code);
            spoken.push(text_of(&refused));
        }
    }

    let (english, spanish) = spoken.split_at(requests().len());
    for (english, spanish) in english.iter().zip(spanish) {
        assert!(!english.is_empty() && !spanish.is_empty() && english != spanish, "{english}");
    }
}

#[tokio::test]
async fn a_refused_sign_in_says_why_in_both_languages() {
    let company = Company::set().await;
    let Company { stage, noa, .. } = &company;
    let attempt = Registration::of("mar@otra.es");
    let sent = stage.api().post("/v1/registrations").json(attempt.body()).await;
    let _ = sent.expect(202);
    let _ = stage.server.run(&["users", "suspend", &noa.email]).await.expect_success();
    let cases = [("mar@otra.es", "email_not_confirmed"), (&noa.email, "user_suspended")];

    for (email, code) in cases {
        let mut spoken = BTreeSet::new();
        for language in ["en", "es"] {
            let body = json!({ "email": email, "password": password_of(email) });
            let refused = stage.api().post("/v1/sessions").json(&body);
            let refused = refused.header("Accept-Language", language).await;
            spoken.insert(text_of(&refused.expect_problem(403, code)));
        }
        assert_eq!(spoken.len(), 2, "{code}: {spoken:?}");
    }
}
