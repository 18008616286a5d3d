//! Which pages there are: what the pages themselves lead to, one of each kind.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::browser::Window;

/// What pages link to, except files, and what ends the session.
const LINKS: &str = "return [...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)\
    .concat([...document.querySelectorAll('form[method=get]')].map((form) => form.action))\
    .map((address) => new URL(address)).filter((address) => address.origin === location.origin).map((address) => address.pathname + address.search);";
/// What addresses carry on every page, so that it makes no other kind.
const EVERYWHERE: [&str; 5] = ["chien-dich", "den-ngay", "don-vi", "trang", "xep"];
/// Endings of addresses that give files.
const FILES: [&str; 8] = [".eml", ".html", ".xlsx", ".zip", ".pdf", ".csv", "/tep", "/tep-loi"];

/// Where the program says which addresses there are.
const ROUTES: &str = include_str!("../../../../src/web/routes.rs");
/// Pages that nothing in the demo leads to, because they belong to a state that passes: a file that is being read or asks for its columns, a secret link
/// that was given out, a village whose people wait to be assigned, a line that only its code on paper leads to; and the pages of a document, which are pictures within its page.
const PASSING: [&str; 8] = [
    "/nhap-lieu/{batch}/cot",
    "/nhap-lieu/{batch}/bo",
    "/nhap-lieu/{batch}/tien-do",
    "/co-cau/phan-ve",
    "/bc/{secret}",
    "/viec/{list}/{line}",
    "/van-ban/{id}/trang/{page}",
    "/van-ban/{id}/kem/{position}/trang/{page}",
];
/// Pages that are there, and to which the demo has no reason to lead: a list that names everybody leaves nobody absent, the code beside a line is on
/// paper, and cards are scanned once it is chosen what for.
const UNLED: [&str; 3] = ["/nhap-lieu/1/vang-mat", "/viec/1/1", "/nhap-nhanh?moc=vneid2.activated"];
/// So many pages of a kind are opened, to see where they lead; one of them is looked at.
const OF_A_KIND: usize = 2;

/// The pages still to be opened, and the kinds that were opened and looked at.
#[derive(Default)]
pub struct Tour {
    waiting: VecDeque<String>,
    opened: BTreeMap<String, usize>,
    looked_at: BTreeSet<String>,
    visited: BTreeSet<String>,
    paths: BTreeSet<String>,
}

impl Tour {
    /// Begins at the first page, as somebody else.
    pub fn begin(&mut self) {
        self.opened.clear();
        self.visited.clear();
        self.waiting = std::iter::once("/").chain(UNLED).map(str::to_owned).collect();
    }

    /// The next page of a kind that this account has not opened yet.
    pub fn next(&mut self) -> Option<String> {
        while let Some(path) = self.waiting.pop_front() {
            if !self.visited.insert(path.clone()) {
                continue;
            }
            let opened = self.opened.entry(kind(&path)).or_default();
            *opened += 1;
            if *opened <= OF_A_KIND {
                return Some(path);
            }
        }
        None
    }

    /// Whether no account has looked at a page of this kind; it counts as looked at from now on.
    pub fn is_new(&mut self, path: &str) -> bool {
        self.paths.insert(path.split('?').next().unwrap_or_default().to_owned());
        self.looked_at.insert(kind(path))
    }

    /// Takes up what the page that is open leads to.
    pub fn led_to(&mut self, window: &Window) {
        let links = window.ask(LINKS);
        let paths = links.as_array().unwrap().iter().map(|link| link.as_str().unwrap().to_owned());
        self.waiting.extend(paths.filter(|path| is_page(path)));
    }

    /// Addresses of the program that give pages and that nothing led to.
    pub fn never_opened(&self) -> Vec<String> {
        let lines = ROUTES.lines().filter(|line| line.contains("get().to("));
        let routes = lines.filter_map(|line| line.split('"').nth(1)).filter(|route| {
            is_page(route) && !PASSING.contains(route) && !["/healthz", "/readyz", "/static/{file}"].contains(route)
        });
        let missed = routes.filter(|route| !self.paths.iter().any(|path| leads(route, path)));
        missed.map(|route| format!("{route}: nothing leads there")).collect()
    }
}

/// Whether an address is one that a route answers; `{name}` stands for a part, `{name:.+}` for all the rest.
fn leads(route: &str, path: &str) -> bool {
    if let Some((before, _)) = route.split_once("{slug:.+}") {
        return path.starts_with(before);
    }
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, part): (&&str, &&str)| wanted == part || (wanted.starts_with('{') && *part != "moi");
    route.len() == path.len() && route.iter().zip(&path).all(fits)
}

fn is_page(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let numbered_file = ["/tep/", "/can-cu/", "/mau-trong/"].iter().any(|part| path.contains(part));
    !numbered_file && !FILES.iter().any(|ending| path.ends_with(ending))
}

/// The address without what differs from one page of a kind to the next: numbers, units, campaigns, values.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut before = "";
    let mut parts = Vec::new();
    for part in path.split('/') {
        let variable = part.bytes().all(|byte| byte.is_ascii_digit())
            || before == "don-vi"
            || (before == "chien-dich" && part != "moi");
        parts.push(if variable && !part.is_empty() { "*" } else { part });
        before = if before == "don-vi" { "don-vi" } else { part };
    }
    let mut names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    names.retain(|name| !name.is_empty() && !EVERYWHERE.contains(name));
    names.sort_unstable();
    format!("{}?{}", parts.join("/"), names.join("&")).trim_end_matches('?').to_owned()
}
