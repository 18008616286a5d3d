//! Going through a long list page by page.

use serde::Serialize;

use super::links::{Links, Pair};
use super::number;

/// Rows per page the reader may choose.
pub const SIZES: [u32; 3] = [25, 50, 100];
/// Rows per page where nothing is chosen.
pub const USUAL_SIZE: u32 = 50;

/// Where the reader is in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    summary: String,
    page: u32,
    pages: u32,
    previous: Option<String>,
    next: Option<String>,
    sizes: Vec<Size>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Size {
    label: u32,
    href: String,
    current: bool,
}

/// Which page of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Page, from 1.
    pub page: u32,
    /// Rows per page.
    pub per_page: u32,
}

impl Asked {
    /// From the values of an address; anything else is the first page of the usual size.
    pub fn read(page: Option<&str>, per_page: Option<&str>) -> Self {
        let chosen = per_page.and_then(|text| text.parse().ok()).filter(|size| SIZES.contains(size));
        let page = page.and_then(|text| text.parse().ok()).filter(|page| *page > 0);
        Self { page: page.unwrap_or(1), per_page: chosen.unwrap_or(USUAL_SIZE) }
    }
}

impl Pager {
    /// A list of `total` rows on pages at `path`; `filters` are kept in its links.
    pub fn of(asked: Asked, total: u64, links: &Links, path: &str, filters: &[Pair]) -> Self {
        let per_page = u64::from(asked.per_page);
        let pages = u32::try_from(total.div_ceil(per_page).max(1)).unwrap_or(u32::MAX);
        let page = asked.page.min(pages);
        let first = u64::from(page - 1) * per_page;
        let address = |page: u32, size: u32| {
            let mut pairs = filters.to_vec();
            pairs.push(Pair::new("trang", if page > 1 { page.to_string() } else { String::new() }));
            pairs.push(Pair::new("so-dong", if size == USUAL_SIZE { String::new() } else { size.to_string() }));
            links.with(path, &pairs)
        };
        let count = |value: u64| number(i64::try_from(value).unwrap_or(i64::MAX));
        let shown = format!("{}–{} trong {}", count(first + 1), count((first + per_page).min(total)), count(total));
        Self {
            summary: if total == 0 { "Không có dòng nào".to_owned() } else { shown },
            page,
            pages,
            previous: (page > 1).then(|| address(page - 1, asked.per_page)),
            next: (page < pages).then(|| address(page + 1, asked.per_page)),
            sizes: if total > u64::from(SIZES[0]) {
                SIZES.map(|size| Size { label: size, href: address(1, size), current: size == asked.per_page }).to_vec()
            } else {
                Vec::new()
            },
        }
    }

    /// A list whose length nobody has counted; `filters` are kept in its links.
    pub fn open_ended_of(asked: Asked, more: bool, links: &Links, path: &str, filters: &[Pair]) -> Self {
        let address = |page: u32| {
            let mut pairs = filters.to_vec();
            pairs.push(Pair::new("trang", if page > 1 { page.to_string() } else { String::new() }));
            let size = if asked.per_page == USUAL_SIZE { String::new() } else { asked.per_page.to_string() };
            pairs.push(Pair::new("so-dong", size));
            links.with(path, &pairs)
        };
        Self {
            summary: format!("Trang {}", asked.page),
            page: asked.page,
            pages: 1,
            previous: (asked.page > 1).then(|| address(asked.page - 1)),
            next: more.then(|| address(asked.page.saturating_add(1))),
            sizes: Vec::new(),
        }
    }

    /// The same without filters.
    pub fn open_ended(asked: Asked, more: bool, links: &Links, path: &str) -> Self {
        Self::open_ended_of(asked, more, links, path, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list() {
        let pager = |page, total| Pager::of(Asked { page, per_page: 50 }, total, &Links::default(), "/nguoi-dan", &[]);
        let second = pager(2, 120);
        assert_eq!((second.summary.as_str(), second.pages), ("51–100 trong 120", 3));
        assert_eq!(second.previous.as_deref(), Some("/nguoi-dan"));
        assert_eq!(second.next.as_deref(), Some("/nguoi-dan?trang=3"));
        assert_eq!(pager(9, 120).summary, "101–120 trong 120", "beyond the end is the last page");
        let empty = pager(1, 0);
        assert_eq!((empty.summary.as_str(), empty.next, empty.sizes.len()), ("Không có dòng nào", None, 0));
        assert_eq!(Asked::read(Some("0"), Some("1000")), Asked { page: 1, per_page: 50 });
    }
}
