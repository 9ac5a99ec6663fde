//! Watching a site: nothing that is saved is missed, whatever saves it, and storms are few runs.

mod building;
mod edits;
mod saves;
mod states;
mod storms;
mod warm;

use crate::support::site;
use planpress::pipeline::{self, Options, Refused, Tree};
use planpress::text::SourceFile;
use planpress::watch::{Changes, Snapshot, Watch};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything here may take: only a hanging test reaches it.
const LONGEST: Duration = Duration::from_secs(60);

/// A site that is watched in a thread of its own until it gets a file `stop`.
struct Watched {
    folder: TempDir,
    runs: Receiver<Run>,
}

/// What the watch saw, and when.
struct Run {
    at: Instant,
    changes: Changes,
    tree: Arc<Snapshot>,
}

impl Watched {
    fn start(files: &[(&str, &str)], poll: bool) -> Self {
        let folder = site(files);
        let mut watch = Watch::start(&folder.path().join("site"), poll).unwrap();
        assert_eq!(watch.notice(), None);
        let (sender, runs) = channel();
        thread::spawn(move || {
            loop {
                let changes = watch.wait();
                let run = Run { at: Instant::now(), changes, tree: watch.tree() };
                let is_end = run.tree.paths().contains("stop");
                if is_end || sender.send(run).is_err() {
                    return;
                }
            }
        });
        Self { folder, runs }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    /// Waits for a run that shows something, and says how long that took. The runs on the way are given, too.
    fn until(&self, holds: impl Fn(&Run) -> bool) -> (Duration, Vec<Run>) {
        let start = Instant::now();
        let mut runs = Vec::new();
        loop {
            let run = self.runs.recv_timeout(LONGEST.saturating_sub(start.elapsed()));
            let run = run.unwrap_or_else(|_| panic!("no run shows it within {LONGEST:?}"));
            let (is_there, time) = (holds(&run), run.at.saturating_duration_since(start));
            runs.push(run);
            if is_there {
                return (time, runs);
            }
        }
    }

    /// The runs until nothing has come for a while.
    fn rest(&self) -> Vec<Run> {
        std::iter::from_fn(|| self.runs.recv_timeout(Duration::from_millis(3500)).ok()).collect()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = fs::write(self.path("stop"), "");
    }
}

impl Run {
    /// The texts of the plans.
    fn plans(&self) -> impl Iterator<Item = Arc<SourceFile>> {
        let paths = self.tree.paths().iter().filter(|path| path.starts_with("plans/"));
        paths.filter_map(|path| self.tree.read(path).ok())
    }

    fn shows(&self, token: &str) -> bool {
        self.plans().any(|source| source.text.contains(token))
    }

    /// The same in what the stages make of the tree.
    fn loads(&self, token: &str) -> bool {
        let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };
        let loaded = pipeline::load(&*self.tree, options).map_err(|fatal| fatal.0).unwrap();
        loaded.site.plans.iter().any(|plan| plan.document.source.text.contains(token))
    }
}

/// All that a site holds, and what cannot be part of it.
type State = (Vec<(String, Vec<u8>)>, Vec<Refused>);

/// A site as a cold run reads it.
fn cold(root: &Path) -> State {
    state(&planpress::source::DiskTree::list(root).unwrap())
}

fn state(tree: &dyn Tree) -> State {
    let files = tree.paths().iter().map(|path| (path.clone(), tree.bytes(path).unwrap()));
    (files.collect(), tree.refused().to_vec())
}

const CONFIG: (&str, &str) = ("planpress.yaml", "title: 站\n");
const SCHEMA: (&str, &str) = ("schemas/note.yaml", "title: 記\n");

/// A plan whose size does not depend on the token.
fn plan(token: &str) -> String {
    format!("---\nkind: note\ntitle: 甲\n---\n\n## 內容\n\n{token}\n")
}
