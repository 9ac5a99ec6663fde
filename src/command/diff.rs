//! `planpress diff`: what changed between two revisions, in the plans' terms, and what it does to the sums above.

use super::changed::{self, Words};
use super::console::Console;
use super::{Outcome, list_site, read, table};
use crate::aggregate::{self, Cell, Key, PlanTarget};
use crate::changes::{Change, Version, What, between};
use crate::cli::{Diff, DiffFormat, Global};
use crate::config::{Metric, Read};
use crate::diagnostic::counted;
use crate::export::{Grid, markdown};
use crate::history;
use crate::link::PlanIndex;
use crate::pipeline::{Loaded, MemoryTree, Tree};
use crate::quantity::Amount;
use crate::source::DiskTree;
use crate::text::nfc;
use crate::view::{self, Flags};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const COLUMNS: [&str; 6] = ["Plan", "What", "Before", "After", "Change", "Version"];

/// A sum above plans that changed, which is another now.
struct Effect {
    /// The plan's id and title; empty for the whole site.
    plan: String,
    title: String,
    metric: String,
    period: String,
    scope: Vec<String>,
    measure: &'static str,
    before: Sum,
    after: Sum,
}

/// A sum: as people read it, and for programs.
#[derive(Clone, Default, PartialEq)]
struct Sum {
    text: String,
    amount: Option<Amount>,
}

impl Sum {
    fn of(cell: &Cell, metric: &Metric) -> Self {
        let text = cell.amount.as_ref().map(|amount| changed::figure(amount, cell.step, metric));
        Self { text: text.unwrap_or_default(), amount: cell.amount }
    }

    fn shown(&self) -> String {
        if self.text.is_empty() { changed::NOTHING.to_owned() } else { self.text.clone() }
    }

    fn value(&self) -> Value {
        self.amount.map_or(Value::Null, |amount| amount.to_canonical_string().into())
    }
}

impl Effect {
    fn percent(&self) -> Option<Decimal> {
        changed::percent(self.before.amount.as_ref(), self.after.amount.as_ref())
    }

    fn what(&self) -> String {
        let mut words = vec![self.metric.as_str(), &self.period];
        words.extend(self.scope.iter().map(String::as_str));
        words.push(self.measure);
        words.retain(|word| !word.is_empty());
        words.join(" ")
    }
}

pub(super) fn run(global: &Global, args: &Diff, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let root = tree.root();
    let (from, to) = revisions(&args.revisions)?;
    let from = history::revision(root, from)?;
    let to = to.map(|to| history::revision(root, to)).transpose()?;
    let name = to.as_ref().map(|to| to.name.as_str());
    let after = match name {
        Some(name) => read(&site_at(root, name)?, global, false)?,
        None => read(&tree, global, false)?,
    };
    let before = site_at(root, &from.name).and_then(|tree| read(&tree, global, false));
    let changes = changes(&tree, &from.name, to.as_ref(), &after)?;
    let (told, silent): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| !matches!(change.what, What::Text));
    let effects = match &before {
        Ok(before) => effects(before, &after, &told),
        Err(why) => {
            console.say(&format!("sums are not compared: {}: {why}", from.name));
            Vec::new()
        }
    };
    if told.is_empty() && effects.is_empty() && args.format != DiffFormat::Json {
        console.say("nothing that plans count by has changed");
    } else {
        console.result(&match args.format {
            DiffFormat::Table => tables(&told, &effects, &after),
            DiffFormat::Markdown => markdowns(&told, &effects, &after),
            DiffFormat::Json => json_text(&told, &effects, (&from, to.as_ref()), &after)?,
        })?;
    }
    if !silent.is_empty() {
        console.say(&format!("in {} only words changed", counted(silent.len(), "file")));
    }
    Ok(Outcome::Done)
}

/// The two revisions of `A..B`; `A` alone is held against the files as they are, `A..` against what is checked out.
fn revisions(text: &str) -> Result<(&str, Option<&str>), String> {
    let (from, to) = match text.split_once("..") {
        None => (text, None),
        Some((_, to)) if to.starts_with('.') => {
            return Err("three dots are not known; write two revisions as `A..B`".to_owned());
        }
        Some((from, "")) => (from, Some("HEAD")),
        Some((from, to)) => (from, Some(to)),
    };
    // What a script leaves out is not meant to be the newest revision.
    if text.is_empty() || text == ".." {
        return Err("the revision is empty; write one, such as `HEAD` or `main..HEAD`".to_owned());
    }
    Ok((if from.is_empty() { "HEAD" } else { from }, to))
}

/// The site's texts that say anything about plans, at a revision.
fn site_at(root: &Path, revision: &str) -> Result<MemoryTree, String> {
    history::site_at(root, revision, |path| {
        [".md", ".yaml", ".csv"].iter().any(|ending| path.ends_with(ending))
    })
}

