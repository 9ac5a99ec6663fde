//! `planpress build`: checks the site and writes it.
#![expect(clippy::disallowed_methods, reason = "the summary says how long the build took")]

use super::console::Console;
use super::{Outcome, list_site, load};
use crate::cli::{Build, Global};
use crate::diagnostic::Severity;
use crate::pipeline::{self, Loaded};
use crate::render::{self, PageKey};
use crate::report;
use crate::source::DiskTree;
use crate::write::{Summary, Writer};
use rayon::prelude::*;
use std::time::Instant;

pub(super) fn run(global: &Global, args: &Build, console: &Console) -> Result<Outcome, String> {
    let start = Instant::now();
    let tree = list_site(global, console)?;
    let writer = Writer::open(&args.output, tree.root(), args.force)?;
    let loaded = load(&tree, global, args.drafts)?;
    let has_errors = pipeline::counted(&loaded.findings).any(|finding| finding.severity == Severity::Error);
    if pipeline::counted(&loaded.findings).next().is_some() && !global.quiet {
        console.report(&report::human(&loaded.findings, loaded.site.plans.len(), console.has_error_colour()));
    }
    if has_errors && !args.keep_going {
        console.say(&format!("{} was left as it was; --keep-going builds what it can", args.output.display()));
        return Ok(Outcome::Findings);
    }
    let summary = match write_site(&loaded, &tree, writer)? {
        Ok(summary) => summary,
        Err(finding) => {
            console.report(&report::human(&[*finding], loaded.site.plans.len(), console.has_error_colour()));
            return Ok(Outcome::Findings);
        }
    };
    console.say(&describe(&summary, &args.output.display().to_string(), start.elapsed().as_secs_f64()));
    Ok(if has_errors { Outcome::Findings } else { Outcome::Done })
}

/// Renders every page and copies every file. A template that fails at rendering is a finding; the old
/// output then stays.
fn write_site(
    loaded: &Loaded,
    tree: &DiskTree,
    writer: Writer,
) -> Result<Result<Summary, Box<crate::diagnostic::Diagnostic>>, String> {
    let world = render::World::new(&loaded.site, &loaded.facts, &loaded.theme, &loaded.findings);
    let keys: Vec<PageKey> = render::keys(&world);
    let rendered: Result<(), Failure> = keys.par_iter().try_for_each(|key| {
        let bytes = render::page(&world, key).map_err(Failure::Template)?;
        writer.put(&render::path(&world, key), &bytes).map_err(Failure::Write)
    });
    match rendered {
        Err(Failure::Template(finding)) => return Ok(Err(finding)),
        Err(Failure::Write(message)) => return Err(message),
        Ok(()) => {}
    }
    let copies = render::copies(&world, crate::pipeline::Tree::paths(tree));
    copies.par_iter().try_for_each(|(from, to)| writer.put(to, &tree.bytes(from)?))?;
    writer.finish().map(Ok)
}

enum Failure {
    Template(Box<crate::diagnostic::Diagnostic>),
    Write(String),
}

fn describe(summary: &Summary, output: &str, seconds: f64) -> String {
    let Summary { files, bytes, written, removed } = *summary;
    let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    format!("{output}: {files} files, {} KB; {written} written{removed}; {seconds:.2} s", bytes.div_ceil(1000))
}
