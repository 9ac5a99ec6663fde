//! What is worked out once for each question, however many ask.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// An answer that is made by whoever asks first; others wait for it.
type Cell<V> = Arc<OnceLock<Arc<V>>>;

/// Answers by question.
#[derive(Debug)]
pub struct Memo<K, V>(Mutex<HashMap<K, Cell<V>>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Memo<K, V> {
    /// The answer to a question. Making one must not wait for other threads (see `Cascade::of_many_plans`).
    pub fn get(&self, question: K, make: impl FnOnce() -> V) -> Arc<V> {
        let cell = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(question).or_default())
        };
        Arc::clone(cell.get_or_init(|| Arc::new(make())))
    }

    /// Drops the answer to a question.
    pub fn forget_one(&self, question: &K) {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(question);
        drop(known);
    }

    /// Drops all answers. Whoever asks again makes them anew.
    pub fn forget(&self) {
        let known = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        drop(known);
    }
}
