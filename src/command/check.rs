//! `planpress check`: checks the whole site and reports on the named paths.

use super::console::Console;
use super::{Outcome, list_site, load, read};
use crate::check::{self, baseline, fix as repair};
use crate::cli::{Check, Format, Global};
use crate::diagnostic::{self, Diagnostic, Severity, counted};
use crate::fold::nearest;
use crate::history;
use crate::pipeline::{self, Loaded, Tree};
use crate::source::{self, DiskTree};
use crate::text::nfc;
use crate::{render, report};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How often repairs are looked for anew.
const MOST_ROUNDS: usize = 50;

pub(super) fn run(global: &Global, args: &Check, console: &Console) -> Result<Outcome, String> {
    for name in &args.only {
        known_rule(name)?;
    }
    let mut tree = list_site(global, console)?;
    if args.write_baseline {
        return write_baseline(global, &mut tree, console);
    }
    let scope = scope(&tree, args)?;
    if scope.as_ref().is_some_and(Vec::is_empty) {
        console.say("no file of the site has changed");
    }
    let mut loaded = site(&tree, global)?;
    if args.fix {
        loaded = fix(global, &tree, loaded, scope.as_deref(), args, console)?;
    }
    let mut findings = loaded.findings.to_vec();
    findings.extend(template_faults(&tree, &loaded));
    diagnostic::sort(&mut findings);
    findings.retain(|finding| {
        is_in(scope.as_deref(), &finding.place.source.path) && is_asked(&args.only, finding)
    });
    let format = match args.format {
        Format::Human => report::Format::Human,
        Format::Short => report::Format::Short,
        Format::Json => report::Format::Json,
        Format::Github => report::Format::Github,
        Format::Sarif => report::Format::Sarif,
        Format::Junit => report::Format::Junit,
    };
    let mut summary = loaded.summary(&findings);
    summary.clean_plans.retain(|path| is_in(scope.as_deref(), path));
    let folder = match format {
        report::Format::Github | report::Format::Sarif => history::folder(tree.root()),
        _ => String::new(),
    };
    let style = report::Style { format, colour: console.has_colour(), folder: &folder };
    console.result(&report::render(&findings, &summary, style))?;
    // The process ends here: it would only free all the small pieces one by one.
    std::mem::forget(loaded);
    let counts = |finding: &Diagnostic| finding.severity == Severity::Error || args.deny.is_some();
    Ok(match pipeline::counted(&findings).any(counts) {
        true => Outcome::Findings,
        false => Outcome::Done,
    })
}

/// Reads and checks the site; pages are only made for its own templates.
fn site(tree: &DiskTree, global: &Global) -> Result<Loaded, String> {
    if has_templates(tree) { load(tree, global, false) } else { read(tree, global, false) }
}

fn has_templates(tree: &DiskTree) -> bool {
    tree.paths().iter().any(|path| path.starts_with("templates/") || path.starts_with("themes/"))
}

