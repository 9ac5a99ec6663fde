//! How the statements of one plan lie in one another: which says again what another says, which are parts
//! of which whole, and what the parts of a whole may add up to. Done once all statements are there, because
//! a plan's own total may stand in front matter and its parts in three tables.

mod around;
mod equations;
mod totals;

use super::numbers::{Inherited, Numbers};
use super::{Origin, RoleTable, Split, Statement, StatementKind};
use crate::config::{Config, DimensionId, MetricId};
use crate::period::{Grain, Period};
use around::Around;
use compact_str::CompactString;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// What a statement says more than its plan: one bit for the period, one for the item, one a dimension.
type Axes = u64;

const PERIOD: Axes = 1;
const ITEM: Axes = 2;

/// So many statements are compared each with each.
const FEW: usize = 48;

/// Statements that can say the same: of one kind and metric; for budgets of one table, since each table is
/// a budget of its own.
type Family = (StatementKind, MetricId, Option<u32>);

/// What a statement is about.
type Identity<'s> = (Family, Option<Period>, &'s [(DimensionId, CompactString)], Option<&'s str>);

/// Finds repetitions and parts, and adds the equations between them.
pub(super) fn find(config: &Config, base: &Inherited, tables: &[RoleTable], numbers: &mut Numbers) {
    totals::withdraw(config, tables, numbers);
    tell_owners_apart(numbers);
    let firsts = firsts(&numbers.statements);
    for (statement, first) in numbers.statements.iter_mut().zip(&firsts) {
        statement.repeats = *first;
    }
    let axes: Vec<Axes> = numbers.statements.iter().map(|statement| axes(statement, base)).collect();
    let told = told(numbers);
    let single = (0..).zip(&numbers.statements).filter(|(_, statement)| statement.repeats.is_none());
    let mut families: Vec<(Family, u32)> = single.map(|(index, one)| (family(one), index)).collect();
    families.sort_unstable();
    let mut between = Vec::new();
    for of_one in families.chunk_by(|(one, _), (other, _)| one == other) {
        let (kind, metric, _) = of_one[0].0;
        let members: &Vec<u32> = &of_one.iter().map(|(_, index)| *index).collect();
        let view = View::new(config, numbers, &axes, members);
        let wholes = view.wholes();
        let mut groups: BTreeMap<(Axes, Option<u32>), u32> = BTreeMap::new();
        let mut last: Option<((Axes, Option<u32>), u32)> = None;
        for (index, whole) in members.iter().zip(wholes) {
            let own = axes[*index as usize];
            let statement = &numbers.statements[*index as usize];
            // A part of a `by:` that lies in another one of the same is a part of that.
            let is_nested = |whole: u32| {
                let group = told.groups.get(index);
                axes[whole as usize] == own && group.is_some() && told.groups.get(&whole) == group
            };
            let split = match statement.split.filter(|_| !whole.is_some_and(is_nested)) {
                Some(split) => {
                    let named = split.whole.map(|whole| firsts[whole as usize].unwrap_or(whole));
                    Some(Split { whole: named.or(whole), ..split })
                }
                None if own == 0 => None,
                None => {
                    let count = &mut numbers.groups;
                    // Parts of one whole mostly stand one behind the other.
                    let (_, group) = *last.insert(match last {
                        Some(last) if last.0 == (own, whole) => last,
                        _ => {
                            let group = groups.entry((own, whole)).or_insert_with(|| {
                                *count += 1;
                                *count - 1
                            });
                            ((own, whole), *group)
                        }
                    });
                    Some(Split { group, whole })
                }
            };
            numbers.statements[*index as usize].split = split;
        }
        if kind != StatementKind::Budget {
            let view = View::new(config, numbers, &axes, members);
            between.extend(view.equations(kind, metric, &Around::new(&view), told.count));
        }
    }
    numbers.equations.extend(between);
    numbers.equations.sort_by_key(|equation| equation.table.is_none());
}

/// The splits that `by:` names, each of which is checked where it is read.
struct Told {
    /// How many there are.
    count: u32,
    /// The split of each statement that is part of one.
    groups: BTreeMap<u32, u32>,
}

fn told(numbers: &Numbers) -> Told {
    let group = |(index, statement): (u32, &Statement)| Some((index, statement.split?.group));
    let groups = match numbers.groups {
        0 => BTreeMap::new(),
        _ => (0..).zip(&numbers.statements).filter_map(group).collect(),
    };
    Told { count: numbers.groups, groups }
}

fn family(statement: &Statement) -> Family {
    let table = match (statement.kind, statement.origin) {
        (StatementKind::Budget, Origin::Table { table, .. }) => Some(table),
        _ => None,
    };
    (statement.kind, statement.metric, table)
}

fn identity(statement: &Statement) -> Identity<'_> {
    (family(statement), statement.period, &statement.scope, statement.item.as_deref())
}

/// Statements of one place (front matter, or one table) that name owners and differ in nothing else are
/// parts by owner: the owner is then their item.
fn tell_owners_apart(numbers: &mut Numbers) {
    let mut alike: BTreeMap<(Option<u32>, Identity), Vec<u32>> = BTreeMap::new();
    for index in &numbers.owned {
        let Some(statement) = numbers.statements.get(*index as usize) else { continue };
        alike.entry((table(statement), identity(statement))).or_default().push(*index);
    }
    let owner = |index: &u32| &numbers.statements[*index as usize].owner;
    let differ = |indices: &Vec<u32>| indices.iter().any(|index| owner(index) != owner(&indices[0]));
    let apart: Vec<u32> = alike.into_values().filter(differ).flatten().collect();
    for index in apart {
        let statement = &mut numbers.statements[index as usize];
        statement.item = statement.owner.as_deref().map(Into::into);
    }
}

