//! `planpress serve`: a loop round the same spine as every command. A change of the site gives a new run; the
//! server shows it, the terminal says what is new and what is mended.
#![expect(clippy::disallowed_methods, reason = "a browser can be opened")]

mod following;
mod told;

use super::Outcome;
use super::console::Console;
use crate::cli::{Global, Serve};
use crate::history;
use crate::serve::{Live, Server};
use crate::source;
use crate::watch::Watch;
use following::Following;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;

pub(super) fn run(global: &Global, args: &Serve, console: Console) -> Result<Outcome, String> {
    let root = source::find_site(global.site.as_deref(), &source::working_folder()?)?;
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
    let mut watch = Watch::start(&root, args.poll)?;
    if let Some(notice) = watch.notice() {
        console.say(&notice);
    }
    let live = Live::new(move |fault| console.report(fault));
    watch.follow(history::marks(&root));
    let mut following = Following::new(&live, console, &root, global.today, args.drafts);
    console.result(&format!("{url}\n"));
    let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
        let started = thread::Builder::new().name(name.into()).spawn(work);
        started.map(drop).map_err(|error| format!("no thread can be started: {error}"))
    };
    spawn("server", Box::new(move || server.run(live)))?;
    let (sender, changes) = channel();
    let first = watch.tree();
    spawn(
        "watch",
        Box::new(move || {
            loop {
                let found = watch.wait();
                // Nobody takes it any more: the program ends.
                if sender.send((watch.tree(), found)).is_err() {
                    return;
                }
            }
        }),
    )?;
    spawn("runs", Box::new(move || following.follow(first, &changes)))?;
    if args.open {
        open(&url, console);
    }
    // All other threads end with the process; nothing of theirs is on disk.
    signals.forever().next();
    Ok(Outcome::Done)
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
