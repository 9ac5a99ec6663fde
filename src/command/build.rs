//! `planpress build`: checks the site and writes it.
#![expect(clippy::disallowed_methods, reason = "the summary says how long the build took")]

mod watch;

use super::console::Console;
use super::following::or_left_out;
use super::{Outcome, load, site_folder};
use crate::changes::History;
use crate::cli::{Build, Global};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::history;
use crate::pipeline::{self, Loaded, Tree};
use crate::render;
use crate::report::{self, Format, Style};
use crate::source;
use crate::watch::Snapshot;
use crate::write::{Inputs, Summary, Writer};
use jiff::civil::Date;
use rayon::prelude::*;
use std::path::Path;
use std::time::Instant;

pub(super) fn run(global: &Global, args: &Build, console: &Console) -> Result<Outcome, String> {
    if args.watch {
        return watch::run(global, args, *console);
    }
    let start = Instant::now();
    let tree = Snapshot::take(&site_folder(global)?)?;
    tree.notes().iter().for_each(|note| console.note(note));
    let mut writer = Writer::open(&args.output, tree.root(), args.force)?;
    let output = args.output.display().to_string();
    let inputs = inputs(&tree, global.today.unwrap_or_else(source::today), args.drafts);
    if let Some((made_from, summary)) = writer.untouched()
        && Some(&made_from.hash) == inputs.as_ref()
    {
        let told = match made_from.findings {
            0 => String::new(),
            count => format!("; `planpress check` shows {}", diagnostic::counted(count, "finding")),
        };
        let done = describe(&summary, &output, start.elapsed().as_secs_f64());
        console.say(&format!("{done}; nothing has changed{told}"));
        return Ok(Outcome::Done);
    }
    let loaded = load(&tree, global, args.drafts)?;
    let has_errors = has_errors(&loaded);
    if pipeline::counted(&loaded.findings).next().is_some() && !global.quiet {
        console.report(&human(&loaded.findings, &loaded, console));
    }
    if has_errors && !args.keep_going {
        console
            .say(&format!("{} was left as it was; --keep-going builds what it can", args.output.display()));
        return Ok(Outcome::Findings);
    }
    let history = or_left_out(history(&loaded, tree.root()), console);
    writer.made_from(made_from(&tree, &loaded));
    let summary = match write_site(&loaded, &tree, history, writer, &|| false)? {
        Ok(summary) => summary,
        Err(finding) => {
            console.report(&human(&[*finding], &loaded, console));
            return Ok(Outcome::Findings);
        }
    };
    // The process ends here: it would only free all the small pieces one by one.
    std::mem::forget(loaded);
    console.say(&describe(&summary, &output, start.elapsed().as_secs_f64()));
    Ok(if has_errors { Outcome::Findings } else { Outcome::Done })
}

/// All that decides what a build comes to: the files as they were read, the program, the day and the options.
fn inputs(tree: &Snapshot, today: Date, drafts: bool) -> Option<String> {
    let (files, program) = (tree.fingerprint()?, source::program()?);
    Some(format!("{files:032x}-{program:032x}-{today}{}", if drafts { "-drafts" } else { "" }))
}

/// What a site was made from; nothing where more decides than files: what git knows, or errors passed over.
fn made_from(tree: &Snapshot, loaded: &Loaded) -> Option<Inputs> {
    let site = &loaded.site;
    let hash =
        inputs(tree, site.today, site.drafts).filter(|_| !has_errors(loaded) && !site.config.history)?;
    Some(Inputs { hash, findings: pipeline::counted(&loaded.findings).count() })
}

fn has_errors(loaded: &Loaded) -> bool {
    pipeline::counted(&loaded.findings).any(|finding| finding.severity == Severity::Error)
}

/// Renders every page and copies every file. A template that fails at rendering is a finding; the old
/// output then stays, as it does when the writing is stopped on the way.
fn write_site(
    loaded: &Loaded,
    tree: &dyn Tree,
    history: Option<History>,
    writer: Writer,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Result<Summary, Box<Diagnostic>>, String> {
    let edition = loaded.edition().with_history(history);
    let rendered: Result<(), Failure> =
        render::keys(&edition).par_iter().with_max_len(1).try_for_each(|key| {
            if is_stopped() {
                return Err(Failure::Write("stopped".to_owned()));
            }
            let path = edition.path(key);
            let mut file = writer.begin(&path);
            match render::write(&edition, key, &mut file) {
                Ok(()) => file.end().map_err(Failure::Write),
                Err(finding) => Err(file.failure().map_or(Failure::Template(finding), Failure::Write)),
            }
        });
    match rendered {
        Err(Failure::Template(finding)) => return Ok(Err(finding)),
        Err(Failure::Write(message)) => return Err(message),
        Ok(()) => {}
    }
    render::copied_files(&loaded.site, tree.paths()).par_iter().try_for_each(|from| {
        let bytes = tree.bytes(from).map_err(|fault| format!("{from}: {}", fault.message))?;
        match is_stopped() {
            true => Err("stopped".to_owned()),
            false => writer.put(render::output_of_file(from), &bytes),
        }
    })?;
    writer.finish().map(Ok)
}

/// What git knows of the plans, where the site asks for it.
fn history(loaded: &Loaded, root: &Path) -> Result<Option<History>, String> {
    let site = &loaded.site;
    let versions = site.config.history.then(|| history::versions(root)).transpose()?;
    Ok(versions.map(|versions| History::new(&versions, &site.config, &site.schemas)))
}

fn human(findings: &[Diagnostic], loaded: &Loaded, console: &Console) -> String {
    let style = Style { colour: console.has_error_colour(), ..Style::plain(Format::Human) };
    report::render(findings, &loaded.summary(findings), style)
}

enum Failure {
    Template(Box<Diagnostic>),
    Write(String),
}

fn describe(summary: &Summary, output: &str, seconds: f64) -> String {
    let Summary { files, bytes, written, removed } = *summary;
    let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    format!(
        "{output}: {files} files, {} KB; {written} written{removed}; {seconds:.2} s",
        bytes.div_ceil(1000)
    )
}
