//! Random worlds: what each plan's own page shows of its targets against the slow implementation.

use super::brute::{Brute, Of};
use super::compare::shown;
use super::ratios::share;
use super::scopes::{Scope, known_in, scope};
use super::site::site;
use super::span::{self, Shown, Source, Span, gap, missing, not_negative, sum};
use super::wholes::Whole;
use super::world::{self, COST, FLOW, Kinds, Random, SHARE, STOCK, World};
use planpress::aggregate::{Cell, Facts, PlanTarget, plan_targets};
use planpress::model::StatementKind;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const WORLDS: u64 = 500;

#[test]
fn the_targets_of_each_plan_are_those_of_the_slow_implementation() {
    for seed in 0..WORLDS {
        let kinds = Kinds { metrics: true, spans: seed % 2 == 1, people: true, budgets: seed % 3 == 1 };
        let world = world::random(&mut Random(seed), kinds);
        let site = site(&world);
        let facts = Facts::new(&site);
        for plan in (0..world.plans.len()).filter(|plan| !world.plans[*plan].draft) {
            let found = plan_targets(&facts, &site, world::index(plan));
            let groups: Vec<Group> = found.iter().map(|target| group(&world, &facts, target)).collect();
            let found: Vec<Line> = found.iter().map(|target| line(&world, &facts, target)).collect();
            let (lines, together) = expected(&world, plan);
            assert_eq!(found, lines, "seed {seed}, p{plan}\n{}", world.told());
            assert_eq!(groups, together, "seed {seed}, p{plan}\n{}", world.told());
        }
    }
}

/// A metric; then stated, target, actual, progress, forecast, allocated, gap, unallocated, not split; then the children.
type Line = (usize, [Option<Shown>; 9], Vec<(usize, Option<Shown>)>);

/// How much more plans below may state; what several targets come to together: which, stated, target, allocated, and how
/// much more plans below may state there.
type Group = (f64, Option<(Vec<usize>, [Option<Shown>; 3], f64)>);

fn group(world: &World, facts: &Facts, target: &PlanTarget) -> Group {
    let number = |cell: &Cell| cell.amount.as_ref().map(|amount| shown(world, facts, cell, amount));
    let bound = |bound: Decimal| if bound == Decimal::MAX { f64::MAX } else { bound.to_f64().unwrap() };
    let together = target.together.as_ref().map(|together| {
        let cells = [&together.stated, &together.target, &together.allocated];
        (together.members.clone(), cells.map(number), bound(together.perhaps))
    });
    (bound(target.perhaps), together)
}

fn line(world: &World, facts: &Facts, target: &PlanTarget) -> Line {
    let number = |cell: &Cell| cell.amount.as_ref().map(|amount| shown(world, facts, cell, amount));
    let cells = [
        &target.stated,
        &target.target,
        &target.actual,
        &target.progress,
        &target.forecast,
        &target.allocated,
        &target.gap,
        &target.unallocated,
        &target.not_split,
    ];
    let children = target.children.iter().map(|(plan, cell)| (plan.0 as usize, number(cell)));
    (usize::from(target.metric.0), cells.map(number), children.collect())
}

/// A plan that is looked at.
struct Looking<'a> {
    world: &'a World,
    plan: usize,
    /// The statements of the plan and of those below it.
    brute: Brute<'a>,
}

fn expected(world: &World, plan: usize) -> (Vec<Line>, Vec<Group>) {
    let is_here = |at: &usize| {
        let by = world.sayings[*at].plan;
        world.is_heard(*at) && by.is_some_and(|by| by == plan || world.below(by, plan))
    };
    let counts = (0..world.sayings.len()).filter(is_here).collect();
    let looking = Looking { world, plan, brute: Brute { world, counts } };
    let (mut lines, mut groups) = (Vec::new(), Vec::new());
    for metric in 0..world::METRICS.len() {
        let of = Of { metric, kind: StatementKind::Target, stock: metric == STOCK };
        if !matches!(metric, FLOW | STOCK | COST) {
            for (about, at) in looking.first_said(of) {
                let source = Source { by: 1 << at, days: None };
                let shown = Shown::of(&world.sayings[at].amount, source);
                let (measured, nothing) = (looking.measured(metric, &about, &shown), [None; 4]);
                lines.push(looking.line(metric, shown, shown, measured, nothing, Vec::new()));
                groups.push((0.0, None));
            }
            continue;
        }
        let apart = looking.brute.as_said(Some(plan), of);
        looking.add_groups(&apart, of, &mut groups);
        lines.extend(apart.iter().map(|whole| looking.sum(whole, of)));
    }
    (lines, groups)
}

