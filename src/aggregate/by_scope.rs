//! What a query has worked out for a scope. Most statements share theirs with others (all regions have the
//! same quarters), and what is asked of a scope is the same for all of them. Scopes are kept once, so that
//! one is known by where it lies in memory.

use super::scope::Scope;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Answers by scope.
pub(super) struct ByScope<T> {
    known: HashMap<*const Scope, T, BuildHasherDefault<Address>>,
}

impl<T> Default for ByScope<T> {
    fn default() -> Self {
        Self { known: HashMap::default() }
    }
}

impl<T: Clone> ByScope<T> {
    /// What is known of a scope, which must stay where it is; what is not known yet is made.
    pub(super) fn get(&mut self, scope: &Scope, make: impl FnOnce() -> T) -> T {
        self.known.entry(std::ptr::from_ref(scope)).or_insert_with(make).clone()
    }
}

/// A hash of an address, which needs no more than its bits mixed.
#[derive(Default)]
struct Address(u64);

impl Hasher for Address {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // Tables take the highest and the lowest bits: both must depend on all.
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
