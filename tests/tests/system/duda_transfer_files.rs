//! Files that bring clients and sites in and take them out: tables, encodings, sizes, and answers that
//! come while the work goes on.

use portero_tests::agency::{Agency, form};
use portero_tests::api::{Answer, Request};
use portero_tests::options::Options;
use portero_tests::skip_loudly;
use portero_tests::stage::Stage;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::duda_transfers::{counts, import};
use crate::together::on_both_stores;

on_both_stores!(
    d10_d11_clients_and_sites_go_there_and_back_as_tables,
    an_import_that_is_sent_twice_with_one_key_counts_once,
);

const LINES: &str = "application/x-ndjson";
const TABLE: &str = "text/csv";

/// Brings a table of clients in.
fn table(agency: &Agency, query: &str, text: impl Into<Vec<u8>>) -> Request {
    let path = agency.path(&format!("/clients/import{query}"));
    agency.carmen.command(&path).body(TABLE, text)
}

/// Row, field and code of each error.
fn errors(refused: &Answer) -> Vec<(u64, String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let errors = refused["errors"].as_array().expect("errors").iter();
    errors
        .map(|one| (one["row"].as_u64().unwrap_or_default(), text(one, "field"), text(one, "code")))
        .collect()
}

fn named(row: u64, field: &str, code: &str) -> (u64, String, String) {
    (row, field.to_owned(), code.to_owned())
}