impl Looking<'_> {
    fn line(
        &self,
        metric: usize,
        stated: Shown,
        target: Shown,
        [actual, progress, forecast]: [Option<Shown>; 3],
        [allocated, gap, unallocated, not_split]: [Option<Shown>; 4],
        children: Vec<(usize, Option<Shown>)>,
    ) -> Line {
        let cells = [Some(stated), Some(target), actual, progress, forecast];
        let [a, b, c, d, e] = cells;
        (metric, [a, b, c, d, e, allocated, gap, unallocated, not_split], children)
    }

    /// The first statement of each scope of what is not added.
    fn first_said(&self, of: Of) -> Vec<(Scope, usize)> {
        let mut first: Vec<(Scope, usize)> = Vec::new();
        for at in self.brute.counts.iter().copied() {
            let saying = &self.world.sayings[at];
            let is_new = !first.iter().any(|(known, _)| *known == scope(saying));
            if saying.plan == Some(self.plan) && of.has(saying) && is_new {
                first.push((scope(saying), at));
            }
        }
        first
    }

    /// What plans below leave of what they state inside a whole.
    fn inside(&self, whole: &Whole, of: Of) -> Span {
        let within = self.brute.within(whole, Some(self.plan), of);
        let left: Vec<Span> = within.iter().map(|(by, inner)| self.brute.left(inner, *by, of)).collect();
        sum(&left)
    }

    /// Of each of a plan's wholes with what it comes to: at the first of those that are taken together.
    fn add_groups(&self, apart: &[Whole], of: Of, groups: &mut Vec<Group>) {
        let (first, plan) = (groups.len(), Some(self.plan));
        groups.extend(apart.iter().map(|_| (0.0, None)));
        for root in self.brute.wholes(plan, of) {
            let wider = self.brute.around_it(&root, plan, of);
            let is_alone = apart.contains(&root);
            if is_alone && wider.is_empty() {
                continue;
            }
            let of_members: Vec<usize> = match is_alone {
                true => (0..apart.len()).filter(|at| apart[*at] == root).collect(),
                false => (0..apart.len()).filter(|at| root.sets[0].contains(&apart[*at])).collect(),
            };
            let given = self.brute.given(&root, plan, of);
            let inside = self.inside(&root, of);
            let in_members = match is_alone {
                true => inside,
                false => {
                    sum(&root.sets[0].iter().map(|one| self.brute.given(one, plan, of)).collect::<Vec<_>>())
                }
            };
            let within = self.brute.within(&root, plan, of);
            let sources = |all: &[(Option<usize>, Whole)]| {
                all.iter().map(|(_, inner)| inner.source()).fold(Source::default(), Source::plus)
            };
            let (own, below) = (root.source().timeless(), sources(&within));
            let stated_source = if root.said.is_some() { root.own } else { root.source() }.timeless();
            let stated = root.said.unwrap_or_else(|| root.amount());
            let target = self.brute.left(&root, plan, of).plus(&given);
            let all_below = below.plus(sources(&wider)).timeless();
            let numbers = [
                Some(Shown::of(&stated, stated_source)),
                Some(Shown::of(&target, own.plus(all_below))),
                (!within.is_empty()).then(|| Shown::of(&inside, below)),
            ];
            let more = |than: &Span| missing(&given, than).high.map_or(f64::MAX, |high| high.max(0) as f64);
            of_members.iter().for_each(|at| groups[first + at].0 = more(&in_members));
            let members = of_members.iter().map(|at| first + at).collect();
            groups[first + of_members[0]].1 = Some((members, numbers, more(&inside)));
        }
    }

    fn sum(&self, whole: &Whole, of: Of) -> Line {
        // Of a stock's statement the period has been taken away, which it still has here.
        let first = whole.own.by.trailing_zeros() as usize;
        let own = whole.said.map(|_| scope(&self.world.sayings[first])).unwrap_or(whole.scope);
        let stated = whole.said.unwrap_or_else(|| whole.amount());
        let own_source = if whole.said.is_some() { whole.own } else { whole.source() }.timeless();
        let plan = Some(self.plan);
        let within = self.brute.within(whole, plan, of);
        let left: Vec<Span> = within.iter().map(|(by, inner)| self.brute.left(inner, *by, of)).collect();
        let allocated = (!within.is_empty()).then(|| sum(&left));
        let below = within.iter().map(|(_, inner)| inner.source()).fold(Source::default(), Source::plus);
        let together = own_source.plus(below).timeless();
        let base = self.brute.base(whole, plan, of);
        let target = allocated.map_or(base, |allocated| allocated.plus(&span::left(&base, &allocated)));
        let parts = |set: &Vec<Whole>| sum(&set.iter().map(Whole::amount).collect::<Vec<_>>());
        let not_split = whole.said.and(whole.sets.first()).map(|set| missing(&whole.amount(), &parts(set)));
        let gap = allocated.map(|allocated| gap(&stated, &allocated));
        let unallocated = gap.as_ref().map(not_negative);
        let not_split = not_split.filter(|rest| !rest.is_nothing());
        let shown = |span: Option<Span>, source: Source| span.map(|span| Shown::of(&span, source));
        let numbers = [
            shown(allocated, below),
            shown(gap, together),
            shown(unallocated, together),
            shown(not_split, own_source),
        ];
        let target = Shown::of(&target, whole.source().plus(below).timeless());
        let mut children: Vec<(usize, Span, Source)> = Vec::new();
        for ((by, inner), left) in within.iter().zip(&left) {
            let path = std::iter::successors(*by, |at| self.world.plans[*at].above);
            let child = path.into_iter().find(|at| self.world.plans[*at].above == plan).unwrap();
            match children.iter_mut().find(|(of, ..)| *of == child) {
                Some((_, sum, source)) => (*sum, *source) = (sum.plus(left), source.plus(inner.source())),
                None => children.push((child, *left, inner.source())),
            }
        }
        children.sort_by_key(|(child, ..)| *child);
        let children = children.into_iter();
        let children =
            children.map(|(child, span, source)| (child, Some(Shown::of(&span, source)))).collect();
        let measured = self.measured(of.metric, &own, &target);
        let stated = Shown::of(&stated, own_source);
        self.line(of.metric, stated, target, measured, numbers, children)
    }

    /// Actual, progress, forecast of a target.
    fn measured(&self, metric: usize, scope: &Scope, target: &Shown) -> [Option<Shown>; 3] {
        let actual = self.reached(metric, scope, StatementKind::Actual);
        let progress = actual.and_then(|actual| Shown::progress(target, &actual, metric == COST));
        [actual, progress, self.reached(metric, scope, StatementKind::Forecast)]
    }

    fn reached(&self, metric: usize, scope: &Scope, kind: StatementKind) -> Option<Shown> {
        if matches!(metric, FLOW | STOCK | COST) {
            return self.added(metric, scope, kind, &|_| true);
        }
        if metric == SHARE
            && let Some(part) = self.added(FLOW, scope, kind, &|_| true)
        {
            let added = |kind| self.added(COST, scope, kind, &|_| true);
            let quoted =
                |counts: &dyn Fn(usize) -> bool| self.added(COST, scope, StatementKind::Figure, counts);
            return share(self.world, &part, [added(kind), added(StatementKind::Figure)], quoted);
        }
        self.said_exactly(metric, scope, kind)
    }

    /// The one statement of a ratio by the plan or a review of it on exactly this scope.
    fn said_exactly(&self, metric: usize, about: &Scope, kind: StatementKind) -> Option<Shown> {
        let mine = |by: usize| {
            let described = &self.world.plans[by];
            by == self.plan || (described.reviews && described.above == Some(self.plan))
        };
        let mut all: Vec<usize> = self.brute.counts.clone();
        all.sort_by_key(|at| (self.world.preorder(self.world.sayings[*at].plan.unwrap()), *at));
        let said = all.into_iter().find(|at| {
            let saying = &self.world.sayings[*at];
            (saying.metric, saying.kind) == (metric, kind)
                && scope(saying) == *about
                && saying.plan.is_some_and(mine)
        });
        said.map(|at| Shown::of(&self.world.sayings[at].amount, Source { by: 1 << at, days: None }))
    }

    /// What the plan and those below it say of a scope, and the data of no plan where the plan does not report.
    fn added(
        &self,
        metric: usize,
        about: &Scope,
        kind: StatementKind,
        also: &dyn Fn(usize) -> bool,
    ) -> Option<Shown> {
        let of = Of { metric, kind, stock: metric == STOCK };
        let reported = self.brute.reported(self.plan, of);
        let counts = (0..self.world.sayings.len()).filter(|at| {
            let saying = &self.world.sayings[*at];
            let own = scope(saying);
            let free = || !reported.iter().any(|reported| known_in(&own, reported, of.stock));
            known_in(&own, about, of.stock)
                && match saying.plan {
                    Some(_) => self.brute.counts.contains(at),
                    None => free(),
                }
        });
        let counts = counts.filter(|at| also(*at));
        let here = Brute { world: self.world, counts: counts.collect() };
        let wholes = here.reality(of);
        let source = wholes.iter().map(Whole::source).fold(Source::default(), Source::plus);
        let amounts: Vec<Span> = wholes.iter().map(Whole::amount).collect();
        (!wholes.is_empty()).then(|| Shown::of(&sum(&amounts), source))
    }
}
