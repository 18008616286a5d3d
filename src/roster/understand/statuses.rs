//! One column that says in words how far a person has come: `Đã cấp mức 2, chưa kích hoạt`.

use super::header_words::{has, has_any};

/// What the words say; `None` where they do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status {
    /// Highest level issued: 0, 1 or 2.
    pub level: Option<u8>,
    /// Whether the account is active.
    pub activated: Option<bool>,
}

/// Whether a folded text reads as such a status.
pub(super) fn reads_as_status(key: &str) -> bool {
    read_status(key).is_some()
}

/// Reads a folded status.
pub(super) fn read_status(key: &str) -> Option<Status> {
    let level = super::milestones::level_in_words(key);
    let not_active = has_any(
        key,
        &[
            "chua kich hoat",
            "chua kh",
            "chua active",
            "khong kich hoat",
            "cho kich hoat",
            "not activated",
            "not active",
            "inactive",
            "unactivated",
        ],
    );
    let active = !not_active
        && has_any(key, &["kich hoat", "da kh", "kh", "dang su dung", "dang hoat dong", "active", "activated"]);
    let nothing = has_any(
        key,
        &[
            "chua dang ky",
            "chua lam",
            "chua co",
            "chua cap",
            "chua thuc hien",
            "khong co",
            "chua dinh danh",
            "chua di lam",
            "chua",
        ],
    ) && !not_active;
    let issued = has_any(key, &["da cap", "da co", "da lam", "da dang ky", "cap muc", "da dinh danh", "da thu nhan"])
        || has(key, "co tai khoan") && !has_any(key, &["chua co tai khoan", "khong co tai khoan"]);
    if active {
        return Some(Status { level, activated: Some(true) });
    }
    if not_active {
        return Some(Status { level, activated: Some(false) });
    }
    if nothing && !issued {
        return Some(Status { level: Some(0), activated: Some(false) });
    }
    if issued || level.is_some() && !has(key, "cho") {
        return Some(Status { level, activated: Some(false) });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vn::fold::fold;

    #[test]
    fn statuses_in_words() {
        let of = |text: &str| read_status(&fold(text)).map(|s| (s.level, s.activated));
        assert_eq!(of("Đã kích hoạt mức 2"), Some((Some(2), Some(true))));
        assert_eq!(of("Đã cấp mức 2, chưa kích hoạt"), Some((Some(2), Some(false))));
        assert_eq!(of("Đã cấp mức 1"), Some((Some(1), Some(false))));
        assert_eq!(of("Chưa đăng ký"), Some((Some(0), Some(false))));
        assert_eq!(of("Chưa làm"), Some((Some(0), Some(false))));
        assert_eq!(of("Chưa kích hoạt"), Some((None, Some(false))));
        assert_eq!(of("Chờ"), None);
        assert_eq!(of("lỗi hệ thống"), None);
        assert_eq!(of("???"), None);
    }
}
