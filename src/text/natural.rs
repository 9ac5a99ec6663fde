//! The order in which people expect names: a run of digits counts as its number, so that `Q2` comes before `Q10`.

use std::cmp::Ordering;

/// Compares two names character by character, runs of ASCII digits by their number. Of names that differ only in
/// leading zeros the plain order decides: only equal names are equal.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    while let (Some(x), Some(y)) = (left.first(), right.first()) {
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (first, second) = (number(&mut left), number(&mut right));
            first.len().cmp(&second.len()).then_with(|| first.cmp(second))
        } else {
            (left, right) = (&left[1..], &right[1..]);
            x.cmp(y)
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The digits at the beginning, without leading zeros; takes them off.
fn number<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let (digits, rest) = text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count());
    *text = rest;
    &digits[digits.iter().take_while(|byte| **byte == b'0').count()..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_count_as_numbers() {
        let check = |expected: &[&str]| {
            let mut names = expected.to_vec();
            names.reverse();
            names.sort_by(|a, b| natural(a, b));
            assert_eq!(names, expected);
        };
        check(&["plans/q1.md", "plans/q2.md", "plans/q10.md", "plans/q10b.md", "plans/qa.md"]);
        check(&["第2期/計劃.md", "第10期/計劃.md", "第10期/計劃2.md"]);
        check(&["2025/12.md", "2026/1.md", "2026/2-3.md", "2026/2-10.md"]);
        check(&["", "0", "00", "000", "01", "1", "9", "99999999999999999999998", "99999999999999999999999"]);
        check(&["a", "a-b", "a/b", "a1", "ab"]);
    }

    proptest! {
        /// It is an order, and only equal names are equal.
        #[test]
        fn it_is_an_order(names in prop::collection::vec("[0-2a.-]{0,5}", 3)) {
            let [a, b, c] = [&names[0], &names[1], &names[2]];
            prop_assert_eq!(natural(a, b), natural(b, a).reverse());
            prop_assert_eq!(natural(a, b).is_eq(), a == b);
            if natural(a, b).is_le() && natural(b, c).is_le() {
                prop_assert!(natural(a, c).is_le());
            }
        }
    }
}
