//! What holds for every page of the panel, in a real browser and in both languages: it breaks no
//! rule of WCAG 2.2 AA, light or dark; it fits a small screen; it is light.

use std::collections::{BTreeSet, HashMap};
use std::fs;

use portero_tests::accessibility::{hidden_sections, overflow, status, violations, weight};
use portero_tests::browser::Browser;
use portero_tests::demonstration::Demonstration;
use portero_tests::pages::{self, Page, Visitor};
use portero_tests::said::{ENGLISH, SPANISH, Said};

use crate::source::workspace;

/// The narrowest screen, in pixels.
const NARROWEST: u32 = 360;
/// The widest on which it is looked at.
const WIDE: u32 = 1_280;
/// The most bytes of a page with its style sheet.
const HEAVIEST: u64 = 30_000;

/// How wide a page is looked at, and in which colours.
type Looks = &'static [(u32, &'static str)];

/// All of it.
const ALL: Looks = &[(NARROWEST, "light"), (WIDE, "light"), (WIDE, "dark")];
/// What other words may change: whether they fit, and what programs read out. Colours do not.
const OF_WORDS: Looks = &[(WIDE, "light"), (NARROWEST, "light")];

/// What is wrong with the page that is open.
async fn faults(browser: &Browser, looks: Looks) -> Vec<String> {
    let mut faults = Vec::new();
    for (width, scheme) in looks.iter().copied() {
        browser.widen(width).await;
        browser.prefer(scheme).await;
        let found = violations(browser).await;
        faults.extend(found.into_iter().map(|one| format!("{scheme}, {width} wide: {one}")));
        let beyond = overflow(browser).await;
        if beyond > 0 {
            faults.push(format!("{beyond} pixels too wide for {width}"));
        }
        let hidden = hidden_sections(browser).await;
        if width == WIDE && hidden > 0 {
            faults.push(format!("the sections are {hidden} pixels too wide for {width}"));
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

/// What those pages are answered with that stand in the place of another.
const REFUSALS: &[(&str, u64)] = &[
    ("not-found", 404),
    ("forbidden", 403),
    ("conflict", 409),
    ("too-often", 429),
    ("failed", 500),
];

/// Looks at every page in a language.
async fn look_at_every_page(said: &Said, looks: Looks) {
    let demonstration = Demonstration::begin().await;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();

    pages::visit(&demonstration, said, async |page: &Page, browser: &Browser| {
        seen.insert(pattern(&browser.path().await));
        let named = |fault| format!("{}: {fault}", page.name);
        let expected = REFUSALS.iter().find(|(name, _)| *name == page.name).map(|(_, code)| *code);
        let answer = status(browser).await;
        // A form that is shown again is one of the pages, too.
        if expected.map_or(answer != 200 && answer != 422, |expected| answer != expected) {
            found.push(named(format!("answered with {answer}")));
        }
        let language = browser.ask("return document.documentElement.lang").await;
        if language != said.language {
            found.push(named(format!("in {language}")));
        }
        found.extend(faults(browser, looks).await.into_iter().map(named));
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
async fn every_page_breaks_no_rule_fits_a_small_screen_and_is_light() {
    look_at_every_page(&SPANISH, ALL).await;
}

#[tokio::test]
async fn every_page_in_english_breaks_no_rule_fits_a_small_screen_and_is_light() {
    look_at_every_page(&ENGLISH, OF_WORDS).await;
}

#[tokio::test]
async fn a_page_with_faults_would_be_found() {
    let demonstration = Demonstration::begin().await;
    let Some(browser) = Visitor::Anyone.at_browser(demonstration.base(), &SPANISH).await else {
        return;
    };
    browser.go("/sign-in").await;
    assert_eq!(faults(&browser, ALL).await, Vec::<String>::new());

    let _ = browser
        .ask(
            "document.documentElement.removeAttribute('lang');
            document.querySelector('h1').style.cssText = 'color: #999; width: 400px';
            document.querySelector('header').insertAdjacentHTML('beforeend',
                `<nav class='wide' aria-label='x'><a>${'x'.repeat(400)}</a></nav>`);
            return null",
        )
        .await;

    let found = faults(&browser, ALL).await.join("\n");
    for fault in [
        "light, 360 wide: html-has-lang",
        "light, 1280 wide: color-contrast",
        "dark, 1280 wide: html-has-lang",
        "pixels too wide for 360",
        "the sections are",
    ] {
        assert!(found.contains(fault), "{fault} is not in\n{found}");
    }
}