async fn d10_d11_clients_and_sites_go_there_and_back_as_tables(stage: Stage) {
    let agency = Agency::on(stage).await;
    let carmen = &agency.carmen;
    let sites =
        "url;name;alias\r\nhttps://tienda.example;Tienda;tienda\r\n;Cuaderno;la: de; Eva\r\n";
    let path = agency.path("/sites/import");
    let _ =
        carmen.command(&path).body(TABLE, sites.replace("la: de; Eva", "\"la: de; Eva\"")).await;
    let built = carmen.all(&agency.path("/sites")).await;
    let odd = built[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(built[0]["alias"], "la: de; Eva");
    let clients = format!(
        "\u{feff}email;last_name;first_name;phone;notes;sites\r\n\
         lucia@d.es;Núñez;Lucía;+34 910 000 000;\"Llama siempre\npor la \"\"tarde\"\"; o no\";\
         \"tienda: edit_limited edit blog; {odd}: STATS_TAB\"\r\n\
         marta@d.es;Gil;'=Marta;;;\r\n"
    );

    let report = table(&agency, "", clients).await.expect(200);

    assert_eq!(counts(&report), [Some(2), Some(0), Some(0), Some(0)]);
    let lines = carmen.get(&agency.path("/clients/export")).await.expect(200).lines();
    let lucia = lines.iter().find(|one| one["email"] == "lucia@d.es").expect("she is there");
    assert_eq!(lucia["notes"], "Llama siempre\npor la \"tarde\"; o no");
    assert_eq!(lucia["phone"], "+34 910 000 000");
    let marta = lines.iter().find(|one| one["email"] == "marta@d.es").expect("she is there");
    assert_eq!(marta["first_name"], "=Marta", "the apostrophe is the spreadsheet's");
    let given = carmen.get(&agency.path("/clients/export?format=csv")).await.expect(200);
    assert_eq!(given.header("content-disposition"), "attachment; filename=\"clients.csv\"");
    assert!(given.text.contains("'=Marta"), "{}", given.text);
    assert!(given.text.contains(&format!("{odd}: view_stats")), "{}", given.text);
    let again = table(&agency, "?may_amend=true", given.text.clone()).await.expect(200);
    assert_eq!(counts(&again), [Some(0), Some(0), Some(2), Some(0)], "as it was");
    let other = carmen.found("Otra S.L.").await;
    let given = carmen.get(&agency.path("/sites/export?format=csv")).await.expect(200);
    let there = carmen.command(&other.path("/sites/import")).body(TABLE, given.text.clone());
    assert_eq!(there.await.expect(200)["created"], 2);
    let back = carmen.get(&other.path("/sites/export?format=csv")).await.expect(200);
    let sorted = |text: &str| {
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        rows.sort();
        rows
    };
    assert_eq!(sorted(&back.text), sorted(&given.text));
}

#[tokio::test]
async fn a_table_with_bad_rows_in_the_middle_is_refused_by_row_and_column_and_nothing_is_lost() {
    let agency = Agency::set().await;
    let good: Vec<_> = (0..600).map(|one| format!("c{one}@d.es,Ana,Ruiz,,\n")).collect();
    let good = good.concat();
    let head = b"email,first_name,last_name,phone,sites\n".as_slice();
    let bad = [
        b"jose@d.es,Jos\xe9,Ruiz,,\n".as_slice(),
        b"f@d.es,=HYPERLINK(1),@SUM(1),+1+cmd,nada: seo\n",
        b"g@d.es,Ana\n",
        b"nobody,,Ruiz,,nada: edit\n",
    ]
    .concat();
    let text = [head, good.as_bytes(), &bad, b"last@d.es,Ana,Ruiz,,\n"].concat();

    let refused = table(&agency, "", text.clone()).await.expect_problem(422, "import_refused");

    let expected = [
        named(601, "first_name", "not_utf8"),
        named(602, "first_name", "formula"),
        named(602, "last_name", "formula"),
        named(602, "phone", "formula"),
        named(602, "sites[0].permissions", "lacking_permissions"),
        named(602, "sites[0].site", "not_there"),
        named(603, "", "cell_count"),
        named(604, "email", "malformed_address"),
        named(604, "first_name", "empty"),
        named(604, "sites[0].permissions", "lacking_permissions"),
        named(604, "sites[0].site", "not_there"),
    ];
    assert_eq!(errors(&refused), expected);
    assert!(agency.carmen.all(&agency.path("/clients")).await.is_empty(), "the first 600 neither");
    let told = table(&agency, "?dry_run=true", text).await.expect(200);
    assert_eq!(counts(&told), [Some(601), Some(0), Some(0), Some(4)]);
    assert_eq!(told["refused_rows"][0]["fields"][0]["code"], "not_utf8");
    let spanish = table(&agency, "", "email;first_name;last_name\na@d.es;=1;B\n");
    let spanish = spanish.header("accept-language", "es").await;
    let detail = spanish.text_at("/errors/0/detail");
    assert!(detail.contains("fórmula") && detail.contains("apóstrofo"), "{detail}");
}

#[tokio::test]
async fn a_table_that_cannot_be_read_at_all_is_refused_by_its_header() {
    let agency = Agency::set().await;
    let wide: Vec<u8> =
        "\u{feff}email\tfirst_name".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for body in [wide.clone(), wide[2..].to_vec()] {
        let refused = table(&agency, "", body).await.expect_problem(422, "invalid_fields");
        assert_eq!(errors(&refused), [named(0, "", "not_utf8")]);
        assert!(refused.text_at("/errors/0/detail").contains("UTF-8"));
    }
    let odd = table(&agency, "?dry_run=true", "email;age;last_name;email\n").await;
    let expected = [
        named(0, "age", "unknown_name"),
        named(0, "email", "repeated"),
        named(0, "first_name", "missing"),
    ];
    assert_eq!(errors(&odd.expect_problem(422, "invalid_fields")), expected);
    let none = table(&agency, "", "").await.expect_problem(422, "invalid_fields");
    assert_eq!(errors(&none).len(), 3);
    let path = agency.path("/clients/import");
    let wide = agency.carmen.command(&path).body(LINES, wide).await;
    assert_eq!(errors(&wide.expect_problem(422, "invalid_fields")), [named(0, "", "not_utf8")]);
}

#[tokio::test]
async fn whoever_asks_for_lines_hears_of_every_row_and_how_far_it_has_come() {
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let mut rows: Vec<Value> = (0..1_200).map(|one| form(&format!("c{one}@d.es"))).collect();
    rows[700] = form("nobody");
    let live = |query: &str, rows: &[Value]| {
        import(&agency, carmen, "clients", query, rows).header("accept", LINES)
    };
    let progress = |lines: &[Value], step: &str| -> Vec<u64> {
        let told = lines.iter().map(|line| &line["progress"]).filter(|one| one["step"] == step);
        told.filter_map(|one| one["rows"].as_u64()).collect()
    };

    let told = live("?dry_run=true", &rows).await.expect(200);
    assert_eq!(told.header("content-type"), LINES);
    let lines = told.lines();
    let heard: Vec<u64> = lines.iter().filter_map(|line| line["row"].as_u64()).collect();
    assert_eq!(heard, (1..=1_200).collect::<Vec<_>>());
    assert_eq!(progress(&lines, "checked"), [500, 1_000, 1_200]);
    let report = &lines.last().expect("an end")["report"];
    assert_eq!((&report["created"], &report["refused"]), (&json!(1_199), &json!(1)));

    let refused = live("", &rows).await.expect(200).lines();
    let plain = import(&agency, carmen, "clients", "", &rows).await;
    let plain = plain.expect_problem(422, "import_refused");
    assert_eq!(refused.last(), Some(&json!({ "problem": plain.json })), "the same problem");
    assert!(carmen.all(&agency.path("/clients?limit=1")).await.is_empty());

    rows.remove(700);
    let lines = live("", &rows).await.expect(200).lines();
    assert_eq!(progress(&lines, "checked"), [500, 1_000, 1_199]);
    assert!(lines.iter().all(|line| line.get("row").is_none()), "no row is told of twice");
    assert_eq!(lines.last().expect("an end")["report"]["created"], 1_199);

    let few = live("", &[form("ana@d.es"), form("eva@d.es")]).await.expect(200).lines();
    let steps: Vec<_> = few[..2].iter().map(|line| &line["progress"]).collect();
    let step = |name: &str| json!({ "rows": 2, "step": name });
    assert_eq!(steps, [&step("checked"), &step("written")]);
    assert_eq!((few.len(), &few[2]["report"]["created"]), (3, &json!(2)));
}

async fn an_import_that_is_sent_twice_with_one_key_counts_once(stage: Stage) {
    let agency = Agency::on(stage).await;
    let carmen = &agency.carmen;
    let path = agency.path("/sites/import");
    let send = |path: &str, kind: &str, body: &str| {
        carmen.command(path).header("idempotency-key", "una-vez").body(kind, body)
    };
    let body = "name\nTienda\n";

    let first = send(&path, TABLE, body).await.expect(200);
    let second = send(&path, TABLE, body).await.expect(200);

    assert_eq!(first.json, second.json);
    assert_eq!(carmen.all(&agency.path("/sites")).await.len(), 1, "a site without an alias is new");
    let other = send(&path, TABLE, "name\nCuaderno\n").await;
    let _ = other.expect_problem(422, "idempotency_key_reused");
    let amending = send(&format!("{path}?may_amend=true"), TABLE, body).await;
    let _ = amending.expect_problem(422, "idempotency_key_reused");
    let live = send(&path, TABLE, body).header("accept", LINES).await.expect(200).lines();
    assert_eq!(live, [json!({ "report": first.json })]);
    let told = send(&format!("{path}?dry_run=true"), TABLE, body).await.expect(200);
    assert_eq!(told["created"], 1, "a rehearsal is none of it");
}

/// Begins to send a body, and gives the first line of the answer, which comes without the rest of it.
async fn answer_to_the_beginning(agency: &Agency, token: &str, length: usize) -> String {
    let address = agency.stage.server.base().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let path = agency.path("/clients/import");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: {LINES}\r\ncontent-length: {length}\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).await.expect("an answer");
    line
}

