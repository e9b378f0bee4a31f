//! Duda: the clients of an account, listed, found, created, edited and deleted.

use portero_tests::agency::{Agency, form};
use portero_tests::stage::{Stage, password_of};
use serde_json::{Value, json};

use crate::together::on_both_stores;

on_both_stores!(
    d01_the_list_shows_contact_details_sites_permissions_access_and_status,
    d02_clients_are_found_by_contact_details_and_company,
    d03_clients_are_filtered_by_what_they_are,
    d06_an_address_is_one_client_of_an_account_and_may_be_one_of_another,
);

/// The addresses that a list shows, in its order, one page a row.
async fn listed(agency: &Agency, query: &str) -> Vec<String> {
    let (mut emails, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = agency.path(&format!("/clients?limit=1{query}{cursor}"));
        let page = agency.carmen.get(&path).await.expect(200);
        emails
            .extend(page.items().iter().filter_map(|row| row["email"].as_str()).map(String::from));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return emails,
        }
    }
}

/// A complete form.
fn complete(email: &str) -> Value {
    let mut form = form(email);
    form["company"] = json!("Óptica Sol S.L.");
    form["address"] = json!("Calle Mayor, 17, Cáceres");
    form["phone"] = json!("+34 910 000 123");
    form["notes"] = json!("Llama siempre por la tarde.");
    form
}

async fn d01_the_list_shows_contact_details_sites_permissions_access_and_status(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Óptica Sol").await;
    let (id, lucia) = agency.admitted("lucia@d.es", &site, &["blog", "view_stats"]).await;
    let mut details = complete("lucia@d.es");
    details.as_object_mut().expect("a form").remove("email");
    let _ = agency.carmen.patch(&agency.client(&id, ""), &details).await.expect(200);
    let _ = agency.keep("marta@d.es").await;

    let rows = agency.carmen.all(&agency.path("/clients")).await;

    assert_eq!(rows.len(), 2, "{rows:?}");
    let row = rows.iter().find(|row| row["id"] == id.as_str()).expect("she is listed");
    for (field, value) in details.as_object().expect("a form") {
        assert_eq!(row[field], *value, "{field}");
    }
    assert_eq!(row["email"], "lucia@d.es");
    assert_eq!(row["status"], "active");
    assert_eq!(row["access"]["state"], "active");
    assert_eq!(row["access"]["user_id"], lucia.id.as_str());
    assert_eq!(row["site_count"], 1);
    let permissions = json!(["view_stats", "blog"]);
    let sites = json!([{ "id": site, "name": "Óptica Sol", "permissions": permissions }]);
    assert_eq!(row["sites"], sites);
    assert!(row["last_active_at"].is_string(), "{row}");
    assert_eq!(*row, agency.seen(&id).await.json, "the same by itself");
}

#[tokio::test]
async fn d01_the_list_is_in_the_order_that_was_asked_for_on_every_page() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let (named, _) = agency.admitted("bea@d.es", &site, &[]).await;
    for (email, last_name) in [("ana@d.es", "Zapata"), ("carla@d.es", "Álvarez")] {
        let mut form = form(email);
        form["last_name"] = json!(last_name);
        let _ = agency.carmen.post(&agency.path("/clients"), &form).await.expect(201);
    }
    let middle = json!({ "last_name": "marín" });
    let _ = agency.carmen.patch(&agency.client(&named, ""), &middle).await.expect(200);

    let by_name = ["carla@d.es", "bea@d.es", "ana@d.es"];
    assert_eq!(listed(&agency, "").await, by_name, "by family name unless told otherwise");
    assert_eq!(listed(&agency, "&sort=name").await, by_name);
    assert_eq!(listed(&agency, "&sort=newest").await, ["carla@d.es", "ana@d.es", "bea@d.es"]);
    let by_activity = ["bea@d.es", "carla@d.es", "ana@d.es"];
    assert_eq!(listed(&agency, "&sort=last_activity").await, by_activity, "who never came is last");
    let unknown = agency.carmen.get(&agency.path("/clients?sort=fame")).await;
    assert_eq!(unknown.expect_problem(422, "invalid_fields")["errors"][0]["field"], "sort");
}

