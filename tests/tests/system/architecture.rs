//! Who may know whom: between the members of the workspace, and inside the domain.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::source::{File, rust_files, workspace};

/// Every member with all that it depends on outside of its tests: members first, then others. A
/// change here is a change of the architecture: docs/architecture.md must agree.
const DEPENDENCIES: &str = "
portero: portero-domain portero-http portero-mail portero-panel portero-store-sea-orm portero-system | \
    clap poem thiserror tokio toml tracing tracing-subscriber uuid
portero-domain: | async-trait chrono mockall serde thiserror uuid
portero-http: portero-domain | \
    async-trait chrono csv-core futures-util poem poem-openapi serde serde_json tempfile thiserror \
    tokio tracing uuid
portero-mail: portero-domain | askama async-trait chrono lettre thiserror tokio tracing url uuid
portero-panel: portero-domain | askama chrono poem tracing url uuid
portero-store-contract: portero-domain | chrono serde_json tokio uuid
portero-store-memory: portero-domain | async-trait chrono serde_json tokio uuid
portero-store-sea-orm: portero-domain | \
    async-trait chrono sea-orm sea-orm-migration serde_json thiserror tokio uuid
portero-system: portero-domain | \
    ammonia argon2 async-trait base64 chacha20poly1305 chrono getrandom hmac html5ever idna sha2 \
    thiserror tokio uuid
portero-tests: | base64 cargo_metadata mailparse reqwest serde_json tempfile thirtyfour tokio
";

/// The rooms of the domain: each may know those before it.
const ROOMS: &[&str] = &["id", "policy", "model", "port", "use_case"];

fn members() -> Vec<Package> {
    let mut command = MetadataCommand::new();
    let metadata = command.manifest_path(workspace().join("Cargo.toml")).no_deps().exec();
    let mut members = metadata.expect("the workspace can be read").packages;
    members.sort_by(|a, b| a.name.cmp(&b.name));
    members
}

fn dependencies(package: &Package) -> BTreeSet<String> {
    let outside_of_tests = |kind| matches!(kind, DependencyKind::Normal | DependencyKind::Build);
    let counted = package.dependencies.iter().filter(|one| outside_of_tests(one.kind));
    counted.map(|one| one.name.clone()).collect()
}

/// A member's line in the list above.
fn told(package: &Package) -> String {
    let dependencies = dependencies(package);
    let (inside, outside): (Vec<_>, Vec<_>) =
        dependencies.iter().map(String::as_str).partition(|name| is_member(name));
    let line = format!("{}: {} | {}", package.name, inside.join(" "), outside.join(" "));
    line.replace(":  |", ": |")
}

fn is_member(name: &str) -> bool {
    name == "portero" || name.starts_with("portero-")
}

#[test]
fn every_member_depends_on_exactly_what_was_agreed() {
    let found: BTreeSet<String> = members().iter().map(told).collect();
    let agreed: BTreeSet<String> = DEPENDENCIES.trim().lines().map(str::to_owned).collect();

    let unagreed: Vec<&String> = found.difference(&agreed).collect();
    let missing: Vec<&String> = agreed.difference(&found).collect();
    assert!(found == agreed, "\nfound: {unagreed:#?}\nagreed: {missing:#?}");
}

#[test]
fn only_the_server_names_adapters_together() {
    for package in members() {
        if package.name != "portero" {
            let known: Vec<String> =
                dependencies(&package).into_iter().filter(|name| is_member(name)).collect();
            assert!(
                known.iter().all(|name| name == "portero-domain"),
                "{}: {known:?}",
                package.name
            );
        }
    }
}

#[test]
fn mocks_come_only_when_asked_for() {
    let domain = members().into_iter().find(|package| package.name == "portero-domain");
    let domain = domain.expect("the domain is a member");

    let optional: Vec<&str> = domain
        .dependencies
        .iter()
        .filter(|one| one.optional)
        .map(|one| one.name.as_str())
        .collect();

    assert_eq!(optional, ["mockall"]);
}

/// The room that a source of the domain is in; the crate's own root is in none.
fn room(file: &File) -> Option<usize> {
    let path = file.path.strip_prefix("crates/domain/src/")?;
    let first = path.split('/').next()?.trim_end_matches(".rs");
    ROOMS.iter().position(|room| *room == first)
}

/// Every later room that a source names.
fn looks_ahead(file: &File, room: usize) -> Vec<String> {
    let code = file.code();
    let named = |later: &&&str| {
        let ways =
            [format!("crate::{later}::"), format!("crate::{later};"), format!("crate::{later}\n")];
        ways.iter().any(|way| code.contains(way))
    };
    let later = ROOMS[room + 1..].iter().filter(named);
    later.map(|later| format!("{} knows {later}", file.path)).collect()
}

#[test]
fn the_rooms_of_the_domain_know_only_those_before_them() {
    let sources = rust_files();
    let in_rooms: Vec<(&File, usize)> =
        sources.iter().filter_map(|file| Some((file, room(file)?))).collect();
    assert!(in_rooms.len() > 30, "these cannot be all");

    let found: Vec<String> =
        in_rooms.iter().flat_map(|(file, room)| looks_ahead(file, *room)).collect();

    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn no_source_of_the_domain_hides_its_imports_in_a_group() {
    for file in rust_files() {
        if room(&file).is_some() {
            let code = file.code();
            assert!(!code.contains("crate::{"), "{}: one line a room, please", file.path);
            assert!(!code.contains("super::super::super"), "{}: too far up", file.path);
        }
    }
}

#[test]
fn looking_ahead_would_be_found() {
    let text =
        "use crate::id::UserId;\nuse crate::model::User;\n// crate::port::Clock\n".to_owned();
    let file = File { path: "crates/domain/src/policy/role.rs".to_owned(), text };

    let room = room(&file).expect("a room");

    assert_eq!(looks_ahead(&file, room), ["crates/domain/src/policy/role.rs knows model"]);
}
