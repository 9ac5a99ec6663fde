//! The live site: the state that is shown, and what the newest run found. A state that cannot be shown as it is
//! meant (a configuration, schema, template or plan that cannot be read) leaves the last good one standing.

use super::shelf::{Failure, Shelf};
use super::sources::Sources;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Fatal, Tree};
use crate::render::{self, Addresses, Edition};
use crate::source::SITE_FILE;
use crate::watch::Changes;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Rules whose errors say that something could not be read: what would be shown is not what is meant.
const BREAKING: [&str; 5] =
    ["invalid-config", "invalid-front-matter", "invalid-schema", "template-error", "unreadable-file"];

/// How long a request waits for the first state.
const FIRST: Duration = Duration::from_secs(300);

/// What is shared by the loop that reads the site and the connections that show it.
pub struct Live {
    state: Mutex<State>,
    changed: Condvar,
    pub(super) shelf: Shelf,
    /// Hears of templates that fail when a page is asked for.
    on_fault: Box<dyn Fn(&str) + Send + Sync>,
    /// The findings of files by number.
    pub(super) sources: Mutex<Sources>,
}

/// The newest run and what is shown.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The number of the newest run; 0 before the first.
    pub run: u64,
    /// The run that is shown.
    pub shown: u64,
    /// The run in which something changed that pages only name (a script, a stylesheet, a picture) or that
    /// stands around their content.
    pub assets: u64,
    /// What is shown; nothing before there was something to show.
    pub showing: Option<Arc<Showing>>,
    /// What the newest run found and counts, errors first.
    pub findings: Arc<[Diagnostic]>,
    /// The newest run is not shown: it is broken.
    pub is_broken: bool,
    /// Why nothing could be read at all.
    pub fatal: Option<String>,
}

/// A state of the site that pages are made from.
pub(super) struct Showing {
    pub edition: Edition,
    pub addresses: Addresses,
    /// Files that are copied, by address.
    copies: BTreeMap<String, String>,
    tree: Arc<dyn Tree + Send + Sync>,
    /// Templates that failed when a page was asked for.
    pub faults: Mutex<Vec<Diagnostic>>,
}

impl Showing {
    /// The bytes of a copied file.
    pub(super) fn copy(&self, address: &str) -> Option<Result<Vec<u8>, String>> {
        let path = self.copies.get(address)?;
        Some(self.tree.bytes(path).map_err(|fault| format!("{path}: {}", fault.message)))
    }
}

/// Whether findings say that what was read is not what is meant.
pub fn is_broken(findings: &[Diagnostic]) -> bool {
    pipeline::counted(findings).any(is_breaking)
}

/// Whether a finding says so.
pub(super) fn is_breaking(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error && BREAKING.contains(&finding.rule)
}

impl Live {
    /// A site of which nothing is known yet. `on_fault` is told in words when a page cannot be made.
    pub fn new(on_fault: impl Fn(&str) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            shelf: Shelf::default(),
            on_fault: Box::new(on_fault),
            sources: Mutex::default(),
        })
    }

    /// Takes a new state of the site, with how it differs from that of the last run, and tells all who wait.
    /// Gives whether it is shown.
    pub fn publish(
        &self,
        run: Result<Edition, Fatal>,
        tree: &Arc<impl Tree + Send + 'static>,
        changes: &Changes,
    ) -> bool {
        let (edition, findings, fatal) = match run {
            Ok(edition) => {
                let findings = errors_first(&edition.findings);
                (Some(edition), findings, None)
            }
            // What has a place is a finding like any other.
            Err(Fatal(message, None)) => (None, Arc::from([]), Some(message)),
            Err(Fatal(message, Some(finding))) => (None, Arc::from([*finding]), Some(message)),
        };
        let is_broken = edition.as_ref().is_none_or(|edition| is_broken(&edition.findings));
        lock(&self.sources).update(&findings, &**tree);
        let old = self.now();
        // Before anything was whole there is nothing better to show than what there is.
        let stands = is_broken && old.showing.is_some() && !old.is_broken_shown();
        let showing = match edition {
            Some(edition) if !stands => Some(Arc::new(Showing::new(edition, Arc::clone(tree)))),
            _ => None,
        };
        let is_shown = showing.is_some();
        let number = old.run + 1;
        let mut paths = [&changes.added, &changes.changed, &changes.removed].into_iter().flatten();
        let is_asset = paths.any(|path| is_asset(path));
        let assets = if is_asset { number } else { old.assets };
        let shown = if is_shown { number } else { old.shown };
        let showing = showing.or(old.showing);
        *lock(&self.state) = State { run: number, shown, assets, showing, findings, is_broken, fatal };
        self.changed.notify_all();
        is_shown
    }

    /// The state as it is.
    pub(super) fn now(&self) -> State {
        lock(&self.state).clone()
    }

    /// The state, once there is one.
    pub(super) fn first(&self) -> State {
        self.wait(0, FIRST)
    }

    /// The state, as soon as there is a run after `seen`, else after a time.
    pub(super) fn wait(&self, seen: u64, time: Duration) -> State {
        let state = lock(&self.state);
        let waited = self.changed.wait_timeout_while(state, time, |state| state.run == seen);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// A page could not be made: said once for each state and place.
    pub(super) fn report(&self, showing: &Showing, address: &str, failure: &Failure) {
        match failure {
            Failure::Template(finding) => {
                let mut faults = lock(&showing.faults);
                if !faults.iter().any(|known| known.place == finding.place) {
                    faults.push((**finding).clone());
                    (self.on_fault)(&crate::report::render_one(finding, false));
                }
            }
            Failure::Other(message) => (self.on_fault)(&format!("{address}: {message}\n")),
        }
    }
}

impl State {
    /// What is shown is itself broken: there was nothing whole yet.
    fn is_broken_shown(&self) -> bool {
        self.showing.as_ref().is_some_and(|showing| is_broken(&showing.edition.findings))
    }
}

impl Showing {
    fn new(edition: Edition, tree: Arc<impl Tree + Send + 'static>) -> Self {
        let copied = render::beside(&edition, &[], render::copied_files(&edition.site, tree.paths()));
        let copies = copied
            .into_iter()
            .map(|path| (render::output_of_file(path).to_owned(), path.to_owned()))
            .collect();
        let addresses = Addresses::new(&edition);
        Self { edition, addresses, copies, tree, faults: Mutex::default() }
    }
}

fn errors_first(findings: &[Diagnostic]) -> Arc<[Diagnostic]> {
    let mut list: Vec<Diagnostic> = pipeline::counted(findings).cloned().collect();
    list.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    list.into()
}

/// Whether a file is named by pages rather than held by them, or decides on all that stands around their content.
fn is_asset(path: &str) -> bool {
    let is_held = [".md", ".yaml", ".csv"].iter().any(|ending| path.ends_with(ending));
    !is_held || path == SITE_FILE || path.starts_with("static/") || path.starts_with("themes/")
}

/// What a panicking thread left is whole: every change of it is one assignment.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
