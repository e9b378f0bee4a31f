//! How long functions are, told by their braces.

use crate::source::{File, rust_files};

const LONGEST: usize = 70;

/// A function that is too long: where it begins, and its lines.
fn too_long(file: &File) -> Vec<String> {
    let code = file.code();
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if begins_function(line) {
            let lines = &lines[index..];
            let all = length(lines);
            let length = all - lines[..all].iter().filter(|line| is_word_of_a_table(line)).count();
            if length > LONGEST {
                found.push(format!("{}:{}: {length} lines", file.path, index + 1));
            }
        }
    }
    found
}

fn begins_function(line: &str) -> bool {
    let words = line.split_whitespace();
    let before_fn = words.take_while(|word| *word != "fn");
    let qualifiers = before_fn.filter(|word| {
        matches!(*word, "pub" | "async" | "const" | "extern") || word.starts_with("pub(")
    });
    let all = line.split_whitespace().position(|word| word == "fn");
    all.is_some_and(|position| qualifiers.count() == position)
}

/// Whether a line gives one name its word, as `Case => "word",`, the word being blanks here. Such a
/// table is looked up and not read from top to bottom, so its rows do not count.
fn is_word_of_a_table(line: &str) -> bool {
    line.split_once(" => ").is_some_and(|(_, word)| word.trim() == ",")
}

/// The lines from the signature to the brace that closes the body, or to the end of a signature
/// without one.
fn length(lines: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (index, line) in lines.iter().enumerate() {
        for character in line.chars() {
            match character {
                ';' if depth == 0 => return index + 1,
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && character == '}' {
                        return index + 1;
                    }
                }
                _ => {}
            }
        }
    }
    lines.len()
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let found: Vec<String> = rust_files().iter().flat_map(too_long).collect();

    assert!(found.is_empty(), "longer than {LONGEST} lines:\n{}", found.join("\n"));
}

#[test]
fn a_long_function_would_be_found() {
    let body = "    let _ = [0; 3];\n".repeat(LONGEST);
    let text = format!("impl A {{\n    pub(crate) async fn b(\n    ) {{\n{body}    }}\n}}\n");

    let found = too_long(&File { path: "a.rs".to_owned(), text });

    assert_eq!(found, ["a.rs:2: 73 lines"]);
}

#[test]
fn the_rows_of_a_table_of_words_do_not_count() {
    let rows = "        Case::A => \"a, and b\",\n".repeat(LONGEST);
    let text = format!("fn b() {{\n    match c {{\n{rows}    }}\n}}\n");

    assert!(too_long(&File { path: "a.rs".to_owned(), text }).is_empty());
}
