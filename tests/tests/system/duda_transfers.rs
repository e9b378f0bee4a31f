//! Clients and sites that come in many at once, and go out again.

use portero_tests::agency::{Agency, form};
use portero_tests::api::Request;
use portero_tests::options::Options;
use portero_tests::stage::{Person, Stage};
use serde_json::{Value, json};

use crate::associating::associate;
use crate::together::on_both_stores;

on_both_stores!(
    d10_d11_clients_come_in_with_their_sites_and_go_out_as_they_came,
    an_import_is_taken_as_a_whole_or_not_at_all_and_names_every_wrong_row,
    an_import_may_amend_and_lets_nobody_in,
);

/// Brings rows in: of `clients` or of `sites`, with a query such as `?dry_run=true`.
pub fn import(agency: &Agency, person: &Person, of: &str, query: &str, rows: &[Value]) -> Request {
    let lines: Vec<_> = rows.iter().map(|row| format!("{row}\n")).collect();
    let lines = lines.concat();
    let request = person.command(&agency.path(&format!("/{of}/import{query}")));
    request.body("application/x-ndjson", lines)
}

/// The counts of a report: created, amended, unchanged, refused.
pub fn counts(report: &portero_tests::api::Answer) -> [Option<u64>; 4] {
    ["created", "amended", "unchanged", "refused"].map(|name| report[name].as_u64())
}

fn row(email: &str, sites: &Value) -> Value {
    let mut row = form(email);
    row["sites"] = sites.clone();
    row
}

async fn d10_d11_clients_come_in_with_their_sites_and_go_out_as_they_came(stage: Stage) {
    let agency = Agency::on(stage).await;
    let carmen = &agency.carmen;
    let sites = [
        json!({ "name": "Tienda", "alias": "tienda", "url": "https://tienda.example" }),
        json!({ "name": "Cuaderno", "alias": "cuaderno", "domain": "cuaderno.example" }),
    ];
    let report = import(&agency, carmen, "sites", "", &sites).await.expect(200);
    assert_eq!(counts(&report), [Some(2), Some(0), Some(0), Some(0)]);
    let mut lucia = row(
        "lucia@d.es",
        &json!([
            { "site": "tienda", "permissions": ["edit_limited", "edit", "blog"] },
            { "site": "cuaderno", "permissions": ["STATS_TAB"] },
        ]),
    );
    lucia["company"] = json!("Óptica Sol S.L.");
    lucia["notes"] = json!("Llama siempre\npor la tarde.");
    let marta = row("marta@d.es", &json!([]));

    let rows = [lucia.clone(), marta.clone()];
    let report = import(&agency, carmen, "clients", "", &rows).await.expect(200);

    assert_eq!(report["rows"], 2);
    assert_eq!(report["dry_run"], false);
    assert_eq!(counts(&report), [Some(2), Some(0), Some(0), Some(0)]);
    let kept = carmen.all(&agency.path("/clients?q=lucia")).await;
    assert_eq!(kept[0]["status"], "site_assigned");
    assert_eq!(kept[0]["access"], json!({ "state": "none" }), "nobody comes in by an import");
    assert_eq!(kept[0]["company"], "Óptica Sol S.L.");
    assert_eq!(kept[0]["site_count"], 2);
    lucia["sites"][1]["permissions"] = json!(["view_stats"]);
    let mut exported = carmen.get(&agency.path("/clients/export")).await.expect(200).lines();
    exported.sort_by_key(|row| row["email"].to_string());
    for row in &mut exported {
        let sites = row["sites"].as_array_mut().expect("sites");
        sites.sort_by_key(|share| share["site"] == "cuaderno");
    }
    assert_eq!(exported, [lucia, marta], "in our own names");
    let mut given = carmen.get(&agency.path("/sites/export")).await.expect(200).lines();
    given.sort_by_key(|row| row["name"] == "Cuaderno");
    assert_eq!(given, sites);
    let again = import(&agency, carmen, "clients", "?may_amend=true", &exported).await.expect(200);
    assert_eq!(counts(&again), [Some(0), Some(0), Some(2), Some(0)]);
    for action in ["client.import", "client.export", "site.import", "site.export"] {
        assert_eq!(agency.audited(action).await.len(), 1, "{action}");
    }
    let verified = agency.stage.server.run(&["audit", "verify"]).await.expect_success();
    assert!(verified.ends_with(" 0 broken\n"), "{verified}");
}

