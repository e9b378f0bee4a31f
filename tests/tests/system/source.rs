//! The workspace's files as text, and Rust sources with what is not code blanked out.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the workspace.
pub struct File {
    /// Its path from the workspace's root, with `/` between the parts.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn has_extension(&self, wanted: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extension == wanted)
    }

    /// Whether it is there for tests only: not the product's own code.
    pub fn is_for_tests(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "benches")
    }

    /// The source without comments, texts and characters: each is blanks, line breaks stay.
    pub fn code(&self) -> String {
        code_only(&self.text)
    }
}

pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace")
}

/// Every text file, but for what is built, fetched or git's own.
pub fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(workspace(), &mut files);
    assert!(files.len() > 20, "these cannot be all");
    files
}

/// Every Rust source.
pub fn rust_files() -> Vec<File> {
    files().into_iter().filter(|file| file.has_extension("rs")).collect()
}

fn collect(folder: &Path, files: &mut Vec<File>) {
    let entries = fs::read_dir(folder).expect("a folder can be read").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | ".git" | "node_modules" | ".venv") {
                collect(&path, files);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(workspace()).expect("inside").to_string_lossy();
            files.push(File { path: path.replace('\\', "/"), text });
        }
    }
}

fn code_only(source: &str) -> String {
    let characters: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while at < characters.len() {
        let end = end_of_what_is_not_code(&characters, at);
        if end == at {
            code.push(characters[at]);
            at += 1;
        } else {
            code.extend(characters[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment, text or character that begins here ends; here, if none does.
fn end_of_what_is_not_code(source: &[char], at: usize) -> usize {
    let next = source.get(at + 1).copied();
    match source[at] {
        '/' if next == Some('/') => find(source, at, "\n").unwrap_or(source.len()),
        '/' if next == Some('*') => find(source, at, "*/").map_or(source.len(), |end| end + 2),
        '"' => end_of_text(source, at + 1),
        'r' if !is_name(source, at) => end_of_raw_text(source, at).unwrap_or(at),
        '\'' => end_of_character(source, at).unwrap_or(at),
        _ => at,
    }
}

fn is_name(source: &[char], at: usize) -> bool {
    at > 0 && (source[at - 1].is_alphanumeric() || source[at - 1] == '_') && source[at - 1] != 'b'
}

fn find(source: &[char], from: usize, what: &str) -> Option<usize> {
    let what: Vec<char> = what.chars().collect();
    let found = source[from..].windows(what.len()).position(|window| window == what);
    found.map(|position| from + position)
}

fn end_of_text(source: &[char], mut at: usize) -> usize {
    while at < source.len() && source[at] != '"' {
        at += if source[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(source.len())
}

fn end_of_raw_text(source: &[char], at: usize) -> Option<usize> {
    let hashes = source[at + 1..].iter().take_while(|c| **c == '#').count();
    if source.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let closing = format!("\"{}", "#".repeat(hashes));
    find(source, at + 2 + hashes, &closing).map(|end| end + closing.len())
}

/// `'x'` and `'\n'` are characters; `'a` before a type is not.
fn end_of_character(source: &[char], at: usize) -> Option<usize> {
    if source.get(at + 1) == Some(&'\\') {
        return find(source, at + 3, "'").map(|end| end + 1);
    }
    (source.get(at + 2) == Some(&'\'')).then_some(at + 3)
}

#[test]
fn comments_texts_and_characters_are_no_code() {
    let source = r##"let a = "b // {"; /* { */ 'c': '{', '\'', r#"""{"# // }
fn f<'a>() {}"##;

    let code = code_only(source);

    assert_eq!(code.matches(['{', '}']).count(), 2, "{code}");
    assert_eq!(code.lines().nth(1), Some("fn f<'a>() {}"));
}