#[tokio::test]
async fn nobody_makes_the_server_read_a_body_who_may_not_import_it() {
    let agency = Agency::set().await;
    let stranger = agency.stage.person("otro@d.es").await;

    for (token, expected) in [("", "401"), ("nonsense", "401"), (&*stranger.token, "404")] {
        let line = answer_to_the_beginning(&agency, token, 1_000_000).await;
        assert!(line.starts_with(&format!("HTTP/1.1 {expected} ")), "{token:?}: {line}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_by_its_size() {
    let options = Options::default()
        .env("PORTERO_LIMITS_ROWS_PER_IMPORT", "3")
        .env("PORTERO_LIMITS_IMPORT_MEBIBYTES", "1")
        .env("PORTERO_LIMITS_SITES_PER_CLIENT", "1");
    let agency = Agency::on(Stage::with(options).await).await;
    let carmen = &agency.carmen;
    let rows: Vec<Value> = (0..4).map(|one| form(&format!("c{one}@d.es"))).collect();
    let mut long = form("long@d.es");
    long["notes"] = json!("x".repeat(33 * 1_024));

    let many = import(&agency, carmen, "clients", "", &rows).await;
    let large = answer_to_the_beginning(&agency, &carmen.token, 1024 * 1024 + 1).await;
    let wide = import(&agency, carmen, "clients", "", &[rows[0].clone(), long]).await;

    let many = many.expect_problem(422, "invalid_fields");
    assert_eq!(errors(&many), [named(0, "rows", "too_many")]);
    assert!(large.starts_with("HTTP/1.1 413 "), "{large}");
    let wide = wide.expect_problem(422, "import_refused");
    assert_eq!(errors(&wide), [named(2, "", "too_long")]);
    assert_eq!(import(&agency, carmen, "clients", "", &rows[..3]).await.expect(200)["created"], 3);
}

#[tokio::test]
async fn no_number_of_rows_is_held_in_memory() {
    let agency = Agency::set().await;
    let carmen = &agency.carmen;
    let server = &agency.stage.server;
    let notes = "x".repeat(1_500);
    let rows: Vec<_> = (0..20_000)
        .map(|one| {
            let mut row = form(&format!("c{one}@d.es"));
            row["notes"] = json!(notes);
            format!("{row}\n")
        })
        .collect();
    let rows = rows.concat();
    let (size, path) = (rows.len() as u64, agency.path("/clients/import?dry_run=true"));
    let Some(before) = server.peak_memory() else {
        return skip_loudly("this machine does not tell how much memory a process has");
    };

    let told = carmen.command(&path).body(LINES, rows).header("accept", LINES).await.expect(200);

    assert_eq!(told.text.lines().count(), 20_000 + 40 + 1);
    let gained = server.peak_memory().expect("it runs") - before;
    assert!(gained < size / 2, "{gained} bytes for a body of {size}");
}
