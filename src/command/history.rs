//! `planpress history`: how a plan's numbers, status and owner became what they are.

use super::changed::{self, Words};
use super::console::Console;
use super::{Outcome, list_site, read, table};
use crate::changes::{Change, What};
use crate::cli::{Global, History as Arguments};
use crate::fold::nearest;
use crate::history;

const COLUMNS: [&str; 7] = ["Date", "Who", "Version", "What", "Before", "After", "Change"];

pub(super) fn run(global: &Global, args: &Arguments, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let site = read(&tree, global, true)?.site;
    let Some(plan) = site.graph.ids.get(args.id.as_str()).map(|index| site.plan(*index)) else {
        let known = site.plans.iter().map(|plan| plan.id.value.as_str());
        return Err(match nearest(&args.id, known) {
            Some(near) => format!("no plan has the id `{}`; did you mean `{near}`?", args.id),
            None => format!("no plan has the id `{}`; `planpress list` shows all", args.id),
        });
    };
    let metric = args.metric.as_ref().map(|name| {
        site.config.metric_named(name).ok_or_else(|| {
            let known = site.config.metrics.iter().flat_map(|metric| metric.names());
            match nearest(name, known) {
                Some(near) => format!("there is no metric `{name}`; did you mean `{near}`?"),
                None => format!("there is no metric `{name}`"),
            }
        })
    });
    let metric = metric.transpose()?;
    let versions = history::versions(tree.root())?;
    if !versions.complete {
        console.say("older versions are left out");
    }
    let told = site.history(&versions);
    let is_asked = |change: &&Change| match (&change.what, metric) {
        (What::Number(number, ..), Some(metric)) => number.metric == metric,
        (_, Some(_)) | (What::Text, None) => false,
        _ => true,
    };
    let row = |change: &Change| {
        let Words { what, before, after, percent } = changed::words(change, &site, Some(plan));
        let head = [change.date.to_string(), change.author.clone(), change.version.clone()];
        head.into_iter().chain([what, before, after, percent]).collect()
    };
    let rows: Vec<Vec<String>> = told.of(plan).filter(is_asked).map(row).collect();
    if rows.is_empty() {
        console.say("git remembers no change");
        return Ok(Outcome::Done);
    }
    console.result(&table::aligned(&COLUMNS, &rows, &[4, 5, 6]))?;
    Ok(Outcome::Done)
}
