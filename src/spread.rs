//! A quick hash for tables of numbers: addresses, pairs of characters. Apart from the tables because they
//! lie far from each other. Not for keys whose clashes somebody could plan and gain by.

use std::hash::{BuildHasherDefault, Hasher};

/// How tables are told to use it.
pub type BuildSpread = BuildHasherDefault<Spread>;

/// Spreads a number over all bits (Fibonacci hashing, Knuth, vol. 3, 6.4).
pub fn spread(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a number.
#[derive(Debug, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        // Tables take the highest and the lowest bits: both must depend on all.
        let mixed = spread(self.0 ^ number);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
