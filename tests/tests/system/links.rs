//! The links between the documents lead somewhere.

use std::fs;
use std::path::Path;

use crate::source::{File, files, workspace};

fn documents() -> Vec<File> {
    files().into_iter().filter(|file| file.has_extension("md")).collect()
}

/// What stands in `](…)`, outside of fenced blocks.
fn targets(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut targets = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if !fenced {
            let after = line.split("](").skip(1);
            targets
                .extend(after.filter_map(|rest| rest.split_once(')')).map(|(t, _)| t.to_owned()));
        }
    }
    targets
}

/// The anchor of a heading, as code forges make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn has_anchor(document: &Path, wanted: &str) -> bool {
    let text = fs::read_to_string(document).unwrap_or_default();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#'))).any(|anchor| anchor == wanted)
}

fn leads_somewhere(from: &File, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let here = workspace().join(&from.path);
    let folder = here.parent().expect("a file is in a folder");
    let there = if path.is_empty() { here.clone() } else { folder.join(path) };
    there.exists() && (fragment.is_empty() || has_anchor(&there, fragment))
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        for target in targets(&document.text) {
            if !leads_somewhere(&document, &target) {
                broken.push(format!("{}: {target}", document.path));
            }
        }
    }

    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_broken_link_would_be_found() {
    let text = "[a](nowhere.md), [b](#no-such-heading)\n```\n[c](fenced)\n```\n".to_owned();
    let document = File { path: "README.md".to_owned(), text };

    let targets = targets(&document.text);

    assert_eq!(targets, ["nowhere.md", "#no-such-heading"]);
    assert!(!targets.iter().any(|target| leads_somewhere(&document, target)));
}