async fn an_import_is_taken_as_a_whole_or_not_at_all_and_names_every_wrong_row(stage: Stage) {
    let agency = Agency::on(stage).await;
    let carmen = &agency.carmen;
    let other = carmen.found("Otra S.L.").await;
    let foreign = carmen.post(&other.path("/sites"), &json!({ "name": "Ajeno" })).await.expect(201);
    let named = json!({ "name": "Tienda", "alias": "tienda" });
    let _ = carmen.post(&agency.path("/sites"), &named).await.expect(201);
    let mut rows: Vec<Value> =
        (1..=600).map(|number| row(&format!("cliente{number}@d.es"), &json!([]))).collect();
    let of =
        |site: &str, permissions: &[&str]| json!([{ "site": site, "permissions": permissions }]);
    let mut nameless = form("sin-nombre@d.es");
    nameless["last_name"] = json!("");
    let mut extra = form("extra@d.es");
    extra["status"] = json!("active");
    rows.extend([
        form("nobody"),
        nameless,
        row("a@d.es", &of("nada", &[])),
        row("b@d.es", &of(&foreign.text_at("/id"), &[])),
        row("c@d.es", &of("tienda", &["seo"])),
        row("d@d.es", &of("tienda", &["ROOT"])),
        form("CLIENTE1@d.es"),
        extra,
        json!([]),
    ]);

    let refused = import(&agency, carmen, "clients", "", &rows).await;

    let refused = refused.expect_problem(422, "import_refused");
    assert!(refused.text_at("/detail").contains("9 of 609 rows"), "{}", refused.everything());
    let errors = refused["errors"].as_array().expect("errors");
    let found: Vec<_> = errors
        .iter()
        .map(|one| (one["row"].as_u64(), one["field"].as_str(), one["code"].as_str()))
        .collect();
    let expected = [
        (601, "email", "malformed_address"),
        (602, "last_name", "empty"),
        (603, "sites[0].site", "not_there"),
        (604, "sites[0].site", "not_there"),
        (605, "sites[0].permissions", "lacking_permissions"),
        (606, "sites[0].permissions", "unknown_name"),
        (607, "email", "taken"),
        (608, "status", "unknown_name"),
        (609, "", "unreadable"),
    ];
    let expected = expected.map(|(row, field, code)| (Some(row), Some(field), Some(code)));
    assert_eq!(found, expected);
    assert!(carmen.all(&agency.path("/clients")).await.is_empty(), "the first 600 neither");
    assert!(agency.audited("client.import").await.is_empty());
    let right = import(&agency, carmen, "clients", "", &rows[..600]).await.expect(200);
    assert_eq!(right["created"], 600);
    assert_eq!(carmen.all(&agency.path("/clients")).await.len(), 600);
}

#[tokio::test]
async fn a_rehearsal_tells_of_every_row_and_writes_nothing() {
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let _ = agency.keep("lucia@d.es").await;
    let mut changed = form("lucia@d.es");
    changed["phone"] = json!("910 000 000");
    let rows = [form("marta@d.es"), changed, form("nobody")];

    let rehearsal = || import(&agency, carmen, "clients", "?dry_run=true&may_amend=true", &rows);
    let report = rehearsal().await.expect(200);
    let live = rehearsal().header("accept", "application/x-ndjson").await.expect(200);

    assert_eq!(report["dry_run"], true);
    assert_eq!(counts(&report), [Some(1), Some(1), Some(0), Some(1)]);
    assert_eq!(report["refused_rows"][0]["row"], 3);
    assert_eq!(report["refused_rows"][0]["fields"][0]["field"], "email");
    let lines = live.lines();
    let told: Vec<_> =
        lines[..3].iter().map(|one| (one["row"].as_u64(), one["outcome"].as_str())).collect();
    let expected = [(1, "create"), (2, "amend"), (3, "refused")];
    assert_eq!(told, expected.map(|(row, outcome)| (Some(row), Some(outcome))));
    assert_eq!(lines[2]["fields"][0]["field"], "email");
    assert_eq!(lines[3], json!({ "progress": { "rows": 3, "step": "checked" } }));
    assert_eq!(lines[4], json!({ "report": report.json }));
    assert_eq!(lines.len(), 5);
    let kept = carmen.all(&agency.path("/clients")).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["phone"], Value::Null);
    assert!(agency.audited("client.import").await.is_empty());
}

