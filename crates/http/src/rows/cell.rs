//! Cells of a table: what a spreadsheet would run as a formula, and what keeps it from doing so.

use portero_domain::use_case::{FieldProblem, RowFault, SiteShare};

/// What ends a row that is given out.
const END: &str = "\r\n";

/// Reads a cell. An apostrophe that keeps what follows from being a formula is taken away.
pub(super) fn read(cell: &str) -> Result<&str, FieldProblem> {
    match cell.strip_prefix('\'') {
        Some(kept) if begins_like_a_formula(cell) => Ok(kept),
        None if is_formula(cell) => Err(FieldProblem::Row(RowFault::Formula)),
        Some(_) | None => Ok(cell),
    }
}

/// Writes cells as one row.
pub(super) fn join<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    cells.map(write).collect::<Vec<_>>().join(",") + END
}

/// Writes a cell, so that reading it gives the same again.
fn write(text: &str) -> String {
    let guard = if begins_like_a_formula(text) { "'" } else { "" };
    if text.contains([',', ';', '\t', '"', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// Whether a text begins with a sign of a formula, behind any number of apostrophes: another one
/// before them is what writing puts there, and reading takes away.
fn begins_like_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether a spreadsheet would run it. A telephone number with its plus is none.
fn is_formula(cell: &str) -> bool {
    let is_of_a_number = |one: char| one.is_ascii_digit() || " ().-/".contains(one);
    match cell.strip_prefix(['+', '-']) {
        Some(rest) => !rest.chars().all(is_of_a_number),
        None => cell.starts_with(['=', '@', '\t', '\r']),
    }
}

/// Reads sites: `tienda: edit blog; cuaderno: view_stats`. One more site than there may be, and one
/// more permission, are enough to be refused.
pub(super) fn split_shares(cell: &str, most: usize) -> Vec<SiteShare> {
    let shares = cell.split(';').map(str::trim).filter(|share| !share.is_empty());
    let read = |share: &str| {
        let (site, permissions) = share.split_once(':').unwrap_or((share, ""));
        let permissions = permissions.split_whitespace().take(SiteShare::MOST_PERMISSIONS + 1);
        let permissions = permissions.map(str::to_owned).collect();
        SiteShare { site: site.trim().to_owned(), permissions }
    };
    shares.take(most + 1).map(read).collect()
}

/// Writes sites in the same way.
pub(super) fn join_shares<'a>(shares: impl Iterator<Item = (&'a str, &'a [String])>) -> String {
    let write = |(site, permissions): (&str, &[String])| {
        if permissions.is_empty() {
            site.to_owned()
        } else {
            format!("{site}: {}", permissions.join(" "))
        }
    };
    shares.map(write).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_refused() {
        for formula in ["=1+1", "@SUM(A1)", "\t=1", "\r=1", "+1+cmd|' /C calc'!A0", "-A1", "+x"] {
            assert_eq!(read(formula), Err(FieldProblem::Row(RowFault::Formula)), "{formula:?}");
        }
        for plain in ["", "a=b", "+34 910 (000) 000", "-5.5", "+", "910-000/1", "'quoted'", " =1"] {
            assert_eq!(read(plain), Ok(plain), "{plain:?}");
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        for text in ["", "Ana", "=1", "'=1", "''-x", "'", "''", "'a", "@a", "+34 910", "\tx"] {
            let written = write(text);
            assert!(!is_formula(&written), "{written:?} would be run");
            let bare = written.trim_matches('"');
            assert_eq!(read(bare), Ok(text), "{written:?}");
        }
        assert_eq!(write("a \"b\", c\nd"), "\"a \"\"b\"\", c\nd\"");
        assert_eq!(join(["a", "b;c"].into_iter()), "a,\"b;c\"\r\n");
    }

    #[test]
    fn sites_stand_in_one_cell_with_their_permissions() {
        let read = split_shares(" tienda: edit  blog;cuaderno ;; ajeno:", 9);
        let share = |site: &str, permissions: &[&str]| SiteShare {
            site: site.to_owned(),
            permissions: permissions.iter().map(|one| (*one).to_owned()).collect(),
        };
        let expected =
            [share("tienda", &["edit", "blog"]), share("cuaderno", &[]), share("ajeno", &[])];
        assert_eq!(read, expected);
        let written = join_shares(read.iter().map(|one| (one.site.as_str(), &one.permissions[..])));
        assert_eq!(written, "tienda: edit blog; cuaderno; ajeno");
        assert_eq!(split_shares(&written, 9), expected);
        assert_eq!(split_shares(&written, 1), expected[..2], "one too many is enough");
    }
}
