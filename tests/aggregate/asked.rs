//! Random queries, and what they ask of plans, statements and scopes, plainly.

use super::brute::Of;
use super::scopes::{Scope, cell, known_in, region_within, scope};
use super::wholes::Aim;
use super::world::{
    self, CHANNEL, CHANNELS, KINDS, Kinds, METRICS, OWNERS, PERIODS, REGION, REGIONS, Random, STATUSES,
    STOCK, Saying, TAGS, World, metric, parsed,
};
use planpress::model::StatementKind;
use planpress::period::Period;
use planpress::view::{Axis, Condition, Filter, Measure, Query, Subject, Term};

/// A row or column by name.
pub(super) type Name = String;

pub(super) const TOTAL: &str = "total";
pub(super) const NOT_SPLIT: &str = "not split";

/// A random query.
pub(super) fn query(random: &mut Random, world: &World, kinds: Kinds) -> Query {
    let mut axes = vec![
        Axis::Dimension(REGION),
        Axis::Dimension(REGION),
        Axis::Dimension(CHANNEL),
        Axis::Plan,
        Axis::Kind,
        Axis::Year,
        Axis::Quarter,
        Axis::Month,
    ];
    if kinds.people {
        axes.extend([Axis::Owner, Axis::Owner, Axis::Status, Axis::Tag, Axis::Parent, Axis::Half]);
    }
    let mut metrics = vec![metric(0)];
    if kinds.metrics {
        axes.push(Axis::Metric);
        metrics = random.some(&[0, 1, 2, 3, 4]).into_iter().map(metric).collect();
        metrics.extend(metrics.is_empty().then(|| metric(3)));
    }
    let rows = random.one(&axes);
    let columns = Some(random.one(&axes)).filter(|axis| *axis != rows);
    let show = match random.below(3) {
        0 => vec![Measure::Target, Measure::Actual, Measure::Progress, Measure::Forecast],
        1 => vec![Measure::Stated, Measure::Allocated, Measure::Gap, Measure::Unallocated, Measure::Count],
        _ => vec![Measure::Target, Measure::Actual],
    };
    Query {
        subject: Subject::Targets,
        metrics,
        rows,
        columns,
        filter: Filter { terms: terms(random, world, kinds) },
        show,
        totals: true,
        sort: None,
        limit: None,
    }
}

fn terms(random: &mut Random, world: &World, kinds: Kinds) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut add = |condition: Condition, negated: bool| terms.push(Term { condition, negated });
    let some = |random: &mut Random, of: &[&'static str]| -> Vec<Box<str>> {
        let mut some = vec![random.one(of).into()];
        if random.once_in(3) {
            some.push(random.one(of).into());
        }
        some
    };
    if random.once_in(3) {
        let regions = some(random, &REGIONS.map(|(id, _)| id));
        add(Condition::Dimension(REGION, regions), random.once_in(3));
    }
    if random.once_in(8) {
        add(Condition::Dimension(CHANNEL, some(random, &CHANNELS)), random.once_in(3));
    }
    if random.once_in(3) {
        let mut periods = vec![parsed(random.one(&PERIODS))];
        periods.extend(random.once_in(3).then(|| parsed(random.one(&PERIODS))));
        add(Condition::Period(periods), random.once_in(4));
    }
    if random.once_in(4) {
        let plan = world::index(random.below(world.plans.len()));
        let condition = if random.once_in(3) { Condition::Parent } else { Condition::Plan };
        add(condition(vec![plan]), random.once_in(3));
    }
    if random.once_in(5) {
        add(Condition::Kind(vec![random.one(&KINDS).into()]), random.once_in(2));
    }
    if kinds.people && random.once_in(5) {
        add(Condition::Owner(some(random, &OWNERS)), random.once_in(3));
    }
    if kinds.people && random.once_in(6) {
        add(Condition::Status(some(random, &STATUSES)), random.once_in(3));
    }
    if kinds.people && random.once_in(6) {
        add(Condition::Tag(some(random, &TAGS)), random.once_in(3));
    }
    if kinds.metrics && random.once_in(8) {
        add(Condition::Metric(vec![metric(random.below(METRICS.len()))]), random.once_in(2));
    }
    terms
}

/// Whether a condition is one on plans or owners.
pub(super) fn is_about_plans(condition: &Condition) -> bool {
    !matches!(condition, Condition::Dimension(..) | Condition::Period(_) | Condition::Metric(_))
}

/// Whose a statement is: of the owner whom it names, else of all owners of its plan.
fn owners(world: &World, saying: &Saying) -> Vec<&'static str> {
    let of_plan = saying.plan.map_or(Vec::new(), |plan| world.plans[plan].owners.clone());
    match saying.owner {
        Some(owner) => vec![owner],
        _ => of_plan,
    }
}