async fn an_import_may_amend_and_lets_nobody_in(stage: Stage) {
    let agency = Agency::on(stage).await;
    let carmen = &agency.carmen;
    let shop = json!({ "name": "Tienda", "alias": "tienda" });
    let shop = carmen.post(&agency.path("/sites"), &shop).await.expect(201).text_at("/id");
    let blog = agency.build("Cuaderno").await;
    let (id, lucia) = agency.admitted("lucia@d.es", &shop, &["blog"]).await;
    let waiting = agency.keep("marta@d.es").await;
    let mails = agency.stage.sink.mails().len();
    let mut changed = form("LUCIA@d.es");
    changed["phone"] = json!("910 000 000");
    changed["sites"] = json!([{ "site": blog, "permissions": ["publish"] }]);
    let rows = [changed, row("marta@d.es", &json!([{ "site": "tienda", "permissions": [] }]))];

    let refused = import(&agency, carmen, "clients", "", &rows).await;
    let refused = refused.expect_problem(422, "import_refused");
    assert_eq!(refused["errors"][0]["field"], "email");
    assert_eq!(refused["errors"][0]["code"], "taken");
    assert_eq!(agency.seen(&id).await["phone"], Value::Null);

    let report = import(&agency, carmen, "clients", "?may_amend=true", &rows).await.expect(200);

    assert_eq!(counts(&report), [Some(0), Some(2), Some(0), Some(0)]);
    let seen = agency.seen(&id).await;
    assert_eq!(seen["email"], "lucia@d.es", "it never changes");
    assert_eq!(seen["phone"], "910 000 000");
    assert_eq!(seen["access"]["user_id"], lucia.id.as_str());
    let area = agency.area(&lucia).await.expect(200);
    let sites = area["sites"].as_array().expect("sites");
    assert_eq!(sites.len(), 2, "the site that she had beside stays");
    assert_eq!(sites[0]["permissions"], json!(["blog"]));
    assert_eq!(sites[1]["permissions"], json!(["publish"]));
    let seen = agency.seen(&waiting).await;
    assert_eq!(seen["status"], "site_assigned");
    assert_eq!(seen["access"], json!({ "state": "none" }));
    assert_eq!(agency.stage.sink.mails().len(), mails, "an import tells nobody");
}

#[tokio::test]
async fn an_import_gives_nothing_that_is_not_the_importers_to_give() {
    let agency = Agency::set().await;
    let (stage, carmen, account) = (&agency.stage, &agency.carmen, &agency.account);
    let shop = json!({ "name": "Tienda", "alias": "tienda" });
    let _ = carmen.post(&agency.path("/sites"), &shop).await.expect(201);
    let eva = stage.member(carmen, account, "finance", "eva@acme.es").await;
    let grants = json!(["clients.read", "clients.manage"]);
    let ana = associate(stage, carmen, account, "ana@taller.es", &grants).await;
    let rows = [
        form("marta@d.es"),
        row("lucia@d.es", &json!([{ "site": "tienda", "permissions": ["blog"] }])),
    ];

    for query in ["", "?dry_run=true", "?may_amend=true"] {
        let refused = import(&agency, &eva, "clients", query, &rows).await;
        let refused = refused.expect_problem(403, "forbidden");
        assert_eq!(refused["explanation"]["missing"], "clients.manage", "{query}");
        let refused = import(&agency, &ana, "sites", query, &[json!({ "name": "Suyo" })]).await;
        let refused = refused.expect_problem(403, "forbidden");
        assert_eq!(refused["explanation"]["missing"], "sites.manage", "{query}");
    }

    expect_rows_beyond_the_importer_to_be_named(&agency, &ana).await;
    assert!(carmen.all(&agency.path("/clients")).await.is_empty());
    assert_eq!(carmen.all(&agency.path("/sites")).await.len(), 1);
    let _ = import(&agency, &ana, "clients", "", &rows[..1]).await.expect(200);
    let stranger = stage.person("otro@d.es").await;
    let hidden = import(&agency, &stranger, "clients", "", &rows).await;
    let _ = hidden.expect_problem(404, "not_found");
    let hidden = stranger.get(&agency.path("/clients/export")).await;
    let _ = hidden.expect_problem(404, "not_found");
}

