//! The loop of `serve`: each change of the site becomes a run, which is shown and told of.
#![expect(clippy::disallowed_methods, reason = "a run says how long it took")]

use super::super::console::Console;
use super::told;
use crate::changes::{History, Versions};
use crate::diagnostic::Diagnostic;
use crate::history;
use crate::pipeline::{self, Fatal, Loaded, Memo, Options};
use crate::render::Edition;
use crate::serve::{Live, is_broken};
use crate::source;
use crate::watch::{Changes, Snapshot};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// A file that an editor is still writing may look broken: it counts only when it still does after this time.
const HALF_WRITTEN: Duration = Duration::from_millis(150);

/// What the loop keeps from one run to the next.
pub(super) struct Following {
    live: Arc<Live>,
    console: Console,
    root: PathBuf,
    today: Option<jiff::civil::Date>,
    drafts: bool,
    memo: Memo,
    /// What git knows, where the site tells its history.
    versions: Option<Versions>,
    /// Git is to be asked: it was not yet, or has written since.
    asks_git: bool,
    /// What the last run found and counts.
    known: Arc<[Diagnostic]>,
    /// Why nothing could be read at the last run.
    fatal: Option<String>,
}

/// What differs from the last run.
#[derive(Default)]
struct Changed {
    paths: BTreeSet<String>,
    git: bool,
}

impl Changed {
    fn add(&mut self, changes: Changes) {
        self.paths.extend([changes.added, changes.changed, changes.removed].into_iter().flatten());
        self.git |= changes.followed;
    }
}

impl Following {
    /// A loop that has not begun.
    pub(super) fn new(
        live: &Arc<Live>,
        console: Console,
        root: &Path,
        today: Option<jiff::civil::Date>,
        drafts: bool,
    ) -> Self {
        Self {
            live: Arc::clone(live),
            console,
            root: root.to_owned(),
            today,
            drafts,
            memo: Memo::default(),
            versions: None,
            asks_git: true,
            known: Arc::from([]),
            fatal: None,
        }
    }

    /// Makes a run of the first snapshot and of each that follows, until there are no more.
    pub(super) fn follow(&mut self, first: Arc<Snapshot>, changes: &Receiver<(Arc<Snapshot>, Changes)>) {
        let mut tree = first;
        let mut changed = Changed::default();
        let mut is_first = true;
        loop {
            let start = Instant::now();
            let run = self.run(&tree);
            let broken = run.as_ref().map_or(true, |loaded| is_broken(&loaded.findings));
            if broken && !is_first {
                match changes.recv_timeout(HALF_WRITTEN) {
                    Ok((newer, more)) => {
                        tree = newer;
                        changed.add(more);
                        continue;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            self.publish(run, &tree, &changed, start);
            (changed, is_first) = (Changed::default(), false);
            let Ok(next) = changes.recv() else { return };
            // Only the newest counts.
            for (newer, more) in std::iter::once(next).chain(changes.try_iter()) {
                tree = newer;
                changed.add(more);
            }
        }
    }

    /// Reads the site. A fault of the program itself must not end the loop.
    fn run(&mut self, tree: &Snapshot) -> Result<Loaded, Fatal> {
        let options = Options { today: self.today.unwrap_or_else(source::today), drafts: self.drafts };
        let run = catch_unwind(AssertUnwindSafe(|| pipeline::reload(tree, options, &mut self.memo)));
        run.unwrap_or_else(|_| {
            self.memo = Memo::default();
            Err(Fatal("planpress itself failed on this state of the site; see the terminal".to_owned(), None))
        })
    }

    /// Shows a run and says what is new in it.
    fn publish(
        &mut self,
        run: Result<Loaded, Fatal>,
        tree: &Arc<Snapshot>,
        changed: &Changed,
        start: Instant,
    ) {
        let loaded = match run {
            Ok(loaded) => loaded,
            Err(fatal) => {
                if self.fatal.as_ref() != Some(&fatal.0) {
                    self.console.error(&fatal.0);
                }
                self.fatal = Some(fatal.0.clone());
                self.live.publish(Err(fatal), tree, &changed.paths);
                return;
            }
        };
        self.asks_git |= changed.git;
        let edition = self.edition(&loaded);
        let is_shown = self.live.publish(Ok(edition), tree, &changed.paths);
        let time = start.elapsed();
        self.fatal = None;
        let counted: Arc<[Diagnostic]> = pipeline::counted(&loaded.findings).cloned().collect();
        let told = told::difference(&self.known, &counted, self.console.has_error_colour());
        if !told.is_empty() {
            self.console.say(told.trim_end_matches('\n'));
        }
        self.known = counted;
        let summary = loaded.summary(&loaded.findings);
        let kept = if is_shown { "" } else { "; the last good state is still shown" };
        self.console.say(&format!("{summary}; {} ms{kept}", time.as_millis()));
    }

    fn edition(&mut self, loaded: &Loaded) -> Edition {
        let edition = loaded.edition();
        if !loaded.site.config.history {
            return edition;
        }
        if std::mem::take(&mut self.asks_git) {
            self.versions = history::versions(&self.root)
                .inspect_err(|why| self.console.say(&format!("the history is left out: {why}")))
                .ok();
        }
        let told = self.versions.as_ref();
        edition.with_history(
            told.map(|versions| History::new(versions, &loaded.site.config, &loaded.site.schemas)),
        )
    }
}
