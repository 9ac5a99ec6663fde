//! What a query has worked out for a scope. Most statements share theirs with others (all regions have the
//! same quarters), and what is asked of a scope is the same for all of them. Scopes are kept once, so that
//! one is known by where it lies in memory.

use super::scope::Scope;
use crate::spread::BuildSpread;
use std::collections::HashMap;

/// Answers by scope.
pub(super) struct ByScope<T> {
    known: HashMap<*const Scope, T, BuildSpread>,
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
