//! Runs of things that should follow one another: numbers of headings and list items, keys and sections
//! in a given order. Here is decided which members are out of line, so that one slip is one finding.

/// A member of a run whose number is not the one that should stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Its index in the run.
    pub(super) index: usize,
    /// The number that should stand there.
    pub(super) expected: u64,
}

/// The members of a run of numbers that break it, given the number that the first should have. Where
/// the run goes on from the wrong number (4 and 5 after 2), a number was left out and only the first
/// one breaks; where it goes on as if nothing had been (9 between 2 and 4), one number is wrong.
pub(super) fn slips(numbers: &[u64], first: u64) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut expected = first;
    for (index, &number) in numbers.iter().enumerate() {
        if number != expected {
            slips.push(Slip { index, expected });
            if numbers.get(index + 1).is_some_and(|next| *next == number.saturating_add(1)) {
                expected = number;
            }
        }
        expected = expected.saturating_add(1);
    }
    slips
}

/// The fewest [`slips`] that one of several first numbers gives; the earlier of two that are as good.
pub(super) fn fewest_slips(numbers: &[u64], firsts: &[u64]) -> Vec<Slip> {
    firsts.iter().map(|first| slips(numbers, *first)).min_by_key(Vec::len).unwrap_or_default()
}

/// The indices of the members that have to move for the rest to stand in order (equal ones may follow
/// one another): all that are not part of the longest run in order.
pub(super) fn out_of_order(ranks: &[usize]) -> Vec<usize> {
    if ranks.is_sorted() {
        return Vec::new();
    }
    // For each member the longest run that ends there, and the member before it in that run.
    let mut length = vec![1usize; ranks.len()];
    let mut before: Vec<Option<usize>> = vec![None; ranks.len()];
    for at in 0..ranks.len() {
        for earlier in 0..at {
            if ranks[earlier] <= ranks[at] && length[earlier] + 1 > length[at] {
                length[at] = length[earlier] + 1;
                before[at] = Some(earlier);
            }
        }
    }
    let best = (0..ranks.len()).rev().max_by_key(|at| length[*at]);
    let mut kept = vec![false; ranks.len()];
    let mut next = best;
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    (0..ranks.len()).filter(|at| !kept[*at]).collect()
}

#[cfg(test)]
mod tests {
    use super::{out_of_order, slips};

    fn check_slips(numbers: &[u64], expected: &[(usize, u64)]) {
        let found: Vec<(usize, u64)> = slips(numbers, 1).iter().map(|s| (s.index, s.expected)).collect();
        assert_eq!(found, expected, "{numbers:?}");
    }

    #[test]
    fn one_slip_is_one_finding() {
        check_slips(&[1, 2, 3], &[]);
        check_slips(&[1, 2, 4, 5], &[(2, 3)]);
        check_slips(&[1, 2, 9, 4, 5], &[(2, 3)]);
        check_slips(&[1, 2, 2, 3], &[(2, 3)]);
        check_slips(&[1, 2, 4], &[(2, 3)]);
        check_slips(&[2, 3], &[(0, 1)]);
        check_slips(&[1, 3, 2, 4], &[(1, 2), (2, 3)]);
        check_slips(&[u64::MAX, u64::MAX], &[(0, 1)]);
    }

    #[test]
    fn the_fewest_members_move() {
        let check =
            |ranks: &[usize], expected: &[usize]| assert_eq!(out_of_order(ranks), expected, "{ranks:?}");
        check(&[0, 1, 2], &[]);
        check(&[0, 1, 1, 2], &[]);
        check(&[2, 0, 1], &[0]);
        check(&[1, 2, 0], &[2]);
        check(&[0, 2, 1, 3], &[2]);
        check(&[], &[]);
    }
}
