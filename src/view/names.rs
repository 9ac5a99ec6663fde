//! The words of views and flags, looked up in the site. What it does not have is a problem with the nearest
//! that it has.

use super::query::{Axis, Condition, Field, Measure, Sort, SortKey, Subject};
use crate::config::{DimensionId, MetricId};
use crate::fold::{eq_folded, nearest};
use crate::link::PlanIndex;
use crate::model::{Statement, StatementKind};
use crate::period::{self, PeriodContext, PeriodError};
use crate::site::Site;
use crate::text::nfc;
use crate::yaml::suggestion;
use std::collections::BTreeSet;

/// Something that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that finds it: the most special one.
    pub rule: &'static str,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { rule: "invalid-view", message: message.into(), help: None }
    }

    fn unknown(what: &str, word: &str, known: &[&str]) -> Self {
        let message = format!("unknown {what} `{word}`");
        Self { help: suggestion(word, known), ..Self::new(message) }
    }
}

const AXES: [(&str, Axis); 11] = [
    ("plan", Axis::Plan),
    ("owner", Axis::Owner),
    ("kind", Axis::Kind),
    ("status", Axis::Status),
    ("metric", Axis::Metric),
    ("parent", Axis::Parent),
    ("tag", Axis::Tag),
    ("year", Axis::Year),
    ("half", Axis::Half),
    ("quarter", Axis::Quarter),
    ("month", Axis::Month),
];

/// Keys of conditions beside dimensions.
const KEYS: [&str; 10] =
    ["period", "kind", "status", "owner", "tag", "plan", "parent", "metric", "statement", "done"];

const STATEMENTS: [StatementKind; 5] = [
    StatementKind::Target,
    StatementKind::Actual,
    StatementKind::Forecast,
    StatementKind::Figure,
    StatementKind::Budget,
];

/// Looks words up in a site.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) site: &'a Site,
}

impl<'a> Names<'a> {
    /// A metric by id, title or alias.
    pub(super) fn metric(self, word: &str) -> Result<MetricId, Problem> {
        let metrics = &self.site.config.metrics;
        self.site.config.metric_named(word).ok_or_else(|| {
            let known: Vec<&str> = metrics.iter().map(|metric| metric.id.as_str()).collect();
            self.near_title(
                "metric",
                word,
                &known,
                metrics.iter().map(|metric| (&*metric.title, &*metric.id)),
            )
        })
    }

    /// Rows or columns.
    pub(super) fn axis(self, subject: Subject, word: &str) -> Result<Axis, Problem> {
        let dimensions = &self.site.config.dimensions;
        let found = AXES.iter().find(|(name, _)| *name == word).map(|(_, axis)| *axis);
        match found.or_else(|| self.dimension(word).map(Axis::Dimension)) {
            Some(Axis::Metric) if !matches!(subject, Subject::Targets | Subject::Statements) => {
                Err(Problem::new(format!("{} have no metric to go by", subject.name())))
            }
            Some(axis) => Ok(axis),
            None => {
                let ids = dimensions.iter().map(|dimension| dimension.id.as_str());
                let known: Vec<&str> = ids.chain(AXES.iter().map(|(name, _)| *name)).collect();
                Err(Problem::unknown("rows or columns", word, &known))
            }
        }
    }

    fn dimension(self, word: &str) -> Option<DimensionId> {
        let dimensions = &self.site.config.dimensions;
        self.site.config.dimension_named(word).or_else(|| {
            let index = dimensions.iter().position(|dimension| eq_folded(&dimension.title, word))?;
            u16::try_from(index).ok().map(DimensionId)
        })
    }

