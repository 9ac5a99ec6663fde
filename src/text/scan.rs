//! Looking for bytes in long texts. Every text of every plan is looked through for this and that, and nearly all
//! of it is none of it: many bytes are looked at together, and one by one only where something was seen.

/// So many bytes are looked at together: twice what one instruction compares, so that the compiler makes a loop of
/// such instructions. Of fewer it makes code for each byte.
const RUN: usize = 32;

/// The first place from `from` on at which `test` holds of a byte and the two behind it; behind the end stands 0.
///
/// The test is asked of many places at once where it takes no branches: of `&` and `|` in place of `&&` and `||`
/// the compiler makes instructions that compare 16 bytes.
#[inline]
pub fn find_byte(bytes: &[u8], from: usize, test: impl Fn(u8, u8, u8) -> bool) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let mut padded = [0; RUN + 2];
        let run: &[u8; RUN + 2] = match rest.first_chunk() {
            Some(run) => run,
            None => {
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        let mut holds = [0; RUN];
        let bytes_behind = run[..RUN].iter().zip(&run[1..=RUN]).zip(&run[2..]);
        for (holds, ((first, second), third)) in holds.iter_mut().zip(bytes_behind) {
            *holds = u8::from(test(*first, *second, *third));
        }
        if let Some(place) = first_set(&holds) {
            return Some(at + place).filter(|found| *found < bytes.len());
        }
        at += RUN;
    }
}

/// The place of the first byte that is not 0.
#[inline]
fn first_set(bytes: &[u8; RUN]) -> Option<usize> {
    let (halves, _) = bytes.as_chunks::<16>();
    halves.iter().enumerate().find_map(|(number, half)| {
        let half = u128::from_le_bytes(*half);
        (half != 0).then(|| number * 16 + half.trailing_zeros() as usize / 8)
    })
}

/// Whether a byte is white space of ASCII.
#[inline]
pub fn is_ascii_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_of_ascii_is_that_of_characters() {
        assert!((0..=0x7f_u8).all(|byte| is_ascii_space(byte) == char::from(byte).is_whitespace()));
    }

    proptest! {
        #[test]
        fn finds_what_one_look_at_each_byte_finds(
            bytes in prop::collection::vec(0_u8..4, 0..90),
            from in 0_usize..100,
        ) {
            let test = |a: u8, b: u8, c: u8| (a == 1) & (b == 2) & (c != 1);
            let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
            let expected = (from..bytes.len()).find(|at| test(byte(*at), byte(at + 1), byte(at + 2)));
            prop_assert_eq!(find_byte(&bytes, from, test), expected);
            let (bytes, seldom) = ([&[0; 50][..], &bytes].concat(), |a: u8, _: u8, _: u8| a == 3);
            let expected = (from..bytes.len()).find(|at| bytes[*at] == 3);
            prop_assert_eq!(find_byte(&bytes, from, seldom), expected);
        }
    }
}