/// What changed, with the version that touched the file last: one between the two revisions, else one before the second,
/// as the first may be the newer one, or lie on another branch.
fn changes(tree: &DiskTree, from: &str, to: Option<&Version>, after: &Loaded) -> Result<Vec<Change>, String> {
    let to = to.map(|to| to.name.as_str());
    let root = tree.root();
    let is_listed = |path: &str| tree.paths().contains(path);
    let read = |path: &str| tree.read(path).ok().filter(|_| is_listed(path));
    let [old, new] = history::differing(root, from, to, read)?;
    let mut changes = between(&old, &new, &after.site.config, &after.site.schemas);
    let mut touched = history::last_touched(root, from, to)?;
    let open: BTreeSet<String> = match to {
        Some(_) => BTreeSet::new(),
        None => history::changed_since(root, "HEAD")?.iter().map(|path| nfc(path)).collect(),
    };
    for change in changes.iter_mut().filter(|change| !open.contains(&change.path)) {
        let path = &change.path;
        if !touched.contains_key(path) {
            touched.insert(path.clone(), history::last_of(root, to.unwrap_or("HEAD"), path)?);
        }
        if let Some(Version { name, date, author, .. }) = touched.get(path) {
            (change.version, change.date, change.author) = (name.clone(), *date, author.clone());
        }
    }
    Ok(changes)
}

/// What a plan's targets come to, by what they are about.
type Sums = BTreeMap<(String, String, Vec<String>), [Sum; 2]>;

/// The names of the two sums of a target.
const MEASURES: [&str; 2] = ["allocated", "actual"];

/// The sums above the plans and rows of data that changed, and those of the whole site, which are others now.
fn effects(before: &Loaded, after: &Loaded, changes: &[Change]) -> Vec<Effect> {
    let mut touched: BTreeSet<PlanIndex> = BTreeSet::new();
    for change in changes {
        let was = match &change.what {
            What::Renamed(from) => from,
            _ => &change.plan,
        };
        touched.extend(above(after, &change.plan));
        // The plans that it stood under, as they are called now.
        let then = above(before, was).into_iter().map(|index| &before.site.plan(index).id.value);
        touched.extend(then.filter_map(|id| after.site.graph.ids.get(id.as_str())));
    }
    // What files of data say counts for whatever plans it lies inside.
    let in_data = changes.iter().any(|change| Read::DATA.has(&change.path));
    let mut effects = Vec::new();
    for (index, plan) in after.site.indexed_plans().filter(|(index, _)| in_data || touched.contains(index)) {
        let now = sums(after, after.facts.targets(&after.site, index));
        let names = std::iter::once(&*plan.id.value).chain(plan.aliases.iter().map(|alias| &*alias.value));
        let known = names.filter_map(|name| before.site.graph.ids.get(name)).next();
        let was =
            known.map(|index| sums(before, before.facts.targets(&before.site, *index))).unwrap_or_default();
        compare(&mut effects, (&plan.id.value, &plan.title.value), MEASURES, &was, &now);
    }
    compare(&mut effects, ("", "All plans"), ["target", "actual"], &totals(before), &totals(after));
    effects
}