async fn d02_clients_are_found_by_contact_details_and_company(stage: Stage) {
    let agency = Agency::on(stage).await;
    let mut jose = complete("jose@taller.es");
    jose["last_name"] = json!("García Muñoz");
    let _ = agency.carmen.post(&agency.path("/clients"), &jose).await.expect(201);
    let _ = agency.keep("marta@d.es").await;

    for words in
        ["garcia mun", "MUÑOZ", "optica", "óptica jose", "jose@taller", "910 000", "mayor 17"]
    {
        let query = format!("&q={}", words.replace(' ', "%20").replace('+', "%2B"));
        assert_eq!(listed(&agency, &query).await, ["jose@taller.es"], "{words}");
    }
    assert_eq!(listed(&agency, "&q=vidal").await, ["marta@d.es"]);
    for words in ["ptica", "garcia%20vidal", "tarde"] {
        let found = listed(&agency, &format!("&q={words}")).await;
        assert!(found.is_empty(), "{words}: beginnings, every word, and no notes: {found:?}");
    }
    assert_eq!(listed(&agency, "&q=jose&status=prospect").await, ["jose@taller.es"]);
    assert!(listed(&agency, "&q=jose&status=active").await.is_empty());
}

async fn d03_clients_are_filtered_by_what_they_are(stage: Stage) {
    let agency = Agency::on(stage).await;
    let site = agency.build("Óptica Sol").await;
    let _ = agency.keep("prospect@d.es").await;
    let _ = agency.keep_with("site_assigned@d.es", &site, &[]).await;
    let invited = agency.keep_with("invited@d.es", &site, &[]).await;
    let _ = agency.link(&invited).await;
    let _ = agency.admitted("active@d.es", &site, &[]).await;
    let (suspended, _) = agency.admitted("suspended@d.es", &site, &[]).await;
    let _ = agency.carmen.command(&agency.client(&suspended, "/suspend")).await.expect(204);

    for status in ["prospect", "site_assigned", "invited", "active", "suspended"] {
        let found = listed(&agency, &format!("&status={status}")).await;
        assert_eq!(found, [format!("{status}@d.es")], "{status}");
    }
    assert_eq!(listed(&agency, "").await.len(), 5);
    let unknown = agency.carmen.get(&agency.path("/clients?status=dormant")).await;
    assert_eq!(unknown.expect_problem(422, "invalid_fields")["errors"][0]["field"], "status");
}

#[tokio::test]
async fn d04_first_name_last_name_and_email_are_required() {
    let agency = Agency::set().await;
    let path = agency.path("/clients");
    for missing in ["first_name", "last_name", "email"] {
        let mut form = complete("lucia@d.es");
        form.as_object_mut().expect("a form").remove(missing);
        let refused = agency.carmen.post(&path, &form).await.expect_problem(400, "malformed_body");
        assert_eq!(refused["errors"][0]["field"], missing);
        assert_eq!(refused["errors"][0]["code"], "missing");
    }

    let wrong = json!({ "first_name": " ", "last_name": "a\u{0}b", "email": "ana@a.es, eva@b.es" });
    let refused = agency.carmen.post(&path, &wrong).await.expect_problem(422, "invalid_fields");

    let errors = refused["errors"].as_array().expect("errors");
    let mut named: Vec<_> =
        errors.iter().map(|one| (one["field"].as_str(), one["code"].as_str())).collect();
    named.sort_unstable();
    let expected = [
        ("email", "malformed_address"),
        ("first_name", "empty"),
        ("last_name", "control_character"),
    ];
    assert_eq!(named, expected.map(|(field, code)| (Some(field), Some(code))));
    assert!(agency.carmen.all(&path).await.is_empty(), "nothing was created");
}