/// What goes wrong when the site's own templates show its pages, once a place: what only `build` would
/// find otherwise. The built-in theme has tests of its own.
fn template_faults(tree: &DiskTree, loaded: &Loaded) -> Vec<Diagnostic> {
    if !has_templates(tree) {
        return Vec::new();
    }
    let edition = loaded.edition();
    let keys = render::keys(&edition);
    let faults = keys.par_iter().filter_map(|key| render::page(&edition, key).err());
    let mut faults: Vec<Diagnostic> = faults.map(|fault| *fault).collect();
    diagnostic::sort(&mut faults);
    faults.dedup_by(|a, b| a.place == b.place);
    // A template that the theme lacks lies in no file; the theme's own finding names all of them.
    if loaded.findings.iter().any(|finding| finding.rule == "template-error") {
        faults.retain(|fault| tree.paths().contains(&*fault.place.source.path));
    }
    faults
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

/// The files and folders that are reported on; `None` for all.
fn scope(tree: &DiskTree, args: &Check) -> Result<Option<Vec<String>>, String> {
    let named = (!args.paths.is_empty()).then(|| named_paths(tree, args)).transpose()?;
    let Some(revision) = &args.changed_since else { return Ok(named) };
    history::revision(tree.root(), revision)?;
    let changed = history::changed_since(tree.root(), revision)?.into_iter().map(|path| nfc(&path));
    Ok(Some(changed.filter(|path| is_in(named.as_deref(), path)).collect()))
}

/// The named paths relative to the site's root, a folder with a slash behind it.
fn named_paths(tree: &DiskTree, args: &Check) -> Result<Vec<String>, String> {
    let here = source::working_folder()?;
    args.paths.iter().map(|path| relative(tree, &here, path)).collect()
}

fn relative(tree: &DiskTree, here: &Path, path: &Path) -> Result<String, String> {
    let full = here.join(path);
    let full = if full.exists() { full } else { tree.root().join(path) };
    let full = full.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?;
    let inside = full.strip_prefix(tree.root());
    let inside =
        inside.map_err(|_| format!("{} is not inside the site {}", path.display(), tree.root().display()))?;
    let text = nfc(&inside.to_string_lossy());
    Ok(if full.is_dir() && !text.is_empty() { text + "/" } else { text })
}

fn is_in(scope: Option<&[String]>, path: &str) -> bool {
    scope.is_none_or(|scope| scope.iter().any(|named| covers(named, path)))
}

/// Whether a named file or folder (with a slash behind it) is or holds a file.
fn covers(named: &str, path: &str) -> bool {
    named.is_empty() || path == named || (named.ends_with('/') && path.starts_with(named))
}

/// Records all findings as known. What an older baseline knows is found anew, so that it stays known.
fn write_baseline(global: &Global, tree: &mut DiskTree, console: &Console) -> Result<Outcome, String> {
    tree.hide(baseline::PATH);
    let loaded = site(tree, global)?;
    source::replace(&tree.root().join(baseline::PATH), None, &baseline::write(&loaded.findings))?;
    let count = pipeline::counted(&loaded.findings).count();
    let verb = if count == 1 { "is" } else { "are" };
    console.say(&format!("{}: {} {verb} known now", baseline::PATH, counted(count, "finding")));
    Ok(Outcome::Done)
}

/// Makes repairs until none is left: one can uncover another (the next number of a list).
fn fix(
    global: &Global,
    tree: &DiskTree,
    mut loaded: Loaded,
    scope: Option<&[String]>,
    args: &Check,
    console: &Console,
) -> Result<Loaded, String> {
    // A file that cannot be written keeps its findings; the others are repaired all the same.
    let mut closed: BTreeSet<String> = BTreeSet::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for _ in 0..MOST_ROUNDS {
        let mut files: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
        for finding in pipeline::counted(&loaded.findings) {
            if is_in(scope, &finding.place.source.path) && is_asked(&args.only, finding) {
                files.entry(&finding.place.source.path).or_default().push(finding.clone());
            }
        }
        let mut has_changed = false;
        let linked = repair::linked_headings(&loaded.site);
        for (path, findings) in files {
            let source = &findings[0].place.source;
            let held = linked.get(path).map_or(&[][..], Vec::as_slice);
            for left in findings.iter().filter(|finding| repair::is_held(finding, held)) {
                if told.insert(left.place.to_string()) {
                    console.say(&format!(
                        "not fixed: {}: a link leads to this heading; change both",
                        left.place
                    ));
                }
            }
            let Some(fixed) = repair::fix(source, &findings, held) else { continue };
            if closed.contains(path) {
                continue;
            }
            if let Err(why) = source::replace(&tree.place(path), Some(&source.text), &fixed.text) {
                console.say(&format!("not fixed: {why}"));
                closed.insert(path.to_owned());
                continue;
            }
            has_changed = true;
            for done in fixed.done {
                let (start, by) = (done.place.start(), done.fix.as_ref().map_or("", |fix| fix.text.as_str()));
                let was = done.fix.as_ref().map_or("", |fix| source.slice(fix.span)).replace('\n', "⏎");
                let line = start.line;
                console
                    .say(&format!("fixed {path}:{line}:{}: `{was}` → `{by}` [{}]", start.column, done.rule));
            }
        }
        if !has_changed {
            break;
        }
        loaded = site(tree, global)?;
    }
    Ok(loaded)
}

fn is_asked(only: &[String], finding: &Diagnostic) -> bool {
    only.is_empty() || only.iter().any(|name| name == finding.rule)
}
