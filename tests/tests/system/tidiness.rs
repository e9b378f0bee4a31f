//! The rules of the house that a reader's eye would have to check otherwise.

use crate::source::{File, files, rust_files};

fn insist(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Every place in the files where one of the texts stands.
fn places<'a>(
    files: impl IntoIterator<Item = &'a File>,
    text: impl Fn(&'a File) -> String,
    unwanted: &[String],
) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in (1..).zip(text(file).lines()) {
            if let Some(word) = unwanted.iter().find(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{number}: {word}", file.path));
            }
        }
    }
    found
}

/// Words are put together here, so that this file does not find itself.
fn words(halves: &[[&str; 2]]) -> Vec<String> {
    halves.iter().map(|half| half.concat()).collect()
}

#[test]
fn no_source_is_longer_than_a_reader_can_hold() {
    let limit = |file: &File| if file.is_for_tests() { 500 } else { 400 };
    let lines = |file: &File| file.text.lines().count();

    let found: Vec<String> = rust_files()
        .iter()
        .filter(|file| lines(file) > limit(file))
        .map(|file| format!("{}: {} lines of {}", file.path, lines(file), limit(file)))
        .collect();

    insist(&found);
}

#[test]
fn no_module_is_named_for_nothing() {
    let banned = ["util", "utils", "helper", "helpers", "common", "manager", "misc"];
    let part = |part: &str| banned.contains(&part.trim_end_matches(".rs"));

    let mut found: Vec<String> = rust_files()
        .iter()
        .filter(|file| file.path.split('/').any(part))
        .map(|file| file.path.clone())
        .collect();
    let inline: Vec<String> = banned.iter().map(|name| format!("mod {name} ")).collect();
    found.extend(places(&rust_files(), File::code, &inline));

    insist(&found);
}

#[test]
fn nothing_is_left_for_later() {
    let unwanted = words(&[["to", "do!("], ["unimple", "mented!("], ["#[ign", "ore"]]);
    let mut found = places(&rust_files(), File::code, &unwanted);

    let notes = words(&[["TO", "DO"], ["FIX", "ME"], ["XX", "X"]]);
    found.extend(places(&rust_files(), |file| file.text.clone(), &notes));

    insist(&found);
}

#[test]
fn no_test_sleeps() {
    // Benchmarks may wait for a quiet machine; they assert nothing.
    let asserts = |file: &File| file.is_for_tests() && !file.path.starts_with("tests/bench/");
    let tests: Vec<File> = rust_files().into_iter().filter(asserts).collect();

    insist(&places(&tests, File::code, &words(&[["sle", "ep("], ["sleep_", "until("]])));
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    let unwanted = words(&[["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]]);

    insist(&places(&files(), |file| file.text.clone(), &unwanted));
}

#[test]
fn a_violation_would_be_found() {
    let text = "fn a() {\n    to".to_owned() + "do!()\n}\n";
    let file = File { path: "a.rs".to_owned(), text };

    let found = places([&file], File::code, &words(&[["to", "do!("]]));

    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("a.rs:2: "));
}
