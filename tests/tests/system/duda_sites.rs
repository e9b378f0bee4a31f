//! Duda: sites, and what each client may do on each of them.

use std::collections::BTreeSet;

use portero_tests::agency::Agency;
use portero_tests::stage::{Person, Stage};
use serde_json::{Value, json};

use crate::associating::{NOBODY, associate};
use crate::together::on_both_stores;

on_both_stores!(
    d08_a_site_is_found_by_name_alias_url_and_domain,
    d10_permissions_are_per_client_and_per_site_and_differ,
    d12_a_client_with_access_sees_a_new_site_without_a_new_grant,
    d18_an_unassigned_site_is_gone_at_once,
);

/// Everything that can be allowed on a site, as the domain's rules have it.
const SITE_PERMISSIONS: [&str; 27] = [
    "view_stats",
    "edit_limited",
    "edit",
    "add_flex_sections",
    "manage_store",
    "publish",
    "republish",
    "developer_mode",
    "personalize",
    "seo",
    "seo_overview",
    "backups",
    "custom_domain",
    "manage_domain",
    "reset",
    "blog",
    "push_notifications",
    "comments",
    "content_library",
    "edit_connected_data",
    "manage_connected_data",
    "sync_external_content",
    "use_app",
    "manage_free_apps",
    "ai_assistant",
    "booking_admin",
    "booking_user",
];

/// What someone may do on a site, by checks of one permission after the other.
async fn allowed(agency: &Agency, person: &Person, site: &str) -> BTreeSet<&'static str> {
    let question = |name: &&str| json!({ "site_permission": name, "site_id": site });
    let checks: Vec<Value> = SITE_PERMISSIONS.iter().map(question).collect();
    let path = agency.path("/access/check-batch");
    let answer = person.post(&path, &json!({ "checks": checks })).await.expect(200);
    let results = answer["results"].as_array().expect("the answers");
    assert_eq!(results.len(), SITE_PERMISSIONS.len(), "one answer each");
    let named = SITE_PERMISSIONS.into_iter().zip(results);
    named.filter(|(_, one)| one["allowed"] == true).map(|(name, _)| name).collect()
}

/// The names of the sites that a client sees, with what they may do on each.
async fn area(agency: &Agency, person: &Person) -> Vec<(String, Value)> {
    let seen = agency.area(person).await.expect(200);
    let site = |site: &Value| {
        (site["name"].as_str().unwrap_or_default().to_owned(), site["permissions"].clone())
    };
    let mut sites: Vec<_> = seen["sites"].as_array().expect("sites").iter().map(site).collect();
    sites.sort_by(|a, b| a.0.cmp(&b.0));
    sites
}

fn expected(sites: &[(&str, &[&str])]) -> Vec<(String, Value)> {
    sites.iter().map(|(name, permissions)| ((*name).to_owned(), json!(permissions))).collect()
}

async fn d08_a_site_is_found_by_name_alias_url_and_domain(stage: Stage) {
    let agency = Agency::on(stage).await;
    let wanted = json!({
        "name": "Óptica Sol", "alias": "lentes", "url": "https://www.gafas-claras.example/inicio",
        "domain": "miramos.example",
    });
    let made = agency.carmen.post(&agency.path("/sites"), &wanted).await.expect(201);
    let _ = agency.build("Taller Ana").await;
    let found = async |words: &str| -> Vec<String> {
        let rows = agency.carmen.all(&agency.path(&format!("/sites?q={words}"))).await;
        rows.iter().map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect()
    };

    for words in ["optica", "ÓPT", "lentes", "gafas-claras.example", "miramos", "sol%20miramos"] {
        assert_eq!(found(words).await, ["Óptica Sol"], "{words}");
    }
    for words in ["ptica", "sol%20taller", "nadie"] {
        assert!(found(words).await.is_empty(), "{words}: beginnings, and every word");
    }
    assert_eq!(found("").await, ["Taller Ana", "Óptica Sol"], "the newest first");
    for (field, value) in wanted.as_object().expect("a form") {
        assert_eq!(made[field], *value, "{field}");
    }
}

#[tokio::test]
async fn d09_a_new_site_is_created_and_keeps_its_alias_to_itself() {
    let agency = Agency::set().await;
    let path = agency.path("/sites");
    let form = json!({ "name": "Óptica Sol", "alias": "optica" });

    let made = agency.carmen.post(&path, &form).await.expect(201);

    let read = agency.carmen.get(made.header("location")).await.expect(200);
    assert_eq!(read.json, made.json);
    let taken = json!({ "name": "Otra", "alias": "optica" });
    let _ = agency.carmen.post(&path, &taken).await.expect_problem(409, "alias_taken");
    let refused = agency.carmen.post(&path, &json!({ "name": " ", "url": "" })).await;
    let refused = refused.expect_problem(422, "invalid_fields");
    assert_eq!(refused["errors"][0]["field"], "name");
    let site = format!("{path}/{}", made.text_at("/id"));
    let change = json!({ "alias": null, "domain": "sol.example" });
    let changed = agency.carmen.patch(&site, &change).await.expect(200);
    assert_eq!(changed["domain"], "sol.example");
    assert_eq!(changed["alias"], Value::Null);
    let _ = agency.carmen.post(&path, &taken).await.expect(201);
    let outdated = agency.carmen.patch(&site, &change).header("if-match", made.header("etag"));
    let _ = outdated.await.expect_problem(412, "stale_version");
}

