//! What the system tells of changes. It only wakes the loop, says how long to wait for a save to be complete and
//! where to look first; what has changed is found by looking (see `snapshot.rs`), for every backend loses events:
//! of folders made and filled at once, on network file systems, when a queue overflows.

use super::SAVED_AT_ONCE;
use crate::source::is_passed_over;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// A file that is open for writing is waited for at most this long.
const WRITING: Duration = Duration::from_millis(150);

/// Signs of life from below a folder.
#[derive(Debug)]
pub(super) struct Events {
    receiver: Receiver<Signal>,
    /// Kept so that waiting never ends for want of senders, with a watcher or without one.
    sender: Sender<Signal>,
    watcher: Option<RecommendedWatcher>,
    /// Files that were written to and not closed since.
    writing: BTreeSet<PathBuf>,
    /// What signs were of since it was last asked for.
    told: Told,
    /// Why events do not come, or not of everything.
    failure: Option<String>,
    is_failure_told: bool,
}

#[derive(Debug)]
enum Signal {
    /// Something about these paths.
    Changed(Vec<PathBuf>),
    Written(PathBuf),
    Closed(PathBuf),
    /// Something, nobody knows of what.
    Lost,
    Failed(String),
}

/// What signs were of.
#[derive(Debug, Default)]
struct Told {
    paths: BTreeSet<PathBuf>,
    /// There may be more.
    is_more: bool,
}

impl Told {
    fn add(&mut self, path: &Path) {
        if self.paths.len() < SAVED_AT_ONCE {
            self.paths.insert(path.to_path_buf());
        } else {
            self.is_more |= !self.paths.contains(path);
        }
    }
}

impl Events {
    /// No events at all.
    pub(super) fn none() -> Self {
        let (sender, receiver) = channel();
        Self {
            receiver,
            sender,
            watcher: None,
            writing: BTreeSet::new(),
            told: Told::default(),
            failure: None,
            is_failure_told: false,
        }
    }

    /// Events of everything below a folder; where the system cannot give them, none, and the reason is in
    /// [`Events::failure`].
    pub(super) fn below(root: &Path) -> Self {
        let mut events = Self::none();
        events.restart(root);
        events
    }