/// Each row that would give what is not the importer's is refused, by its field, and so is what else is
/// wrong behind it; the attempt is on record once.
async fn expect_rows_beyond_the_importer_to_be_named(agency: &Agency, ana: &Person) {
    let share = |permissions: &[&str]| json!([{ "site": "tienda", "permissions": permissions }]);
    let mut rows: Vec<Value> =
        (1..=600).map(|one| row(&format!("c{one}@d.es"), &json!([]))).collect();
    rows[0]["sites"] = share(&["blog"]);
    rows[1]["sites"] = share(&[]);
    rows[2]["last_name"] = json!("");
    rows[599]["sites"] = share(&["publish"]);
    let so_far = agency.audited("attempt.refused").await.len();

    let refused = import(agency, ana, "clients", "", &rows).await;

    let refused = refused.expect_problem(422, "import_refused");
    let errors = refused["errors"].as_array().expect("errors").iter();
    let found: Vec<_> = errors
        .map(|one| (one["row"].as_u64(), one["field"].as_str(), one["code"].as_str()))
        .collect();
    let expected = [
        (1, "sites[0].permissions", "beyond_own"),
        (3, "last_name", "empty"),
        (600, "sites[0].permissions", "beyond_own"),
    ];
    let expected = expected.map(|(row, field, code)| (Some(row), Some(field), Some(code)));
    assert_eq!(found, expected, "an empty list gives nothing");
    let detail = refused.text_at("/errors/0/detail");
    assert!(detail.contains("sites.manage"), "{detail}");
    assert_eq!(agency.audited("attempt.refused").await.len(), so_far + 1, "once");
    let told = import(agency, ana, "clients", "?dry_run=true", &rows).await.expect(200);
    assert_eq!(counts(&told), [Some(597), Some(0), Some(0), Some(3)]);
    assert_eq!(agency.audited("attempt.refused").await.len(), so_far + 2, "and once each time");
}

#[tokio::test]
async fn an_import_is_rows_in_one_of_three_formats_and_nothing_else() {
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let path = agency.path("/clients/import");

    let as_text = carmen.command(&path).body("text/plain", form("lucia@d.es").to_string()).await;
    let refused = as_text.expect_problem(415, "unsupported_media_type");
    for kind in ["application/x-ndjson", "application/json", "text/csv"] {
        assert!(refused.text_at("/detail").contains(kind), "{kind} is not named");
    }
    let broken = carmen.command(&path).body("application/x-ndjson", vec![b'{', 0xff, b'\n']).await;
    let broken = broken.expect_problem(422, "import_refused");
    assert_eq!(broken["errors"][0]["row"], 1);
    assert_eq!(broken["errors"][0]["code"], "not_utf8");

    assert!(carmen.all(&agency.path("/clients")).await.is_empty());
    let nothing = import(&agency, carmen, "clients", "", &[]).await.expect(200);
    assert_eq!(nothing["rows"], 0);
    let spaced = format!("\u{feff}\r\n{}\r\n\n{}", form("lucia@d.es"), form("marta@d.es"));
    let request = carmen.command(&path).body("application/x-ndjson; charset=utf-8", spaced);
    assert_eq!(request.await.expect(200)["created"], 2);
}

#[tokio::test]
async fn an_account_keeps_so_many_clients_and_sites_and_no_more() {
    let options = Options::default()
        .env("PORTERO_LIMITS_CLIENTS_PER_ACCOUNT", "2")
        .env("PORTERO_LIMITS_SITES_PER_ACCOUNT", "2")
        .env("PORTERO_LIMITS_SITES_PER_CLIENT", "1");
    let agency = Agency::on(Stage::with(options).await).await;
    let carmen = &agency.carmen;
    let emails = ["lucia@d.es", "marta@d.es", "eva@d.es"];
    let rows = emails.map(form);
    let sites = ["Tienda", "Cuaderno", "Ajeno"].map(|name| json!({ "name": name }));

    for (of, rows) in [("clients", &rows), ("sites", &sites)] {
        let refused = import(&agency, carmen, of, "", rows).await;
        let _ = refused.expect_problem(409, "capacity_reached");
        assert!(carmen.all(&agency.path(&format!("/{of}"))).await.is_empty(), "{of}");
        let _ = import(&agency, carmen, of, "", &rows[..2]).await.expect(200);
        let refused = carmen.post(&agency.path(&format!("/{of}")), &rows[2]).await;
        let _ = refused.expect_problem(409, "capacity_reached");
    }
    let ids = async |of: &str| -> Vec<String> {
        let rows = carmen.all(&agency.path(of)).await;
        rows.iter().map(|row| row["id"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (clients, sites) = (ids("/clients").await, ids("/sites").await);
    let _ = agency.assign(&clients[0], &sites[0], &[]).await.expect(200);
    let refused = agency.assign(&clients[0], &sites[1], &[]).await;
    let _ = refused.expect_problem(409, "capacity_reached");
    let _ = carmen.delete(&agency.client(&clients[1], "")).await.expect(204);
    let _ = agency.keep("eva@d.es").await;
}
