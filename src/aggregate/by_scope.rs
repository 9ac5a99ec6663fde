//! What a query has worked out for a scope. Most statements share theirs with others (all regions have the
//! same quarters), and what is asked of a scope is the same for all of them.

use super::scope::{Scope, Space};
use crate::spread::BuildSpread;
use std::collections::HashMap;
use std::sync::Arc;

/// Answers by scope.
pub(super) struct ByScope<T> {
    /// By number, where many are asked for.
    numbered: Vec<Option<T>>,
    /// The others by where they lie in memory: those of facts are kept only once. With the scope, since another one
    /// could come to lie where a freed one was.
    others: HashMap<*const Scope, (Arc<Scope>, T), BuildSpread>,
}

impl<T: Clone> ByScope<T> {
    /// Answers that are asked for about so many times.
    pub(super) fn new(space: &Space, times: usize) -> Self {
        // A table of all is quicker, but takes longer to make.
        let count = if times >= space.numbered { space.numbered } else { 0 };
        Self { numbered: vec![None; count], others: HashMap::default() }
    }

    /// What is known of a scope; what is not known yet is made.
    pub(super) fn get(&mut self, scope: &Arc<Scope>, make: impl FnOnce() -> T) -> T {
        self.find(scope.number, || scope, |_| make())
    }

    /// The same of the scope of a number, which is only looked at where nothing is known of it.
    pub(super) fn find<'s>(
        &mut self,
        number: u32,
        scope: impl FnOnce() -> &'s Arc<Scope>,
        make: impl FnOnce(&Scope) -> T,
    ) -> T {
        match self.numbered.get_mut(number as usize) {
            Some(known) => known.get_or_insert_with(|| make(scope())).clone(),
            None => {
                let scope = scope();
                let other = self.others.entry(Arc::as_ptr(scope));
                other.or_insert_with(|| (Arc::clone(scope), make(scope))).1.clone()
            }
        }
    }
}
