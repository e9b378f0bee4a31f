//! What holds for every page of the panel, in a real browser: it breaks no rule of WCAG 2.2 AA,
//! light or dark; it fits a small screen; it is light.

use std::collections::{BTreeSet, HashMap};
use std::fs;

use portero_tests::accessibility::{overflow, violations, weight};
use portero_tests::browser::Browser;
use portero_tests::demonstration::Demonstration;
use portero_tests::pages::{self, Page, Visitor};

use crate::source::workspace;

/// The narrowest screen, in pixels.
const NARROWEST: u32 = 360;
/// The widest on which it is looked at.
const WIDE: u32 = 1_280;
/// The most bytes of a page with its style sheet.
const HEAVIEST: u64 = 30_000;

/// What is wrong with the page that is open.
async fn faults(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for (width, scheme) in [(NARROWEST, "light"), (WIDE, "light"), (WIDE, "dark")] {
        browser.widen(width).await;
        browser.prefer(scheme).await;
        let found = violations(browser).await;
        faults.extend(found.into_iter().map(|one| format!("{scheme}, {width} wide: {one}")));
        let beyond = overflow(browser).await;
        if beyond > 0 {
            faults.push(format!("{beyond} pixels too wide for {width}"));
        }
    }
    let bytes = weight(browser).await;
    if bytes >= HEAVIEST {
        faults.push(format!("{bytes} bytes"));
    }
    faults
}

/// A path as the documentation writes it: ids have no digits of their own, signed links no letters.
fn pattern(path: &str) -> String {
    if path.starts_with("/unsubscribe/") {
        return "/unsubscribe/{link}".to_owned();
    }
    let is_id = |part: &&str| part.len() == 36 && part.matches('-').count() == 4;
    let parts = path.split('/').map(|part| if is_id(&part) { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The paths that a page can be asked at, read from where they are routed: one that is not on the list
/// of pages is found, and so is a page that nobody can come to.
fn routed() -> BTreeSet<String> {
    let text = fs::read_to_string(workspace().join("crates/panel/src/route.rs"));
    routed_in(&text.expect("it is there"))
}

fn routed_in(text: &str) -> BTreeSet<String> {
    let (mut prefixes, mut gets) = (HashMap::new(), BTreeSet::new());
    for statement in text.split("let ").skip(1) {
        let Some((name, rest)) = statement.split_once(" = ") else { continue };
        if let Some((_, prefix)) = rest.split_once("format!(\"") {
            prefixes.insert(name, prefix.split('{').next().unwrap_or_default());
        }
        if rest.starts_with("get(") {
            gets.insert(name);
        }
    }
    let paths = text.split(".at(").skip(1).filter_map(|route| {
        let (path, rest) = route.split_once(", ")?;
        let mut parts = path.split('"');
        let (name, tail) = (parts.next()?.trim_end_matches('('), parts.next().unwrap_or_default());
        let path = match (name, prefixes.get(name)) {
            (_, Some(prefix)) => format!("{prefix}{tail}"),
            ("", None) => tail.to_owned(),
            _ => format!("/dev/{}", name.to_lowercase()),
        };
        let answer = rest.trim_start();
        let named = answer.split([')', ' ']).next().unwrap_or_default();
        let is_page =
            answer.starts_with("get(") || answer.starts_with("both(") || gets.contains(named);
        is_page.then_some(path)
    });
    let parameters = |path: String| {
        let parts = path.split('/').map(|part| match part.strip_prefix(':') {
            Some("link") => "{link}",
            Some(_) => "{id}",
            None => part,
        });
        parts.collect::<Vec<_>>().join("/")
    };
    paths.map(parameters).filter(|path| !path.starts_with("/assets/")).collect()
}

#[test]
fn a_page_that_is_routed_is_found_however_its_path_is_written() {
    let text = "
        let area = |tail: &str| format!(\"/areas/:area{tail}\");
        let new = get(on(panel, sites::new)).post(on(panel, sites::create));
        route
            .at(\"/sign-in\", get(on(panel, sign_in::show)).post(on(panel, sign_in::sign_in)))
            .at(\"/sign-out\", post(on(panel, sign_in::sign_out)))
            .at(area(\"\"), get(on(panel, home::area)))
            .at(area(\"/users/:user/suspend\"), both(panel, member::suspend))
            .at(area(\"/users/:user/access\"), post(on(panel, member::access)))
            .at(area(\"/sites/new\"), new)
            .at(MAILBOX, get(on(panel, mailbox::list)))
            .at(\"/unsubscribe/:link\", get(on(panel, unsubscribe::show)).post(refuse))
            .at(\"/assets/panel.css\", get(asset(kind, STYLE)))
            .at(\"/*rest\", nowhere);";
    let expected = [
        "/areas/{id}",
        "/areas/{id}/sites/new",
        "/areas/{id}/users/{id}/suspend",
        "/dev/mailbox",
        "/sign-in",
        "/unsubscribe/{link}",
    ];
    assert_eq!(routed_in(text), expected.map(str::to_owned).into());
}

/// The paths of the table in `docs/panel.md`.
fn documented() -> BTreeSet<String> {
    let text = fs::read_to_string(workspace().join("docs/panel.md")).expect("it is there");
    let rows = text.lines().filter(|line| line.starts_with("| `/"));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    let named = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    named.map(str::to_owned).collect()
}

#[tokio::test]
async fn every_page_breaks_no_rule_fits_a_small_screen_and_is_light() {
    let demonstration = Demonstration::begin().await;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();

    pages::visit(&demonstration, async |page: &Page, browser: &Browser| {
        seen.insert(pattern(&browser.path().await));
        let named = |fault| format!("{}: {fault}", page.name);
        found.extend(faults(browser).await.into_iter().map(named));
    })
    .await;

    assert!(found.is_empty(), "\n{}", found.join("\n"));
    // Nothing was seen where there is no browser.
    let unseen: Vec<_> = documented().difference(&seen).cloned().collect();
    assert!(seen.is_empty() || unseen.is_empty(), "documented, but not visited: {unseen:?}");
    let unseen: Vec<_> = routed().difference(&seen).cloned().collect();
    assert!(seen.is_empty() || unseen.is_empty(), "routed, but not visited: {unseen:?}");
}

#[tokio::test]
async fn a_page_with_faults_would_be_found() {
    let demonstration = Demonstration::begin().await;
    let Some(browser) = Visitor::Anyone.at_browser(&demonstration).await else { return };
    browser.go("/sign-in").await;
    assert_eq!(faults(&browser).await, Vec::<String>::new());

    let _ = browser
        .ask(
            "document.documentElement.removeAttribute('lang');
            document.querySelector('h1').style.cssText = 'color: #999; width: 400px';
            return null",
        )
        .await;

    let found = faults(&browser).await.join("\n");
    for fault in [
        "light, 360 wide: html-has-lang",
        "light, 1280 wide: color-contrast",
        "dark, 1280 wide: html-has-lang",
        "pixels too wide for 360",
    ] {
        assert!(found.contains(fault), "{fault} is not in\n{found}");
    }
}