#[tokio::test]
async fn d05_company_address_phone_and_notes_are_optional_and_can_be_taken_away() {
    let agency = Agency::set().await;
    let path = agency.path("/clients");
    let optional = ["company", "address", "phone", "notes"];

    let bare = agency.carmen.post(&path, &form("marta@d.es")).await.expect(201);
    let full = agency.carmen.post(&path, &complete("lucia@d.es")).await.expect(201);

    for field in optional {
        assert_eq!(bare[field], Value::Null, "{field}");
        assert_eq!(full[field], complete("lucia@d.es")[field], "{field}");
        let of_client = agency.client(&full.text_at("/id"), "");
        let patched = agency.carmen.patch(&of_client, &json!({ field: null })).await.expect(200);
        assert_eq!(patched[field], Value::Null, "{field}");
    }
    let mut long = form("eva@d.es");
    long["notes"] = json!("ñ".repeat(4_001));
    let refused = agency.carmen.post(&path, &long).await.expect_problem(422, "invalid_fields");
    assert_eq!(refused["errors"][0]["field"], "notes");
    assert_eq!(refused["errors"][0]["code"], "too_long");
    long["notes"] = json!("ñ".repeat(4_000));
    let _ = agency.carmen.post(&path, &long).await.expect(201);
}

#[tokio::test]
async fn d06_the_email_is_the_sign_in_name_and_never_changes() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let (id, lucia) = agency.admitted("Lucia@d.es", &site, &[]).await;
    let path = agency.client(&id, "");

    for email in [json!("otra@d.es"), json!("Lucia@d.es"), Value::Null] {
        let change = json!({ "first_name": "Luz", "email": email });
        let refused = agency.carmen.patch(&path, &change).await;
        let refused = refused.expect_problem(422, "email_is_fixed");
        assert_eq!(refused["errors"][0]["field"], "email", "{email}");
    }

    let seen = agency.seen(&id).await;
    assert_eq!(seen["email"], "Lucia@d.es", "as it was typed");
    assert_eq!(seen["first_name"], "Lucia", "nothing of a refused change is made");
    assert_eq!(lucia.email, "Lucia@d.es");
    let _ = agency.stage.sign_in("lucia@D.es", &password_of("Lucia@d.es")).await.expect(201);
}

async fn d06_an_address_is_one_client_of_an_account_and_may_be_one_of_another(stage: Stage) {
    let agency = Agency::on(stage).await;
    let _ = agency.keep("lucia@d.es").await;

    let taken = agency.carmen.post(&agency.path("/clients"), &form("LUCIA@D.es")).await;

    let _ = taken.expect_problem(409, "client_exists");
    assert_eq!(listed(&agency, "").await, ["lucia@d.es"]);
    let other = agency.carmen.found("Otra S.L.").await;
    let _ = agency.carmen.post(&other.path("/clients"), &form("lucia@d.es")).await.expect(201);
}

#[tokio::test]
async fn d07_a_saved_client_is_in_the_list_and_can_be_given_a_site_at_once() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;

    let made = agency.carmen.post(&agency.path("/clients"), &form("lucia@d.es")).await.expect(201);

    assert_eq!(made["status"], "prospect");
    assert_eq!(made["sites"], json!([]));
    let read = agency.carmen.get(made.header("location")).await.expect(200);
    assert_eq!(read.json, made.json);
    assert_eq!(read.header("etag"), made.header("etag"));
    assert_eq!(listed(&agency, "").await, ["lucia@d.es"]);
    let assigned = agency.assign(&made.text_at("/id"), &site, &["blog"]).await.expect(200);
    assert_eq!(assigned["status"], "site_assigned");
}

#[tokio::test]
async fn d07_a_form_that_is_sent_twice_makes_one_client() {
    let agency = Agency::set().await;
    let send = |email: &str| {
        let request = agency.carmen.post(&agency.path("/clients"), &form(email));
        request.header("idempotency-key", "alta-1")
    };

    let first = send("lucia@d.es").await.expect(201);
    let again = send("lucia@d.es").await.expect(201);

    assert_eq!(first.json, again.json);
    let other = send("marta@d.es").await;
    let _ = other.expect_problem(422, "idempotency_key_reused");
    assert_eq!(listed(&agency, "").await, ["lucia@d.es"]);
    assert_eq!(agency.events("client_created").await.len(), 1);
}