#[tokio::test]
async fn d09_a_site_that_a_client_has_is_not_deleted() {
    let agency = Agency::set().await;
    let site = agency.build("Óptica Sol").await;
    let (client, lucia) = agency.admitted("lucia@d.es", &site, &[]).await;
    let path = agency.path(&format!("/sites/{site}"));

    let _ = agency.carmen.delete(&path).await.expect_problem(409, "site_assigned");

    assert_eq!(area(&agency, &lucia).await, expected(&[("Óptica Sol", &[])]));
    let _ = agency.carmen.delete(&agency.assignment(&client, &site)).await.expect(204);
    let _ = agency.carmen.delete(&path).await.expect(204);
    let _ = agency.carmen.get(&path).await.expect_problem(404, "not_found");
}

async fn d10_permissions_are_per_client_and_per_site_and_differ(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (shop, blog) = (agency.build("Tienda").await, agency.build("Cuaderno").await);
    let editor = ["edit_limited", "edit", "seo", "blog"];
    let (client, lucia) = agency.admitted("lucia@d.es", &shop, &editor).await;
    let _ = agency.assign(&client, &blog, &["view_stats"]).await.expect(200);
    let (_, marta) = agency.admitted("marta@d.es", &shop, &["comments"]).await;

    assert_eq!(allowed(&agency, &lucia, &shop).await, BTreeSet::from(editor));
    assert_eq!(allowed(&agency, &lucia, &blog).await, BTreeSet::from(["view_stats"]));
    assert_eq!(allowed(&agency, &marta, &shop).await, BTreeSet::from(["comments"]));
    // To her the other site is as one that never was.
    let hidden = agency.ask(&marta, &blog, "view_stats").await.expect_problem(404, "not_found");
    let never = agency.ask(&marta, NOBODY, "view_stats").await.expect_problem(404, "not_found");
    assert_eq!(hidden.text, never.text, "the same bytes");
    // Who manages sites may do everything on each.
    let everything = BTreeSet::from(SITE_PERMISSIONS);
    assert_eq!(allowed(&agency, &agency.carmen, &blog).await, everything);

    let _ = agency.assign(&client, &shop, &["publish"]).await.expect(200);
    assert_eq!(allowed(&agency, &lucia, &shop).await, BTreeSet::from(["publish"]), "all replaced");
    assert_eq!(allowed(&agency, &lucia, &blog).await, BTreeSet::from(["view_stats"]));
    let _ = agency.assign(&client, &shop, &[]).await.expect(200);
    assert!(allowed(&agency, &lucia, &shop).await.is_empty(), "it is seen, and no more");
}

#[tokio::test]
async fn d10_every_answer_about_a_site_says_why() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let (_, lucia) = agency.admitted("lucia@d.es", &site, &["blog"]).await;

    let yes = agency.ask(&lucia, &site, "blog").await.expect(200);
    assert_eq!(yes["allowed"], true);
    assert_eq!(yes["explanation"]["because"], json!({ "assignment": "blog" }));
    let no = agency.ask(&lucia, &site, "publish").await.expect(200);
    assert_eq!(no["allowed"], false);
    assert_eq!(no["explanation"]["missing"], "publish");
    assert_eq!(no["explanation"]["reason"], "not_held");
    assert_eq!(no["explanation"]["could_be_given_by"], Value::Null, "a client is told of nobody");
    let about = json!({ "email": "lucia@d.es", "site_permission": "blog", "site_id": site });
    let path = agency.path("/access/check");
    let told = agency.carmen.post(&path, &about).await.expect(200);
    assert_eq!(told["explanation"]["because"], json!({ "assignment": "blog" }));
    let about = json!({ "user_id": agency.carmen.id, "site_permission": "blog", "site_id": site });
    let refused = lucia.post(&path, &about).await;
    let _ = refused.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn d10_a_set_that_lacks_what_it_needs_is_refused_naming_all_of_it() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let client = agency.keep_with("lucia@d.es", &site, &["blog"]).await;
    let english = |permissions: &[&str]| {
        agency.assign(&client, &site, permissions).header("accept-language", "en")
    };

    let refused = english(&["manage_connected_data", "blog"]).await;

    let refused = refused.expect_problem(422, "invalid_fields");
    let error = &refused["errors"][0];
    assert_eq!(error["field"], "permissions");
    assert_eq!(error["code"], "lacking_permissions");
    let detail = error["detail"].as_str().expect("words");
    for lacking in ["edit", "edit_limited", "edit_connected_data", "content_library"] {
        assert!(detail.contains(lacking), "{lacking}: {detail}");
    }
    let unknown = english(&["blog", "everything"]).await.expect_problem(422, "invalid_fields");
    assert_eq!(unknown["errors"][0]["field"], "permissions[1]");
    assert_eq!(unknown["errors"][0]["code"], "unknown_name");
    let sites = agency.seen(&client).await["sites"].clone();
    assert_eq!(sites[0]["permissions"], json!(["blog"]), "nothing changed");
}

