//! axe-core, run in the page.

use serde_json::Value;

use crate::browser::Window;

/// Where `scripts/test` puts it.
const PLACE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/axe-core/axe.min.js");
/// The rules of WCAG 2.2 up to AA, and what is good practice beside them.
pub const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
/// The rule about colours alone, the only one that the time of day changes.
pub const COLOURS: &str = "['color-contrast']";

/// What axe-core finds wrong with the page that is open, by some of its rules.
pub fn violations(window: &Window, rules: &str) -> Vec<String> {
    let source = std::fs::read_to_string(PLACE)
        .unwrap_or_else(|reason| panic!("{PLACE}: {reason}; run scripts/test once, which fetches axe-core"));
    window.ask(&source);
    let found = window.ask_and_wait(&format!(
        "axe.run(document, {{runOnly: {rules}, resultTypes: ['violations']}}).then((result) => done(result.violations), (error) => done(String(error)))"
    ));
    let found = found.as_array().unwrap_or_else(|| panic!("axe-core did not run: {found}"));
    found.iter().flat_map(told).collect()
}

fn told(violation: &Value) -> Vec<String> {
    let node = |node: &Value| {
        let (rule, html) = (violation["id"].as_str().unwrap_or_default(), node["html"].as_str().unwrap_or_default());
        let why = node["failureSummary"].as_str().unwrap_or_default().lines().nth(1).unwrap_or_default();
        format!("{rule}: {} — {}", html.chars().take(120).collect::<String>(), why.trim())
    };
    violation["nodes"].as_array().unwrap().iter().take(3).map(node).collect()
}
