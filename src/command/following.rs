//! A watched site, run by run: what `build --watch` and `serve` have in common. The newest state counts, and a
//! state that is broken, or in which a file has become empty, only once it has lasted, since a file may still be being
//! written.

use super::console::Console;
use crate::changes::{History, Versions};
use crate::cli::Global;
use crate::history;
use crate::parse::Made;
use crate::pipeline::{self, Fatal, Loaded, Memo, Options, Tree};
use crate::source;
use crate::watch::{Changes, Snapshot, Watch};
use signal_hook::iterator::Handle;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A file that an editor is still writing may look broken: it counts only when it still does after this time.
const HALF_WRITTEN: Duration = Duration::from_millis(150);

/// A site that is read anew after each change.
pub(super) struct Following {
    states: Receiver<(Arc<Snapshot>, Changes)>,
    tree: Arc<Snapshot>,
    options: Options,
    /// The day changes unless one was given.
    is_day_fixed: bool,
    made: Made,
    memo: Memo,
    has_history: bool,
    /// What git knows, until it knows more.
    versions: Option<Result<Arc<Versions>, String>>,
    runs: usize,
}

/// What one state of the site came to.
pub(super) struct Run {
    /// The state.
    pub(super) tree: Arc<Snapshot>,
    /// How it differs from that of the last run; nothing at first.
    pub(super) changes: Changes,
    /// The site, read and checked.
    pub(super) loaded: Result<Loaded, Fatal>,
    /// When the reading began.
    pub(super) start: Instant,
}

/// Ends the waiting for signals when the thread that follows the site ends, whyever.
pub(super) struct Ends(pub(super) Handle);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Begins to watch the site that the flags name, and says what people should know of that.
///
/// # Errors
/// Where there is no site, or its root cannot be read.
pub(super) fn watch(global: &Global, poll: bool, console: &Console) -> Result<Watch, String> {
    let mut watch = Watch::start(&super::site_folder(global)?, poll)?;
    if let Some(notice) = watch.notice() {
        console.say(&notice);
    }
    for note in watch.tree().notes() {
        console.note(note);
    }
    Ok(watch)
}

/// Does something in a thread of its own.
///
/// # Errors
/// Where no thread can be started.
pub(super) fn beside(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let started = thread::Builder::new().name(name.into()).spawn(work);
    started.map(drop).map_err(|error| format!("no thread can be started: {error}"))
}

/// What git knows; without git a sentence says why there is nothing.
pub(super) fn or_left_out(history: Result<Option<History>, String>, console: &Console) -> Option<History> {
    history.unwrap_or_else(|why| {
        console.say(&format!("the history is left out: {why}"));
        None
    })
}

impl Following {
    /// Begins to follow a site from its first snapshot on. `made`: what is made of each file at once, whether or not
    /// somebody looks at its page.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(super) fn start(mut watch: Watch, global: &Global, drafts: bool, made: Made) -> Result<Self, String> {
        let tree = watch.tree();
        watch.follow(history::marks(tree.root()));
        let (sender, states) = channel();
        let look = move || {
            loop {
                let changes = watch.wait();
                // Nobody takes it any more: the program ends.
                if sender.send((watch.tree(), changes)).is_err() {
                    return;
                }
            }
        };
        beside("watch", look)?;
        Ok(Self {
            states,
            tree,
            options: super::options(global, drafts)?,
            is_day_fixed: global.today.is_some(),
            made,
            memo: Memo::default(),
            has_history: false,
            versions: None,
            runs: 0,
        })
    }

    /// The next run: the first one at once, then one for each state that differs, waited for. `None` where
    /// nobody watches any more.
    pub(super) fn next(&mut self, is_broken: impl Fn(&Loaded) -> bool) -> Option<Run> {
        let mut changes = Changes::default();
        if self.runs > 0 {
            while changes.files() == 0 && !self.concerns(&changes) {
                let next = self.states.recv().ok()?;
                self.take(next, &mut changes);
            }
        }
        loop {
            // Only the newest state counts.
            while let Ok(next) = self.states.try_recv() {
                self.take(next, &mut changes);
            }
            let start = now();
            let loaded = pipeline::reload(&*self.tree, self.options, self.made, &mut self.memo);
            if self.runs > 0
                && (has_emptied(&*self.tree, &changes) || loaded.as_ref().map_or(true, &is_broken))
            {
                match self.states.recv_timeout(HALF_WRITTEN) {
                    Ok(next) => {
                        self.take(next, &mut changes);
                        continue;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
            self.runs += 1;
            self.has_history = loaded.as_ref().map_or(self.has_history, |loaded| loaded.site.config.history);
            return Some(Run { tree: Arc::clone(&self.tree), changes, loaded, start });
        }
    }

    /// What git knows of the plans, where the site asks for it.
    ///
    /// # Errors
    /// Why git does not say.
    pub(super) fn history(&mut self, loaded: &Loaded) -> Result<Option<History>, String> {
        let site = &loaded.site;
        if !site.config.history {
            return Ok(None);
        }
        let root = self.tree.root();
        let versions = self.versions.get_or_insert_with(|| history::versions(root).map(Arc::new));
        versions.clone().map(|versions| Some(site.history(&versions)))
    }

    /// Whether there is something to tell beside changed files.
    fn concerns(&self, changes: &Changes) -> bool {
        changes.notice.is_some()
            || (changes.day && !self.is_day_fixed)
            || (changes.followed && self.has_history)
    }

    fn take(&mut self, (tree, next): (Arc<Snapshot>, Changes), changes: &mut Changes) {
        self.tree = tree;
        if next.day && !self.is_day_fixed {
            self.options.today = source::today().unwrap_or(self.options.today);
        }
        if next.followed {
            self.versions = None;
        }
        changes.merge(next);
    }
}

#[expect(clippy::disallowed_methods, reason = "a run says how long it took")]
fn now() -> Instant {
    Instant::now()
}

/// Whether a file has become empty: most programs empty a file before they write it.
fn has_emptied(tree: &dyn Tree, changes: &Changes) -> bool {
    let is_empty = |path: &String| tree.read(path).is_ok_and(|source| source.text.is_empty());
    changes.changed.iter().chain(&changes.added).any(is_empty)
}

#[cfg(test)]
mod tests {
    use super::{Changes, has_emptied};
    use crate::pipeline::MemoryTree;

    #[test]
    fn a_file_that_has_become_empty_is_looked_at_again() {
        let tree = MemoryTree::new([("data/a.csv", ""), ("data/b.csv", "kind"), ("data/c.csv", "")]);
        let check = |changed: &[&str], added: &[&str], expected: bool| {
            let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
            let changes = Changes { changed: set(changed), added: set(added), ..Changes::default() };
            assert_eq!(has_emptied(&tree, &changes), expected, "{changes:?}");
        };
        check(&["data/a.csv"], &[], true);
        check(&[], &["data/a.csv"], true);
        check(&["data/b.csv"], &[], false);
        check(&["data/gone.csv"], &[], false);
    }
}