#[tokio::test]
async fn d10_nobody_gives_on_a_site_what_is_not_theirs_to_give() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let client = agency.keep_with("lucia@d.es", &site, &["blog", "publish"]).await;
    let grants = json!(["clients.read", "clients.manage", "clients.grant_access"]);
    let (stage, carmen) = (&agency.stage, &agency.carmen);
    let ana = associate(stage, carmen, &agency.account, "ana@taller.es", &grants).await;
    let path = agency.assignment(&client, &site);

    let more = json!({ "permissions": ["blog", "publish", "comments"] });
    let refused = ana.put(&path, &more).await.expect_problem(403, "exceeds_own_permissions");

    assert_eq!(agency.audited("attempt.refused").await.len(), 1, "{}", refused.text);
    // Nor is a way in hers to give that opens what is not hers.
    let refused = ana.command(&agency.client(&client, "/setup-link")).await;
    let _ = refused.expect_problem(403, "exceeds_own_permissions");
    let less = ana.put(&path, &json!({ "permissions": ["blog"] })).await.expect(200);
    assert_eq!(less["sites"][0]["permissions"], json!(["blog"]), "taking away is no giving");
    assert_eq!(less["status"], "site_assigned");
}

#[tokio::test]
async fn d11_a_client_can_have_several_sites() {
    let agency = Agency::set().await;
    let client = agency.keep("lucia@d.es").await;
    let mut sites = Vec::new();
    for number in 1..=25 {
        let site = agency.build(&format!("Sitio {number:02}")).await;
        let assigned = agency.assign(&client, &site, &["blog"]).await.expect(200);
        assert_eq!(assigned["site_count"], number);
        sites.push(site);
    }

    let seen = agency.seen(&client).await;
    assert_eq!(seen["sites"].as_array().map(Vec::len), Some(20), "of many the first");
    let listed = agency.carmen.all(&agency.client(&client, "/sites")).await;
    let mut ids: Vec<_> = listed.iter().filter_map(|one| one["id"].as_str()).collect();
    ids.sort_unstable();
    sites.sort_unstable();
    assert_eq!(ids, sites, "all of them");
    let other = agency.keep_with("eva@d.es", &sites[3], &[]).await;
    let having = agency.carmen.all(&agency.path(&format!("/sites/{}/clients", sites[3]))).await;
    let told: Vec<_> = having.iter().map(|one| (&one["id"], &one["permissions"])).collect();
    assert_eq!(told, [(&json!(client), &json!(["blog"])), (&json!(other), &json!([]))]);
    let nobody = agency.path(&format!("/sites/{client}/clients"));
    let _ = agency.carmen.get(&nobody).await.expect_problem(404, "not_found");
    assert!(listed.iter().all(|one| one["permissions"] == json!(["blog"])));
    let again = agency.assign(&client, &sites[3], &["blog"]).await.expect(200);
    assert_eq!(again.json, seen.json, "assigned already: nothing happens");
    let token = agency.link(&client).await;
    let session = agency.redeem(&token, "una tarde en el muelle").await.expect(201);
    assert_eq!(session["client_area"]["sites"].as_array().map(Vec::len), Some(25), "all of them");
}

async fn d12_a_client_with_access_sees_a_new_site_without_a_new_grant(stage: Stage) {
    let agency = Agency::on(stage).await;
    let first = agency.build("Tienda").await;
    let (client, lucia) = agency.admitted("lucia@d.es", &first, &["blog"]).await;
    let mails = agency.stage.sink.mails_to("lucia@d.es").len();
    let second = agency.build("Cuaderno").await;
    let _ = agency.ask(&lucia, &second, "publish").await.expect_problem(404, "not_found");

    let _ = agency.assign(&client, &second, &["publish"]).await.expect(200);

    let both = expected(&[("Cuaderno", &["publish"]), ("Tienda", &["blog"])]);
    assert_eq!(area(&agency, &lucia).await, both, "in the session that she had");
    assert_eq!(agency.ask(&lucia, &second, "publish").await.expect(200)["allowed"], true);
    assert_eq!(agency.status(&client).await, "active");
    assert_eq!(agency.stage.sink.mails_to("lucia@d.es").len(), mails);
}