/// Whether the conditions on plans leave a plan in.
pub(super) fn chooses_plan(world: &World, query: &Query, plan: usize) -> bool {
    let described = &world.plans[plan];
    let holds = |condition: &Condition| match condition {
        Condition::Plan(plans) => {
            plans.iter().any(|above| plan == above.0 as usize || world.below(plan, above.0 as usize))
        }
        Condition::Parent(plans) => described.above.is_some_and(|above| plans.contains(&world::index(above))),
        Condition::Kind(kinds) => kinds.contains(&KINDS[plan % 2].into()),
        Condition::Status(words) => described.status.is_some_and(|status| words.contains(&status.into())),
        Condition::Tag(words) => described.tags.iter().any(|tag| words.contains(&(*tag).into())),
        other => panic!("{other:?}"),
    };
    let of_plans =
        |term: &&Term| is_about_plans(&term.condition) && !matches!(term.condition, Condition::Owner(_));
    !described.draft
        && query.filter.terms.iter().filter(of_plans).all(|term| holds(&term.condition) != term.negated)
}

/// Whether a statement is left in, its scope aside, and what plans claim of nobody's data.
pub(super) fn chooses(world: &World, query: &Query, saying: &Saying) -> bool {
    let about_plans = || query.filter.terms.iter().filter(|term| is_about_plans(&term.condition));
    let Some(plan) = saying.plan else {
        // What is nobody's has nothing that a condition could ask for, but for an owner whom it names.
        let is_known = |term: &&Term| saying.owner.is_some() && matches!(term.condition, Condition::Owner(_));
        let mut unknown = about_plans().filter(|term| !is_known(term)).peekable();
        let asks_nothing = unknown.peek().is_none();
        let nobodys = about_plans().all(|term| term.negated) && is_nobodys(world, saying);
        return names_owner_of(query, saying) && (asks_nothing || nobodys);
    };
    let owned = |term: &Term| match &term.condition {
        Condition::Owner(names) => {
            owners(world, saying).iter().any(|owner| names.contains(&(*owner).into())) != term.negated
        }
        _ => true,
    };
    chooses_plan(world, query, plan) && query.filter.terms.iter().all(owned)
}

/// Whether the owner whom data of no plan name, if any, is left in.
pub(super) fn names_owner_of(query: &Query, saying: &Saying) -> bool {
    query.filter.terms.iter().all(|term| match (&term.condition, saying.owner) {
        (Condition::Owner(names), Some(owner)) => names.contains(&owner.into()) != term.negated,
        _ => true,
    })
}

/// Whether data of no plan lie in no target of a plan, and in nothing that one says of the same.
fn is_nobodys(world: &World, saying: &Saying) -> bool {
    let about = scope(saying);
    let of = |kind| Of { metric: saying.metric, kind, stock: saying.metric == STOCK };
    let mut heard = (0..world.sayings.len()).filter(|at| world.is_heard(*at)).map(|at| &world.sayings[at]);
    !heard.any(|other| {
        let is_alike = of(StatementKind::Target).has(other) || of(saying.kind).has(other);
        other.plan.is_some() && is_alike && known_in(&about, &scope(other), saying.metric == STOCK)
    })
}

fn region(id: &str) -> usize {
    REGIONS.iter().position(|(name, _)| *name == id).unwrap()
}

fn channel(id: &str) -> usize {
    CHANNELS.iter().position(|name| *name == id).unwrap()
}

/// Whether the conditions leave a period in.
pub(super) fn chooses_period(query: &Query, period: Option<Period>) -> bool {
    query.filter.terms.iter().all(|term| match &term.condition {
        Condition::Period(periods) => {
            let inside = |asked: &Period| period.is_some_and(|period| asked.contains(&period));
            periods.iter().any(inside) != term.negated
        }
        _ => true,
    })
}

/// Whether they leave the values of a scope in.
pub(super) fn chooses_values(query: &Query, scope: &Scope) -> bool {
    query.filter.terms.iter().all(|term| match &term.condition {
        Condition::Dimension(REGION, ids) => {
            let inside = |id: &str| scope.region.is_some_and(|at| region_within(at, region(id)));
            ids.iter().any(|id| inside(id)) != term.negated
        }
        Condition::Dimension(_, ids) => {
            ids.iter().any(|id| scope.channel == Some(channel(id))) != term.negated
        }
        _ => true,
    })
}

/// Whether a query asks for exactly a region or channel.
pub(super) fn asks_for(query: &Query, id: &str) -> bool {
    query.filter.terms.iter().any(|term| match &term.condition {
        Condition::Dimension(_, ids) => !term.negated && ids.contains(&id.into()),
        _ => false,
    })
}

/// How many months the cells of an axis have.
fn months(axis: Axis) -> Option<i32> {
    match axis {
        Axis::Year => Some(12),
        Axis::Half => Some(6),
        Axis::Quarter => Some(3),
        Axis::Month => Some(1),
        _ => None,
    }
}

pub(super) fn is_time(axis: Option<Axis>) -> bool {
    axis.and_then(months).is_some()
}

