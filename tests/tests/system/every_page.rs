//! What holds for every page of the panel, in a real browser: it breaks no rule of WCAG 2.2 AA,
//! light or dark; it fits a small screen; it is light.

use std::collections::BTreeSet;
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
