//! What changed from one version of the plans to the next, in the plans' own terms: targets, statuses,
//! periods, plans that came and went. Pure: the versions come from the edge that asks git for them.

use crate::config::{Config, MetricId};
use crate::model::{self, Places, Plan, StatementKind};
use crate::parse;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::schema::Schema;
use crate::text::SourceFile;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A version of the site: who wrote it, when, and the files that it changed.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its short name.
    pub name: String,
    /// The day.
    pub date: Date,
    /// Who.
    pub author: String,
    /// The files that differ from the version before; `None` for those that are gone.
    pub files: Vec<(String, Option<Arc<SourceFile>>)>,
}

/// The versions of a site, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    /// The versions.
    pub list: Vec<Version>,
    /// The first one is where the site began; otherwise older ones were left out, and what they hold is not
    /// known to be new.
    pub complete: bool,
}

/// What happened to the plans, the newest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The changes.
    pub changes: Vec<Change>,
}

/// One thing that happened to a plan.
#[derive(Clone, Debug)]
pub struct Change {
    /// The plan's id.
    pub plan: String,
    /// Its title at that time.
    pub title: String,
    /// The version that did it.
    pub version: String,
    /// When.
    pub date: Date,
    /// Who.
    pub author: String,
    /// What.
    pub what: What,
}

/// What can happen to a plan.
#[derive(Clone, Debug)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its status is another.
    Status(Option<String>, Option<String>),
    /// Its period is another.
    Period(Option<Period>, Option<Period>),
    /// A target is another, came or went.
    Target(Box<Target>, Option<Box<Quantity>>, Option<Box<Quantity>>),
    /// Something else in its file.
    Text,
}

/// Which of a plan's targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The metric.
    pub metric: MetricId,
    /// Its period.
    pub period: Option<Period>,
    /// Its values of dimensions.
    pub scope: Places,
}

/// What a version of a plan says.
struct State {
    id: String,
    aliases: Vec<String>,
    title: String,
    status: Option<String>,
    period: Option<Period>,
    targets: BTreeMap<String, (Target, Quantity)>,
}

impl History {
    /// What the versions say, read with the configuration and the schemas of today.
    pub fn new(versions: &Versions, config: &Config, schemas: &BTreeMap<String, Arc<Schema>>) -> Self {
        let is_plan = |path: &str| {
            path.ends_with(".md") && config.plans.iter().any(|source| source.pattern.is_match(path))
        };
        let read = |version: &Version| -> Vec<(String, Option<State>)> {
            let files = version.files.iter().filter(|(path, _)| is_plan(path));
            files.map(|(path, source)| (path.clone(), state(source.as_ref(), config, schemas))).collect()
        };
        let states: Vec<Vec<(String, Option<State>)>> = versions.list.par_iter().map(read).collect();
        let mut known: BTreeMap<String, State> = BTreeMap::new();
        let mut changes = Vec::new();
        for (at, (version, states)) in versions.list.iter().zip(states).enumerate() {
            let begins = at == 0 && !versions.complete;
            apply(&mut known, states, begins || !versions.complete, |plan, title, what| {
                if !begins {
                    changes.push(Change {
                        plan: plan.to_owned(),
                        title: title.to_owned(),
                        version: version.name.clone(),
                        date: version.date,
                        author: version.author.clone(),
                        what,
                    });
                }
            });
        }
        changes.reverse();
        Self { changes }
    }

    /// What happened to one plan, the newest first; what it was called before counts, too.
    pub fn of<'a>(&'a self, plan: &'a Plan) -> impl DoubleEndedIterator<Item = &'a Change> {
        let is_named =
            |name: &str| plan.id.value == name || plan.aliases.iter().any(|alias| alias.value == name);
        self.changes.iter().filter(move |change| is_named(&change.plan))
    }

    /// The day of the last change of every plan, by the id that it had.
    pub fn days(&self) -> BTreeMap<&str, Date> {
        // The newest come first, and of two with one key the later one stays.
        self.changes.iter().rev().map(|change| (change.plan.as_str(), change.date)).collect()
    }
}

fn state(
    source: Option<&Arc<SourceFile>>,
    config: &Config,
    schemas: &BTreeMap<String, Arc<Schema>>,
) -> Option<State> {
    let parsed = parse::parse(source?, parse::Options { raw_html: config.raw_html, pages: false });
    let (plan, _) = model::plan(parsed, config, schemas);
    Some(State {
        id: plan.id.value.to_string(),
        aliases: plan.aliases.iter().map(|alias| alias.value.clone()).collect(),
        title: plan.title.value.to_string(),
        status: plan.status.as_ref().map(|status| status.value.to_string()),
        period: plan.period.as_ref().map(|period| period.value),
        targets: targets(&plan),
    })
}

/// The targets that a plan states as wholes, by a key that is the same in every version.
fn targets(plan: &Plan) -> BTreeMap<String, (Target, Quantity)> {
    let wholes = plan.statements.iter().filter(|statement| {
        statement.kind == StatementKind::Target && statement.split.is_none() && statement.repeats.is_none()
    });
    wholes
        .map(|statement| {
            let period = statement.period.map(|period| period.key()).unwrap_or_default();
            let scope: Vec<String> =
                statement.scope.iter().map(|(dimension, value)| format!("{}={value}", dimension.0)).collect();
            let key = format!("{}|{period}|{}", statement.metric.0, scope.join(","));
            let target =
                Target { metric: statement.metric, period: statement.period, scope: statement.scope.clone() };
            (key, (target, statement.quantity.clone()))
        })
        .collect()
}

/// Takes the states of one version over, and says what they change. A plan whose id stands in another file
/// of the same version, or that has it among its aliases now, was only moved or renamed. `quiet`: plans that appear may have been there before.
fn apply(
    known: &mut BTreeMap<String, State>,
    states: Vec<(String, Option<State>)>,
    quiet: bool,
    mut say: impl FnMut(&str, &str, What),
) {
    let mut before: Vec<State> = Vec::new();
    for (path, _) in &states {
        before.extend(known.remove(path));
    }
    for (path, state) in states {
        let Some(state) = state else { continue };
        let same = before.iter().position(|was| was.id == state.id);
        let same = same.or_else(|| before.iter().position(|was| state.aliases.contains(&was.id)));
        let was = same.map(|at| before.swap_remove(at));
        match was {
            Some(was) => {
                compare(&was, &state).into_iter().for_each(|what| say(&state.id, &state.title, what));
            }
            None if quiet => {}
            None => say(&state.id, &state.title, What::Added),
        }
        known.insert(path, state);
    }
    before.sort_by(|a, b| a.id.cmp(&b.id));
    for was in before {
        say(&was.id, &was.title, What::Removed);
    }
}

fn compare(was: &State, is: &State) -> Vec<What> {
    let mut list = Vec::new();
    if was.status != is.status {
        list.push(What::Status(was.status.clone(), is.status.clone()));
    }
    if was.period != is.period {
        list.push(What::Period(was.period, is.period));
    }
    for (key, (target, quantity)) in &is.targets {
        let old = was.targets.get(key).map(|(_, old)| old);
        if old.is_none_or(|old| old.amount != quantity.amount) {
            list.push(What::Target(
                Box::new(target.clone()),
                old.cloned().map(Box::new),
                Some(Box::new(quantity.clone())),
            ));
        }
    }
    for (_, (target, old)) in was.targets.iter().filter(|(key, _)| !is.targets.contains_key(*key)) {
        list.push(What::Target(Box::new(target.clone()), Some(Box::new(old.clone())), None));
    }
    if list.is_empty() {
        list.push(What::Text);
    }
    list
}
