//! What changed from one version of the plans to the next, in the plans' own terms: numbers, statuses,
//! periods, phases, owners, plans that came, went and moved. Pure: the versions come from the edge that asks git for them.

use crate::config::{Config, MetricId, Read};
use crate::model::{self, Places, Plan, Statement, StatementKind};
use crate::parse;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::schema::Schema;
use crate::text::SourceFile;
use compact_str::CompactString;
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

impl Version {
    /// Some files of a version of which only the name is known, their texts not read yet.
    pub fn of<'p>(name: &str, paths: impl Iterator<Item = &'p str>) -> Self {
        let files = paths.map(|path| (path.to_owned(), None)).collect();
        Self { name: name.to_owned(), date: Date::MIN, author: String::new(), files }
    }
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

/// Which versions of plans there are for a history.
#[derive(Clone, Copy)]
pub enum Drafts<'a> {
    /// All.
    Told,
    /// Those that are no draft, of plans that are none today: the ids for which this holds. A plan is new in the version
    /// that publishes it.
    Hidden(&'a (dyn Fn(&str) -> bool + Sync)),
}

impl Drafts<'_> {
    fn are_hidden(self) -> bool {
        matches!(self, Self::Hidden(_))
    }

    /// Whether nothing is told of a plan, as it is a draft today.
    fn hides(self, id: &str) -> bool {
        match self {
            Self::Told => false,
            Self::Hidden(is_draft) => is_draft(id),
        }
    }
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
    /// The file that says so; of a plan that is gone the one that it lay in.
    pub path: String,
    /// The version that did it; empty where it is in none yet.
    pub version: String,
    /// When.
    pub date: Date,
    /// Who; empty where nobody has put it into a version yet.
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
    /// It lay in this file.
    Moved(String),
    /// It had this id.
    Renamed(String),
    /// Its status is another.
    Status(Option<String>, Option<String>),
    /// Its period is another.
    Period(Option<Period>, Option<Period>),
    /// Its owners are others.
    Owners(Vec<String>, Vec<String>),
    /// It stands under another plan, or under none.
    Parent(Option<String>, Option<String>),
    /// It became a draft, or is one no longer.
    Draft(bool),
    /// A phase of this name has other days, came or went.
    Phase(String, Option<Period>, Option<Period>),
    /// A number is another, came or went.
    Number(Box<Number>, Option<Box<Quantity>>, Option<Box<Quantity>>),
    /// Something else in its file.
    Text,
}

/// Which of a plan's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// What it is.
    pub kind: StatementKind,
    /// The metric.
    pub metric: MetricId,
    /// Its period.
    pub period: Option<Period>,
    /// Its values of dimensions.
    pub scope: Places,
    /// What tells it from others of the same scope.
    pub item: Option<CompactString>,
    /// It is a part of another one.
    pub is_part: bool,
}

impl Number {
    /// Whether it is a target, and the whole of it.
    pub fn is_whole_target(&self) -> bool {
        self.kind == StatementKind::Target && !self.is_part
    }
}

/// What a version of a plan, or of a file of data, says.
#[derive(Default)]
struct State {
    path: String,
    id: String,
    aliases: Vec<String>,
    title: String,
    status: Option<String>,
    period: Option<Period>,
    owners: Vec<String>,
    parent: Option<String>,
    is_draft: bool,
    phases: Vec<(String, Period)>,
    numbers: BTreeMap<String, (Number, Quantity)>,
}

