//! The table of all error codes: a change here is a change for every client.

use portero_http::Code;

#[test]
fn the_table_of_codes_changes_only_on_purpose() {
    let row = |code: &Code| {
        let facts = code.facts();
        format!("{} {} | {} | {}", facts.status.as_u16(), facts.name, facts.english, facts.spanish)
    };
    let table: Vec<String> = Code::ALL.iter().map(row).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn no_two_codes_have_the_same_name() {
    let names: std::collections::BTreeSet<_> =
        Code::ALL.iter().map(|code| code.facts().name).collect();
    assert_eq!(names.len(), Code::ALL.len());
}

#[test]
fn the_documentation_lists_every_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/http-api.md");
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let Some(table) = generated(&text) else {
        return;
    };
    for code in Code::ALL {
        let name = format!("`{}`", code.facts().name);
        assert!(table.contains(&name), "{name} is not in the table of docs/http-api.md");
    }
}

/// What stands between the marks of the generated table.
fn generated(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once("<!-- codes:begin -->")?;
    Some(behind.split_once("<!-- codes:end -->")?.0)
}
