//! What a query has worked out for a scope. Most statements share theirs with others (all regions have the
//! same quarters), and what is asked of a scope is the same for all of them. Scopes are kept once, so that
//! one is known by where it lies in memory.

use super::scope::Scope;
use crate::spread::BuildSpread;
use std::collections::HashMap;
use std::sync::Arc;

/// Answers by scope.
pub(super) struct ByScope<T> {
    /// With the scope, since another one could come to lie where a freed one was.
    known: HashMap<*const Scope, (Arc<Scope>, T), BuildSpread>,
}

impl<T> Default for ByScope<T> {
    fn default() -> Self {
        Self { known: HashMap::default() }
    }
}

impl<T: Clone> ByScope<T> {
    /// What is known of a scope; what is not known yet is made.
    pub(super) fn get(&mut self, scope: &Arc<Scope>, make: impl FnOnce() -> T) -> T {
        self.known.entry(Arc::as_ptr(scope)).or_insert_with(|| (Arc::clone(scope), make())).1.clone()
    }
}
