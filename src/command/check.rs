//! `planpress check`: checks the whole site and reports on the named paths.

use super::console::Console;
use super::{Outcome, list_site, load};
use crate::check;
use crate::cli::{Check, Format, Global};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::nearest;
use crate::pipeline;
use crate::report;
use crate::source::{self, DiskTree};
use std::path::Path;

pub(super) fn run(global: &Global, args: &Check, console: &Console) -> Result<Outcome, String> {
    for name in &args.only {
        known_rule(name)?;
    }
    let tree = list_site(global, console)?;
    let scope = named_paths(&tree, args)?;
    let loaded = load(&tree, global, true)?;
    let mut findings = loaded.findings.to_vec();
    findings.retain(|finding| is_in(&scope, finding) && is_asked(&args.only, finding));
    let format = match args.format {
        Format::Human => report::Format::Human,
        Format::Short => report::Format::Short,
        Format::Json => report::Format::Json,
        Format::Github => report::Format::Github,
        Format::Sarif => report::Format::Sarif,
        Format::Junit => report::Format::Junit,
    };
    console.result(&report::render(&findings, &loaded.summary(&findings), format, console.has_colour()));
    let counts = |finding: &Diagnostic| finding.severity == Severity::Error || args.deny.is_some();
    Ok(match pipeline::counted(&findings).any(counts) {
        true => Outcome::Findings,
        false => Outcome::Done,
    })
}

/// The name of a rule, or a sentence that it does not exist.
pub(super) fn known_rule(name: &str) -> Result<(), String> {
    if check::rule(name).is_some() {
        return Ok(());
    }
    let near = nearest(name, check::rules::names().iter().copied());
    let hint = near.map_or_else(
        || "`planpress explain` lists all".to_string(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(format!("there is no rule `{name}`; {hint}"))
}

/// The named paths relative to the site's root, a folder with a slash behind it.
fn named_paths(tree: &DiskTree, args: &Check) -> Result<Vec<String>, String> {
    let here = source::working_folder()?;
    args.paths.iter().map(|path| relative(tree, &here, path)).collect()
}

#[expect(clippy::disallowed_methods, reason = "a path on the command line is resolved like the site's root")]
fn relative(tree: &DiskTree, here: &Path, path: &Path) -> Result<String, String> {
    let full = here.join(path);
    let full = if full.exists() { full } else { tree.root().join(path) };
    let full = full.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?;
    let inside = full.strip_prefix(tree.root());
    let inside =
        inside.map_err(|_| format!("{} is not inside the site {}", path.display(), tree.root().display()))?;
    let text = inside.to_string_lossy().into_owned();
    Ok(if full.is_dir() && !text.is_empty() { text + "/" } else { text })
}

fn is_in(scope: &[String], finding: &Diagnostic) -> bool {
    let path = &*finding.place.source.path;
    let covers = |named: &String| {
        named.is_empty() || path == named || (named.ends_with('/') && path.starts_with(named))
    };
    scope.is_empty() || scope.iter().any(covers)
}

fn is_asked(only: &[String], finding: &Diagnostic) -> bool {
    only.is_empty() || only.iter().any(|name| name == finding.rule)
}