fn compare(
    effects: &mut Vec<Effect>,
    plan: (&str, &str),
    measures: [&'static str; 2],
    was: &Sums,
    now: &Sums,
) {
    let keys: BTreeSet<_> = was.keys().chain(now.keys()).collect();
    for key in keys {
        let nothing = <[Sum; 2]>::default();
        let sums = [was, now].map(|sums| sums.get(key).unwrap_or(&nothing));
        for (at, measure) in measures.into_iter().enumerate() {
            let [before, after] = sums.map(|sums| sums[at].clone());
            if before.amount != after.amount {
                let (metric, period, scope) = key.clone();
                let (plan, title) = (plan.0.to_owned(), plan.1.to_owned());
                effects.push(Effect { plan, title, metric, period, scope, measure, before, after });
            }
        }
    }
}

/// The plans above one.
fn above(loaded: &Loaded, plan: &str) -> Vec<PlanIndex> {
    let graph = &loaded.site.graph;
    let parent = |index: PlanIndex| graph.parents[index.0 as usize];
    let first = graph.ids.get(plan).and_then(|index| parent(*index));
    std::iter::successors(first, |index| parent(*index)).collect()
}

fn sums(loaded: &Loaded, targets: &[PlanTarget]) -> Sums {
    let config = &loaded.site.config;
    let sums = |target: &PlanTarget| {
        let metric = config.metric(target.metric);
        let scope = target.scope.iter().map(|(id, value)| config.value_title(*id, value).to_owned());
        let period = target.period.map(|period| period.key()).unwrap_or_default();
        let key = (metric.title.clone(), period, scope.collect());
        (key, [&target.allocated, &target.actual].map(|cell| Sum::of(cell, metric)))
    };
    targets.iter().map(sums).collect()
}

/// What everything comes to, by metric.
fn totals(loaded: &Loaded) -> Sums {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let flags = Flags {
        metrics: Vec::new(),
        rows: Some("metric".to_owned()),
        columns: None,
        conditions: Vec::new(),
        show: words(&["target", "actual"]),
        no_totals: true,
        sort: None,
        limit: None,
    };
    // Without a target there is nothing to ask for.
    let Ok(query) = view::query_from_flags(&loaded.site, &flags) else { return Sums::new() };
    let answer = aggregate::answer(&loaded.facts, &loaded.site, &query);
    let sums = answer.rows.iter().zip(&answer.cells).filter_map(|(row, cells)| {
        let Key::Metric(id) = row.key else { return None };
        let metric = loaded.site.config.metric(id);
        let [target, actual] = cells.last()?.as_slice() else { return None };
        let key = (metric.title.clone(), String::new(), Vec::new());
        Some((key, [target, actual].map(|cell| Sum::of(cell, metric))))
    });
    sums.collect()
}

fn words(change: &Change, after: &Loaded) -> Words {
    let plan = after.site.graph.ids.get(change.plan.as_str()).map(|index| after.site.plan(*index));
    changed::words(change, &after.site, plan)
}

fn rows(changes: &[Change], after: &Loaded) -> Vec<Vec<String>> {
    let row = |change: &Change| {
        let Words { what, before, after, percent } = words(change, after);
        vec![change.title.clone(), what, before, after, percent, version(change)]
    };
    changes.iter().map(row).collect()
}

fn version(change: &Change) -> String {
    match change.version.as_str() {
        "" => "not committed".to_owned(),
        name => format!("{name} {} {}", change.date, change.author),
    }
}

fn effect_rows(effects: &[Effect]) -> Vec<Vec<String>> {
    let row = |effect: &Effect| {
        let percent = effect.percent().map(changed::signed).unwrap_or_default();
        vec![effect.title.clone(), effect.what(), effect.before.shown(), effect.after.shown(), percent]
    };
    effects.iter().map(row).collect()
}

fn tables(changes: &[Change], effects: &[Effect], after: &Loaded) -> String {
    let mut parts = Vec::new();
    if !changes.is_empty() {
        parts.push(table::aligned(&COLUMNS, &rows(changes, after), &[2, 3, 4]));
    }
    if !effects.is_empty() {
        parts.push(format!(
            "Sums above\n\n{}",
            table::aligned(&COLUMNS[..5], &effect_rows(effects), &[2, 3, 4])
        ));
    }
    parts.join("\n")
}

fn markdowns(changes: &[Change], effects: &[Effect], after: &Loaded) -> String {
    let grid = |columns: &[&str], rows| Grid {
        head: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows,
    };
    let mut parts = Vec::new();
    if !changes.is_empty() {
        parts.push(markdown(&grid(&COLUMNS, rows(changes, after)), 2));
    }
    if !effects.is_empty() {
        parts.push(format!("Sums above:\n\n{}", markdown(&grid(&COLUMNS[..5], effect_rows(effects)), 2)));
    }
    parts.join("\n")
}

fn json_text(
    changes: &[Change],
    effects: &[Effect],
    (from, to): (&Version, Option<&Version>),
    after: &Loaded,
) -> Result<String, String> {
    let change = |change: &Change| {
        let Words { what, before, after: now, .. } = words(change, after);
        let mut object = json!({
            "plan": change.plan, "title": change.title, "path": change.path, "what": what,
            "before": before, "after": now,
            "version": (!change.version.is_empty()).then(|| commit(&change.version, &change.date.to_string(), &change.author)),
        });
        if let What::Number(number, was, is) = &change.what {
            let config = &after.site.config;
            let scope = number
                .scope
                .iter()
                .map(|(id, value)| (config.dimension(*id).id.clone(), Value::from(value.as_str())));
            let amounts = [was, is].map(|quantity| quantity.as_ref().map(|quantity| quantity.amount));
            let [before, now] = amounts.map(|amount| amount.map(|amount| amount.to_canonical_string()));
            let percent = changed::percent(amounts[0].as_ref(), amounts[1].as_ref());
            object["number"] = json!({
                "kind": number.kind.name(), "metric": config.metric(number.metric).id,
                "period": number.period.map(|period| period.key()),
                "scope": scope.collect::<serde_json::Map<_, _>>(), "item": number.item.as_deref(),
                "part": number.is_part, "before": before, "after": now, "percent": percent.map(|percent| percent.to_string()),
            });
        }
        object
    };
    let effect = |effect: &Effect| {
        json!({
            "plan": (!effect.plan.is_empty()).then_some(&effect.plan), "title": effect.title, "metric": effect.metric,
            "period": (!effect.period.is_empty()).then_some(&effect.period), "scope": effect.scope,
            "measure": effect.measure, "before": effect.before.value(), "after": effect.after.value(),
            "percent": effect.percent().map(|percent| percent.to_string()),
        })
    };
    let named = |version: &Version| commit(&version.name, &version.date.to_string(), &version.author);
    let all = json!({
        "version": 1, "from": named(from), "to": to.map(named),
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
        "above": effects.iter().map(effect).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&all).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn commit(name: &str, date: &str, author: &str) -> Value {
    json!({ "name": name, "date": date, "author": author })
}