impl History {
    /// What the versions say, read with the configuration and the schemas of today.
    pub fn new(
        versions: &Versions,
        config: &Config,
        schemas: &BTreeMap<String, Arc<Schema>>,
        drafts: Drafts<'_>,
    ) -> Self {
        let states = |version: &Version| states(version, config, schemas, drafts);
        let states: Vec<States> = versions.list.par_iter().map(states).collect();
        let mut known: BTreeMap<String, State> = BTreeMap::new();
        let mut changes = Vec::new();
        for (at, (version, states)) in versions.list.iter().zip(states).enumerate() {
            let begins = at == 0 && !versions.complete;
            apply(&mut known, states, begins || !versions.complete, |state, what| {
                if !begins {
                    changes.push(change(state, version, what));
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

/// What differs between two versions, by plan and file of data; the files of both are those that differ.
pub fn between(
    before: &Version,
    after: &Version,
    config: &Config,
    schemas: &BTreeMap<String, Arc<Schema>>,
) -> Vec<Change> {
    let mut known = BTreeMap::new();
    apply(&mut known, states(before, config, schemas, Drafts::Told), true, |_, _| {});
    let mut changes = Vec::new();
    apply(&mut known, states(after, config, schemas, Drafts::Told), false, |state, what| {
        changes.push(change(state, after, what));
    });
    changes
}

fn change(state: &State, version: &Version, what: What) -> Change {
    Change {
        plan: state.id.clone(),
        title: state.title.clone(),
        path: state.path.clone(),
        version: version.name.clone(),
        date: version.date,
        author: version.author.clone(),
        what,
    }
}

/// What the files of a version say; `None` of those that are gone.
type States = Vec<(String, Option<State>)>;

fn states(
    version: &Version,
    config: &Config,
    schemas: &BTreeMap<String, Arc<Schema>>,
    drafts: Drafts<'_>,
) -> States {
    let state = |(path, source): &(String, Option<Arc<SourceFile>>)| {
        let state = match source {
            _ if !config.is_plan(path) && !Read::DATA.has(path) => return None,
            Some(source) if config.is_plan(path) => {
                let state = plan_state(source, config, schemas);
                let is_hidden = drafts.hides(&state.id) || (state.is_draft && drafts.are_hidden());
                (!is_hidden).then_some(state)
            }
            Some(source) => Some(data_state(source, config)),
            None => None,
        };
        Some((path.clone(), state))
    };
    version.files.iter().filter_map(state).collect()
}

fn plan_state(source: &Arc<SourceFile>, config: &Config, schemas: &BTreeMap<String, Arc<Schema>>) -> State {
    let parsed =
        parse::parse(source, parse::Options { raw_html: config.raw_html, ..parse::Options::default() });
    let (plan, _) = model::plan(parsed, config, schemas);
    State {
        path: source.path.to_string(),
        id: plan.id.value.to_string(),
        aliases: plan.aliases.iter().map(|alias| alias.value.clone()).collect(),
        title: plan.title.value.to_string(),
        status: plan.status.as_ref().map(|status| status.value.to_string()),
        period: plan.period.as_ref().map(|period| period.value),
        owners: plan.owners.iter().map(|owner| owner.value.to_string()).collect(),
        parent: plan
            .references
            .iter()
            .find(|reference| reference.is_relation && reference.relation == "parent")
            .map(|reference| reference.id.value.clone()),
        is_draft: plan.draft,
        phases: plan.phases.iter().map(|phase| (phase.name.value.clone(), phase.period.value)).collect(),
        numbers: numbers(plan.statements.iter().filter(|statement| statement.repeats.is_none())),
    }
}

fn data_state(source: &Arc<SourceFile>, config: &Config) -> State {
    let file = model::data_file(source, config);
    let path = source.path.to_string();
    let numbers = numbers(file.rows.iter().map(|(_, statement)| statement));
    State { id: path.clone(), title: path.clone(), path, numbers, ..State::default() }
}

/// Numbers by a key that is the same in every version. Several rows of one scope count together.
fn numbers<'a>(statements: impl Iterator<Item = &'a Statement>) -> BTreeMap<String, (Number, Quantity)> {
    let mut numbers: BTreeMap<String, (Number, Quantity)> = BTreeMap::new();
    for statement in statements {
        let period = statement.period.map(|period| period.key()).unwrap_or_default();
        let scope: Vec<String> =
            statement.scope.iter().map(|(dimension, value)| format!("{}={value}", dimension.0)).collect();
        let item = statement.item.as_deref().unwrap_or_default();
        let key =
            format!("{}|{}|{period}|{}|{item}", statement.metric.0, statement.kind.name(), scope.join(","));
        let number = Number {
            kind: statement.kind,
            metric: statement.metric,
            period: statement.period,
            scope: statement.scope.clone(),
            item: statement.item.clone(),
            is_part: statement.split.is_some(),
        };
        match numbers.get_mut(&key) {
            Some((_, sum)) => sum.amount = sum.amount.add(&statement.quantity.amount),
            None => drop(numbers.insert(key, (number, statement.quantity.clone()))),
        }
    }
    numbers
}

/// Takes the states of one version over, and says what they change. A plan whose id stands in another file
/// of the same version, or that has it among its aliases now, was only moved or renamed. `quiet`: plans that
/// appear may have been there before.
fn apply(
    known: &mut BTreeMap<String, State>,
    states: States,
    quiet: bool,
    mut say: impl FnMut(&State, What),
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
            Some(was) => compare(&was, &state).into_iter().for_each(|what| say(&state, what)),
            None if quiet => {}
            None => say(&state, What::Added),
        }
        known.insert(path, state);
    }
    before.sort_by(|a, b| a.id.cmp(&b.id));
    for was in before {
        say(&was, What::Removed);
    }
}

fn compare(was: &State, is: &State) -> Vec<What> {
    let mut list = Vec::new();
    if was.path != is.path {
        list.push(What::Moved(was.path.clone()));
    }
    if was.id != is.id {
        list.push(What::Renamed(was.id.clone()));
    }
    if was.status != is.status {
        list.push(What::Status(was.status.clone(), is.status.clone()));
    }
    if was.period != is.period {
        list.push(What::Period(was.period, is.period));
    }
    if was.owners != is.owners {
        list.push(What::Owners(was.owners.clone(), is.owners.clone()));
    }
    if was.parent != is.parent {
        list.push(What::Parent(was.parent.clone(), is.parent.clone()));
    }
    if was.is_draft != is.is_draft {
        list.push(What::Draft(is.is_draft));
    }
    let days = |of: &State, name: &str| of.phases.iter().find(|(own, _)| own == name).map(|(_, days)| *days);
    let gone = was.phases.iter().filter(|(name, _)| days(is, name).is_none());
    for (name, _) in is.phases.iter().chain(gone) {
        let (before, after) = (days(was, name), days(is, name));
        if before != after {
            list.push(What::Phase(name.clone(), before, after));
        }
    }
    for (key, (number, quantity)) in &is.numbers {
        let old = was.numbers.get(key).map(|(_, old)| old);
        if old.is_none_or(|old| old.amount != quantity.amount) {
            list.push(What::Number(
                Box::new(number.clone()),
                old.cloned().map(Box::new),
                Some(Box::new(quantity.clone())),
            ));
        }
    }
    for (_, (number, old)) in was.numbers.iter().filter(|(key, _)| !is.numbers.contains_key(*key)) {
        list.push(What::Number(Box::new(number.clone()), Some(Box::new(old.clone())), None));
    }
    if list.is_empty() {
        list.push(What::Text);
    }
    list
}
