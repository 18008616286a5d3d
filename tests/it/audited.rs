//! Whoever writes leaves an entry in the audit chain, in the same transaction. What servers keep of pages rests on it (`store/kept.rs`): a change that
//! left none would be shown only after the next one that does.
//!
//! Read from the source text: a function outside the store that opens a transaction has to reach `audit(` within its own file, or to be named here.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::sources;

/// Functions that leave the entry by a function of another file: file, function, what it calls, and where that stands.
const BY_ANOTHER: [(&str, &str, &str, &str); 9] = [
    ("access/change_password.rs", "change_password", "open", "access/sign_in.rs"),
    ("campaign/edit/files.rs", "attach_ground", "note", "campaign/edit.rs"),
    ("campaign/edit/measures.rs", "add_measure", "note", "campaign/edit.rs"),
    ("campaign/edit/measures.rs", "retire_measure", "note", "campaign/edit.rs"),
    ("campaign/tasks/note.rs", "note", "noted", "campaign/tasks/save.rs"),
    ("documents/issue.rs", "issue", "write", "documents/edit.rs"),
    ("mail/reminders/by_hand.rs", "remind_by_mail", "note_reminded_in", "rounds/lead.rs"),
    ("rounds/enter.rs", "enter", "note", "rounds/submit.rs"),
    ("rounds/links.rs", "submit_by_link", "note", "rounds/submit.rs"),
];

/// Functions that leave none, and why no page that is kept shows what they write.
const WITHOUT: [(&str, &str, &str); 18] = [
    ("access/session.rs", "resume_to_change_password", "when a session was last used"),
    ("jobs/tasks.rs", "tidy", "sessions that have expired"),
    ("mail/run_due.rs", "keep", "who sends a mail"),
    ("mail/run_due.rs", "take", "who sends a mail; what became of it is noted"),
    ("progress/visit.rs", "visit", "what somebody saw last, read anew for each reader"),
    ("roster/absent.rs", "keep", "a preview, which counts nowhere before it is committed"),
    ("roster/background.rs", "give_up", "a preview"),
    ("roster/background.rs", "let_go", "who reads a preview"),
    ("roster/follow_up.rs", "correct", "a preview"),
    ("roster/lease.rs", "take", "who reads a preview"),
    ("roster/mapping.rs", "forget_mapping", "how the next list is read"),
    ("roster/mapping.rs", "recall", "a preview"),
    ("roster/opening.rs", "begin", "a preview"),
    ("roster/original.rs", "forget", "a file that no list needs"),
    ("roster/original.rs", "sweep_uploads", "files that no list needs"),
    ("roster/preview.rs", "throw_away", "a preview"),
    ("roster/reopening.rs", "compare_again", "a preview"),
    ("roster/reopening.rs", "decide", "a preview"),
];

/// The code of each function of a file, tests left out; of several with one name all together.
fn functions(text: &str) -> BTreeMap<String, String> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        if open.is_none()
            && let Some(name) = declared(line)
        {
            let indent = &line[..line.len() - line.trim_start().len()];
            open = Some((name, format!("{indent}}}")));
        }
        let Some((name, end)) = &open else { continue };
        let body = found.entry(name.clone()).or_default();
        body.push_str(line);
        body.push('\n');
        if line == end || (line.ends_with('}') && declared(line).is_some()) {
            open = None;
        }
    }
    found
}

/// The name of the function that a line declares.
fn declared(line: &str) -> Option<String> {
    let (before, after) = line.split_once("fn ")?;
    let words = ["pub", "async", "const"];
    let declares = before.split_whitespace().all(|word| words.contains(&word) || word.starts_with("pub("));
    let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (declares && !name.is_empty()).then_some(name)
}

/// Whether a text calls a function.
fn calls(body: &str, name: &str) -> bool {
    let call = format!("{name}(");
    body.match_indices(&call).any(|(at, _)| {
        let before = body[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_') && !body[..at].ends_with("fn ")
    })
}

fn leaves_an_entry(body: &str) -> bool {
    calls(body, "audit") || calls(body, "audit::append")
}

/// Everything that a function calls within its file, itself included.
fn reached(functions: &BTreeMap<String, String>, from: &str) -> String {
    let (mut names, mut text) = (BTreeSet::from([from.to_owned()]), functions[from].clone());
    while let Some((name, body)) = functions.iter().find(|(name, _)| !names.contains(*name) && calls(&text, name)) {
        names.insert(name.clone());
        text.push_str(body);
    }
    text
}

fn opens_transaction(body: &str) -> bool {
    body.contains("db.write(") || body.contains(".write(|")
}

#[test]
fn whoever_writes_leaves_an_entry_in_the_audit_chain() {
    let files: BTreeMap<String, BTreeMap<String, String>> = sources()
        .into_iter()
        .filter(|source| !source.path.starts_with("store/"))
        .map(|source| (source.path, functions(&source.text)))
        .collect();
    let (mut silent, mut writers) = (BTreeSet::new(), 0);
    for (path, functions) in &files {
        for (name, _) in functions.iter().filter(|(_, body)| opens_transaction(body)) {
            writers += 1;
            if !leaves_an_entry(&reached(functions, name)) {
                silent.insert((path.as_str(), name.as_str()));
            }
        }
    }
    assert!(writers > 60, "only {writers} functions found that write");
    for (path, name, by, stands) in BY_ANOTHER {
        assert!(silent.remove(&(path, name)), "src/{path}: {name} is named in BY_ANOTHER without need");
        assert!(calls(&reached(&files[path], name), by), "src/{path}: {name} does not call {by}");
        assert!(leaves_an_entry(&reached(&files[stands], by)), "src/{stands}: {by} leaves no entry");
    }
    for (path, name, _) in WITHOUT {
        assert!(silent.remove(&(path, name)), "src/{path}: {name} is named in WITHOUT without need");
    }
    assert!(silent.is_empty(), "write and leave no entry in the audit chain: {silent:#?}");
}

#[test]
fn the_check_sees_a_function_that_leaves_none() {
    let text = "pub fn kept(db: &Db) -> R {\n    db.write(|conn| helper(conn))\n}\n\nfn helper(conn: &mut Conn) -> R {\n    \
                audit(conn, x)\n}\n\npub(super) fn bare(db: &Db) -> R {\n    db.write(|conn| not_audit(conn))\n}\n";
    let found = functions(text);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["bare", "helper", "kept"]);
    assert!(opens_transaction(&found["bare"]) && leaves_an_entry(&reached(&found, "kept")));
    assert!(!leaves_an_entry(&reached(&found, "bare")));
}