/// Whether one statement lies inside another one that says less, or something wider.
pub(super) fn lies_inside(config: &Config, inner: &Statement, outer: &Statement) -> bool {
    let in_time = match (&inner.period, &outer.period) {
        (_, None) => true,
        (Some(inner), Some(outer)) => outer.contains(inner),
        (None, Some(_)) => false,
    };
    let in_place = |(dimension, value): &(DimensionId, CompactString)| {
        let own = inner.scope.iter().find(|(other, _)| other == dimension);
        own.is_some_and(|(_, own)| config.is_within(*dimension, own, value))
    };
    in_time && (outer.item.is_none() || outer.item == inner.item) && outer.scope.iter().all(in_place)
}

/// The table that a statement stands in.
fn table(statement: &Statement) -> Option<u32> {
    match statement.origin {
        Origin::Table { table, .. } => Some(table),
        Origin::FrontMatter | Origin::Data => None,
    }
}

/// For each statement the first one that is about the same, where that is another.
fn firsts(statements: &[Statement]) -> Vec<Option<u32>> {
    // Most plans state so little that comparing costs less than a map.
    if statements.len() <= FEW {
        let first = |(index, statement): (usize, &Statement)| {
            let same = |other: &Statement| {
                other.metric == statement.metric
                    && other.period == statement.period
                    && identity(other) == identity(statement)
            };
            statements[..index].iter().position(same).map(|first| first as u32)
        };
        return statements.iter().enumerate().map(first).collect();
    }
    let mut seen: BTreeMap<Identity, u32> = BTreeMap::new();
    let firsts = (0..).zip(statements).map(|(index, statement)| {
        let first = *seen.entry(identity(statement)).or_insert(index);
        (first != index).then_some(first)
    });
    firsts.collect()
}

fn axes(statement: &Statement, base: &Inherited) -> Axes {
    let mut axes = 0;
    if statement.period != base.period {
        axes |= PERIOD;
    }
    if statement.item.is_some() {
        axes |= ITEM;
    }
    for (dimension, value) in statement.scope.iter() {
        if base.value(*dimension) != Some(value) {
            axes |= axis(*dimension);
        }
    }
    axes
}

fn axis(dimension: DimensionId) -> Axes {
    4 << dimension.0.min(60)
}

/// The statements of one family.
struct View<'a> {
    config: &'a Config,
    statements: &'a [Statement],
    axes: &'a [Axes],
    members: &'a [u32],
    /// The statements that are totals of tables.
    totals: &'a [u32],
    /// What totals state, by index, and their tables, in order, once asked for.
    tables: OnceCell<Vec<(u32, u32)>>,
}

impl<'a> View<'a> {
    fn new(config: &'a Config, numbers: &'a Numbers, axes: &'a [Axes], members: &'a [u32]) -> Self {
        let Numbers { statements, totals, .. } = numbers;
        Self { config, statements, axes, members, totals, tables: OnceCell::new() }
    }

    fn at(&self, index: u32) -> &'a Statement {
        &self.statements[index as usize]
    }

    fn axes_of(&self, index: u32) -> Axes {
        self.axes[index as usize]
    }

    fn inside(&self, part: u32, whole: u32) -> bool {
        part != whole && lies_inside(self.config, self.at(part), self.at(whole))
    }

    /// For each member the whole that it is a part of: the closest one along the same axes (the quarter of
    /// a month), else the plan's own.
    fn wholes(&self) -> Vec<Option<u32>> {
        let plan = self.members.iter().copied().find(|other| self.axes_of(*other) == 0);
        let around = OnceCell::new();
        // Few axes are told apart by in one plan: looking through them is less than a map.
        let mut levels: Vec<(Axes, bool)> = vec![(0, false), (ITEM, false)];
        let mut wholes = Vec::with_capacity(self.members.len());
        for index in self.members.iter().copied() {
            let own = self.axes_of(index);
            let known = levels.iter().find(|(axes, _)| *axes == own);
            let deep = known.map(|(_, deep)| *deep).unwrap_or_else(|| {
                let deep = self.has_levels(own);
                levels.push((own, deep));
                deep
            });
            let around = || around.get_or_init(|| Around::new(self));
            let closest = if deep { self.closest(index, own, around()) } else { None };
            let plan = plan.filter(|plan| own != 0 && self.inside(index, *plan));
            wholes.push(closest.or(plan));
        }
        wholes
    }

    /// The narrowest statement of the same axes that a statement lies in.
    fn closest(&self, index: u32, own: Axes, around: &Around) -> Option<u32> {
        let mut closest: Option<u32> = None;
        around.each(
            index,
            |other| self.axes_of(other) == own,
            |other| {
                if closest.is_none_or(|closest| self.inside(other, closest)) {
                    closest = Some(other);
                }
            },
        );
        closest
    }

    /// Whether statements of the same axes can lie in one another: periods of several lengths, values of
    /// a tree.
    fn has_levels(&self, axes: Axes) -> bool {
        let mut alike =
            self.members.iter().filter(|other| self.axes_of(**other) == axes).map(|other| self.at(*other));
        let Some(first) = alike.next() else { return false };
        let grain = |statement: &Statement| statement.period.map(|period| period.grain);
        // Where all have the plan's own value of a tree, it is no level.
        let is_tree = |dimension: DimensionId| self.config.is_tree(dimension);
        let in_trees = || first.scope.iter().any(|(dimension, _)| is_tree(*dimension));
        let told = |(dimension, _): &(DimensionId, CompactString)| {
            axes & axis(*dimension) != 0 && is_tree(*dimension)
        };
        first.scope.iter().any(told)
            || (grain(first) == Some(Grain::Range) && in_trees())
            || alike.any(|other| grain(other) != grain(first))
    }
}
