//! `planpress build`: checks the site and writes it.
#![expect(clippy::disallowed_methods, reason = "the summary says how long the build took")]

mod watch;

use super::console::Console;
use super::following::or_left_out;
use super::{Outcome, options, site_folder};
use crate::changes::History;
use crate::cli::{Build, Global};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::history;
use crate::parse::{self, Made};
use crate::pipeline::{self, Loaded, Memo, Options, Tree};
use crate::render::{self, Basis, Edition, PageKey};
use crate::report::{self, Format, Style};
use crate::site::Site;
use crate::source;
use crate::watch::Snapshot;
use crate::write::{Inputs, Summary, Writer};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::time::Instant;

pub(super) fn run(global: &Global, args: &Build, console: &Console) -> Result<Outcome, String> {
    if args.watch {
        return watch::run(global, args, *console);
    }
    let start = Instant::now();
    let tree = Snapshot::take(&site_folder(global)?)?;
    tree.notes().iter().for_each(|note| console.note(note));
    let writer = Writer::open(&args.output, tree.root(), args.force)?;
    let output = args.output.display().to_string();
    let Options { today, drafts } = options(global, args.drafts)?;
    let inputs = inputs(&tree, today, drafts);
    if let Some(before) = writer.was_made_from()
        && inputs.is_some_and(|inputs| inputs == before.hash)
        && let Some(summary) = writer.untouched()
    {
        let told = match before.findings {
            0 => String::new(),
            count => format!("; `planpress check` shows {}", diagnostic::counted(count, "finding")),
        };
        let done = describe(&summary, &output, start.elapsed().as_secs_f64());
        console.say(&format!("{done}; nothing has changed{told}"));
        return Ok(Outcome::Done);
    }
    let made = if has_other_prose_alone(&tree, &writer, today, drafts) { Made::Text } else { Made::Page };
    let options = Options { today, drafts };
    let loaded = pipeline::reload(&tree, options, made, &mut Memo::default()).map_err(|fatal| fatal.0)?;
    let has_errors = has_errors(&loaded);
    if has_errors || (pipeline::counted(&loaded.findings).next().is_some() && !global.quiet) {
        let is_told = |finding: &&Diagnostic| !global.quiet || finding.severity == Severity::Error;
        let told: Vec<Diagnostic> = loaded.findings.iter().filter(is_told).cloned().collect();
        console.report(&human(&told, &loaded, console));
    }
    if has_errors && !args.keep_going {
        console
            .say(&format!("{} was left as it was; --keep-going builds what it can", args.output.display()));
        return Ok(Outcome::Findings);
    }
    let history = or_left_out(history(&loaded, tree.root()), console);
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
    Some(format!("{:032x}-{}", tree.fingerprint()?, beside_files(today, drafts)?))
}

/// What decides beside the files of the site.
fn beside_files(today: Date, drafts: bool) -> Option<String> {
    Some(format!("{:032x}-{today}{}", source::program()?, if drafts { "-drafts" } else { "" }))
}

/// Whether no more than the prose of plans seems to differ from what the output was made from, so that few pages are to
/// be made. What the plans say is not known yet; [`where_prose_changed`] knows.
fn has_other_prose_alone(tree: &Snapshot, writer: &Writer, today: Date, drafts: bool) -> bool {
    let Some(before) = writer.was_made_from() else { return false };
    let others = tree.fingerprint_of(|path| !before.plans.contains_key(path));
    let beside =
        others.zip(beside_files(today, drafts)).map(|(others, beside)| format!("-{others:032x}-{beside}"));
    let options = parse::Options { made: Made::Text, ..parse::Options::default() };
    let has_its_frame = |(path, was): (&String, &String)| {
        let Ok(source) = tree.read(path) else { return false };
        let text = render::text_of(&source);
        let frame = || parse::parse(&source, options).document.frame;
        was.starts_with(&told(text)) || *was == told(text) + &told(frame())
    };
    beside.is_some_and(|beside| before.frame.ends_with(&beside)) && before.plans.par_iter().all(has_its_frame)
}

/// A hash as the manifest has it.
fn told(hash: u128) -> String {
    format!("{hash:032x}")
}

