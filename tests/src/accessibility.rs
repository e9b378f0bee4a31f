//! What axe-core finds on a page, and what it cannot see: whether a page fits, and what it weighs.

use serde_json::Value;

use crate::browser::Browser;

/// axe-core 4.14.1 as it was published (MPL 2.0, in `assets/axe-core`).
const AXE: &str = include_str!("../assets/axe-core/axe.min.js");

/// The levels of WCAG 2.2 up to AA, and what is good practice beside them: landmarks, headings.
const RULES: &str =
    "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']";

/// Every violation of those rules on the page that is open, each with where and why.
///
/// # Panics
/// When axe itself fails.
pub async fn violations(browser: &Browser) -> Vec<String> {
    if browser.ask("return window.axe === undefined").await == true {
        let _ = browser.ask(AXE).await;
    }
    let script = format!(
        "const done = arguments[arguments.length - 1];
        const where = node => node.target.join(' ') + ': ' + node.failureSummary;
        axe.run(document, {{ runOnly: {RULES}, resultTypes: ['violations'] }}).then(
            found => done(found.violations.map(
                one => one.id + ' at ' + one.nodes.map(where).join('; and at '))),
            error => done('axe failed: ' + error))"
    );
    let answer = browser.ask_in_time(&script).await;
    let Some(found) = answer.as_array() else { panic!("{answer}") };
    found.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// How many pixels of the page can only be reached by scrolling sideways.
///
/// # Panics
/// When the browser cannot tell.
pub async fn overflow(browser: &Browser) -> i64 {
    let script = "return document.scrollingElement.scrollWidth - window.innerWidth";
    browser.ask(script).await.as_i64().expect("a number").max(0)
}

/// How many pixels of the area's sections can only be reached by scrolling them.
///
/// # Panics
/// When the browser cannot tell.
pub async fn hidden_sections(browser: &Browser) -> i64 {
    let script = "const sections = document.querySelector('header nav');
        return sections ? sections.scrollWidth - sections.clientWidth : 0";
    browser.ask(script).await.as_i64().expect("a number")
}

/// What the server answered the page with, such as 200.
///
/// # Panics
/// When the browser cannot tell.
pub async fn status(browser: &Browser) -> u64 {
    let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
    browser.ask(script).await.as_u64().expect("a status")
}

/// How many bytes the page has with all that it loads.
///
/// # Panics
/// When the browser cannot tell, or the page came without its style sheet.
pub async fn weight(browser: &Browser) -> u64 {
    let script = "const loaded = ['navigation', 'resource'].flatMap(
            kind => performance.getEntriesByType(kind));
        const styled = loaded.some(one => one.name.endsWith('.css') && one.encodedBodySize > 0);
        return styled ? loaded.reduce((sum, one) => sum + one.encodedBodySize, 0) : null";
    browser.ask(script).await.as_u64().expect("a page with its style sheet")
}