pub(super) fn aims(world: &World, query: &Query) -> Vec<Aim> {
    let of_axis = |axis: Axis| match axis {
        Axis::Dimension(REGION) => Some(Aim::Region),
        Axis::Dimension(_) => Some(Aim::Channel),
        axis => months(axis).map(|months| Aim::Cell(months, world.fiscal)),
    };
    let of_term = |term: &Term| match &term.condition {
        Condition::Dimension(REGION, ids) => {
            Some(Aim::AmongRegions(ids.iter().map(|id| region(id)).collect()))
        }
        Condition::Dimension(..) => Some(Aim::AmongChannels),
        Condition::Period(periods) => Some(Aim::During(periods.clone())),
        _ => None,
    };
    let axes = [Some(query.rows), query.columns].into_iter().flatten().filter_map(of_axis);
    axes.chain(query.filter.terms.iter().filter_map(of_term)).collect()
}

/// The name of a cell of time.
pub(super) fn time_name(period: Period) -> Name {
    format!("{}..{}", period.start, period.end)
}

/// The rows or columns of what chooses plans in which a plan's statement stands, the total aside.
pub(super) fn groups(axis: Axis, world: &World, query: &Query, saying: &Saying) -> Vec<Name> {
    let Some(plan) = saying.plan else {
        if let (Axis::Owner, Some(owner)) = (axis, saying.owner) {
            return named([owner].into_iter());
        }
        let nobodys = chooses_plans(axis) && is_nobodys(world, saying);
        return if nobodys { vec![NOT_SPLIT.to_owned()] } else { Vec::new() };
    };
    if axis == Axis::Owner {
        return named(owners(world, saying).into_iter());
    }
    plan_groups(axis, world, query, plan)
}

/// The same for whatever a plan says.
pub(super) fn plan_groups(axis: Axis, world: &World, query: &Query, plan: usize) -> Vec<Name> {
    let described = &world.plans[plan];
    match axis {
        Axis::Plan => {
            let path = std::iter::successors(Some(plan), |plan| world.plans[*plan].above);
            path.filter(|plan| chooses_plan(world, query, *plan)).map(|plan| format!("p{plan}")).collect()
        }
        Axis::Kind => vec![KINDS[plan % 2].to_owned()],
        Axis::Status => named(described.status.into_iter()),
        Axis::Tag => named(described.tags.iter().copied()),
        Axis::Parent => {
            let above = described.above.map(|above| format!("p{above}"));
            vec![above.unwrap_or_else(|| NOT_SPLIT.to_owned())]
        }
        _ => Vec::new(),
    }
}

fn named(names: impl Iterator<Item = &'static str>) -> Vec<Name> {
    let names: Vec<Name> = names.map(str::to_owned).collect();
    if names.is_empty() { vec![NOT_SPLIT.to_owned()] } else { names }
}

/// Whether rows or columns choose plans.
pub(super) fn chooses_plans(axis: Axis) -> bool {
    matches!(axis, Axis::Plan | Axis::Owner | Axis::Kind | Axis::Status | Axis::Tag | Axis::Parent)
}

/// The rows or columns of values and time in which a scope stands, the total aside.
pub(super) fn places(axis: Axis, world: &World, query: &Query, scope: &Scope) -> Vec<Name> {
    let not_split = NOT_SPLIT.to_owned();
    match axis {
        Axis::Dimension(REGION) => {
            let Some(at) = scope.region else { return vec![not_split] };
            let path = std::iter::successors(Some(at), |at| REGIONS[*at].1);
            let shown = path.take_while(|at| shows_region(query, *at));
            let name = |at: usize| REGIONS[at].0.to_owned();
            shown.map(name).chain([format!("{} rest", name(at))]).collect()
        }
        Axis::Dimension(_) => match scope.channel.map(|at| CHANNELS[at]) {
            Some(name) if shows_channel(query, name) => vec![name.to_owned(), format!("{name} rest")],
            Some(name) => vec![format!("{name} rest")],
            None => vec![not_split],
        },
        axis => match months(axis) {
            Some(months) => {
                let cell = scope.period.and_then(|period| cell(period, months, world.fiscal));
                vec![cell.map_or(not_split, time_name)]
            }
            None => Vec::new(),
        },
    }
}

/// Whether a row or column is what others leave over along time or values.
pub(super) fn is_left_over(query: &Query, (row, column): &(Name, Name)) -> bool {
    [(Some(query.rows), row), (query.columns, column)].into_iter().any(|(axis, name)| {
        let by_scope = is_time(axis) || matches!(axis, Some(Axis::Dimension(_)));
        name.ends_with(" rest") || (by_scope && name == NOT_SPLIT)
    })
}

/// Whether a region can be a row: it lies in what is asked for.
pub(super) fn shows_region(query: &Query, at: usize) -> bool {
    query.filter.terms.iter().all(|term| match &term.condition {
        Condition::Dimension(REGION, ids) if !term.negated => {
            ids.iter().any(|id| region_within(at, region(id)))
        }
        _ => true,
    })
}

/// The same of a channel.
pub(super) fn shows_channel(query: &Query, name: &str) -> bool {
    query.filter.terms.iter().all(|term| match &term.condition {
        Condition::Dimension(CHANNEL, ids) if !term.negated => ids.contains(&name.into()),
        _ => true,
    })
}