    /// A number to show.
    pub(super) fn measure(self, subject: Subject, word: &str) -> Result<Measure, Problem> {
        let known: &[Measure] = match subject {
            Subject::Targets | Subject::Plans => &[
                Measure::Target,
                Measure::Actual,
                Measure::Progress,
                Measure::Forecast,
                Measure::Stated,
                Measure::Allocated,
                Measure::Gap,
                Measure::Unallocated,
                Measure::Count,
            ],
            Subject::Budget => &[Measure::Amount, Measure::Count],
            Subject::Phases | Subject::Tasks | Subject::Statements => &[Measure::Count],
        };
        known.iter().copied().find(|measure| measure.name() == word).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|measure| measure.name()).collect();
            Problem::unknown("number", word, &names)
        })
    }

    /// An order: `-target`.
    pub(super) fn sort(self, subject: Subject, show: &[Measure], word: &str) -> Result<Sort, Problem> {
        let (descending, word) = word.strip_prefix('-').map_or((false, word), |word| (true, word));
        let fields: &[Field] = match subject {
            Subject::Targets => &[],
            Subject::Plans => &[
                Field::Title,
                Field::Plan,
                Field::Kind,
                Field::Status,
                Field::Owner,
                Field::Period,
                Field::Start,
                Field::End,
            ],
            Subject::Phases => &[
                Field::Start,
                Field::End,
                Field::Period,
                Field::Name,
                Field::Plan,
                Field::Title,
                Field::Owner,
            ],
            Subject::Tasks => {
                &[Field::Due, Field::Done, Field::Name, Field::Plan, Field::Title, Field::Owner]
            }
            Subject::Budget => &[Field::Amount, Field::Name, Field::Plan, Field::Title, Field::Owner],
            Subject::Statements => {
                &[Field::Amount, Field::Metric, Field::Period, Field::Plan, Field::Title, Field::Owner]
            }
        };
        let measures = show.iter().map(|measure| (measure.name(), SortKey::Measure(*measure)));
        let fields = fields.iter().map(|field| (field.name(), SortKey::Field(*field)));
        let known: Vec<(&str, SortKey)> = measures.chain([("label", SortKey::Label)]).chain(fields).collect();
        match known.iter().find(|(name, _)| *name == word) {
            Some((_, key)) => Ok(Sort { key: *key, descending }),
            None => {
                let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
                Err(Problem::unknown("key to sort by", word, &names))
            }
        }
    }

    /// A condition; each problem with the index of its value, `None` for the key.
    pub(super) fn condition(
        self,
        subject: Option<Subject>,
        key: &str,
        words: &[&str],
    ) -> Result<Condition, Vec<(Option<usize>, Problem)>> {
        let all = |find: &dyn Fn(&str) -> Result<Box<str>, Problem>| each(words, find);
        match key {
            "period" => each(words, &|word| self.period(word)).map(Condition::Period),
            "kind" => all(&|word| self.kind(word)).map(Condition::Kind),
            "status" => all(&|word| self.status(word)).map(Condition::Status),
            "owner" => all(&|word| self.owner(word)).map(Condition::Owner),
            "tag" | "tags" => all(&|word| self.tag(word)).map(Condition::Tag),
            "plan" => each(words, &|word| self.plan(word)).map(Condition::Plan),
            "parent" => each(words, &|word| self.plan(word)).map(Condition::Parent),
            "metric" => each(words, &|word| self.metric(word)).map(Condition::Metric),
            "statement" if subject == Some(Subject::Statements) => {
                each(words, &|word| statement_kind(word)).map(Condition::Statement)
            }
            "done" if subject == Some(Subject::Tasks) => done(words).map(Condition::Done),
            _ => match self.dimension(key) {
                Some(dimension) => all(&|word| self.value(dimension, word))
                    .map(|values| Condition::Dimension(dimension, values)),
                None => Err(vec![(None, self.unknown_key(subject, key))]),
            },
        }
    }

    fn unknown_key(self, subject: Option<Subject>, key: &str) -> Problem {
        let usable = |key: &&str| match *key {
            "statement" => subject == Some(Subject::Statements),
            "done" => subject == Some(Subject::Tasks),
            _ => true,
        };
        let ids = self.site.config.dimensions.iter().map(|dimension| dimension.id.as_str());
        let known: Vec<&str> = ids.chain(KEYS.into_iter().filter(usable)).collect();
        Problem::unknown("condition", key, &known)
    }

    fn value(self, dimension: DimensionId, word: &str) -> Result<Box<str>, Problem> {
        let declared = self.site.config.dimension(dimension);
        if let Some(value) = self.site.config.value_named(dimension, word) {
            return Ok(declared.values[value as usize].id.as_str().into());
        }
        let mut known: BTreeSet<&str> = declared.values.iter().map(|value| value.id.as_str()).collect();
        if declared.open {
            known.extend(self.used_values(dimension));
            if let Some(value) = known.iter().find(|known| eq_folded(known, word)) {
                return Ok((*value).into());
            }
        }
        let known: Vec<&str> = known.into_iter().collect();
        let titles = declared.values.iter().map(|value| (&*value.title, &*value.id));
        Err(self.near_title(&format!("value of `{}`", declared.id), word, &known, titles))
    }

    /// Every value of a dimension that is written anywhere.
    fn used_values(self, dimension: DimensionId) -> impl Iterator<Item = &'a str> {
        let of_plans = self.site.plans.iter().flat_map(|plan| &plan.dimensions);
        let of_plans =
            of_plans.filter(move |(of, _)| *of == dimension).map(|(_, value)| value.value.as_str());
        let scopes = self.statements().flat_map(|statement| statement.scope.iter());
        of_plans.chain(scopes.filter(move |(of, _)| *of == dimension).map(|(_, value)| &**value))
    }

    fn statements(self) -> impl Iterator<Item = &'a Statement> {
        let plans = self.site.plans.iter().flat_map(|plan| &plan.statements);
        plans.chain(self.site.data.iter().flat_map(|file| file.rows.iter().map(|(_, statement)| statement)))
    }

    /// An unknown word, with what bears the nearest title where no id is near.
    fn near_title<'t>(
        self,
        what: &str,
        word: &str,
        ids: &[&str],
        titles: impl Iterator<Item = (&'t str, &'t str)> + Clone,
    ) -> Problem {
        let by_id = nearest(word, ids.iter().copied()).is_some();
        let near = nearest(word, titles.clone().map(|(title, _)| title)).filter(|_| !by_id);
        let id = near.and_then(|near| titles.clone().find(|(title, _)| *title == near));
        match id {
            Some((title, id)) => Problem {
                help: Some(format!("did you mean `{title}` (`{id}`)?")),
                ..Problem::new(format!("unknown {what} `{word}`"))
            },
            None => Problem::unknown(what, word, ids),
        }
    }

    fn period(self, word: &str) -> Result<period::Period, Problem> {
        let context = PeriodContext { fiscal_year_start: self.site.config.fiscal_year_start, within: None };
        period::parse(word, &context).map_err(|error| {
            let rule = match error {
                PeriodError::NoSuchDay { .. } => "invalid-date",
                _ => "invalid-period",
            };
            Problem { rule, ..Problem::new(error.to_string()) }
        })
    }

    fn kind(self, word: &str) -> Result<Box<str>, Problem> {
        let schemas = &self.site.schemas;
        if schemas.contains_key(word) {
            return Ok(word.into());
        }
        let titled = schemas.iter().find(|(_, schema)| eq_folded(&schema.title, word));
        titled.map(|(kind, _)| kind.as_str().into()).ok_or_else(|| {
            let known: Vec<&str> = schemas.keys().map(String::as_str).collect();
            self.near_title(
                "kind",
                word,
                &known,
                schemas.iter().map(|(kind, schema)| (&*schema.title, kind.as_str())),
            )
        })
    }

    fn status(self, word: &str) -> Result<Box<str>, Problem> {
        let statuses = &self.site.config.statuses;
        match statuses.iter().find(|status| eq_folded(status, word)) {
            Some(status) => Ok(status.as_str().into()),
            None => {
                let known: Vec<&str> = statuses.iter().map(String::as_str).collect();
                Err(Problem::unknown("status", word, &known))
            }
        }
    }

    fn owner(self, word: &str) -> Result<Box<str>, Problem> {
        let plans = self.site.plans.iter();
        let of_plans = plans.flat_map(|plan| plan.owners.iter().map(|owner| owner.value.as_str()));
        let of_tasks = self.site.plans.iter().flat_map(|plan| &plan.tasks);
        let of_tasks = of_tasks.filter_map(|task| task.owner.as_ref().map(|owner| owner.value.as_str()));
        let of_phases = self.site.plans.iter().flat_map(|plan| &plan.phases);
        let of_phases = of_phases.filter_map(|phase| phase.owner.as_ref().map(|owner| owner.value.as_str()));
        let of_statements = self.statements().filter_map(|statement| statement.owner.as_deref());
        one_of("owner", word, of_plans.chain(of_tasks).chain(of_phases).chain(of_statements))
    }

    fn tag(self, word: &str) -> Result<Box<str>, Problem> {
        let tags = self.site.plans.iter().flat_map(|plan| plan.tags.iter().map(|tag| tag.value.as_str()));
        one_of("tag", word, tags)
    }

    fn plan(self, word: &str) -> Result<PlanIndex, Problem> {
        let ids = &self.site.graph.ids;
        ids.get(&nfc(word)).copied().ok_or_else(|| {
            let known: Vec<&str> = ids.keys().map(String::as_str).collect();
            Problem::unknown("plan", word, &known)
        })
    }
}

fn one_of<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Result<Box<str>, Problem> {
    let known: BTreeSet<&str> = known.collect();
    if known.contains(word) {
        return Ok(word.into());
    }
    let known: Vec<&str> = known.into_iter().collect();
    Err(Problem::unknown(what, word, &known))
}

fn each<T>(
    words: &[&str],
    find: &dyn Fn(&str) -> Result<T, Problem>,
) -> Result<Vec<T>, Vec<(Option<usize>, Problem)>> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match find(word) {
            Ok(value) => found.push(value),
            Err(problem) => problems.push((Some(at), problem)),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

fn statement_kind(word: &str) -> Result<StatementKind, Problem> {
    STATEMENTS.into_iter().find(|kind| kind.name() == word).ok_or_else(|| {
        let names: Vec<&str> = STATEMENTS.iter().map(|kind| kind.name()).collect();
        Problem::unknown("kind of statement", word, &names)
    })
}

fn done(words: &[&str]) -> Result<bool, Vec<(Option<usize>, Problem)>> {
    match words {
        ["true"] => Ok(true),
        ["false"] => Ok(false),
        _ => Err(vec![(words.first().map(|_| 0), Problem::new("expected `true` or `false`"))]),
    }
}
