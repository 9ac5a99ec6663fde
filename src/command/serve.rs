//! `planpress serve`: a loop round the same spine as every command. A change of the site gives a new run; the
//! server shows it, the terminal says what is new and what is mended.
#![expect(clippy::disallowed_methods, reason = "a browser can be opened")]

use super::Outcome;
use super::console::Console;
use super::following::{self, Ends, Following, Run, or_left_out};
use super::told::Told;
use crate::cli::{Global, Serve};
use crate::diagnostic::Diagnostic;
use crate::parse::Made;
use crate::pipeline::{self, Fatal, Loaded};
use crate::render::Edition;
use crate::serve::{Live, Server, is_broken};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

pub(super) fn run(global: &Global, args: &Serve, console: Console) -> Result<Outcome, String> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM]).map_err(|error| format!("signals cannot be heard: {error}"))?;
    let server = Server::bind(&args.host, args.port, &args.allow_host)?;
    let (port, url) = (server.port(), url(&args.host, server.port()));
    if server.moved {
        console.say(&format!("the default port is taken by another program; this is {port}"));
    }
    if server.is_open() {
        console.say("every machine that reaches this one by network can read the site; it is not encrypted");
    }
    let watch = following::watch(global, args.poll, &console)?;
    let live = Live::new(move |fault| console.report(fault));
    let mut showing = Showing {
        following: Following::start(watch, global, args.drafts, Made::Nothing)?,
        live: Arc::clone(&live),
        console,
        told: Told::default(),
        fatal: None,
    };
    following::beside("server", move || server.run(live))?;
    console.result(&format!("{url}\n"))?;
    let ends = Ends(signals.handle());
    following::beside("runs", move || {
        let _ends = ends;
        showing.follow();
    })?;
    if args.open {
        open(&url, console);
    }
    // All other threads end with the process; nothing of theirs is on disk.
    match signals.forever().next() {
        None => Err("the site is not followed any more".into()),
        Some(_) => Ok(Outcome::Done),
    }
}

/// The address for the browser of this machine.
fn url(host: &str, port: u16) -> String {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare {
        "0.0.0.0" | "::" => format!("http://127.0.0.1:{port}/"),
        bare if bare.contains(':') => format!("http://[{bare}]:{port}/"),
        bare => format!("http://{bare}:{port}/"),
    }
}

/// Opens the browser by the system's own program.
fn open(url: &str, console: Console) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        // Waited for, so that it does not stay behind as a dead process.
        Ok(mut child) => drop(thread::spawn(move || child.wait())),
        Err(error) => console.say(&format!("the browser was not opened: {program}: {error}")),
    }
}

/// The runs, shown and told.
struct Showing {
    following: Following,
    live: Arc<Live>,
    console: Console,
    /// What was said of findings that count.
    told: Told,
    /// Why nothing could be read at the last run.
    fatal: Option<String>,
}

impl Showing {
    fn follow(&mut self) {
        while let Some(run) = self.following.next(|loaded| is_broken(&loaded.findings)) {
            if let Some(notice) = &run.changes.notice {
                self.console.say(notice);
            }
            match &run.loaded {
                Ok(loaded) => self.show(&run, loaded),
                Err(fatal) => self.fail(&run, fatal),
            }
        }
    }

    fn show(&mut self, run: &Run, loaded: &Loaded) {
        let edition = self.edition(loaded);
        let is_shown = self.live.publish(Ok(edition), &run.tree, &run.changes);
        let time = run.start.elapsed();
        let counted: Vec<Diagnostic> = pipeline::counted(&loaded.findings).cloned().collect();
        let is_broken = is_broken(&loaded.findings);
        let told = self.told.update(counted, is_broken, self.console.has_error_colour());
        if !told.is_empty() {
            self.console.say(told.trim_end_matches('\n'));
        }
        let summary = loaded.summary(&loaded.findings);
        let kept = if is_shown { "" } else { "; the last good state is still shown" };
        self.console.say(&format!("{summary}; {} ms{kept}", time.as_millis()));
        self.fatal = None;
    }

    fn fail(&mut self, run: &Run, fatal: &Fatal) {
        if self.fatal.as_ref() != Some(&fatal.0) {
            self.console.error(&fatal.0);
        }
        self.fatal = Some(fatal.0.clone());
        self.live.publish(Err(fatal.clone()), &run.tree, &run.changes);
    }

    fn edition(&mut self, loaded: &Loaded) -> Edition {
        let history = or_left_out(self.following.history(loaded), &self.console);
        loaded.edition().with_history(history)
    }
}
