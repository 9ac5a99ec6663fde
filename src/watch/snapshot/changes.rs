//! What differs between two snapshots: files, and what is beside them.

use crate::pipeline::Refused;
use std::collections::BTreeSet;

/// What differs between two snapshots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new.
    pub added: BTreeSet<String>,
    /// Files with another content.
    pub changed: BTreeSet<String>,
    /// Files that are gone.
    pub removed: BTreeSet<String>,
    /// A followed file, which is not part of the site, has changed.
    pub followed: bool,
    /// Another day has begun.
    pub day: bool,
    /// What people should know about how it is watched.
    pub notice: Option<String>,
}

impl Changes {
    /// How many files differ.
    pub fn files(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }

    /// Takes in how what cannot be part of the site differs: such a file may be a finding, and is one more or one
    /// less like any other. A file whose place it takes, or that takes its place, has changed.
    pub(super) fn refuse(&mut self, before: &[Refused], now: &[Refused]) {
        let [before, now] = [before, now].map(|refused| counted(refused));
        for path in before.difference(&now).map(|refused| refused.path.clone()) {
            let is_file_now = self.added.remove(&path);
            if is_file_now { &mut self.changed } else { &mut self.removed }.insert(path);
        }
        for path in now.difference(&before).map(|refused| refused.path.clone()) {
            let was_there = self.removed.remove(&path);
            if was_there { &mut self.changed } else { &mut self.added }.insert(path);
        }
    }

    /// Takes in what changed afterwards.
    pub fn merge(&mut self, next: Self) {
        for path in next.added {
            let is_back = self.removed.remove(&path);
            if is_back { &mut self.changed } else { &mut self.added }.insert(path);
        }
        self.changed.extend(next.changed.into_iter().filter(|path| !self.added.contains(path)));
        for path in next.removed {
            self.changed.remove(&path);
            if !self.added.remove(&path) {
                self.removed.insert(path);
            }
        }
        self.followed |= next.followed;
        self.day |= next.day;
        self.notice = next.notice.or(self.notice.take());
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.files() == 0 && !self.followed && !self.day && self.notice.is_none()
    }
}

fn counted(refused: &[Refused]) -> BTreeSet<&Refused> {
    refused.iter().filter(|refused| refused.counts()).collect()
}
