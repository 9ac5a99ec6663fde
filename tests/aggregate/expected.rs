//! What every cell of an answer must say, by the slow implementation.

use super::asked::{
    Name, TOTAL, aims, chooses, chooses_period, chooses_plans, chooses_values, groups, is_about_plans,
    names_owner_of, places,
};
use super::brute::{Brute, Of};
use super::scopes::{Scope, region_within, scope};
use super::span::{NOTHING, Shown, Source, Span};
use super::wholes::Aim;
use super::world::{COST, FLOW, METRICS, REGIONS, SHARE, STOCK, Saying, World};
use planpress::model::StatementKind;
use planpress::view::{Axis, Condition, Measure, Query};
use std::collections::{BTreeMap, BTreeSet};

/// A row and a column.
pub(super) type Place = (Name, Name);

/// Numbers by row, column, metric and measure.
pub(super) type Cells = BTreeMap<(Name, Name, &'static str, &'static str), Shown>;

/// A query of a world.
pub(super) struct Asked<'a> {
    pub(super) world: &'a World,
    pub(super) query: &'a Query,
    pub(super) aims: Vec<Aim>,
}

/// Statements that are added by themselves, because their row or column is a query of its own.
pub(super) struct Slice<'a> {
    pub(super) row: Option<Name>,
    pub(super) column: Option<Name>,
    pub(super) brute: Brute<'a>,
    /// Those of the statements that are shown.
    pub(super) shown: u64,
}

impl<'a> Asked<'a> {
    pub(super) fn new(world: &'a World, query: &'a Query) -> Self {
        Self { world, query, aims: aims(world, query) }
    }

    pub(super) fn axes(&self) -> [Option<Axis>; 2] {
        [Some(self.query.rows), self.query.columns]
    }

    pub(super) fn by_plan(&self) -> bool {
        self.query.filter.terms.iter().any(|term| is_about_plans(&term.condition))
    }

    pub(super) fn heard(&self) -> impl Iterator<Item = usize> {
        (0..self.world.sayings.len()).filter(|at| self.world.is_heard(*at))
    }

    /// The names of an axis that are queries of their own, and that of all.
    fn names(&self, axis: Option<Axis>) -> BTreeSet<Option<Name>> {
        let Some(axis) = axis.filter(|axis| chooses_plans(*axis)) else { return [None].into() };
        let of = |at: usize| groups(axis, self.world, self.query, &self.world.sayings[at]);
        self.heard().flat_map(of).map(Some).chain([None]).collect()
    }

    /// The statements of every slice. With `apart` for every owner, kind …, else all together.
    pub(super) fn slices(&self, of: Of, apart: bool) -> Vec<Slice<'a>> {
        let mut slices = Vec::new();
        let names = |axis: Option<Axis>| if apart { self.names(axis) } else { [None].into() };
        for row in names(self.query.rows.into()) {
            for column in names(self.query.columns) {
                let group = self.group(of, [&row, &column]);
                slices.extend(self.in_time(of, [row.clone(), column], group));
            }
        }
        slices
    }

    /// The statements of one row and column of what chooses plans.
    fn group(&self, of: Of, names: [&Option<Name>; 2]) -> Vec<usize> {
        let stands = |saying: &Saying| {
            let mut pairs = self.axes().into_iter().zip(names);
            pairs.all(|(axis, name)| match (axis, name) {
                (Some(axis), Some(name)) => groups(axis, self.world, self.query, saying).contains(name),
                _ => true,
            })
        };
        let here = |at: &usize| {
            let saying = &self.world.sayings[*at];
            chooses(self.world, self.query, saying) && stands(saying)
        };
        let mut counts: Vec<usize> = self.heard().filter(here).collect();
        let everything = names.iter().all(|name| name.is_none()) && !self.by_plan();
        if !everything && of.kind != StatementKind::Target {
            let mut claimed = Brute { world: self.world, counts: counts.clone() }.claimed(of);
            // Data that name an owner are that owner's.
            claimed.retain(|at| {
                let saying = &self.world.sayings[*at];
                let mut pairs = self.axes().into_iter().zip(names);
                let is_owners = |(axis, name): (Option<Axis>, &Option<Name>)| match (axis, name, saying.owner)
                {
                    (Some(Axis::Owner), Some(name), Some(owner)) => name == owner,
                    _ => true,
                };
                names_owner_of(self.query, saying) && pairs.all(is_owners)
            });
            counts.extend(claimed);
        }
        counts.sort_unstable();
        counts.dedup();
        counts
    }

    /// The rows or columns in which a scope of a slice stands.
    fn stands(&self, axis: Option<Axis>, slice: Option<&Name>, scope: &Scope) -> Vec<Name> {
        let total = TOTAL.to_owned();
        match (axis, slice) {
            (_, Some(slice)) => vec![slice.clone()],
            (None, None) => vec![total],
            (Some(axis), None) => {
                places(axis, self.world, self.query, scope).into_iter().chain([total]).collect()
            }
        }
    }

    /// The sums of a flow or stock.
    pub(super) fn sums(&self, metric: usize, kind: StatementKind) -> BTreeMap<Place, Shown> {
        let of = Of { metric, kind, stock: metric == STOCK };
        let mut sums: BTreeMap<Place, (Span, Source)> = BTreeMap::new();
        for Slice { row, column, brute, shown } in self.slices(of, true) {
            let pieces = match kind {
                StatementKind::Target => brute.planned(of, &self.aims),
                _ => brute.real(of, &self.aims),
            };
            for (scope, amount, source) in pieces {
                let in_time = of.stock || chooses_period(self.query, scope.period);
                if source.by & shown == 0 || !in_time || !chooses_values(self.query, &scope) {
                    continue;
                }
                for row in self.stands(Some(self.query.rows), row.as_ref(), &scope) {
                    for column in self.stands(self.query.columns, column.as_ref(), &scope) {
                        let sum = sums.entry((row.clone(), column)).or_insert((NOTHING, Source::default()));
                        *sum = (sum.0.plus(&amount), sum.1.plus(source));
                    }
                }
            }
        }
        sums.into_iter().map(|(place, (span, source))| (place, Shown::of(&span, source))).collect()
    }

    /// What is shown of a metric and kind.
    pub(super) fn shown(&self, metric: usize, kind: StatementKind) -> BTreeMap<Place, Shown> {
        if matches!(metric, FLOW | STOCK | COST) {
            return self.sums(metric, kind);
        }
        let mut shown = if metric == SHARE { self.quotients(kind) } else { BTreeMap::new() };
        for (place, said) in self.exact_ratios(metric, kind) {
            shown.entry(place).or_insert(said);
        }
        shown
    }

    pub(super) fn places(&self, axis: Axis, saying: &Saying) -> Vec<Name> {
        if chooses_plans(axis) {
            return groups(axis, self.world, self.query, saying);
        }
        places(axis, self.world, self.query, &scope(saying))
    }

    /// How many plans state a target.
    fn counts(&self, metric: usize) -> BTreeMap<Place, Shown> {
        let mut plans: BTreeMap<Place, BTreeSet<usize>> = BTreeMap::new();
        for at in self.heard() {
            let saying = &self.world.sayings[at];
            let Some(plan) = saying.plan else { continue };
            let is_target = Of { metric, kind: StatementKind::Target, stock: false }.has(saying);
            let scope = scope(saying);
            let in_scope = chooses_period(self.query, scope.period) && chooses_values(self.query, &scope);
            if !is_target || !in_scope || !chooses(self.world, self.query, saying) {
                continue;
            }
            let names = |axis: Option<Axis>| {
                let own = axis.map_or(Vec::new(), |axis| self.places(axis, saying));
                own.into_iter().chain([TOTAL.to_owned()])
            };
            for row in names(Some(self.query.rows)) {
                for column in names(self.query.columns) {
                    plans.entry((row.clone(), column)).or_default().insert(plan);
                }
            }
        }
        let count = |plans: BTreeSet<usize>| Shown::of(&Span::exact(plans.len() as i64), Source::default());
        plans.into_iter().map(|(place, plans)| (place, count(plans))).collect()
    }
}