/// What a site was made from; nothing where more decides than files: what git knows, or errors passed over, among
/// them outputs that collide.
fn made_from(tree: &Snapshot, loaded: &Loaded) -> Option<Inputs> {
    let site = &loaded.site;
    let alone = !has_errors(loaded) && loaded.lists.is_apart() && !site.config.history;
    let hash = inputs(tree, site.today, site.drafts).filter(|_| alone)?;
    let are_plans: HashSet<&str> = site.plans.iter().map(|plan| &*plan.document.source.path).collect();
    let others = tree.fingerprint_of(|path| !are_plans.contains(path))?;
    let basis = Basis::of(site, &loaded.findings);
    let plans = basis.plans.into_iter().map(|(path, (text, frame))| (path, told(text) + &told(frame)));
    let frame = format!("{:032x}-{others:032x}-{}", basis.frame, beside_files(site.today, site.drafts)?);
    Some(Inputs {
        hash,
        findings: pipeline::counted(&loaded.findings).count(),
        frame,
        plans: plans.collect(),
    })
}

fn has_errors(loaded: &Loaded) -> bool {
    pipeline::counted(&loaded.findings).any(|finding| finding.severity == Severity::Error)
}

/// Renders every page and copies every file. A template that fails at rendering is a finding; the old
/// output then stays, as it does when the writing is stopped on the way.
fn write_site(
    loaded: &Loaded,
    tree: &Snapshot,
    history: Option<History>,
    mut writer: Writer,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Result<Summary, Box<Diagnostic>>, String> {
    keep_off_sources(&writer, &loaded.site)?;
    let edition = loaded.edition().with_history(history);
    let copied = render::copied_files(&loaded.site, tree.paths());
    writer.made_from(made_from(tree, loaded));
    let keys = match where_prose_changed(&edition, &copied, &writer)? {
        Some(few) => few,
        None => render::keys(&edition),
    };
    let copied = render::beside(&edition, &keys, copied);
    let rendered: Result<(), Failure> = keys.par_iter().with_max_len(1).try_for_each(|key| {
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
    copied.par_iter().try_for_each(|from| {
        let bytes = tree.bytes(from).map_err(|fault| format!("{from}: {}", fault.message))?;
        match is_stopped() {
            true => Err("stopped".to_owned()),
            false => writer.put(render::output_of_file(from), &bytes),
        }
    })?;
    writer.finish().map(Ok)
}

/// Refuses an output that lies among what the site is read from.
fn keep_off_sources(writer: &Writer, site: &Site) -> Result<(), String> {
    let plans = site.plans.iter().map(|plan| &*plan.document.source.path);
    let pages = site.pages.iter().map(|page| &*page.document.source.path);
    let linked = site.graph.files.iter().map(String::as_str);
    let folders = site.config.plans.iter().map(|entry| entry.folder());
    writer.keep_off(plans.chain(pages).chain(linked), folders)
}

/// The outputs to be made where only prose differs from what the output was made from; the others stay as they are.
/// Nothing where more differs, or where somebody has touched the output.
fn where_prose_changed(
    edition: &Edition,
    copied: &BTreeSet<&str>,
    writer: &Writer,
) -> Result<Option<Vec<PageKey>>, String> {
    let Some((before, now)) = writer.was_made_from().zip(writer.is_made_from()) else { return Ok(None) };
    if before.frame != now.frame {
        return Ok(None);
    }
    let keys = render::anew(edition, |path| before.plans.get(path) != now.plans.get(path));
    let copied = copied.iter().map(|from| render::output_of_file(from).to_owned());
    let others: HashSet<String> = keys.iter().map(|key| edition.path(key)).chain(copied).collect();
    let stays = |path: &str| !others.contains(path) && !render::is_beside_search(path);
    Ok(writer.keep(stays)?.then_some(keys))
}

/// What git knows of the plans, where the site asks for it.
fn history(loaded: &Loaded, root: &Path) -> Result<Option<History>, String> {
    let site = &loaded.site;
    let versions = site.config.history.then(|| history::versions(root)).transpose()?;
    Ok(versions.map(|versions| site.history(&versions)))
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
