//! Splitting a whole into parts without losing anything to rounding (phương pháp số dư lớn nhất): every part gets its exact share rounded down, and
//! what is left goes one by one to the parts whose share was cut most; ties go to the part that comes first.

/// One part of a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it gets. Less than one away from its exact share.
    pub given: i64,
    /// The exact share in hundredths, cut: 12734 is 127,34.
    pub exact_hundredths: i64,
}

/// Splits a whole by weights, in the order of the weights. `None` where nothing can be split: a negative whole or weight, or no weight above zero.
///
/// A part of weight zero gets nothing. The parts add up to the whole; the outcome depends on nothing but the arguments.
pub fn by_weight(whole: i64, weights: &[i64]) -> Option<Vec<Part>> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if whole < 0 || total <= 0 || weights.iter().any(|weight| *weight < 0) {
        return None;
    }
    let share = |weight: i64| i128::from(whole) * i128::from(weight);
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        let given = i64::try_from(share(*weight) / total).ok()?;
        let rest = share(*weight) % total * 100 / total;
        let exact_hundredths = i64::try_from(i128::from(given) * 100 + rest).ok()?;
        parts.push(Part { given, exact_hundredths });
    }
    let cut = |place: &usize| weights.get(*place).map_or(0, |weight| share(*weight) % total);
    let mut most_cut: Vec<usize> = (0..weights.len()).collect();
    most_cut.sort_by_key(|place| (std::cmp::Reverse(cut(place)), *place));
    let left = whole - parts.iter().map(|part| part.given).sum::<i64>();
    for place in most_cut.into_iter().take(usize::try_from(left).ok()?) {
        if let Some(part) = parts.get_mut(place) {
            part.given += 1;
        }
    }
    Some(parts)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn given(whole: i64, weights: &[i64]) -> Vec<i64> {
        by_weight(whole, weights).unwrap().iter().map(|part| part.given).collect()
    }

    #[test]
    fn what_is_left_goes_to_those_cut_most_and_ties_to_the_first() {
        assert_eq!(given(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(given(100, &[334, 333, 333]), [34, 33, 33]);
        assert_eq!(given(7, &[50, 30, 20]), [4, 2, 1], "3,5 and 2,1 and 1,4");
        assert_eq!(given(5, &[0, 3, 0]), [0, 5, 0]);
        assert_eq!(given(0, &[2, 3]), [0, 0]);
        assert_eq!(by_weight(1273, &[2, 1]).unwrap()[0].exact_hundredths, 84_866);
    }

    #[test]
    fn nothing_is_split_without_weights() {
        assert_eq!(by_weight(5, &[]), None);
        assert_eq!(by_weight(5, &[0, 0]), None);
        assert_eq!(by_weight(-1, &[1]), None);
        assert_eq!(by_weight(5, &[2, -1]), None);
        assert!(by_weight(i64::MAX / 100, &[i64::MAX, i64::MAX]).is_some(), "large numbers do not overflow");
    }

    /// A unit with the people below it, as a campaign would split a quota down.
    #[derive(Debug, Clone)]
    enum Node {
        Leaf(i64),
        Inner(Vec<Node>),
    }

    impl Node {
        fn weight(&self) -> i64 {
            match self {
                Self::Leaf(weight) => *weight,
                Self::Inner(children) => children.iter().map(Self::weight).sum(),
            }
        }

        /// Splits down to the leaves, checking every level; gives what the leaves got.
        fn split(&self, whole: i64) -> i64 {
            let Self::Inner(children) = self else { return whole };
            let weights: Vec<i64> = children.iter().map(Self::weight).collect();
            let total: i64 = weights.iter().sum();
            let Some(parts) = by_weight(whole, &weights) else {
                assert_eq!(total, 0);
                return whole;
            };
            assert_eq!(by_weight(whole, &weights).unwrap(), parts, "the same again");
            assert_eq!(parts.iter().map(|part| part.given).sum::<i64>(), whole);
            for (part, weight) in parts.iter().zip(&weights) {
                let (exact, got) =
                    (i128::from(whole) * i128::from(*weight), i128::from(part.given) * i128::from(total));
                assert!((got - exact).abs() < i128::from(total), "{part:?} of {whole} by {weight}/{total}");
            }
            children.iter().zip(parts).map(|(child, part)| child.split(part.given)).sum()
        }
    }

    fn tree() -> impl Strategy<Value = Node> {
        let leaf = (0i64..3_000).prop_map(Node::Leaf);
        leaf.prop_recursive(4, 200, 12, |inner| prop::collection::vec(inner, 1..12).prop_map(Node::Inner))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn over_all_levels_the_parts_add_up_to_the_whole(tree in tree(), whole in 0i64..2_000_000) {
            prop_assert_eq!(tree.split(whole), whole);
        }
    }
}
