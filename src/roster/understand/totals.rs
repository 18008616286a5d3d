//! The numbers that the foot of a table states, against the people in it.

/// Whether a table states how many people it has and none of its statements agrees. Sums of other columns stand in the same rows, so one
/// agreeing number is enough.
pub(super) fn disagree(stated: &[u32], people: u32) -> bool {
    !stated.is_empty() && people > 0 && !stated.contains(&people)
}

#[cfg(test)]
mod tests {
    use super::disagree;

    #[test]
    fn one_agreeing_number_is_enough() {
        assert!(!disagree(&[], 10));
        assert!(!disagree(&[10], 10));
        assert!(!disagree(&[3, 10, 7], 10));
        assert!(disagree(&[12, 12], 10));
    }
}