async fn d18_an_unassigned_site_is_gone_at_once(stage: Stage) {
    let agency = Agency::on(stage).await;
    let (shop, blog) = (agency.build("Tienda").await, agency.build("Cuaderno").await);
    let (client, lucia) = agency.admitted("lucia@d.es", &shop, &["publish"]).await;
    let _ = agency.assign(&client, &blog, &["blog"]).await.expect(200);

    let _ = agency.carmen.delete(&agency.assignment(&client, &shop)).await.expect(204);

    assert_eq!(area(&agency, &lucia).await, expected(&[("Cuaderno", &["blog"])]));
    let _ = agency.ask(&lucia, &shop, "publish").await.expect_problem(404, "not_found");
    let again = agency.carmen.delete(&agency.assignment(&client, &shop)).await;
    let _ = again.expect_problem(404, "not_found");
    let seen = agency.seen(&client).await;
    assert_eq!(seen["site_count"], 1);
    let _ = agency.carmen.get(&agency.path(&format!("/sites/{shop}"))).await.expect(200);
    // Assigned again, it has what is given now, and nothing of before.
    let _ = agency.assign(&client, &shop, &[]).await.expect(200);
    assert_eq!(agency.ask(&lucia, &shop, "publish").await.expect(200)["allowed"], false);
}

#[tokio::test]
async fn d19_a_client_without_sites_sees_an_empty_area() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let (client, lucia) = agency.admitted("lucia@d.es", &site, &["publish"]).await;

    let _ = agency.carmen.delete(&agency.assignment(&client, &site)).await.expect(204);

    let empty = agency.area(&lucia).await.expect(200);
    let account = json!({ "id": agency.account.id, "name": "Acme S.L." });
    assert_eq!(empty.json, json!({ "account": account, "sites": [] }));
    let session = agency.stage.sign_in(&lucia.email, &lucia.password).await.expect(201);
    assert_eq!(session["client_areas"], json!([account]));
    // What the recommendation to suspend is made of.
    let seen = agency.seen(&client).await;
    assert_eq!((&seen["status"], &seen["site_count"]), (&json!("active"), &json!(0)));
}

#[tokio::test]
async fn d19_before_access_the_last_site_gone_makes_a_prospect_again() {
    let agency = Agency::set().await;
    let site = agency.build("Tienda").await;
    let client = agency.keep_with("lucia@d.es", &site, &[]).await;
    assert_eq!(agency.status(&client).await, "site_assigned");

    let _ = agency.carmen.delete(&agency.assignment(&client, &site)).await.expect(204);

    assert_eq!(agency.status(&client).await, "prospect");
}

#[tokio::test]
async fn d26_each_of_several_sites_stands_under_its_own_name() {
    let agency = Agency::set().await;
    let shop = json!({ "name": "Tienda", "url": "https://tienda.example" });
    let made = agency.carmen.post(&agency.path("/sites"), &shop).await.expect(201);
    let shop = made.text_at("/id");
    let (client, lucia) = agency.admitted("lucia@d.es", &shop, &["manage_store"]).await;
    let blog = agency.build("Cuaderno").await;
    let _ = agency.assign(&client, &blog, &["blog"]).await.expect(200);

    let seen = agency.area(&lucia).await.expect(200);

    let expected = json!([
        {
            "id": shop, "name": "Tienda", "url": "https://tienda.example",
            "permissions": ["manage_store"],
        },
        { "id": blog, "name": "Cuaderno", "permissions": ["blog"] },
    ]);
    assert_eq!(seen["sites"], expected, "in an order that stays");
    let renamed = json!({ "name": "Diario" });
    let path = agency.path(&format!("/sites/{blog}"));
    let _ = agency.carmen.patch(&path, &renamed).await.expect(200);
    assert_eq!(agency.area(&lucia).await.expect(200)["sites"][1]["name"], "Diario");
}

#[tokio::test]
async fn d27_a_new_site_is_nobodys_until_it_is_assigned_from_the_list_of_clients() {
    let agency = Agency::set().await;
    let first = agency.build("Tienda").await;
    let (_, lucia) = agency.admitted("lucia@d.es", &first, &[]).await;

    let new = agency.build("Cuaderno").await;

    assert_eq!(area(&agency, &lucia).await, expected(&[("Tienda", &[])]));
    let rows = agency.carmen.all(&agency.path("/clients")).await;
    let client = rows[0]["id"].as_str().expect("an id").to_owned();
    let _ = agency.assign(&client, &new, &["blog"]).await.expect(200);
    let both = expected(&[("Cuaderno", &["blog"]), ("Tienda", &[])]);
    assert_eq!(area(&agency, &lucia).await, both);
}