    /// Begins anew: the folder of this name is another one now.
    pub(super) fn restart(&mut self, root: &Path) {
        (self.watcher, self.failure) = (None, None);
        let (sender, base) = (self.sender.clone(), root.to_path_buf());
        let tell = move |event: notify::Result<Event>| {
            if let Some(signal) = signal(&base, event) {
                // Without a receiver the program is ending.
                let _ = sender.send(signal);
            }
        };
        let config = notify::Config::default().with_follow_symlinks(false);
        let started = RecommendedWatcher::new(tell, config).and_then(|mut watcher| {
            watcher.watch(root, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        self.begin(started);
    }

    fn begin(&mut self, started: notify::Result<RecommendedWatcher>) {
        match started {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => self.failure = Some(reason(&error)),
        }
    }

    /// Whether the system tells of all changes, as far as it knows.
    pub(super) fn are_told(&self) -> bool {
        self.watcher.is_some() && self.failure.is_none()
    }

    /// Why it does not; once.
    pub(super) fn failure(&mut self) -> Option<&str> {
        let is_told = std::mem::replace(&mut self.is_failure_told, self.failure.is_some());
        self.failure.as_deref().filter(|_| !is_told)
    }

    /// Waits for a sign; whether one came in time.
    pub(super) fn wait(&mut self, most: Duration) -> bool {
        match self.receiver.recv_timeout(most) {
            Ok(signal) => {
                self.take(signal);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// Whether there are signs that nobody has looked at yet.
    pub(super) fn are_waiting(&mut self) -> bool {
        self.wait(Duration::ZERO)
    }

    /// Waits until nothing has come for a while and no file is half-written. Whether that was reached in time.
    pub(super) fn settle(&mut self, quiet: Duration, most: Duration) -> bool {
        let start = now();
        loop {
            let left = most.saturating_sub(start.elapsed());
            if left < quiet {
                self.writing.clear();
                return false;
            }
            if self.wait(quiet) {
                continue;
            }
            if self.writing.is_empty() {
                return true;
            }
            // Opened and not closed: the rest is likely to come. A program that never closes its file is
            // not waited for again and again.
            if !self.wait(WRITING) {
                self.writing.clear();
            }
        }
    }

    /// The few paths that all signs were of since this was last asked; `None` where that is not known.
    pub(super) fn told(&mut self) -> Option<BTreeSet<PathBuf>> {
        let Told { paths, is_more } = std::mem::take(&mut self.told);
        (!is_more && !paths.is_empty()).then_some(paths)
    }

    fn take(&mut self, signal: Signal) {
        match signal {
            Signal::Changed(paths) => paths.iter().for_each(|path| self.told.add(path)),
            Signal::Written(path) => {
                self.told.add(&path);
                self.writing.insert(path);
            }
            Signal::Closed(path) => {
                self.told.add(&path);
                self.writing.remove(&path);
            }
            Signal::Lost => self.told.is_more = true,
            Signal::Failed(reason) => {
                self.told.is_more = true;
                self.failure = Some(reason);
            }
        }
    }
}

/// What an event means here; `None` where it cannot concern the site.
fn signal(root: &Path, event: notify::Result<Event>) -> Option<Signal> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return Some(Signal::Failed(reason(&error))),
    };
    let concerns = |path: &PathBuf| {
        let below = path.strip_prefix(root).unwrap_or(path);
        !is_passed_over(below)
    };
    if event.need_rescan() {
        return Some(Signal::Lost);
    }
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(concerns).collect();
    match (event.kind, paths.as_slice()) {
        (_, []) => None,
        (EventKind::Access(AccessKind::Close(AccessMode::Write)), [path]) => {
            Some(Signal::Closed(path.clone()))
        }
        // Opened and read, by this program too.
        (EventKind::Access(_), _) => None,
        // Where it is never told that a file was closed, nothing could end the waiting for it.
        (EventKind::Modify(ModifyKind::Data(_)), [path]) if cfg!(target_os = "linux") => {
            Some(Signal::Written(path.clone()))
        }
        _ => Some(Signal::Changed(paths)),
    }
}

/// Why events do not come, and what can be done.
fn reason(error: &notify::Error) -> String {
    const EMFILE: i32 = 24;
    let (what, setting) = match &error.kind {
        ErrorKind::MaxFilesWatch => ("too many folders are watched", Some("max_user_watches")),
        ErrorKind::Io(io) if io.raw_os_error() == Some(EMFILE) => {
            ("too many programs watch files", Some("max_user_instances"))
        }
        _ => return error.to_string(),
    };
    let limit = setting.and_then(|name| Some((name, limit(name)?)));
    match limit {
        Some((name, limit)) => format!(
            "{what} (fs.inotify.{name} is {limit}); `sudo sysctl fs.inotify.{name}={}` raises the limit until the next start",
            limit.saturating_mul(4)
        ),
        None => what.to_owned(),
    }
}

/// A limit of the system, where it says so.
#[expect(clippy::disallowed_methods, reason = "part of the edge that watches a site")]
fn limit(name: &str) -> Option<u64> {
    std::fs::read_to_string(format!("/proc/sys/fs/inotify/{name}")).ok()?.trim().parse().ok()
}

#[expect(clippy::disallowed_methods, reason = "waiting is measured")]
pub(super) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Limits that were reached are named with their number and the way to raise them.
    #[test]
    fn limits_are_named_with_the_remedy() {
        let check = |error: notify::Error, expected: &[&str]| {
            let reason = reason(&error);
            assert!(expected.iter().all(|part| reason.contains(part)), "{reason}");
        };
        let has_inotify = cfg!(target_os = "linux");
        let name = |name: &'static str| if has_inotify { name } else { "" };
        check(
            notify::Error::new(ErrorKind::MaxFilesWatch),
            &["too many folders", name("sysctl fs.inotify.max_user_watches=")],
        );
        let instances = std::io::Error::from_raw_os_error(24);
        check(
            notify::Error::io(instances),
            &["too many programs", name("sysctl fs.inotify.max_user_instances=")],
        );
        check(notify::Error::generic("no such device"), &["no such device"]);
    }

    /// Where the system gives no events, that is known, said once, and nothing fails.
    #[test]
    fn a_system_without_events_is_told_of_once() {
        let mut events = Events::none();
        events.begin(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
        assert!(!events.are_told());
        assert!(events.failure().is_some_and(|reason| reason.contains("too many folders")));
        assert_eq!(events.failure(), None);
        assert!(!events.wait(Duration::ZERO));
        let folder = tempfile::tempdir().unwrap();
        events.restart(folder.path());
        assert!(events.are_told() || events.failure().is_some());
    }

    #[test]
    fn only_events_that_concern_the_site_wake() {
        use notify::event::{CreateKind, DataChange, Flag};
        let root = Path::new("/site/.plans");
        let check = |kind: EventKind, path: &str, expected: bool| {
            let event = Event::new(kind).add_path(root.join(path));
            assert_eq!(signal(root, Ok(event)).is_some(), expected, "{kind:?} {path}");
        };
        let made = EventKind::Create(CreateKind::File);
        check(made, "plans/a.md", true);
        check(EventKind::Modify(ModifyKind::Data(DataChange::Any)), "plans/a.md", true);
        check(EventKind::Access(AccessKind::Close(AccessMode::Write)), "plans/a.md", true);
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), "plans/a.md", false);
        for name in
            ["a.md~", ".#a.md", "#a.md#", ".a.md.swp", "a.swx", "4913", "a.tmp", "a.part", ".DS_Store"]
        {
            check(made, &format!("plans/{name}"), false);
        }
        check(made, ".git/index", false);
        check(made, "static/.well-known/security.txt", true);
        check(made, "static/.DS_Store", false);
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(signal(root, Ok(overflow)).is_some());
    }
}