#[tokio::test]
async fn d20_personal_information_sites_and_access_are_edited_apart() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let id = agency.keep_with("lucia@d.es", &site, &["blog"]).await;
    let parts = async || {
        let Value::Object(mut seen) = agency.seen(&id).await.json else { panic!("a client") };
        let sites = (seen.remove("sites"), seen.remove("site_count"));
        let access = (seen.remove("access"), seen.remove("status"));
        seen.remove("version");
        (Value::Object(seen), sites, access)
    };
    let (personal, sites, access) = parts().await;

    let before = agency.seen(&id).await;
    let change = json!({ "first_name": "Luz", "company": "Óptica Sol S.L." });
    let _ = agency.carmen.patch(&agency.client(&id, ""), &change).await.expect(200);
    let (renamed, same_sites, same_access) = parts().await;
    assert_ne!(renamed, personal);
    assert_eq!((&same_sites, &same_access), (&sites, &access));

    let _ = agency.assign(&id, &site, &["view_stats"]).await.expect(200);
    let (same, other_sites, same_access) = parts().await;
    assert_ne!(other_sites, sites);
    assert_eq!((&same, &same_access), (&renamed, &access));

    let _ = agency.link(&id).await;
    let (same, same_sites, granted) = parts().await;
    assert_ne!(granted, access);
    assert_eq!((&same, &same_sites), (&renamed, &other_sites));

    let outdated = agency.carmen.patch(&agency.client(&id, ""), &change);
    let outdated = outdated.header("if-match", before.header("etag")).await;
    let _ = outdated.expect_problem(412, "stale_version");
}

#[tokio::test]
async fn d20_who_may_only_read_sees_clients_and_sites_and_changes_nothing() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let id = agency.keep_with("lucia@d.es", &site, &["blog"]).await;
    let luis =
        agency.stage.member(&agency.carmen, &agency.account, "finance", "luis@acme.es").await;
    let before = agency.seen(&id).await;

    assert_eq!(luis.get(&agency.client(&id, "")).await.expect(200).json, before.json);
    let none = json!({ "permissions": [] });
    let attempts = [
        (luis.post(&agency.path("/clients"), &form("eva@d.es")), "clients.manage"),
        (luis.patch(&agency.client(&id, ""), &json!({ "phone": "1" })), "clients.manage"),
        (luis.delete(&agency.client(&id, "")), "clients.manage"),
        (luis.command(&agency.client(&id, "/suspend")), "clients.manage"),
        (luis.command(&agency.client(&id, "/reactivate")), "clients.manage"),
        (luis.put(&agency.assignment(&id, &site), &none), "clients.manage"),
        (luis.delete(&agency.assignment(&id, &site)), "clients.manage"),
        (luis.command(&agency.client(&id, "/setup-link")), "clients.grant_access"),
        (luis.get(&agency.client(&id, "/invitation-mail")), "clients.grant_access"),
        (luis.command(&agency.client(&id, "/invitation-mail")), "clients.grant_access"),
        (agency.view_as(&luis, &id), "clients.view_as"),
        (luis.post(&agency.path("/sites"), &json!({ "name": "Suyo" })), "sites.manage"),
        (luis.delete(&agency.path(&format!("/sites/{site}"))), "sites.manage"),
    ];
    for (attempt, missing) in attempts {
        let refused = attempt.await.expect_problem(403, "forbidden");
        assert_eq!(refused["explanation"]["missing"], missing, "{}", refused.everything());
    }
    assert_eq!(agency.seen(&id).await.json, before.json);
    assert_eq!(agency.carmen.all(&agency.path("/sites")).await.len(), 1);
}