/// Every cell of an answer that has a number.
pub(super) fn expected(world: &World, query: &Query) -> Cells {
    let asked = Asked::new(world, query);
    let mut cells = Cells::new();
    for id in &query.metrics {
        let metric = usize::from(id.0);
        let left_in = query.filter.terms.iter().all(|term| match &term.condition {
            Condition::Metric(metrics) => metrics.contains(id) != term.negated,
            _ => true,
        });
        if !left_in {
            continue;
        }
        let named = |axis: Option<Axis>, name: Name| match axis {
            Some(Axis::Metric) => METRICS[metric].to_owned(),
            _ => name,
        };
        for (measure, numbers) in measures(&asked, metric) {
            for ((row, column), number) in numbers {
                // Metrics do not add up: there is no total of them.
                let (row, column) = (named(Some(query.rows), row), named(query.columns, column));
                cells.insert((row, column, METRICS[metric], measure.name()), number);
            }
        }
    }
    drop_rests_without_parts(&mut cells);
    cells
}

fn measures(asked: &Asked<'_>, metric: usize) -> Vec<(Measure, BTreeMap<Place, Shown>)> {
    let show = &asked.query.show;
    let targets = asked.shown(metric, StatementKind::Target);
    let mut all = Vec::new();
    if show.contains(&Measure::Stated) {
        all.extend(super::own::words(asked, metric, &targets));
    }
    for measure in show {
        let numbers = match measure {
            Measure::Target => targets.clone(),
            Measure::Actual => asked.shown(metric, StatementKind::Actual),
            Measure::Forecast => asked.shown(metric, StatementKind::Forecast),
            Measure::Progress => super::progress::progress(asked, metric, &targets),
            Measure::Count => asked.counts(metric),
            _ => continue,
        };
        all.push((*measure, numbers));
    }
    all
}

/// A rest is a row or column only where its node has some below it.
fn drop_rests_without_parts(cells: &mut Cells) {
    let names: Vec<(Name, Name)> =
        cells.keys().map(|(row, column, ..)| (row.clone(), column.clone())).collect();
    let region = |name: &str| REGIONS.iter().position(|(id, _)| *id == name);
    let has_parts = |name: &str, of: &dyn Fn(&(Name, Name)) -> Name| {
        let Some(node) = name.strip_suffix(" rest") else { return true };
        let Some(node) = region(node) else { return false };
        names
            .iter()
            .any(|place| region(&of(place)).is_some_and(|other| other != node && region_within(other, node)))
    };
    cells.retain(|(row, column, ..), _| {
        has_parts(row, &|place| place.0.clone()) && has_parts(column, &|place| place.1.clone())
    });
}
